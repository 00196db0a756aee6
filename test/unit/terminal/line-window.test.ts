import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headLine, isWider, lineWindow } from '../../../src/terminal/slice-line.ts';
import { lineText, lineWidth, span } from '../../../src/terminal/styled-line.ts';

const anyText = fc.string({ unit: fc.constantFrom('a', '名', 'é', '👩‍👩‍👧', '🚀', 'ｶﾞ', ' ', '한', 'x') });
const anyLine = fc.array(
	anyText.map((text) => span(text)),
	{ maxLength: 5 },
);
const windowOf = (text: string, column: number, width: number): string => lineText(lineWindow([span(text)], column, width, span('…')));

describe('what of a line is in a window', () => {
	test('says that it goes on, also where a wide character would stand in the last column but one', () => {
		const rockets = '🚀'.repeat(300);
		expect(windowOf(`${rockets}`, 0, 6)).toBe('🚀🚀… ');
		expect(windowOf(`a${rockets}`, 0, 6)).toBe('a🚀🚀…');
		expect(windowOf(`${rockets}`, 16, 6)).toBe('… 🚀… ');
		expect(windowOf(`a${rockets}`, 16, 6)).toBe('…🚀🚀…');
	});

	test('is as wide as asked and has an ellipsis at each end where something is left out, and nowhere else', () => {
		fc.assert(
			fc.property(anyLine, fc.nat(24), fc.integer({ min: 2, max: 16 }), (line, column, width) => {
				const shown = lineWindow(line, column, width, span('…'));
				const text = lineText(shown);
				expect(lineWidth(shown)).toBe(width);
				const before = column > 0 && lineWidth(line) > 0;
				const after = isWider(line, column + width);
				expect(text.split('…').length - 1).toBe(Number(before) + Number(after));
				if (before) expect(text.startsWith('…')).toBe(true);
				if (after) expect(text.trimEnd().endsWith('…')).toBe(true);
				if (!before && !after) expect(text.trimEnd()).toBe(lineText(headLine(line, width)).trimEnd());
			}),
		);
	});
});
