import { epochSeconds } from '../base/age.ts';
import { isJsonObject } from '../base/json-parts.ts';
import { mebibytes, nanocores } from '../base/quantity.ts';
import type { MetricsKind } from '../domains/types.ts';
import type { Gvr, KubeObject, Mask } from '../kube/types.ts';
import type { MetricsSample } from '../stores/metrics-store.ts';

export const metricsGvr = (kind: MetricsKind): Gvr => ({ group: 'metrics.k8s.io', version: 'v1beta1', resource: kind });

/** Named key by key: a whole value goes through JSON.parse, which costs more for these few bytes than all else of a sample. */
const usage: Mask = { cpu: true, memory: true };

/** All that is read of a PodMetrics or a NodeMetrics. */
export const metricsMask = (kind: MetricsKind): Mask => ({
	metadata: { name: true, namespace: true },
	timestamp: true,
	window: true,
	...(kind === 'pods' ? { containers: [{ usage }] } : { usage }),
});

/** Key of a pod: `namespace/name`; of a node: `name`. */
export const metricsKey = ({ metadata }: KubeObject): string =>
	metadata.namespace === undefined || metadata.namespace === '' ? metadata.name : `${metadata.namespace}/${metadata.name}`;

const secondsOf: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Seconds of a Go duration (`15.02s`, `1m0s`; time.Duration.String); 0 for what is none. */
export function goSeconds(text: unknown): number {
	if (typeof text !== 'string') return 0;
	// What metrics-server sends, a window in seconds alone, needs no taking apart: it is read for every pod of every tick.
	const alone = text.endsWith('s') ? Number(text.slice(0, -1)) : Number.NaN;
	if (!Number.isNaN(alone)) return alone;
	let seconds = 0;
	for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)/g))
		seconds += Number(amount) * (secondsOf[unit ?? ''] ?? 0);
	return seconds;
}

interface Measured {
	readonly cpuNano: number;
	readonly memoryMiB: number;
}

/** metrics-server reports nanocores (`123456n`): whole numbers, so that their sum is exact. */
function measured(usage: unknown): Measured | undefined {
	if (!isJsonObject(usage)) return undefined;
	const cpuNano = nanocores(usage.cpu);
	const memoryMiB = mebibytes(usage.memory);
	return cpuNano === undefined || memoryMiB === undefined ? undefined : { cpuNano, memoryMiB };
}

/** The sum over the containers. A pod of which one container has no figure has none: half a sum would read as a low use. */
function podMeasured(containers: unknown): Measured | undefined {
	if (!Array.isArray(containers) || containers.length === 0) return undefined;
	let sum: Measured = { cpuNano: 0, memoryMiB: 0 };
	for (const container of containers) {
		const one = isJsonObject(container) ? measured(container.usage) : undefined;
		if (one === undefined) return undefined;
		sum = { cpuNano: sum.cpuNano + one.cpuNano, memoryMiB: sum.memoryMiB + one.memoryMiB };
	}
	return sum;
}

/** The sample in a PodMetrics or a NodeMetrics of metrics.k8s.io/v1beta1; undefined: it holds none that can be read. */
export function sampleOf(kind: MetricsKind, object: KubeObject): MetricsSample | undefined {
	const usage = kind === 'pods' ? podMeasured(object.containers) : measured(object.usage);
	const timestamp = typeof object.timestamp === 'string' ? epochSeconds(object.timestamp) * 1000 : 0;
	if (usage === undefined || timestamp === 0) return undefined;
	return { cpuMilli: usage.cpuNano / 1e6, memoryMiB: usage.memoryMiB, timestamp, windowSeconds: goSeconds(object.window) };
}
