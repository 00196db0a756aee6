import type { Cell } from '../base/cell.ts';
import { screenText } from '../base/safe-text.ts';
import { type Line, type Span, type Style, span } from '../terminal/styled-line.ts';
import { fitText, textWidth, truncate } from '../terminal/width.ts';
import { pictureText } from './cell-picture.ts';
import type { ColumnLayout, ColumnWish } from './column-layout.ts';
import type { ListColumn, SortMark } from './row-source.ts';
import { dim, type Glyphs, healthStyle, plainText } from './theme.ts';

export interface TableRow {
	readonly cells: readonly Cell[];
	readonly selected: boolean;
	readonly marked?: boolean;
	/** It is not what the server holds now. */
	readonly stale?: boolean;
	/** Columns that the text of each cell takes; absent: not known yet. */
	readonly widths?: readonly number[];
}

/** Space before the first column: the mark of the cursor's row, then a blank. */
const gutter = 2;

/** Of the arrow at the title of the column that the list is sorted by. */
const arrowWidth = 1;

export const gapOf = (width: number): number => (width < 60 ? 1 : 2);

export const tableWidth = (width: number): number => width - gutter;

const cellText = (cell: Cell | undefined, glyphs: Glyphs): string => {
	const text = cell?.text ?? '';
	return cell?.absent === undefined ? screenText(text) : plainText(text, glyphs);
};

/** Columns that the text of each cell takes. */
export const textWidths = (cells: readonly Cell[], glyphs: Glyphs): readonly number[] =>
	cells.map((cell) => (cell.picture === undefined ? textWidth(cellText(cell, glyphs)) : 0));

const cellIn = (cell: Cell | undefined, width: number, align: ListColumn['align'], glyphs: Glyphs): string =>
	cell?.picture === undefined
		? fitText(cellText(cell, glyphs), width, align, glyphs.ellipsis)
		: fitText(pictureText(cell.picture, width, glyphs), width);

/**
 * What each column wants, from the rows on the screen. `widest` remembers the widths seen before, so that columns do not
 * jump while the list scrolls or a number grows by a digit; it is changed.
 */
export function columnWishes(
	columns: readonly ListColumn[],
	rows: readonly TableRow[],
	widest: Map<string, number>,
	sortedBy: SortMark | undefined,
	glyphs: Glyphs,
): readonly ColumnWish[] {
	const widths = rows.map((row) => row.widths ?? textWidths(row.cells, glyphs));
	return columns.map(({ id, title, align, min, max, worth, whole }, index) => {
		const sorted = id === sortedBy?.column;
		const titled = textWidth(title) + (sorted ? arrowWidth : 0);
		let natural = Math.max(titled, widest.get(id) ?? 0);
		for (const [at, { cells }] of rows.entries()) {
			const wanted = cells[index]?.picture === undefined ? (widths[at]?.[index] ?? 0) : (max ?? natural);
			natural = Math.max(natural, wanted);
		}
		widest.set(id, natural);
		return {
			natural,
			min,
			max: max === undefined ? undefined : Math.max(max, titled),
			worth,
			isNumber: align === 'right',
			sorted,
			...(whole === undefined ? {} : { whole }),
		};
	});
}

const spaced = (spans: readonly (readonly Span[])[], gap: number): Span[] =>
	spans.flatMap((cell, index) => (index === 0 ? cell : [span(' '.repeat(gap)), ...cell]));

/** The title of a column with its sort letter underlined. */
function titleSpans(
	{ id, title, align, sortKey }: ListColumn,
	width: number,
	sortedBy: SortMark | undefined,
	glyphs: Glyphs,
): readonly Span[] {
	const sorted = id === sortedBy?.column;
	const style: Style = sorted ? { bold: true } : { dim: true };
	const arrow = !sorted ? '' : sortedBy?.descending === true ? glyphs.descending : glyphs.ascending;
	// Where the title is cut the arrow stays: the order is what must be seen.
	const name = truncate(title, width - textWidth(arrow), glyphs.ellipsis);
	const text = fitText(align === 'right' ? arrow + name : name + arrow, width, align, '');
	const at = sortKey === undefined ? -1 : text.toUpperCase().indexOf(sortKey);
	if (at < 0) return [span(text, style)];
	return [span(text.slice(0, at), style), span(text.slice(at, at + 1), { ...style, underline: true }), span(text.slice(at + 1), style)];
}

export function columnTitles(
	columns: readonly ListColumn[],
	layout: ColumnLayout,
	width: number,
	sortedBy: SortMark | undefined,
	glyphs: Glyphs,
): Line {
	const titles = layout.columns.flatMap(({ index, width: wide }) => {
		const column = columns[index];
		return column === undefined ? [] : [titleSpans(column, wide, sortedBy, glyphs)];
	});
	return [span(' '.repeat(gutter)), ...spaced(titles, gapOf(width))];
}

const gutterMark = ({ selected, marked }: TableRow, glyphs: Glyphs): string => {
	if (marked === true) return selected ? glyphs.markedCursor : glyphs.mark;
	return selected ? glyphs.cursor : ' ';
};

const plainStyle: Style = {};
const selectedStyle: Style = { inverse: true };
const joinedStyles = new WeakMap<Style, WeakMap<Style, Style>>();

/** Two styles as one, the same object each time: a screen has hundreds of cells and few styles. */
function joinedStyle(base: Style, over: Style): Style {
	const known = joinedStyles.get(base) ?? new WeakMap<Style, Style>();
	joinedStyles.set(base, known);
	const joined = known.get(over) ?? { ...base, ...over };
	known.set(over, joined);
	return joined;
}

/**
 * A row as it is drawn. One that is stale is dimmed: its age is told in the title. The row under the cursor is never dimmed: dim and
 * inverse together are grey on grey on many terminals, and it is the row that is being read.
 */
export function rowLine(columns: readonly ListColumn[], layout: ColumnLayout, row: TableRow, width: number, glyphs: Glyphs): Line {
	const stale = row.stale === true;
	const base = row.selected ? selectedStyle : stale ? dim : plainStyle;
	const gap = span(' '.repeat(gapOf(width)), base);
	const line: Span[] = [span(`${gutterMark(row, glyphs)} `, base)];
	let used = gutter;
	for (const { index, width: wide } of layout.columns) {
		const column = columns[index];
		if (column === undefined) continue;
		const cell = row.cells[index];
		const health = cell?.aged === undefined ? healthStyle(cell?.health) : row.selected ? undefined : dim;
		if (line.length > 1) {
			line.push(gap);
			used += gap.text.length;
		}
		line.push(span(cellIn(cell, wide, column.align, glyphs), stale || health === undefined ? base : joinedStyle(base, health)));
		used += wide;
	}
	line.push(span(' '.repeat(Math.max(0, width - used)), base));
	return line;
}
