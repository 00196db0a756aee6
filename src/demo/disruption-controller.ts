import type { KubeObject } from '../kube/types.ts';
import { isSelectedBy } from './eviction.ts';
import { fieldsOf, sameJson, valueAt } from './json-value.ts';
import { controllerOf, isPodReady, isTerminating } from './pod-object.ts';
import { resourceNamed } from './resources.ts';
import type { Simulation } from './simulation.ts';
import { soonAfter } from './soon.ts';
import type { StoreEvent } from './versioned-store.ts';
import type { World } from './world.ts';

const settleMs = 200;

/** A count, or a share of the expected pods, rounded up (apimachinery pkg/util/intstr). */
const scaled = (value: unknown, of: number): number =>
	typeof value === 'string' && value.endsWith('%') ? Math.ceil((of * Number.parseInt(value, 10)) / 100) : Number(value ?? 0);

const ownerResources: Readonly<Record<string, string>> = {
	ReplicaSet: 'replicasets.apps',
	StatefulSet: 'statefulsets.apps',
	DaemonSet: 'daemonsets.apps',
};

/** What the owners of these pods want to run, which is what a share or an allowed loss is counted from. */
const wantedBy = (world: World, namespace: string | undefined, pods: readonly KubeObject[]): number => {
	const owners = new Map(pods.flatMap((pod) => (controllerOf(pod) === undefined ? [] : [[controllerOf(pod)?.uid, controllerOf(pod)]])));
	return [...owners.values()].reduce((sum, owner) => {
		const resource = ownerResources[owner?.kind ?? ''];
		const found = resource === undefined ? undefined : world.get(resource, namespace, owner?.name ?? '');
		return sum + Number(valueAt(found, 'spec.replicas') ?? 1);
	}, 0);
};

/** What a budget allows now (kubernetes/kubernetes pkg/controller/disruption/disruption.go). */
const budgetStatus = (world: World, budget: KubeObject): object => {
	const { namespace } = budget.metadata;
	const pods = world.list('pods', namespace).filter(isSelectedBy(budget));
	const spec = fieldsOf(budget['spec']);
	const isShare = typeof spec['minAvailable'] === 'string';
	const expectedPods = spec['maxUnavailable'] !== undefined || isShare ? wantedBy(world, namespace, pods) : pods.length;
	const desiredHealthy =
		spec['maxUnavailable'] === undefined
			? scaled(spec['minAvailable'], expectedPods)
			: Math.max(0, expectedPods - scaled(spec['maxUnavailable'], expectedPods));
	const currentHealthy = pods.filter((pod) => isPodReady(pod) && !isTerminating(pod)).length;
	return {
		disruptionsAllowed: expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy),
		currentHealthy,
		desiredHealthy,
		expectedPods,
		observedGeneration: Number(budget.metadata['generation'] ?? 1),
	};
};

/** Keeps the status of PodDisruptionBudgets true while pods come and go: evictions are decided by it. */
export const runDisruptionController = (world: World, simulation: Simulation): void => {
	const settle = soonAfter(simulation, settleMs);
	const soon = (namespace: string | undefined): void =>
		settle(namespace ?? '', () => {
			for (const budget of world.list('poddisruptionbudgets.policy', namespace)) {
				const status = budgetStatus(world, budget);
				if (!sameJson(status, budget['status']))
					world.patch('poddisruptionbudgets.policy', namespace, budget.metadata.name, (object) => ({ ...object, status }));
			}
		});
	simulation.onEnd(
		world.store.subscribe(resourceNamed('poddisruptionbudgets.policy'), ({ type, object, previous }: StoreEvent) => {
			if (type !== 'DELETED' && object['spec'] !== previous?.['spec']) soon(object.metadata.namespace);
		}),
	);
	simulation.onEnd(
		world.store.subscribe(resourceNamed('pods'), ({ type, object, previous }: StoreEvent) => {
			const same =
				previous !== undefined && isPodReady(previous) === isPodReady(object) && isTerminating(previous) === isTerminating(object);
			if (type !== 'MODIFIED' || !same) soon(object.metadata.namespace);
		}),
	);
};
