import type { Row } from '../domains/types.ts';
import type { DomainFeed } from '../sync/types.ts';
import { chosenNames } from './chosen-names.ts';
import { chosenDiff } from './chosen-objects.ts';
import type { CommandFacts } from './perform.ts';
import { objectOfRow, type RelatedFacts, relatedTo, subjectOfRow, unknownSubject } from './related.ts';
import { type ActiveList, defaultNamespace } from './screen-facts.ts';
import { barPlace, diagnosticsRows, type SessionNow } from './session-facts.ts';
import { sortable } from './sortable-column.ts';
import { topLog, topOverlay, topText, type UiState, viewState } from './ui-state.ts';

/** The object under the cursor of the list; undefined: there is none, or something lies over the list. */
export const cursorUid = (state: UiState, { rows, position }: ActiveList): string | undefined =>
	topOverlay(state) === undefined ? rows.keyAt(position.index) : undefined;

/** What commands have to know, read from what is on the screen now. */
export function commandFacts(session: SessionNow, active: ActiveList, isHasty: boolean): CommandFacts {
	const { services, state, view, log, bar } = session;
	const { pane } = view;
	const { feed } = pane;
	const { marks, sort } = viewState(state);
	const uid = cursorUid(state, active);
	const row = feed.rows.get(uid ?? '');
	const fault = topLog(state) !== undefined ? log.pane?.fault : topText(state) !== undefined ? undefined : pane.fault;
	const relatedFacts = (of: Row): RelatedFacts => ({
		row: of,
		domain: feed.domain,
		context: feed.context(),
		domains: services.domains,
		namespace: state.namespace,
	});
	return {
		views: view.views(),
		contextNamespace: defaultNamespace(view.context),
		sortable: pane.sortable().map(sortable),
		sort: sort ?? feed.domain.sort,
		hasWide: feed.domain.columns.some(({ wide }) => wide === true),
		rows: active.rows,
		height: active.height,
		lastOffset: active.lastOffset,
		beside: active.beside,
		completions: bar.completions(state.prompt, () => barPlace(session)).map(({ line }) => line),
		recent: bar.recent,
		markable: feed.domain.lines === undefined ? uid : undefined,
		object: () => (row === undefined ? undefined : objectOfRow(relatedFacts(row))),
		opened: () => (row === undefined ? undefined : subjectOfRow(relatedFacts(row))),
		unknownSubject: () => (row === undefined ? undefined : unknownSubject(relatedFacts(row))),
		diff: () => chosenDiff({ feed, domains: services.domains, state, cursor: uid }),
		ignorable: () => ignorable(feed, marks, uid),
		release: row === undefined ? undefined : feed.domain.releaseOf?.(row),
		names: () => chosenNames(feed.rows, active.rows, marks, uid),
		related: (relation) => (row === undefined ? undefined : relatedTo(relation, relatedFacts(row))),
		isHasty,
		isFilterFaulty: fault !== undefined,
		domainUnderCursor: topOverlay(state)?.kind === 'diagnostics' ? diagnosticsRows(session)[active.position.index] : undefined,
	};
}

/** undefined: the rows of this view cannot be ignored. */
function ignorable(
	{ domain, rows }: DomainFeed,
	marks: ReadonlySet<string>,
	cursor: string | undefined,
): ReadonlyMap<string, string> | undefined {
	const { ignorable: versionOf } = domain;
	if (versionOf === undefined) return undefined;
	const uids = marks.size > 0 ? [...marks] : [cursor ?? ''];
	const chosen = uids.flatMap((uid) => rows.get(uid) ?? []);
	return new Map(chosen.map((row) => [row.uid, versionOf(row)]));
}
