import { describe, expect, it } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const podLists = ({ verb, resource, group }: { readonly verb: string; readonly resource: string; readonly group: string }): boolean =>
	verb === 'list' && resource === 'pods' && group === '';

describe('a server that has too many requests', () => {
	it('fault 18: is asked for the first rows when it said, not before, and is called throttled until they come', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		server.faults.throttle(podLists, 7, 2);
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.shows('degraded (throttled)');
		expect(pods.status).toMatchObject({ rows: 'none', live: false, polling: { kind: 'retry', at: clock.now() + 7_000 } });
		await wire.pass(6_999);
		expect(mark.asked('pods')).toEqual(['list limit=50']);
		await wire.pass(1);
		expect(mark.asked('pods')).toEqual(['list limit=50', 'list limit=50']);
		expect(pods.health).toBe('degraded (throttled)');
		await wire.pass(7_000);
		await pods.isLive();
		expect(mark.asked('pods').slice(2)).toEqual(['list limit=50', 'list limit=500 continued', `watch from ${server.world.store.version}`]);
		expect(pods.told.filter((told) => /errors|disconnected/.test(told))).toEqual([]);
	});

	it('fault 18: keeps its rows and its place when the watch is what it refuses, and lists nothing', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const kept = pods.shown();
		const mark = wire.mark();
		const endedAt = clock.now();
		const fault = startFault(18, wire, pods);
		server.faults.throttle(podWatches, 4, 3);
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (throttled)');
		expect(pods.status).toMatchObject({ rows: 'complete', live: false, asOf: endedAt, polling: { kind: 'retry', at: endedAt + 4_000 } });
		changePods(server.world);
		await wire.pass(3_999);
		expect([mark.asked('pods'), pods.shown()]).toEqual([[`watch from ${version}`], kept]);
		await wire.pass(8_001);
		await pods.isLive();
		fault.recovered();
		expect(mark.asked('pods')).toEqual(Array.from({ length: 4 }, () => `watch from ${version}`));
		expect(mark.of('pods').map(({ startedAt }) => startedAt - endedAt)).toEqual([0, 4_000, 8_000, 12_000]);
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	});

	it('fault 18: that names a moment too short is asked ever more slowly all the same', async () => {
		const { clock, server, wire, pods } = await livePods();
		const mark = wire.mark();
		const endedAt = clock.now();
		const undo = server.faults.throttle(podWatches, 1);
		server.faults.endWatches(podWatches);
		await wire.pass(60_000);
		// 1 s where the second try would have waited 0.8 s; then its own waits, which are longer.
		expect(mark.of('pods').map(({ startedAt }) => startedAt - endedAt)).toEqual([0, 1_000, 2_600, 5_800, 12_200, 25_000, 50_600]);
		undo();
		await wire.pass(30_000);
		await pods.isLive();
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toEqual([]);
	});

	it('fault 18: leaves what it answers alone: the other streams are live all the while', async () => {
		const { server, wire, pods } = await livePods();
		const nodes = wire.open('namespaces');
		await nodes.isLive();
		nodes.forget();
		server.faults.throttle(podWatches, 30, 1);
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (throttled)');
		await wire.pass(20_000);
		expect(new Set(nodes.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(pods.health).toBe('degraded (throttled)');
	});
});

describe('a server that announces its end', () => {
	it('fault 20: is asked again on a new connection after five seconds, and the watch goes on from where it was', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const announcedAt = clock.now();
		const mark = wire.mark();
		const over = server.faults.announceShutdown();
		// What is open goes on to the end.
		changePods(server.world);
		await pods.shows('healthy (delivering)');
		const later = pods.version;
		expect(later).not.toBe(version);
		expect(mark.asked('pods')).toEqual([]);
		const fault = startFault(20, wire, pods);
		server.faults.endWatches();
		await pods.shows('degraded (throttled)');
		expect(pods.status).toMatchObject({ rows: 'complete', polling: { kind: 'retry', at: announcedAt + 5_000 } });
		changePods(server.world);
		await wire.pass(4_999);
		over();
		fault.over();
		await wire.pass(1);
		await pods.isLive();
		fault.recovered();
		const asked = mark.of('pods').filter(({ verb }) => verb === 'watch');
		expect(mark.asked('pods')).toEqual([`watch from ${later}`, `watch from ${later}`]);
		expect(new Set(asked.map(({ connection }) => connection)).size).toBe(2);
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	});

	it('fault 20: never hears two requests on a connection that it closes', async () => {
		const { server, wire, pods } = await livePods();
		server.faults.announceShutdown();
		const mark = server.requests.length;
		server.faults.endWatches();
		await wire.pass(30_000);
		const connections = server.requests.slice(mark).map(({ connection }) => connection);
		expect(new Set(connections).size).toBe(connections.length);
		expect(pods.told).not.toContain('unhealthy (disconnected)');
	});

	it('fault 20: is not come back to by all at once: the five seconds are stretched by chance', async () => {
		const { clock, server, pods } = await livePods({ dice: 0.5 });
		server.faults.announceShutdown();
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (throttled)');
		expect(pods.status.polling).toEqual({ kind: 'retry', at: clock.now() + 5_400 });
	});
});

/** Small pods, so that ten thousand changes are read quickly. */
const smallPod = (number: number, change: number) => ({
	metadata: { name: `pod-${number}`, namespace: 'shop', annotations: { change: String(change) } },
	spec: { nodeName: 'worker-01', containers: [{ name: 'app', image: 'app:1' }] },
	status: { phase: 'Running' },
});

describe('more changes than a client takes', () => {
	it('fault 34: end the watch cleanly when the server’s queue is full, and it is resumed until every change was told once', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock, populated: false, slowReaderBytes: 256 * 1024 });
		for (let number = 0; number < 50; number += 1) server.world.put('pods', smallPod(number, 0));
		const wire = new WireEngine({ server, clock });
		const pods = wire.open('pods');
		await pods.isLive();
		await wire.pass(2_000);
		pods.forget();
		const before = server.world.store.version;
		const mark = wire.mark();
		const fault = startFault(34, wire, pods);
		let told = 0;
		wire.engine.subscribe(() => {
			told += 1;
		});
		// All in one turn: the client reads nothing meanwhile.
		for (let change = 1; change <= 10_000; change += 1) server.world.put('pods', smallPod(change % 50, change));
		expect(server.openWatches().filter(({ resource }) => resource === 'pods')).toEqual([]);
		await pods.isLive();
		fault.recovered();
		const from = mark.asked('pods').map((asked) => Number(/^watch from (\d+)$/.exec(asked)?.[1]));
		expect(from.length).toBeGreaterThan(3);
		expect(from.length).toBeLessThan(40);
		expect(from.every((version, index) => version > (from[index - 1] ?? before))).toBe(true);
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		const versions = pods.batches.flatMap((batch) => batch.map(({ row }) => Number(row.resourceVersion)));
		expect(versions).toEqual(Array.from({ length: 10_000 }, (_, index) => before + 1 + index));
		// Fifty rows is all that is held, and whoever paints them is told once for many changes.
		expect(pods.feed.rows.size).toBe(50);
		expect(told).toBeLessThan(1_000);
	});
});
