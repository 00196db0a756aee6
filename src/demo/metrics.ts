import type { Clock } from '../base/clock.ts';
import type { KubeObject } from '../kube/types.ts';
import type { AskedRequest, MetricsFault } from './faults.ts';
import { hashOf } from './random.ts';
import { resourceNamed } from './resources.ts';
import { labelsOf, parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { notFoundObject } from './status.ts';
import type { World } from './world.ts';

/** metrics-server as it is shipped scrapes every 15 s. */
const resolutionMs = 15_000;
/** Two scrapes are needed before there is a sample. */
const firstSampleMs = 2 * resolutionMs;

interface ContainerSpec {
	readonly name: string;
	readonly resources?: { readonly requests?: { readonly cpu?: string; readonly memory?: string } };
}

interface PodParts {
	readonly spec?: { readonly nodeName?: string; readonly containers?: readonly ContainerSpec[] };
	readonly status?: {
		readonly phase?: string;
		readonly startTime?: string;
		readonly containerStatuses?: readonly {
			readonly name: string;
			readonly state?: { readonly running?: { readonly startedAt?: string } };
		}[];
	};
}

const partsOf = (pod: KubeObject): PodParts => pod as unknown as PodParts;

const milli = (cpu: string | undefined): number =>
	cpu === undefined ? 20 : cpu.endsWith('m') ? Number.parseInt(cpu, 10) : Number.parseFloat(cpu) * 1000;

const mebi = (memory: string | undefined): number => {
	if (memory === undefined) return 48;
	const value = Number.parseFloat(memory);
	return memory.endsWith('Gi') ? value * 1024 : value;
};

/** A slow wave with a little noise: what a container uses at one scrape, by its name alone, so that it is the same for the same scrape. */
const wave = (key: string, scrape: number): number => {
	const hash = hashOf(key);
	const phase = (hash % 628) / 100;
	const period = 12 + (hash % 17);
	const noise = (hashOf(`${key}#${scrape}`) % 1000) / 1000;
	return 0.55 + 0.35 * Math.sin(phase + (scrape * 2 * Math.PI) / period) + 0.25 * noise;
};

interface Usage {
	readonly cpuNano: number;
	readonly memoryKi: number;
}

const usageOf = (pod: KubeObject, container: ContainerSpec, scrape: number): Usage => {
	const key = `${pod.metadata.namespace}/${pod.metadata.name}/${container.name}`;
	const requests = container.resources?.requests;
	return {
		cpuNano: Math.round(milli(requests?.cpu) * wave(key, scrape) * 1e6),
		memoryKi: Math.round(mebi(requests?.memory) * (0.7 + 0.25 * wave(`${key}:memory`, Math.floor(scrape / 4))) * 1024),
	};
};

const written = (usage: Usage) => ({ cpu: `${usage.cpuNano}n`, memory: `${usage.memoryKi}Ki` });

const isSampled = (pod: KubeObject, at: number): boolean => {
	const { status } = partsOf(pod);
	if (status?.phase !== 'Running') return false;
	const statuses = status.containerStatuses ?? [];
	// A pod is left out as a whole when one of its containers has no pair of samples (metrics-server storage/pod.go).
	return (
		statuses.length > 0 &&
		statuses.every(({ state }) => state?.running?.startedAt !== undefined && at - Date.parse(state.running.startedAt) >= firstSampleMs)
	);
};

export interface MetricsSource {
	/** The body of a list or a single sample. Throws a StatusError 404 when there is no sample of that name. */
	answer(info: AskedRequest, fault: MetricsFault): object;
}

/** metrics.k8s.io/v1beta1 over the pods of the world: moving with each scrape, absent for pods that have just started. */
export const metricsOf = (world: World, clock: Clock): MetricsSource => {
	const pods = resourceNamed('pods');
	const nodes = resourceNamed('nodes');
	let frozenAt: number | undefined;

	const scrapeTime = (): number => Math.floor(clock.now() / resolutionMs) * resolutionMs;

	const podMetrics = (pod: KubeObject, at: number) => ({
		metadata: {
			name: pod.metadata.name,
			namespace: pod.metadata.namespace,
			creationTimestamp: world.timestamp(),
			labels: labelsOf(pod),
		},
		timestamp: world.timestamp(at),
		window: '15.02s',
		containers: (partsOf(pod).spec?.containers ?? []).map((container) => ({
			name: container.name,
			usage: written(usageOf(pod, container, at / resolutionMs)),
		})),
	});

	const nodeUsage = (at: number): Map<string, Usage> => {
		const sums = new Map<string, Usage>();
		for (const pod of world.store.values(pods)) {
			const { spec } = partsOf(pod);
			if (spec?.nodeName === undefined || !isSampled(pod, at)) continue;
			let { cpuNano, memoryKi } = sums.get(spec.nodeName) ?? { cpuNano: 0, memoryKi: 0 };
			for (const container of spec.containers ?? []) {
				const usage = usageOf(pod, container, at / resolutionMs);
				cpuNano += usage.cpuNano;
				memoryKi += usage.memoryKi;
			}
			sums.set(spec.nodeName, { cpuNano, memoryKi });
		}
		return sums;
	};

	const isReady = (node: KubeObject): boolean => {
		const status = node['status'] as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } | undefined;
		return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
	};

	const nodeMetrics = (node: KubeObject, usage: Usage | undefined, at: number) => {
		// The system itself uses something beside the pods.
		const system = wave(node.metadata.name, at / resolutionMs);
		return {
			metadata: { name: node.metadata.name, creationTimestamp: world.timestamp(), labels: labelsOf(node) },
			timestamp: world.timestamp(at),
			window: '15.02s',
			usage: written({
				cpuNano: (usage?.cpuNano ?? 0) + Math.round(180e6 * system),
				memoryKi: (usage?.memoryKi ?? 0) + Math.round(900 * 1024 * (0.9 + 0.1 * system)),
			}),
		};
	};

	const allNodes = (at: number) => {
		const usage = nodeUsage(at);
		return [...world.store.values(nodes)]
			.filter(isReady)
			.map((node) => ({ node, body: nodeMetrics(node, usage.get(node.metadata.name), at) }));
	};

	return {
		answer(info, fault) {
			frozenAt = fault === 'frozen' ? (frozenAt ?? scrapeTime()) : undefined;
			const isEmpty = fault === 'empty';
			const at = frozenAt ?? scrapeTime();
			const kind = info.resource === 'nodes' ? 'NodeMetrics' : 'PodMetrics';
			const named = { group: 'metrics.k8s.io', resource: info.resource };
			if (info.name !== undefined) {
				const found = isEmpty
					? undefined
					: kind === 'NodeMetrics'
						? allNodes(at).find(({ node }) => node.metadata.name === info.name)?.body
						: [world.store.get(pods, info.namespace, info.name)]
								.filter((pod) => pod !== undefined && isSampled(pod, at))
								.map((pod) => podMetrics(pod as KubeObject, at))[0];
				if (found === undefined) throw notFoundObject(named, kind === 'PodMetrics' ? `${info.namespace}/${info.name}` : info.name);
				return { kind, apiVersion: 'metrics.k8s.io/v1beta1', ...found };
			}
			const labels = parseLabelSelector(info.query.get('labelSelector') ?? '');
			const fields = parseFieldSelector(info.query.get('fieldSelector') ?? '', { ...pods, fields: {} });
			const items = isEmpty
				? []
				: kind === 'NodeMetrics'
					? allNodes(at)
							.filter(({ node }) => labels(node) && fields(node))
							.map(({ body }) => body)
					: [...world.store.values(pods)]
							.filter((pod) => info.namespace === undefined || pod.metadata.namespace === info.namespace)
							.filter((pod) => labels(pod) && fields(pod) && isSampled(pod, at))
							.map((pod) => podMetrics(pod, at));
			return { kind: `${kind}List`, apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items };
		},
	};
};
