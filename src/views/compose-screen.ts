import type { CellContext, Row } from '../domains/types.ts';
import type { CommandId } from '../keys/binding.ts';
import { keyHints } from '../keys/help.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import { fitLine, type Line, lineText, span } from '../terminal/styled-line.ts';
import { barPanel } from './bar-panel.ts';
import { diagnosticsPane, streamsPane } from './diagnostics-pane.ts';
import { filterNote } from './filter-note.ts';
import { headerLine } from './header-line.ts';
import { helpLines } from './help-lines.ts';
import { listPane } from './list-pane.ts';
import { atTop, type ListPosition } from './list-position.ts';
import { hasLogs } from './log-target.ts';
import { logWords } from './log-words.ts';
import { loginLines, loginWords } from './login-words.ts';
import { openLight } from './open-light.ts';
import { keyContext } from './perform.ts';
import { mayBeObject } from './related.ts';
import { emptySource, type RowSource } from './row-source.ts';
import { planScreen, type Screen, type ScreenPlan } from './screen.ts';
import type { ActiveList, DrawnPane, ScreenFacts } from './screen-facts.ts';
import { statusLine } from './status-line.ts';
import { clockTime, type HeaderLight, paneWords } from './stream-words.ts';
import { tabLine } from './tab-line.ts';
import type { TextPane } from './text-pane.ts';
import { isTextHint } from './text-source.ts';
import { dim, plainLine } from './theme.ts';
import { canSplit, topLog, topOverlay, viewState } from './ui-state.ts';

export interface Composed {
	readonly screen: Screen;
	readonly active: ActiveList;
}

function helpPane(facts: ScreenFacts, height: number, position: ListPosition): DrawnPane {
	const { size, glyphs } = facts;
	const lines = helpLines(size.columns, glyphs, facts.state.favourites, facts.state.overlays.at(-2)?.kind ?? 'list');
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
		case 'log':
			return facts.log?.draw(facts, overlay.look, overlay.filter, height + 1) ?? listPane(facts, height);
		case 'text':
			return facts.text?.draw(facts, overlay.filter, height + 1) ?? listPane(facts, height);
	}
}

/** The log where it is what is shown: its list goes on below it, and is not what somebody looks at. */
const shownLog = ({ state, log, pane, now }: ScreenFacts): StreamStatus | undefined =>
	topLog(state) === undefined ? undefined : log?.status(pane.feed.light(), now);

const light = ({ state, log, text, pane }: ScreenFacts, now: number): HeaderLight =>
	openLight({ overlays: state.overlays, log: log?.status(pane.feed.light(), now), text: text?.source.status(), feed: pane.feed }, now);

/** A key that would do nothing in this list, or on the row under its cursor, is no hint. */
function isOfUse(command: CommandId, { domain, scope }: DomainFeed, text: TextPane | undefined, row: Row | undefined): boolean {
	if (text !== undefined && isTextHint(command)) return text.source.answers?.includes(command) === true;
	if (command === 'all-namespaces') return scope.namespace !== undefined;
	if (command === 'yaml') return row === undefined || mayBeObject(row);
	return command !== 'logs' || hasLogs(domain);
}

/** What lines became when they were last made to fit: the rows of a list come back as the same objects. */
const fitting = new WeakMap<Line, { readonly width: number; readonly fit: Line }>();

function fitted(line: Line, width: number, ellipsis: string): Line {
	const known = fitting.get(line);
	if (known?.width === width) return known.fit;
	const fit = fitLine(line, width, ellipsis);
	fitting.set(line, { width, fit });
	return fit;
}

const planOf = ({ state, size, diagnostics }: ScreenFacts): ScreenPlan =>
	planScreen(size, state.split && topOverlay(state) === undefined ? diagnostics.length : undefined);

/** What the keys move over on the screen as it would be now, without the lines around it. */
export const activeList = (facts: ScreenFacts): ActiveList => topPane(facts, planOf(facts).bodyRows).active;

