import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, durationSeconds, humanDuration } from '../../../src/base/age.ts';
import { tableDomain } from '../../../src/domains/table-domain.ts';
import { TableRow } from '../../../src/domains/table-row.ts';
import { lettersNotForSorting } from '../../../src/keys/keymap.ts';
import type { CellValue, ServedResource, TableColumn } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';

const served: ServedResource = {
	gvr: { group: 'data.example.com', version: 'v1', resource: 'databases' },
	kind: 'Database',
	singular: 'database',
	shortNames: ['db'],
	categories: [],
	namespaced: true,
	verbs: ['list'],
	preferred: true,
};
const column = (name: string, type = 'string', more: Partial<TableColumn> = {}): TableColumn => ({
	name,
	type,
	description: '',
	priority: 0,
	...more,
});
const printedAt = Date.parse('2026-11-22T12:00:00Z');
const hour = 3_600_000;

const rowOf = (columns: readonly TableColumn[], cells: readonly CellValue[], created = '2026-11-22T09:00:00Z', resourceVersion = '1') =>
	new TableRow(
		{ metadata: { name: 'orders', namespace: 'data', uid: 'u', resourceVersion, creationTimestamp: created }, columns, cells, printedAt },
		(text) => text,
	);

const shown = (columns: readonly TableColumn[], row: TableRow, now = printedAt) => {
	const domain = tableDomain(served, 'databases.data.example.com').ofRow?.(row);
	return {
		ids: domain?.columns.map(({ id }) => id),
		printed: domain?.printed?.map(({ cell }) => cell(row, now)),
		values: domain?.columns.map(({ value }) => value(row, cellContext({ now }))),
		of: columns,
	};
};

describe('a view with the columns of a Table', () => {
	it('has its columns under ids of their own, and what a row has anyway under its usual name', () => {
		const columns = [
			column('Name'),
			column('Kind'),
			column('Last Backup', 'date'),
			column('SIZE', 'integer'),
			column('Size'),
			column('Age', 'date', { description: 'CreationTimestamp is' }),
		];
		const row = rowOf(columns, ['orders', 'x', null, 3, 'large', '3h']);
		const { ids, values, printed } = shown(columns, row);
		expect(ids).toEqual(['name', 'namespace', 'kind2', 'lastBackup', 'size', 'size2', 'age']);
		expect(values).toEqual(['orders', 'data', 'x', null, 3, 'large', row.created]);
		expect(printed).toEqual(['orders', 'x', '', '3', 'large', '3h']);
	});

	it('gives each column a letter that sorts by it and by nothing else', () => {
		const columns = ['Name', 'Ready', 'Reason', 'Engine', 'Age', 'Ee'].map((name) => column(name));
		const domain = tableDomain(served, 'databases').ofRow?.(rowOf(columns, ['orders']));
		const letters = domain?.columns.flatMap(({ sortKey }) => sortKey ?? []) ?? [];
		expect(letters).toEqual(['E', 'P', 'R', 'S', 'I', 'A']);
		for (const letter of lettersNotForSorting) expect(letters).not.toContain(letter);
	});

	it('goes on counting ages, those of the object exactly', () => {
		const columns = [column('Name'), column('Age', 'string', { description: 'CreationTimestamp is a timestamp' })];
		expect(shown(columns, rowOf(columns, ['orders', '2h59m']), printedAt + 2 * hour).printed).toEqual(['orders', '5h']);
	});

	it('knows an age that is not the object’s, whatever it is called', () => {
		const columns = [column('Name'), column('Age', 'date', { description: 'When it was started' })];
		const row = rowOf(columns, ['orders', '45s']);
		expect(shown(columns, row, printedAt + 30_000).printed).toEqual(['orders', '75s']);
		expect(shown(columns, row).ids).toEqual(['name', 'namespace', 'age2', 'age']);
	});

	it('leaves words that are no age as they are', () => {
		const columns = [column('Name'), column('Renewal', 'date')];
		expect(shown(columns, rowOf(columns, ['orders', '<invalid>']), printedAt + hour).printed).toEqual(['orders', '<invalid>']);
	});

	it('looks cells up by the name of their column while rows of two Tables are beside each other', () => {
		const before = [column('Name'), column('Size', 'integer')];
		const after = [column('Name'), column('Colour'), column('Size', 'integer')];
		const old = rowOf(before, ['orders', 3]);
		const domain = tableDomain(served, 'databases').ofRow?.(rowOf(after, ['orders', 'red', 4]));
		expect(domain?.printed?.map(({ cell }) => cell(old, printedAt))).toEqual(['orders', '', '3']);
	});

	it('takes another reading of the same version for what it is', () => {
		const columns = [column('Name'), column('Restarts'), column('Age', 'date')];
		const row = rowOf(columns, ['orders', '3 (5m ago)', '3h']);
		expect(rowOf(columns, ['orders', '3 (5m ago)', '4h']).readsAs(row)).toBe(true);
		expect(rowOf(columns, ['orders', '3 (6m ago)', '4h']).readsAs(row)).toBe(false);
		expect(rowOf([...columns], ['orders', '3 (5m ago)', '3h']).readsAs(row)).toBe(false);
	});
});

describe('a moment that is read off an age', () => {
	it('is printed as that age again, and is never wrong by more than its last unit', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 12 * 365 * 86_400 }), fc.integer({ min: 0, max: 999 }), (seconds, ms) => {
				const text = humanDuration(seconds);
				const read = durationSeconds(text) ?? Number.NaN;
				const now = printedAt + ms;
				expect(age(now / 1000 - read, now)).toBe(text);
			}),
		);
	});

	it.each(['', '<invalid>', '5', 'm', '1h2h3h', '24h30m5s', '-3d', '5m ago'])('%j is no age', (text) => {
		expect(durationSeconds(text)).toBeUndefined();
	});
});
