import stringWidth from 'string-width';
import { segmenter } from '../base/graphemes.ts';

/**
 * ASCII, and what the screen itself is drawn with: `·`, `–`, `…`, arrows, boxes, shapes up to the first one that is an emoji.
 * One column each and never part of a longer grapheme. string-width takes 20 µs for such a line, and 50 ms for the first.
 */
export const oneColumnEach = /^[\x20-\x7e\xb7\u2013\u2026\u2190-\u2193\u2500-\u25fc]*$/;

/** Every UTF-16 unit of the text is a character of one column. */
export const isOneColumnEach = (text: string): boolean => oneColumnEach.test(text);

/** Long texts are few, stay on the screen for many frames, and take milliseconds to measure: those between these lengths are measured once. */
const [longest, long] = [8_192, 128];
const mostMeasured = 256;
const measured = new Map<string, number>();

function measure(text: string): number {
	if (text.length < long || text.length > longest) return stringWidth(text);
	const known = measured.get(text);
	if (known !== undefined) return known;
	const columns = stringWidth(text);
	if (measured.size >= mostMeasured) measured.clear();
	measured.set(text, columns);
	return columns;
}

/** Columns that `text` takes on a terminal: a wide character is two, a combining mark none. */
export const textWidth = (text: string): number => (oneColumnEach.test(text) ? text.length : measure(text));

export interface Grapheme {
	readonly text: string;
	/** 0, 1, 2, and more for a syllable that is written letter by letter. */
	readonly columns: number;
}

/** What a reader takes for characters, left to right. */
export function* graphemesOf(text: string): Generator<Grapheme> {
	for (const { segment } of segmenter.segment(text)) yield { text: segment, columns: textWidth(segment) };
}

/** In units of UTF-16, of what safeText lets through: it bounds the marks on a letter and the emoji that are joined. */
const longestGrapheme = 64;

/**
 * The longest beginning of `text` that fits into `width` columns, with `ellipsis` in its last columns when anything was left out.
 * Never splits a grapheme, so the result may be a column short of `width`.
 */
export function truncate(text: string, width: number, ellipsis = '…'): string {
	if (width <= 0) return '';
	const isLong = text.length > longestGrapheme * (width + 1);
	const head = isLong ? text.slice(0, longestGrapheme * (width + 1)) : text;
	if (!isLong && textWidth(text) <= width) return text;
	const mark = textWidth(ellipsis) <= width ? ellipsis : '';
	const room = width - textWidth(mark);
	if (oneColumnEach.test(head)) return head.slice(0, room) + mark;
	let kept = '';
	let used = 0;
	for (const grapheme of graphemesOf(head)) {
		if (used + grapheme.columns > room) break;
		kept += grapheme.text;
		used += grapheme.columns;
	}
	return kept + mark;
}

/** `text` cut or padded to exactly `width` columns. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left', ellipsis = '…'): string {
	const cut = truncate(text, width, ellipsis);
	const padding = ' '.repeat(Math.max(0, width - textWidth(cut)));
	return align === 'right' ? padding + cut : cut + padding;
}
