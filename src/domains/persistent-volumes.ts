import type { ObjectHealth } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { deletionMask } from './attention/deletion.ts';
import { volumeSymptoms } from './attention/storage-symptoms.ts';
import { ageColumn, listColumn, nameColumn, textColumn } from './columns.ts';
import { rowsWithSymptoms } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { capacityColumn, claimColumn, reclaimColumn, StorageRow, storageClassColumn, storageStatusColumn } from './storage-row.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { shortModes, storageClassAnnotation } from './volume-access.ts';

interface PersistentVolumeObject {
	readonly metadata: ObjectMeta & { readonly annotations?: Readonly<Record<string, string>> | null };
	readonly spec?: {
		readonly capacity?: Readonly<Record<string, string>> | null;
		readonly accessModes?: readonly string[] | null;
		readonly persistentVolumeReclaimPolicy?: string;
		readonly claimRef?: { readonly namespace?: string; readonly name?: string } | null;
		readonly storageClassName?: string;
		readonly volumeAttributesClassName?: string | null;
		readonly volumeMode?: string | null;
	};
	readonly status?: { readonly phase?: string; readonly reason?: string; readonly message?: string };
}

export class PersistentVolumeRow extends StorageRow {
	/** `RWO,ROX` */
	readonly modes: string;
	/** `<unset>` where the object has none, as kubectl prints it. */
	readonly attributesClass: string;
	readonly volumeMode: string;
	/** Of what went wrong: `VolumeFailedDelete`. */
	readonly reason: string;
	readonly message: string;

	constructor(volume: PersistentVolumeObject, intern: Intern) {
		const { metadata, spec, status } = volume;
		const { claimRef } = spec ?? {};
		const told = {
			status: metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
			capacity: spec?.capacity?.['storage'] ?? '',
			claim: claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : '',
			storageClass: metadata.annotations?.[storageClassAnnotation] ?? spec?.storageClassName ?? '',
			reclaim: spec?.persistentVolumeReclaimPolicy ?? '',
		};
		super(metadata, volumeHealth(volume), told, intern);
		this.modes = intern(shortModes(spec?.accessModes));
		this.attributesClass = intern(spec?.volumeAttributesClassName ?? '<unset>');
		this.volumeMode = intern(spec?.volumeMode ?? '<unset>');
		this.reason = intern(status?.reason ?? '');
		this.message = status?.message ?? '';
	}
}

/**
 * failing: it could not be deleted or cleaned. warning: its claim is gone and it is kept, so that nothing can claim it.
 * progressing: it is being made, cleaned or deleted (core/v1 PersistentVolumePhase).
 */
function volumeHealth({ metadata, spec, status }: PersistentVolumeObject): ObjectHealth {
	if (status?.phase === 'Failed') return 'failing';
	if (metadata.deletionTimestamp !== undefined) return 'progressing';
	switch (status?.phase) {
		case 'Available':
		case 'Bound':
			return 'ok';
		case 'Released':
			return spec?.persistentVolumeReclaimPolicy === 'Retain' ? 'warning' : 'progressing';
		case 'Pending':
			return 'progressing';
		default:
			return 'unknown';
	}
}

export const persistentVolumesResource: ResourceSpec<PersistentVolumeRow> = {
	gvr: { group: '', version: 'v1', resource: 'persistentvolumes' },
	kind: 'PersistentVolume',
	singular: 'persistentvolume',
	shortNames: ['pv'],
	namespaced: false,
	mask: {
		metadata: { annotations: { [storageClassAnnotation]: true }, ...deletionMask },
		spec: {
			capacity: { storage: true },
			accessModes: true,
			persistentVolumeReclaimPolicy: true,
			claimRef: { namespace: true, name: true },
			storageClassName: true,
			volumeAttributesClassName: true,
			volumeMode: true,
		},
		status: { phase: true, reason: true, message: true, lastPhaseTransitionTime: true },
	},
	project: rowsWithSymptoms(PersistentVolumeRow, volumeSymptoms),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<PersistentVolumeRow>[] = [
	printedName,
	{ name: 'Capacity', priority: 0, cell: (row) => row.capacity || '0' },
	{ name: 'Access Modes', priority: 0, cell: (row) => row.modes },
	{ name: 'Reclaim Policy', priority: 0, cell: (row) => row.reclaim },
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	{ name: 'Claim', priority: 0, cell: (row) => row.claim },
	{ name: 'StorageClass', priority: 0, cell: (row) => row.storageClass },
	{ name: 'VolumeAttributesClass', priority: 0, cell: (row) => row.attributesClass },
	{ name: 'Reason', priority: 0, cell: (row) => row.reason },
	printedAge,
	{ name: 'VolumeMode', priority: 1, cell: (row) => row.volumeMode },
];

/** Raw values: `capacity` bytes; `modes` a list. */
export const persistentVolumes = resourceDomain({
	resource: persistentVolumesResource,
	tab: false,
	columns: [
		nameColumn(),
		storageStatusColumn,
		capacityColumn,
		claimColumn,
		storageClassColumn,
		reclaimColumn,
		listColumn<PersistentVolumeRow>({
			id: 'modes',
			title: 'MODES',
			worth: 10,
			min: 5,
			max: 16,
			sortKey: 'O',
			of: ({ modes }) => modes,
			absent: 'none is known',
		}),
		textColumn<PersistentVolumeRow>({
			id: 'reason',
			title: 'REASON',
			worth: 11,
			min: 8,
			max: 60,
			of: ({ reason, message }) => (reason !== '' && message !== '' ? `${reason}: ${message}` : reason || message),
			absent: 'none given',
		}),
		textColumn<PersistentVolumeRow>({
			id: 'volumeMode',
			title: 'VOLUME MODE',
			worth: 12,
			wide: true,
			min: 11,
			max: 11,
			sortKey: 'V',
			of: ({ volumeMode }) => volumeMode,
		}),
		ageColumn(5),
	],
	printed,
	emptyHint: 'The cluster has no PersistentVolume.',
});
