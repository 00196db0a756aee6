import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chordsOf, type KeyFlags, typedText } from '../../../src/keys/chord.ts';
import { editOf, editText, editWith, insertText, textBeforeCursor } from '../../../src/keys/line-edit.ts';
import { nothingHeld, pushChords, releaseHeld } from '../../../src/keys/split-escape.ts';

const none: KeyFlags = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	tab: false,
	backspace: false,
	delete: false,
	ctrl: false,
	shift: false,
	meta: false,
};

describe('chords', () => {
	test.each([
		['j', {}, ['j']],
		['jjj', {}, ['j', 'j', 'j']],
		['G', { shift: true }, ['G']],
		[' ', {}, ['space']],
		['f', { ctrl: true }, ['ctrl-f']],
		['x', { meta: true }, ['alt-x']],
		['', { leftArrow: true, shift: true }, ['shift-left']],
		['', { tab: true, shift: true }, ['shift-tab']],
		['', { escape: true, meta: true }, ['esc']],
		['\r', { return: true }, ['enter']],
		['gg\r', {}, ['g', 'g', 'enter']],
		['a\x15b\x1f', {}, ['a', 'ctrl-u', 'b']],
		['', {}, []],
	] as const)('%j with %j are %j', (input, flags, chords) => {
		expect(chordsOf(input, { ...none, ...flags })).toEqual(chords);
	});

	test('only chords of one character type text', () => {
		expect(typedText('é')).toBe('é');
		expect(typedText('😀')).toBe('😀');
		expect(typedText('space')).toBe(' ');
		expect(typedText('enter')).toBeUndefined();
		expect(typedText('ctrl-a')).toBeUndefined();
	});
});

describe('an escape sequence that was torn apart', () => {
	const typed = (...events: readonly (readonly string[])[]) => {
		let hold = nothingHeld;
		const chords: string[] = [];
		for (const event of events) {
			const step = pushChords(hold, event);
			hold = step.hold;
			chords.push(...step.chords);
		}
		return { chords, held: releaseHeld(hold) };
	};

	test.each([
		[[['esc'], ['[', 'B']], ['down']],
		[[['esc'], ['['], ['B']], ['down']],
		[[['esc'], ['O', 'A']], ['up']],
		[[['esc'], ['[', '1', ';'], ['2', 'C']], ['shift-right']],
		[[['esc'], ['[', '5', '~']], ['page-up']],
		// A key that is not known is no text either.
		[[['esc'], ['[', '9', '9', '~']], []],
	])('%j is one key', (events, chords) => {
		expect(typed(...events)).toEqual({ chords, held: [] });
	});

	test('an Esc alone is held, and then is an Esc', () => {
		expect(typed(['esc'])).toEqual({ chords: [], held: ['esc'] });
	});

	test('an Esc followed by other keys is an Esc and those keys', () => {
		expect(typed(['esc'], ['j'])).toEqual({ chords: ['esc', 'j'], held: [] });
		expect(typed(['esc'], ['ctrl-c'])).toEqual({ chords: ['esc', 'ctrl-c'], held: [] });
		expect(typed(['esc'], ['esc'])).toEqual({ chords: ['esc', 'esc'], held: [] });
	});

	test('what began like a sequence and did not go on is typed', () => {
		expect(typed(['esc'], ['['])).toEqual({ chords: [], held: ['esc', '['] });
	});

	test('keys that follow nothing held are not touched', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('j', '[', 'A', 'O', 'enter', '~'), { minLength: 1 }), (chords) => {
				expect(typed(chords)).toEqual({ chords, held: [] });
			}),
		);
	});
});

describe('a line of input', () => {
	test.each([
		['shop cart', 'ctrl-w', 'shop '],
		['shop  ', 'ctrl-w', ''],
		['shop', 'ctrl-u', ''],
		['shop', 'backspace', 'sho'],
		['shop', 'delete', 'shop'],
		['👩‍👩‍👧', 'backspace', ''],
	])('%j, then %s, is %j', (text, chord, after) => {
		expect(editText(editWith(editOf(text), chord) ?? editOf('unchanged'))).toBe(after);
	});

	test('is edited at its cursor', () => {
		const moved = ['home', 'right'].reduce((edit, chord) => editWith(edit, chord) ?? edit, editOf('cart'));
		expect(editText(insertText(moved, 'h'))).toBe('chart');
		expect(editText(editWith(moved, 'ctrl-k') ?? moved)).toBe('c');
	});

	test('takes pasted lines as words', () => {
		expect(editText(insertText(editOf(''), 'a\r\nb\tc\x1b'))).toBe('a b c ');
	});

	test('never loses its cursor, whatever is typed', () => {
		const keys = fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'delete', 'ctrl-u', 'ctrl-k', 'ctrl-w', 'a', 'é', '😀', ' ');
		fc.assert(
			fc.property(fc.array(keys, { maxLength: 40 }), (chords) => {
				let edit = editOf('');
				for (const chord of chords) edit = editWith(edit, chord) ?? insertText(edit, chord);
				expect(edit.cursor).toBeGreaterThanOrEqual(0);
				expect(edit.cursor).toBeLessThanOrEqual(edit.characters.length);
				expect(editText(edit).startsWith(textBeforeCursor(edit))).toBe(true);
			}),
		);
	});
});
