import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeJson, safeText, tableCell } from '../../../src/base/safe-text.ts';

/** Everything a terminal or a reader must not be given raw. The joiner and the emoji selector are tested apart, below. */
const dangerous = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufff9-\ufffb\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]/u;

const anyCodeUnits = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes));
const nasty = fc
	.array(
		fc.constantFrom(
			'\x1b]52;c;AAAA\x07',
			'\x1b[2J',
			'\x9b31m',
			'\r',
			'\n',
			'\t',
			'\x00',
			'\x7f',
			'\u202e',
			'\u200b',
			'\u200d',
			'\ufeff',
			'\ud800',
			'\udfff',
			'👩',
			'世',
			'é',
			'a',
			'\u{e0041}',
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

describe('safeText', () => {
	test('nothing dangerous comes out, whatever goes in', () => {
		fc.assert(
			fc.property(fc.oneof(anyCodeUnits, nasty, fc.string({ unit: 'binary' })), (text) => {
				expect(dangerous.test(safeText(text))).toBe(false);
			}),
			{ numRuns: 2000 },
		);
	});

	test('what came out goes through unchanged', () => {
		fc.assert(
			fc.property(fc.oneof(anyCodeUnits, nasty), (text) => {
				expect(safeText(safeText(text))).toBe(safeText(text));
			}),
			{ numRuns: 2000 },
		);
	});

	test('printable ASCII comes back as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
				expect(safeText(text)).toBe(text);
			}),
		);
	});

	test.each([
		['\x1b[31mred\x1b[0m', '^[[31mred^[[0m'],
		['\x07\x01\x7f', '^G^A^?'],
		['\x9b31m', '<U+009B>31m'],
		['\u202egnp.exe', '<U+202E>gnp.exe'],
		['pay\u200bpal', 'pay<U+200B>pal'],
		['half \ud83d pair', 'half \ufffd pair'],
		['tag\u{e0041}', 'tag<U+E0041>'],
		['one\r\ntwo\nthree\tfour\u2028five', 'one two three four five'],
		['\u200d', '<U+200D>'],
		['a\u200db', 'a<U+200D>b'],
		['a\ufe0f', 'a<U+FE0F>'],
	])('%j becomes %j', (text, safe) => {
		expect(safeText(text)).toBe(safe);
	});

	test.each(['Grüße', '世界', 'नमस्ते', 'e\u0301', '👩‍👩‍👧‍👦', '👍🏽', '❤️', '1️⃣', '🇩🇪'])('%s is let through whole', (text) => {
		expect(safeText(text)).toBe(text);
	});
});

describe('a flood of marks', () => {
	test('on one letter ends after eight, as does a chain of joined emoji', () => {
		expect(safeText(`a${'\u0301'.repeat(1000)}b`)).toBe(`a${'\u0301'.repeat(8)}\ufffdb`);
		expect(safeText(Array.from({ length: 10 }, () => '👩').join('\u200d'))).toBe(
			`${Array.from({ length: 8 }, () => '👩').join('\u200d')}<U+200D>👩\u200d👩`,
		);
	});

	test('is gone after one pass', () => {
		const floods = fc.array(fc.constantFrom('a', '\u0301', '\u0489', '\u200d', '👩', '\ufe0f', '🏽', '\u20e3', '1'), { maxLength: 60 });
		fc.assert(
			fc.property(floods, (parts) => {
				const safe = safeText(parts.join(''));
				expect(safeText(safe)).toBe(safe);
				expect(/\p{M}{9}/u.test(safe)).toBe(false);
			}),
		);
	});
});

describe('safeJson', () => {
	test('holds nothing dangerous, and reads as what it was made of', () => {
		fc.assert(
			fc.property(fc.oneof(anyCodeUnits, nasty, fc.string({ unit: 'binary' })), (text) => {
				const value = { [text]: [text, 1] };
				expect(dangerous.test(safeJson(value))).toBe(false);
				expect(JSON.parse(safeJson(value, '\t'))).toEqual(value);
			}),
		);
	});
});

describe('tableCell', () => {
	test.each([
		['one line', 'one line'],
		['one\ntwo', 'one...'],
		['one\r\ntwo', 'one...'],
		['one\ftwo', 'one...'],
		['\n', '...'],
		['a \x1b[2J\nb', 'a ^[[2J...'],
	])('%j becomes %j', (text, cell) => {
		expect(tableCell(text)).toBe(cell);
	});
});
