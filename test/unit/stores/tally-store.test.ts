import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tally } from '../../../src/domains/types.ts';
import { TallyStore } from '../../../src/stores/tally-store.ts';
import { anyRow, anyStep, newPlainStore, type PlainRow, plainRow, takeStep } from '../../support/plain-rows.ts';

interface Counts {
	rows: number;
	sum: number;
}

/** Rows by namespace; those of version 3 do not count. */
const byNamespace: Tally<PlainRow, Counts> = {
	name: 'byNamespace',
	keyOf: (row) => (row.resourceVersion === '3' ? undefined : row.namespace),
	empty: () => ({ rows: 0, sum: 0 }),
	add: (counts, row) => {
		counts.rows += 1;
		counts.sum += row.count;
	},
	remove: (counts, row) => {
		counts.rows -= 1;
		counts.sum -= row.count;
	},
};

describe('a tally', () => {
	test('is the sum over the rows that are there, whatever happened before', () => {
		fc.assert(
			fc.property(fc.array(anyRow, { maxLength: 8 }), fc.array(anyStep, { maxLength: 40, size: 'max' }), (first, steps) => {
				const store = newPlainStore();
				store.appendPage(first);
				const tally = new TallyStore(byNamespace, store);
				for (const step of steps) {
					takeStep(store, step);
					for (const namespace of ['shop', 'bank']) {
						const rows = Array.from(store.values()).filter((row) => byNamespace.keyOf(row) === namespace);
						const sum = rows.reduce((total, row) => total + row.count, 0);
						expect(tally.get(namespace)).toEqual(rows.length === 0 ? undefined : { rows: rows.length, sum });
					}
				}
			}),
		);
	});

	test('has a revision that grows with rows that count, and with no others', () => {
		const store = newPlainStore();
		const tally = new TallyStore(byNamespace, store);
		store.upsert(plainRow('a', '3'));
		expect(tally.revision).toBe(0);
		store.upsert(plainRow('a', '4'));
		const counted = tally.revision;
		expect(counted).toBeGreaterThan(0);
		store.upsert(plainRow('b', '3'));
		store.remove('b');
		expect(tally.revision).toBe(counted);
		store.remove('a');
		expect(tally.revision).toBeGreaterThan(counted);
	});

	test('does not follow its rows any more once it is disposed of', () => {
		const store = newPlainStore();
		const tally = new TallyStore(byNamespace, store);
		tally.dispose();
		store.upsert(plainRow('a', '1'));
		expect(tally.get('shop')).toBeUndefined();
	});
});
