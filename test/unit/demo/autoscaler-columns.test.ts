import { expect, it } from 'vitest';
import { plainColumns } from '../../../src/demo/plain-columns.ts';
import { resourceNamed } from '../../../src/demo/resources.ts';
import { recordedObjects, recordedTable, tablePrintedAt } from '../../support/recorded-objects.ts';

it('autoscalers are printed with their targets, cell by cell as a real server prints them', () => {
	const resource = 'horizontalpodautoscalers';
	const table = recordedTable(resource);
	const columns = plainColumns(resourceNamed(`${resource}.autoscaling`));
	expect(columns.map(({ name, type, priority }) => ({ name, type, priority }))).toEqual(
		table.columnDefinitions.map(({ name, type, priority }) => ({ name, type, priority })),
	);
	const now = tablePrintedAt(resource);
	const cells = recordedObjects(resource).map((object) => columns.map(({ cell }) => cell(object, now)));
	expect(cells).toEqual(table.rows.map((row) => row.cells));
});
