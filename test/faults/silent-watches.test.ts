import { describe, expect, it } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { changeUnseen, type LivePods, livePods, podWatches } from '../support/live-pods.ts';
import { addPod, changePods, runningPods, touchPod } from '../support/pod-changes.ts';
import { type ProxyOptions, TcpProxy } from '../support/tcp-proxy.ts';
import { WireEngine } from '../support/wire-engine.ts';

/** Pods, live, read through something on the way that may forget connections or cut them. */
async function behindProxy(over: Partial<ProxyOptions> = {}): Promise<LivePods & { readonly proxy: TcpProxy }> {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const proxy = await TcpProxy.start({ port: server.port, clock, ...over });
	const wire = new WireEngine({ server, clock, proxy });
	const pods = wire.open('pods');
	await pods.isLive();
	await wire.pass(2_000);
	pods.forget();
	return { clock, server, wire, pods, proxy };
}

const isList = (asked: string): boolean => asked.startsWith('list') && asked !== 'list limit=1';

describe('a connection that is half-open: neither a byte nor an end comes through', () => {
	it('fault 11: is replaced within 80 s by one probe and one watch, and nobody is told anything where nothing was missed', async () => {
		const { wire, pods, proxy, server } = await behindProxy();
		const { version } = pods;
		const mark = wire.mark();
		proxy.forgetConnections();
		await wire.pass(80_000);
		expect(mark.asked('pods')).toEqual(['list limit=1', `watch from ${version}`]);
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		changePods(server.world);
		await pods.isLive();
		expect(mark.asked('pods')).toHaveLength(2);
	});

	it('fault 11: that hid changes is found by the watch beside it, is told as drift, and costs one list', async () => {
		const { wire, pods, proxy, server } = await behindProxy();
		const { version } = pods;
		const mark = wire.mark();
		const fault = startFault(11, wire, pods);
		proxy.forgetConnections();
		changePods(server.world);
		const kept = pods.shown();
		await wire.pass(70_000);
		expect([pods.health, pods.shown()]).toEqual(['healthy (synchronized)', kept]);
		await wire.pass(10_000);
		await pods.isLive();
		const record = fault.recovered();
		expect(record).toMatchObject({ told: 'degraded (drift)', requests: 4, rowsLost: 0 });
		expect(record.recoveredMs).toBeLessThanOrEqual(75_000);
		expect(mark.asked('pods')).toEqual([
			'list limit=1',
			`watch from ${version}`,
			'list limit=500',
			`watch from ${server.world.store.version}`,
		]);
		expect(pods.batches.map((batch) => batch.map(({ type }) => type).sort())).toEqual([['added', 'deleted', 'modified']]);
	});

	it('fault 11: and no other either, is called unproven after ten seconds, with the rows kept, and is live when one leads through', async () => {
		const { wire, pods, proxy, server } = await behindProxy();
		const kept = pods.shown();
		const fault = startFault(11, wire, pods);
		const undo = proxy.blackHole();
		changePods(server.world);
		await wire.pass(10_000);
		expect(pods.status).toMatchObject({
			level: 'degraded',
			reason: 'unproven',
			live: false,
			rows: 'complete',
			detail: 'the server does not answer',
		});
		await wire.pass(20_000);
		expect(pods.shown()).toEqual(kept);
		const mark = wire.mark();
		undo();
		fault.over();
		await wire.pass(60_000);
		await pods.isLive();
		const { recoveredMs, rowsLost } = fault.recovered();
		expect(rowsLost).toBe(0);
		expect(recoveredMs).toBeLessThanOrEqual(50_000);
		expect(mark.asked('pods').length).toBeLessThanOrEqual(4);
	});
});

describe('one request that is lost with its connection', () => {
	it('makes no stream doubted twice, nor asks for lists again and again', async () => {
		const { wire, pods, server } = await livePods();
		server.faults.hang(({ verb, resource }) => verb === 'list' && resource === 'leases');
		wire.open('leases');
		const mark = wire.mark();
		await wire.pass(60_000);
		expect(pods.told).toEqual(['healthy (synchronized)', 'degraded (unproven)', 'healthy (synchronized)']);
		expect(mark.asked('pods').filter(isList)).toEqual(['list limit=500']);
		expect(pods.equalsServer()).toBe(true);
	});
});

