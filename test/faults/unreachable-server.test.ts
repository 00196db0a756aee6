import { describe, expect, it } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { until } from '../support/until.ts';
import { WireEngine, type Witness } from '../support/wire-engine.ts';

describe('a server that cannot be reached', () => {
	it('fault 22: is said at once with the next try, and its return within a second, with one watch and no list', async () => {
		const { clock, server, wire, pods } = await livePods();
		const { version } = pods;
		const kept = pods.shown();
		const goneAt = clock.now();
		const fault = startFault(22, wire, pods);
		await server.faults.refuseConnections();
		await pods.shows('unhealthy (disconnected)');
		expect(pods.status).toMatchObject({ live: false, rows: 'complete', asOf: goneAt, polling: { kind: 'retry', at: goneAt + 800 } });
		changePods(server.world);
		wire.ended.length = 0;
		await wire.pass(20_000);
		expect(pods.status).toMatchObject({
			level: 'unhealthy',
			reason: 'disconnected',
			detail: 'connection refused',
			live: false,
			asOf: goneAt,
		});
		expect(wire.engine.trouble()?.error).toMatchObject({ kind: 'network', code: 'ECONNREFUSED' });
		expect(pods.shown()).toEqual(kept);
		// 0.8, 1.6, 3.2 and 6.4 s after each other; the small request that dials at once and then every second is what notices the return.
		expect(wire.ended.filter(({ verb, streamId }) => verb === 'watch' && streamId === pods.streamId)).toHaveLength(4);
		expect(wire.ended.filter(({ verb }) => verb === 'list')).toEqual([]);
		expect(wire.ended.filter(({ verb }) => verb === 'probe').length).toBeLessThanOrEqual(21);
		await server.faults.acceptConnections();
		fault.over();
		const mark = wire.mark();
		await wire.pass(1_000);
		await pods.isLive();
		fault.recovered();
		expect(mark.asked('pods')).toEqual([`watch from ${version}`]);
		expect(wire.engine.trouble()).toBeUndefined();
		expect(new Set(pods.told)).toEqual(
			new Set(['healthy (synchronized)', 'unhealthy (disconnected)', 'degraded (connecting)', 'healthy (delivering)']),
		);
		expect(pods.journal.filter(({ relist }) => relist)).toEqual([]);
	});

	it('fault 22: is live a second after a short outage, also after the seventh within two minutes', async () => {
		const { server, wire, pods } = await livePods();
		for (let outage = 1; outage <= 7; outage += 1) {
			// Just after the server was asked whether it is there, so that the next such question is long to come.
			wire.ended.length = 0;
			while (!wire.ended.some(({ verb }) => verb === 'probe' || verb === 'metrics')) await wire.pass(200);
			wire.ended.length = 0;
			await server.faults.refuseConnections();
			// No time passes until then: it is asked at once.
			const hasDialled = () => wire.ended.some(({ verb, status }) => verb === 'probe' && status === 0);
			await until(hasDialled, {
				what: 'a question that finds nobody',
				subscribe: (look) => wire.connection.onRequest(look),
				seen: () => '',
			});
			await wire.pass(500);
			await server.faults.acceptConnections();
			await wire.pass(2_000);
			await pods.isLive();
		}
	});

	it('fault 22: is asked for the rows again when it could not be reached from the start', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		await server.faults.refuseConnections();
		const wire = new WireEngine({ server, clock });
		const pods = wire.open('pods');
		await pods.shows('unhealthy (disconnected)');
		expect(pods.status).toMatchObject({ rows: 'none', detail: 'connection refused' });
		await wire.pass(10_000);
		await server.faults.acceptConnections();
		const mark = wire.mark();
		await wire.pass(1_000);
		await pods.isLive();
		expect(mark.asked('pods')).toEqual(['list limit=50', 'list limit=500 continued', `watch from ${server.world.store.version}`]);
	});

	it('fault 22: whose port speaks no TLS is said in these words, and is not asked in a storm', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock, address: server.url.replace('http:', 'https:') });
		const pods = wire.open('pods');
		await pods.shows('unhealthy (disconnected)');
		expect(pods.status).toMatchObject({ rows: 'none', live: false, detail: 'no TLS on this port' });
		await wire.pass(60_000);
		expect(new Set(pods.told)).toEqual(new Set(['degraded (awaiting first delivery)', 'unhealthy (disconnected)']));
		// The first, and again 0.8, 2.4, 5.6, 12, 24.8 and 50.4 s later.
		expect(wire.ended.filter(({ streamId }) => streamId === pods.streamId)).toHaveLength(7);
	});
});

