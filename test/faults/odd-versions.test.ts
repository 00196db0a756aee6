import { describe, expect, it } from 'vitest';
import type { VersionSpelling } from '../../src/demo/faults.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { podWatches } from '../support/live-pods.ts';
import { addPod, changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const inRange = (value: bigint): string | undefined => (value >= 0n && value < 10n ** 9n ? String(value) : undefined);

/** Adds so much to every version. */
const above = (base: bigint): VersionSpelling => ({
	write: (version) => String(base + BigInt(version)),
	read: (text) => (/^\d+$/.test(text) ? inRange(BigInt(text) - base) : undefined),
});

/** No numbers, and the later the version, the earlier its text in the alphabet. */
const backwards: VersionSpelling = {
	write: (version) => `v${1_000_000 - Number(version)}-${version.at(-1)}`,
	read: (text) => {
		const found = /^v(\d+)-\d$/.exec(text)?.[1];
		return found === undefined ? undefined : String(1_000_000 - Number(found));
	},
};

async function livePodsOf(spelling: VersionSpelling | undefined, prepare: (server: DemoServer) => void = () => undefined) {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	prepare(server);
	if (spelling !== undefined) server.faults.spellVersions(spelling);
	const wire = new WireEngine({ server, clock });
	const pods = wire.open('pods');
	await pods.isLive();
	await wire.pass(2_000);
	pods.forget();
	return { clock, server, wire, pods };
}

/** Through everything that names a version: events, a clean end, a cut, a bookmark, a probe, a relist. */
async function liveThroughEverything({ server, wire, pods }: Awaited<ReturnType<typeof livePodsOf>>): Promise<void> {
	const fault = startFault(30, wire, pods);
	const mark = wire.mark();
	for (let round = 0; round < 4; round += 1) changePods(server.world);
	await pods.isLive();
	const { version } = pods;
	expect(version).toBe(server.spelled(String(server.world.store.version)));
	server.faults.endWatches(podWatches);
	await pods.isLive();
	server.world.put('configmaps', { metadata: { name: 'no-pod', namespace: 'shop' } });
	const bookmarked = server.spelled(String(server.world.store.version));
	await wire.pass(61_000);
	expect(pods.version).toBe(bookmarked);
	server.faults.resetWatches(podWatches);
	await pods.shows('unhealthy (disconnected)');
	changePods(server.world);
	await wire.pass(800);
	await pods.isLive();
	expect(mark.asked('pods')).toEqual([`watch from ${version}`, `watch from ${bookmarked}`]);
	expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	await wire.pass(2_000);
	// A silent watch is probed, and the one that takes its place begins where it stood.
	const silenced = pods.version;
	server.faults.silenceWatches(podWatches);
	const unseen = addPod(server.world, 'told-by-the-second');
	const probed = wire.mark();
	await wire.pass(75_000);
	await pods.isLive();
	expect(probed.asked('pods').slice(0, 2)).toEqual(['list limit=1', `watch from ${silenced}`]);
	expect(pods.feed.rows.get(unseen.metadata.uid)).toBeDefined();
	server.faults.expireHistory();
	server.faults.endWatches(podWatches);
	changePods(server.world);
	await pods.isLive();
	expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
}

describe('versions that no number of a program holds', () => {
	it('fault 30: beyond 2^53 are kept digit by digit, and every change is there', async () => {
		const live = await livePodsOf(above(2n ** 53n));
		expect(BigInt(live.pods.version)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
		await liveThroughEverything(live);
	});

	it('fault 30: of 38 digits are kept as well', async () => {
		const live = await livePodsOf(above(10n ** 37n));
		await liveThroughEverything(live);
	});

	it('fault 30: that grow by a digit in the middle of a watch and in a gap lose nothing', async () => {
		const live = await livePodsOf(undefined, ({ world }) => {
			while (world.store.version < 994) world.put('configmaps', { metadata: { name: 'grows', namespace: 'shop' } });
			world.store.expireHistory();
		});
		expect(live.pods.version).toHaveLength(3);
		await liveThroughEverything(live);
		expect(live.pods.version).toHaveLength(4);
	});

	it('fault 30: that are no numbers are never compared: nothing is dropped, nothing is taken for an older server', async () => {
		const live = await livePodsOf(backwards);
		await liveThroughEverything(live);
		expect(live.pods.journal.map(({ cause }) => cause)).not.toContain('the version of the server went back');
	});

	it('fault 30: that the server no longer reads, because another one stands in its place, end in one list from it', async () => {
		const { server, wire, pods } = await livePodsOf(backwards);
		const fault = startFault(30, wire, pods);
		server.faults.spellVersions({ write: (version) => version, read: (text) => (/^\d+$/.test(text) ? text : undefined) });
		const mark = wire.mark();
		server.faults.endWatches(podWatches);
		await pods.shows('unhealthy (errors)');
		await wire.pass(30_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toEqual(['list limit=500']);
		expect(mark.asked('pods').length).toBeLessThanOrEqual(6);
		changePods(server.world);
		await pods.isLive();
	});
});