describe('a proxy that cuts connections on which nothing is said', () => {
	it.each([
		[30, 'reset'],
		[50, 'end'],
	] as const)('fault 12: after %i s (%s) is told once, then known: watches are asked for that end before', async (seconds, how) => {
		const { wire, pods, clock, server } = await behindProxy({ idleMs: seconds * 1_000, how });
		const { version } = pods;
		const mark = wire.mark();
		await wire.pass(seconds * 1_000 - 2_001);
		expect(pods.health).toBe('healthy (synchronized)');
		const fault = startFault(12, wire, pods);
		await wire.pass(1);
		expect(pods.status).toMatchObject({ level: 'unhealthy', reason: 'disconnected', polling: { kind: 'retry', at: clock.now() + 800 } });
		await wire.pass(800);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ recoveredMs: 801, requests: 1, rowsLost: 0 });
		// The second cut is no news: the watch is there again at once.
		await wire.pass(seconds * 1_000);
		await pods.isLive();
		expect(pods.told.filter((told) => told.startsWith('unhealthy'))).toHaveLength(1);
		expect(pods.journal.map(({ did }) => did)).toContain('watch from the last version, from now on for less than that');
		pods.forget();
		for (let round = 0; round < 5; round += 1) {
			await wire.pass(60_000);
			changePods(server.world);
			await pods.isLive();
		}
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		const asked = mark.of('pods').filter(({ verb }) => verb === 'watch');
		const timeouts = asked.map(({ path }) => Number(new URLSearchParams(path.split('?')[1]).get('timeoutSeconds')));
		expect(timeouts.slice(0, 1)).toEqual([300]);
		expect(timeouts.slice(1).every((timeout) => timeout >= seconds * 0.65 && timeout < seconds)).toBe(true);
		expect(mark.asked('pods').filter(isList)).toEqual([]);
		expect(mark.asked('pods')[0]).toBe(`watch from ${version}`);
		// One watch where the last one ended, and no more.
		expect(asked.length).toBeLessThanOrEqual(2 + Math.ceil(300 / (seconds * 0.65)));
	});

	it('fault 12: is not taken for one where the cluster talked all the while, nor where the silences differ', async () => {
		const { wire, pods, server } = await livePods();
		const mark = wire.mark();
		const [pod] = runningPods(server.world);
		for (const silence of [3_000, 3_000, 25_000, 45_000]) {
			await wire.pass(10_000);
			touchPod(server.world, pod?.metadata.name ?? '');
			await pods.isLive();
			await wire.pass(silence);
			server.faults.resetWatches(podWatches);
			await pods.shows('unhealthy (disconnected)');
			await wire.pass(10_000);
			await pods.isLive();
		}
		const timeouts = mark.of('pods').filter(({ verb }) => verb === 'watch');
		expect(timeouts.every(({ path }) => path.includes('timeoutSeconds=300'))).toBe(true);
	});
});

