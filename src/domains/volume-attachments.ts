import type { ObjectHealth } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { StorageRow, storageStatusColumn } from './storage-row.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface VolumeError {
	readonly message?: string;
}

interface VolumeAttachmentObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly attacher?: string;
		readonly nodeName?: string;
		readonly source?: { readonly persistentVolumeName?: string | null };
	};
	readonly status?: {
		readonly attached?: boolean;
		readonly attachError?: VolumeError | null;
		readonly detachError?: VolumeError | null;
	};
}

export class VolumeAttachmentRow extends StorageRow {
	readonly attacher: string;
	/** '' for a volume that a pod has written out. */
	readonly volume: string;
	readonly node: string;
	readonly attached: boolean;
	/** What the driver said when it could not; ''. */
	readonly error: string;

	constructor(attachment: VolumeAttachmentObject, intern: Intern) {
		const { metadata, spec, status } = attachment;
		super(metadata, ...stateOf(attachment), intern);
		this.attacher = intern(spec?.attacher ?? '');
		this.volume = intern(spec?.source?.persistentVolumeName ?? '');
		this.node = intern(spec?.nodeName ?? '');
		this.attached = status?.attached === true;
		this.error = status?.detachError?.message ?? status?.attachError?.message ?? '';
	}
}

/** failing: the driver reported an error and tries again. progressing: it has not attached, or not yet detached. */
function stateOf({ metadata, status }: VolumeAttachmentObject): [ObjectHealth, { readonly status: string }] {
	if (status?.detachError) return ['failing', { status: 'detach failed' }];
	if (metadata.deletionTimestamp !== undefined) return ['progressing', { status: 'detaching' }];
	if (status?.attached === true) return ['ok', { status: 'attached' }];
	return status?.attachError ? ['failing', { status: 'attach failed' }] : ['progressing', { status: 'attaching' }];
}

export const volumeAttachmentsResource: ResourceSpec<VolumeAttachmentRow> = {
	gvr: { group: 'storage.k8s.io', version: 'v1', resource: 'volumeattachments' },
	kind: 'VolumeAttachment',
	singular: 'volumeattachment',
	shortNames: [],
	namespaced: false,
	mask: {
		spec: { attacher: true, nodeName: true, source: { persistentVolumeName: true } },
		status: { attached: true, attachError: { message: true }, detachError: { message: true } },
	},
	project: rowsOf(VolumeAttachmentRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<VolumeAttachmentRow>[] = [
	printedName,
	{ name: 'Attacher', priority: 0, cell: (row) => row.attacher },
	{ name: 'PV', priority: 0, cell: (row) => row.volume },
	{ name: 'Node', priority: 0, cell: (row) => row.node },
	{ name: 'Attached', priority: 0, type: 'boolean', cell: (row) => row.attached },
	printedAge,
];

export const volumeAttachments = resourceDomain({
	resource: volumeAttachmentsResource,
	tab: false,
	columns: [
		nameColumn(),
		storageStatusColumn,
		textColumn<VolumeAttachmentRow>({
			id: 'volume',
			title: 'VOLUME',
			worth: 2,
			min: 12,
			max: 44,
			sortKey: 'V',
			of: ({ volume }) => volume,
			absent: 'the volume is written out in a pod',
		}),
		textColumn<VolumeAttachmentRow>({ id: 'node', title: 'NODE', worth: 3, min: 10, max: 50, sortKey: 'O', of: ({ node }) => node }),
		textColumn<VolumeAttachmentRow>({
			id: 'attacher',
			title: 'ATTACHER',
			worth: 7,
			min: 8,
			max: 40,
			sortKey: 'T',
			of: ({ attacher }) => attacher,
		}),
		textColumn<VolumeAttachmentRow>({
			id: 'error',
			title: 'ERROR',
			worth: 6,
			min: 10,
			max: 80,
			sortKey: 'R',
			of: ({ error }) => error,
			absent: 'the driver reported none',
		}),
		ageColumn(5),
	],
	printed,
	emptyHint: 'No volume is attached through a CSI driver.',
});
