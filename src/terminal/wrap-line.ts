import { type Line, lineWidth, type Span, span } from './styled-line.ts';
import { textWidth, truncate } from './width.ts';

/** A line as stretches that are kept together: each ends where a blank in it ends. */
function wordsOf(line: Line): Span[][] {
	const words: Span[][] = [];
	let word: Span[] = [];
	for (const part of line) {
		for (const [text] of part.text.matchAll(/ +|[^ ]+/g)) {
			word.push({ ...part, text });
			if (!text.startsWith(' ')) continue;
			words.push(word);
			word = [];
		}
	}
	return word.length === 0 ? words : [...words, word];
}

const withoutBlanksAtEnd = (line: Line): Line => {
	const last = line.findLastIndex(({ text }) => text.trim() !== '');
	return line.slice(0, last + 1);
};

/**
 * A line as lines of at most `width` columns, broken at blanks, and within a word only where the word is longer than a line.
 * Every line after the first begins with `indent` blanks.
 */
export function wrapLine(line: Line, width: number, indent = 0): readonly Line[] {
	if (width <= 0) return [];
	if (lineWidth(line) <= width) return [line];
	const margin = indent > 0 && indent < width ? [span(' '.repeat(indent))] : [];
	const lines: Line[] = [];
	let current: Span[] = [];
	let room = width;
	const turn = (): void => {
		lines.push(withoutBlanksAtEnd(current));
		current = [...margin];
		room = width - lineWidth(margin);
	};
	for (const word of wordsOf(line)) {
		const columns = lineWidth(withoutBlanksAtEnd(word));
		const isFresh = current.length === (lines.length === 0 ? 0 : margin.length);
		if (columns > room && !isFresh) turn();
		for (const part of word) {
			let rest = part;
			while (textWidth(rest.text) > room && rest.text.trim() !== '') {
				const head = truncate(rest.text, room, '');
				// A character wider than the whole screen has no place on it.
				if (head === '' && room >= width - lineWidth(margin)) break;
				current.push({ ...rest, text: head });
				rest = { ...rest, text: rest.text.slice(head.length) };
				turn();
			}
			const fitting = truncate(rest.text, room, '');
			current.push({ ...rest, text: fitting });
			room -= textWidth(fitting);
		}
	}
	return [...lines, withoutBlanksAtEnd(current)];
}
