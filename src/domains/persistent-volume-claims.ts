import type { ObjectHealth } from '../base/cell.ts';
import { kibibytes } from '../base/quantity.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { deletionMask } from './attention/deletion.ts';
import { claimSymptoms, provisionerAnnotation } from './attention/storage-symptoms.ts';
import { ageColumn, amountColumn, listColumn, nameColumn, namespaceColumn, statusColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { shortModes, storageClassAnnotation } from './volume-access.ts';
import { conditionMask, type WorkloadConditions } from './workload-row.ts';

type Quantities = { readonly storage?: string } | null;

interface ClaimObject {
	readonly metadata: ObjectMeta & { readonly annotations?: Readonly<Record<string, string>> | null };
	readonly spec?: {
		readonly accessModes?: readonly string[] | null;
		readonly resources?: { readonly requests?: Quantities };
		readonly storageClassName?: string | null;
		readonly volumeAttributesClassName?: string | null;
		readonly volumeMode?: string | null;
		readonly volumeName?: string;
	};
	readonly status?: {
		readonly phase?: string;
		readonly accessModes?: readonly string[] | null;
		readonly capacity?: Quantities;
		readonly conditions?: WorkloadConditions;
	};
}

export class ClaimRow extends ObjectRow {
	/** `Bound`, `Pending`, `Lost`; `Terminating` once it is deleted. */
	readonly phase: string;
	/** The phase, and what is being done to its volume: `Bound, FileSystemResizePending`. */
	readonly status: string;
	/** '' until it has one. */
	readonly volume: string;
	/** As the server writes it: `10Gi`; '' when none is told. */
	readonly capacity: string;
	/** KiB; 0: none is told. */
	readonly capacityKib: number;
	/** KiB asked for; more than the capacity while it grows. */
	readonly requestKib: number;
	/** Of its volume, and before it has one those it asks for: `RWO,ROX`. */
	readonly modes: string;
	/** Of its volume, as its status has them. */
	readonly boundModes: string;
	readonly storageClass: string;
	/** `<unset>` where the object has none. */
	readonly attributesClass: string;
	/** `Filesystem`, `Block`, `<unset>` */
	readonly volumeMode: string;

	constructor({ metadata, spec, status }: ClaimObject, intern: Intern) {
		const phase = metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating';
		const held = (status?.conditions ?? []).filter(({ type, status: holds }) => holds === 'True' && conditionHealth.has(type));
		const types = held.map(({ type }) => type);
		super(metadata, claimHealth(status?.phase, phase, types), intern);
		this.phase = intern(phase);
		this.status = intern([phase, ...types].join(', '));
		this.volume = spec?.volumeName ?? '';
		this.capacity = intern(status?.capacity?.storage ?? '');
		this.capacityKib = kibibytes(status?.capacity?.storage) ?? 0;
		this.requestKib = kibibytes(spec?.resources?.requests?.storage) ?? 0;
		this.boundModes = intern(shortModes(status?.accessModes));
		this.modes = this.boundModes === '' ? intern(shortModes(spec?.accessModes)) : this.boundModes;
		this.storageClass = intern(metadata.annotations?.[storageClassAnnotation] ?? spec?.storageClassName ?? '');
		this.attributesClass = intern(spec?.volumeAttributesClassName ?? '<unset>');
		this.volumeMode = intern(spec?.volumeMode ?? '<unset>');
	}
}

/** core/v1 PersistentVolumeClaimConditionType; that nobody uses a claim is no concern of its own. */
const conditionHealth: ReadonlyMap<string, ObjectHealth> = new Map([
	['Resizing', 'progressing'],
	['FileSystemResizePending', 'progressing'],
	['ModifyingVolume', 'progressing'],
	['ControllerResizeError', 'warning'],
	['NodeResizeError', 'warning'],
	['ModifyVolumeError', 'warning'],
]);

/** failing: its volume is gone. warning: what is asked of its volume fails. progressing: it waits for one, or something is done to it. */
function claimHealth(phase: string | undefined, shown: string, conditions: readonly string[]): ObjectHealth {
	if (phase === 'Lost') return 'failing';
	const healths = conditions.map((type) => conditionHealth.get(type));
	if (healths.includes('warning')) return 'warning';
	if (shown === 'Terminating' || shown === 'Pending' || healths.includes('progressing')) return 'progressing';
	return phase === 'Bound' ? 'ok' : 'unknown';
}

export const persistentVolumeClaimsResource: ResourceSpec<ClaimRow> = {
	gvr: { group: '', version: 'v1', resource: 'persistentvolumeclaims' },
	kind: 'PersistentVolumeClaim',
	singular: 'persistentvolumeclaim',
	shortNames: ['pvc'],
	namespaced: true,
	mask: {
		metadata: { annotations: { [storageClassAnnotation]: true, [provisionerAnnotation]: true }, ...deletionMask },
		spec: {
			accessModes: true,
			resources: { requests: { storage: true } },
			storageClassName: true,
			volumeAttributesClassName: true,
			volumeMode: true,
			volumeName: true,
		},
		status: { phase: true, accessModes: true, capacity: { storage: true }, conditions: [conditionMask] },
	},
	project: rowsWithSymptoms(ClaimRow, claimSymptoms),
	pollIntervalMs: 15_000,
};

/** printPersistentVolumeClaim of pkg/printers/internalversion/printers.go (1.36): of a claim without a volume its status is not looked at. */
const printed: readonly PrintedColumn<ClaimRow>[] = [
	printedName,
	{ name: 'Status', priority: 0, cell: ({ phase }) => phase },
	{ name: 'Volume', priority: 0, cell: ({ volume }) => volume },
	{ name: 'Capacity', priority: 0, cell: ({ volume, capacity }) => (volume === '' ? '' : capacity || '0') },
	{ name: 'Access Modes', priority: 0, cell: ({ volume, boundModes }) => (volume === '' ? '' : boundModes) },
	{ name: 'StorageClass', priority: 0, cell: ({ storageClass }) => storageClass },
	{ name: 'VolumeAttributesClass', priority: 0, cell: ({ attributesClass }) => attributesClass },
	printedAge,
	{ name: 'VolumeMode', priority: 1, cell: ({ volumeMode }) => volumeMode },
];

const unset = (text: string): string => (text === '<unset>' ? '' : text);

/** Raw values: `capacity`, `requested` bytes; `modes` a list; null: none, or none yet. */
const columns: readonly Column<ClaimRow>[] = [
	nameColumn(),
	namespaceColumn(3),
	statusColumn({ min: 7, max: 40, whole: 11 }),
	amountColumn({
		id: 'capacity',
		title: 'CAPACITY',
		unit: 'bytes',
		worth: 4,
		sortKey: 'C',
		of: ({ capacityKib }) => capacityKib,
		absent: 'it has no volume',
	}),
	amountColumn({
		id: 'requested',
		title: 'REQUESTED',
		unit: 'bytes',
		worth: 20,
		wide: true,
		sortKey: 'Q',
		of: ({ requestKib }) => requestKib,
		absent: 'it asks for no size',
	}),
	textColumn({
		id: 'class',
		title: 'CLASS',
		worth: 6,
		min: 6,
		max: 30,
		sortKey: 'L',
		of: ({ storageClass }) => storageClass,
		absent: 'it names no class',
	}),
	textColumn({
		id: 'volume',
		title: 'VOLUME',
		worth: 8,
		min: 12,
		max: 63,
		sortKey: 'V',
		of: ({ volume }) => volume,
		absent: 'no volume is bound to it yet',
	}),
	listColumn({ id: 'modes', title: 'MODES', worth: 7, min: 5, max: 16, sortKey: 'M', of: ({ modes }) => modes, absent: 'it names none' }),
	textColumn({
		id: 'volumeMode',
		title: 'VOLUME MODE',
		worth: 21,
		wide: true,
		min: 10,
		max: 11,
		of: ({ volumeMode }) => unset(volumeMode),
		absent: 'it names none',
	}),
	textColumn({
		id: 'attributesClass',
		title: 'ATTRIBUTES CLASS',
		worth: 22,
		wide: true,
		min: 10,
		max: 30,
		of: ({ attributesClass }) => unset(attributesClass),
		absent: 'it names none',
	}),
	ageColumn(5),
];

/** The storage that namespaces ask for; what there is of it is the cluster's. */
export const storage = resourceDomain({
	name: 'storage',
	title: 'STORAGE',
	resource: persistentVolumeClaimsResource,
	columns,
	printed,
	emptyHint: 'No PersistentVolumeClaim is here.',
});
