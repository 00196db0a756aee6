import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeptRows } from '../../../src/stores/kept-rows.ts';
import { anyRow, anyStep, foldChanges, newPlainStore, type PlainRow, plainRow, takeStep } from '../../support/plain-rows.ts';

/** Whether a row is kept changes with its versions. */
const isOdd = ({ count }: PlainRow): boolean => count % 2 === 1;

describe('the kept rows of a store', () => {
	test('are those that pass the test, and are told so, whatever happened before', () => {
		fc.assert(
			fc.property(fc.array(anyRow, { maxLength: 8 }), fc.array(anyStep, { maxLength: 40, size: 'max' }), (first, steps) => {
				const store = newPlainStore();
				store.appendPage(first);
				const kept = new KeptRows(store, isOdd);
				const folded = foldChanges(kept);
				for (const step of steps) {
					const { revision } = kept;
					const before = [...kept.values()];
					takeStep(store, step);
					const expected = new Set(Array.from(store.values()).filter(isOdd));
					expect(new Set(kept.values())).toEqual(expected);
					expect(new Set(folded.values())).toEqual(expected);
					expect(kept.size).toBe(expected.size);
					for (const row of store.values()) expect(kept.get(row.uid)).toBe(isOdd(row) ? row : undefined);
					const same = before.length === kept.size && before.every((row) => kept.get(row.uid) === row);
					if (!same) expect(kept.revision).toBeGreaterThan(revision);
				}
			}),
		);
	});

	test('are up to date when an observer hears of them, who hears of no others', () => {
		const store = newPlainStore();
		const kept = new KeptRows(store, isOdd);
		const heard: string[] = [];
		const stop = kept.observe({
			changed: (changes) => heard.push(...changes.map(({ type, row }) => `${type} ${row.uid} of ${kept.size}`)),
			synced: () => heard.push('synced'),
		});
		store.appendPage([plainRow('a', '1', { count: 1 }), plainRow('b', '1')]);
		store.completeFirstList();
		store.upsert(plainRow('b', '2', { count: 1 }));
		store.upsert(plainRow('a', '2'));
		const { revision } = kept;
		store.upsert(plainRow('a', '3'));
		expect(kept.revision).toBe(revision);
		stop();
		store.clear();
		expect(heard).toEqual(['added a of 1', 'synced', 'added b of 2', 'deleted a of 1']);
	});

	test('stay what they were once they are disposed of', () => {
		const store = newPlainStore();
		const kept = new KeptRows(store, isOdd);
		store.upsert(plainRow('a', '1', { count: 1 }));
		kept.dispose();
		store.clear();
		expect(Array.from(kept.values(), ({ uid }) => uid)).toEqual(['a']);
	});
});
