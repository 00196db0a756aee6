import { describe, expect, it } from 'vitest';
import type { Asked } from '../../src/demo/faults.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods, runningPods, touchPod } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const seedingWatches: Asked = (asked) => podWatches(asked) && asked.query.get('sendInitialEvents') === 'true';

/** Some pods have newer versions than others that stand behind them in the order of their names. */
async function unsorted() {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	for (const { metadata } of runningPods(server.world).slice(0, 3)) touchPod(server.world, metadata.name);
	return { clock, server, wire: new WireEngine({ server, clock, initial: 'stream' }) };
}

describe('present objects that come on a watch, in no order of versions', () => {
	it('fault 35: are no place to resume from: the version is that of their mark, and the watch after it goes on from there', async () => {
		const { server, wire } = await unsorted();
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.isLive();
		expect(pods.version).toBe(String(server.world.store.version));
		expect(mark.asked('pods')).toEqual(['watch from ']);
		await wire.pass(2_000);
		server.faults.endWatches(podWatches);
		changePods(server.world);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual(['watch from ', `watch from ${Number(server.world.store.version) - 3}`]);
	});

	it('fault 35: that break off before their mark leave no version behind: everything is listed instead', async () => {
		const { server, wire } = await unsorted();
		// Their mark never comes.
		const pods = wire.open('pods');
		const fault = startFault(35, wire, pods);
		const bookmarks = server.faults.dropBookmarks();
		const mark = wire.mark();
		await wire.until('some rows', () => pods.feed.rows.size > 0);
		await wire.quiet();
		expect(pods.version).toBe('');
		expect(pods.status).toMatchObject({ rows: 'partial', level: 'degraded', reason: 'awaiting first delivery' });
		server.faults.resetWatches(seedingWatches);
		bookmarks();
		fault.over();
		await wire.pass(2_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods').filter((asked) => asked.startsWith('watch'))).toEqual([
			'watch from ',
			`watch from ${server.world.store.version}`,
		]);
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list')).length).toBeGreaterThan(0);
	});

	it('fault 35: on a watch that had a version are taken as they come, and nothing is lost where it is resumed from', async () => {
		const { server, wire, pods } = await livePods();
		const [first, second] = runningPods(server.world);
		const event = (object: unknown) => JSON.stringify({ type: 'ADDED', object });
		changePods(server.world);
		await pods.isLive();
		await wire.pass(2_000);
		const before = pods.shown().size;
		const fault = startFault(35, wire, pods);
		// It is older than what the watch has told.
		server.faults.sendLine(event(first), podWatches);
		await wire.until('an older version', () => pods.version === first?.metadata.resourceVersion);
		expect(pods.shown().size).toBe(before);
		const mark = wire.mark();
		server.faults.endWatches(podWatches);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(second === undefined ? undefined : pods.feed.rows.get(second.metadata.uid)).toBeUndefined();
		// Beside the one object that is asked for because of an older version.
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list') && asked !== 'list limit=1').length).toBeLessThanOrEqual(1);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
	});
});
