import { describe, expect, it } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { failedStatus } from '../support/kube-status.ts';
import { changeUnseen, livePods, podWatches } from '../support/live-pods.ts';
import { addPod } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const RELISTED = ['healthy (synchronized)', 'degraded (relisting)', 'degraded (connecting)', 'healthy (synchronized)'];

const status410 = (reason: string) => failedStatus(410, reason, 'too old resource version: 100 (250)');

describe('a watch whose version expired', () => {
	it('fault 1: is said to be listed again, once, while the rows stay, and only what differs is changed', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		changeUnseen(server);
		server.faults.expireHistory();
		const mark = wire.mark();
		const fault = startFault(1, wire, pods);
		server.faults.endWatches(podWatches);
		await pods.isLive();
		fault.recovered();
		expect(pods.told).toEqual(RELISTED);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
		expect(pods.statuses.find(({ reason }) => reason === 'relisting')).toMatchObject({ live: false, asOf: wire.clock.now() });
		// No version, because the one that it has is the one that is too old.
		expect(mark.asked('pods')).toEqual([`watch from ${version}`, 'list limit=500', `watch from ${server.world.store.version}`]);
		expect(mark.of('pods').filter(({ verb, path }) => verb === 'list' && path.includes('resourceVersion'))).toEqual([]);
		expect(pods.journal.filter(({ relist }) => relist)).toMatchObject([
			{ cause: expect.stringContaining('too old resource version'), reason: 'relisting' },
		]);
		expect(pods.batches.map((batch) => batch.map(({ type }) => type).sort())).toEqual([['added', 'deleted', 'modified']]);
	});

	it('fault 1: is listed again once when the open watch is told so in its midst', async () => {
		const { server, wire, pods } = await livePods();
		const mark = wire.mark();
		server.faults.errorWatches(status410('Expired'), podWatches);
		await pods.shows('degraded (relisting)');
		await pods.isLive();
		expect(pods.told).toEqual(RELISTED);
		expect(mark.asked('pods')).toEqual(['list limit=500', `watch from ${server.world.store.version}`]);
		expect(pods.batches).toEqual([]);
	});

	it.each(['Expired', 'Gone'])('fault 2: is listed again once when a new watch is answered with HTTP 410 %s', async (reason) => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		changeUnseen(server);
		server.faults.answer(podWatches, { status: 410, body: status410(reason) }, 1);
		const mark = wire.mark();
		const fault = startFault(2, wire, pods);
		server.faults.endWatches(podWatches);
		await pods.isLive();
		fault.recovered();
		expect(pods.told).toEqual(RELISTED);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
		expect(mark.asked('pods')).toEqual([`watch from ${version}`, 'list limit=500', `watch from ${server.world.store.version}`]);
		expect(mark.of('pods')[0]?.status).toBe(410);
		expect(pods.batches.map((batch) => batch.map(({ type }) => type).sort())).toEqual([['added', 'deleted', 'modified']]);
	});
});

describe('a list whose continue token expired', () => {
	/** Each time a page is asked for, all tokens expire and the cluster changes, as over a list that takes too long. */
	function expireTokens(server: DemoServer, times: number): void {
		let left = times;
		server.faults.answer(
			({ verb, resource, query }) => {
				if (verb === 'list' && resource === 'pods' && query.has('continue') && left > 0) {
					left -= 1;
					server.faults.expireContinueTokens();
					addPod(server.world, `late-${left}`);
				}
				return false;
			},
			{ status: 500 },
		);
	}

	it('fault 4: starts again from page 1, keeping the first page on the screen and never calling a part the whole', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock, size: 1_200 });
		expireTokens(server, 1);
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.isLive();
		expect(pods.told).toEqual(['degraded (awaiting first delivery)', 'degraded (connecting)', 'healthy (synchronized)']);
		expect(mark.asked('pods')).toEqual([
			'list limit=50',
			'list limit=500 continued',
			'list limit=500',
			'list limit=500 continued',
			'list limit=500 continued',
			`watch from ${server.world.store.version}`,
		]);
		expect(mark.of('pods')[1]?.status).toBe(410);
		expect(pods.statuses.map(({ rows }) => rows)).toEqual(['none', 'partial', 'complete', 'complete']);
		// The first page, painted as it came; then everything else at once.
		const gained = pods.batches.flat().filter(({ type }) => type === 'added').length;
		expect(gained).toBe(server.world.list('pods').length);
		expect(pods.batches.slice(0, -1).reduce((sum, batch) => sum + batch.length, 0)).toBe(50);
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	});

	it('fault 4: asks for the whole at once when a token expires a second time, and shows the old rows until it is there', async () => {
		const { server, wire, pods } = await livePods({ size: 1_200 });
		const { version } = pods;
		changeUnseen(server);
		server.faults.expireHistory();
		expireTokens(server, 2);
		const mark = wire.mark();
		const fault = startFault(4, wire, pods);
		server.faults.endWatches(podWatches);
		await pods.isLive();
		fault.recovered();
		expect(pods.told).toEqual(RELISTED);
		expect(mark.asked('pods')).toEqual([
			`watch from ${version}`,
			'list limit=500',
			'list limit=500 continued',
			'list limit=500',
			'list limit=500 continued',
			'list',
			`watch from ${server.world.store.version}`,
		]);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
		// One swap, and in it only what the server changed: one pod each, and the two that came while it listed.
		expect(pods.batches.map((batch) => batch.map(({ type }) => type).sort())).toEqual([['added', 'added', 'added', 'deleted', 'modified']]);
		expect(pods.journal.filter(({ relist }) => relist)).toHaveLength(1);
	});
});
