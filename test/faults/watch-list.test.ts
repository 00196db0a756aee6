import { describe, expect, it } from 'vitest';
import type { UserKey } from '../../src/demo/access.ts';
import type { AskedRequest } from '../../src/demo/faults.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { failedStatus } from '../support/kube-status.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

/** With `--initial stream`: the first rows come on the watch. */
async function streamed(user: UserKey = 'admin') {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	return { clock, server, wire: new WireEngine({ server, clock, user, initial: 'stream' }) };
}

const seeds = ({ verb, query }: Pick<AskedRequest, 'verb' | 'query'>): boolean =>
	verb === 'watch' && query.get('sendInitialEvents') === 'true';

describe('a stream of the present objects whose end is never marked', () => {
	it('fault 15: shows what came, gives it up after 10 s for a list, and does not ask for one again', async () => {
		const { clock, server, wire } = await streamed();
		const undo = server.faults.dropBookmarks();
		const mark = wire.mark();
		const startedAt = clock.now();
		const pods = wire.open('pods');
		const fault = startFault(15, wire, pods);
		await wire.until('the objects', () => pods.equalsServer());
		// All of them, though nobody can know it: a part is not called the whole.
		expect(pods.status).toMatchObject({ level: 'degraded', reason: 'awaiting first delivery', rows: 'partial' });
		await wire.pass(9_999);
		expect(pods.status.rows).toBe('partial');
		expect(mark.asked('pods')).toEqual(['watch from ']);
		await wire.pass(1);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ recoveredMs: 10_000, requests: 3, rowsLost: 0 });
		expect(mark.of('pods').map(({ verb, startedAt: at }) => `${verb} ${at - startedAt}`)).toEqual(['watch 0', 'list 10000', 'watch 10000']);
		expect(pods.batches.flat().filter(({ type }) => type !== 'added')).toEqual([]);
		undo();
		// Neither this stream nor another one of the same resource waits for a mark again.
		server.faults.expireHistory();
		changePods(server.world);
		server.faults.endWatches();
		const inShop = wire.open('pods', { namespace: 'shop' });
		await inShop.isLive();
		await pods.isLive();
		expect(mark.of('pods').filter(({ path }) => path.includes('sendInitialEvents'))).toHaveLength(1);
	});
});

const invalid = (message: string) => ({
	status: 422,
	body: failedStatus(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${message}`, {
		details: { group: 'meta.k8s.io', kind: 'ListOptions' },
	}),
});

describe('a stream of the present objects that the server does not know', () => {
	it.each([
		[
			'1.27 on, switched off',
			'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
		],
		['1.19 to 1.26', 'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch'],
	])(
		'fault 16: (%s) is refused once: a list takes its place at once, no error is told, and it is not asked for again',
		async (_, message) => {
			const { server, wire } = await streamed();
			server.faults.answer(seeds, invalid(message));
			const mark = wire.mark();
			const pods = wire.open('pods');
			const fault = startFault(16, wire, pods);
			await pods.isLive();
			expect(fault.recovered()).toMatchObject({ noticedMs: 0, recoveredMs: 0, rowsLost: 0 });
			expect(mark.asked('pods')).toEqual([
				'watch from ',
				'list limit=50',
				'list limit=500 continued',
				`watch from ${server.world.store.version}`,
			]);
			expect(pods.told).toEqual(['degraded (awaiting first delivery)', 'degraded (connecting)', 'healthy (synchronized)']);
			const inShop = wire.open('pods', { namespace: 'shop' });
			await inShop.isLive();
			expect(mark.of('pods').filter(({ path }) => path.includes('sendInitialEvents'))).toHaveLength(1);
			changePods(server.world);
			await pods.isLive();
			await inShop.isLive();
		},
	);
});

describe('a stream of the present objects that this user may not watch', () => {
	it('fault 17: is listed instead, and polled with the interval said; the refusal is of the watch alone', async () => {
		const { server, wire } = await streamed('nowatch');
		const mark = wire.mark();
		const pods = wire.open('pods');
		const fault = startFault(17, wire, pods);
		await pods.shows('degraded (watch forbidden)');
		await wire.quiet();
		expect(pods.status).toMatchObject({ mode: 'polling', live: true, rows: 'complete', polling: { kind: 'every', intervalMs: 5_000 } });
		expect(pods.equalsServer()).toBe(true);
		expect(mark.asked('pods')).toEqual([
			'watch from ',
			'list limit=50',
			'list limit=500 continued',
			`watch from ${server.world.store.version}`,
		]);
		changePods(server.world);
		await wire.pass(5_000);
		expect(pods.equalsServer()).toBe(true);
		expect(fault.recovered()).toMatchObject({ told: 'degraded (watch forbidden)', noticedMs: 0, requests: 5, rowsLost: 0 });
		await wire.pass(60_000);
		expect(mark.of('pods').filter(({ verb }) => verb === 'watch')).toHaveLength(2);
		expect(pods.told).not.toContainEqual(expect.stringContaining('unhealthy'));
	});
});
