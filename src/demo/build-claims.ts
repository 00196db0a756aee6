import type { WorkloadPlan } from './workload-plan.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

/** Claims that are not simply bound: one that waits for a pod to use it, and one whose volume has grown and whose filesystem has not. */
export const buildClaims = (world: World, plans: readonly WorkloadPlan[]): void => {
	const put = (namespace: string, name: string, ageHours: number, size: string, more: object, status: object): void => {
		if (!plans.some((plan) => plan.namespace === namespace)) return;
		world.put('persistentvolumeclaims', {
			metadata: { name, namespace, creationTimestamp: world.timestamp(world.clock.now() - ageHours * hour) },
			spec: {
				accessModes: ['ReadWriteOnce'],
				resources: { requests: { storage: size } },
				storageClassName: 'gp3',
				volumeMode: 'Filesystem',
				...more,
			},
			status,
		});
	};
	put('shop', 'uploads', 3, '50Gi', {}, { phase: 'Pending' });
	put(
		'data',
		'exports',
		800,
		'200Gi',
		{ volumeName: 'pvc-data-exports' },
		{
			phase: 'Bound',
			accessModes: ['ReadWriteOnce'],
			capacity: { storage: '100Gi' },
			conditions: [
				{
					type: 'FileSystemResizePending',
					status: 'True',
					lastProbeTime: null,
					lastTransitionTime: world.timestamp(world.clock.now() - hour),
					message: 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.',
				},
			],
		},
	);
};
