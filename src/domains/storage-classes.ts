import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, flagColumn, nameColumn, textColumn } from './columns.ts';
import { rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { reclaimColumn, StorageRow } from './storage-row.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface StorageClassObject {
	readonly metadata: ObjectMeta & { readonly annotations?: Readonly<Record<string, string>> | null };
	readonly provisioner?: string;
	readonly reclaimPolicy?: string | null;
	readonly volumeBindingMode?: string | null;
	readonly allowVolumeExpansion?: boolean | null;
}

/** Kubernetes takes either for a class that claims without one get (pkg/apis/storage/util/helpers.go). */
const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'] as const;

export class StorageClassRow extends StorageRow {
	readonly provisioner: string;
	/** `Immediate`, `WaitForFirstConsumer` */
	readonly binding: string;
	readonly expands: boolean;
	readonly isDefault: boolean;

	constructor({ metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion }: StorageClassObject, intern: Intern) {
		super(metadata, 'ok', { reclaim: reclaimPolicy ?? 'Delete' }, intern);
		this.provisioner = intern(provisioner ?? '');
		this.binding = intern(volumeBindingMode ?? 'Immediate');
		this.expands = allowVolumeExpansion === true;
		this.isDefault = defaultAnnotations.some((key) => metadata.annotations?.[key] === 'true');
	}
}

export const storageClassesResource: ResourceSpec<StorageClassRow> = {
	gvr: { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' },
	kind: 'StorageClass',
	singular: 'storageclass',
	shortNames: ['sc'],
	namespaced: false,
	mask: {
		metadata: { annotations: { [defaultAnnotations[0]]: true, [defaultAnnotations[1]]: true } },
		provisioner: true,
		reclaimPolicy: true,
		volumeBindingMode: true,
		allowVolumeExpansion: true,
	},
	project: rowsOf(StorageClassRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<StorageClassRow>[] = [
	{ ...printedName, cell: (row) => (row.isDefault ? `${row.name} (default)` : row.name) },
	{ name: 'Provisioner', priority: 0, cell: (row) => row.provisioner },
	{ name: 'ReclaimPolicy', priority: 0, cell: (row) => row.reclaim },
	{ name: 'VolumeBindingMode', priority: 0, cell: (row) => row.binding },
	{ name: 'AllowVolumeExpansion', priority: 0, cell: (row) => row.expands },
	printedAge,
];

/** Raw values: `default` and `expansion` booleans. */
export const storageClasses = resourceDomain({
	resource: storageClassesResource,
	tab: false,
	columns: [
		nameColumn(),
		textColumn<StorageClassRow>({
			id: 'provisioner',
			title: 'PROVISIONER',
			worth: 2,
			min: 11,
			max: 40,
			sortKey: 'P',
			of: ({ provisioner }) => provisioner,
		}),
		flagColumn<StorageClassRow>({ id: 'default', title: 'DEFAULT', worth: 3, sortKey: 'D', of: ({ isDefault }) => isDefault }),
		reclaimColumn,
		textColumn<StorageClassRow>({
			id: 'binding',
			title: 'BINDING',
			worth: 6,
			min: 9,
			max: 20,
			sortKey: 'B',
			of: ({ binding }) => binding,
		}),
		flagColumn<StorageClassRow>({ id: 'expansion', title: 'EXPANSION', worth: 7, sortKey: 'X', of: ({ expands }) => expands }),
		ageColumn(5),
	],
	printed,
	emptyHint: 'The cluster has no StorageClass.',
});
