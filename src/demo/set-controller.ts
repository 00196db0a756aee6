import type { KubeObject } from '../kube/types.ts';
import type { Scheduler } from './placement.ts';
import { controllerOf, isPodReady, isTerminating, makePod, ownerOf, podView } from './pod-object.ts';
import type { PodTemplate } from './pod-template.ts';
import { nameSuffix, randomFor } from './random.ts';
import { resourceNamed } from './resources.ts';
import { labelsOf } from './selectors.ts';
import type { Simulation } from './simulation.ts';
import type { StoreEvent } from './versioned-store.ts';
import { daemonSetStatus, deploymentView } from './workload-object.ts';
import type { World } from './world.ts';

const resourceOf: Readonly<Record<string, string>> = { StatefulSet: 'statefulsets.apps', DaemonSet: 'daemonsets.apps' };

const podsOf = (world: World, set: KubeObject): KubeObject[] =>
	world.list('pods', set.metadata.namespace).filter((pod) => controllerOf(pod)?.uid === set.metadata.uid);

/** Gives a set its pod back: of a StatefulSet under the same name, of a DaemonSet on the same node. */
const replace = (world: World, scheduler: Scheduler, kind: string, set: KubeObject, gone: KubeObject): void => {
	const namespace = gone.metadata.namespace ?? 'default';
	const now = world.timestamp();
	const node = kind === 'DaemonSet' ? world.get('nodes', undefined, podView(gone).spec.nodeName ?? '') : undefined;
	if (kind === 'DaemonSet' && node === undefined) return;
	const random = randomFor(world.seed, 'pod', namespace, gone.metadata.name, world.store.version);
	const { template } = deploymentView(set).spec as { readonly template: PodTemplate };
	world.put(
		'pods',
		makePod({
			namespace,
			name: kind === 'StatefulSet' ? gone.metadata.name : `${set.metadata.name}-${nameSuffix(random)}`,
			generateName: `${set.metadata.name}-`,
			template,
			labels: labelsOf(gone),
			owner: ownerOf(set, 'apps/v1', kind),
			createdAt: now,
			...(node === undefined ? {} : { placement: scheduler.on(node) }),
			stage: node === undefined ? { stage: 'unscheduled', message: '', since: now } : { stage: 'creating' },
		}),
	);
};

const writeStatus = (world: World, kind: string, set: KubeObject): void => {
	const pods = podsOf(world, set).filter((pod) => !isTerminating(pod));
	const ready = pods.filter(isPodReady).length;
	const old = set['status'] as Readonly<Record<string, unknown>>;
	const status =
		kind === 'DaemonSet'
			? daemonSetStatus(world.store.count(resourceNamed('nodes')), ready)
			: { ...old, replicas: pods.length, readyReplicas: ready, availableReplicas: ready };
	if (JSON.stringify(status) === JSON.stringify(old)) return;
	world.patch(resourceOf[kind] ?? '', set.metadata.namespace, set.metadata.name, (now) => ({ ...now, status }));
};

/** StatefulSets and DaemonSets: pods that are gone come back, and the counts follow. Their templates are not rolled out. */
export const runSetControllers = (world: World, scheduler: Scheduler, simulation: Simulation): void => {
	simulation.onEnd(
		world.store.subscribe(resourceNamed('pods'), ({ type, object, previous }: StoreEvent) => {
			const owner = controllerOf(object);
			const resource = owner === undefined ? undefined : resourceOf[owner.kind];
			if (owner === undefined || resource === undefined) return;
			if (type === 'MODIFIED' && previous !== undefined && isPodReady(previous) === isPodReady(object)) return;
			simulation.after(150, () => {
				const set = world.get(resource, object.metadata.namespace, owner.name);
				if (set === undefined || set.metadata.uid !== owner.uid) return;
				if (type === 'DELETED') replace(world, scheduler, owner.kind, set, object);
				const now = world.get(resource, object.metadata.namespace, owner.name);
				if (now !== undefined) writeStatus(world, owner.kind, now);
			});
		}),
	);
};
