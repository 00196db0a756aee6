import type { KubeObject } from '../kube/types.ts';
import { keepRevision } from './controller-revision.ts';
import { deleteObject, plainDeletion } from './deletion.ts';
import { fieldsOf, sameJson, valueAt } from './json-value.ts';
import type { Scheduler } from './placement.ts';
import { controllerOf, isPodReady, isTerminating, makePod, ownerOf, podView } from './pod-object.ts';
import { templateHash } from './pod-template.ts';
import { nameSuffix, randomFor } from './random.ts';
import { resourceNamed } from './resources.ts';
import { labelsOf } from './selectors.ts';
import type { Simulation } from './simulation.ts';
import { soonAfter } from './soon.ts';
import type { StoreEvent } from './versioned-store.ts';
import { daemonSetStatus, deploymentView } from './workload-object.ts';
import type { World } from './world.ts';

const settleMs = 150;
const revisionLabel = 'controller-revision-hash';

const resourceOf: Readonly<Record<string, string>> = { StatefulSet: 'statefulsets.apps', DaemonSet: 'daemonsets.apps' };

const podsOf = (world: World, set: KubeObject): KubeObject[] =>
	world.list('pods', set.metadata.namespace).filter((pod) => controllerOf(pod)?.uid === set.metadata.uid);

const generationOf = (set: KubeObject): number => Number(set.metadata['generation'] ?? 1);

const addPod = (
	world: World,
	kind: 'StatefulSet' | 'DaemonSet',
	set: KubeObject,
	name: string,
	labels: Readonly<Record<string, string>>,
	place?: ReturnType<Scheduler['on']>,
): void => {
	const now = world.timestamp();
	world.put(
		'pods',
		makePod({
			namespace: set.metadata.namespace ?? 'default',
			name,
			generateName: `${set.metadata.name}-`,
			template: deploymentView(set).spec.template,
			labels,
			owner: ownerOf(set, 'apps/v1', kind),
			createdAt: now,
			...(place === undefined ? {} : { placement: place }),
			stage: place === undefined ? { stage: 'unscheduled', message: '', since: now } : { stage: 'creating' },
		}),
	);
};

const end = (world: World, pod: KubeObject): void => {
	if (!isTerminating(pod)) deleteObject(world, resourceNamed('pods'), pod, plainDeletion);
};

const writeStatus = (world: World, kind: string, set: KubeObject, status: object): void => {
	if (sameJson(set['status'], status)) return;
	world.patch(resourceOf[kind] ?? '', set.metadata.namespace, set.metadata.name, (now) => ({ ...now, status }));
};

const ordinalOf = (pod: KubeObject): number => Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));

const isOnRollingUpdate = (set: KubeObject): boolean => (valueAt(set, 'spec.updateStrategy.type') ?? 'RollingUpdate') === 'RollingUpdate';

/** One step of a StatefulSet: the lowest missing pod, the highest one too many, or the highest outdated one; never two at a time. */
const reconcileStatefulSet = (world: World, set: KubeObject): void => {
	const { name } = set.metadata;
	const { spec } = deploymentView(set);
	const wanted = spec.replicas ?? 1;
	const revision = `${name}-${templateHash(spec.template)}`;
	const pods = podsOf(world, set).sort((a, b) => ordinalOf(a) - ordinalOf(b));
	const inParallel = spec['podManagementPolicy'] === 'Parallel';
	const isSteady = (pod: KubeObject): boolean => isPodReady(pod) && !isTerminating(pod);
	for (let ordinal = 0; ordinal < wanted; ordinal++) {
		const pod = pods.find((candidate) => ordinalOf(candidate) === ordinal);
		if (pod === undefined)
			addPod(world, 'StatefulSet', set, `${name}-${ordinal}`, {
				[revisionLabel]: revision,
				'statefulset.kubernetes.io/pod-name': `${name}-${ordinal}`,
				'apps.kubernetes.io/pod-index': String(ordinal),
			});
		if ((pod === undefined || !isSteady(pod)) && !inParallel) break;
	}
	const surplus = pods.filter((pod) => ordinalOf(pod) >= wanted).reverse();
	for (const pod of inParallel ? surplus : surplus.slice(0, 1)) end(world, pod);
	const kept = pods.filter((pod) => ordinalOf(pod) < wanted);
	const partition = Number(valueAt(set, 'spec.updateStrategy.rollingUpdate.partition') ?? 0);
	const outdated = kept.filter((pod) => labelsOf(pod)[revisionLabel] !== revision && ordinalOf(pod) >= partition);
	if (surplus.length === 0 && kept.length === wanted && kept.every(isSteady) && isOnRollingUpdate(set)) {
		const next = outdated.at(-1);
		if (next !== undefined) end(world, next);
	}
	const now = podsOf(world, set).filter((pod) => !isTerminating(pod));
	const updated = now.filter((pod) => labelsOf(pod)[revisionLabel] === revision).length;
	const old = fieldsOf(set['status']);
	const done = updated === now.length && now.length === wanted;
	const currentRevision = done ? revision : (old['currentRevision'] ?? revision);
	writeStatus(world, 'StatefulSet', set, {
		observedGeneration: generationOf(set),
		replicas: now.length,
		readyReplicas: now.filter(isPodReady).length,
		currentReplicas: done ? now.length : now.length - updated,
		updatedReplicas: updated,
		availableReplicas: now.filter(isPodReady).length,
		currentRevision,
		updateRevision: revision,
		collisionCount: 0,
	});
};

