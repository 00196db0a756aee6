import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Filter, makeFilter } from '../../../src/filter/filter.ts';
import { narrows } from '../../../src/filter/narrows.ts';
import { RowTexts } from '../../../src/filter/row-texts.ts';
import { cellContext } from '../../support/cell-context.ts';
import { type ShownRow, shownRow, testDomains } from '../../support/fake-services.ts';

const columns = testDomains.find(({ name }) => name === 'pods')?.columns ?? [];
const context = cellContext({ now: Date.UTC(2026, 10, 22, 3, 0, 0) });

function filterOf(text: string): Filter {
	const { filter, fault } = makeFilter(text, columns);
	if (filter === undefined) throw new Error(fault.sentence);
	return filter;
}

/** With capitals whose lower case depends on what stands beside them, or is ASCII while they are not. */
const letters = fc.string({ unit: fc.constantFrom(...'abAB1-ΣσςKk'), maxLength: 5 });
const anyRow: fc.Arbitrary<ShownRow> = fc
	.record({ name: letters, status: letters, namespace: fc.constantFrom('shop', 'Bank') })
	.map(({ name, status, namespace }) => shownRow(name, { status, namespace }));
const word = fc
	.tuple(fc.constantFrom('', '', '', '!', 'status:', '=', 'name:='), letters)
	.filter(([, text]) => text !== '')
	.map(([before, text]) => `${before}"${text}"`);
const typed = fc.array(fc.oneof(word, fc.constantFrom('/a+B/', '/ab?/', 'restarts:>1', '"a"|"b"')), { minLength: 1, maxLength: 3 });

describe('a filter with the texts of rows kept', () => {
	test('answers as it does without them, the first time and later', () => {
		fc.assert(
			fc.property(typed, fc.array(anyRow, { maxLength: 6 }), (words, rows) => {
				const { filter } = makeFilter(words.join(' '), columns);
				fc.pre(filter?.test !== undefined);
				const texts = new RowTexts();
				const plain = rows.map((row) => filter?.test?.(row, context));
				for (const _ of [1, 2]) expect(rows.map((row) => filter?.test?.(row, context, texts))).toEqual(plain);
			}),
			{ numRuns: 500 },
		);
	});

	test('makes the cells of a row once, however many keys are typed', () => {
		const row = shownRow('cart-a');
		let made = 0;
		const counted = columns.map((column) => ({
			...column,
			cell: (...given: Parameters<typeof column.cell>) => {
				made += 1;
				return column.cell(...given);
			},
		}));
		const texts = new RowTexts();
		const ask = (text: string) => makeFilter(text, counted).filter?.test?.(row, context, texts);
		expect(ask('c')).toBe(true);
		const once = made;
		expect(once).toBeGreaterThan(0);
		expect([ask('ca'), ask('car'), ask('carX'), ask('=none'), ask('!cart')]).toEqual([true, true, false, false, false]);
		expect(made).toBe(once);
	});
});

describe('a filter narrows another', () => {
	test.each([
		['ca', 'car', true],
		['art', 'cart', true],
		['cart', 'cart till', true],
		['ca', 'CArt', true],
		['status:ru', 'status:run', true],
		['CA', 'cart', false],
		['car', 'ca', false],
		['status:ru', 'run', false],
		['!ca', '!cart', false],
		['ca|till', 'car|till', false],
		['restarts:>1', 'restarts:>10', false],
		['/ca/', '/car/', false],
	])('%s, then %s: %s', (before, next, expected) => {
		expect(narrows(filterOf(next), filterOf(before))).toBe(expected);
	});

	test('only when no row passes the one that did not pass the other', () => {
		fc.assert(
			fc.property(typed, typed, letters, fc.array(anyRow, { maxLength: 6 }), (one, other, more, rows) => {
				const before = makeFilter(one.join(' '), columns).filter;
				for (const text of [other.join(' '), one.join(' ').replace(/"$/, `${more}"`)]) {
					const next = makeFilter(text, columns).filter;
					if (before === undefined || next === undefined || !narrows(next, before)) continue;
					const passing = rows.filter((row) => next.test?.(row, context) ?? true);
					expect(passing.filter((row) => before.test?.(row, context) === false)).toEqual([]);
				}
			}),
			{ numRuns: 1_000 },
		);
	});
});
