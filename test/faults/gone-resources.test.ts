import { describe, expect, it } from 'vitest';
import { findDomain } from '../../src/domains/registry.ts';
import type { Domain } from '../../src/domains/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { failedStatus } from '../support/kube-status.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

/** What workloads read of one kind, alone: any kind may be one that a CRD brought. */
function cronJobsAlone(): Domain {
	const workloads = findDomain('workloads');
	if (workloads === undefined) throw new Error('no workloads');
	const { metrics: _, ...rest } = workloads;
	return { ...rest, name: 'cronjobs', reads: workloads.reads.filter(({ resource }) => resource.gvr.resource === 'cronjobs') };
}

const CRON_JOBS = 'cronjobs.batch';

async function liveCronJobs() {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const wire = new WireEngine({ server, clock });
	const shown = wire.open(cronJobsAlone());
	await shown.isLive();
	await wire.pass(2_000);
	shown.forget();
	return { clock, server, wire, shown };
}

describe('a kind of resource that the server no longer has', () => {
	it('fault 27: has its rows deleted one by one, is called absent when the server says so, and is asked for once a minute', async () => {
		const { clock, server, wire, shown } = await liveCronJobs();
		const { version } = shown;
		const had = shown.feed.rows.size;
		expect(had).toBeGreaterThan(0);
		const mark = wire.mark();
		const fault = startFault(27, wire, shown);
		const again = server.faults.removeResource(CRON_JOBS);
		await wire.until('no rows', () => shown.feed.rows.size === 0);
		expect(shown.status).toMatchObject({ level: 'healthy', live: true, rows: 'complete' });
		expect(shown.batches.flat().map(({ type }) => type)).toEqual(Array.from({ length: had }, () => 'deleted'));
		expect(mark.asked('cronjobs')).toEqual([]);
		const last = shown.version;
		expect(last).not.toBe(version);
		await wire.pass(1_000);
		await shown.shows('unhealthy (absent)');
		const absentSince = clock.now();
		expect(shown.status).toMatchObject({
			mode: 'snapshot',
			detail: 'the server has no such resource',
			error: { kind: 'not-found' },
			polling: { kind: 'disabled', askAgainAt: absentSince + 60_000 },
		});
		expect(mark.asked('cronjobs')).toEqual([`watch from ${last}`, 'list limit=500']);
		await wire.pass(179_999);
		expect(mark.asked('cronjobs').slice(2)).toEqual(['list limit=50', 'list limit=50']);
		again();
		fault.over();
		server.world.put(CRON_JOBS, { metadata: { name: 'nightly', namespace: 'shop' }, spec: { schedule: '@daily' }, status: {} });
		await wire.pass(1);
		await shown.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect([...shown.feed.rows.values()].map(({ name }) => name)).toEqual(['nightly']);
		expect(mark.asked('cronjobs').slice(4)).toEqual(['list limit=50', `watch from ${server.world.store.version}`]);
		expect(shown.told.filter((told) => /disconnected|errors|permissions/.test(told))).toEqual([]);
	});

	it('fault 27: is absent at once when it never was there, and is asked for by hand', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const again = server.faults.removeResource(CRON_JOBS);
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const shown = wire.open(cronJobsAlone());
		await shown.shows('unhealthy (absent)');
		await wire.pass(59_000);
		expect(mark.asked('cronjobs')).toEqual(['list limit=50']);
		again();
		wire.engine.refresh();
		await shown.isLive();
	});

	it('fault 27: leaves the other kinds of the same list live, with their rows and their watches', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock });
		const opened = wire.open('workloads');
		await wire.until('every stream', () => opened.feed.leases.every((lease) => lease.status().rows === 'complete'));
		await wire.pass(2_000);
		const others = [...opened.feed.rows.values()].filter((row) => !('schedule' in row)).map(({ uid }) => uid);
		const mark = server.requests.length;
		server.faults.removeResource(CRON_JOBS);
		await wire.pass(30_000);
		expect(opened.feed.missing()).toEqual(['cronjobs: not served']);
		expect(opened.feed.status()).toMatchObject({ level: 'healthy', live: true, rows: 'complete' });
		expect(new Set([...opened.feed.rows.values()].map(({ uid }) => uid))).toEqual(new Set(others));
		const asked = server.requests.slice(mark).filter(({ group, resource }) => resource !== '' && group !== 'metrics.k8s.io');
		expect(asked.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['watch cronjobs', 'list cronjobs']);
	});
});

const notAllowed = failedStatus(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {
	details: {},
});

describe('a resource that cannot be watched', () => {
	it('fault 28: is polled, and said to be, and gets the changes of each poll and no other request', async () => {
		const { server, wire, pods } = await livePods();
		const { version } = pods;
		const kept = pods.shown();
		const mark = wire.mark();
		const fault = startFault(28, wire, pods);
		server.faults.answer(podWatches, { status: 405, body: notAllowed });
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (watch unsupported)');
		await wire.quiet();
		expect(pods.status).toMatchObject({ mode: 'polling', live: true, rows: 'complete', polling: { kind: 'every', intervalMs: 5_000 } });
		expect(pods.shown()).toEqual(kept);
		changePods(server.world);
		await wire.pass(5_000);
		await wire.until('the poll brings the change', () => pods.equalsServer());
		expect(fault.settled()).toMatchObject({ rowsLost: 0 });
		await wire.pass(45_000);
		const asked = mark.asked('pods');
		expect(asked[0]).toBe(`watch from ${version}`);
		expect(asked.slice(1).every((each) => each === 'list limit=500')).toBe(true);
		expect(asked).toHaveLength(11);
		expect(pods.batches).toHaveLength(1);
		expect(pods.statuses.filter(({ mode }) => mode === 'polling').every(({ live }) => live)).toBe(true);
		expect(pods.told).not.toContainEqual(expect.stringMatching(/unhealthy|connecting/));
	});

	it('fault 28: is asked for its watch again after five minutes, and polled no more once there is one', async () => {
		const { server, wire, pods } = await livePods();
		const mark = wire.mark();
		const fault = startFault(28, wire, pods);
		const offered = server.faults.answer(podWatches, { status: 405, body: notAllowed });
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (watch unsupported)');
		await wire.pass(299_000);
		expect(mark.asked('pods').filter((asked) => asked.startsWith('watch'))).toHaveLength(1);
		offered();
		fault.over();
		await wire.pass(7_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods').filter((asked) => asked.startsWith('watch'))).toHaveLength(2);
		const since = wire.mark();
		changePods(server.world);
		await pods.isLive();
		await wire.pass(60_000);
		expect(since.asked('pods')).toEqual([]);
	});
});
