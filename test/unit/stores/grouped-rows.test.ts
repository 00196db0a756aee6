import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byCodeUnits } from '../../../src/base/by-code-units.ts';
import { anyGrouping } from '../../../src/domains/erase.ts';
import type { Row } from '../../../src/domains/types.ts';
import { GroupedRows } from '../../../src/stores/grouped-rows.ts';
import { anyRow, anyStep, foldChanges, newPlainStore, type PlainRow, plainRow, takeStep } from '../../support/plain-rows.ts';

/** Which group a row is in changes with its versions. */
const keyOf = ({ namespace, count }: PlainRow): string => `${namespace}/${count % 2}`;

/** Tells everything of its members. */
const groupOf = (rows: readonly PlainRow[]): Row => {
	const [first] = rows;
	if (first === undefined) throw new Error('a group of nothing');
	const members = rows.map(({ uid, resourceVersion, count }) => `${uid}@${resourceVersion}:${count}`).toSorted(byCodeUnits);
	return { ...first, uid: keyOf(first), name: members.join(' ') };
};

const grouping = anyGrouping({ keyOf, rowOf: groupOf });

const namesOf = (rows: Iterable<Row>): readonly string[] => Array.from(rows, ({ uid, name }) => `${uid}: ${name}`).toSorted(byCodeUnits);

describe('the rows of a store in groups', () => {
	test('are those of its rows as they are, and are told so, whatever happened before', () => {
		fc.assert(
			fc.property(fc.array(anyRow, { maxLength: 8 }), fc.array(anyStep, { maxLength: 40, size: 'max' }), (first, steps) => {
				const store = newPlainStore();
				store.appendPage(first);
				const grouped = new GroupedRows(store, grouping);
				const folded = foldChanges(grouped);
				for (const step of steps) {
					const { revision } = grouped;
					const before = namesOf(grouped.values());
					takeStep(store, step);
					const expected = namesOf(Object.values(Object.groupBy(store.values(), keyOf)).map((members = []) => groupOf(members)));
					expect(namesOf(grouped.values())).toEqual(expected);
					expect(namesOf(folded.values())).toEqual(expected);
					expect(grouped.size).toBe(expected.length);
					for (const row of grouped.values()) expect(grouped.get(row.uid)).toBe(row);
					if (before.join() !== expected.join()) expect(grouped.revision).toBeGreaterThan(revision);
				}
			}),
		);
	});

	test('are up to date when an observer hears of them, once for all that changed at once', () => {
		const store = newPlainStore();
		const grouped = new GroupedRows(store, grouping);
		const heard: string[] = [];
		const stop = grouped.observe({
			changed: (changes) => heard.push(...changes.map(({ type, row }) => `${type} ${row.uid} of ${grouped.size}`)),
			synced: () => heard.push('synced'),
		});
		store.appendPage([plainRow('a', '1'), plainRow('b', '1')]);
		store.completeFirstList();
		store.upsert(plainRow('b', '2', { count: 1 }));
		store.remove('a');
		stop();
		store.clear();
		expect(heard).toEqual(['added shop/0 of 1', 'synced', 'added shop/1 of 2', 'modified shop/0 of 2', 'deleted shop/0 of 1']);
	});

	test('stay what they were once they are disposed of', () => {
		const store = newPlainStore();
		const grouped = new GroupedRows(store, grouping);
		store.upsert(plainRow('a', '1'));
		grouped.dispose();
		store.clear();
		expect(namesOf(grouped.values())).toEqual(['shop/0: a@1:0']);
	});
});
