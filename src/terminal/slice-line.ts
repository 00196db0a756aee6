import type { Line, Span } from './styled-line.ts';
import { textWidth, truncate } from './width.ts';

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
