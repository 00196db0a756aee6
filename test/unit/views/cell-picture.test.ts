import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/base/cell.ts';
import { textWidth } from '../../../src/terminal/width.ts';
import { pictureText } from '../../../src/views/cell-picture.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/views/theme.ts';

const bar = (part: number): Picture => ({ kind: 'bar', part });
const trend = (samples: readonly (number | null)[], least = 0): Picture => ({ kind: 'trend', samples, least });

describe('a bar', () => {
	test.each([
		[0, '▕          ▏', '[          ]'],
		[0.001, '▕▏         ▏', '[#         ]'],
		[0.25, '▕██▌       ▏', '[###       ]'],
		[0.5, '▕█████     ▏', '[#####     ]'],
		[0.999, '▕█████████▉▏', '[######### ]'],
		[1, '▕██████████▏', '[##########]'],
		[1.2, '▕██████████▶', '[##########>'],
	])('of %f is %j, and %j in ASCII', (part, drawn, plain) => {
		expect(pictureText(bar(part), 12, unicodeGlyphs)).toBe(drawn);
		expect(pictureText(bar(part), 12, asciiGlyphs)).toBe(plain);
	});

	test('never gets shorter when more is used', () => {
		const filled = (part: number) =>
			Array.from(pictureText(bar(part), 12, unicodeGlyphs).slice(1, -1)).reduce(
				(sum, glyph) => sum + unicodeGlyphs.barParts.indexOf(glyph),
				0,
			);
		fc.assert(
			fc.property(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }), (one, other) => {
				expect(filled(Math.max(one, other))).toBeGreaterThanOrEqual(filled(Math.min(one, other)));
			}),
		);
	});
});

describe('a trend', () => {
	test('has its newest sample at the right edge, its greatest as high as it gets, and nothing where no sample came', () => {
		expect(pictureText(trend([0, 10, null, 80]), 8, unicodeGlyphs)).toBe('    ▁▂ █');
		expect(pictureText(trend([0, 10, null, 80]), 8, asciiGlyphs)).toBe('    _. #');
		expect(pictureText(trend([1, 2, 3, 4, 5]), 3, unicodeGlyphs)).toBe('▅▇█');
	});

	test('of little is low, so that noise is no mountain', () => {
		expect(pictureText(trend([1, 2, 1, 2], 20), 4, unicodeGlyphs)).toBe('▁▁▁▁');
		expect(pictureText(trend([0, 0], 0), 2, unicodeGlyphs)).toBe('▁▁');
	});
});

test('every picture is as wide as it was asked to be, to the column, and in ASCII where glyphs are', () => {
	const anyPicture: fc.Arbitrary<Picture> = fc.oneof(
		fc.record({ kind: fc.constant('bar' as const), part: fc.double({ min: -1, max: 5 }) }),
		fc.record({
			kind: fc.constant('trend' as const),
			samples: fc.array(fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })), { maxLength: 30 }),
			least: fc.double({ min: 0, max: 100, noNaN: true }),
		}),
	);
	fc.assert(
		fc.property(anyPicture, fc.integer({ min: 0, max: 30 }), (picture, width) => {
			for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
				const text = pictureText(picture, width, glyphs);
				expect([0, width]).toContain(textWidth(text));
				expect(text).not.toContain('undefined');
			}
			expect(pictureText(picture, width, asciiGlyphs)).toMatch(/^[\x20-\x7e]*$/);
		}),
	);
});
