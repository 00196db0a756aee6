import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startFault } from '../support/fault-record.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';

describe('a token that is no longer accepted', () => {
	it('fault 24: ends in "not logged in", with the rows kept and no more than one request a stream each half minute', async () => {
		const { clock, server, wire, pods } = await livePods();
		const namespaces = wire.open('namespaces');
		await namespaces.isLive();
		const kept = pods.shown();
		// As the next test shows, it is looked for once whether there is a new one.
		await wire.pass(60_000);
		const revokedAt = clock.now();
		const mark = wire.mark();
		server.faults.revokeTokens();
		expect(pods.health).toMatch(/^healthy/);
		server.faults.endWatches();
		await pods.shows('unhealthy (unauthorized)');
		expect(pods.status).toMatchObject({
			rows: 'complete',
			live: false,
			asOf: revokedAt,
			error: { kind: 'unauthorized' },
		});
		expect(pods.shown()).toEqual(kept);
		await wire.pass(5 * 60_000);
		for (const resource of ['pods', 'namespaces']) {
			const asked = mark.of(resource).filter(({ verb }) => verb === 'watch' || verb === 'list');
			expect(asked.length).toBeGreaterThan(5);
			expect(asked.length).toBeLessThanOrEqual(12);
		}
		expect(new Set(mark.of('pods').map(({ status }) => status))).toEqual(new Set([401]));
		expect(pods.health).toBe('unhealthy (unauthorized)');
		expect(pods.told.filter((told) => /disconnected|errors|permissions|relisting/.test(told))).toEqual([]);
		expect(pods.shown()).toEqual(kept);
	});

	it('fault 24: is looked for anew in the kubeconfig, once for all streams, and found there: nobody is told of anything but health', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		const namespaces = wire.open('namespaces');
		await namespaces.isLive();
		// A watch that ends within its first second is a fault of its own.
		await wire.pass(2_000);
		namespaces.forget();
		pods.forget();
		server.faults.revokeTokens();
		writeFileSync(wire.kubeconfig, server.kubeconfig());
		const mark = wire.mark();
		changePods(server.world);
		await pods.isLive();
		server.faults.endWatches();
		await wire.quiet();
		await pods.isLive();
		await namespaces.isLive();
		const later = mark.of('pods').filter(({ verb }) => verb === 'watch');
		expect(later.map(({ status }) => status)).toEqual([401, 200]);
		expect(mark.asked('pods').every((asked) => asked.startsWith('watch from '))).toBe(true);
		expect(Number(mark.asked('pods')[0]?.slice('watch from '.length))).toBeGreaterThanOrEqual(Number(version));
		expect(new Set(pods.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(new Set(namespaces.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
	});

	it('fault 24: is live again within half a minute after somebody logged in, by resuming and not by listing', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		const fault = startFault(24, wire, pods);
		server.faults.revokeTokens();
		server.faults.endWatches(podWatches);
		await pods.shows('unhealthy (unauthorized)');
		changePods(server.world);
		await wire.pass(100_000);
		expect(pods.health).toBe('unhealthy (unauthorized)');
		writeFileSync(wire.kubeconfig, server.kubeconfig());
		fault.over();
		const mark = wire.mark();
		await wire.pass(30_000);
		await pods.isLive();
		fault.recovered();
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toEqual([]);
		expect(mark.asked('pods').at(-1)).toBe(`watch from ${version}`);
	});
});
