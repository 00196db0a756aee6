import { describe, expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import type { KeyContext } from '../../../src/keys/binding.ts';
import { commandFor } from '../../../src/keys/dispatch.ts';
import { helpSections, keyHints } from '../../../src/keys/help.ts';
import { keymap, lettersNotForSorting } from '../../../src/keys/keymap.ts';

/** Whatever a binding names, so that a new context is held to the same promises. */
const contexts: readonly KeyContext[] = [...new Set(keymap.flatMap((binding) => binding.contexts))];

describe('the table of keys', () => {
	test.each(contexts)('no chord means two things in %s', (context) => {
		const chords = keymap.filter((binding) => binding.contexts.includes(context)).flatMap((binding) => binding.chords);
		expect(chords.filter((chord, at) => chords.indexOf(chord) !== at)).toEqual([]);
	});

	test('no column of any domain sorts by a letter that means something else, nor do two of one domain by the same', () => {
		for (const { name, columns } of domains) {
			const letters = columns.flatMap(({ sortKey }) => (sortKey === undefined ? [] : [sortKey]));
			expect(new Set(letters).size, name).toBe(letters.length);
			for (const letter of letters) {
				expect(lettersNotForSorting.has(letter), `${name} ${letter}`).toBe(false);
				expect(commandFor('list', letter), `${name} ${letter}`).toBe('sort-by-letter');
			}
		}
	});

	test('a letter that sorts is in the title of its column, where it is underlined', () => {
		for (const { name, columns } of domains) {
			for (const { title, sortKey } of columns) if (sortKey !== undefined) expect(title, name).toContain(sortKey);
		}
	});

	test.each(contexts)('ctrl-c quits at once in %s', (context) => {
		expect(commandFor(context, 'ctrl-c')).toBe('quit-now');
	});

	test('letters typed into a line of input are no commands', () => {
		for (const chord of ['q', 'j', '0', 'G', '!', '/', ':', 'space']) {
			expect(commandFor('filter-prompt', chord)).toBeUndefined();
			expect(commandFor('command-prompt', chord)).toBeUndefined();
		}
	});

	test('every context is left with esc, and helped with ? unless something is typed there', () => {
		for (const context of contexts) {
			expect(commandFor(context, 'esc'), context).toBe(context.endsWith('prompt') ? 'cancel' : 'back');
			if (!context.endsWith('prompt')) expect(commandFor(context, '?'), context).toBe('help');
		}
	});

	test('a chord that nobody bound means nothing', () => {
		expect(commandFor('list', 'ctrl-q')).toBeUndefined();
	});
});

describe('help', () => {
	test('has a line for every binding of the table, and no other', () => {
		const entries = helpSections().flatMap(({ entries }) => entries.map(({ help }) => help));
		expect(entries.toSorted()).toEqual(keymap.map(({ help }) => help).toSorted());
	});

	test('every hint of the status line does what it says where it is shown', () => {
		for (const context of contexts) {
			for (const { key, command } of keyHints(context)) expect(commandFor(context, key), `${context} ${key}`).toBe(command);
		}
	});
});
