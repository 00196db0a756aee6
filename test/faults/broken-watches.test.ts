import { describe, expect, it } from 'vitest';
import { startFault } from '../support/fault-record.ts';
import { changeUnseen, livePods, podWatches } from '../support/live-pods.ts';
import { addPod, changePods, runningPods, touchPod } from '../support/pod-changes.ts';

describe('a watch that ends at its timeout', () => {
	it('fault 7: is opened again at once from the last version, and nobody is told of anything but health', async () => {
		const { clock, server, wire, pods } = await livePods();
		const [first] = runningPods(server.world);
		const mark = wire.mark();
		const openedAt = server.openWatches().find(podWatchOf)?.openedAt ?? 0;
		// Bookmarks come every minute, each later than the one before because the cluster goes on.
		for (let second = 0; second < 280; second += 20) {
			touchPod(server.world, first?.metadata.name ?? '');
			await wire.pass(20_000);
		}
		await pods.isLive();
		// What is no pod raises the version, too: only a bookmark tells the watch of it.
		server.world.put('configmaps', { metadata: { name: 'not-a-pod', namespace: 'shop' } });
		const bookmarked = String(server.world.store.version);
		server.faults.answer(
			(asked) => {
				if (podWatches(asked)) {
					// It comes between the two watches: only a watch from the right version tells of it.
					changePods(server.world);
				}
				return false;
			},
			{ status: 500 },
		);
		await wire.pass(openedAt + 300_000 - clock.now() - 1);
		expect(mark.asked('pods')).toEqual([]);
		const fault = startFault(7, wire, pods);
		await wire.pass(1);
		await pods.isLive();
		fault.recovered();
		expect(mark.asked('pods')).toEqual([`watch from ${bookmarked}`]);
		expect(mark.of('pods')[0]?.startedAt).toBe(openedAt + 300_000);
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(pods.statuses.every(({ live }) => live)).toBe(true);
		expect(pods.journal).toMatchObject([
			{ from: 'watching', to: 'connecting', cause: 'the watch ended cleanly', level: 'healthy' },
			{ from: 'connecting', to: 'watching', level: 'healthy' },
		]);
	});
});

const podWatchOf = ({ resource }: { readonly resource: string }): boolean => resource === 'pods';

describe('a connection that breaks under a watch', () => {
	it('fault 9: a reset in the middle of an event is said with the time of the next try, which resumes and lists nothing', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const mark = wire.mark();
		const brokenAt = clock.now();
		const fault = startFault(9, wire, pods);
		server.faults.resetWatches(podWatches);
		await pods.shows('unhealthy (disconnected)');
		expect(pods.status).toMatchObject({
			live: false,
			rows: 'complete',
			asOf: brokenAt,
			detail: 'connection reset',
			polling: { kind: 'retry', at: brokenAt + 800 },
		});
		changePods(server.world);
		await wire.pass(799);
		expect(mark.asked('pods')).toEqual([]);
		expect(pods.batches).toEqual([]);
		await wire.pass(1);
		await pods.isLive();
		fault.recovered();
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		expect(pods.told).toEqual([
			'healthy (synchronized)',
			'unhealthy (disconnected)',
			'degraded (connecting)',
			'healthy (synchronized)',
			'healthy (delivering)',
		]);
	});

	it('fault 9: a connection that is closed without an end of the body is the same to the user', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		await server.faults.refuseConnections();
		await server.faults.acceptConnections();
		await pods.shows('unhealthy (disconnected)');
		changePods(server.world);
		const mark = wire.mark();
		await wire.pass(800);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	});

	it('fault 9: where the server answers otherwise, is sat out for six seconds at most, also after the eighth within two minutes', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		const mark = wire.mark();
		for (let count = 1; count <= 8; count += 1) {
			server.faults.resetWatches(podWatches);
			await pods.shows('unhealthy (disconnected)');
			await wire.pass(6_000);
			await pods.isLive();
		}
		// One watch for each, not more often than every five seconds.
		expect(mark.asked('pods')).toEqual(Array.from({ length: 8 }, () => `watch from ${version}`));
	});

	it('fault 9: resets that go on are told with ever longer waits, up to half a minute, and never answered with a list', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const mark = wire.mark();
		const waits: number[] = [];
		for (let count = 0; count < 8; count += 1) {
			server.faults.resetWatches(podWatches);
			await pods.shows('unhealthy (disconnected)');
			const { polling } = pods.status;
			const wait = polling.kind === 'retry' ? polling.at - clock.now() : 0;
			waits.push(wait);
			await wire.pass(wait);
			await pods.shows('healthy (synchronized)');
		}
		expect(waits).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
		expect(mark.asked('pods')).toEqual(waits.map(() => `watch from ${version}`));
	});
});

describe('a watch that sends what is no event', () => {
	it('fault 10: half a line before the end is dropped and said, and the next watch begins where the last whole one was', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const mark = wire.mark();
		const fault = startFault(10, wire, pods);
		server.faults.cutWatches(podWatches);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ live: false, rows: 'complete', polling: { kind: 'retry', at: clock.now() + 800 } });
		expect(pods.batches).toEqual([]);
		changePods(server.world);
		await wire.pass(800);
		await pods.isLive();
		fault.recovered();
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		expect(pods.told).not.toContain('unhealthy (disconnected)');
		expect(pods.journal.map(({ cause }) => cause)).toContain('the watch ended in the middle of an event');
	});

	it('fault 10: a broken line ends the belief in what follows it, not in what came before', async () => {
		const { server, wire, pods } = await livePods();
		const mark = wire.mark();
		// All three lie in one read of the socket.
		const before = addPod(server.world, 'before-the-break');
		server.faults.sendLine('{"type":"MODIFIED","object":{"metadata":{"name":"half","uid":', podWatches);
		addPod(server.world, 'after-the-break');
		await pods.shows('unhealthy (errors)');
		expect(pods.row('before-the-break')).toBeDefined();
		expect(pods.row('after-the-break')).toBeUndefined();
		expect(pods.version).toBe(before.metadata.resourceVersion);
		await wire.pass(800);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual([`watch from ${before.metadata.resourceVersion}`]);
		expect(pods.row('after-the-break')).toBeDefined();
	});

	it('fault 10: a second broken line in a row leads to one new list, with the old rows shown until it is there', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		const mark = wire.mark();
		server.faults.sendLine('{"type":"MODIFIED","object":', podWatches);
		await pods.shows('unhealthy (errors)');
		await wire.pass(800);
		await pods.shows('healthy (synchronized)');
		server.faults.sendLine('no event at all', podWatches);
		changeUnseen(server);
		await pods.shows('degraded (relisting)');
		expect(pods.batches).toEqual([]);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual([`watch from ${version}`, 'list limit=500', `watch from ${server.world.store.version}`]);
		expect(pods.journal.filter(({ relist }) => relist)).toHaveLength(1);
		expect(pods.batches).toHaveLength(1);
	});
});
