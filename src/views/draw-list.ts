import type { Line } from '../terminal/styled-line.ts';
import { lastOffset } from './column-layout.ts';
import type { ListPosition } from './list-position.ts';
import { follow } from './list-position.ts';
import type { ListColumn, RowSource } from './row-source.ts';
import { columnTitles, columnWishes, gapOf, layOut, rowLine, type TableRow, tableWidth } from './table-lines.ts';
import type { Glyphs } from './theme.ts';

export interface ListLook {
	readonly columns: readonly ListColumn[];
	readonly rows: RowSource;
	readonly position: ListPosition;
	readonly columnOffset: number;
	readonly sortedBy: string | undefined;
	/** The rows are not what the server holds now. */
	readonly stale: boolean;
	/** A split's list shows no cursor: the keys are elsewhere. */
	readonly cursor: boolean;
	/** Keys of the marked rows. */
	readonly marks?: ReadonlySet<string>;
	/** Widths seen before, by column; changed. */
	readonly widest: Map<string, number>;
}

export interface DrawnList {
	readonly titles: Line;
	readonly lines: readonly Line[];
	/** Where the cursor is now that the rows are what they are. */
	readonly position: ListPosition;
	readonly hiddenLeft: number;
	readonly hiddenRight: number;
	/** How far the columns can be scrolled. */
	readonly lastOffset: number;
	/** Which of the columns are on the screen, left to right. */
	readonly shownColumns: readonly number[];
	/** The row under the cursor. */
	readonly selected: TableRow | undefined;
}

/** The rows that are on the screen, and only those: `height` lines of `width` columns at most. */
export function drawList(look: ListLook, width: number, height: number, glyphs: Glyphs): DrawnList {
	const { columns, rows, stale, sortedBy, widest } = look;
	const position = follow(look.position, rows, height);
	const shown: TableRow[] = [];
	for (let index = position.top; index < Math.min(rows.length, position.top + height); index++) {
		const marked = look.marks?.has(rows.keyAt(index) ?? '') === true;
		shown.push({ cells: rows.at(index), selected: look.cursor && index === position.index, marked });
	}
	const wishes = columnWishes(columns, shown, widest, sortedBy, glyphs);
	const furthest = lastOffset(wishes, tableWidth(width), gapOf(width));
	const layout = layOut(wishes, width, Math.min(look.columnOffset, furthest));
	return {
		titles: columnTitles(columns, layout, width, sortedBy, glyphs),
		lines: shown.map((row) => rowLine(columns, layout, row, width, stale, glyphs)),
		position,
		hiddenLeft: layout.hiddenLeft,
		hiddenRight: layout.hiddenRight,
		lastOffset: furthest,
		shownColumns: layout.columns.map(({ index }) => index),
		selected: shown[position.index - position.top],
	};
}
