import { describe, expect, it } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine, type WireOptions } from '../support/wire-engine.ts';

async function wired(over: Pick<WireOptions, 'user'> = {}) {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	return { clock, server, wire: new WireEngine({ server, clock, ...over }) };
}

describe('a user who may not list', () => {
	it('fault 25: is told so at once, with what was refused and when it is asked again, and nothing is asked until then', async () => {
		const { clock, server, wire } = await wired({ user: 'shop' });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.shows('unhealthy (permissions)');
		const deniedAt = clock.now();
		expect(pods.status).toMatchObject({
			mode: 'snapshot',
			detail: 'list pods in the whole cluster',
			rows: 'none',
			live: false,
			polling: { kind: 'disabled', askAgainAt: deniedAt + 300_000 },
			error: { kind: 'forbidden', verb: 'list', resource: 'pods', scope: 'the whole cluster' },
		});
		await wire.pass(299_999);
		expect(mark.asked('pods')).toEqual(['list limit=50']);
		await wire.pass(1);
		expect(mark.asked('pods')).toEqual(['list limit=50', 'list limit=50']);
		expect(new Set(pods.told)).toEqual(new Set(['degraded (awaiting first delivery)', 'unhealthy (permissions)']));
		expect(pods.journal.filter(({ to }) => to === 'polling' || to === 'backing-off')).toEqual([]);
		expect(server.openWatches().filter(({ resource, namespace }) => resource === 'pods' && namespace === undefined)).toEqual([]);
	});

	it('fault 25: is asked again by hand, once, and is live when the right is there', async () => {
		const { server, wire } = await wired();
		const grant = server.faults.forbid({ user: 'admin', verb: 'list', resource: 'pods' });
		const pods = wire.open('pods');
		await pods.shows('unhealthy (permissions)');
		await wire.quiet();
		const mark = wire.mark();
		wire.engine.refresh();
		wire.engine.refresh();
		await wire.quiet();
		expect(mark.asked('pods')).toEqual(['list limit=50']);
		expect(pods.health).toBe('unhealthy (permissions)');
		grant();
		wire.engine.refresh();
		await pods.isLive();
	});

	it('fault 25: sees the other streams of the context live all the while', async () => {
		const { server, wire } = await wired({ user: 'shop' });
		const everywhere = wire.open('pods');
		const inShop = wire.open('pods', { namespace: 'shop' });
		await everywhere.shows('unhealthy (permissions)');
		await inShop.isLive();
		inShop.forget();
		for (let round = 0; round < 3; round += 1) {
			await wire.pass(60_000);
			changePods(server.world);
			await inShop.isLive();
		}
		expect(new Set(inShop.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
		expect(everywhere.health).toBe('unhealthy (permissions)');
		expect(wire.engine.trouble()).toBeUndefined();
	});
});

describe('a user who may list and not watch', () => {
	it('fault 25: is told that the rows are polled and how often, and gets the changes of each poll', async () => {
		const { server, wire } = await wired({ user: 'nowatch' });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.shows('degraded (watch forbidden)');
		await wire.quiet();
		expect(pods.status).toMatchObject({
			mode: 'polling',
			live: true,
			rows: 'complete',
			polling: { kind: 'every', intervalMs: 5_000 },
		});
		const sinceListed = wire.mark();
		changePods(server.world);
		await wire.pass(4_999);
		expect(sinceListed.asked('pods')).toEqual([]);
		await wire.pass(1);
		await wire.until('the poll brings the change', () => pods.equalsServer());
		expect(sinceListed.asked('pods')).toEqual(['list limit=500']);
		// The rows were swapped by difference: nothing but what changed.
		expect(
			pods.batches
				.at(-1)
				?.map(({ type }) => type)
				.sort(),
		).toEqual(['added', 'deleted', 'modified']);
		await wire.pass(45_000);
		expect(sinceListed.asked('pods')).toEqual(Array.from({ length: 10 }, () => 'list limit=500'));
		expect(mark.asked('pods').filter((asked) => asked.startsWith('watch'))).toHaveLength(1);
		expect(pods.told).toEqual(['degraded (awaiting first delivery)', 'degraded (connecting)', 'degraded (watch forbidden)']);
		expect(pods.statuses.filter(({ mode }) => mode === 'polling').every(({ live }) => live)).toBe(true);
	});

	it('fault 25: is asked for the watch again after five minutes, and polled no more once it is there', async () => {
		const { server, wire } = await wired();
		const grant = server.faults.forbid({ user: 'admin', verb: 'watch', resource: 'pods' });
		const pods = wire.open('pods');
		const fault = startFault(25, wire, pods);
		const namespaces = wire.open('namespaces');
		await pods.shows('degraded (watch forbidden)');
		await namespaces.isLive();
		namespaces.forget();
		await wire.pass(200_000);
		grant();
		fault.over();
		const mark = wire.mark();
		await wire.pass(90_000);
		expect(mark.of('pods').filter(isWatch)).toEqual([]);
		expect(pods.health).toBe('degraded (watch forbidden)');
		await wire.pass(15_000);
		await pods.isLive();
		fault.recovered();
		expect(mark.of('pods').filter(isWatch)).toHaveLength(1);
		const since = wire.mark();
		changePods(server.world);
		await pods.isLive();
		await wire.pass(60_000);
		expect(since.asked('pods')).toEqual([]);
		expect(pods.told).not.toContainEqual(expect.stringMatching(/permissions|errors|disconnected/));
		expect(new Set(namespaces.statuses.map(({ level }) => level))).toEqual(new Set(['healthy']));
	});
});

const isWatch = ({ verb }: { readonly verb: string }): boolean => verb === 'watch';
