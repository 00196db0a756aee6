import { describe, expect, test } from 'vitest';
import { printedAt } from '../../../src/base/age.ts';
import { findDomain } from '../../../src/domains/registry.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { masked, recordedObjects, recordedTable, tablePrintedAt } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;

describe.each(['pods', 'nodes', 'namespaces', 'events'])('%s', (resource) => {
	const domain = findDomain(resource) as Domain;
	const spec = domain.reads[0]?.resource;
	if (spec === undefined) throw new Error(`${resource} reads nothing`);
	const objects = recordedObjects(resource);
	const table = recordedTable(resource);
	const columns = domain.printed ?? [];
	const print = (row: Row, now: number) => columns.map((column) => column.cell(row, now));

	test('the headers and their priorities are those of the server', () => {
		expect(columns.map(({ name, priority }) => ({ name, priority }))).toEqual(
			table.columnDefinitions.map(({ name, priority }) => ({ name, priority })),
		);
	});

	test('every cell is what the server printed, with nothing but the whole second of its Date header for a clock', () => {
		const date = Math.floor(tablePrintedAt(resource) / 1000) * 1000;
		const rows = objects.map((object) => spec.project(object, same));
		expect(rows.map((row) => print(row, printedAt(date)))).toEqual(table.rows.map((row) => row.cells));
	});

	test('a row made of the masked object is the row made of the whole one', () => {
		for (const object of objects) expect(spec.project(masked(object, spec.mask), same)).toEqual(spec.project(object, same));
	});
});
