import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ColumnLayout, type ColumnWish, columnStops } from '../../../src/views/column-layout.ts';
import { atTop, follow, type ListPosition, move } from '../../../src/views/list-position.ts';
import { quietSeconds } from '../../../src/views/next-change.ts';

const wish = (natural: number, worth: number, over: Partial<ColumnWish> = {}): ColumnWish => ({
	natural,
	worth,
	min: 4,
	max: undefined,
	...over,
});

const lastOffset = (wishes: readonly ColumnWish[], width: number, gap: number): number => columnStops(wishes, width, gap).length - 1;

const layOutColumns = (wishes: readonly ColumnWish[], width: number, offset: number, gap: number): ColumnLayout => {
	const stops = columnStops(wishes, width, gap);
	return stops[Math.min(offset, stops.length - 1)] ?? { columns: [], hiddenLeft: 0, hiddenRight: 0 };
};

const anyWish = fc.record({
	natural: fc.integer({ min: 1, max: 60 }),
	worth: fc.integer({ min: 1, max: 20 }),
	min: fc.integer({ min: 1, max: 16 }),
	max: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
});

describe('columns', () => {
	test('are dropped by worth, and stand in the order of the domain', () => {
		const wishes = [wish(20, 1), wish(10, 3), wish(10, 9), wish(10, 2)];
		expect(layOutColumns(wishes, 46, 0, 2).columns).toEqual([
			{ index: 0, width: 20 },
			{ index: 1, width: 10 },
			{ index: 3, width: 10 },
		]);
	});

	test('give what is left to the worthiest, up to what they have to show', () => {
		expect(layOutColumns([wish(10, 1), wish(60, 2)], 50, 0, 2).columns).toEqual([
			{ index: 0, width: 10 },
			{ index: 1, width: 38 },
		]);
	});

	test('a short text is cut only where nothing of less worth has its room, and never below its min', () => {
		expect(layOutColumns([wish(16, 1), wish(16, 2), wish(4, 3)], 33, 0, 2)).toMatchObject({
			columns: [
				{ index: 0, width: 16 },
				{ index: 1, width: 15 },
			],
			hiddenRight: 1,
		});
		expect(layOutColumns([wish(16, 1), wish(16, 2, { min: 16 })], 33, 0, 2)).toMatchObject({ columns: [{ index: 0 }], hiddenRight: 1 });
	});

	test('one that is cut to stay in sight can be scrolled to and read whole', () => {
		const wishes = [wish(16, 1), wish(10, 2), wish(16, 3)];
		expect(layOutColumns(wishes, 40, 0, 2).columns.at(-1)).toEqual({ index: 2, width: 10 });
		const furthest = lastOffset(wishes, 40, 2);
		expect(layOutColumns(wishes, 40, furthest, 2).columns.at(-1)).toEqual({ index: 2, width: 16 });
	});

	test('none is left out for others of less worth, but one that would not fit beside the name alone', () => {
		fc.assert(
			fc.property(
				fc.array(anyWish, { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 1, max: 200 }),
				fc.constantFrom(1, 2),
				(wishes, width, gap) => {
					const shown = new Set(layOutColumns(wishes, width, 0, gap).columns.map(({ index }) => index));
					for (const [hidden, missing] of wishes.entries()) {
						if (shown.has(hidden)) continue;
						const isLeftOut = wishes.some((other, index) => index > 0 && shown.has(index) && other.worth > missing.worth);
						const [first] = wishes;
						const alone = first === undefined ? [] : layOutColumns([first, missing], width, 0, gap).columns;
						if (isLeftOut) expect(alone).toHaveLength(1);
					}
				},
			),
		);
	});

	test('that hold numbers are whole or not there', () => {
		fc.assert(
			fc.property(
				fc.array(anyWish, { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 1, max: 200 }),
				fc.nat(12),
				fc.constantFrom(1, 2),
				(wishes, width, offset, gap) => {
					const numbers = wishes.map((one, index) => ({ ...one, isNumber: index > 0 && index % 2 === 0 }));
					for (const { index, width: given } of layOutColumns(numbers, width, offset, gap).columns) {
						if (numbers[index]?.isNumber === true) expect(given).toBe(numbers[index].natural);
					}
				},
			),
		);
	});

	test('scrolled, what is left over shows the beginning of the next one, which is whole further on', () => {
		const wishes = [wish(10, 1), wish(10, 2), wish(10, 3), wish(16, 4), wish(10, 5)];
		expect(layOutColumns(wishes, 34, 1, 2).columns).toEqual([
			{ index: 0, width: 10 },
			{ index: 2, width: 10 },
			{ index: 3, width: 10 },
		]);
		expect(layOutColumns(wishes, 34, 2, 2).columns).toContainEqual({ index: 3, width: 16 });
	});

	test('every text can be scrolled to where its short form is whole, with the order pinned', () => {
		fc.assert(
			fc.property(fc.array(anyWish, { minLength: 2, maxLength: 10 }), fc.nat(9), fc.constantFrom(1, 2), (wishes, at, gap) => {
				const width = 120;
				const sorted = 1 + (at % (wishes.length - 1));
				const marked = wishes.map((one, index) => ({ ...one, min: 4, natural: Math.min(one.natural, 30), sorted: index === sorted }));
				const seen = new Set<number>();
				for (let offset = 0; offset <= lastOffset(marked, width, gap); offset++) {
					const { columns } = layOutColumns(marked, width, offset, gap);
					expect(columns.map(({ index }) => index)).toContain(sorted);
					for (const { index, width: given } of columns)
						if (given >= Math.min(16, marked[index]?.natural ?? 0, marked[index]?.max ?? 99)) seen.add(index);
				}
				expect(seen.size).toBe(marked.length);
			}),
		);
	});

	test('the one that the list is sorted by is always there, whatever its worth', () => {
		fc.assert(
			fc.property(
				fc.array(anyWish, { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 4, max: 200 }),
				fc.nat(11),
				fc.nat(12),
				fc.constantFrom(1, 2),
				(wishes, width, at, offset, gap) => {
					const sorted = at % wishes.length;
					const marked = wishes.map((one, index) => ({ ...one, sorted: index === sorted }));
					expect(layOutColumns(marked, width, offset, gap).columns.map(({ index }) => index)).toContain(sorted);
				},
			),
		);
	});

	test('scrolled, the first stays and every other can be reached', () => {
		const wishes = [wish(10, 1), wish(10, 2), wish(10, 3), wish(10, 4), wish(10, 5)];
		const furthest = lastOffset(wishes, 34, 2);
		const seen = new Set<number>();
		for (let offset = 0; offset <= furthest; offset++) {
			const { columns } = layOutColumns(wishes, 34, offset, 2);
			expect(columns[0]?.index).toBe(0);
			for (const { index } of columns) seen.add(index);
		}
		expect(seen).toEqual(new Set([0, 1, 2, 3, 4]));
		expect(lastOffset(wishes, 200, 2)).toBe(0);
	});

	test('every step to the right brings something into sight, wherever the column of the order is', () => {
		const pinned = [wish(20, 1), wish(10, 2), wish(10, 3, { sorted: true }), wish(10, 4), wish(10, 5)];
		const indexes = columnStops(pinned, 46, 2).map(({ columns }) => columns.map(({ index }) => index));
		expect(indexes).toEqual([
			[0, 1, 2],
			[0, 2, 3],
			[0, 2, 4],
		]);
		fc.assert(
			fc.property(
				fc.array(anyWish, { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 1, max: 200 }),
				fc.nat(12),
				fc.constantFrom(1, 2),
				(wishes, width, sorted, gap) => {
					const marked = wishes.map((one, index) => ({ ...one, sorted: index === sorted }));
					const stops = columnStops(marked, width, gap);
					const wide = (layout: ColumnLayout | undefined, column: number): number =>
						layout?.columns.find(({ index }) => index === column)?.width ?? 0;
					for (const [at, stop] of stops.entries()) {
						const before = stops[at - 1];
						if (before !== undefined) expect(marked.some((_, index) => wide(stop, index) > wide(before, index))).toBe(true);
					}
				},
			),
		);
	});

	test('fit the width, each once and in order, wide as asked at most; what is not shown is counted', () => {
		fc.assert(
			fc.property(
				fc.array(anyWish, { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 1, max: 200 }),
				fc.nat(12),
				fc.constantFrom(1, 2),
				(wishes, width, offset, gap) => {
					const { columns, hiddenLeft, hiddenRight } = layOutColumns(wishes, width, offset, gap);
					const used = columns.reduce((sum, column) => sum + column.width, 0) + gap * (columns.length - 1);
					expect(used).toBeLessThanOrEqual(width);
					expect(columns.map(({ index }) => index)).toEqual([...new Set(columns.map(({ index }) => index))].sort((a, b) => a - b));
					for (const { index, width: wide } of columns) expect(wide).toBeLessThanOrEqual(Math.max(1, wishes[index]?.natural ?? 0));
					expect(columns.length + hiddenLeft + hiddenRight).toBe(wishes.length);
				},
			),
		);
	});
});

