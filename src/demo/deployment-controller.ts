import type { KubeObject } from '../kube/types.ts';
import { deleteObject, plainDeletion } from './deletion.ts';
import { recordEvent } from './event-object.ts';
import { sameJson, valueAt } from './json-value.ts';
import { controllerOf, isPodReady, isTerminating, makePod, ownerOf, podView } from './pod-object.ts';
import { type PodTemplate, templateHash } from './pod-template.ts';
import { nameSuffix, randomFor } from './random.ts';
import { resourceNamed } from './resources.ts';
import type { Simulation } from './simulation.ts';
import { soonAfter } from './soon.ts';
import type { StoreEvent } from './versioned-store.ts';
import {
	deploymentStatus,
	deploymentView,
	makeReplicaSet,
	maxSurge,
	maxUnavailable,
	revisionKey,
	rollingLimits,
} from './workload-object.ts';
import type { World } from './world.ts';

/** Changes that come close together are worked off in one go. */
const settleMs = 120;

const revisionOf = (object: KubeObject): number => Number(deploymentView(object).metadata.annotations?.[revisionKey] ?? 0);

interface Owned {
	readonly replicaSet: KubeObject;
	/** Neither terminating nor ended. */
	readonly pods: readonly KubeObject[];
	readonly terminating: number;
}

const isActive = (pod: KubeObject): boolean => !['Succeeded', 'Failed'].includes(podView(pod).status.phase ?? '');

/** Unready ones first, then the youngest, which is nearly the order of the real controller. */
const victims = (pods: readonly KubeObject[]): KubeObject[] =>
	[...pods].sort(
		(a, b) =>
			Number(isPodReady(a)) - Number(isPodReady(b)) ||
			(b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '') ||
			a.metadata.name.localeCompare(b.metadata.name),
	);

/** How many replicas each side of a rolling update should have now (kubernetes/kubernetes pkg/controller/deployment/rolling.go). */
export const rollingStep = (input: {
	readonly wanted: number;
	/** How many pods more than wanted there may be, and how many fewer ready ones; absent: a quarter. */
	readonly surge?: number;
	readonly unavailable?: number;
	readonly fresh: { readonly replicas: number; readonly ready: number };
	readonly old: { readonly replicas: number; readonly ready: number };
}): { readonly fresh: number; readonly old: number } => {
	const { wanted, fresh, old, surge = maxSurge(wanted), unavailable = maxUnavailable(wanted) } = input;
	const room = wanted + surge - (fresh.replicas + old.replicas);
	const grown = old.replicas === 0 ? wanted : Math.min(wanted, fresh.replicas + Math.max(0, room));
	const unready = old.replicas - old.ready;
	const spare = Math.max(0, fresh.ready + old.ready - (wanted - unavailable));
	return { fresh: grown, old: Math.max(0, old.replicas - Math.max(0, unready) - Math.min(spare, old.ready)) };
};

const ownedBy = (world: World, deployment: KubeObject): Owned[] => {
	const { namespace, uid } = deployment.metadata;
	const sets = world.list('replicasets.apps', namespace).filter((set) => controllerOf(set)?.uid === uid);
	const pods = world.list('pods', namespace);
	return sets.map((replicaSet) => {
		const mine = pods.filter((pod) => controllerOf(pod)?.uid === replicaSet.metadata.uid && isActive(pod));
		return { replicaSet, pods: mine.filter((pod) => !isTerminating(pod)), terminating: mine.filter(isTerminating).length };
	});
};

const replicasOf = (replicaSet: KubeObject): number => deploymentView(replicaSet).spec.replicas ?? 1;

const scale = (world: World, deployment: KubeObject, replicaSet: KubeObject, to: number): void => {
	const from = replicasOf(replicaSet);
	if (from === to) return;
	const { namespace, name } = replicaSet.metadata;
	world.patch('replicasets.apps', namespace, name, (object) => ({
		...object,
		metadata: { ...object.metadata, generation: Number(object.metadata['generation'] ?? 1) + 1 },
		spec: { ...deploymentView(object).spec, replicas: to },
	}));
	recordEvent(world, {
		type: 'Normal',
		reason: 'ScalingReplicaSet',
		message: `Scaled ${to > from ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`,
		component: 'deployment-controller',
		object: {
			kind: 'Deployment',
			apiVersion: 'apps/v1',
			name: deployment.metadata.name,
			namespace: namespace ?? '',
			uid: deployment.metadata.uid,
		},
	});
};

