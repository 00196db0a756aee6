import { kibibytes, millicores } from '../base/quantity.ts';
import type { PodObject, ResourceList } from './pod-object.ts';
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
	return {
		cpuRequest: ofPod(spec, 'requests', cpuOf),
		cpuLimit: ofPod(spec, 'limits', cpuOf),
		memoryRequest: ofPod(spec, 'requests', memoryOf),
		memoryLimit: ofPod(spec, 'limits', memoryOf),
	};
}

type Which = 'requests' | 'limits';
type Amount = (list: ResourceList | undefined) => number;

const cpuOf: Amount = (list) => (list?.cpu === undefined ? 0 : (millicores(list.cpu) ?? 0));
const memoryOf: Amount = (list) => (list?.memory === undefined ? 0 : (kibibytes(list.memory) ?? 0));

function ofPod(spec: PodObject['spec'], which: Which, amount: Amount): number {
	const said = amount(spec?.resources?.[which]);
	const sum = said > 0 ? said : ofContainers(spec, which, amount);
	return sum === 0 && which === 'limits' ? 0 : sum + amount(spec?.overhead);
}

/** 0 also for limits of which one is missing. */
function ofContainers(spec: PodObject['spec'], which: Which, amount: Amount): number {
	let running = 0;
	for (const { resources } of spec?.containers ?? []) {
		const own = amount(resources?.[which]);
		if (own === 0 && which === 'limits') return 0;
		running += own;
	}
	let sidecars = 0;
	let greediest = 0;
	for (const container of spec?.initContainers ?? []) {
		const own = amount(container.resources?.[which]);
		if (isSidecar(container)) {
			if (own === 0 && which === 'limits') return 0;
			sidecars += own;
		}
		greediest = Math.max(greediest, isSidecar(container) ? sidecars : sidecars + own);
	}
	return Math.max(running + sidecars, greediest);
}
