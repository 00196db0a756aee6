import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, countColumn, listColumn, nameColumn } from './columns.ts';
import { rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { StorageRow } from './storage-row.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface CsiNodeObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly drivers?: readonly { readonly name?: string; readonly allocatable?: { readonly count?: number | null } | null }[] | null;
	};
}

export class CsiNodeRow extends StorageRow {
	readonly drivers: number;
	/** `ebs.csi.aws.com (25 volumes),efs.csi.aws.com`: with as many volumes as the node may have of it, where that is bounded. */
	readonly installed: string;

	constructor({ metadata, spec }: CsiNodeObject, intern: Intern) {
		super(metadata, 'ok', {}, intern);
		const drivers = spec?.drivers ?? [];
		this.drivers = drivers.length;
		this.installed = intern(
			drivers
				.map(({ name = '', allocatable }) => (typeof allocatable?.count === 'number' ? `${name} (${allocatable.count} volumes)` : name))
				.join(','),
		);
	}
}

export const csiNodesResource: ResourceSpec<CsiNodeRow> = {
	gvr: { group: 'storage.k8s.io', version: 'v1', resource: 'csinodes' },
	kind: 'CSINode',
	singular: 'csinode',
	shortNames: [],
	namespaced: false,
	mask: { spec: { drivers: [{ name: true, allocatable: { count: true } }] } },
	project: rowsOf(CsiNodeRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<CsiNodeRow>[] = [
	printedName,
	{ name: 'Drivers', priority: 0, type: 'integer', cell: (row) => row.drivers },
	printedAge,
];

/** Raw values: `drivers` a number, `installed` a list. */
export const csiNodes = resourceDomain({
	resource: csiNodesResource,
	tab: false,
	columns: [
		nameColumn(),
		countColumn<CsiNodeRow>({ id: 'drivers', title: 'DRIVERS', worth: 3, sortKey: 'D', of: ({ drivers }) => drivers }),
		listColumn<CsiNodeRow>({
			id: 'installed',
			title: 'INSTALLED',
			worth: 2,
			min: 12,
			max: 80,
			sortKey: 'I',
			of: ({ installed }) => installed,
			absent: 'no driver is installed',
		}),
		ageColumn(4),
	],
	printed,
	emptyHint: 'No node has told of its CSI drivers.',
});
