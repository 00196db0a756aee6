import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneUnitEach, segmenter } from '../../../src/base/graphemes.ts';

const icu = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const unit = fc.oneof(
	fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
	fc.integer({ min: 0x2500, max: 0x25fc }).map((code) => String.fromCharCode(code)),
	fc.constantFrom('\x1b', '·', '–', '…', '←', '↓'),
);
/** What joins what stands beside it. */
const joining = fc.constantFrom('\r', '\n', '\u0301', '\u200d', '\ufe0f', '\u20e3', '😀', '가', 'é', '🇩', '🇪');

test('text ends its characters where ICU ends them, whether ICU is asked or not', () => {
	const text = fc.oneof(fc.string({ unit }), fc.string({ unit: fc.oneof({ weight: 4, arbitrary: unit }, joining) }));
	fc.assert(
		fc.property(text, fc.nat({ max: 12 }), (given, at) => {
			expect(Array.from(segmenter.segment(given))).toEqual(Array.from(icu.segment(given)));
			expect(segmenter.segment(given).containing(at)).toEqual(icu.segment(given).containing(at));
			expect(segmenter.segment(given).containing()).toEqual(icu.segment(given).containing());
		}),
	);
});

test('what is taken apart without ICU joins none of its own kind', () => {
	const quick = Array.from({ length: 0x2600 }, (_, code) => String.fromCharCode(code)).filter((one) => oneUnitEach.test(one));
	expect(quick.length).toBeGreaterThan(300);
	for (const one of quick) expect(Array.from(icu.segment(`a${one}\x1b${one}${one}▸`)), one).toHaveLength(6);
});
