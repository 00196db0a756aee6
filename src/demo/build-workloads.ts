import type { KubeObject } from '../kube/types.ts';
import { keepRevision } from './controller-revision.ts';
import type { Scheduler } from './placement.ts';
import { makePod, type Owner, ownerOf } from './pod-object.ts';
import type { PodStage } from './pod-status.ts';
import { type PodTemplate, templateHash, templateOf } from './pod-template.ts';
import { nameSuffix, randomFor } from './random.ts';
import { deploymentStatus, makeDaemonSet, makeDeployment, makeReplicaSet, makeStatefulSet } from './workload-object.ts';
import type { WorkloadPlan } from './workload-plan.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

/** Pods of one workload, all running and ready, some of them restarted long ago. */
const runningPods = (
	world: World,
	scheduler: Scheduler,
	input: {
		readonly plan: WorkloadPlan;
		readonly template: PodTemplate;
		readonly owner: Owner;
		readonly labels: Readonly<Record<string, string>>;
		readonly nameOf: (index: number) => { readonly name: string; readonly generateName: string };
		readonly nodes?: readonly KubeObject[];
		readonly createdAtMs: number;
	},
): void => {
	const { plan, template, owner } = input;
	const count = input.nodes?.length ?? plan.replicas;
	for (let index = 0; index < count; index++) {
		const { name, generateName } = input.nameOf(index);
		const random = randomFor(world.seed, 'age', plan.namespace, name);
		// A workload's pods are mostly as old as its last rollout.
		const createdMs = input.createdAtMs + random() * 60_000;
		const createdAt = world.timestamp(createdMs);
		const node = input.nodes?.[index];
		const placement = node === undefined ? scheduler.place() : scheduler.on(node);
		const restarts = random() < 0.12 ? 1 + Math.floor(random() * 3) : 0;
		const restartedAt = world.timestamp(createdMs + (world.clock.now() - createdMs) * 0.6);
		const started = world.timestamp(createdMs + 4_000);
		const stage: PodStage = {
			stage: 'running',
			ready: true,
			startedAt: restarts === 0 ? started : restartedAt,
			since: restarts === 0 ? started : restartedAt,
			restarts,
			...(restarts === 0 ? {} : { last: { exitCode: 137, reason: 'OOMKilled', startedAt: started, finishedAt: restartedAt } }),
		};
		world.put(
			'pods',
			makePod({
				namespace: plan.namespace,
				name,
				generateName,
				template,
				owner,
				labels: input.labels,
				createdAt,
				...(placement === undefined ? {} : { placement: { ...placement, scheduledAt: createdAt } }),
				stage,
			}),
		);
	}
};

export const buildDeployment = (world: World, scheduler: Scheduler, plan: WorkloadPlan): void => {
	const createdAtMs = world.clock.now() - plan.ageHours * hour;
	const createdAt = world.timestamp(createdAtMs);
	const template = templateOf(plan);
	const deployment = world.put('deployments.apps', makeDeployment(plan, template, createdAt));
	const hash = templateHash(template);
	const replicaSet = world.put(
		'replicasets.apps',
		makeReplicaSet({
			deployment,
			owner: ownerOf(deployment, 'apps/v1', 'Deployment'),
			hash,
			template,
			replicas: plan.replicas,
			revision: 1,
			createdAt,
		}),
	);
	const n = plan.replicas;
	world.patch('replicasets.apps', plan.namespace, replicaSet.metadata.name, {
		status: { replicas: n, fullyLabeledReplicas: n, readyReplicas: n, availableReplicas: n, observedGeneration: 1 },
	});
	world.patch('deployments.apps', plan.namespace, plan.name, (object) => ({
		...object,
		status: deploymentStatus(object, replicaSet.metadata.name, { replicas: n, updated: n, ready: n, terminating: 0 }, createdAt),
	}));
	const random = randomFor(world.seed, 'names', plan.namespace, plan.name);
	runningPods(world, scheduler, {
		plan,
		template,
		owner: ownerOf(replicaSet, 'apps/v1', 'ReplicaSet'),
		labels: { 'pod-template-hash': hash },
		nameOf: () => {
			const generateName = `${replicaSet.metadata.name}-`;
			return { generateName, name: generateName + nameSuffix(random) };
		},
		createdAtMs,
	});
};

export const buildStatefulSet = (world: World, scheduler: Scheduler, plan: WorkloadPlan): void => {
	const createdAtMs = world.clock.now() - plan.ageHours * hour;
	const template = templateOf(plan);
	const revision = `${plan.name}-${templateHash(template)}`;
	const set = world.put('statefulsets.apps', makeStatefulSet(plan, template, world.timestamp(createdAtMs), revision));
	keepRevision(world, 'StatefulSet', set, set.metadata.creationTimestamp);
	runningPods(world, scheduler, {
		plan,
		template,
		owner: ownerOf(set, 'apps/v1', 'StatefulSet'),
		labels: { 'controller-revision-hash': revision },
		nameOf: (index) => ({ generateName: `${plan.name}-`, name: `${plan.name}-${index}` }),
		createdAtMs,
	});
};

export const buildDaemonSet = (world: World, scheduler: Scheduler, plan: WorkloadPlan): void => {
	const createdAtMs = world.clock.now() - plan.ageHours * hour;
	const nodes = world.list('nodes');
	const template = templateOf(plan);
	const set = world.put('daemonsets.apps', makeDaemonSet(plan, template, world.timestamp(createdAtMs), nodes.length));
	keepRevision(world, 'DaemonSet', set, set.metadata.creationTimestamp);
	const random = randomFor(world.seed, 'names', plan.namespace, plan.name);
	runningPods(world, scheduler, {
		plan,
		template,
		owner: ownerOf(set, 'apps/v1', 'DaemonSet'),
		labels: { 'controller-revision-hash': templateHash(template), 'pod-template-generation': '1' },
		nameOf: () => ({ generateName: `${plan.name}-`, name: `${plan.name}-${nameSuffix(random)}` }),
		nodes,
		createdAtMs,
	});
};

export const buildWorkload = (world: World, scheduler: Scheduler, plan: WorkloadPlan): void => {
	const build = { Deployment: buildDeployment, StatefulSet: buildStatefulSet, DaemonSet: buildDaemonSet };
	build[plan.kind](world, scheduler, plan);
};
