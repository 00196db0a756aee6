import { describe, expect, it } from 'vitest';
import { startFault } from '../support/fault-record.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';

/** 200, and a clean end before anything was said. */
const nothing = { status: 200, headers: { 'content-type': 'application/json' }, body: '' };

describe('a watch that ends at once', () => {
	it('fault 8: is waited for the first time, and nothing is listed', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		server.faults.answer(podWatches, nothing, 1);
		const mark = wire.mark();
		const fault = startFault(8, wire, pods);
		const endedAt = clock.now();
		server.faults.endWatches(podWatches);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({
			live: false,
			rows: 'complete',
			detail: 'the watch ended at once',
			polling: { kind: 'retry', at: endedAt + 800 },
		});
		changePods(server.world);
		await wire.pass(800);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ recoveredMs: 800, requests: 2, rowsLost: 0 });
		expect(mark.asked('pods')).toEqual([`watch from ${version}`, `watch from ${version}`]);
	});

	it('fault 8: the second time running is polled instead, which is said with the interval, and tried after each poll', async () => {
		const { clock, server, wire, pods } = await livePods();
		const undo = server.faults.answer(podWatches, nothing);
		const mark = wire.mark();
		const fault = startFault(8, wire, pods);
		const startedAt = clock.now();
		server.faults.endWatches(podWatches);
		await pods.shows('unhealthy (errors)');
		await wire.pass(1_000);
		expect(pods.status).toMatchObject({
			mode: 'polling',
			level: 'degraded',
			reason: 'watch failing',
			live: true,
			rows: 'complete',
			polling: { kind: 'every', intervalMs: 5_000 },
		});
		for (let round = 0; round < 6; round += 1) {
			changePods(server.world);
			await wire.pass(5_000);
			expect(pods.health).toBe('degraded (watch failing)');
			expect(pods.equalsServer()).toBe(true);
		}
		const times = mark.of('pods').map(({ verb, startedAt: at }) => `${verb} ${at - startedAt}`);
		const rounds = Array.from({ length: 7 }, (_, round) => 800 + 5_000 * round).flatMap((at) => [`list ${at}`, `watch ${at}`]);
		expect(times).toEqual(['watch 0', 'watch 800', ...rounds]);
		undo();
		fault.over();
		changePods(server.world);
		await wire.pass(6_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		const after = wire.mark();
		changePods(server.world);
		await pods.isLive();
		await wire.pass(30_000);
		expect(after.asked('pods')).toEqual([]);
	});
});
