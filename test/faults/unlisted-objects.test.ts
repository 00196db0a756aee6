import { describe, expect, it } from 'vitest';
import type { Forbidden } from '../../src/demo/faults.ts';
import { anyDomain } from '../../src/domains/erase.ts';
import { pods } from '../../src/domains/pods.ts';
import { tableDomain } from '../../src/domains/table-domain.ts';
import type { Domain } from '../../src/domains/types.ts';
import { WholeRow, wholeObject } from '../../src/domains/whole-object.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { runningPods, touchPod } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const pod = { gvr: { group: '', version: 'v1', resource: 'pods' }, kind: 'Pod', singular: 'pod', namespaced: true };

async function openOne(domain: Domain, refused: Partial<Forbidden> = { verb: 'list' }) {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const name = runningPods(server.world)[0]?.metadata.name ?? '';
	const grant = server.faults.forbid({ verb: 'list', resource: 'pods', ...refused });
	const wire = new WireEngine({ server, clock });
	const mark = wire.mark();
	const opened = wire.open(domain, { namespace: 'shop', fieldSelector: `metadata.name=${name}` });
	return { clock, server, wire, opened, name, grant, mark };
}

describe('an object that may be got and not listed', () => {
	it('is read by its name, polled, and says so; it is followed from the moment that the list is granted', async () => {
		const { server, wire, opened, name, grant, mark } = await openOne(anyDomain(wholeObject(pod)));
		await opened.shows('degraded (watch forbidden)');
		expect(opened.status).toMatchObject({
			mode: 'polling',
			detail: 'list is forbidden, so it is read by its name',
			polling: { kind: 'every', intervalMs: 5_000 },
			live: true,
			rows: 'complete',
		});
		const row = () => opened.feed.rows.values().next().value;
		expect(row() instanceof WholeRow && Object.keys((row() as WholeRow).object)).toEqual(expect.arrayContaining(['spec', 'status']));
		const { resourceVersion } = touchPod(server.world, name).metadata;
		await wire.pass(5_000);
		expect(row()?.resourceVersion).toBe(server.spelled(resourceVersion));
		// The list is asked for twice at first, since a server that starts refuses it for a moment, and then once a minute.
		await wire.pass(20_000);
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toHaveLength(2);
		expect(mark.asked('pods').filter((asked) => asked === 'get')).toHaveLength(6);
		server.world.remove('pods', 'shop', name);
		await wire.pass(5_000);
		expect([opened.health, opened.feed.rows.size]).toEqual(['degraded (watch forbidden)', 0]);
		grant();
		await wire.pass(60_000);
		expect([opened.health, opened.status.mode]).toEqual(['healthy (synchronized)', 'watch']);
	});

	it.each([
		['a row of its view', anyDomain(pods)],
		['a row of the server’s Table', tableDomain({ ...pod, shortNames: [], categories: [], verbs: ['get'], preferred: true }, 'pods')],
	])('is %s, too', async (_, domain) => {
		const { opened, name } = await openOne(domain);
		await opened.shows('degraded (watch forbidden)');
		expect([...opened.feed.rows.values()].map((row) => row.name)).toEqual([name]);
	});

	it('and may not be got either is forbidden, as any list is; what names no one object is not asked for by a name', async () => {
		const refused = await openOne(anyDomain(pods), { verb: '*' });
		await refused.opened.shows('unhealthy (permissions)');
		expect(refused.opened.status.error).toMatchObject({ verb: 'list' });
		const everywhere = await openOne(anyDomain(pods));
		const all = everywhere.wire.open(anyDomain(pods), { fieldSelector: `metadata.name=${everywhere.name}` });
		await all.shows('unhealthy (permissions)');
	});

	it('is not polled where a server that is starting refused its list for a moment', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const name = runningPods(server.world)[0]?.metadata.name ?? '';
		const wire = new WireEngine({ server, clock });
		const grant = server.faults.forbid({ verb: 'list', resource: 'pods' });
		server.faults.answer(
			({ verb }) => {
				if (verb === 'get') grant();
				return false;
			},
			{ status: 500 },
		);
		const opened = wire.open('pods', { namespace: 'shop', fieldSelector: `metadata.name=${name}` });
		await wire.until('it is live', () => opened.status.mode === 'watch' && opened.status.live && opened.feed.rows.size === 1);
		expect(opened.told.join()).not.toContain('forbidden');
	});
});
