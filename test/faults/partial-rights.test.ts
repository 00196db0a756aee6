import { describe, expect, it } from 'vitest';
import type { UserKey } from '../../src/demo/access.ts';
import { behindHttpProxy } from '../support/behind-proxy.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { WireEngine } from '../support/wire-engine.ts';

async function openWorkloads(user: UserKey = 'admin') {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	// Refusals that may be a server that starts are asked again at random times.
	const wire = new WireEngine({ server, clock, user, dice: 0.5 });
	const opened = wire.open('workloads');
	const settled = () => opened.feed.leases.every((lease) => lease.status().rows === 'complete' || lease.status().reason === 'permissions');
	await wire.until('every kind', settled);
	await wire.quiet();
	await wire.pass(2_000);
	opened.forget();
	return { clock, server, wire, opened };
}

describe('a view of several kinds', () => {
	it('of which one is taken away while it is open keeps all rows, names the kind, leaves the others alone, and is whole again when it is granted', async () => {
		const { server, wire, opened } = await openWorkloads();
		const size = opened.feed.rows.size;
		const grant = server.faults.forbid({ verb: '*', resource: 'jobs' });
		const mark = wire.mark();
		server.faults.endWatches(({ resource }) => resource === 'jobs');
		await wire.pass(75_000);
		expect(opened.feed.rows.size).toBe(size);
		expect(opened.status).toMatchObject({
			level: 'unhealthy',
			reason: 'permissions',
			detail: 'list jobs.batch in the whole cluster',
			live: false,
		});
		const liveOf = (kind: string): readonly boolean[] => {
			const lease = opened.feed.leases.find(({ resource }) => resource.kind === kind);
			const rows = [...opened.feed.rows.values()].filter(({ uid }) => lease?.rows.get(uid) !== undefined);
			return [...new Set(rows.map(({ uid }) => opened.feed.statusOf(uid).live))];
		};
		expect([liveOf('Job'), liveOf('Deployment')]).toEqual([[false], [true]]);
		for (const kind of ['deployments', 'statefulsets', 'daemonsets', 'cronjobs', 'replicasets'])
			expect([kind, mark.asked(kind).filter((asked) => asked === 'list limit=500')]).toEqual([kind, []]);
		const refused = mark.of('jobs').length;
		expect(refused).toBeLessThanOrEqual(40);
		await wire.pass(60_000);
		expect(mark.of('jobs')).toHaveLength(refused);
		grant();
		wire.engine.refresh();
		await wire.until('all kinds live', () => opened.status.live && opened.status.level === 'healthy');
		expect(opened.feed.rows.size).toBe(size);
	});

	it('of which some may not be read and none be watched shows what it may, polled, and names the rest', async () => {
		const { wire, opened } = await openWorkloads('nowatch');
		expect(opened.feed.missing()).toEqual(['jobs: forbidden', 'cronjobs: forbidden']);
		expect(opened.status).toMatchObject({ mode: 'polling', reason: 'watch forbidden', live: true, rows: 'complete' });
		expect(opened.feed.rows.size).toBeGreaterThan(5);
		const mark = wire.mark();
		await wire.pass(60_000);
		expect(mark.of('jobs')).toEqual([]);
		for (const kind of ['deployments', 'statefulsets', 'daemonsets'])
			expect([kind, mark.asked(kind)]).toEqual([kind, Array.from({ length: 6 }, () => 'list limit=500')]);
	});
});

describe('discovery that is forbidden or broken', () => {
	it.each([403, 503])('(%i) is not in the way of kinds that every cluster has', async (status) => {
		const { proxy, wire } = await behindHttpProxy();
		proxy.rule(
			(path) => /^\/apis?(?:\/[^/]+)?(?:\/v[^/]+)?(?:\?|$)/.test(path),
			({ response }) => void response.writeHead(status).end('no'),
		);
		const opened = wire.open('workloads');
		await wire.until('every kind', () => opened.status.rows === 'complete' && opened.status.level === 'healthy');
		expect(opened.feed.missing()).toEqual([]);
	});
});