describe('a proxy that holds headers back until there is something to send', () => {
	it('fault 13: is called connecting, then polled beside, and is live with the first event', async () => {
		const { wire, pods, server, clock } = await livePods();
		const { version } = pods;
		const undo = server.faults.holdHeaders(podWatches);
		const mark = wire.mark();
		const fault = startFault(13, wire, pods);
		const startedAt = clock.now();
		server.faults.endWatches(podWatches);
		await wire.pass(4_999);
		expect(pods.status).toMatchObject({ mode: 'watch', level: 'degraded', reason: 'connecting', rows: 'complete', live: true });
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		await wire.pass(1);
		expect(pods.status).toMatchObject({ mode: 'polling', level: 'degraded', reason: 'watch failing', live: true });
		await wire.pass(35_000);
		const lists = mark.of('pods').filter(({ verb }) => verb === 'list');
		expect(lists.map(({ startedAt: at }) => at - startedAt)).toEqual([5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000]);
		expect(pods.statuses.every(({ live, rows }) => live && rows === 'complete')).toBe(true);
		// The first event opens the watch, and with it the cluster is live again: nothing waits for the next poll.
		addPod(server.world, 'first-event');
		fault.over();
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ noticedMs: 0, recoveredMs: 0, rowsLost: 0 });
		expect(pods.health).toBe('healthy (delivering)');
		undo();
		const since = wire.mark();
		await wire.pass(60_000);
		expect(since.asked('pods')).toEqual([]);
		expect(pods.told).not.toContainEqual(expect.stringContaining('unhealthy'));
	});

	it('fault 13: from the start shows the listed rows as live all the same', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		server.faults.holdHeaders(podWatches);
		const wire = new WireEngine({ server, clock });
		const pods = wire.open('pods');
		await pods.shows('degraded (connecting)');
		await wire.until('the rows', () => pods.equalsServer());
		expect(pods.status).toMatchObject({ rows: 'complete', live: true });
		changePods(server.world);
		await pods.isLive();
	});
});

describe('a watch that gets no bookmarks', () => {
	it('fault 14: is healthy however quiet it is, and proven every 75 s by one probe and one watch', async () => {
		const { wire, pods, server } = await livePods();
		const { version } = pods;
		const undo = server.faults.dropBookmarks();
		const mark = wire.mark();
		const fault = startFault(14, wire, pods);
		await wire.pass(290_000);
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(mark.asked('pods')).toEqual(Array.from({ length: 3 }, () => ['list limit=1', `watch from ${version}`]).flat());
		expect(fault.settled()).toMatchObject({ told: 'healthy (synchronized)', requests: 6, rowsLost: 0 });
		undo();
		changePods(server.world);
		await pods.isLive();
	});

	it('fault 14: and whose version is too old by the time that it is opened again costs one list, and no error is told', async () => {
		const { wire, pods, server } = await livePods();
		const { version } = pods;
		server.faults.dropBookmarks();
		const mark = wire.mark();
		await wire.pass(30_000);
		changeUnseen(server);
		server.faults.expireHistory();
		await wire.pass(60_000);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual([
			'list limit=1',
			`watch from ${version}`,
			'list limit=500',
			`watch from ${server.world.store.version}`,
		]);
		expect(pods.told).not.toContainEqual(expect.stringContaining('unhealthy'));
		expect(pods.told).toContain('degraded (relisting)');
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
	});

	it('fault 14: of events, which never get any, is healthy however long none comes', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock });
		const events = wire.open('events');
		await events.isLive();
		await wire.pass(2_000);
		events.forget();
		const mark = wire.mark();
		for (let minute = 0; minute < 6; minute += 1) {
			touchPod(server.world, runningPods(server.world)[0]?.metadata.name ?? '');
			await wire.pass(60_000);
		}
		expect(new Set(events.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(mark.asked('events').filter(isList)).toEqual([]);
		expect(mark.asked('events').length).toBeLessThanOrEqual(2 * 6);
	});
});

describe('a server that takes the first list and does not answer it', () => {
	it('is said to be late after ten seconds, and given up after 65', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock });
		const undo = server.faults.hang(({ resource, verb }) => resource === 'events' && verb === 'list');
		const events = wire.open('events');
		await wire.pass(9_000);
		expect(events.status).toMatchObject({ level: 'degraded', reason: 'awaiting first delivery', detail: '', live: true });
		await wire.pass(3_000);
		expect(events.status).toMatchObject({ level: 'degraded', live: false, detail: 'the first page is not in after 12s' });
		await wire.pass(54_000);
		expect(events.told).toContain('unhealthy (disconnected)');
		expect(events.status).toMatchObject({ live: false, detail: 'timed out' });
		undo();
		await wire.pass(70_000);
		await events.isLive();
	});
});
