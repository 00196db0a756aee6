import { isWider } from './slice-line.ts';
import { type Line, lineWidth, type Span, span } from './styled-line.ts';
import { graphemesOf, textWidth } from './width.ts';

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
 * Every line after the first begins with `indent` blanks. Takes as long as the line is, also where it is one word.
 */
export function wrapLine(line: Line, width: number, indent = 0): readonly Line[] {
	if (width <= 0) return [];
	if (!isWider(line, width)) return [line];
	const margin = indent > 0 && indent < width ? [span(' '.repeat(indent))] : [];
	const whole = width - lineWidth(margin);
	const lines: Line[] = [];
	let current: Span[] = [];
	let room = width;
	const turn = (): void => {
		lines.push(withoutBlanksAtEnd(current));
		current = [...margin];
		room = whole;
	};
	const put = (part: Span, text: string, columns: number): void => {
		current.push({ ...part, text });
		room -= columns;
	};
	const split = (part: Span): void => {
		let begun = '';
		let used = 0;
		for (const { text, columns } of graphemesOf(part.text)) {
			if (used + columns > room) {
				put(part, begun, used);
				begun = '';
				used = 0;
				if (room < whole || lines.length === 0) turn();
				// A character wider than the whole screen has no place on it.
				if (columns > room) continue;
			}
			begun += text;
			used += columns;
		}
		put(part, begun, used);
	};
	for (const word of wordsOf(line)) {
		const isFresh = current.length === (lines.length === 0 ? 0 : margin.length);
		const bare = withoutBlanksAtEnd(word);
		// What is broken anyway begins where it is: a line of its own would leave this one all but empty.
		if (!isFresh && isWider(bare, room) && !isWider(bare, whole)) turn();
		for (const part of word) {
			if (!isWider([part], room)) put(part, part.text, textWidth(part.text));
			else if (part.text.trim() === '') put(part, part.text.slice(0, room), room);
			else split(part);
		}
	}
	return [...lines, withoutBlanksAtEnd(current)];
}
