import { describe, expect, it } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { addPod, changePods } from '../support/pod-changes.ts';

/** The server as a backup holds it; then it lives on and is told of to the client: what is restored has a lower version. */
async function rewindable() {
	const live = await livePods();
	const backup = live.server.world.store.version;
	for (let change = 0; change < 5; change += 1) changePods(live.server.world);
	await live.pods.isLive();
	await live.wire.pass(2_000);
	live.pods.forget();
	return { ...live, backup };
}

/** As an API server that was restarted on a restored etcd: what was before it, it does not know. */
function restore(server: DemoServer, backup: number): void {
	server.faults.rewind(backup);
	server.world.put('configmaps', { metadata: { name: 'restored', namespace: 'shop' } });
}

describe('a server whose storage was restored from a backup', () => {
	it('fault 29: is found out by the probe of its silent watch: one list brings the rows of the backup, and the watch is opened from it', async () => {
		const { clock, server, wire, pods, backup } = await rewindable();
		const { version } = pods;
		const kept = pods.shown();
		const rewoundAt = clock.now();
		const fault = startFault(29, wire, pods);
		restore(server, backup);
		// From a version that is not reached yet the watch is silent; nothing of this may be lost.
		const late = addPod(server.world, 'after-the-restore');
		expect(Number(late.metadata.resourceVersion)).toBeLessThan(Number(version));
		const mark = wire.mark();
		await wire.pass(60_000);
		expect(mark.asked('pods')).toEqual([]);
		expect(pods.shown()).toEqual(kept);
		await wire.pass(15_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(clock.now() - rewoundAt).toBeLessThanOrEqual(75_000);
		expect(mark.asked('pods')).toEqual(['list limit=1', 'list limit=500', `watch from ${server.world.store.version}`]);
		expect(pods.told).toEqual(expect.arrayContaining(['degraded (relisting)', 'degraded (connecting)', 'healthy (synchronized)']));
		expect(pods.journal.filter(({ relist }) => relist)).toMatchObject([{ cause: 'the version of the server went back' }]);
		expect(pods.batches).toHaveLength(1);
		expect(pods.row('after-the-restore')).toBeDefined();
		changePods(server.world);
		await pods.isLive();
		expect(Number(pods.version)).toBeLessThan(Number(version));
	});

	it('fault 29: is found out where the watch ended with the restore, and the next one is taken from a version to come', async () => {
		const { server, wire, pods, backup } = await rewindable();
		const { version } = pods;
		const fault = startFault(29, wire, pods);
		restore(server, backup);
		const mark = wire.mark();
		server.faults.resetWatches(podWatches);
		await pods.shows('unhealthy (disconnected)');
		await wire.pass(800);
		await pods.shows('healthy (synchronized)');
		await wire.pass(75_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods')).toEqual([
			`watch from ${version}`,
			'list limit=1',
			'list limit=500',
			`watch from ${server.world.store.version}`,
		]);
	});

	it('fault 29: is told to all other streams by the one that finds it out: open ones ask at once, and what was kept of closed ones is listed anew', async () => {
		const { server, wire, backup } = await rewindable();
		const left = wire.open('services');
		await left.isLive();
		left.feed.close();
		await wire.pass(2_000);
		const secrets = wire.open('secrets');
		await secrets.isLive();
		// Half a minute younger than that of the pods, its watch would be silent for as much longer.
		await wire.pass(30_000);
		const fault = startFault(29, wire, secrets);
		restore(server, backup);
		server.world.put('secrets', { metadata: { name: 'after-the-restore', namespace: 'shop' } });
		server.world.put('services', { metadata: { name: 'after-the-restore', namespace: 'shop' } });
		await wire.pass(44_000);
		await secrets.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(secrets.row('after-the-restore')).toBeDefined();
		const mark = wire.mark();
		const again = wire.open('services');
		await again.isLive();
		expect(mark.asked('services')).toEqual(['list limit=50', `watch from ${server.world.store.version}`]);
	});

	it('fault 31: is found out by a list asked for by hand, whose rows are shown and watched from there', async () => {
		const { server, wire, pods, backup } = await rewindable();
		const fault = startFault(31, wire, pods);
		restore(server, backup);
		const mark = wire.mark();
		wire.engine.refresh();
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods')).toEqual(['list limit=500', `watch from ${server.world.store.version}`]);
		changePods(server.world);
		await pods.isLive();
		expect(pods.version).toBe(String(server.world.store.version));
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
	});

	it('fault 31: is listed at its newest, never from a cache that may be older: no list names a version', async () => {
		const { server, wire, pods, backup } = await rewindable();
		const fault = startFault(31, wire, pods);
		server.faults.rewind(backup);
		server.faults.expireHistory();
		const mark = wire.mark();
		server.faults.errorWatches({ kind: 'Status', status: 'Failure', reason: 'Expired', code: 410, message: 'too old' }, podWatches);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.of('pods').filter(({ verb, path }) => verb === 'list' && path.includes('resourceVersion'))).toEqual([]);
		expect(mark.asked('pods')).toEqual(['list limit=500', `watch from ${backup}`]);
		changePods(server.world);
		await pods.isLive();
	});
});
