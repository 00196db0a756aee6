import { safeText } from '../base/safe-text.ts';
import type { DomainDiagnostics } from '../diagnostics/types.ts';
import type { CellContext } from '../domains/types.ts';
import { keyHints } from '../keys/help.ts';
import type { StreamStatus, TransitionEntry } from '../sync/types.ts';
import { fitLine, type Line, lineText, type Painter, span } from '../terminal/styled-line.ts';
import type { OpenContext } from './app-services.ts';
import { domainColumns, domainKey, domainSource, journalLines, streamDetailColumns, streamSource } from './diagnostics-rows.ts';
import { type DomainPane, listColumn } from './domain-pane.ts';
import { type DrawnList, drawList } from './draw-list.ts';
import { headerLine } from './header-line.ts';
import { helpLines } from './help-lines.ts';
import { atTop, type ListPosition } from './list-position.ts';
import { paneCondition } from './pane-condition.ts';
import { type MessageFacts, messageLines } from './pane-message.ts';
import { keyContext } from './perform.ts';
import { emptySource, type RowSource } from './row-source.ts';
import { planScreen, type Screen, type ScreenSize } from './screen.ts';
import { statusLine } from './status-line.ts';
import { clockTime, lightWords, type PaneWords, paneWords } from './stream-words.ts';
import { type Tab, tabLine } from './tab-line.ts';
import { dim, type Glyphs, plainLine } from './theme.ts';
import { titleLine } from './title-line.ts';
import { topOverlay, type UiState, viewState } from './ui-state.ts';

/** Everything a screen is made of, at one moment. */
export interface ScreenFacts {
	readonly state: UiState;
	readonly size: ScreenSize;
	/** By the local clock, epoch ms. */
	readonly now: number;
	readonly demo: boolean;
	readonly context: OpenContext;
	readonly pane: DomainPane;
	readonly tabs: readonly Tab[];
	readonly watches: number;
	readonly requestsPerMinute: number;
	readonly diagnostics: readonly DomainDiagnostics[];
	readonly journal: (streamId: string) => readonly TransitionEntry[];
	readonly completions: readonly string[];
	readonly glyphs: Glyphs;
	readonly paint: Painter;
	/** Column widths seen before, by list; changed. */
	readonly widest: (list: string) => Map<string, number>;
}

/** What has the keys: what they move over, and where they are now. */
export interface ActiveList {
	readonly rows: RowSource;
	readonly height: number;
	readonly lastOffset: number;
	readonly position: ListPosition;
}

export interface Composed {
	readonly screen: Screen;
	readonly active: ActiveList;
}

interface DrawnPane {
	readonly title: Line;
	readonly titles: Line | undefined;
	readonly lines: readonly Line[];
	readonly active: ActiveList;
	/** Why a cell under the cursor is blank. */
	readonly blank: string;
}

const groups = (count: number): string => (count < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, ' '));

function countWords(pane: DomainPane): string {
	const { shown, matched, total } = pane;
	if (shown < matched) return `newest ${groups(shown)} of ${groups(matched)}`;
	return matched < total ? `${groups(matched)} of ${groups(total)}` : groups(total);
}

export const defaultNamespace = (context: OpenContext): string => context.namespace ?? 'default';

const scopeWords = ({ domain, scope }: DomainPane['feed']): string =>
	[
		...(domain.scope === 'cluster' ? [] : [scope.namespace === undefined ? 'all namespaces' : `ns:${safeText(scope.namespace)}`]),
		...(scope.labelSelector === undefined ? [] : [`-l ${safeText(scope.labelSelector)}`]),
		...(scope.fieldSelector === undefined ? [] : [`--field-selector ${safeText(scope.fieldSelector)}`]),
	].join(' ');

function blankWords(drawn: DrawnList, titles: readonly { readonly title: string; readonly volatile: boolean }[]): string {
	const at = drawn.selected?.cells.findIndex(({ absent }, index) => absent !== undefined && titles[index]?.volatile === true) ?? -1;
	const why = drawn.selected?.cells[at]?.absent;
	return why === undefined ? '' : `${titles[at]?.title ?? ''} – ${why}`;
}

