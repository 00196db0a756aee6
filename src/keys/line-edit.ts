import { segmenter } from '../base/graphemes.ts';

/** A line of input being typed, in graphemes; `cursor` counts those before it. */
export interface LineEdit {
	readonly characters: readonly string[];
	readonly cursor: number;
}

const split = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** In units of UTF-16. What is longer was pasted by mistake, and no line of the screen could show it: its beginning is kept. */
const mostTyped = 2_048;

export const emptyLine: LineEdit = { characters: [], cursor: 0 };

export const editText = (edit: LineEdit): string => edit.characters.join('');

export const textBeforeCursor = (edit: LineEdit): string => edit.characters.slice(0, edit.cursor).join('');

/** A line that holds `text`, with the cursor at its end. */
export function editOf(text: string): LineEdit {
	const characters = split(text.slice(0, mostTyped));
	return { characters, cursor: characters.length };
}

/** Puts text in at the cursor. Line ends and control characters of pasted text become single spaces. */
export function insertText(edit: LineEdit, text: string): LineEdit {
	const room = Math.max(0, mostTyped - editText(edit).length);
	const before = editOf(textBeforeCursor(edit) + text.slice(0, room).replace(/[\x00-\x1f\x7f]+/g, ' '));
	return { characters: [...before.characters, ...edit.characters.slice(edit.cursor)], cursor: before.cursor };
}

const remove = (edit: LineEdit, from: number, to: number): LineEdit => ({
	characters: [...edit.characters.slice(0, from), ...edit.characters.slice(to)],
	cursor: from,
});

const startOfWord = (edit: LineEdit): number => {
	let at = edit.cursor;
	while (at > 0 && edit.characters[at - 1] === ' ') at--;
	while (at > 0 && edit.characters[at - 1] !== ' ') at--;
	return at;
};

/** The keys of a shell's input line. Undefined: the chord edits nothing. */
export function editWith(edit: LineEdit, chord: string): LineEdit | undefined {
	const end = edit.characters.length;
	switch (chord) {
		case 'left':
		case 'ctrl-b':
			return { ...edit, cursor: Math.max(0, edit.cursor - 1) };
		case 'right':
		case 'ctrl-f':
			return { ...edit, cursor: Math.min(end, edit.cursor + 1) };
		case 'home':
		case 'ctrl-a':
			return { ...edit, cursor: 0 };
		case 'end':
		case 'ctrl-e':
			return { ...edit, cursor: end };
		case 'backspace':
			return edit.cursor === 0 ? edit : remove(edit, edit.cursor - 1, edit.cursor);
		case 'delete':
		case 'ctrl-d':
			return edit.cursor === end ? edit : remove(edit, edit.cursor, edit.cursor + 1);
		case 'ctrl-u':
			return remove(edit, 0, edit.cursor);
		case 'ctrl-k':
			return { characters: edit.characters.slice(0, edit.cursor), cursor: edit.cursor };
		case 'ctrl-w':
			return remove(edit, startOfWord(edit), edit.cursor);
		default:
			return undefined;
	}
}
