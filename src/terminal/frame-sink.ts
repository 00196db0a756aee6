import { CellGrid, GlyphPool, type Pools } from './cell-grid.ts';
import { findScroll } from './find-scroll.ts';
import { changesBetween, emptyRows, scrollGrid, scrollSequence } from './grid-changes.ts';
import { readPainted } from './read-painted.ts';
import { StylePool } from './style-pool.ts';
import type { Line, Style } from './styled-line.ts';

const beginSynchronized = '\x1b[?2026h';
const endSynchronized = '\x1b[?2026l';
const showCursor = '\x1b[?25h';
const hideCursor = '\x1b[?25l';

/** Past this many styles or clusters the numbers are given anew: the text of a log may bring any of sixteen million colours. */
const mostNumbers = 4_096;

/** Where frames are written to. */
export interface FrameOutput {
	/** Takes one frame, whole. Calls `taken` once the terminal has it and there is room for the next. */
	write(frame: string, taken: () => void): void;
}

/** A part of the screen that is painted without React: whole rows, from `top` on. */
export interface Region {
	readonly top: number;
	readonly height: number;
	/** What does not fit into the region is left out, what is missing is blank. */
	readonly lines: readonly Line[];
}

export interface CursorPlace {
	readonly x: number;
	readonly y: number;
}

export interface FrameSinkOptions {
	readonly output: FrameOutput;
	/** The terminal's size as it is now. */
	readonly size: () => { readonly columns: number; readonly rows: number };
	/** SGR parameters of a style. */
	readonly sgr: (style: Style) => string;
}

/**
 * The screen as cells: takes what is wanted on it, remembers what is there, and writes the difference, one write a frame.
 * While the terminal has not taken a frame, newer ones wait, and only the newest is written then.
 */
export class FrameSink {
	readonly #output: FrameOutput;
	readonly #size: FrameSinkOptions['size'];
	readonly #sgr: FrameSinkOptions['sgr'];
	#pools: Pools = newPools();
	readonly #styleNumbers = new Map<string, number>();
	#chrome: readonly string[] = [];
	/** The chrome as cells; undefined: it is to be read. */
	#chromeCells: CellGrid | undefined;
	#regions: readonly Region[] = [];
	#cursor: CursorPlace | undefined;
	#shownCursor: CursorPlace | undefined;
	/** Undefined: nothing is known of what the terminal shows. */
	#shown: CellGrid | undefined;
	#wanted = new CellGrid(0, 0);
	#held = 0;
	#isWaiting = false;
	#pauses = 0;
	#isDirty = false;

	constructor({ output, size, sgr }: FrameSinkOptions) {
		this.#output = output;
		this.#size = size;
		this.#sgr = sgr;
	}

	/** Every row of the screen as text with SGR sequences; rows that regions cover are not looked at. */
	set chrome(frame: string) {
		this.#chrome = frame.split('\n');
		this.#chromeCells = undefined;
		this.#change();
	}

	set regions(regions: readonly Region[]) {
		this.#regions = regions;
		this.#change();
	}

	/** Where something is being typed; undefined: the cursor is hidden. */
	set cursor(place: CursorPlace | undefined) {
		this.#cursor = place;
		this.#change();
	}

	/** All that is set meanwhile is one frame. */
	frame(change: () => void): void {
		this.#held += 1;
		try {
			change();
		} finally {
			this.#held -= 1;
			this.#flush();
		}
	}

