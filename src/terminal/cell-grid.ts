import { plainStyle, type StylePool } from './style-pool.ts';
import { type Grapheme, graphemesOf, isOneColumnEach } from './width.ts';

/** What stands in a cell: a code point, this for the further columns of a wide character, or the number of a cluster. */
export const continuation = 0;
export const blank = 0x20;
/** From here on: graphemes that terminals do not agree about, by their number. */
const firstCluster = 0x110000;

/** Terminals differ in how wide these are: emoji, and whatever is made of several code points. */
export const isDoubtful = (glyph: number): boolean => glyph >= firstCluster;

const pictographic = /\p{Extended_Pictographic}/u;

/** Controls are no glyphs. What comes here went through safeText; this is the net below it. */
const control = /[\p{Cc}\p{Cs}]/gu;

/** The glyphs that are not one code point, by number. */
export class GlyphPool {
	readonly #clusters: string[] = [];
	readonly #numbers = new Map<string, number>();

	get size(): number {
		return this.#clusters.length;
	}

	glyphOf(grapheme: string): number {
		const code = grapheme.codePointAt(0) ?? blank;
		if (grapheme.length === (code > 0xffff ? 2 : 1) && !pictographic.test(grapheme)) return code;
		const known = this.#numbers.get(grapheme);
		if (known !== undefined) return known;
		const glyph = firstCluster + this.#clusters.push(grapheme) - 1;
		this.#numbers.set(grapheme, glyph);
		return glyph;
	}

	textOf(glyph: number): string {
		return glyph < firstCluster ? String.fromCodePoint(glyph) : (this.#clusters[glyph - firstCluster] ?? ' ');
	}
}

/** Numbers that cells are made of. Cells of two grids can be compared when both are of the same pools. */
export interface Pools {
	readonly styles: StylePool;
	readonly glyphs: GlyphPool;
}

/** A screen, cell by cell, row after row: what stands there, and how it is drawn. */
export class CellGrid {
	readonly columns: number;
	readonly rows: number;
	readonly glyphs: Uint32Array;
	readonly styles: Uint16Array;

	constructor(columns: number, rows: number) {
		this.columns = columns;
		this.rows = rows;
		this.glyphs = new Uint32Array(columns * rows).fill(blank);
		this.styles = new Uint16Array(columns * rows);
	}

	/** Blanks a row from a column on. */
	clear(row: number, from = 0): void {
		const start = row * this.columns;
		this.glyphs.fill(blank, start + from, start + this.columns);
		this.styles.fill(plainStyle, start + from, start + this.columns);
	}

	/** Takes rows over from a grid of the same width. */
	copyRows(source: CellGrid, from: number, count: number, to = from): void {
		const start = from * this.columns;
		const end = start + count * this.columns;
		this.glyphs.set(source.glyphs.subarray(start, end), to * this.columns);
		this.styles.set(source.styles.subarray(start, end), to * this.columns);
	}

	/**
	 * Writes text from a column on and returns the column behind it. What does not fit into the row is left out; a wide
	 * character that would be cut in half at its end is left blank.
	 */
	write(row: number, column: number, text: string, style: number, { styles, glyphs }: Pools): number {
		if (column >= this.columns || text === '') return column;
		if (!isOneColumnEach(text)) return this.#writeGraphemes(row, column, text, style, { styles, glyphs });
		const start = row * this.columns + column;
		const length = Math.min(text.length, this.columns - column);
		const styleOfBlank = styles.onBlank(style);
		for (let at = 0; at < length; at++) {
			const glyph = text.charCodeAt(at);
			this.glyphs[start + at] = glyph;
			this.styles[start + at] = glyph === blank ? styleOfBlank : style;
		}
		return column + length;
	}

	#writeGraphemes(row: number, from: number, text: string, style: number, pools: Pools): number {
		let column = from;
		for (const grapheme of graphemesOf(text.replace(control, ''))) {
			if (grapheme.columns === 0) this.#joinToCellBefore(row, column, grapheme, pools);
			else if (column + grapheme.columns > this.columns) {
				while (column < this.columns) column = this.write(row, column, ' ', style, pools);
				return column;
			} else {
				const place = row * this.columns + column;
				const glyph = pools.glyphs.glyphOf(grapheme.text);
				this.glyphs.fill(continuation, place, place + grapheme.columns);
				this.glyphs[place] = glyph;
				this.styles.fill(glyph === blank ? pools.styles.onBlank(style) : style, place, place + grapheme.columns);
				column += grapheme.columns;
			}
		}
		return column;
	}

	/** A mark that no letter came before in its own text is drawn over what stands to its left, as a terminal does. */
	#joinToCellBefore(row: number, column: number, { text }: Grapheme, { glyphs }: Pools): void {
		const mark = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '');
		const start = row * this.columns;
		let place = start + column - 1;
		while (place > start && this.glyphs[place] === continuation) place -= 1;
		const before = this.glyphs[place];
		if (mark === '' || place < start || before === undefined || before === blank) return;
		this.glyphs[place] = glyphs.glyphOf(glyphs.textOf(before) + mark);
	}
}
