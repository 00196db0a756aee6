import { hashOf } from './random.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

/** What runs on every node, with as many volumes as one may attach; absent: they are mounted over the network. */
const drivers = [
	{ name: 'ebs.csi.aws.com', attachRequired: true, allocatable: { count: 25 } },
	{ name: 'efs.csi.aws.com', attachRequired: false },
] as const;

const buildDrivers = (world: World): void => {
	const creationTimestamp = world.timestamp(world.clock.now() - 4900 * hour);
	for (const { name, attachRequired } of drivers) {
		world.put('csidrivers.storage.k8s.io', {
			metadata: { name, creationTimestamp },
			spec: {
				attachRequired,
				podInfoOnMount: false,
				storageCapacity: false,
				requiresRepublish: false,
				seLinuxMount: false,
				fsGroupPolicy: 'ReadWriteOnceWithFSType',
				volumeLifecycleModes: ['Persistent'],
			},
		});
	}
	for (const node of world.list('nodes')) {
		const nodeID = `i-${hashOf(node.metadata.name).toString(16)}`;
		world.put('csinodes.storage.k8s.io', {
			metadata: { name: node.metadata.name, creationTimestamp: node.metadata.creationTimestamp ?? creationTimestamp },
			spec: {
				drivers: drivers.map((driver) => ({
					name: driver.name,
					nodeID,
					topologyKeys: driver.attachRequired ? ['topology.ebs.csi.aws.com/zone'] : null,
					...('allocatable' in driver ? { allocatable: driver.allocatable } : {}),
				})),
			},
		});
	}
	world.put('storageclasses.storage.k8s.io', {
		metadata: { name: 'shared', creationTimestamp },
		provisioner: 'efs.csi.aws.com',
		reclaimPolicy: 'Retain',
		volumeBindingMode: 'Immediate',
	});
};

interface Claimed {
	readonly claimRef?: { readonly namespace?: string; readonly name?: string };
}

/** Of each volume whose claim a pod of a StatefulSet has: `data-kafka-0` is that of `kafka-0`. */
const buildAttachments = (world: World): void => {
	for (const volume of world.list('persistentvolumes')) {
		const { claimRef } = volume['spec'] as Claimed;
		const pod = world.get('pods', claimRef?.namespace, claimRef?.name?.replace(/^data-/, '') ?? '');
		const nodeName = (pod?.['spec'] as { readonly nodeName?: string } | undefined)?.nodeName;
		if (nodeName === undefined) continue;
		world.put('volumeattachments.storage.k8s.io', {
			metadata: {
				name: `csi-${hashOf(volume.metadata.name).toString(16)}${hashOf(nodeName).toString(16)}`,
				creationTimestamp: volume.metadata.creationTimestamp ?? world.timestamp(),
			},
			spec: { attacher: drivers[0].name, nodeName, source: { persistentVolumeName: volume.metadata.name } },
			status: { attached: true },
		});
	}
};

/** A volume whose claim was deleted, and one that its driver cannot attach: what is looked for in this view. */
const buildOddVolumes = (world: World): void => {
	const creationTimestamp = world.timestamp(world.clock.now() - 2100 * hour);
	world.put('persistentvolumes', {
		metadata: { name: 'pv-reports-2025', creationTimestamp },
		spec: {
			capacity: { storage: '200Gi' },
			accessModes: ['ReadWriteMany'],
			persistentVolumeReclaimPolicy: 'Retain',
			storageClassName: 'shared',
			claimRef: { kind: 'PersistentVolumeClaim', namespace: 'search', name: 'reports', apiVersion: 'v1' },
			csi: { driver: drivers[1].name, volumeHandle: 'fs-0c3d5e' },
			volumeMode: 'Filesystem',
		},
		status: { phase: 'Released' },
	});
	const node = world.list('nodes').at(-1);
	if (node === undefined) return;
	world.put('volumeattachments.storage.k8s.io', {
		metadata: { name: 'csi-5d1c0f7e42', creationTimestamp: world.timestamp(world.clock.now() - 0.4 * hour) },
		spec: { attacher: drivers[0].name, nodeName: node.metadata.name, source: { persistentVolumeName: 'pvc-import-scratch' } },
		status: {
			attached: false,
			attachError: {
				time: world.timestamp(world.clock.now() - 60_000),
				message: 'rpc error: code = Internal desc = volume vol-0d41 is in use by another instance',
			},
		},
	});
};

/** What a cluster has for its volumes: drivers, classes, attachments. After the volumes and the pods that claim them. */
export const buildVolumes = (world: World): void => {
	buildDrivers(world);
	buildAttachments(world);
	buildOddVolumes(world);
};
