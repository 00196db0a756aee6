import { buildAutoscalers } from './build-autoscalers.ts';
import { putEndpointSlice } from './endpoint-slice-controller.ts';
import { hashOf } from './random.ts';
import type { WorkloadPlan } from './workload-plan.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

const buildService = (world: World, plan: WorkloadPlan, port: number): void => {
	const { namespace, name } = plan;
	const createdAt = world.timestamp(world.clock.now() - plan.ageHours * hour);
	const headless = plan.kind === 'StatefulSet';
	const hash = hashOf(`${namespace}/${name}`);
	const service = world.put('services', {
		metadata: { name, namespace, creationTimestamp: createdAt, labels: { app: name } },
		spec: {
			clusterIP: headless ? 'None' : `10.96.${hash % 256}.${1 + ((hash >>> 8) % 254)}`,
			clusterIPs: [headless ? 'None' : `10.96.${hash % 256}.${1 + ((hash >>> 8) % 254)}`],
			type: 'ClusterIP',
			ports: [{ name: 'http', protocol: 'TCP', port, targetPort: port }],
			selector: { app: name },
			sessionAffinity: 'None',
			ipFamilies: ['IPv4'],
			ipFamilyPolicy: 'SingleStack',
			internalTrafficPolicy: 'Cluster',
		},
		status: { loadBalancer: {} },
	});
	putEndpointSlice(world, service);
};

const buildQuotas = (world: World, plans: readonly WorkloadPlan[]): void => {
	for (const [namespace, pods, cpu, memory] of [
		['shop', 40, 8, 16],
		['payments', 20, 6, 12],
		['search', 12, 3, 6],
	] as const) {
		const mine = plans.filter((plan) => plan.namespace === namespace);
		if (mine.length === 0) continue;
		const cpuUsed = mine.reduce((sum, plan) => sum + plan.replicas * (Number.parseInt(plan.cpu, 10) + (plan.proxy === true ? 20 : 0)), 0);
		const used = {
			pods: String(world.list('pods', namespace).length),
			'requests.cpu': `${cpuUsed}m`,
			'requests.memory': `${mine.length * 640}Mi`,
		};
		const hard = { pods: String(pods), 'requests.cpu': String(cpu), 'requests.memory': `${memory}Gi` };
		world.put('resourcequotas', {
			metadata: { name: 'team', namespace, creationTimestamp: world.timestamp(world.clock.now() - 900 * hour) },
			spec: { hard },
			status: { hard, used },
		});
		world.put('limitranges', {
			metadata: { name: 'defaults', namespace, creationTimestamp: world.timestamp(world.clock.now() - 900 * hour) },
			spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '10m', memory: '32Mi' } }] },
		});
	}
};

const buildBudgetsAndVolumes = (world: World, plans: readonly WorkloadPlan[]): void => {
	const at = world.timestamp(world.clock.now() - 400 * hour);
	for (const { namespace, name, replicas } of plans.filter((plan) => plan.kind === 'StatefulSet')) {
		world.put('poddisruptionbudgets.policy', {
			metadata: { name, namespace, creationTimestamp: at },
			spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } },
			status: {
				disruptionsAllowed: 1,
				currentHealthy: replicas,
				desiredHealthy: replicas - 1,
				expectedPods: replicas,
				observedGeneration: 1,
			},
		});
		for (let index = 0; index < replicas; index++) {
			const claim = `data-${name}-${index}`;
			world.put('persistentvolumeclaims', {
				metadata: { name: claim, namespace, creationTimestamp: at, labels: { app: name } },
				spec: {
					accessModes: ['ReadWriteOnce'],
					resources: { requests: { storage: '20Gi' } },
					storageClassName: 'gp3',
					volumeMode: 'Filesystem',
					volumeName: `pvc-${namespace}-${claim}`,
				},
				status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '20Gi' } },
			});
			world.put('persistentvolumes', {
				metadata: { name: `pvc-${namespace}-${claim}`, creationTimestamp: at },
				spec: {
					capacity: { storage: '20Gi' },
					accessModes: ['ReadWriteOnce'],
					persistentVolumeReclaimPolicy: 'Delete',
					storageClassName: 'gp3',
					claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claim, apiVersion: 'v1' },
					csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${hashOf(claim).toString(16)}` },
				},
				status: { phase: 'Bound' },
			});
		}
	}
};

const buildConfig = (world: World, plans: readonly WorkloadPlan[]): void => {
	for (const { namespace, name, ageHours } of plans) {
		const createdAt = world.timestamp(world.clock.now() - ageHours * hour);
		world.put('configmaps', {
			metadata: { name: `${name}-config`, namespace, creationTimestamp: createdAt, labels: { app: name } },
			data: { 'app.yaml': `service: ${name}\nlogLevel: info\n`, 'features.json': '{"newCheckout":true}' },
		});
	}
	for (const namespace of new Set(plans.map((plan) => plan.namespace))) {
		world.put('secrets', {
			metadata: { name: 'db-credentials', namespace, creationTimestamp: world.timestamp(world.clock.now() - 700 * hour) },
			data: { user: Buffer.from('app').toString('base64'), password: Buffer.from('not-a-real-one').toString('base64') },
			type: 'Opaque',
		});
	}
	world.put('storageclasses.storage.k8s.io', {
		metadata: {
			name: 'gp3',
			creationTimestamp: world.timestamp(world.clock.now() - 4900 * hour),
			annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
		},
		provisioner: 'ebs.csi.aws.com',
		reclaimPolicy: 'Delete',
		volumeBindingMode: 'WaitForFirstConsumer',
		allowVolumeExpansion: true,
	});
};

/** A kubelet's sign of life: `kubectl describe node` reads it. */
const buildLeases = (world: World): void => {
	for (const node of world.list('nodes'))
		world.put('leases.coordination.k8s.io', {
			metadata: {
				name: node.metadata.name,
				namespace: 'kube-node-lease',
				creationTimestamp: node.metadata.creationTimestamp ?? world.timestamp(),
			},
			spec: { holderIdentity: node.metadata.name, leaseDurationSeconds: 40, renewTime: `${world.timestamp().slice(0, -1)}.000000Z` },
		});
};

/** Everything around the workloads: services and their endpoints, config, quotas, budgets, scalers, volumes, leases. */
export const buildServices = (world: World, plans: readonly WorkloadPlan[]): void => {
	for (const plan of plans) if (plan.port !== undefined && !plan.namespace.startsWith('team-')) buildService(world, plan, plan.port);
	const own = plans.filter((plan) => !plan.namespace.startsWith('team-'));
	buildConfig(world, own);
	buildQuotas(world, own);
	buildBudgetsAndVolumes(world, own);
	buildAutoscalers(world, own);
	buildLeases(world);
};
