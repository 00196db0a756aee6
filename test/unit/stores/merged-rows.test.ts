import { describe, expect, test } from 'vitest';
import { MergedRows } from '../../../src/stores/merged-rows.ts';
import { RowView } from '../../../src/stores/row-view.ts';
import { foldChanges, newPlainStore, plainRow } from '../../support/plain-rows.ts';

describe('rows of several stores', () => {
	test('read as the rows of one', () => {
		const [a, b] = [newPlainStore(), newPlainStore()];
		const merged = new MergedRows([a, b]);
		const folded = foldChanges(merged);
		const view = new RowView(merged);
		b.appendPage([plainRow('y', '1')]);
		a.appendPage([plainRow('x', '1'), plainRow('z', '1')]);
		const { revision } = merged;
		b.upsert(plainRow('y', '2'));
		a.remove('z');
		expect(merged.revision).toBeGreaterThan(revision);
		expect(merged.size).toBe(2);
		expect(Array.from(merged.values(), (row) => `${row.uid}@${row.resourceVersion}`)).toEqual(['x@1', 'y@2']);
		expect(new Set(folded.values())).toEqual(new Set(merged.values()));
		expect(Array.from(view.values(), (row) => row.uid)).toEqual(['x', 'y']);
		expect(merged.get('y')?.resourceVersion).toBe('2');
		expect(merged.get('nobody')).toBeUndefined();
	});

	test('pass on that each store is complete, until nobody observes', () => {
		const [a, b] = [newPlainStore(), newPlainStore()];
		const told: string[] = [];
		const stop = new MergedRows([a, b]).observe({
			changed: (changes) => told.push(...changes.map(({ row }) => row.uid)),
			synced: () => told.push('synced'),
		});
		a.completeFirstList();
		b.upsert(plainRow('y', '1'));
		stop();
		b.completeFirstList();
		a.upsert(plainRow('x', '1'));
		expect(told).toEqual(['synced', 'y']);
	});
});
