/** Lists all pods through the connection, the reader, the engine and the store, as the program does, with nobody looking. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '../../src/base/clock.ts';
import { podsResource } from '../../src/domains/pod-row.ts';
import { pods } from '../../src/domains/pods.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import { createEngine } from '../../src/sync/engine.ts';
import { answer, type ClusterRequest, connectTo, cpuMs, peakRssBytes, requested, stayAlive } from './cluster.ts';

export interface LoadFigures {
	readonly objects: number;
	readonly tookMs: number;
	readonly cpuMs: number;
	readonly peakRssBytes: number;
	/** Of the process before it began. */
	readonly rssBeforeBytes: number;
	/** The longest that a timer of 1 ms was late. */
	readonly longestBlockMs: number;
}

export interface LoadRequest extends ClusterRequest {
	/** `list`: the stream of pods alone. `domain`: with what its pane reads beside it. */
	readonly reads: 'list' | 'domain';
}

const request = requested<LoadRequest>();
stayAlive();
const rssBeforeBytes = process.memoryUsage.rss();
const delays = monitorEventLoopDelay({ resolution: 1 });
const connection = connectTo(request);
const engine = createEngine({ connection, clock: systemClock });
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
delays.enable();
const lease =
	request.reads === 'list'
		? engine.lease({ resource: podsResource, scope: {}, visible: true, firstPage: 50 })
		: openDomainFeed(engine, pods, {}, { visible: true, firstPage: 50 });
engine.subscribe(() => {
	if (lease.status().rows !== 'complete') return;
	delays.disable();
	const figures: LoadFigures = {
		objects: lease.rows.size,
		tookMs: performance.now() - startedAt,
		cpuMs: cpuMs(cpuBefore),
		peakRssBytes: peakRssBytes(),
		rssBeforeBytes,
		longestBlockMs: delays.max / 1e6,
	};
	answer(figures);
});
