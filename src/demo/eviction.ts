import type { KubeObject } from '../kube/types.ts';
import { deleteObject, plainDeletion } from './deletion.ts';
import { fieldsOf, valueAt } from './json-value.ts';
import { isPodReady } from './pod-object.ts';
import { type Resource, resourceNamed } from './resources.ts';
import { selectorText } from './scale-subresource.ts';
import { parseLabelSelector } from './selectors.ts';
import { failure, StatusError } from './status.ts';
import type { World } from './world.ts';
import type { DeleteOptions } from './write-options.ts';

export const isSelectedBy = (budget: KubeObject): ((pod: KubeObject) => boolean) => {
	const selector = valueAt(budget, 'spec.selector');
	// No selector selects nothing, an empty one everything (policy/v1).
	return selector === undefined ? () => false : parseLabelSelector(selectorText(selector));
};

const numberAt = (object: KubeObject, path: string): number => Number(valueAt(object, path) ?? 0);

const tooMany = (message: string, retryAfterSeconds?: number): StatusError =>
	new StatusError(
		failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
			causes: [{ reason: 'DisruptionBudget', message }],
			...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
		}),
	);

/** Takes one disruption from the budget. Throws a StatusError 429 when it has none to give. */
const spend = (world: World, budget: KubeObject, pod: KubeObject, dryRun: boolean): void => {
	const { name, namespace } = budget.metadata;
	if (numberAt(budget, 'status.observedGeneration') < numberAt(budget, 'metadata.generation'))
		throw tooMany(`The disruption budget ${name} is still being processed by the server.`, 10);
	const allowed = numberAt(budget, 'status.disruptionsAllowed');
	if (allowed <= 0)
		throw tooMany(
			`The disruption budget ${name} needs ${numberAt(budget, 'status.desiredHealthy')} healthy pods and has ${numberAt(budget, 'status.currentHealthy')} currently`,
		);
	if (dryRun) return;
	const status = fieldsOf(budget['status']);
	const disruptedPods = { ...fieldsOf(status['disruptedPods']), [pod.metadata.name]: world.timestamp() };
	world.patch('poddisruptionbudgets.policy', namespace, name, (object) => ({
		...object,
		status: { ...status, disruptionsAllowed: allowed - 1, disruptedPods },
	}));
};

/** Pods that a budget cannot protect, because they are going or serve nobody (pkg/registry/core/pod/storage/eviction.go). */
const isUnprotected = (pod: KubeObject): boolean =>
	pod.metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(String(valueAt(pod, 'status.phase')));

const mayGoUnready = (budget: KubeObject): boolean => {
	if (valueAt(budget, 'spec.unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
	const desired = numberAt(budget, 'status.desiredHealthy');
	return desired > 0 && numberAt(budget, 'status.currentHealthy') >= desired;
};

/** As the server does before it deletes the pod: it says why (addConditionAndDeletePod of the same file). */
const targeted = (world: World, pod: KubeObject): KubeObject | undefined => {
	const { name, namespace } = pod.metadata;
	world.patch('pods', namespace, name, (object) => {
		const status = fieldsOf(object['status']);
		const conditions = (status['conditions'] ?? []) as readonly { readonly type: string }[];
		const target = {
			type: 'DisruptionTarget',
			status: 'True',
			reason: 'EvictionByEvictionAPI',
			message: 'Eviction API: evicting',
			lastTransitionTime: world.timestamp(),
		};
		return { ...object, status: { ...status, conditions: [...conditions.filter(({ type }) => type !== target.type), target] } };
	});
	return world.store.get(resourceNamed('pods'), namespace, name);
};

/** Evicts a pod as its budget allows. Throws a StatusError: 429 when it does not, 500 when two budgets select the pod. */
export const evict = (world: World, resource: Resource, pod: KubeObject, options: DeleteOptions): void => {
	if (!isUnprotected(pod)) {
		const budgets = world.list('poddisruptionbudgets.policy', pod.metadata.namespace).filter((budget) => isSelectedBy(budget)(pod));
		if (budgets.length > 1)
			throw new StatusError(
				failure(500, undefined, 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'),
			);
		const [budget] = budgets;
		if (budget !== undefined && !(!isPodReady(pod) && mayGoUnready(budget))) spend(world, budget, pod, options.dryRun);
	}
	const latest = world.store.get(resourceNamed('pods'), pod.metadata.namespace, pod.metadata.name) ?? pod;
	if (latest.metadata.deletionTimestamp !== undefined) return;
	const doomed = options.dryRun ? latest : (targeted(world, latest) ?? latest);
	deleteObject(world, resource, doomed, { ...plainDeletion, ...options });
};
