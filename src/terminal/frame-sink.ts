import { CellGrid, GlyphPool, type Pools } from './cell-grid.ts';
import { findScroll, rowNumber } from './find-scroll.ts';
import { changesBetween, changesWithin, emptyRows, scrollGrid, scrollSequence } from './grid-changes.ts';
import { readPainted } from './read-painted.ts';
import { sameLine } from './same-line.ts';
import { plainStyle, StylePool } from './style-pool.ts';
import type { Line, Style } from './styled-line.ts';

const beginSynchronized = '\x1b[?2026h';
const endSynchronized = '\x1b[?2026l';
const showCursor = '\x1b[?25h';
const hideCursor = '\x1b[?25l';

/** Past this many styles or clusters the numbers are given anew: the text of a log may bring any of sixteen million colours. */
const mostNumbers = 4_096;

/** Fewer rows are written. */
const leastScrolled = 3;

const nothing: Line = [];

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
	#styleObjects = new WeakMap<Style, number>();
	#chrome: readonly string[] = [];
	#regions: readonly Region[] = [];
	#cursor: CursorPlace | undefined;
	#shownCursor: CursorPlace | undefined;
	/** Undefined: nothing is known of what the terminal shows. */
	#shown: CellGrid | undefined;
	#wanted = new CellGrid(0, 0);
	/** What each row of `wanted` was made of: chrome, or a painted line. */
	#sources: readonly (string | Line)[] = [];
	/** One for each row of `shown`, by which rows are told apart; empty: they are not known. */
	#numbers: readonly number[] = [];
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
		this.#styleObjects = new WeakMap();
		this.#sources = [];
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
			this.#sources = [];
			this.#shown = undefined;
		}
		let changed = this.#fill();
		let text = '';
		if (this.#shown === undefined) {
			this.#shown = new CellGrid(columns, rows);
			this.#shownCursor = undefined;
			this.#numbers = [];
			changed = Array.from({ length: rows }, (_, row) => row);
			text = hideCursor + emptyRows(rows);
		}
		text += this.#scroll(this.#shown, changed) ?? changesBetween(this.#shown, this.#wanted, changed, this.#pools);
		for (const row of changed) this.#shown.copyRows(this.#wanted, row, 1);
		return text + this.#placeCursor(text !== '');
	}

	/** Changes by way of a scroll, where that is shorter; undefined where it is not. What scrolls does so in the model, too. */
	#scroll(shown: CellGrid, changed: readonly number[]): string | undefined {
		const wanted = this.#wanted;
		const before = this.#numbers;
		const after = numbersOf(wanted, changed, before);
		this.#numbers = after;
		// Nothing was there that could have moved.
		if (before.length === 0) return undefined;
		for (const { top, height } of this.#regions) {
			const rows = changed.filter((row) => row >= top && row < top + height);
			const scroll = rows.length < leastScrolled ? undefined : findScroll(before, after, top, Math.min(height, shown.rows - top));
			if (scroll === undefined) continue;
			const scrolled = new CellGrid(shown.columns, shown.rows);
			scrolled.copyRows(shown, 0, shown.rows);
			scrollGrid(scrolled, scroll);
			const every = Array.from({ length: shown.rows }, (_, row) => row);
			const byScroll = scrollSequence(scroll) + changesBetween(scrolled, wanted, every, this.#pools);
			if (changesWithin(byScroll.length, shown, wanted, changed, this.#pools) !== undefined) continue;
			shown.copyRows(wanted, 0, shown.rows);
			return byScroll;
		}
		return undefined;
	}

	/** Makes the wanted rows what they are to be, and tells which of them are others than before. */
	#fill(): readonly number[] {
		const changed: number[] = [];
		const sources = this.#sources;
		this.#sources = Array.from({ length: this.#wanted.rows }, (_, row) => this.#sourceOf(row));
		for (const [row, source] of this.#sources.entries()) {
			const before = sources[row];
			if (source === before) continue;
			if (typeof source !== 'string' && typeof before === 'object' && sameLine(source, before)) continue;
			changed.push(row);
			if (typeof source === 'string') readPainted(this.#wanted, row, source, this.#pools);
			else this.#fillRow(row, source, sources.indexOf(source));
		}
		return changed;
	}

	/** A line that stood elsewhere in the frame that is shown is not painted again. */
	#fillRow(row: number, line: Line, stoodAt: number): void {
		if (stoodAt >= 0 && this.#shown !== undefined) this.#wanted.copyRows(this.#shown, stoodAt, 1, row);
		else this.#paint(row, line);
	}

	#sourceOf(row: number): string | Line {
		const region = this.#regions.findLast(({ top, height }) => row >= top && row < top + height);
		return region === undefined ? (this.#chrome[row] ?? '') : (region.lines[row - region.top] ?? nothing);
	}

	#paint(row: number, line: Line): void {
		let column = 0;
		for (const { text, style } of line) column = this.#wanted.write(row, column, text, this.#styleNumber(style), this.#pools);
		this.#wanted.clear(row, column);
	}

	#styleNumber(style: Style | undefined): number {
		if (style === undefined) return plainStyle;
		const same = this.#styleObjects.get(style);
		if (same !== undefined) return same;
		// Many are made anew for each frame, and few are different.
		let key = '';
		for (const name in style) key += `${name}=${String(style[name as keyof Style])};`;
		const number = this.#styleNumbers.get(key) ?? this.#pools.styles.after(plainStyle, this.#sgr(style) || '0');
		this.#styleNumbers.set(key, number);
		this.#styleObjects.set(style, number);
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
		this.#styleObjects = new WeakMap();
		this.#sources = [];
		this.#shown = undefined;
	}
}

/** `known` are the numbers of the rows that did not change. */
const numbersOf = (grid: CellGrid, changed: readonly number[], known: readonly number[]): readonly number[] => {
	if (known.length === 0) return Array.from({ length: grid.rows }, (_, row) => rowNumber(grid, row));
	const numbers = known.slice();
	for (const row of changed) numbers[row] = rowNumber(grid, row);
	return numbers;
};

const newPools = (): Pools => ({ styles: new StylePool(), glyphs: new GlyphPool() });
