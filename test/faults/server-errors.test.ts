import { describe, expect, it } from 'vitest';
import type { CannedAnswer } from '../../src/demo/faults.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { failedStatus } from '../support/kube-status.ts';
import { livePods, podWatches } from '../support/live-pods.ts';
import { changePods } from '../support/pod-changes.ts';
import { WireEngine } from '../support/wire-engine.ts';

const initializing = (seconds: number): CannedAnswer => ({
	status: 429,
	headers: { 'retry-after': String(seconds) },
	body: failedStatus(429, 'TooManyRequests', 'storage is (re)initializing', { details: { retryAfterSeconds: seconds } }),
});

describe('a server whose storage is being initialized', () => {
	it('fault 19: is asked for the first rows after the time that it names, and is called throttled until then', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		server.faults.answer(({ verb, resource }) => verb === 'list' && resource === 'pods', initializing(1), 3);
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.shows('degraded (throttled)');
		expect(pods.status).toMatchObject({ rows: 'none', live: false, polling: { kind: 'retry', at: clock.now() + 1_000 } });
		await wire.pass(10_000);
		await pods.isLive();
		expect(mark.asked('pods').filter((asked) => asked === 'list limit=50').length).toBeLessThanOrEqual(4);
		expect(pods.told.filter((told) => /errors|disconnected|absent/.test(told))).toEqual([]);
	});

	it.each([1, 30])(
		'fault 19: is asked for the watch %i s later and not before, from the same place and with the rows kept',
		async (seconds) => {
			const { clock, server, wire, pods } = await livePods();
			const { version } = pods;
			const kept = pods.shown();
			server.faults.answer(podWatches, initializing(seconds), 2);
			const mark = wire.mark();
			const fault = startFault(19, wire, pods);
			const endedAt = clock.now();
			server.faults.endWatches(podWatches);
			await pods.shows('degraded (throttled)');
			expect(pods.status).toMatchObject({ rows: 'complete', live: false, detail: '429 too many requests', asOf: endedAt });
			changePods(server.world);
			await wire.pass(seconds * 1_000 - 1);
			expect([mark.asked('pods'), pods.shown()]).toEqual([[`watch from ${version}`], kept]);
			await wire.pass(seconds * 1_000 + 1_001);
			await pods.isLive();
			expect(fault.recovered()).toMatchObject({ noticedMs: 0, requests: 3, rowsLost: 0 });
			expect(mark.asked('pods')).toEqual(Array.from({ length: 3 }, () => `watch from ${version}`));
			expect(pods.told).not.toContain('unhealthy (disconnected)');
		},
	);
});

const page =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n';

describe('a server, or what stands before it, that cannot serve', () => {
	it.each<[string, CannedAnswer, string, number]>([
		[
			'503 with a Status and Retry-After',
			{ status: 503, headers: { 'retry-after': '1' }, body: failedStatus(503, 'ServiceUnavailable', 'apiserver is shutting down') },
			'503',
			1_000,
		],
		['502 with a web page', { status: 502, headers: { 'content-type': 'text/html' }, body: page }, '502', 800],
		['503 in plain text', { status: 503, body: 'upstream connect error or disconnect/reset before headers\n' }, '503', 800],
	])(
		'fault 21: %s: the rows stay, the code is said with the time of the next try, and the watch resumes',
		async (_, answer, code, wait) => {
			const { clock, server, wire, pods } = await livePods();
			const { version } = pods;
			const kept = pods.shown();
			const undo = server.faults.answer(() => true, answer);
			const mark = wire.mark();
			const fault = startFault(21, wire, pods);
			const startedAt = clock.now();
			server.faults.endWatches();
			await pods.shows('unhealthy (errors)');
			expect(pods.status).toMatchObject({
				rows: 'complete',
				live: false,
				asOf: startedAt,
				detail: expect.stringContaining(code),
				polling: { kind: 'retry', at: startedAt + wait },
				error: { kind: 'server', status: Number(code) },
			});
			expect(pods.status.detail).not.toMatch(/[<>]/);
			await wire.pass(20_000);
			expect(pods.shown()).toEqual(kept);
			const tries = mark.of('pods');
			expect(tries.every(({ verb }) => verb === 'watch')).toBe(true);
			expect(tries.length).toBeLessThanOrEqual(6);
			undo();
			fault.over();
			changePods(server.world);
			await wire.pass(30_000);
			await pods.isLive();
			expect(fault.recovered()).toMatchObject({ noticedMs: 0, rowsLost: 0 });
			expect(new Set(mark.asked('pods'))).toEqual(new Set([`watch from ${version}`]));
			expect(pods.told).not.toContain('unhealthy (disconnected)');
		},
	);

	it('fault 21: a web page in place of the first rows is no empty cluster', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		const undo = server.faults.answer(() => true, { status: 502, headers: { 'content-type': 'text/html' }, body: page });
		const wire = new WireEngine({ server, clock });
		const pods = wire.open('pods');
		await pods.shows('unhealthy (errors)');
		expect(pods.status).toMatchObject({ rows: 'none', live: false });
		expect(pods.status.error?.message).toBe('HTTP 502 with a web page titled “502 Bad Gateway”, probably from a proxy');
		undo();
		await wire.pass(2_000);
		await pods.isLive();
	});
});
