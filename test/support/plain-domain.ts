import { cell } from '../../src/base/cell.ts';
import type { Domain } from '../../src/domains/types.ts';
import { plainResource } from './plain-resource.ts';

/** A domain of pods of which nothing is known but their names, or one that is otherwise in what is said: for tests of feeds. */
export const plainDomain = (over: Partial<Domain> = {}): Domain => ({
	name: 'things',
	title: 'Things',
	aliases: [],
	scope: 'namespaces',
	reads: [{ role: 'rows', resource: plainResource() }],
	columns: [{ id: 'name', title: 'NAME', worth: 1, min: 1, value: (row) => row.name, cell: (row) => cell(row.name) }],
	sort: { column: 'name', descending: false },
	objectName: () => 'thing',
	...over,
});
