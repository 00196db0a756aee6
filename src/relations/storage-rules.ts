import { objectAt, textAt } from '../base/json-parts.ts';
import { core, inGroup, type Link, toMeant, toName } from './link.ts';
import type { LinkRule } from './rule.ts';

const claim = core('PersistentVolumeClaim');
const volume = core('PersistentVolume');
const storageClass = inGroup('storage.k8s.io', 'StorageClass');
const attachment = inGroup('storage.k8s.io', 'VolumeAttachment');
const csiDriver = inGroup('storage.k8s.io', 'CSIDriver');

const usedByPods = (namespace: string): Link => toMeant(['beside', 'used by', core('Pod'), namespace], { by: 'mention' });

export const claimRule: LinkRule = {
	mask: { spec: { volumeName: true, storageClassName: true, dataSourceRef: { apiGroup: true, kind: true, name: true, namespace: true } } },
	links: ({ object, namespace }) => {
		const source = objectAt(object, 'spec', 'dataSourceRef');
		const sourceKind = inGroup(textAt(source, 'apiGroup'), textAt(source, 'kind'));
		return [
			...toName(['beside', 'bound to', volume, undefined], textAt(object, 'spec', 'volumeName')),
			...toName(['beside', 'class', storageClass, undefined], textAt(object, 'spec', 'storageClassName')),
			// It may be deleted once the volume is filled.
			...toName(['beside', 'made of', sourceKind, textAt(source, 'namespace') || namespace], textAt(source, 'name'), { optional: true }),
			usedByPods(namespace),
		];
	},
};

export const volumeRule: LinkRule = {
	mask: { spec: { storageClassName: true, claimRef: { namespace: true, name: true, uid: true }, csi: { driver: true } } },
	links: ({ object }) => {
		const claimed = objectAt(object, 'spec', 'claimRef');
		const uid = textAt(claimed, 'uid');
		return [
			...toName(['beside', 'bound to', claim, textAt(claimed, 'namespace')], textAt(claimed, 'name'), uid === '' ? {} : { uid }),
			...toName(['beside', 'class', storageClass, undefined], textAt(object, 'spec', 'storageClassName')),
			...toName(['beside', 'driver', csiDriver, undefined], textAt(object, 'spec', 'csi', 'driver'), { optional: true }),
			toMeant(['below', 'attached by', attachment, undefined], { by: 'mention' }),
		];
	},
};

export const storageClassRule: LinkRule = {
	mask: { provisioner: true },
	links: ({ object }) => [
		// Not every provisioner is a driver of CSI.
		...toName(['beside', 'driver', csiDriver, undefined], textAt(object, 'provisioner'), { optional: true }),
		toMeant(['beside', 'class of', volume, undefined], { by: 'mention' }),
		toMeant(['beside', 'class of', claim, undefined], { by: 'mention' }),
	],
};

export const attachmentRule: LinkRule = {
	mask: { spec: { attacher: true, nodeName: true, source: { persistentVolumeName: true } } },
	links: ({ object }) => [
		...toName(['above', 'attaches', volume, undefined], textAt(object, 'spec', 'source', 'persistentVolumeName')),
		...toName(['beside', 'attached to', core('Node'), undefined], textAt(object, 'spec', 'nodeName')),
		...toName(['beside', 'driver', csiDriver, undefined], textAt(object, 'spec', 'attacher'), { optional: true }),
	],
};

export const configMapRule: LinkRule = { mask: {}, links: ({ namespace }) => [usedByPods(namespace)] };

export const secretRule: LinkRule = {
	mask: {},
	links: ({ namespace }) => [
		usedByPods(namespace),
		toMeant(['beside', 'used by', inGroup('networking.k8s.io', 'Ingress'), namespace], { by: 'mention' }),
		toMeant(['beside', 'used by', core('ServiceAccount'), namespace], { by: 'mention' }),
	],
};
