import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastTop, scrolled } from '../../../src/views/scroll.ts';

const heightsOf = (rows: readonly number[]) => ({ length: rows.length, rowsAt: (place: number) => rows[place] ?? 1 });

/** How many rows are above a top. */
const above = (rows: readonly number[], { place, row }: { readonly place: number; readonly row: number }): number =>
	rows.slice(0, place).reduce((sum, each) => sum + each, 0) + row;

const entries = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 40, size: 'max' });

describe('scrolling over lines of several rows', () => {
	it('goes as many rows as were asked for, and stops at the first and where the last row is at the bottom', () => {
		fc.assert(
			fc.property(entries, fc.integer({ min: 1, max: 30 }), fc.array(fc.integer({ min: -40, max: 40 })), (rows, height, steps) => {
				const heights = heightsOf(rows);
				const total = rows.reduce((sum, each) => sum + each, 0);
				const last = Math.max(0, total - height);
				let top = lastTop(heights, height);
				let expected = last;
				expect(above(rows, top)).toBe(last);
				for (const step of steps) {
					top = scrolled(heights, top, step, height);
					expected = Math.max(0, Math.min(last, expected + step));
					expect(above(rows, top)).toBe(expected);
					expect(top.row).toBeLessThan(rows[top.place] ?? 0);
				}
			}),
		);
	});
});
