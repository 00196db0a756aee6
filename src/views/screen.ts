import { sameLine } from '../terminal/same-line.ts';
import type { Line } from '../terminal/styled-line.ts';

/** One screen, ready to be written: every line fits the width. The lines of the chrome are text with SGR sequences. */
export interface Screen {
	readonly width: number;
	readonly header: string;
	readonly tabs: string;
	readonly title: string;
	/** Column titles; undefined where a pane has none. */
	readonly titles: string | undefined;
	readonly body: readonly Line[];
	/** The split below, titles included; empty: there is none. */
	readonly below: readonly Line[];
	readonly status: string;
	/** Where something is being typed. */
	readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export interface ScreenSize {
	readonly columns: number;
	readonly rows: number;
}

/** How the lines of a screen are shared out. Chrome gives way before the rows do. */
export interface ScreenPlan {
	/** Lines of rows in the pane. */
	readonly bodyRows: number;
	/** Lines of the split, its title and column titles included; 0: no split, or no room for one. */
	readonly belowRows: number;
}

/** Header, tabs, title, column titles and status. */
const chromeRows = 5;
const leastRowsWithSplit = 16;
const mostSplitRows = 10;
const splitTitles = 2;

/** `splitRows`: rows that the split has to show; undefined: there is no split. */
export function planScreen({ rows }: ScreenSize, splitRows: number | undefined): ScreenPlan {
	const free = Math.max(1, rows - chromeRows);
	const hasSplit = splitRows !== undefined && rows >= leastRowsWithSplit;
	const belowRows = hasSplit ? Math.min(splitTitles + Math.max(1, splitRows), mostSplitRows, Math.floor(free / 2)) : 0;
	return { bodyRows: free - belowRows, belowRows };
}

/** What React draws, beside the rows that are painted. */
export type Chrome = Omit<Screen, 'body' | 'below' | 'cursor'> & {
	/** Lines that are left free for what is painted, above the status. */
	readonly paintedRows: number;
};

export const chromeOf = ({ width, header, tabs, title, titles, body, below, status }: Screen): Chrome => ({
	width,
	header,
	tabs,
	title,
	titles,
	status,
	paintedRows: body.length + below.length,
});

/** The lines of the chrome from top to bottom, without the room between them. */
export const chromeLines = ({ header, tabs, title, titles, status }: Chrome): readonly string[] => [
	header,
	tabs,
	title,
	...(titles === undefined ? [] : [titles]),
	status,
];

/** The lines of the chrome at their places on the screen, as text: blank where something is painted, which is above the last of them. */
export const chromeText = (lines: readonly string[], { paintedRows }: Pick<Chrome, 'paintedRows'>): string =>
	[...lines.slice(0, -1), ...Array.from({ length: paintedRows }, () => ''), ...lines.slice(-1)].join('\n');

export function sameChrome(one: Chrome | undefined, other: Chrome): boolean {
	return (
		one !== undefined &&
		one.width === other.width &&
		one.paintedRows === other.paintedRows &&
		one.header === other.header &&
		one.tabs === other.tabs &&
		one.title === other.title &&
		one.titles === other.titles &&
		one.status === other.status
	);
}

/** The first line that is painted. */
export const bodyTop = ({ titles }: Pick<Screen, 'titles'>): number => (titles === undefined ? 3 : 4);

/** Equal screens write nothing. */
export function sameScreen(one: Screen | undefined, other: Screen): boolean {
	return (
		one !== undefined &&
		one.cursor?.x === other.cursor?.x &&
		one.cursor?.y === other.cursor?.y &&
		one.body.length === other.body.length &&
		sameChrome(chromeOf(one), chromeOf(other)) &&
		sameLines(one.body, other.body) &&
		sameLines(one.below, other.below)
	);
}

const sameLines = (some: readonly Line[], others: readonly Line[]): boolean =>
	some.length === others.length && some.every((line, at) => sameLine(line, others[at] ?? []));
