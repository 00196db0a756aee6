import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface RuntimeClassObject {
	readonly metadata: ObjectMeta;
	readonly handler?: string;
}

export class RuntimeClassRow extends ObjectRow {
	readonly handler: string;

	constructor(object: RuntimeClassObject, intern: Intern) {
		super(object.metadata, 'ok', intern);
		this.handler = intern(object.handler ?? '');
	}
}

export const runtimeClassesResource: ResourceSpec<RuntimeClassRow> = {
	gvr: { group: 'node.k8s.io', version: 'v1', resource: 'runtimeclasses' },
	kind: 'RuntimeClass',
	singular: 'runtimeclass',
	shortNames: [],
	namespaced: false,
	mask: { handler: true },
	project: rowsOf(RuntimeClassRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<RuntimeClassRow>[] = [
	printedName,
	{ name: 'Handler', priority: 0, cell: (row) => row.handler },
	printedAge,
];

const columns: readonly Column<RuntimeClassRow>[] = [
	nameColumn(),
	textColumn({ id: 'handler', title: 'HANDLER', worth: 2, min: 8, max: 40, sortKey: 'H', of: (row) => row.handler }),
	ageColumn(3),
];

export const runtimeClasses = resourceDomain({
	resource: runtimeClassesResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'The cluster has no RuntimeClass.',
});
