import { kibibytes, millicores } from '../base/quantity.ts';
import type { Container, PodObject, ResourceList } from './pod-object.ts';
import { isSidecar } from './pod-status.ts';

/** Requests and limits of a whole pod. 0: none. CPU in millicores, memory in KiB. */
export interface PodResources {
	readonly cpuRequest: number;
	readonly cpuLimit: number;
	readonly memoryRequest: number;
	readonly memoryLimit: number;
}

/**
 * Requests by the rules of PodRequests (k8s.io/component-helpers resource/helpers.go, 1.36, from the spec): containers and
 * sidecars added up, at least what the greediest step of the initialisation needs, pod-level requests before them, overhead on top.
 * A limit is that of the whole pod only where every container that keeps running has one: beside a container that may take
 * all, the sum of the others bounds nothing (the kubelet sets the pod's cgroup by the same rule, pkg/kubelet/cm
 * helpers_linux.go ResourceConfigForPod). Otherwise it is 0.
 */
export function podResources(pod: PodObject): PodResources {
	const { spec } = pod;
	const containers = spec?.containers ?? [];
	const init = spec?.initContainers ?? [];
	return {
		cpuRequest: request(containers, init, spec?.resources?.requests, spec?.overhead, cpuOf),
		cpuLimit: limit(containers, init, spec?.resources?.limits, spec?.overhead, cpuOf),
		memoryRequest: request(containers, init, spec?.resources?.requests, spec?.overhead, memoryOf),
		memoryLimit: limit(containers, init, spec?.resources?.limits, spec?.overhead, memoryOf),
	};
}

type Amount = (list: ResourceList | undefined) => number;

const cpuOf: Amount = (list) => (list?.cpu === undefined ? 0 : (millicores(list.cpu) ?? 0));
const memoryOf: Amount = (list) => (list?.memory === undefined ? 0 : (kibibytes(list.memory) ?? 0));

function request(
	containers: readonly Container[],
	init: readonly Container[],
	podLevel: ResourceList | undefined,
	overhead: ResourceList | undefined,
	amount: Amount,
): number {
	const ofPod = amount(podLevel);
	if (ofPod > 0) return ofPod + amount(overhead);
	let running = 0;
	for (const container of containers) running += amount(container.resources?.requests);
	let sidecars = 0;
	let greediest = 0;
	for (const container of init) {
		const own = amount(container.resources?.requests);
		if (isSidecar(container)) sidecars += own;
		greediest = Math.max(greediest, isSidecar(container) ? sidecars : sidecars + own);
	}
	return Math.max(running + sidecars, greediest) + amount(overhead);
}

function limit(
	containers: readonly Container[],
	init: readonly Container[],
	podLevel: ResourceList | undefined,
	overhead: ResourceList | undefined,
	amount: Amount,
): number {
	const ofPod = amount(podLevel);
	if (ofPod > 0) return ofPod + amount(overhead);
	let sum = 0;
	for (const container of containers) {
		const own = amount(container.resources?.limits);
		if (own === 0) return 0;
		sum += own;
	}
	let sidecars = 0;
	let greediest = 0;
	for (const container of init) {
		const own = amount(container.resources?.limits);
		if (isSidecar(container)) {
			if (own === 0) return 0;
			sidecars += own;
		}
		greediest = Math.max(greediest, isSidecar(container) ? sidecars : sidecars + own);
	}
	sum = Math.max(sum + sidecars, greediest);
	return sum === 0 ? 0 : sum + amount(overhead);
}