/** The whole screen. Reads the pane and changes nothing but what is remembered of the lists. */
export function composeScreen(facts: ScreenFacts): Composed {
	const { state, size, pane, context, now, glyphs, paint } = facts;
	const plan = planOf(facts);
	const top = topPane(facts, plan.bodyRows);
	const below = plan.belowRows === 0 ? undefined : diagnosticsPane(facts, plan.belowRows - 2, { position: atTop, columnOffset: 0 }, false);
	const header = headerLine(
		{
			demo: facts.demo,
			context: context.name,
			namespace: pane.feed.scope.namespace,
			clusterScoped: pane.feed.domain.scope === 'cluster',
			serverVersion: context.serverVersion(),
			light: light(facts, now),
			watches: facts.watches,
			requestsPerMinute: facts.requestsPerMinute,
			clockSkewMs: context.engine.clockSkewMs,
			insecure: context.insecure,
		},
		size.columns,
		glyphs,
	);
	const row = pane.feed.rows.get(top.active.rows.keyAt(top.active.position.index) ?? '');
	const note = filterNote(state, pane, facts.log) ?? state.note;
	const status = statusLine(
		{
			prompt: state.prompt,
			note,
			login: loginWords(context, now),
			hints: keyHints(keyContext(state)).filter(
				({ command }) => (command !== 'split' || canSplit(state)) && isOfUse(command, pane.feed, facts.text, row),
			),
			blank: top.blank,
		},
		size.columns,
		glyphs,
	);
	const covered = plan.belowRows === 0 ? plan.bodyRows : plan.belowRows;
	const panel = barPanel({ prompt: state.prompt, completions: facts.completions, note }, size.columns, covered, glyphs).map((one) =>
		plainLine(one, glyphs),
	);
	const line = (one: Line): Line => fitted(one, size.columns, glyphs.ellipsis);
	const chrome = (one: Line): string => paint(line(plainLine(one, glyphs)));
	const bodyRows = plan.bodyRows + (top.titles === undefined ? 1 : 0);
	const padded = <T>(lines: readonly T[], height: number, blank: T): readonly T[] =>
		[...lines, ...Array.from({ length: Math.max(0, height - lines.length) }, () => blank)].slice(0, height);
	const body = padded(top.lines.map(line), bodyRows, []);
	const lower =
		below === undefined
			? []
			: padded([line(plainLine(below.title, glyphs)), line(below.titles ?? []), ...below.lines.map(line)], plan.belowRows, []);
	const over = (lines: readonly Line[]): readonly Line[] =>
		panel.length === 0 ? lines : [...lines.slice(0, -panel.length), ...panel.map(line)];
	return {
		active: top.active,
		screen: {
			width: size.columns,
			header: chrome(header),
			tabs: chrome(tabLine(facts.tabs, state, now, size.columns, glyphs)),
			title: chrome(top.title),
			titles: top.titles === undefined ? undefined : paint(line(top.titles)),
			body: lower.length === 0 ? over(body) : body,
			below: lower.length === 0 ? lower : over(lower),
			status: chrome(status.line),
			cursor: status.cursor === undefined ? undefined : { x: status.cursor, y: Math.max(0, size.rows - 1) },
		},
	};
}

const ahead = (context: CellContext, ms: number): CellContext => ({
	now: context.now + ms,
	usage: (key) => context.usage(key),
	history: (key) => context.history(key),
	namespaceUsage: (namespace) => context.namespaceUsage(namespace),
	usageOf: (keys) => context.usageOf(keys),
	tally: (name, key) => context.tally(name, key),
	lookup: (name, row) => context.lookup(name, row),
});

/** What of a quiet screen depends on the time alone, as it would read in `seconds`: for the timer of the next repaint. */
export function timedText(facts: ScreenFacts, active: ActiveList, seconds: number): string {
	const { state, pane, now, tabs, size, glyphs, context } = facts;
	const then = now + seconds * 1000;
	const log = shownLog(facts);
	const words = log === undefined ? paneWords(pane.feed.status(), then, pane.total, clockTime) : logWords(log, then);
	const chrome = [
		light(facts, then).words,
		words.parts.join(' '),
		lineText(tabLine(tabs, state, then, size.columns, glyphs)),
		...loginLines(context, then).map(lineText),
	];
	if (log !== undefined) return chrome.join('\n');
	const columns = pane.columns(viewState(state).wide).filter(({ volatile }) => volatile === true);
	const rows = pane.source(columns, ahead(pane.feed.context(), seconds * 1000));
	const { top } = active.position;
	for (let index = top; index < Math.min(rows.length, top + active.height); index++) chrome.push(...rows.at(index).map(({ text }) => text));
	return chrome.join('\n');
}
