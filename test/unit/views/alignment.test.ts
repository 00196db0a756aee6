import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '../../../src/base/cell.ts';
import { createPainter } from '../../../src/terminal/styled-line.ts';
import { themeFor } from '../../../src/terminal/themes.ts';
import { drawList } from '../../../src/views/draw-list.ts';
import { emptySource, type ListColumn, type RowSource } from '../../../src/views/row-source.ts';
import { SeenList } from '../../../src/views/seen-list.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/views/theme.ts';
import { EmulatedScreen } from '../../support/screen.ts';

const column = (id: string, max: number): ListColumn => ({
	id,
	title: id,
	align: 'left',
	worth: id.length,
	min: 8,
	max,
	sortKey: undefined,
});
const columns = [column('N', 20), column('BAR', 12), column('TREND', 16), column('LAST', 8)];

const anyName = fc.string({ unit: fc.constantFrom('a', '名', 'e\u0301', '한', 'ｶ', 'ü', '-'), minLength: 1, maxLength: 24 });
const anyPart = fc.double({ min: 0, max: 1.5, noNaN: true });
const anySamples = fc.array(fc.option(fc.nat({ max: 500 })), { maxLength: 24 });

const width = 80;

test('columns stand under each other in a terminal, behind wide and combining characters, bars and trends', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(anyName, anyPart, anySamples), { minLength: 1, maxLength: 6 }),
			fc.boolean(),
			async (drawn, ascii) => {
				const cells = drawn.map(([name, part, samples]): readonly Cell[] => [
					{ text: name },
					{ text: '', picture: { kind: 'bar', part } },
					{ text: '', picture: { kind: 'trend', samples, least: 20 } },
					{ text: '|' },
				]);
				const rows: RowSource = { ...emptySource, length: cells.length, keyAt: String, indexOf: Number, at: (index) => cells[index] ?? [] };
				const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
				const list = drawList(
					{
						columns,
						rows,
						position: { key: undefined, index: 0, top: 0 },
						columnOffset: 0,
						sortedBy: undefined,
						stale: false,
						cursor: true,
						marks: new Set(),
						seen: new SeenList(),
					},
					width,
					10,
					glyphs,
				);
				const screen = new EmulatedScreen(width, 10);
				const paint = createPainter(themeFor(3, 'light'));
				await screen.write([list.titles, ...list.lines].map(paint).join('\r\n'));
				const places = Array.from({ length: drawn.length + 1 }, (_, row) => screen.columnOf(row, row === 0 ? 'L' : '|'));
				screen.dispose();
				expect(new Set(places).size).toBe(1);
				expect(places[0]).toBeGreaterThan(0);
			},
		),
		{ numRuns: 60 },
	);
});
