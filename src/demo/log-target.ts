import type { KubeObject } from '../kube/types.ts';
import { type ContainerRun, type ContainerRuns, containerStatuses } from './container-runs.ts';
import { badRequest } from './status.ts';

interface Spec {
	readonly nodeName?: string;
	readonly initContainers?: readonly { readonly name: string }[];
	readonly containers?: readonly { readonly name: string }[];
	readonly ephemeralContainers?: readonly { readonly name: string }[];
}

export const podSpec = (pod: KubeObject): Spec => (pod['spec'] as Spec | undefined) ?? {};

/** Of a request that names none, the only one. Throws a StatusError 400 (registry/core/pod/strategy.go validateContainer). */
export const logContainer = (pod: KubeObject, asked: string): string => {
	const { initContainers = [], containers = [], ephemeralContainers = [] } = podSpec(pod);
	const names = [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
	if (asked !== '') {
		if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
		return asked;
	}
	const [only, ...others] = containers;
	if (only === undefined) throw badRequest(`a container name must be specified for pod ${pod.metadata.name}`);
	if (others.length > 0)
		throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`);
	return only.name;
};

/** Why an image that is being pulled has no log yet, in the kubelet's words. */
const pullTroubles: Readonly<Record<string, string>> = {
	ErrImagePull: "image can't be pulled",
	ImagePullBackOff: 'trying and failing to pull image',
};

/**
 * The run whose log is meant: the present one, or the one before it, which is also shown while the container waits to be started again.
 * Throws a StatusError 400 when there is none (pkg/kubelet/kubelet_pods.go validateContainerLogStatus).
 */
export const logRun = (runs: ContainerRuns, pod: KubeObject, name: string, previous: boolean): ContainerRun => {
	const status = containerStatuses(pod).find((candidate) => candidate.name === name);
	const { state = {}, lastState = {}, restartCount = 0 } = status ?? {};
	const isUp = state.running !== undefined || state.terminated !== undefined;
	const last = (): ContainerRun => runs.runOf(pod, name, lastState, isUp ? restartCount - 1 : restartCount);
	if (previous) {
		if (lastState.terminated === undefined)
			throw badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
		return last();
	}
	if (isUp) return runs.runOf(pod, name, state, restartCount);
	if (lastState.terminated !== undefined) return last();
	const waits = `container "${name}" in pod "${pod.metadata.name}" is waiting to start`;
	const reason = state.waiting?.reason ?? 'ContainerCreating';
	throw badRequest(
		state.waiting === undefined && status !== undefined ? `${waits} - no logs yet` : `${waits}: ${pullTroubles[reason] ?? reason}`,
	);
};
