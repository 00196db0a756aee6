import { screenText } from '../base/safe-text.ts';
import { OverviewLine } from '../domains/overview-line.ts';
import { foundBy } from '../filter/found-by.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { drawCards } from './cards.ts';
import { type DomainPane, listColumn } from './domain-pane.ts';
import { type DrawnList, drawList } from './draw-list.ts';
import { selectorWords } from './filter-note.ts';
import { groups } from './grouped-digits.ts';
import type { Ignored } from './ignored.ts';
import { loginLines } from './login-words.ts';
import { lookedAt } from './looked-at.ts';
import { type PaneCondition, paneCondition } from './pane-condition.ts';
import { type MessageFacts, messageLines } from './pane-message.ts';
import { readableElsewhere } from './readable-elsewhere.ts';
import type { RowSource } from './row-source.ts';
import { rowWords } from './row-words.ts';
import { type ActiveList, type DrawnPane, defaultNamespace, type ScreenFacts } from './screen-facts.ts';
import { besideMissing, clockTime, isDoubted, paneWords } from './stream-words.ts';
import { plainLine } from './theme.ts';
import { narrowTitle, titleLine } from './title-line.ts';
import { viewState } from './ui-state.ts';

function countWords(pane: DomainPane): string {
	const { shown, matched, total } = pane;
	// A part of the rows must not read as the number of all.
	const more = pane.feed.status().rows === 'partial' ? '+' : '';
	if (shown < matched) return `newest ${groups(shown)} of ${groups(matched)}${more}`;
	return `${matched < total ? `${groups(matched)} of ${groups(total)}` : groups(total)}${more}`;
}

const scopeWords = ({ domain, scope }: DomainPane['feed'], isNarrow: boolean): string => {
	if (domain.scope === 'cluster') return '';
	return scope.namespace === undefined ? (isNarrow ? 'all ns' : 'all namespaces') : `ns:${screenText(scope.namespace)}`;
};

/** Why a cell of the selected row is blank, or how old it is: the first of those on the screen. */
function blankWords(drawn: DrawnList, titles: readonly { readonly title: string; readonly volatile: boolean }[]): string {
	for (const at of drawn.shownColumns) {
		const cell = drawn.selected?.cells[at];
		const why = cell?.absent ?? cell?.aged;
		if (why !== undefined && titles[at]?.volatile === true) return `${titles[at].title} – ${why}`;
	}
	return '';
}

/** Marks that are filtered out are said: what is done with the marked rows is done with those too. */
function markWords(marks: ReadonlySet<string>, rows: Pick<RowSource, 'indexOf'>): string {
	if (marks.size === 0) return '';
	const hidden = [...marks].filter((uid) => rows.indexOf(uid) < 0).length;
	return `${marks.size} marked${hidden === 0 ? '' : `, ${hidden} not in sight`}`;
}

/** The names of what is missing leave the title to the rest of it: where they would not, they are counted, and diagnostics names them. */
const briefly = (missing: readonly string[], columns: number): readonly string[] =>
	missing.length > 1 && missing.join(' · ').length > columns / 2 ? [`${missing.length} kinds not read (!)`] : missing;

/** Those that are not shown until they change, or that they alone are. */
function ignoredWords(pane: DomainPane, { only }: Ignored): string {
	if (pane.feed.domain.ignorable === undefined) return '';
	if (only) return 'ignored only';
	return pane.ignored === 0 ? '' : `${pane.ignored} ignored`;
}

/** In which column the filter found the selected row, where that one is not on the screen. */
function foundWords(pane: DomainPane, key: string | undefined, shown: ReadonlySet<string>): string {
	const row = pane.feed.rows.get(key ?? '');
	if (row === undefined) return '';
	const { domain, scope } = pane.feed;
	const by = foundBy(pane.filter.syntax, row, pane.feed.context(), domain.columns, scope.namespace === undefined, ({ id }) =>
		shown.has(id),
	);
	return by === undefined ? '' : `found by ${by.title} ${by.cell(row, pane.feed.context()).text}`;
}

const blankLines = (count: number): readonly Line[] => Array.from({ length: Math.max(0, count) }, () => []);

const messageMargin = 2;

/** What a pane has to show where it has rows. */
interface Body extends Pick<DrawnList, 'lines' | 'preview' | 'height' | 'position' | 'lastOffset' | 'hiddenLeft' | 'hiddenRight'> {
	readonly titles: Line | undefined;
	readonly rows: RowSource;
	readonly sort: { readonly title: string; readonly descending: boolean } | undefined;
	readonly beside?: ActiveList['beside'];
	readonly blank: () => string;
}

function tableBody({ state, pane, size, glyphs, seen }: ScreenFacts, height: number, stale: boolean): Body {
	const isStale = (uid: string): boolean => isDoubted(pane.feed.statusOf(uid));
	const { domain } = pane.feed;
	const view = viewState(state);
	const columns = pane.drawnColumns(view.wide);
	const rows = pane.source(columns);
	const sort = view.sort ?? domain.sort;
	const sorted = domain.columns.find(({ id }) => id === sort.column);
	// The arrow is that of what is read: the youngest first are the smallest ages first.
	const descending = sort.descending !== (sorted?.printsAge === true);
	const drawn = drawList(
		{
			columns: columns.map(listColumn),
			rows,
			position: view.position,
			columnOffset: view.columnOffset,
			sortedBy: { column: sort.column, descending },
			preview: true,
			// Of several kinds one may be refused while the others are live.
			stale: stale && isStale,
			cursor: true,
			marks: view.marks,
			// Where the server says what the columns are, they may be others than a moment ago.
			seen: seen(`${domain.name} ${columns.map(({ id }) => id).join(' ')}`),
		},
		size.columns,
		height,
		glyphs,
	);
	return {
		...drawn,
		rows,
		sort: sorted === undefined ? undefined : { title: sorted.title, descending },
		blank: () =>
			foundWords(pane, rows.keyAt(drawn.position.index), new Set(drawn.shownColumns.map((at) => columns[at]?.id ?? ''))) ||
			blankWords(
				drawn,
				columns.map(({ title: name, volatile }) => ({ title: name, volatile: volatile === true })),
			),
	};
}

