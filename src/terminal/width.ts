import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/**
 * ASCII, and what the screen itself is drawn with: `·`, `–`, `…`, arrows, boxes, shapes up to the first one that is an emoji.
 * One column each and never part of a longer grapheme. string-width takes 20 µs for such a line, and 50 ms for the first.
 */
const oneColumnEach = /^[\x20-\x7e\xb7\u2013\u2026\u2190-\u2193\u2500-\u25fc]*$/;

/** Columns that `text` takes on a terminal: a wide character is two, a combining mark none. */
export const textWidth = (text: string): number => (oneColumnEach.test(text) ? text.length : stringWidth(text));

/**
 * The longest beginning of `text` that fits into `width` columns, with `ellipsis` in its last columns when anything was left out.
 * Never splits a grapheme, so the result may be a column short of `width`.
 */
export function truncate(text: string, width: number, ellipsis = '…'): string {
	if (width <= 0) return '';
	if (textWidth(text) <= width) return text;
	const mark = textWidth(ellipsis) <= width ? ellipsis : '';
	const room = width - textWidth(mark);
	if (oneColumnEach.test(text)) return text.slice(0, room) + mark;
	let kept = '';
	let used = 0;
	for (const { segment } of graphemes.segment(text)) {
		const columns = textWidth(segment);
		if (used + columns > room) break;
		kept += segment;
		used += columns;
	}
	return kept + mark;
}

/** `text` cut or padded to exactly `width` columns. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left', ellipsis = '…'): string {
	const cut = truncate(text, width, ellipsis);
	const padding = ' '.repeat(Math.max(0, width - textWidth(cut)));
	return align === 'right' ? padding + cut : cut + padding;
}
