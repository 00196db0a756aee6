import type { Line } from '../terminal/styled-line.ts';
import { previewHeight, previewLines } from './cell-preview.ts';
import { columnStops } from './column-layout.ts';
import type { ListPosition } from './list-position.ts';
import { follow } from './list-position.ts';
import type { ListColumn, RowSource, SortMark } from './row-source.ts';
import type { SeenList } from './seen-list.ts';
import { columnTitles, columnWishes, gapOf, rowLine, type TableRow, tableWidth } from './table-lines.ts';
import type { Glyphs } from './theme.ts';

export interface ListLook {
	readonly columns: readonly ListColumn[];
	readonly rows: RowSource;
	readonly position: ListPosition;
	readonly columnOffset: number;
	readonly sortedBy: SortMark | undefined;
	/** The row of this key is not what the server holds now; true: none is. */
	readonly stale: boolean | ((key: string) => boolean);
	/** A split's list shows no cursor: the keys are elsewhere. */
	readonly cursor: boolean;
	/** Keys of the marked rows. */
	readonly marks?: ReadonlySet<string>;
	/** What the row under the cursor has to cut is shown below the list, where there is room. */
	readonly preview?: boolean;
	/** What is remembered of the frames before; changed. */
	readonly seen: SeenList;
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
	/** Lines that are rows', whether there are as many rows or not. */
	readonly height: number;
	/** The lines below them. */
	readonly preview: readonly Line[];
}

/** The rows that are on the screen, and only those: `height` lines of `width` columns at most. */
export function drawList(look: ListLook, width: number, height: number, glyphs: Glyphs): DrawnList {
	const { columns, sortedBy, seen } = look;
	seen.nextFrame();
	const whole = rowsInSight(look, height, glyphs);
	const wishes = columnWishes(columns, whole.rows, seen.widest, sortedBy, glyphs);
	const stops = columnStops(wishes, tableWidth(width), gapOf(width));
	const furthest = stops.length - 1;
	const layout = stops[Math.min(look.columnOffset, furthest)] ?? { columns: [], hiddenLeft: 0, hiddenRight: columns.length };
	const below = look.preview === true ? previewHeight(columns, wishes, layout, width, height, whole.rows) : 0;
	const { position, rows } = below === 0 ? whole : rowsInSight(look, height - below, glyphs);
	const selected = rows[position.index - position.top];
	return {
		titles: columnTitles(columns, layout, width, sortedBy, glyphs),
		lines: seen.lines(rows, { columns, layout, width, glyphs }, (row) => rowLine(columns, layout, row, width, glyphs)),
		position,
		hiddenLeft: layout.hiddenLeft,
		hiddenRight: layout.hiddenRight,
		lastOffset: furthest,
		shownColumns: layout.columns.map(({ index }) => index),
		selected,
		height: height - below,
		preview: previewLines(columns, layout, selected, width, below, glyphs),
	};
}

function rowsInSight(
	look: ListLook,
	height: number,
	glyphs: Glyphs,
): { readonly position: ListPosition; readonly rows: readonly TableRow[] } {
	const position = follow(look.position, look.rows, height);
	const rows: TableRow[] = [];
	for (let index = position.top; index < Math.min(look.rows.length, position.top + height); index++) {
		const key = look.rows.keyAt(index);
		const selected = look.cursor && index === position.index;
		const marked = look.marks?.has(key ?? '') === true;
		const stale = typeof look.stale === 'boolean' ? look.stale : look.stale(key ?? '');
		rows.push(look.seen.row(key, look.rows.at(index), { selected, marked, stale }, glyphs));
	}
	return { position, rows };
}
