import { describe, expect, it } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const refusedAcross = async () => {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	for (const verb of ['list', 'watch']) server.faults.forbid({ user: 'admin', verb, resource: 'pods', acrossNamespaces: true });
	return { server, wire: new WireEngine({ server, clock }) };
};

describe('a user who may read one namespace and not all of them', () => {
	it('fault 26: has each namespace live while the whole cluster is refused, and the refusal names what it was of', async () => {
		const { server, wire } = await refusedAcross();
		const mark = wire.mark();
		const everywhere = wire.open('pods');
		const inShop = wire.open('pods', { namespace: 'shop' });
		const inData = wire.open('pods', { namespace: 'data' });
		await everywhere.shows('unhealthy (permissions)');
		await inShop.isLive();
		await inData.isLive();
		expect(everywhere.status).toMatchObject({
			rows: 'none',
			detail: 'list pods in the whole cluster',
			error: { kind: 'forbidden', verb: 'list', resource: 'pods', scope: 'the whole cluster' },
		});
		expect([...inShop.feed.rows.values()].every(({ namespace }) => namespace === 'shop')).toBe(true);
		changePods(server.world, 'shop');
		changePods(server.world, 'data');
		await inShop.isLive();
		await inData.isLive();
		await wire.pass(200_000);
		const asked = (namespace: string | undefined) => mark.of('pods').filter((request) => request.namespace === namespace);
		expect(asked(undefined).map(({ verb, status }) => `${verb} ${status}`)).toEqual(['list 403']);
		for (const namespace of ['shop', 'data'])
			expect(asked(namespace).map(({ verb }) => verb)).toEqual(expect.arrayContaining(['list', 'watch']));
		expect(inShop.told.every((told) => !/unhealthy|permissions/.test(told))).toBe(true);
	});

	it('fault 26: that loses the right to all keeps its rows, dated, and is offered nothing that it may not read', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock });
		const everywhere = wire.open('pods');
		await everywhere.isLive();
		await wire.pass(90_000);
		const kept = everywhere.shown();
		const fault = startFault(26, wire, everywhere);
		const grants = ['list', 'watch'].map((verb) => server.faults.forbid({ verb, resource: 'pods', acrossNamespaces: true }));
		server.faults.endWatches(({ resource }) => resource === 'pods');
		await wire.pass(120_000);
		expect(everywhere.status).toMatchObject({ level: 'unhealthy', reason: 'permissions', rows: 'complete', live: false });
		expect(everywhere.shown()).toEqual(kept);
		const inShop = wire.open('pods', { namespace: 'shop' });
		await inShop.isLive();
		const mark = wire.mark();
		changePods(server.world);
		for (const undo of grants) undo();
		fault.over();
		await wire.pass(300_000);
		await everywhere.isLive();
		fault.recovered();
		expect(mark.of('pods').filter(({ verb, namespace }) => verb === 'list' && namespace === undefined).length).toBeLessThanOrEqual(2);
	});

	it('fault 26: is told which namespaces may be read: each known one is tried once, four at a time, and no more', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock, user: 'shop' });
		const everywhere = wire.open('pods');
		await everywhere.shows('unhealthy (permissions)');
		const mark = wire.mark();
		const { resource } = everywhere.feed.leases[0] ?? {};
		if (resource === undefined) throw new Error('pods are read');
		const ask = () => wire.engine.readableNamespaces([resource], ['default', 'shop', 'data', 'web', 'ops', 'payments']);
		expect(ask().left).toBeGreaterThan(0);
		await wire.quiet();
		expect(ask()).toEqual({ readable: ['shop'], forbidden: new Set(['default', 'data', 'web', 'ops', 'payments']), left: 0 });
		await wire.pass(200_000);
		for (let again = 0; again < 20; again += 1) ask();
		await wire.quiet();
		// This user may not list namespaces either: that is one refusal, and what is known is all there is.
		expect(mark.asked('namespaces')).toEqual(['list limit=500']);
		expect(mark.of('pods').map(({ path }) => path)).toEqual(Array.from({ length: 6 }, () => expect.stringContaining('limit=1')));
		wire.engine.refresh();
		ask();
		await wire.quiet();
		expect(mark.of('pods').filter(({ namespace }) => namespace !== undefined)).toHaveLength(12);
	});

	it('fault 26: is told of a namespace that refuses the first kind of a view and not the others', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		server.faults.forbid({ user: 'shopper', verb: 'list', resource: 'configmaps', namespace: 'shop' });
		const wire = new WireEngine({ server, clock, user: 'shop' });
		const everywhere = wire.open('config');
		await everywhere.shows('unhealthy (permissions)');
		const mark = wire.mark();
		const resources = everywhere.feed.leases.map(({ resource }) => resource);
		expect(resources.map(({ gvr }) => gvr.resource)).toEqual(['configmaps', 'secrets']);
		const ask = () => wire.engine.readableNamespaces(resources, ['default', 'shop']);
		ask();
		await wire.quiet();
		expect(ask()).toEqual({ readable: ['shop'], forbidden: new Set(['default']), left: 0 });
		expect(mark.of('secrets').map(({ namespace, status }) => `${namespace} ${status}`)).toEqual(['default 403', 'shop 200']);
	});

	it('fault 26: has all namespaces tried where they may be listed, at most four at once, and stops when it was left', async () => {
		const { server, wire } = await refusedAcross();
		for (let made = 0; made < 60; made += 1) server.world.put('namespaces', { metadata: { name: `team-${made}` } });
		server.faults.forbid({ user: 'admin', verb: 'list', resource: 'pods', namespace: 'data' });
		const everywhere = wire.open('pods');
		await everywhere.shows('unhealthy (permissions)');
		let most = 0;
		server.faults.answer(
			({ verb }) => {
				if (verb === 'list')
					most = Math.max(most, server.requests.filter((each) => each.verb === 'list' && each.endedAt === undefined).length);
				return false;
			},
			{ status: 500 },
		);
		const { resource } = everywhere.feed.leases[0] ?? {};
		if (resource === undefined) throw new Error('pods are read');
		const ask = () => wire.engine.readableNamespaces([resource], ['data']);
		ask();
		await wire.until('enough of them', () => ask().left === 0);
		const { readable, forbidden } = ask();
		expect(readable).toContain('shop');
		expect(readable.length).toBeGreaterThanOrEqual(40);
		expect([...forbidden]).toEqual(['data']);
		expect(most).toBeLessThanOrEqual(4);
		expect(everywhere.health).toBe('unhealthy (permissions)');
	});
});
