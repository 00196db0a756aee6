import { expect, test } from 'vitest';
import type { Row } from '../../../src/domains/types.ts';
import { LineRows } from '../../../src/stores/line-rows.ts';

interface Told extends Row {
	readonly value: number;
	readonly parts: readonly number[];
}

const line = (uid: string, value: number, parts: readonly number[] = []): Told => ({
	uid,
	value,
	parts,
	namespace: '',
	name: uid,
	resourceVersion: '',
	created: 0,
	health: 'ok',
});

test('lines that say the same stay the rows they were, the others change, come and go, and all stand in their order', () => {
	const rows = new LineRows<Told>((error) => {
		throw error;
	});
	const seen: string[] = [];
	rows.observe({ changed: (changes) => seen.push(...changes.map(({ type, row }) => `${type} ${row.uid}`)) });
	rows.settle([line('b', 1), line('c', 2, [1, 2])]);
	const [, kept] = rows.values();
	expect(seen.splice(0)).toEqual(['added b', 'added c']);

	rows.settle([line('a', 0), line('b', 5), line('c', 2, [1, 2])]);
	expect(seen.splice(0)).toEqual(['added a', 'modified b']);
	expect(Array.from(rows.values(), ({ uid, value }) => [uid, value])).toEqual([
		['a', 0],
		['b', 5],
		['c', 2],
	]);
	expect(rows.get('c')).toBe(kept);

	rows.settle([line('c', 2, [1, 3]), line('a', 0)]);
	expect(seen.splice(0)).toEqual(['deleted b', 'modified c']);
	expect(Array.from(rows.values(), ({ uid }) => uid)).toEqual(['c', 'a']);
	expect(rows.size).toBe(2);

	const { revision } = rows;
	rows.settle([line('c', 2, [1, 3]), line('a', 0)]);
	expect([seen, rows.revision]).toEqual([[], revision]);
});
