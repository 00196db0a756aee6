import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FilterProblem } from '../../../src/filter/filter-problem.ts';
import { compilePattern, longestPattern, longestText } from '../../../src/filter/pattern.ts';

const finds = (source: string, text: string): boolean => compilePattern(source)(text);

describe('a pattern', () => {
	test.each([
		['^cart-\\d+$', 'cart-12', true],
		['^cart-\\d+$', 'cart-12x', false],
		['', 'anything', true],
		['(foo|bar)+$', 'xfoobar', true],
		['a{2,3}b', 'ab', false],
		['a{2,3}b', 'xaaab', true],
		['[^a-c]z', 'az', false],
		['[^a-c]z', 'dz', true],
		['\\S\\s\\w', 'x y', true],
		['\\.', 'a', false],
		['^.$', '😀', true],
		['^$', '', true],
		['a|^$', 'b', false],
		['[]x]', ']', true],
		['[a-]', '-', true],
		['x{', 'x{', true],
	])('%s on %s: %s', (source, text, expected) => {
		expect(finds(source, text)).toBe(expected);
	});

	test.each([
		['(a', true],
		['[a', true],
		['a\\', true],
		['a)', false],
		['*a', false],
		['(?=a)', false],
		['(?<=a)b', false],
		['(a)\\1', false],
		['\\bfoo', false],
		['[z-a]', false],
		['a{5,2}', false],
		['a{1000}', false],
		['a'.repeat(longestPattern + 1), false],
		['((((a{100}){100}){100}){100})', false],
		['('.repeat(90), false],
	])('%s is told apart: unfinished is %s', (source, isUnfinished) => {
		expect(() => compilePattern(source)).toThrow(expect.objectContaining({ name: 'FilterProblem', isUnfinished }));
	});

	test('finds what the engine of JavaScript finds', () => {
		const leaf = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', '1', '^', '$', '\\.');
		const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
			pattern: fc.oneof(
				{ depthSize: 'small' },
				leaf,
				fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
				fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
				fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?')).map(([one, count]) => `(?:${one})${count}`),
			),
		}));
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.', ' ', 'é', '😀'), maxLength: 8 });
		fc.assert(
			fc.property(pattern, text, (source, within) => {
				fc.pre(source.length <= 60);
				expect(finds(source, within)).toBe(new RegExp(source, 'u').test(within));
			}),
			{ numRuns: 500 },
		);
	});

	test('never throws anything but what is wrong with it, whatever was typed', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'ab1()[]{}^$.*+?|\\-,:dwsS😀') }), fc.string(), (source, text) => {
				try {
					compilePattern(source)(text);
				} catch (error) {
					expect(error).toBeInstanceOf(FilterProblem);
				}
			}),
		);
	});

	test.each(['(a+)+$', '(a|aa)+$', '(.*)*b', 'a*a*a*a*a*a*c', '(a?){50}a{50}$'])(
		'%s takes no longer for a text that nearly matches',
		(source) => {
			// A backtracking engine needs 2^40 steps and more for these; a runaway here is a test that never ends.
			const pattern = compilePattern(source);
			expect(pattern(`${'a'.repeat(longestText - 1)}!`)).toBe(false);
		},
	);

	test('meets more situations than are remembered, and still answers', () => {
		const pattern = compilePattern('(a|b)*a(a|b){12}c');
		let text = '';
		for (let seed = 1; text.length < 4_000; seed = (seed * 48_271) % 2_147_483_647) text += seed % 2 === 0 ? 'a' : 'b';
		expect(pattern(text)).toBe(false);
		expect(pattern(`${text}${'a'.repeat(13)}c`)).toBe(true);
	});

	test('of a text only the beginning is looked at', () => {
		expect(finds('b', `${'a'.repeat(longestText)}b`)).toBe(false);
	});
});
