import { screenText } from '../base/safe-text.ts';
import { rowKinds } from '../domains/object-ref.ts';
import type { Row } from '../domains/types.ts';
import type { DomainPane } from './domain-pane.ts';
import type { ListPosition } from './list-position.ts';
import type { ObjectName } from './related.ts';
import { rowWords } from './row-words.ts';
import type { ViewState } from './ui-state.ts';

/** Marked objects that are no more, where all rows are known. */
export function goneOf({ marks }: ViewState, { feed }: DomainPane): readonly string[] {
	return feed.status().rows === 'complete' ? [...marks].filter((uid) => feed.rows.get(uid) === undefined) : [];
}

/** Of an object that a row told of, that it may have been there; of one that somebody named, that there is none. */
function missing({ namespace, name, opens }: ObjectName, { domain, scope }: DomainPane['feed']): string {
	const said = screenText(name);
	if (opens !== true) return `${said} is not in ${domain.name} (any more).`;
	const [kind, ...others] = rowKinds(domain);
	const where = domain.scope === 'cluster' ? 'the cluster' : place(namespace ?? scope.namespace);
	return kind === undefined || others.length > 0
		? `There is no ${said} among the ${rowWords(domain)} in ${where}.`
		: `There is no ${kind.kind.toLowerCase()} ${said} in ${where}.`;
}

const place = (namespace: string | undefined): string => (namespace === undefined ? 'any namespace' : `namespace ${screenText(namespace)}`);

/** Where the cursor goes to be on an object, with its row in the middle of the pane; why it cannot; undefined: it has not come yet. */
export function positionOf(wanted: ObjectName, pane: DomainPane, view: ViewState, height: number): ListPosition | string | undefined {
	const { namespace, name } = wanted;
	const { feed } = pane;
	const isMeant = (row: Row): boolean =>
		row.name === name && (namespace === undefined || row.namespace === namespace || row.namespace === '');
	const row: Row | undefined = Array.from(feed.rows.values()).find(isMeant);
	if (row === undefined) return feed.status().rows === 'complete' ? missing(wanted, feed) : undefined;
	pane.apply(view);
	const index = Math.max(0, pane.source([]).indexOf(row.uid));
	return { key: row.uid, index, top: Math.max(0, index - Math.floor(height / 2)) };
}
