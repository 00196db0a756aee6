import { blank, type CellGrid, continuation, isDoubtful, type Pools } from './cell-grid.ts';
import { plainStyle } from './style-pool.ts';

const eraseToEnd = '\x1b[K';

/** Cells that did not change and are written again when a sequence that skips them would be longer. */
const mostRewritten = 4;
/** Blanks at the end of a row that are erased rather than written. */
const leastErased = 4;

const unknown = -1;

/**
 * What a terminal is to be sent, piece by piece; knows where its cursor is then and how it draws.
 * Begins with the cursor anywhere and the plain style, and is to end so.
 */
class Pencil {
	text = '';
	#row = unknown;
	#column = unknown;
	#style = plainStyle;
	readonly #pools: Pools;

	constructor(pools: Pools) {
		this.#pools = pools;
	}

	get style(): number {
		return this.#style;
	}

	goTo(row: number, column: number): void {
		if (row !== this.#row) {
			const isNext = this.#row !== unknown && row === this.#row + 1 && column === 0;
			this.text += isNext ? '\r\n' : column === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${column + 1}H`;
		} else if (column !== this.#column) {
			const ahead = this.#column === unknown ? unknown : column - this.#column;
			if (column === 0) this.text += '\r';
			else if (ahead > 0) this.text += ahead === 1 ? '\x1b[C' : `\x1b[${ahead}C`;
			else this.text += `\x1b[${column + 1}G`;
		}
		this.#row = row;
		this.#column = column;
	}

	draw(style: number): void {
		this.text += this.#pools.styles.change(this.#style, style);
		this.#style = style;
	}

	/** Writes one character where the cursor is. `width`: of the screen; past its last column no cursor is certain. */
	put(glyph: number, columns: number, width: number): void {
		const from = this.#column;
		const text = this.#pools.glyphs.textOf(glyph);
		if (!isDoubtful(glyph)) {
			this.text += text;
			this.#column = from + columns < width ? from + columns : unknown;
			return;
		}
		// How wide the terminal takes it to be is not known: its columns are emptied first, and the next text is told where to begin.
		this.text += `${' '.repeat(columns)}\x1b[${from + 1}G${text}`;
		this.#column = unknown;
	}

	erase(): void {
		this.draw(plainStyle);
		this.text += eraseToEnd;
	}
}

const columnsAt = (grid: CellGrid, row: number, column: number): number => {
	const place = row * grid.columns;
	let end = column + 1;
	while (end < grid.columns && grid.glyphs[place + end] === continuation) end += 1;
	return end - column;
};

/** The first column behind all that can be seen of a row. */
function endOfText(grid: CellGrid, row: number): number {
	const start = row * grid.columns;
	let end = grid.columns;
	while (end > 0 && grid.glyphs[start + end - 1] === blank && grid.styles[start + end - 1] === plainStyle) end -= 1;
	return end;
}

function hasDoubtful({ glyphs, columns }: CellGrid, row: number): boolean {
	for (let place = row * columns; place < (row + 1) * columns; place++) if (isDoubtful(glyphs[place] ?? blank)) return true;
	return false;
}

function writeRow(pencil: Pencil, shown: CellGrid, next: CellGrid, row: number): void {
	const { columns, glyphs, styles } = next;
	const { glyphs: shownGlyphs, styles: shownStyles } = shown;
	const start = row * columns;
	const differs = (column: number): boolean =>
		shownGlyphs[start + column] !== glyphs[start + column] || shownStyles[start + column] !== styles[start + column];
	let column = 0;
	while (column < columns && !differs(column)) column += 1;
	if (column === columns) return;
	// A character that is wider than it was taken for hides what is right of it: such rows are written to their end.
	const whole = hasDoubtful(shown, row) || hasDoubtful(next, row);
	const end = endOfText(next, row);
	const isErasable = (from: number): boolean => from >= end && (whole || columns - from >= leastErased);
	/** The next change is so near that writing what is between costs less than skipping it. */
	const isBridge = (from: number): boolean => {
		for (let at = from; at <= from + mostRewritten && at < end; at++) {
			if (differs(at)) return true;
			if (styles[start + at] !== pencil.style || glyphs[start + at] === continuation) return false;
		}
		return false;
	};

	while (column < columns) {
		if (!whole && !differs(column)) {
			column += 1;
			continue;
		}
		// The right half of a character does not change without its left half.
		while (column > 0 && glyphs[start + column] === continuation) column -= 1;
		if (isErasable(column)) {
			pencil.goTo(row, column);
			pencil.erase();
			return;
		}
		while (column < columns && !isErasable(column) && (whole || differs(column) || isBridge(column))) {
			pencil.goTo(row, column);
			pencil.draw(styles[start + column] ?? plainStyle);
			const wide = columnsAt(next, row, column);
			pencil.put(glyphs[start + column] ?? blank, wide, columns);
			column += wide;
		}
	}
}

/** A shift of rows that the terminal makes by itself. */
export interface Scroll {
	readonly top: number;
	/** Rows that move; those that leave at one end come back empty at the other. */
	readonly height: number;
	/** Towards the top; negative: towards the bottom. */
	readonly by: number;
}

/** Lines are deleted or inserted between margins: every terminal that has margins knows these. */
export function scrollSequence({ top, height, by }: Scroll): string {
	const shift = by > 0 ? `\x1b[${by}M` : `\x1b[${-by}L`;
	return `\x1b[${top + 1};${top + height}r\x1b[${top + 1}H${shift}\x1b[r`;
}

/** Does to a grid what the sequence does to the screen. */
export function scrollGrid(grid: CellGrid, { top, height, by }: Scroll): void {
	const kept = height - Math.abs(by);
	const from = by > 0 ? top + by : top;
	grid.copyRows(grid, from, kept, from - by);
	const emptied = by > 0 ? top + kept : top;
	for (let row = emptied; row < emptied + Math.abs(by); row++) grid.clear(row);
}

/**
 * The shortest way that is known to make of a terminal that shows one grid one that shows another of the same size, as far as
 * these rows go, top to bottom. '' when they are the same.
 */
export function changesBetween(shown: CellGrid, next: CellGrid, rows: Iterable<number>, pools: Pools): string {
	return changesWithin(Number.POSITIVE_INFINITY, shown, next, rows, pools) ?? '';
}

/** The same; undefined when it is found to be longer than so many characters. */
export function changesWithin(most: number, shown: CellGrid, next: CellGrid, rows: Iterable<number>, pools: Pools): string | undefined {
	const pencil = new Pencil(pools);
	for (const row of rows) {
		writeRow(pencil, shown, next, row);
		if (pencil.text.length > most) return undefined;
	}
	pencil.draw(plainStyle);
	return pencil.text;
}

/** Makes a screen of which nothing is known one that is empty: line by line, as tmux loses what follows an erased display. */
export function emptyRows(rows: number): string {
	let text = '\x1b[m\x1b[r';
	for (let row = 1; row <= rows; row++) text += `\x1b[${row}H${eraseToEnd}`;
	return text;
}
