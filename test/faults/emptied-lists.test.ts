import { describe, expect, it } from 'vitest';
import { encodeContinue } from '../../src/demo/continue-token.ts';
import type { Asked } from '../../src/demo/faults.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const firstPages: Asked = ({ verb, resource, group, query }) =>
	verb === 'list' && resource === 'pods' && group === '' && !query.has('continue');
const laterPages: Asked = ({ verb, resource, group, query }) =>
	verb === 'list' && resource === 'pods' && group === '' && query.has('continue');

const smallPod = (name: string) => ({
	metadata: { name, namespace: 'shop' },
	spec: { containers: [{ name: 'app', image: 'app:1' }] },
	status: { phase: 'Running' },
});

/** All pods go while no watch can tell of it, and the list is what is asked next. */
function emptyUnseen(server: DemoServer): void {
	server.faults.silenceWatches(podWatches);
	for (const { metadata } of server.world.list('pods')) server.world.remove('pods', metadata.namespace, metadata.name);
	server.faults.expireHistory();
	server.faults.endWatches(podWatches);
}

/** A page may hold nothing and yet not be the last: only its token decides. */
const emptyPage = (server: DemoServer, more: boolean) => ({
	status: 200,
	body: {
		kind: 'PodList',
		apiVersion: 'v1',
		metadata: {
			resourceVersion: String(server.world.store.version),
			...(more && { continue: encodeContinue({ version: server.world.store.version, start: ' ' }, true) }),
		},
		// As Go writes a nil slice.
		items: null,
	},
});

describe('a list of nothing after thousands of rows', () => {
	it('fault 39: is believed when it is whole: the rows go in one swap, and those that come are shown', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock, populated: false });
		for (let number = 0; number < 5_000; number += 1) server.world.put('pods', smallPod(`pod-${number}`));
		const wire = new WireEngine({ server, clock });
		const pods = wire.open('pods');
		await pods.isLive();
		await wire.pass(2_000);
		pods.forget();
		const had = pods.feed.rows.size;
		expect(had).toBe(5_000);
		const { version } = pods;
		const mark = wire.mark();
		const fault = startFault(39, wire, pods);
		emptyUnseen(server);
		await pods.shows('degraded (relisting)');
		expect(pods.feed.rows.size).toBe(had);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(pods.feed.rows.size).toBe(0);
		expect(pods.batches).toHaveLength(1);
		expect(new Set(pods.batches.flat().map(({ type }) => type))).toEqual(new Set(['deleted']));
		expect(mark.asked('pods')).toEqual([`watch from ${version}`, 'list limit=500', `watch from ${server.world.store.version}`]);
		server.world.put('pods', smallPod('first-again'));
		await pods.isLive();
		expect(pods.row('first-again')).toBeDefined();
	});

	it('fault 39: is not believed by its first page, as long as that names another one', async () => {
		const { server, wire, pods } = await livePods({ size: 600 });
		const had = pods.feed.rows.size;
		const mark = wire.mark();
		changePods(server.world);
		await pods.isLive();
		pods.forget();
		server.faults.expireHistory();
		const sizes: number[] = [];
		pods.feed.rows.observe({ changed: () => sizes.push(pods.feed.rows.size) });
		server.faults.answer(firstPages, emptyPage(server, true), 1);
		server.faults.errorWatches({ kind: 'Status', status: 'Failure', reason: 'Expired', code: 410, message: 'too old' }, podWatches);
		await pods.isLive();
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toEqual([
			'list limit=500',
			'list limit=500 continued',
			'list limit=500 continued',
		]);
		expect(Math.min(had, ...sizes)).toBe(had);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
	});

	it('fault 39: whose chain of pages breaks off changes nothing: the old rows stay until a whole one is there', async () => {
		const { server, wire, pods } = await livePods();
		const kept = pods.shown();
		const fault = startFault(39, wire, pods);
		server.faults.answer(firstPages, emptyPage(server, true), 1);
		const broken = server.faults.answer(laterPages, { status: 500, body: 'no more' });
		const mark = wire.mark();
		server.faults.errorWatches({ kind: 'Status', status: 'Failure', reason: 'Expired', code: 410, message: 'too old' }, podWatches);
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ rows: 'complete', live: false, detail: '500 internal error' });
		expect(pods.shown()).toEqual(kept);
		broken();
		fault.over();
		await wire.pass(800);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(pods.batches).toEqual([]);
		expect(mark.asked('pods')).toEqual([
			'list limit=500',
			'list limit=500 continued',
			'list limit=500',
			`watch from ${server.world.store.version}`,
		]);
	});
});
