import { cell, type ObjectHealth } from '../base/cell.ts';
import type { LogLevel } from '../base/log-level.ts';
import type { CellContext, Column, Row } from '../domains/types.ts';
import { beginningOf, type FilterFault, makeFilter } from '../filter/filter.ts';
import type { LogEntry, LogLine } from '../sessions/types.ts';
import { lineText } from '../terminal/styled-line.ts';
import type { LogTest } from './log-index.ts';
import { readLogLine } from './read-log-line.ts';

/** A line of a log as the filter language sees rows: with columns. */
class LineRow implements Row {
	readonly uid = '';
	readonly namespace = '';
	readonly resourceVersion = '';
	readonly created = 0;
	readonly health: ObjectHealth = 'ok';
	readonly name: string;
	readonly line: LogLine;

	constructor(line: LogLine) {
		this.line = line;
		this.name = line.source.pod;
	}

	/** What is read on the screen: colours are no text. */
	get text(): string {
		const text = beginningOf(this.line.text);
		return text.includes('\x1b') ? lineText(readLogLine(text, false).line) : text;
	}

	get level(): LogLevel | undefined {
		return readLogLine(beginningOf(this.line.text), false).level;
	}
}

const column = (id: string, text: (row: LineRow) => string, volatile: boolean): Column<LineRow> => ({
	id,
	title: id.toUpperCase(),
	worth: 1,
	min: 1,
	// A word without a column is looked for in the text alone; the others are asked by name.
	volatile,
	value: text,
	cell: (row) => cell(text(row)),
});

const columns = [
	column('text', (row) => row.text, false),
	column('pod', (row) => row.line.source.pod, true),
	column('container', (row) => row.line.source.container, true),
	column('level', (row) => row.level ?? '', true),
] as unknown as readonly Column[];

/** With fields a line reads otherwise than it was written, and is found by both. */
const withFields = [
	...columns,
	column('shown', ({ line }) => lineText(readLogLine(beginningOf(line.text), true).line), false),
] as unknown as readonly Column[];

const nothingJoined: CellContext = {
	now: 0,
	usage: () => '',
	usageOf: () => '',
	history: () => undefined,
	namespaceUsage: () => '',
	tally: () => undefined,
	lookup: () => '',
};

/** Marks that tell why lines may be missing are shown among those that are found. */
const alwaysShown: ReadonlySet<string> = new Set(['restarted', 'cut', 'gap', 'failed']);

export interface LogFilter {
	/** Undefined: nothing is hidden. */
	readonly test: LogTest | undefined;
	/** Finds lines alone, for what is marked and gone to. */
	readonly finds: LogTest;
	readonly fault: FilterFault | undefined;
}

export const noLogFilter: LogFilter = { test: undefined, finds: () => false, fault: undefined };

/**
 * The filter language over lines: words, `|`, `!`, quotes and `/regex/` look at the text; `pod:`, `container:` and `level:` at
 * those. What cannot be read changes nothing but the fault.
 */
export function logFilter(text: string, before: LogFilter, fields = false): LogFilter {
	const { filter, fault } = makeFilter(text, fields ? withFields : columns);
	if (filter === undefined) return { ...before, fault };
	const { labelSelector, fieldSelector } = filter.selectors;
	if (labelSelector !== undefined || fieldSelector !== undefined) {
		const sentence = '-l and -f select objects; a log is filtered by words, pod:, container: and level:.';
		return { ...before, fault: { sentence, isUnfinished: false } };
	}
	const { test } = filter;
	if (test === undefined) return noLogFilter;
	const finds = (entry: LogEntry): boolean => entry.kind === 'line' && test(new LineRow(entry), nothingJoined);
	return { finds, fault: undefined, test: (entry) => (entry.kind === 'mark' ? alwaysShown.has(entry.mark) : finds(entry)) };
}
