import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import type { Domain, PastUsage, Row } from '../../../src/domains/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

function recordedRows({ name, reads }: Domain): readonly Row[] {
	const resource = reads[0]?.resource;
	if (resource === undefined) throw new Error(`${name} reads nothing`);
	return recordedObjects(resource.gvr.resource).map((object) => resource.project(object, (text) => text));
}

const pictured = domains.filter(({ pictures }) => pictures !== undefined).map((domain) => [domain.name, domain] as const);

const usage = { cpuMilli: 125, memoryMiB: 31 };
const history: PastUsage = { cpuMilli: [100, null, 125], memoryMiB: [30, null, 31] };

const drawn = (domain: Domain, context: Parameters<typeof cellContext>[0]) =>
	recordedRows(domain).flatMap((row) =>
		(domain.pictures ?? []).map(({ id, cell }) => ({ id, row, cell: cell(row, cellContext(context)) })),
	);

test('of a pod that has ended no sample is promised, in numbers and in pictures', () => {
	const pods = domains.find(({ name }) => name === 'pods');
	if (pods === undefined) throw new Error('pods are no domain');
	const context = cellContext({ usage: 'no sample yet', history });
	const ended = recordedObjects('pods').filter(({ status }) => (status as { readonly phase?: string }).phase === 'Succeeded');
	expect(ended.length).toBeGreaterThan(0);
	const columns = [...pods.columns.filter(({ id }) => id === 'cpu' || id === 'memory'), ...(pods.pictures ?? [])];
	for (const object of ended) {
		const row = pods.reads[0]?.resource.project(object, (text) => text);
		if (row === undefined) throw new Error('pods read nothing');
		for (const { id, cell } of columns) expect(cell(row, context), id).toEqual({ text: '–', absent: 'the pod has ended' });
	}
});

test('use is drawn for nodes and for pods', () => {
	expect(pictured.map(([name]) => name)).toEqual(expect.arrayContaining(['nodes', 'pods']));
});

describe.each(pictured)('the pictures of %s', (_, domain) => {
	test('stand behind a column of numbers each, and share no id or worth with any column', () => {
		const { columns, pictures = [] } = domain;
		for (const { after } of pictures) expect(columns.map(({ id }) => id)).toContain(after);
		const all = [...columns, ...pictures];
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		expect(new Set(all.map(({ worth }) => worth)).size).toBe(all.length);
	});

	test('are a bar of what there is of it, and the samples that there were', () => {
		const cells = drawn(domain, { usage, history });
		expect(
			cells.some(({ id, cell }) => id === 'cpuTrend' && cell.picture?.kind === 'trend' && cell.picture.samples === history.cpuMilli),
		).toBe(true);
		expect(
			cells.some(({ id, cell }) => id === 'memoryTrend' && cell.picture?.kind === 'trend' && cell.picture.samples === history.memoryMiB),
		).toBe(true);
		for (const { id, cell } of cells.filter(({ id }) => id.endsWith('Bar'))) {
			if (cell.picture === undefined) expect(cell.absent, id).toMatch(/^(no limit is set|not reported by the kubelet)$/);
			else if (cell.picture.kind === 'bar') {
				expect(cell.text).toBe(`${Math.round(cell.picture.part * 100)}%`);
				expect(cell.health).toBe(cell.picture.part >= 0.9 ? 'warning' : undefined);
			}
		}
	});

	test('say why there is nothing to draw, and of an old sample that it is old', () => {
		for (const { cell } of drawn(domain, { usage: 'metrics: forbidden', history }))
			expect(cell).toEqual({ text: '–', absent: 'metrics: forbidden' });
		for (const { id, cell } of drawn(domain, { usage }))
			if (id.endsWith('Trend')) expect(cell.absent).toBe('no history is kept of so many');
		const old = drawn(domain, { usage: { ...usage, aged: 'stale 68s' }, history }).filter(({ cell }) => cell.absent === undefined);
		for (const { cell } of old) expect(cell).toMatchObject({ aged: 'stale 68s', picture: {} });
	});

	test('are no part of a row, and no sample changes one', () => {
		const anyRow = fc.constantFrom(...recordedRows(domain));
		const anyUsage = fc.record({ cpuMilli: fc.nat(), memoryMiB: fc.nat() });
		const anyHistory = fc.array(fc.option(fc.nat()), { maxLength: 24 });
		fc.assert(
			fc.property(anyRow, anyUsage, anyHistory, (row, sample, past) => {
				const before = JSON.stringify(row);
				const context = cellContext({ usage: sample, history: { cpuMilli: past, memoryMiB: past } });
				const other = cellContext({});
				for (const { cell } of domain.pictures ?? []) cell(row, context);
				expect(JSON.stringify(row)).toBe(before);
				const metric = new Set(['cpu', 'memory', 'age']);
				for (const { id, value } of domain.columns.filter((column) => !metric.has(column.id) && column.volatile !== true))
					expect([id, value(row, context)]).toEqual([id, value(row, other)]);
			}),
		);
	});
});
