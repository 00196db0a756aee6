import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { livePods } from '../support/live-pods.ts';
import { changePods, runningPods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

describe('a server whose storage answers nobody', () => {
	it('fault 41: keeps the rows and dims them once a list is not answered, with one list at a time and none on top of it', async () => {
		const { clock, server, wire, pods } = await livePods();
		const kept = pods.shown();
		const stalledAt = clock.now();
		const fault = startFault(41, wire, pods);
		const over = wire.stallStorage();
		const mark = wire.mark();
		// The open watch is as silent as a quiet one, which is nothing to tell anybody of.
		await wire.pass(70_000);
		expect(mark.asked('pods')).toEqual([]);
		expect(pods.status).toMatchObject({ level: 'healthy', live: true });
		await wire.pass(15_000);
		expect(pods.status).toMatchObject({
			level: 'degraded',
			reason: 'unproven',
			live: false,
			rows: 'complete',
			detail: 'the server does not answer',
		});
		expect(pods.status.asOf).toBeLessThanOrEqual(stalledAt + 1_000);
		expect(pods.shown()).toEqual(kept);
		// For ten minutes: a list is dropped after each minute, and asked for again.
		await wire.pass(600_000);
		expect(pods.shown()).toEqual(kept);
		expect(pods.batches).toEqual([]);
		expect(new Set(pods.told)).toEqual(new Set(['healthy (synchronized)', 'degraded (unproven)']));
		expect(pods.status).toMatchObject({ live: false, detail: 'stalled: lists are not answered' });
		expect(pods.statuses.slice(1).every(({ live }) => !live)).toBe(true);
		expect(mark.asked('pods').filter((asked) => asked !== 'list limit=500')).toEqual(['list limit=1']);
		expect(mark.asked('pods').length).toBeLessThanOrEqual(11);
		// None was sent twice behind the back of whoever counts them; the last one still waits.
		const told = wire.ended.filter(({ verb, streamId, at }) => streamId === pods.streamId && verb !== 'watch' && at >= stalledAt);
		expect(mark.asked('pods')).toHaveLength(told.length + 1);
		over();
		fault.over();
		changePods(server.world);
		await wire.pass(30_000);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
	});

	it('fault 41: is asked for the first rows again and again, and shows them as soon as there are any', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const wire = new WireEngine({ server, clock });
		const over = wire.stallStorage();
		const pods = wire.open('pods');
		for (let round = 0; round < 3; round += 1) {
			await wire.until('a list that waits', () => server.stalled === 1);
			expect(pods.status).toMatchObject({ rows: 'none', level: 'degraded', reason: 'awaiting first delivery' });
			await clock.advance(60_000);
			await pods.shows('unhealthy (disconnected)');
			const { polling } = pods.status;
			await clock.advance(polling.kind === 'retry' ? polling.at - clock.now() : 0);
		}
		await wire.until('a list that waits', () => server.stalled === 1);
		over();
		await pods.isLive();
	});

	it('fault 41: answers the get of one object with a Status that does not say that it is one, and is understood', async () => {
		const { server, wire } = await livePods();
		wire.stallStorage();
		const [pod] = runningPods(server.world);
		const asked = wire.connection
			.get({ path: `/api/v1/namespaces/shop/pods/${pod?.metadata.name}?timeout=8s`, verb: 'other' })
			.catch((error: unknown) => error);
		await wire.until('the request is there', () => server.requests.at(-1)?.verb === 'get');
		await wire.clock.advance(8_000);
		const failure = await asked;
		expect(failure).toBeInstanceOf(ApiFailure);
		expect((failure as ApiFailure).error).toMatchObject({
			kind: 'server',
			status: 504,
			message: 'Timeout: request did not complete within the allotted timeout',
		});
		await expect(wire.connection.get({ path: '/readyz', verb: 'other' })).rejects.toMatchObject({
			error: { kind: 'server', status: 500, message: expect.stringContaining('[-]etcd failed') },
		});
	});
});
