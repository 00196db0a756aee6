import type { Row } from '../domains/types.ts';
import type { DomainPane } from './domain-pane.ts';
import type { ListPosition } from './list-position.ts';
import type { ObjectName } from './related.ts';
import type { ViewState } from './ui-state.ts';

/** Marked objects that are no more, where all rows are known. */
export function goneOf({ marks }: ViewState, { feed }: DomainPane): readonly string[] {
	return feed.status().rows === 'complete' ? [...marks].filter((uid) => feed.rows.get(uid) === undefined) : [];
}

/** Where the cursor goes to be on an object, with its row in the middle of the pane; why it cannot; undefined: it has not come yet. */
export function positionOf(
	{ namespace, name }: ObjectName,
	pane: DomainPane,
	view: ViewState,
	height: number,
): ListPosition | string | undefined {
	const { feed } = pane;
	const isMeant = (row: Row): boolean =>
		row.name === name && (namespace === undefined || row.namespace === namespace || row.namespace === '');
	const row: Row | undefined = Array.from(feed.rows.values()).find(isMeant);
	if (row === undefined) return feed.status().rows === 'complete' ? `${name} is not in ${feed.domain.name} (any more).` : undefined;
	pane.apply(view);
	const index = Math.max(0, pane.source([]).indexOf(row.uid));
	return { key: row.uid, index, top: Math.max(0, index - Math.floor(height / 2)) };
}