const keysOf = (keys: readonly string[]) => ({
	length: keys.length,
	keyAt: (index: number) => keys[index],
	indexOf: (key: string) => keys.indexOf(key),
});

describe('a place in a list', () => {
	const rows = keysOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);

	test('moves by rows and pages and stops at the ends', () => {
		let at: ListPosition = move(atTop, 'down', rows, 3);
		expect(at).toEqual({ key: 'b', index: 1, top: 0 });
		at = move(at, 'page-down', rows, 3);
		expect(at).toEqual({ key: 'd', index: 3, top: 2 });
		at = move(at, 'bottom', rows, 3);
		expect(at).toEqual({ key: 'h', index: 7, top: 5 });
		expect(move(at, 'down', rows, 3)).toEqual(at);
		expect(move(at, 'top', rows, 3)).toEqual({ key: 'a', index: 0, top: 0 });
	});

	test('keeps its line on the screen when rows come before it', () => {
		const at = { key: 'd', index: 3, top: 2 };
		expect(follow(at, keysOf(['1', '2', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']), 3)).toEqual({ key: 'd', index: 5, top: 4 });
	});

	test('stays with its neighbour when its row is gone', () => {
		expect(follow({ key: 'd', index: 3, top: 2 }, keysOf(['a', 'b', 'c', 'e', 'f']), 3)).toMatchObject({ key: 'e', index: 3 });
		expect(follow({ key: 'd', index: 3, top: 2 }, keysOf(['a']), 3)).toEqual({ key: 'a', index: 0, top: 0 });
	});

	test('is remembered while no row is there', () => {
		expect(follow({ key: 'd', index: 3, top: 2 }, keysOf([]), 3)).toMatchObject({ key: 'd', index: 3 });
	});

	test('is always on the screen, whatever happens to the rows', () => {
		const lists = fc.uniqueArray(fc.constantFrom(...'abcdefghijklm'), { minLength: 1 });
		const movement = fc.constantFrom('up', 'down', 'page-up', 'page-down', 'top', 'bottom');
		fc.assert(
			fc.property(fc.array(fc.tuple(lists, movement), { minLength: 1 }), fc.integer({ min: 1, max: 6 }), (steps, height) => {
				let at = atTop;
				for (const [keys, key] of steps) {
					at = move(at, key, keysOf(keys), height);
					expect(at.key).toBe(keys[at.index]);
					expect(at.index).toBeGreaterThanOrEqual(at.top);
					expect(at.index).toBeLessThan(at.top + height);
					expect(at.top).toBeLessThanOrEqual(Math.max(0, keys.length - height));
				}
			}),
		);
	});
});

describe('a quiet screen', () => {
	const ageAt = (born: number, unit: number) => (seconds: number) => String(Math.floor((born + seconds) / unit));

	test('is looked at every second while seconds are counted', () => {
		expect(quietSeconds(ageAt(0, 1))).toBe(1);
	});

	test('is looked at no later than the first turn of an age', () => {
		fc.assert(
			fc.property(fc.nat(3600), (born) => {
				const quiet = quietSeconds(ageAt(born, 60));
				expect(quiet).toBeGreaterThanOrEqual(1);
				expect(quiet).toBeLessThanOrEqual(60 - (born % 60));
			}),
		);
	});

	test('that never changes is looked at rarely', () => {
		expect(quietSeconds(() => '208d')).toBe(60);
	});
});
