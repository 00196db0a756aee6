import { describe, expect, it } from 'vitest';
import type { Asked } from '../../src/demo/faults.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const HOUR_MS = 3_600_000;

const lists: Asked = ({ verb, group }) => verb === 'list' && group !== 'metrics.k8s.io';

describe('a machine that slept for an hour', () => {
	it('fault 36: believes no connection from before: it says so, opens the watch from where it was, and lists nothing that is known', async () => {
		const { clock, server, wire, pods } = await livePods({ dice: 0.5 });
		const { version } = pods;
		const kept = pods.shown();
		const mark = wire.mark();
		const fault = startFault(36, wire, pods);
		await clock.jump(HOUR_MS);
		await pods.shows('unhealthy (disconnected)');
		expect(pods.status.polling).toEqual({ kind: 'retry', at: clock.now() + 750 });
		expect(pods.status).toMatchObject({ live: false, rows: 'complete', detail: 'this machine slept, or its clock was set' });
		expect(pods.shown()).toEqual(kept);
		fault.over();
		changePods(server.world);
		await wire.pass(1_500);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods').at(-1)).toBe(`watch from ${version}`);
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toEqual([]);
		expect(pods.journal.map(({ cause }) => cause)).toContain('this machine slept, or its clock was set');
	});

	it('fault 36: lists everything once when the server has forgotten what it knew, four lists at a time, spread over a second and a half', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		let rolls = 0;
		// Evenly over all there is.
		const dice = () => {
			rolls += 1;
			return (rolls * 0.618) % 1;
		};
		const wire = new WireEngine({ server, clock, dice });
		const opened = ['workloads', 'nodes', 'namespaces', 'events'].map((name) => wire.open(name));
		const leases = opened.flatMap(({ feed }) => feed.leases);
		await wire.until('every stream', () => leases.every((lease) => lease.status().rows === 'complete' && lease.status().live));
		await wire.pass(2_000);
		const streams = new Set(leases.map(({ streamId }) => streamId));
		expect(streams.size).toBeGreaterThan(8);
		const kept = opened.map((each) => each.shown());
		wire.journal.length = 0;
		server.faults.expireHistory();
		changePods(server.world);
		server.faults.expireHistory();
		const begun = server.requests.length;
		let most = 0;
		server.faults.answer(
			(asked) => {
				if (lists(asked))
					most = Math.max(most, server.requests.filter((each) => each.verb === 'list' && each.endedAt === undefined).length);
				return false;
			},
			{ status: 500 },
		);
		await clock.jump(HOUR_MS);
		const wokeAt = clock.now();
		expect(opened.every((each, index) => [...(kept[index]?.keys() ?? [])].every((uid) => each.feed.rows.get(uid) !== undefined))).toBe(
			true,
		);
		await wire.pass(1_500);
		await wire.until('every stream', () => leases.every((lease) => lease.status().rows === 'complete' && lease.status().live));
		await wire.quiet();
		const asked = server.requests.slice(begun).filter(({ group, resource }) => resource !== '' && group !== 'metrics.k8s.io');
		const perStream = new Map<string, number>();
		for (const { verb, resource, group } of asked)
			if (verb === 'list') perStream.set(`${group}/${resource}`, (perStream.get(`${group}/${resource}`) ?? 0) + 1);
		expect(new Set(perStream.values())).toEqual(new Set([1]));
		expect(most).toBeGreaterThan(0);
		expect(most).toBeLessThanOrEqual(4);
		const times = new Set(asked.filter(({ verb }) => verb === 'watch').map(({ startedAt }) => startedAt - wokeAt));
		expect(times.size).toBeGreaterThan(4);
		expect(Math.max(...times)).toBeLessThanOrEqual(1_500);
		expect(wire.journal.filter(({ relist }) => relist)).toHaveLength(streams.size);
	});
});
