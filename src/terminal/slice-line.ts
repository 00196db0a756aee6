import { fitLine, type Line, type Span } from './styled-line.ts';
import { graphemesOf, isOneColumnEach, textWidth, truncate } from './width.ts';

/** What of a line is right of its first `from` columns. A wide character that the cut goes through becomes a blank. */
export function sliceLine(line: Line, from: number): Line {
	const kept: Span[] = [];
	let left = from;
	for (const part of line) {
		if (left <= 0) {
			kept.push(part);
			continue;
		}
		const columns = textWidth(part.text);
		if (columns <= left) {
			left -= columns;
			continue;
		}
		const head = truncate(part.text, left, '');
		const isThrough = textWidth(head) < left;
		const rest = part.text.slice(head.length);
		const first = isThrough ? truncate(rest, 2, '') : '';
		kept.push({ ...part, text: `${isThrough ? ' ' : ''}${rest.slice(first.length)}` });
		left = 0;
	}
	return kept;
}

/** The beginning of a text that fits into `columns`; what follows it is not read, however long it is. */
function headOf(text: string, columns: number): { readonly head: string; readonly used: number } {
	// One more than fits tells a text that goes on from one that ends there.
	const begun = text.slice(0, columns + 1);
	if (isOneColumnEach(begun)) return { head: begun.slice(0, columns), used: Math.min(begun.length, columns) };
	let head = '';
	let used = 0;
	for (const grapheme of graphemesOf(text)) {
		if (used + grapheme.columns > columns) break;
		head += grapheme.text;
		used += grapheme.columns;
	}
	return { head, used };
}

/** What of a line fits into its first `columns`. Costs as much as these columns, not as the line. */
export function headLine(line: Line, columns: number): Line {
	const kept: Span[] = [];
	let room = columns;
	for (const part of line) {
		const { head, used } = headOf(part.text, room);
		kept.push(head.length === part.text.length ? part : { ...part, text: head });
		if (head.length < part.text.length) break;
		room -= used;
	}
	return kept;
}

/** Told from its first columns, however long the line is. */
export const isWider = (line: Line, columns: number): boolean => {
	const head = headLine(line, columns);
	return head.length < line.length || head.at(-1)?.text.length !== line.at(-1)?.text.length;
};

/**
 * What of a line is in `width` columns from `column` on, filled up with blanks; `ellipsis` stands at each end where something is
 * left out. Costs as much as the columns up to there, not as the line.
 */
export function lineWindow(line: Line, column: number, width: number, ellipsis: Span): Line {
	const head = headLine(line, column + width);
	// A character that is wider than what is left leaves a gap, by which nobody sees that the line goes on: it is made too long for sure.
	const begun = isWider(line, column + width) ? [...head, { ...ellipsis, text: ' '.repeat(width + 1) }] : head;
	const shown = column > 0 && isWider(line, 0) ? [ellipsis, ...sliceLine(begun, column + 1)] : begun;
	return fitLine(shown, width, ellipsis.text);
}
