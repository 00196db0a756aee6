/** One screen, ready to be written: every line already has its styles and fits the width. */
export interface Screen {
	readonly width: number;
	readonly header: string;
	readonly tabs: string;
	readonly title: string;
	/** Column titles; undefined where a pane has none. */
	readonly titles: string | undefined;
	readonly body: readonly string[];
	/** The split below, titles included; empty: there is none. */
	readonly below: readonly string[];
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

/** Equal screens write nothing. */
export function sameScreen(one: Screen | undefined, other: Screen): boolean {
	if (one === undefined) return false;
	const lines = ({ body, below, ...rest }: Screen): string => JSON.stringify([rest, body.length, below.length]);
	return (
		lines(one) === lines(other) &&
		one.body.every((line, index) => line === other.body[index]) &&
		one.below.every((line, index) => line === other.below[index])
	);
}