function listPane(facts: ScreenFacts, height: number): DrawnPane {
	const { state, pane, now, glyphs, size, context } = facts;
	const { domain, scope } = pane.feed;
	const view = viewState(state);
	pane.apply(view);
	const status = pane.feed.status();
	const columns = pane.columns(view.wide);
	const rows = pane.source(columns);
	const sort = view.sort ?? domain.sort;
	const drawn = drawList(
		{
			columns: columns.map(listColumn),
			rows,
			position: view.position,
			columnOffset: view.columnOffset,
			sortedBy: sort.column,
			stale: !status.live && status.rows === 'complete',
			cursor: true,
			widest: facts.widest(domain.name),
		},
		size.columns,
		height,
		glyphs,
	);
	const condition = paneCondition({ status, total: pane.total, shown: pane.shown });
	const sortTitle = domain.columns.find(({ id }) => id === sort.column)?.title;
	const title = titleLine(
		{
			title: domain.title,
			scope: scopeWords(pane.feed),
			filter: view.filter,
			faults: view.faults,
			sort: sortTitle === undefined ? undefined : { title: sortTitle, descending: sort.descending },
			counts: status.rows === 'none' ? '' : countWords(pane),
			hiddenLeft: drawn.hiddenLeft,
			hiddenRight: drawn.hiddenRight,
			words: paneWords(status, now, pane.total, clockTime),
		},
		size.columns,
		glyphs,
	);
	const message: MessageFacts = {
		domain: domain.name,
		clusterScoped: domain.scope === 'cluster',
		namespace: scope.namespace,
		contextNamespace: defaultNamespace(context),
		status,
		filter: view.filter,
		faults: view.faults,
		emptyHint: domain.emptyHint,
		now,
	};
	const said =
		condition.kind === 'rows'
			? []
			: [...messageLines(condition, message), ...loginLines(context)].map((line) => plainLine([span('  '), ...line], glyphs));
	return {
		title,
		titles: drawn.titles,
		lines: condition.kind === 'rows' ? drawn.lines : said,
		active: { rows, height, lastOffset: drawn.lastOffset, position: drawn.position },
		blank: blankWords(
			drawn,
			columns.map(({ title: name, volatile }) => ({ title: name, volatile: volatile === true })),
		),
	};
}

const loginLines = (context: OpenContext): readonly Line[] => {
	const printed = context.credentialOutput().trimEnd();
	return printed === ''
		? []
		: [[], [span('The login of this context says:', dim)], ...printed.split('\n').map((line) => [span(safeText(line))])];
};

const healthyWords: PaneWords = { level: 'healthy', mode: 'internal', parts: ['live'] };

const diagnosticsTitle = (facts: ScreenFacts, title: string, counts: string, drawn: DrawnList): Line =>
	titleLine(
		{
			title,
			scope: '',
			filter: '',
			faults: false,
			sort: undefined,
			counts,
			hiddenLeft: drawn.hiddenLeft,
			hiddenRight: drawn.hiddenRight,
			words: healthyWords,
		},
		facts.size.columns,
		facts.glyphs,
	);

function diagnosticsPane(
	facts: ScreenFacts,
	height: number,
	look: { readonly position: ListPosition; readonly columnOffset: number },
	cursor: boolean,
): DrawnPane {
	const { diagnostics, now, size, glyphs } = facts;
	const rows = domainSource(diagnostics, now);
	const drawn = drawList(
		{ ...look, columns: domainColumns, rows, sortedBy: undefined, stale: false, cursor, widest: facts.widest('diagnostics') },
		size.columns,
		height,
		glyphs,
	);
	return {
		title: diagnosticsTitle(facts, 'DIAGNOSTICS', `${diagnostics.length} active`, drawn),
		titles: drawn.titles,
		lines: drawn.lines,
		active: { rows, height, lastOffset: drawn.lastOffset, position: drawn.position },
		blank: '',
	};
}

/** The streams of one domain, and the journal of the one under the cursor. */
function streamsPane(
	facts: ScreenFacts,
	height: number,
	overlay: { readonly domain: string; readonly scope: string; readonly position: ListPosition; readonly columnOffset: number },
): DrawnPane {
	const { diagnostics, now, size, glyphs } = facts;
	const found = diagnostics.find((row) => domainKey(row) === domainKey(overlay));
	const streams = found?.streams ?? [];
	const rows = streamSource(streams, now);
	const listHeight = Math.max(1, Math.min(streams.length, Math.floor(height / 2)));
	const drawn = drawList(
		{ ...overlay, columns: streamDetailColumns, rows, sortedBy: undefined, stale: false, cursor: true, widest: facts.widest('streams') },
		size.columns,
		listHeight,
		glyphs,
	);
	const stream = streams[drawn.position.index];
	const detail: Line[] =
		stream === undefined
			? [[span('  This domain is not open any more.', dim)]]
			: streamLines(facts, stream.streamId, stream.status, height - drawn.lines.length - 2);
	return {
		title: diagnosticsTitle(facts, `STREAMS ${glyphs.into} ${safeText(overlay.domain)}`, String(streams.length), drawn),
		titles: drawn.titles,
		lines: [...drawn.lines, ...detail.map((line) => plainLine(line, glyphs))],
		active: { rows, height: listHeight, lastOffset: drawn.lastOffset, position: drawn.position },
		blank: '',
	};
}

function streamLines({ journal, glyphs }: ScreenFacts, streamId: string, status: StreamStatus, height: number): Line[] {
	const entries = journal(streamId);
	const heading = ` JOURNAL  ${safeText(streamId)}${status.detail === '' ? '' : ` ${glyphs.dot} ${safeText(status.detail)}`}`;
	const none: Line = [span('  Nothing was journalled for this stream yet.', dim)];
	return [[], [span(heading, { bold: true })], ...(entries.length === 0 ? [none] : journalLines(entries, height, glyphs))];
}

