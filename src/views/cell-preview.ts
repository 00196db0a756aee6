import { screenText } from '../base/safe-text.ts';
import { cutLine, type Line, span } from '../terminal/styled-line.ts';
import { textWidth } from '../terminal/width.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import type { ColumnLayout, ColumnWish, PlacedColumn } from './column-layout.ts';
import type { ListColumn } from './row-source.ts';
import type { TableRow } from './table-lines.ts';
import { dim, type Glyphs } from './theme.ts';

/** A lower list has no lines to give away. */
const leastHeight = 8;
const mostLines = 5;
/** Before the text, and between two of them. */
const margin = 2;

const roomFor = (width: number): number => Math.max(1, width - 2 * margin);

/** Texts of the layout that are cut; a number never is. */
const cutColumns = (
	columns: readonly ListColumn[],
	layout: ColumnLayout,
	textAt: (column: PlacedColumn) => number,
): readonly PlacedColumn[] => layout.columns.filter((placed) => columns[placed.index]?.align === 'left' && textAt(placed) > placed.width);

/**
 * How many of `height` lines the texts of the row under the cursor need that its cells have to cut: as many as the longest
 * seen so far, so that the list does not change its height with every step of the cursor.
 */
export function previewHeight(
	columns: readonly ListColumn[],
	wishes: readonly ColumnWish[],
	layout: ColumnLayout,
	width: number,
	height: number,
	rows: readonly TableRow[],
): number {
	if (height < leastHeight) return 0;
	// A picture is drawn as wide as there is room: nothing of it is cut.
	const isPicture = (index: number): boolean => rows.some(({ cells }) => cells[index]?.picture !== undefined);
	const natural = ({ index }: PlacedColumn): number => (isPicture(index) ? 0 : (wishes[index]?.natural ?? 0));
	const cut = cutColumns(columns, layout, natural);
	const needed = cut.reduce((sum, placed) => sum + textWidth(columns[placed.index]?.title ?? '') + 1 + natural(placed) + margin, 0);
	return Math.min(Math.ceil(needed / roomFor(width)), mostLines, Math.floor(height / 4));
}

/** The cut texts of a row in full, as `lines` lines; what does not fit even there ends in an ellipsis. */
export function previewLines(
	columns: readonly ListColumn[],
	layout: ColumnLayout,
	row: TableRow | undefined,
	width: number,
	lines: number,
	glyphs: Glyphs,
): readonly Line[] {
	const textOf = ({ index }: PlacedColumn): string => {
		const cell = row?.cells[index];
		return cell?.picture === undefined ? screenText(cell?.text ?? '') : '';
	};
	const cut = cutColumns(columns, layout, (placed) => textWidth(textOf(placed)));
	const said = cut.flatMap(
		(placed, at): Line => [
			span(`${columns[placed.index]?.title ?? ''} `, dim),
			span(`${textOf(placed)}${at < cut.length - 1 ? ' '.repeat(margin) : ''}`),
		],
	);
	const wrapped = wrapLine(said, roomFor(width)).slice(0, lines + 1);
	const last = wrapped[lines - 1];
	const fitting =
		last === undefined || wrapped.length <= lines
			? wrapped
			: [...wrapped.slice(0, lines - 1), cutLine([...last, span(' '.repeat(width))], roomFor(width), glyphs.ellipsis)];
	return Array.from({ length: lines }, (_, at) => [span(' '.repeat(margin)), ...(fitting[at] ?? [])]);
}