/** Cards have no titles of columns: their lines have that one, too. */
function cardsBody({ state, pane, size, glyphs }: ScreenFacts, height: number, stale: boolean): Body {
	const lines = [...pane.shownRows()].filter((row) => row instanceof OverviewLine);
	const { namespace } = pane.feed.scope;
	const { position } = viewState(state);
	const drawn = drawCards({ lines, namespace, position, width: size.columns, height: height + 1, stale, glyphs });
	return {
		...drawn,
		titles: undefined,
		preview: [],
		height: height + 1,
		lastOffset: 0,
		hiddenLeft: 0,
		hiddenRight: 0,
		sort: undefined,
		blank: () => drawn.words,
	};
}

/** Lines are there whatever they count: with nothing in their namespace they may be of one that does not exist. */
function lacksNamespace({ pane, context }: ScreenFacts): boolean {
	const { domain, scope, leases } = pane.feed;
	if (domain.lines === undefined || scope.namespace === undefined) return false;
	const isEmpty = leases.every(({ resource, rows }) => !resource.namespaced || rows.size === 0);
	return isEmpty && context.engine.namespaceExists(scope.namespace) === false;
}

/** The rows of the open domain, or what there is to say instead of them. */
export function listPane(facts: ScreenFacts, height: number): DrawnPane {
	const { state, pane, now, glyphs, size, context } = facts;
	const { domain, scope } = pane.feed;
	const view = viewState(state);
	pane.apply(view, state.ignored);
	const looked = lookedAt(pane.feed);
	const status = pane.feed.status();
	const body = (domain.lines === undefined ? tableBody : cardsBody)(facts, height, isDoubted(status));
	const { rows } = body;
	// What it says is counted of rows.
	const heading = status.rows === 'none' ? undefined : pane.heading();
	const condition: PaneCondition = lacksNamespace(facts)
		? { kind: 'empty' }
		: paneCondition({ status, total: pane.total, shown: pane.shown });
	const title = titleLine(
		{
			title: domain.title,
			scope: heading ?? scopeWords(pane.feed, size.columns < narrowTitle),
			isNamedByScope: heading !== undefined,
			// What it is of is said already.
			selectors: heading === undefined ? selectorWords(scope) : '',
			filter: pane.filter.syntax.typedWords,
			// Every finding is of something that is not well, and lines are no objects.
			faults: view.faults ? 'only' : looked === undefined && domain.lines === undefined ? pane.faulty : 0,
			partial: status.rows === 'partial',
			marks: [markWords(view.marks, rows), ignoredWords(pane, state.ignored)].filter((words) => words !== '').join(', '),
			sort: body.sort,
			counts:
				domain.lines !== undefined || status.rows === 'none' || (status.rows === 'partial' && pane.total === 0) ? '' : countWords(pane),
			hiddenLeft: body.hiddenLeft,
			hiddenRight: body.hiddenRight,
			words: besideMissing(paneWords(status, now, looked?.objects ?? pane.total, clockTime), briefly(pane.feed.missing(), size.columns)),
		},
		size.columns,
		glyphs,
	);
	const message: MessageFacts = {
		domain: domain.name,
		called: rowWords(domain),
		clusterScoped: domain.scope === 'cluster',
		namespace: scope.namespace,
		namespaceExists:
			condition.kind === 'empty' && scope.namespace !== undefined ? context.engine.namespaceExists(scope.namespace) : undefined,
		readable:
			condition.kind === 'forbidden' ? readableElsewhere({ pane, context, favourites: state.favourites, recent: facts.recent }) : undefined,
		contextNamespace: defaultNamespace(context),
		context: context.name,
		user: context.user,
		isTokenGiven: context.given.includes('--token'),
		status,
		filter: pane.filter.syntax.typedWords,
		missing: pane.feed.missing(),
		faults: view.faults,
		looked,
		ignored: pane.ignored,
		ignoredOnly: state.ignored.only && domain.ignorable !== undefined,
		letThrough: () => pane.letThrough(),
		selectors: selectorWords(scope),
		isEntered: selectorWords(pane.filter.selectors) !== '',
		isFollowed: view.filter !== '' && view.filter === state.trail.at(-1)?.filter,
		notThere: condition.kind === 'empty' ? domain.notThere?.(scope, pane.feed.context()) : undefined,
		emptyHint: domain.emptyHint,
		now,
		width: Math.max(1, size.columns - 2 * messageMargin),
		height,
	};
	const said = messageLines(condition, message, loginLines(context, now)).map((line) =>
		plainLine([span(' '.repeat(messageMargin)), ...line], glyphs),
	);
	return {
		title,
		titles: body.titles,
		lines: condition.kind === 'rows' ? [...body.lines, ...blankLines(body.height - body.lines.length), ...body.preview] : said,
		active: {
			rows,
			height: body.height,
			lastOffset: body.lastOffset,
			position: body.position,
			...(body.beside === undefined ? {} : { beside: body.beside }),
		},
		blank: body.blank(),
	};
}