const addPods = (world: World, replicaSet: KubeObject, count: number): void => {
	const { namespace, name, uid } = replicaSet.metadata;
	const { template } = deploymentView(replicaSet).spec;
	for (let index = 0; index < count; index++) {
		const random = randomFor(world.seed, 'pod', namespace ?? '', name, world.store.version, index);
		const podName = `${name}-${nameSuffix(random)}`;
		const now = world.timestamp();
		world.put(
			'pods',
			makePod({
				namespace: namespace ?? 'default',
				name: podName,
				generateName: `${name}-`,
				template,
				owner: ownerOf(replicaSet, 'apps/v1', 'ReplicaSet'),
				createdAt: now,
				stage: { stage: 'unscheduled', message: '', since: now },
			}),
		);
		recordEvent(world, {
			type: 'Normal',
			reason: 'SuccessfulCreate',
			message: `Created pod: ${podName}`,
			component: 'replicaset-controller',
			object: { kind: 'ReplicaSet', apiVersion: 'apps/v1', name, namespace: namespace ?? '', uid },
		});
	}
};

const levelPods = (world: World, replicaSet: KubeObject, pods: readonly KubeObject[]): void => {
	const missing = replicasOf(replicaSet) - pods.length;
	if (missing > 0) addPods(world, replicaSet, missing);
	for (const pod of victims(pods).slice(0, Math.max(0, -missing))) deleteObject(world, resourceNamed('pods'), pod, plainDeletion);
};

const writeStatus = (world: World, resource: string, object: KubeObject, status: object): void => {
	if (JSON.stringify(object['status']) === JSON.stringify(status)) return;
	world.patch(resource, object.metadata.namespace, object.metadata.name, (now) => ({ ...now, status }));
};

/** The same template, but for the label that tells its ReplicaSets apart: what `kubectl rollout undo` sends back is an old one. */
const hasTemplate = (replicaSet: KubeObject, template: PodTemplate): boolean => {
	const { metadata, ...rest } = deploymentView(replicaSet).spec.template;
	const { 'pod-template-hash': _hash, ...labels } = metadata.labels;
	return sameJson({ metadata: { ...metadata, labels }, ...rest }, template);
};

/** A hash that no other template's ReplicaSet has taken. */
const freeHash = (world: World, deployment: KubeObject, template: PodTemplate): string => {
	const { namespace, name } = deployment.metadata;
	const taken = (hash: string): boolean => world.get('replicasets.apps', namespace, `${name}-${hash}`) !== undefined;
	let hash = templateHash(template);
	for (let collisions = 1; taken(hash); collisions++) hash = templateHash(template, collisions);
	return hash;
};

const isRecreated = (deployment: KubeObject): boolean => valueAt(deployment, 'spec.strategy.type') === 'Recreate';

const newReplicaSet = (world: World, deployment: KubeObject, owned: readonly Owned[]): KubeObject => {
	const { template } = deploymentView(deployment).spec;
	const found = owned.find(({ replicaSet }) => hasTemplate(replicaSet, template))?.replicaSet;
	const latest = Math.max(0, ...owned.map(({ replicaSet }) => revisionOf(replicaSet)));
	if (found !== undefined && revisionOf(found) === latest) return found;
	const revision = latest + 1;
	const { namespace } = deployment.metadata;
	const annotations = { [revisionKey]: String(revision) };
	world.patch('deployments.apps', namespace, deployment.metadata.name, { metadata: { annotations } });
	if (found !== undefined) return world.patch('replicasets.apps', namespace, found.metadata.name, { metadata: { annotations } }) ?? found;
	return world.put(
		'replicasets.apps',
		makeReplicaSet({
			deployment,
			owner: ownerOf(deployment, 'apps/v1', 'Deployment'),
			hash: freeHash(world, deployment, template),
			template,
			replicas: 0,
			revision,
			createdAt: world.timestamp(),
		}),
	);
};

/** Old empty ReplicaSets beyond the history limit go, the oldest first. */
const prune = (world: World, deployment: KubeObject, fresh: KubeObject): void => {
	const limit = Number(deploymentView(deployment).spec['revisionHistoryLimit'] ?? 10);
	const old = ownedBy(world, deployment)
		.filter(
			({ replicaSet, pods, terminating }) =>
				replicaSet.metadata.uid !== fresh.metadata.uid && replicasOf(replicaSet) + pods.length + terminating === 0,
		)
		.sort((a, b) => revisionOf(a.replicaSet) - revisionOf(b.replicaSet));
	for (const { replicaSet } of old.slice(0, Math.max(0, old.length - limit)))
		world.remove('replicasets.apps', replicaSet.metadata.namespace, replicaSet.metadata.name);
};

const ready = (owned: readonly Owned[]): number => owned.reduce((sum, { pods }) => sum + pods.filter(isPodReady).length, 0);

const writeReplicaSetStatus = (world: World, replicaSet: KubeObject, pods: readonly KubeObject[]): void => {
	const n = pods.length;
	const up = pods.filter(isPodReady).length;
	writeStatus(world, 'replicasets.apps', replicaSet, {
		replicas: n,
		...(n > 0 ? { fullyLabeledReplicas: n } : {}),
		...(up > 0 ? { readyReplicas: up, availableReplicas: up } : {}),
		observedGeneration: Number(replicaSet.metadata['generation'] ?? 1),
	});
};

