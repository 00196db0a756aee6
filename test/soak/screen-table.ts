import { safeText } from '../../src/base/safe-text.ts';
import type { CellContext, Column, Domain, Row } from '../../src/domains/types.ts';

/** A list as it stands on the screen. */
export interface ScreenTable {
	/** `PODS`, in the third line. */
	readonly title: string;
	/** The third line says that the rows are live. */
	readonly isLive: boolean;
	/** How many there are: 81 of `81` and of `18 of 81`; undefined: it does not say, because none was ever read. */
	readonly all: number | undefined;
	/** Only what is not well is shown. */
	readonly faultsOnly: boolean;
	readonly columns: readonly string[];
	readonly lines: readonly string[];
}

const gutter = 2;

/** Reads the list on a screen of 100 columns or more; undefined: something else is shown. */
export function readTable(screen: readonly string[]): ScreenTable | undefined {
	const [, , words = '', titles = '', ...rest] = screen;
	const title = /^ ([A-Z]\S*(?: \S+)?)(?: {2,}|$)/.exec(words)?.[1];
	if (title === undefined) return undefined;
	// `81`, `18 of 81`, `newest 500 of 12 040`: the last number, before the light.
	const count = / (\d{1,3}(?: \d{3})+|\d+) {2}(?!.* \d+ {2})/.exec(words)?.[1]?.replaceAll(' ', '');
	const end = rest.findIndex((line) => line.trim() === '');
	return {
		title,
		isLive: / ● live(?: |$)/.test(words),
		all: count === undefined ? undefined : Number(count),
		faultsOnly: / {2}faults only( |$)/.test(words),
		columns: titles
			.slice(gutter)
			.trim()
			.split(/ {2,}/)
			.map((text) => text.replaceAll(/[▲▼]/g, '')),
		lines: end < 0 ? rest : rest.slice(0, end),
	};
}

/** So far may the moment of drawing be from that of looking, in seconds on either side: the server's clock is known to the second. */
const slackSeconds = [-3, 2] as const;

/** As it is, in a pattern. */
export const quoted = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Where a text is longer than its column may be, its beginning stands there. */
const mayBeCut = (text: string): string => (text.length <= 8 ? quoted(text) : `(?:${quoted(text)}|${quoted(text.slice(0, 7))}\\S.*?…)`);

/** Asked for what is not in the row: its answer would be a guess. */
class NotInTheRow extends Error {}

const rowOnly = (now: number): CellContext => {
	const unknown = (): never => {
		throw new NotInTheRow();
	};
	return { now, usage: unknown, history: unknown, namespaceUsage: unknown, usageOf: unknown, tally: unknown, lookup: unknown };
};

/** What may stand in a cell; ages are those of the moments around `now`. Samples and sums over other objects are only not empty. */
function cellPattern(column: Column | undefined, row: Row, now: number): string {
	if (column === undefined) return '.*?';
	const texts = new Set<string>();
	try {
		const [from, to] = column.volatile === true ? slackSeconds : ([0, 0] as const);
		for (let second = from; second <= to; second++) texts.add(safeText(column.cell(row, rowOnly(now + second * 1_000)).text));
	} catch (error) {
		if (error instanceof NotInTheRow) return '\\S.*?';
		throw error;
	}
	return `(?:${[...texts].map(mayBeCut).join('|')})`;
}

/** The line in which a row stands, under these titles. */
export function linePattern(domain: Domain, row: Row, titles: readonly string[], now: number): RegExp {
	const cells = titles.map((title) =>
		cellPattern(
			domain.columns.find((column) => column.title === title),
			row,
			now,
		).replace(/^$/, ' *'),
	);
	return new RegExp(`^.{${gutter}} *${cells.join(' +')} *$`, 'u');
}

export interface Compared {
	/** In words, each one thing that is not on the screen as the server has it. Empty: they are the same. */
	readonly differences: readonly string[];
	readonly rows: number;
}

/** Rows of a list that is too long for the screen are compared as far as they are on it, and by their number. */
const mostLines = 40;

/**
 * The rows on the screen against those of the server, cell by cell.
 * @param now epoch ms on the server's clock
 */
export function compareRows(domain: Domain, served: readonly Row[], table: ScreenTable, now: number): Compared {
	const differences: string[] = [];
	if (table.all !== served.length) differences.push(`the screen counts ${table.all ?? 'no'} rows, the server has ${served.length}`);
	const isWhole = table.lines.length >= served.length || table.lines.length < mostLines;
	const lines = new Set(isWhole ? table.lines : table.lines.slice(0, mostLines));
	const nameOf = (row: Row): string =>
		`${row.namespace === '' ? '' : `${row.namespace}/`}${row.name} (${row.uid} at ${row.resourceVersion})`;
	for (const row of served) {
		const pattern = linePattern(domain, row, table.columns, now);
		const line = [...lines].find((each) => pattern.test(each));
		if (line !== undefined) lines.delete(line);
		else if (isWhole) differences.push(`${nameOf(row)} is not on the screen; its line would be ${pattern.source}`);
	}
	for (const line of lines) differences.push(`no object of the server is this: ${line.trim()}`);
	return { differences, rows: served.length };
}
