import { buildClaims } from './build-claims.ts';
import { buildClusterConfig } from './build-cluster-config.ts';
import { buildCustom } from './build-custom.ts';
import { buildGateways } from './build-gateways.ts';
import { buildNetwork } from './build-network.ts';
import { buildOddPods } from './build-odd-pods.ts';
import { buildRbac } from './build-rbac.ts';
import { buildReleases } from './build-releases.ts';
import { buildServices } from './build-services.ts';
import { buildVolumes } from './build-volumes.ts';
import { buildWorkload } from './build-workloads.ts';
import { makeNode } from './node-object.ts';
import { Scheduler } from './placement.ts';
import { basePlans, namespaceNames, teamPlans, type WorkloadPlan } from './workload-plan.ts';
import type { World } from './world.ts';

export interface ClusterSize {
	/** Pods at the start; default: what the base plans have, about 90. */
	readonly pods?: number;
}

const hour = 3_600_000;
const podsOnANode = 180;
const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] as const;

const buildNodes = (world: World, workers: number): void => {
	for (let index = 0; index <= workers; index++) {
		const controlPlane = index === 0;
		const number = String(index).padStart(2, '0');
		world.put(
			'nodes',
			makeNode(
				{
					name: controlPlane ? 'control-1' : `worker-${number}`,
					index,
					controlPlane,
					zone: zones[index % zones.length] ?? zones[0],
					createdAt: world.timestamp(world.clock.now() - (5000 - index * 7) * hour),
				},
				world.timestamp(),
			),
		);
	}
};

const buildNamespace = (world: World, name: string, ageHours: number): void => {
	const createdAt = world.timestamp(world.clock.now() - ageHours * hour);
	world.put('namespaces', {
		metadata: { name, creationTimestamp: createdAt, labels: { 'kubernetes.io/metadata.name': name } },
		spec: { finalizers: ['kubernetes'] },
		status: { phase: 'Active' },
	});
	world.put('serviceaccounts', { metadata: { name: 'default', namespace: name, creationTimestamp: createdAt } });
	world.put('configmaps', {
		metadata: { name: 'kube-root-ca.crt', namespace: name, creationTimestamp: createdAt },
		data: { 'ca.crt': 'not a certificate: this cluster is simulated' },
	});
};

const replicasOf = (plan: WorkloadPlan, nodes: number): number => (plan.kind === 'DaemonSet' ? nodes : plan.replicas);

/** The plans for about that many pods: fewer of the base plans, or team namespaces on top of them. */
const plansFor = (pods: number | undefined, nodes: number): readonly WorkloadPlan[] => {
	if (pods === undefined) return basePlans;
	let made = 0;
	const base = basePlans.filter((plan) => {
		if (made >= pods) return false;
		made += replicasOf(plan, nodes);
		return true;
	});
	return made < pods ? [...base, ...teamPlans(pods - made)] : base;
};

/** Fills an empty world: nodes, namespaces, workloads with their pods, and what belongs to them. The same seed makes the same world. */
export const buildCluster = (world: World, size: ClusterSize): void => {
	const workers = Math.max(5, Math.ceil((size.pods ?? 0) / podsOnANode));
	buildNodes(world, workers);
	const plans = plansFor(size.pods, workers + 1);
	const namespaces = new Set<string>([...namespaceNames, ...plans.map((plan) => plan.namespace)]);
	let age = 5000;
	for (const name of namespaces) {
		buildNamespace(world, name, age);
		age = Math.max(30, age - 97);
	}
	const scheduler = new Scheduler(world);
	for (const plan of plans) buildWorkload(world, scheduler, plan);
	buildServices(world, plans);
	buildRbac(world);
	buildVolumes(world);
	buildClusterConfig(world);
	buildCustom(world);
	buildGateways(world);
	if (size.pods === undefined) buildOddPods(world, scheduler);
	buildNetwork(world, plans);
	buildClaims(world, plans);
	if (size.pods === undefined) buildReleases(world);
};