function helpPane(facts: ScreenFacts, height: number, position: ListPosition): DrawnPane {
	const { size, glyphs } = facts;
	const lines = helpLines(size.columns, glyphs);
	// The keys scroll the text: there are as many places to be in as there are lines to have at the top.
	const places = Math.max(1, lines.length - height + 1);
	const rows: RowSource = { ...emptySource, length: places, keyAt: String, indexOf: Number };
	const top = Math.min(position.index, places - 1);
	const counts = `${top + 1}-${Math.min(lines.length, top + height)} of ${lines.length}`;
	return {
		title: fitLine([span(' HELP', { bold: true }), span(`  ${counts}`, dim)], size.columns, glyphs.ellipsis),
		titles: undefined,
		lines: lines.slice(top, top + height).map((line) => plainLine(line, glyphs)),
		active: { rows, height, lastOffset: 0, position: { key: String(top), index: top, top } },
		blank: '',
	};
}

function topPane(facts: ScreenFacts, height: number): DrawnPane {
	const overlay = topOverlay(facts.state);
	switch (overlay?.kind) {
		case undefined:
			return listPane(facts, height);
		case 'help':
			return helpPane(facts, height + 1, overlay.position);
		case 'diagnostics':
			return diagnosticsPane(facts, height, overlay, true);
		case 'streams':
			return streamsPane(facts, height, overlay);
	}
}

/** The whole screen. Reads the pane and changes nothing but the remembered column widths. */
export function composeScreen(facts: ScreenFacts): Composed {
	const { state, size, pane, context, now, glyphs, paint } = facts;
	const split = state.split && topOverlay(state) === undefined;
	const plan = planScreen(size, split);
	const top = topPane(facts, plan.bodyRows);
	const below = plan.belowRows === 0 ? undefined : diagnosticsPane(facts, plan.belowRows - 2, { position: atTop, columnOffset: 0 }, false);
	const header = headerLine(
		{
			demo: facts.demo,
			context: context.name,
			namespace: pane.feed.scope.namespace,
			clusterScoped: pane.feed.domain.scope === 'cluster',
			serverVersion: context.serverVersion(),
			light: pane.feed.light(),
			watches: facts.watches,
			requestsPerMinute: facts.requestsPerMinute,
			clockSkewMs: context.engine.clockSkewMs,
			now,
		},
		size.columns,
		glyphs,
	);
	const status = statusLine(
		{
			prompt: state.prompt,
			completions: facts.completions,
			note: state.note,
			credentialOutput: context.credentialOutput(),
			hints: keyHints(keyContext(state)).filter(({ command }) => command !== 'all-namespaces' || pane.feed.scope.namespace !== undefined),
			blank: top.blank,
		},
		size.columns,
		glyphs,
	);
	const line = (one: Line): string => paint(fitLine(one, size.columns, glyphs.ellipsis));
	const chrome = (one: Line): string => line(plainLine(one, glyphs));
	const bodyRows = plan.bodyRows + (top.titles === undefined ? 1 : 0);
	const padded = <T>(lines: readonly T[], height: number, blank: T): readonly T[] =>
		[...lines, ...Array.from({ length: Math.max(0, height - lines.length) }, () => blank)].slice(0, height);
	return {
		active: top.active,
		screen: {
			width: size.columns,
			header: chrome(header),
			tabs: chrome(tabLine(facts.tabs, state.view, now, size.columns, glyphs)),
			title: chrome(top.title),
			titles: top.titles === undefined ? undefined : line(top.titles),
			body: padded(top.lines.map(line), bodyRows, ''),
			below:
				below === undefined ? [] : padded([chrome(below.title), line(below.titles ?? []), ...below.lines.map(line)], plan.belowRows, ''),
			status: chrome(status.line),
			cursor: status.cursor === undefined ? undefined : { x: status.cursor, y: Math.max(0, size.rows - 1) },
		},
	};
}

const ahead = (context: CellContext, ms: number): CellContext => ({
	now: context.now + ms,
	usage: (key) => context.usage(key),
	namespaceUsage: (namespace) => context.namespaceUsage(namespace),
	tally: (name, key) => context.tally(name, key),
});

/** What of a quiet screen depends on the time alone, as it would read in `seconds`: for the timer of the next repaint. */
export function timedText(facts: ScreenFacts, active: ActiveList, seconds: number): string {
	const { state, pane, now, tabs, size, glyphs, context } = facts;
	const then = now + seconds * 1000;
	const status = pane.feed.status();
	const chrome = [
		lightWords(pane.feed.light(), then),
		paneWords(status, then, pane.total, clockTime).parts.join(' '),
		lineText(tabLine(tabs, state.view, then, size.columns, glyphs)),
		context.credentialOutput(),
	];
	const columns = pane.columns(viewState(state).wide).filter(({ volatile }) => volatile === true);
	const rows = pane.source(columns, ahead(pane.feed.context(), seconds * 1000));
	const { top } = active.position;
	for (let index = top; index < Math.min(rows.length, top + active.height); index++) chrome.push(...rows.at(index).map(({ text }) => text));
	return chrome.join('\n');
}
