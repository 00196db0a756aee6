/** Keeps the pods of a changing cluster up to date, with nobody looking, and tells what that costs. */
import { systemClock } from '../../src/base/clock.ts';
import { podsResource } from '../../src/domains/pod-row.ts';
import { createEngine } from '../../src/sync/engine.ts';
import { answer, type ClusterRequest, connectTo, cpuMs, peakRssBytes, requested, sleep, stayAlive } from './cluster.ts';

export interface EventFigures {
	readonly events: number;
	readonly tookMs: number;
	readonly cpuMs: number;
	readonly peakRssBytes: number;
}

export interface EventsRequest extends ClusterRequest {
	readonly forMs: number;
}

/** After the list, until its garbage is gone and the code is warm. */
const settleMs = 2_000;

const request = requested<EventsRequest>();
stayAlive();
let events = 0;
const connection = connectTo(request);
const engine = createEngine({
	connection,
	clock: systemClock,
	observer: {
		delivered: (_, __, count) => {
			events += count;
		},
	},
});
const lease = engine.lease({ resource: podsResource, scope: {}, visible: true, firstPage: 50 });
await new Promise<void>((resolve) => {
	engine.subscribe(() => {
		if (lease.status().mode === 'watch' && lease.status().level === 'healthy') resolve();
	});
});
await sleep(settleMs);
events = 0;
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
await sleep(request.forMs);
const figures: EventFigures = { events, tookMs: performance.now() - startedAt, cpuMs: cpuMs(cpuBefore), peakRssBytes: peakRssBytes() };
answer(figures);
