import { CsiDriverRow, csiDriversResource } from './csi-drivers.ts';
import { CsiNodeRow, csiNodesResource } from './csi-nodes.ts';
import { mergedDomain, part } from './merged-domain.ts';
import { PersistentVolumeRow, persistentVolumesResource } from './persistent-volumes.ts';
import { StorageClassRow, storageClassesResource } from './storage-classes.ts';
import { capacityColumn, claimColumn, reclaimColumn, type StorageRow, storageClassColumn, storageStatusColumn } from './storage-row.ts';
import { VolumeAttachmentRow, volumeAttachmentsResource } from './volume-attachments.ts';

const said = (...parts: readonly string[]): string => parts.filter((one) => one !== '').join(' · ');

const spaced = (list: string): string => list.replaceAll(',', ', ');

/** Raw values: `capacity` bytes; null: not of this kind. */
export const clusterStorage = mergedDomain<StorageRow>({
	name: 'cluster-storage',
	parts: [
		part({
			resource: persistentVolumesResource,
			row: PersistentVolumeRow,
			details: ({ modes, volumeMode, reason, message }) =>
				said(reason, message, spaced(modes), volumeMode === '<unset>' ? '' : volumeMode) || 'it says nothing of its use',
		}),
		part({
			resource: storageClassesResource,
			row: StorageClassRow,
			details: ({ provisioner, binding, expands, isDefault }) =>
				said(isDefault ? 'default' : '', provisioner, binding, expands ? 'expands' : ''),
		}),
		part({
			resource: volumeAttachmentsResource,
			row: VolumeAttachmentRow,
			details: ({ volume, node, attacher, error }) => said(error, volume, `on ${node}`, attacher),
		}),
		part({
			resource: csiNodesResource,
			row: CsiNodeRow,
			details: ({ installed }) => (installed === '' ? 'no driver is installed' : spaced(installed)),
		}),
		part({ resource: csiDriversResource, row: CsiDriverRow, details: ({ modes }) => (modes === '' ? 'it names no mode' : spaced(modes)) }),
	],
	more: [{ ...storageStatusColumn, worth: 4 }, { ...capacityColumn, worth: 6 }, claimColumn, storageClassColumn, reclaimColumn],
	emptyHint: 'The cluster has no volume, class or CSI driver.',
});
