import { describe, expect, it } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { failedStatus } from '../support/kube-status.ts';
import { changeUnseen, livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const expiredFrame = {
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: `${JSON.stringify({ type: 'ERROR', object: failedStatus(410, 'Expired', 'too old resource version: 1 (2)') })}\n`,
};

describe('a server for which every version is too old', () => {
	it('fault 3: is listed three times, then called a relist loop and asked ever more slowly, until a watch holds', async () => {
		const { clock, server, wire, pods } = await livePods();
		const kept = pods.shown();
		const mark = wire.mark();
		const fault = startFault(3, wire, pods);
		const startedAt = clock.now();
		const undo = server.faults.answer(podWatches, expiredFrame);
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (relist loop)');
		expect(pods.status).toMatchObject({
			rows: 'complete',
			live: false,
			detail: '410 Expired',
			polling: { kind: 'retry', at: startedAt + 800 },
		});
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toHaveLength(3);
		await wire.pass(50_000);
		const listed = mark.of('pods').filter(({ verb }) => verb === 'list');
		expect(listed.map(({ startedAt: at }) => at - startedAt)).toEqual([0, 0, 0, 800, 2_400, 5_600, 12_000, 24_800]);
		expect(pods.shown()).toEqual(kept);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
		expect(pods.batches).toEqual([]);
		undo();
		changeUnseen(server);
		fault.over();
		await wire.pass(30_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(new Set(pods.told.map((told) => told.split(' ')[0]))).toEqual(new Set(['healthy', 'degraded']));
	});

	it('fault 3: is not listed in a storm over ten minutes either, though the count of a minute begins anew', async () => {
		const { server, wire, pods } = await livePods();
		server.faults.answer(podWatches, expiredFrame);
		const mark = wire.mark();
		server.faults.endWatches(podWatches);
		await wire.pass(600_000);
		const lists = mark.of('pods').filter(({ verb }) => verb === 'list');
		expect(lists.length).toBeLessThanOrEqual(60);
		expect(pods.status.rows).toBe('complete');
	});
});

describe('a continue token that the server calls invalid', () => {
	const invalid = {
		status: 400,
		body: failedStatus(400, 'BadRequest', 'invalid continue token: continue key is not valid: unexpected end of JSON input'),
	};
	const nextPages = ({ verb, resource, query }: { readonly verb: string; readonly resource: string; readonly query: URLSearchParams }) =>
		verb === 'list' && resource === 'pods' && query.has('continue');

	it('fault 5: has the list start again from page 1, and the old rows shown until all of it is there', async () => {
		const { server, wire, pods } = await livePods({ size: 1_200 });
		const { version } = pods;
		changeUnseen(server);
		server.faults.expireHistory();
		server.faults.answer(nextPages, invalid, 1);
		const mark = wire.mark();
		const fault = startFault(5, wire, pods);
		server.faults.endWatches(podWatches);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ requests: 7, rowsLost: 0 });
		expect(mark.asked('pods')).toEqual([
			`watch from ${version}`,
			'list limit=500',
			'list limit=500 continued',
			'list limit=500',
			'list limit=500 continued',
			'list limit=500 continued',
			`watch from ${server.world.store.version}`,
		]);
		expect(pods.statuses.every(({ rows }) => rows === 'complete')).toBe(true);
		// One swap of what differs.
		expect(pods.batches.map((batch) => batch.map(({ type }) => type).sort())).toEqual([['added', 'deleted', 'modified']]);
		expect(pods.journal).toContainEqual(
			expect.objectContaining({
				cause: expect.stringContaining('invalid continue token'),
				did: 'start the list again from page 1',
				error: expect.objectContaining({ kind: 'bad-request', status: 400 }),
			}),
		);
	});

	it('fault 5: that is refused every time leads to one list without a limit, and a part is never called the whole', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock, size: 1_200 });
		server.faults.answer(nextPages, invalid);
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.isLive();
		expect(mark.asked('pods').slice(0, -1)).toEqual([
			'list limit=50',
			'list limit=500 continued',
			'list limit=500',
			'list limit=500 continued',
			'list',
		]);
		expect(pods.statuses.map(({ rows }) => rows)).toEqual(['none', 'partial', 'complete', 'complete']);
	});
});

describe('a version that the server has not reached', () => {
	const tooLarge = failedStatus(504, 'Timeout', 'Timeout: Too large resource version: 9999, current: 17', {
		details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 },
	});

	it.each([
		['HTTP 504', 'answer'],
		['an ERROR event', 'frame'],
	])('fault 6: is said of a watch by %s: after the wait that was asked for there is one list without a version', async (_, how) => {
		const { clock, server, wire, pods } = await livePods();
		const kept = pods.shown();
		changeUnseen(server);
		const mark = wire.mark();
		const fault = startFault(6, wire, pods);
		const startedAt = clock.now();
		if (how === 'answer') {
			server.faults.answer(podWatches, { status: 504, headers: { 'retry-after': '3' }, body: tooLarge }, 1);
			server.faults.endWatches(podWatches);
		} else {
			const body = `${JSON.stringify({ type: 'ERROR', object: { ...tooLarge, details: { ...tooLarge, causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 3 } } })}\n`;
			server.faults.answer(podWatches, { status: 200, headers: { 'content-type': 'application/json' }, body }, 1);
			server.faults.endWatches(podWatches);
		}
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({
			rows: 'complete',
			live: false,
			detail: '504 version not reached yet',
			polling: { kind: 'retry', at: startedAt + 3_000 },
		});
		await wire.pass(2_999);
		expect([mark.asked('pods').length, pods.shown()]).toEqual([1, kept]);
		await wire.pass(1);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ noticedMs: 0, recoveredMs: 3_000, requests: 3, rowsLost: 0 });
		expect(mark.asked('pods').slice(1)).toEqual(['list limit=500', `watch from ${server.world.store.version}`]);
		expect(mark.of('pods').filter(({ verb, path }) => verb === 'list' && path.includes('resourceVersion'))).toEqual([]);
	});

	it('fault 6: is said of the first list: it is asked again after the wait, for nothing is known better', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock });
		server.faults.answer(
			({ verb, resource, group }) => verb === 'list' && resource === 'pods' && group === '',
			{ status: 504, headers: { 'retry-after': '1' }, body: tooLarge },
			2,
		);
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.shows('unhealthy (errors)');
		changePods(server.world);
		await wire.pass(999);
		expect(mark.asked('pods')).toEqual(['list limit=50']);
		await wire.pass(2_000);
		await pods.isLive();
		expect(mark.asked('pods').slice(0, 3)).toEqual(['list limit=50', 'list limit=50', 'list limit=50']);
	});
});
