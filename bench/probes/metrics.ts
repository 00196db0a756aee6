/** Asks for the metrics of all pods, tick after tick, and then reads the same answers by JSON.parse. */
import { systemClock } from '../../src/base/clock.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { createEngine } from '../../src/sync/engine.ts';
import { metricsKey, sampleOf } from '../../src/sync/metrics-sample.ts';
import { answer, type ClusterRequest, connectTo, cpuMs, requested, stayAlive } from './cluster.ts';

export interface MetricsFigures {
	readonly samples: number;
	readonly bytes: number;
	readonly ticks: number;
	/** Of one tick, on average after the first ones. */
	readonly cpuMs: number;
	readonly parsedCpuMs: number;
}

export interface MetricsRequest extends ClusterRequest {
	readonly ticks: number;
}

const warmTicks = 2;

const request = requested<MetricsRequest>();
stayAlive();
const connection = connectTo(request);
const engine = createEngine({ connection, clock: systemClock, metricsIntervalMs: 1_000 });
let bytes = 0;

/** The CPU of all that happened from the end of a warm-up tick until the end of the last one. */
function ticked(): Promise<number> {
	return new Promise((resolve, reject) => {
		let seen = 0;
		let before: NodeJS.CpuUsage | undefined;
		const stop = connection.onRequest((entry) => {
			if (entry.verb !== 'metrics') return;
			if (entry.status !== 200) reject(new Error(`metrics were answered with ${entry.status}`));
			bytes = entry.bytes;
			seen += 1;
			// Asked again at once: a tick would wait for ten times as long as the answer took. Not before it was taken in.
			setImmediate(() => engine.refresh());
			if (seen === warmTicks) before = process.cpuUsage();
			if (seen < warmTicks + request.ticks) return;
			stop();
			resolve(cpuMs(before) / request.ticks);
		});
	});
}

const lease = engine.leaseMetrics('pods', {});
const tickMs = await ticked();
const { samples } = lease;
lease.release();

const parseTick = async (): Promise<void> => {
	const { body } = await connection.get({ path: '/apis/metrics.k8s.io/v1beta1/pods', verb: 'other' });
	const { items } = JSON.parse(body.toString('utf8')) as { items: readonly KubeObject[] };
	const store = new Map<string, unknown>();
	for (const item of items) store.set(metricsKey(item), sampleOf('pods', item));
};
for (let tick = 0; tick < warmTicks; tick += 1) await parseTick();
const before = process.cpuUsage();
for (let tick = 0; tick < request.ticks; tick += 1) await parseTick();
const figures: MetricsFigures = { samples, bytes, ticks: request.ticks, cpuMs: tickMs, parsedCpuMs: cpuMs(before) / request.ticks };
answer(figures);