/** A ReplicaSet that no Deployment has made, or has let go. */
const reconcileAlone = (world: World, namespace: string | undefined, name: string): void => {
	const replicaSet = world.get('replicasets.apps', namespace, name);
	if (replicaSet === undefined || isTerminating(replicaSet) || controllerOf(replicaSet) !== undefined) return;
	const mine = (): KubeObject[] =>
		world
			.list('pods', namespace)
			.filter((pod) => controllerOf(pod)?.uid === replicaSet.metadata.uid && isActive(pod) && !isTerminating(pod));
	levelPods(world, replicaSet, mine());
	writeReplicaSetStatus(world, replicaSet, mine());
};

/** One look at a Deployment: its ReplicaSets scaled by one step, their pods made or ended, statuses written. */
const reconcile = (world: World, namespace: string | undefined, name: string): void => {
	const deployment = world.get('deployments.apps', namespace, name);
	if (deployment === undefined || isTerminating(deployment)) return;
	const { spec } = deploymentView(deployment);
	const fresh = newReplicaSet(world, deployment, ownedBy(world, deployment));
	const owned = ownedBy(world, deployment);
	const own = owned.filter(({ replicaSet }) => replicaSet.metadata.uid === fresh.metadata.uid);
	const old = owned.filter(({ replicaSet }) => replicaSet.metadata.uid !== fresh.metadata.uid);
	const oldReplicas = old.reduce((sum, { replicaSet }) => sum + replicasOf(replicaSet), 0);
	const wanted = spec.replicas ?? 1;
	const step = rollingStep({
		wanted,
		...rollingLimits(deployment),
		fresh: { replicas: replicasOf(fresh), ready: ready(own) },
		old: { replicas: oldReplicas, ready: ready(old) },
	});
	// Recreate: nothing new before everything old is gone.
	const held = isRecreated(deployment) && old.some(({ pods, terminating }) => pods.length + terminating > 0);
	if (spec.paused !== true) {
		scale(world, deployment, fresh, held ? replicasOf(fresh) : step.fresh);
		let left = isRecreated(deployment) ? 0 : step.old;
		for (const { replicaSet } of old) {
			const keeps = Math.min(replicasOf(replicaSet), left);
			scale(world, deployment, replicaSet, keeps);
			left -= keeps;
		}
	}
	for (const { replicaSet, pods } of ownedBy(world, deployment)) levelPods(world, replicaSet, pods);
	const after = ownedBy(world, deployment);
	for (const { replicaSet, pods } of after) writeReplicaSetStatus(world, replicaSet, pods);
	const counts = {
		replicas: after.reduce((sum, { pods }) => sum + pods.length, 0),
		updated: after.find(({ replicaSet }) => replicaSet.metadata.uid === fresh.metadata.uid)?.pods.length ?? 0,
		ready: ready(after),
		terminating: after.reduce((sum, { terminating }) => sum + terminating, 0),
	};
	const now = world.get('deployments.apps', namespace, name) ?? deployment;
	writeStatus(world, 'deployments.apps', now, deploymentStatus(now, fresh.metadata.name, counts, world.timestamp()));
	prune(world, now, fresh);
};

/** Keeps Deployments and their pods in line, whoever changes them: a scenario, a kubectl, a test. */
export const runDeploymentController = (world: World, simulation: Simulation): void => {
	const settle = soonAfter(simulation, settleMs);
	const soon = (namespace: string | undefined, name: string, look = reconcile): void =>
		settle(`${look.name}/${namespace}/${name}`, () => look(world, namespace, name));
	simulation.onEnd(
		world.store.subscribe(resourceNamed('deployments.apps'), ({ type, object, previous }: StoreEvent) => {
			if (type !== 'DELETED' && object['spec'] !== previous?.['spec']) soon(object.metadata.namespace, object.metadata.name);
		}),
	);
	const ofReplicaSet = (replicaSet: KubeObject): void => {
		const { namespace, name } = replicaSet.metadata;
		const deployment = controllerOf(replicaSet);
		if (deployment === undefined) soon(namespace, name, reconcileAlone);
		else soon(namespace, deployment.name);
	};
	simulation.onEnd(
		world.store.subscribe(resourceNamed('replicasets.apps'), ({ type, object, previous }: StoreEvent) => {
			if (type === 'DELETED' || object['spec'] !== previous?.['spec']) ofReplicaSet(object);
		}),
	);
	simulation.onEnd(
		world.store.subscribe(resourceNamed('pods'), ({ type, object, previous }: StoreEvent) => {
			const owner = controllerOf(object);
			if (owner?.kind !== 'ReplicaSet') return;
			const moved =
				previous === undefined || isPodReady(previous) !== isPodReady(object) || isTerminating(previous) !== isTerminating(object);
			if (type === 'MODIFIED' && !moved) return;
			const replicaSet = world.get('replicasets.apps', object.metadata.namespace, owner.name);
			if (replicaSet !== undefined) ofReplicaSet(replicaSet);
		}),
	);
};
