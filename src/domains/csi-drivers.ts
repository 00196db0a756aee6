import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, flagColumn, listColumn, nameColumn } from './columns.ts';
import { rowsOf } from './object-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { StorageRow } from './storage-row.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface CsiDriverObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly attachRequired?: boolean | null;
		readonly podInfoOnMount?: boolean | null;
		readonly storageCapacity?: boolean | null;
		readonly requiresRepublish?: boolean | null;
		readonly volumeLifecycleModes?: readonly string[] | null;
		readonly tokenRequests?: readonly { readonly audience?: string }[] | null;
	};
}

export class CsiDriverRow extends StorageRow {
	readonly attaches: boolean;
	readonly podInfo: boolean;
	readonly tracksCapacity: boolean;
	readonly republishes: boolean;
	/** `Persistent,Ephemeral` */
	readonly modes: string;
	/** Audiences joined by a comma; null: it asks for no token. */
	readonly audiences: string | null;

	constructor({ metadata, spec }: CsiDriverObject, intern: Intern) {
		super(metadata, 'ok', {}, intern);
		this.attaches = spec?.attachRequired ?? true;
		this.podInfo = spec?.podInfoOnMount === true;
		this.tracksCapacity = spec?.storageCapacity === true;
		this.republishes = spec?.requiresRepublish === true;
		this.modes = intern((spec?.volumeLifecycleModes ?? []).join(','));
		this.audiences = spec?.tokenRequests ? spec.tokenRequests.map(({ audience = '' }) => audience).join(',') : null;
	}
}

export const csiDriversResource: ResourceSpec<CsiDriverRow> = {
	gvr: { group: 'storage.k8s.io', version: 'v1', resource: 'csidrivers' },
	kind: 'CSIDriver',
	singular: 'csidriver',
	shortNames: [],
	namespaced: false,
	mask: {
		spec: {
			attachRequired: true,
			podInfoOnMount: true,
			storageCapacity: true,
			requiresRepublish: true,
			volumeLifecycleModes: true,
			tokenRequests: [{ audience: true }],
		},
	},
	project: rowsOf(CsiDriverRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<CsiDriverRow>[] = [
	printedName,
	{ name: 'AttachRequired', priority: 0, type: 'boolean', cell: (row) => row.attaches },
	{ name: 'PodInfoOnMount', priority: 0, type: 'boolean', cell: (row) => row.podInfo },
	{ name: 'StorageCapacity', priority: 0, type: 'boolean', cell: (row) => row.tracksCapacity },
	{ name: 'TokenRequests', priority: 0, cell: (row) => row.audiences ?? '<unset>' },
	{ name: 'RequiresRepublish', priority: 0, type: 'boolean', cell: (row) => row.republishes },
	{ name: 'Modes', priority: 0, cell: (row) => orNone(row.modes) },
	printedAge,
];

/** Raw values: booleans; `modes` and `tokens` lists. */
export const csiDrivers = resourceDomain({
	resource: csiDriversResource,
	tab: false,
	columns: [
		nameColumn(),
		listColumn<CsiDriverRow>({
			id: 'modes',
			title: 'MODES',
			worth: 2,
			min: 10,
			max: 22,
			sortKey: 'M',
			of: ({ modes }) => modes,
			absent: 'it names none',
		}),
		flagColumn<CsiDriverRow>({ id: 'attach', title: 'ATTACH', worth: 3, sortKey: 'T', of: ({ attaches }) => attaches }),
		flagColumn<CsiDriverRow>({ id: 'podInfo', title: 'POD INFO', worth: 6, sortKey: 'I', of: ({ podInfo }) => podInfo }),
		flagColumn<CsiDriverRow>({ id: 'capacity', title: 'CAPACITY', worth: 5, sortKey: 'C', of: ({ tracksCapacity }) => tracksCapacity }),
		flagColumn<CsiDriverRow>({ id: 'republish', title: 'REPUBLISH', worth: 7, sortKey: 'R', of: ({ republishes }) => republishes }),
		listColumn<CsiDriverRow>({
			id: 'tokens',
			title: 'TOKENS FOR',
			worth: 8,
			min: 10,
			max: 40,
			sortKey: 'K',
			of: ({ audiences }) => audiences ?? '',
			absent: 'it asks for no token',
		}),
		ageColumn(4),
	],
	printed,
	emptyHint: 'The cluster has no CSI driver.',
});
