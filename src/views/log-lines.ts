import type { LogLevel } from '../base/log-level.ts';
import { screenText } from '../base/safe-text.ts';
import type { LogEntry, LogLine, LogMark, LogSource } from '../sessions/types.ts';
import { lineWindow } from '../terminal/slice-line.ts';
import { type Line, lineText, type Span, type Style, span } from '../terminal/styled-line.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import { readLogLine } from './read-log-line.ts';
import { dim, type Glyphs } from './theme.ts';

/** How a log is looked at. */
export interface LogLook {
	readonly wrap: boolean;
	readonly stamps: boolean;
	/** JSON lines as their fields. */
	readonly fields: boolean;
	/** Lines that the filter does not find are hidden; else they are there, and what it finds is marked. */
	readonly matchesOnly: boolean;
	/** Columns scrolled away to the left, where lines are not wrapped. */
	readonly column: number;
}

export interface LineFacts {
	readonly look: LogLook;
	readonly width: number;
	readonly glyphs: Glyphs;
	/** Undefined where all lines are of one source. */
	readonly label: (source: LogSource) => Span | undefined;
	/** It was gone to last; absent: it was not. */
	readonly isGoneTo?: boolean;
	/** Whether a filter that hides nothing finds this entry. */
	readonly isFound: (entry: LogEntry) => boolean;
}

const levelStyles: Readonly<Record<LogLevel, Style | undefined>> = {
	error: { colour: 'red' },
	warning: { colour: 'yellow' },
	info: undefined,
	debug: dim,
};

/** A line longer than this is not read to its end on a screen: what follows is told as a number. */
const mostDrawn = 8_192;

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

/** `14:03:07.123`, in the zone of the reader, from RFC 3339. */
export function stampWords(stamp: string): string {
	const at = Date.parse(stamp);
	if (Number.isNaN(at)) return '';
	const date = new Date(at);
	const two = (value: number): string => String(value).padStart(2, '0');
	const ms = String(date.getMilliseconds()).padStart(3, '0');
	return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

const markStyles: Readonly<Record<LogMark['mark'], Style>> = {
	joined: { colour: 'cyan' },
	left: { colour: 'cyan' },
	restarted: { colour: 'yellow', bold: true },
	waiting: { colour: 'cyan' },
	cut: { colour: 'yellow' },
	resumed: { colour: 'cyan' },
	gap: { colour: 'yellow', bold: true },
	ended: { colour: 'cyan' },
	failed: { colour: 'red', bold: true },
};

function markLine({ source, mark, words }: LogMark, { glyphs, label }: LineFacts): Line {
	const of = source === undefined ? undefined : label(source);
	return [
		span(`${glyphs.line}${glyphs.line} `, dim),
		...(of === undefined ? [] : [of, span(' ')]),
		span(screenText(words), markStyles[mark]),
	];
}

/** One entry as the rows that it takes: exactly one where lines are not wrapped, at least one where they are. */
export function entryRows(entry: LogEntry, facts: LineFacts): readonly Line[] {
	const { look, width, glyphs } = facts;
	const line = entry.kind === 'mark' ? markLine(entry, facts) : textLine(entry, facts);
	if (look.wrap) {
		const rows = wrapLine(line, width, 2);
		return rows.length === 0 ? [[]] : rows;
	}
	return [lineWindow(line, look.column, width, span(glyphs.ellipsis, dim))];
}

/** A line to the end as it is read on the screen: with its time, its source and its fields where those are shown. */
export function lineWords({ text, source, stamp }: LogLine, { look, label }: Pick<LineFacts, 'look' | 'label'>): string {
	const parts = [look.stamps ? stampWords(stamp) : '', label(source)?.text ?? '', lineText(readLogLine(text, look.fields).line)];
	return parts.filter((part, at) => part !== '' || at === 2).join(' ');
}

/** The one that was gone to is told from the others without colour, too. */
function foundStyle(isGoneTo: boolean, isMarked: boolean): Style {
	if (isGoneTo) return { inverse: true, bold: true, underline: true };
	return isMarked ? { inverse: true } : {};
}

function textLine(entry: Extract<LogEntry, { kind: 'line' }>, facts: LineFacts): Line {
	const { look, label, isFound } = facts;
	const isLong = entry.text.length > mostDrawn;
	const { line, level } = readLogLine(isLong ? entry.text.slice(0, mostDrawn) : entry.text, look.fields);
	const style = level === undefined ? undefined : levelStyles[level];
	const found: Style = foundStyle(facts.isGoneTo === true, !look.matchesOnly && isFound(entry));
	const body = line.map((part) => ({ ...part, style: { ...style, ...part.style, ...found } }));
	const source = label(entry.source);
	return [
		...(look.stamps ? [span(`${stampWords(entry.stamp)} `, dim)] : []),
		...(source === undefined ? [] : [source, span(' ')]),
		...body,
		...(isLong ? [span(` ${facts.glyphs.ellipsis} ${grouped(entry.text.length)} characters in all`, dim)] : []),
	];
}
