import type { Cell, Picture } from '../base/cell.ts';
import type { Line } from '../terminal/styled-line.ts';
import type { ColumnLayout } from './column-layout.ts';
import type { ListColumn } from './row-source.ts';
import { type TableRow, textWidths } from './table-lines.ts';
import type { Glyphs } from './theme.ts';

/** What a line is made by, beside its row. */
export interface LineLook {
	readonly columns: readonly ListColumn[];
	readonly layout: ColumnLayout;
	readonly width: number;
	readonly glyphs: Glyphs;
}

/** How a row is drawn, whatever its cells are. */
interface RowLook {
	readonly selected: boolean;
	readonly marked: boolean;
	readonly stale: boolean;
}

interface SeenRow extends RowLook {
	readonly cells: readonly Cell[];
	readonly widths: readonly number[];
}

interface DrawnLine {
	readonly row: TableRow;
	readonly line: Line;
}

/**
 * What is remembered of a list from one frame to the next: how wide its columns were, and the rows that were on the screen. A row
 * that reads as it did is the same object again, and so is its line: whatever is done with a line need not be done twice.
 */
export class SeenList {
	/** Widths seen before, by column. */
	readonly widest = new Map<string, number>();
	#rows = new Map<string, SeenRow>();
	#rowsBefore = new Map<string, SeenRow>();
	#lines = new Map<TableRow, Line>();
	#look: LineLook | undefined;

	/** The rows that are drawn from now on are those of another frame; what was in neither of the two is forgotten. */
	nextFrame(): void {
		this.#rowsBefore = this.#rows;
		this.#rows = new Map();
	}

	row(key: string | undefined, cells: readonly Cell[], look: RowLook, glyphs: Glyphs): TableRow {
		const before = key === undefined ? undefined : (this.#rows.get(key) ?? this.#rowsBefore.get(key));
		const isSame = before !== undefined && sameCells(before.cells, cells);
		const row =
			isSame && before.selected === look.selected && before.marked === look.marked && before.stale === look.stale
				? before
				: isSame
					? { ...before, ...look }
					: { ...look, cells, widths: textWidths(cells, glyphs) };
		if (key !== undefined) this.#rows.set(key, row);
		return row;
	}

	/** The lines of the rows, each drawn only where it is not known. */
	lines(rows: readonly TableRow[], look: LineLook, draw: (row: TableRow) => Line): readonly Line[] {
		const known = this.#look !== undefined && sameLook(this.#look, look) ? this.#lines : new Map<TableRow, Line>();
		const drawn = rows.map((row): DrawnLine => ({ row, line: known.get(row) ?? draw(row) }));
		this.#look = look;
		this.#lines = new Map(drawn.map(({ row, line }) => [row, line]));
		return drawn.map(({ line }) => line);
	}
}

const sameCells = (some: readonly Cell[], others: readonly Cell[]): boolean =>
	some.length === others.length && some.every((cell, at) => sameCell(cell, others[at]));

const sameCell = (one: Cell, other: Cell | undefined): boolean =>
	one === other ||
	(other !== undefined &&
		one.text === other.text &&
		one.health === other.health &&
		one.absent === other.absent &&
		one.aged === other.aged &&
		samePicture(one.picture, other.picture));

function samePicture(one: Picture | undefined, other: Picture | undefined): boolean {
	if (one === other) return true;
	if (one?.kind === 'bar') return other?.kind === 'bar' && Object.is(one.part, other.part);
	return (
		one?.kind === 'trend' &&
		other?.kind === 'trend' &&
		one.least === other.least &&
		one.samples.length === other.samples.length &&
		one.samples.every((sample, at) => sample === other.samples[at])
	);
}

const sameLook = (one: LineLook, other: LineLook): boolean =>
	one.width === other.width &&
	one.glyphs === other.glyphs &&
	one.columns.length === other.columns.length &&
	one.columns.every(({ align }, at) => align === other.columns[at]?.align) &&
	one.layout.columns.length === other.layout.columns.length &&
	one.layout.columns.every(
		({ index, width }, at) => index === other.layout.columns[at]?.index && width === other.layout.columns[at]?.width,
	);