describe('a server that starts and refuses those whose rights come from RBAC for a moment', () => {
	it('fault 42: is retried and live soon after its rights are there, and neither forbidden nor polling is ever shown', async () => {
		// The longest waits: live at the latest 1.5 s after the rights are there.
		const { server, wire, pods } = await livePods({ ...shop, dice: 0.999 });
		const { version } = pods;
		const kept = pods.shown();
		const fault = startFault(42, wire, pods);
		await server.faults.refuseConnections();
		await pods.shows('unhealthy (disconnected)');
		// Other objects changed meanwhile; a server that was restarted has forgotten every earlier version.
		changePods(server.world);
		server.faults.expireHistory();
		await wire.pass(3_000);
		const starting = refuseAll(server);
		await server.faults.acceptConnections();
		const mark = wire.mark();
		await wire.pass(1_500);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ live: false, rows: 'complete', detail: '403, perhaps a server that is starting' });
		expect(pods.shown()).toEqual(kept);
		// LIST recovers before WATCH.
		starting.list();
		await wire.pass(2_000);
		expect(pods.health).toBe('unhealthy (errors)');
		starting.watch();
		fault.over();
		await wire.pass(1_500);
		await pods.isLive();
		fault.recovered();
		expectNeverSettled(pods);
		const asked = mark.asked('pods');
		expect(asked.filter((each) => each.startsWith('list'))).toEqual(['list limit=500']);
		expect(asked.length).toBeLessThanOrEqual(8);
		expect(asked[0]).toBe(`watch from ${version}`);
		expect(pods.journal.filter(({ relist }) => relist)).toHaveLength(1);
	});

	it('fault 42: is retried likewise where its LIST is what it refuses', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		await server.faults.refuseConnections();
		const wire = new WireEngine({ server, clock, user: 'shop' });
		const pods = wire.open('pods', { namespace: 'shop' });
		await pods.shows('unhealthy (disconnected)');
		const starting = refuseAll(server);
		await server.faults.acceptConnections();
		await wire.pass(1_000);
		await pods.shows('unhealthy (errors)');
		await wire.pass(1_000);
		starting.list();
		await wire.pass(1_000);
		expect(pods.status).toMatchObject({ rows: 'complete', level: 'unhealthy', reason: 'errors' });
		starting.watch();
		await wire.pass(1_000);
		await pods.isLive();
		expectNeverSettled(pods);
	});

	it('fault 42: is never called forbidden by its metrics either', async () => {
		const { server, wire, pods } = await livePods(shop);
		await server.faults.refuseConnections();
		await wire.pass(10_000);
		const starting = refuseAll(server);
		await server.faults.acceptConnections();
		await wire.pass(7_000);
		starting.list();
		starting.watch();
		await wire.pass(7_000);
		await pods.isLive();
		expect(pods.feed.metrics?.status()).toMatchObject({ level: 'healthy', reason: 'sample' });
		expectNeverSettled(pods);
	});

	it('fault 42: is believed when it goes on refusing for a minute, and the rows stay all the same', async () => {
		const { server, wire, pods } = await livePods(shop);
		const kept = pods.shown();
		await server.faults.refuseConnections();
		await pods.shows('unhealthy (disconnected)');
		refuseAll(server);
		await server.faults.acceptConnections();
		await wire.pass(55_000);
		expectNeverSettled(pods);
		await wire.pass(10_000);
		expect(pods.status).toMatchObject({ level: 'unhealthy', reason: 'permissions', detail: 'list pods in namespace shop', live: false });
		expect(pods.shown()).toEqual(kept);
	});

	it('fault 42: is given a new minute when it goes away and comes back while it refuses', async () => {
		const { server, wire, pods } = await livePods(shop);
		await server.faults.refuseConnections();
		await pods.shows('unhealthy (disconnected)');
		const starting = refuseAll(server);
		await server.faults.acceptConnections();
		await wire.pass(10_000);
		await pods.shows('unhealthy (errors)');
		await server.faults.refuseConnections();
		await wire.pass(55_000);
		await pods.shows('unhealthy (disconnected)');
		await server.faults.acceptConnections();
		await wire.pass(10_000);
		await pods.shows('unhealthy (errors)');
		starting.list();
		starting.watch();
		await wire.pass(5_000);
		await pods.isLive();
		expectNeverSettled(pods);
	});
});

const shop = { user: 'shop', scope: { namespace: 'shop' } } as const;

/** The 403 of RBAC before its rules are there; returns the way to end it, by verb. */
function refuseAll({ faults }: DemoServer): { readonly list: () => void; readonly watch: () => void } {
	const refuse = (verb: string) => faults.forbid({ user: 'shopper', verb, resource: '*' });
	return { list: refuse('list'), watch: refuse('watch') };
}

/** In no status, no light, and no line of the journal. */
function expectNeverSettled(pods: Witness): void {
	const settled = /permissions|watch forbidden|watch failing|watch unsupported/;
	expect(pods.told.filter((told) => settled.test(told))).toEqual([]);
	expect(pods.lights.filter((light) => settled.test(light))).toEqual([]);
	expect(pods.statuses.filter(({ mode }) => mode === 'polling')).toEqual([]);
	expect(pods.everyJournal.filter(({ to, reason }) => to === 'denied' || to === 'polling' || settled.test(reason))).toEqual([]);
}
