import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { oneColumnEach } from '../../../src/terminal/width.ts';

/** Every character that the quick answer is given for. */
const quick = Array.from({ length: 0x2600 }, (_, code) => String.fromCharCode(code)).filter((character) => oneColumnEach.test(character));

describe('the width that Ink is told in the bundle, without asking string-width what Unicode says of emoji', () => {
	test('is what string-width says of each of those characters', () => {
		expect(quick.length).toBeGreaterThan(200);
		expect(quick.filter((character) => stringWidth(character) !== 1)).toEqual([]);
	});

	test('is what string-width says of any text of them: none joins its neighbours', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...quick), { maxLength: 30 }), (characters) => {
				const text = characters.join('');
				expect(stringWidth(text)).toBe(text.length);
			}),
			{ numRuns: 300 },
		);
	});
});