/** One step of a DaemonSet: a pod on every node that has none, none where there is no node, and one outdated pod when all are ready. */
const reconcileDaemonSet = (world: World, scheduler: Scheduler, set: KubeObject): void => {
	const revision = templateHash(deploymentView(set).spec.template);
	const pods = podsOf(world, set);
	const nodes = world.list('nodes');
	const nodeOf = (pod: KubeObject): string => podView(pod).spec.nodeName ?? '';
	for (const node of nodes) {
		if (pods.some((pod) => nodeOf(pod) === node.metadata.name)) continue;
		const random = randomFor(world.seed, 'pod', set.metadata.namespace ?? '', set.metadata.name, world.store.version);
		const labels = { [revisionLabel]: revision, 'pod-template-generation': String(generationOf(set)) };
		addPod(world, 'DaemonSet', set, `${set.metadata.name}-${nameSuffix(random)}`, labels, scheduler.on(node));
	}
	for (const pod of pods) if (!nodes.some((node) => node.metadata.name === nodeOf(pod))) end(world, pod);
	const outdated = pods.filter((pod) => labelsOf(pod)[revisionLabel] !== revision);
	const [next] = outdated;
	if (
		next !== undefined &&
		pods.length === nodes.length &&
		pods.every((pod) => isPodReady(pod) && !isTerminating(pod)) &&
		isOnRollingUpdate(set)
	)
		end(world, next);
	const now = podsOf(world, set).filter((pod) => !isTerminating(pod));
	writeStatus(world, 'DaemonSet', set, {
		...daemonSetStatus(nodes.length, now.filter(isPodReady).length),
		observedGeneration: generationOf(set),
		updatedNumberScheduled: now.filter((pod) => labelsOf(pod)[revisionLabel] === revision).length,
	});
};

/** StatefulSets and DaemonSets: as many pods as they want, in their order, with the template they have now. */
export const runSetControllers = (world: World, scheduler: Scheduler, simulation: Simulation): void => {
	const settle = soonAfter(simulation, settleMs);
	const soon = (kind: string, namespace: string | undefined, name: string): void =>
		settle(`${kind}/${namespace}/${name}`, () => {
			const set = world.get(resourceOf[kind] ?? '', namespace, name);
			if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
			if (kind === 'StatefulSet' || kind === 'DaemonSet') keepRevision(world, kind, set);
			if (kind === 'StatefulSet') reconcileStatefulSet(world, set);
			else reconcileDaemonSet(world, scheduler, set);
		});
	for (const [kind, resource] of Object.entries(resourceOf))
		simulation.onEnd(
			world.store.subscribe(resourceNamed(resource), ({ type, object, previous }: StoreEvent) => {
				if (type !== 'DELETED' && object['spec'] !== previous?.['spec']) soon(kind, object.metadata.namespace, object.metadata.name);
			}),
		);
	simulation.onEnd(
		world.store.subscribe(resourceNamed('pods'), ({ type, object, previous }: StoreEvent) => {
			const owner = controllerOf(object);
			if (owner === undefined || resourceOf[owner.kind] === undefined) return;
			const same =
				previous !== undefined && isPodReady(previous) === isPodReady(object) && isTerminating(previous) === isTerminating(object);
			if (type !== 'MODIFIED' || !same) soon(owner.kind, object.metadata.namespace, owner.name);
		}),
	);
};
