import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, countColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface OwnerReference {
	readonly apiVersion?: string;
	readonly kind?: string;
	readonly name?: string;
	readonly controller?: boolean;
}

interface ControllerRevisionObject {
	readonly metadata: ObjectMeta & { readonly ownerReferences?: readonly OwnerReference[] | null };
	readonly revision?: number;
}

export class ControllerRevisionRow extends ObjectRow {
	/** `statefulset.apps/kafka`; '' when nothing controls it. */
	readonly controller: string;
	readonly revision: number;

	constructor({ metadata, revision }: ControllerRevisionObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.controller = intern(controllerOf(metadata.ownerReferences ?? []));
		this.revision = revision ?? 0;
	}
}

/** As the server prints a reference: kind and group in lower case. */
function controllerOf(owners: readonly OwnerReference[]): string {
	const owner = owners.find(({ controller }) => controller === true);
	if (owner === undefined) return '';
	const { apiVersion = '', kind = '', name = '' } = owner;
	const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
	return `${`${kind}${group}`.toLowerCase()}/${name}`;
}

export const controllerRevisionsResource: ResourceSpec<ControllerRevisionRow> = {
	gvr: { group: 'apps', version: 'v1', resource: 'controllerrevisions' },
	kind: 'ControllerRevision',
	singular: 'controllerrevision',
	shortNames: [],
	namespaced: true,
	mask: { metadata: { ownerReferences: [{ apiVersion: true, kind: true, name: true, controller: true }] }, revision: true },
	project: rowsOf(ControllerRevisionRow),
	pollIntervalMs: 15_000,
};

const printed: readonly PrintedColumn<ControllerRevisionRow>[] = [
	printedName,
	{ name: 'Controller', priority: 0, cell: (row) => orNone(row.controller) },
	{ name: 'Revision', priority: 0, cell: (row) => row.revision },
	printedAge,
];

/** Raw value: `revision` a number. */
const columns: readonly Column<ControllerRevisionRow>[] = [
	nameColumn(),
	namespaceColumn(4),
	textColumn({
		id: 'controller',
		title: 'CONTROLLER',
		worth: 2,
		min: 12,
		max: 60,
		sortKey: 'C',
		of: ({ controller }) => controller,
		absent: 'nothing controls it',
	}),
	countColumn({ id: 'revision', title: 'REVISION', worth: 3, sortKey: 'R', of: ({ revision }) => revision }),
	ageColumn(5),
];

export const controllerRevisions = resourceDomain({
	resource: controllerRevisionsResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No StatefulSet and no DaemonSet keeps a revision here.',
});