	/**
	 * Writes nothing more until the function that is returned is called: the screen is somebody else's, or about to have another
	 * size. After that nothing of what is on it is known, and the next frame is written whole.
	 */
	pause(): () => void {
		this.#pauses += 1;
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			this.#pauses -= 1;
			this.redraw();
		};
	}

	/** Writes the whole frame again, over whatever is there. */
	redraw(): void {
		this.#shown = undefined;
		this.#change();
	}

	/** Styles have other parameters from now on. */
	restyle(): void {
		this.#styleNumbers.clear();
		this.#change();
	}

	#change(): void {
		this.#isDirty = true;
		this.#flush();
	}

	#flush(): void {
		if (!this.#isDirty || this.#held > 0 || this.#isWaiting || this.#pauses > 0) return;
		this.#isDirty = false;
		const frame = this.#compose();
		if (frame === '') return;
		this.#isWaiting = true;
		this.#output.write(beginSynchronized + frame + endSynchronized, () => {
			this.#isWaiting = false;
			this.#flush();
		});
	}

	/** What is to be written; from now on that is taken to be shown. */
	#compose(): string {
		const { columns, rows } = this.#size();
		if (this.#pools.styles.size > mostNumbers || this.#pools.glyphs.size > mostNumbers) this.#numberAnew();
		if (this.#wanted.columns !== columns || this.#wanted.rows !== rows) {
			this.#wanted = new CellGrid(columns, rows);
			this.#chromeCells = undefined;
			this.#shown = undefined;
		}
		this.#fill(this.#wanted);
		let text = '';
		let shown = this.#shown;
		if (shown === undefined) {
			shown = new CellGrid(columns, rows);
			text = hideCursor + emptyRows(rows);
			this.#shownCursor = undefined;
		} else text = this.#scroll(shown);
		const changes = changesBetween(shown, this.#wanted, this.#pools);
		this.#shown = this.#wanted;
		this.#wanted = shown;
		return text + changes + this.#placeCursor(text + changes !== '');
	}

	/** Scrolls what can be scrolled, in the model too, where that makes the whole shorter. */
	#scroll(shown: CellGrid): string {
		let text = '';
		for (const { top, height } of this.#regions) {
			const scroll = findScroll(shown, this.#wanted, top, Math.min(height, shown.rows - top));
			if (scroll === undefined) continue;
			const scrolled = new CellGrid(shown.columns, shown.rows);
			scrolled.copyRows(shown, 0, shown.rows);
			scrollGrid(scrolled, scroll);
			const sequence = scrollSequence(scroll);
			const saved = changesBetween(shown, this.#wanted, this.#pools).length - changesBetween(scrolled, this.#wanted, this.#pools).length;
			if (saved <= sequence.length) continue;
			scrollGrid(shown, scroll);
			text += sequence;
		}
		return text;
	}

	#fill(grid: CellGrid): void {
		this.#chromeCells ??= this.#readChrome(grid);
		grid.copyRows(this.#chromeCells, 0, grid.rows);
		for (const { top, height, lines } of this.#regions) {
			for (let at = 0; at < height && top + at < grid.rows; at++) this.#paint(grid, top + at, lines[at] ?? []);
		}
	}

	#readChrome({ columns, rows }: CellGrid): CellGrid {
		const cells = new CellGrid(columns, rows);
		for (let row = 0; row < rows; row++) readPainted(cells, row, this.#chrome[row] ?? '', this.#pools);
		return cells;
	}

	#paint(grid: CellGrid, row: number, line: Line): void {
		let column = 0;
		for (const { text, style } of line) column = grid.write(row, column, text, this.#styleNumber(style), this.#pools);
		grid.clear(row, column);
	}

	#styleNumber(style: Style | undefined): number {
		if (style === undefined) return 0;
		// Styles are made anew for each frame, and are few.
		let key = '';
		for (const name in style) key += `${name}=${String(style[name as keyof Style])};`;
		const known = this.#styleNumbers.get(key);
		if (known !== undefined) return known;
		const number = this.#pools.styles.after(0, this.#sgr(style) || '0');
		this.#styleNumbers.set(key, number);
		return number;
	}

	#placeCursor(hasMoved: boolean): string {
		const [from, to] = [this.#shownCursor, this.#cursor];
		this.#shownCursor = to;
		if (to === undefined) return from === undefined ? '' : hideCursor;
		if (!hasMoved && from?.x === to.x && from.y === to.y) return '';
		return `\x1b[${to.y + 1};${to.x + 1}H${from === undefined ? showCursor : ''}`;
	}

	/** Numbers of before say nothing any more, so neither does what is known of the screen. */
	#numberAnew(): void {
		this.#pools = newPools();
		this.#styleNumbers.clear();
		this.#chromeCells = undefined;
		this.#shown = undefined;
	}
}

const newPools = (): Pools => ({ styles: new StylePool(), glyphs: new GlyphPool() });
