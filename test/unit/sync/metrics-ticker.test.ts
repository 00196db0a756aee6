import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import type { MetricsKind } from '../../../src/domains/types.ts';
import type { StreamTarget } from '../../../src/kube/connection.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import { createMetricsTicker, type MetricsTickerOptions } from '../../../src/sync/metrics-ticker.ts';
import type { TransitionEntry } from '../../../src/sync/types.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { FakeListerWatcher } from '../../support/fake-lister-watcher.ts';
import { type PlainRow, plainRow } from '../../support/plain-rows.ts';

const notReady: ApiError = { kind: 'server', status: 503, message: 'service unavailable' };
const forbidden: ApiError = { kind: 'forbidden', message: 'nodes.metrics.k8s.io is forbidden' };
const notFound: ApiError = { kind: 'not-found', message: '404 page not found' };

function setUp(kind: MetricsKind = 'pods', over: Partial<MetricsTickerOptions> = {}) {
	const clock = new FakeClock();
	const server = new FakeListerWatcher();
	const targets: StreamTarget[] = [];
	const transitions: TransitionEntry[] = [];
	const deliveries: number[] = [];
	let changes = 0;
	let skewMs: number | undefined;
	const ticker = createMetricsTicker({
		connection: {
			listerWatcher: (target) => {
				targets.push(target);
				return server;
			},
			clockSkewMs: () => skewMs,
		},
		kind,
		scope: { namespace: 'shop' },
		intervalMs: 5000,
		clock,
		observer: {
			transition: (entry) => transitions.push(entry),
			delivered: (_, at) => deliveries.push(at),
		},
		streamId: 'test/shop pod-metrics',
		onChange: () => {
			changes += 1;
		},
		runs: () => false,
		transportFailedAt: () => undefined,
		dice: () => 0,
		...over,
	});
	/** What metrics-server measured last of one pod or node. */
	const measure = (name: string, cpu: string, ageMs = 0, namespace = 'shop'): void => {
		const usage = { cpu, memory: '64Mi' };
		const key = kind === 'pods' ? `${namespace}/${name}` : `/${name}`;
		const draft = {
			metadata: kind === 'pods' ? { name, namespace } : { name },
			timestamp: new Date(clock.now() + (skewMs ?? 0) - ageMs).toISOString(),
			window: '15s',
			...(kind === 'pods' ? { containers: [{ usage }] } : { usage }),
		};
		if (server.objects.has(key)) server.update(draft);
		else server.create(draft);
	};
	return {
		clock,
		server,
		ticker,
		targets,
		transitions,
		deliveries,
		measure,
		changes: () => changes,
		setSkew: (ms: number) => {
			skewMs = ms;
		},
		health: () => {
			const { level, reason } = ticker.status();
			return `${level} (${reason})`;
		},
		path: () => transitions.map(({ from, to, reason }) => `${from} > ${to} (${reason})`),
	};
}

describe('a metrics ticker', () => {
	test('asks for what it is told to, and reads no more of it than the sample', () => {
		const { targets, server } = setUp();
		expect(targets).toMatchObject([
			{
				gvr: { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' },
				scope: { namespace: 'shop' },
				mask: { timestamp: true, window: true, containers: [{ usage: { cpu: true, memory: true } }] },
				streamId: 'test/shop pod-metrics',
			},
		]);
		expect(targets[0]?.priority()).toBe('background');
		expect(server.listCalls).toBe(0);
	});

	test('asks on each tick while it runs, and takes each answer as the whole truth', async () => {
		const { clock, server, ticker, measure, health, deliveries, changes } = setUp();
		measure('a', '1500000n');
		measure('b', '2m');
		expect(health()).toBe('degraded (awaiting first delivery)');
		expect(ticker.usage('shop/a')).toBe('no sample yet');
		ticker.start();
		await clock.advance(0);
		expect(server.lists.map(({ purpose }) => purpose)).toEqual(['metrics']);
		expect(ticker.usage('shop/a')).toEqual({ cpuMilli: 2, memoryMiB: 64 });
		expect(ticker.namespaceUsage('shop')).toEqual({ cpuMilli: 4, memoryMiB: 128 });
		expect(ticker.usageOf(['bank/x'])).toBe('no sample yet');
		expect(ticker.namespaceUsage('bank')).toBe('no sample yet');
		expect([ticker.samples, ticker.revision, changes()]).toEqual([2, 1, 1]);
		expect(ticker.status()).toMatchObject({ reason: 'sample', detail: 'sample 0s old', polling: { kind: 'every', intervalMs: 5000 } });

		server.remove({ metadata: { name: 'b', namespace: 'shop' } });
		await clock.advance(4999);
		expect(server.listCalls).toBe(1);
		await clock.advance(1);
		expect(server.listCalls).toBe(2);
		expect(ticker.usage('shop/b')).toBe('no sample yet');
		expect(deliveries).toHaveLength(2);
		expect(ticker.revision).toBe(2);
	});

	test('asks nothing while it does not run, and goes on where it was', async () => {
		const { clock, server, ticker, measure } = setUp();
		measure('a', '1m');
		ticker.refresh();
		await clock.advance(10_000);
		expect(server.listCalls).toBe(0);
		ticker.start();
		ticker.start();
		await clock.advance(0);
		ticker.stop();
		expect(clock.waiting).toBe(0);
		await clock.advance(2000);
		expect(server.listCalls).toBe(1);
		expect(ticker.status().detail).toBe('sample 12s old');
		expect(ticker.usage('shop/a')).toEqual({ cpuMilli: 1, memoryMiB: 64 });
		ticker.start();
		await clock.advance(2999);
		expect(server.listCalls).toBe(1);
		await clock.advance(1);
		expect(server.listCalls).toBe(2);
	});

	test('stretches its ticks to ten times what an answer took, and says so', async () => {
		const { clock, server, ticker } = setUp();
		server.listTookMs = 1200;
		ticker.start();
		await clock.advance(0);
		expect(ticker.status().polling).toEqual({ kind: 'every', intervalMs: 12_000 });
		await clock.advance(11_999);
		expect(server.listCalls).toBe(1);
		server.listTookMs = 10;
		await clock.advance(1);
		expect(server.listCalls).toBe(2);
		expect(ticker.status().polling).toEqual({ kind: 'every', intervalMs: 5000 });
	});

	test('does not take an answer that a frozen server held up for what an answer costs', async () => {
		const { clock, server, ticker } = setUp();
		server.listTookMs = 10;
		ticker.start();
		await clock.advance(0);
		server.holdLists();
		await clock.advance(5000 + 30_000);
		expect(ticker.status()).toMatchObject({ error: { code: 'ETIMEDOUT' } });
		await clock.advance(5000);
		server.listTookMs = 22_400;
		server.releaseLists();
		await settle();
		expect(ticker.status().polling).toEqual({ kind: 'every', intervalMs: 5000 });
		await clock.advance(5000);
		expect(ticker.status().polling, 'slow again: that is what it costs').toEqual({ kind: 'every', intervalMs: 224_000 });
	});

	test('takes no first answer after failures for what an answer costs', async () => {
		const { clock, server, ticker } = setUp();
		server.holdLists();
		ticker.start();
		await clock.advance(35_000);
		server.listTookMs = 22_400;
		server.releaseLists();
		await settle();
		expect(ticker.status()).toMatchObject({ reason: 'sample', polling: { kind: 'every', intervalMs: 5000 } });
	});

	test('never has two requests on the way, however it is asked to refresh', async () => {
		const { clock, server, ticker } = setUp();
		server.holdLists();
		ticker.start();
		await clock.advance(0);
		ticker.refresh();
		ticker.refresh();
		await clock.advance(20_000);
		expect(server.listCalls).toBe(1);
		server.releaseLists();
		await clock.advance(0);
		expect(server.listCalls).toBe(2);
		ticker.refresh();
		await settle();
		expect(server.listCalls).toBe(3);
	});

	test('takes no answer that comes after it was stopped', async () => {
		const { clock, server, ticker, measure, changes, transitions } = setUp();
		measure('a', '1m');
		server.holdLists();
		ticker.start();
		await clock.advance(0);
		ticker.stop();
		server.releaseLists();
		await clock.advance(60_000);
		expect(server.lists[0]?.signal.aborted).toBe(true);
		expect([server.listCalls, ticker.samples, changes(), transitions.length]).toEqual([1, 0, 0, 0]);
	});

	test('gives a tick up that is never answered, and asks again', async () => {
		const { clock, server, ticker, measure, health } = setUp();
		measure('a', '1m');
		server.holdLists();
		ticker.start();
		await clock.advance(30_000);
		expect(server.lists[0]?.signal.aborted).toBe(true);
		expect(ticker.status()).toMatchObject({ reason: 'awaiting first delivery', error: { kind: 'network', code: 'ETIMEDOUT' } });
		expect(ticker.usage('shop/a')).toBe('metrics: no answer');
		server.releaseLists();
		await clock.advance(5000);
		expect(health()).toBe('healthy (sample)');
	});

	test('keeps its samples while metrics-server is gone, says when they are old, and is well when it is back', async () => {
		const { clock, server, ticker, measure, health, path, changes } = setUp();
		measure('a', '1m');
		ticker.start();
		await clock.advance(0);
		server.listError = notReady;
		await clock.advance(59_000);
		expect(health()).toBe('healthy (sample)');
		expect(ticker.usage('shop/a')).toEqual({ cpuMilli: 1, memoryMiB: 64 });
		const before = { changes: changes(), asked: server.listCalls };
		await clock.advance(1001);
		expect([changes(), server.listCalls]).toEqual([before.changes + 1, before.asked]);
		expect(health()).toBe('degraded (stale)');
		expect(ticker.status().detail).toBe('sample 60s old, 503 unavailable');
		expect(ticker.usage('shop/a')).toMatchObject({ aged: 'stale 60s' });
		expect(ticker.namespaceUsage('shop')).toMatchObject({ aged: 'stale 60s' });
		// 5 s, 5 s, 5 s, 6.4, 12.8, 25.6, 30, 30… : no storm.
		await clock.advance(540_000 - 60_001 + 5000);
		expect(server.listCalls).toBeLessThanOrEqual(24);
		server.listError = undefined;
		measure('a', '3m');
		await clock.advance(60_000);
		measure('a', '3m');
		ticker.refresh();
		await settle();
		expect(health()).toBe('healthy (sample)');
		expect(ticker.usage('shop/a')).toEqual({ cpuMilli: 3, memoryMiB: 64 });
		expect(path().slice(0, 3)).toEqual(['awaiting > sampled (sample)', 'sampled > failing (sample)', 'failing > failing (stale)']);
		expect(path().at(-1)).toMatch(/> sampled|sampled >/);
	});

	test('says that samples are old although they are answered again and again', async () => {
		const { clock, ticker, measure, health, path } = setUp('nodes');
		measure('node-1', '100m');
		ticker.start();
		await clock.advance(60_001);
		expect(health()).toBe('degraded (stale)');
		expect(ticker.usage('node-1')).toMatchObject({ aged: 'stale 60s' });
		expect(path()).toEqual(['awaiting > sampled (sample)', 'sampled > sampled (stale)']);
	});

	test('keeps the last samples of each object, with a gap where one was due and none came', async () => {
		const { clock, ticker, measure } = setUp();
		expect(ticker.history('shop/a')).toBeUndefined();
		measure('a', '100m');
		ticker.start();
		await clock.advance(0);
		for (const cpu of ['200m', undefined, undefined, '50m']) {
			await clock.advance(14_999);
			if (cpu !== undefined) measure('a', cpu);
			await clock.advance(1);
		}
		const rounded = (past: readonly (number | null)[] | undefined) => past?.map((each) => (each === null ? null : Math.round(each)));
		expect(rounded(ticker.history('shop/a')?.cpuMilli)).toEqual([100, 200, null, null, 50]);
		expect(rounded(ticker.history('shop/a')?.memoryMiB)).toEqual([64, 64, null, null, 64]);
		ticker.stop();
	});

	test('tells one old sample among fresh ones', async () => {
		const { clock, ticker, measure, health } = setUp();
		measure('a', '1m');
		measure('b', '1m', 150_000);
		ticker.start();
		await clock.advance(0);
		expect(health()).toBe('healthy (sample)');
		expect(ticker.usage('shop/b')).toEqual({ cpuMilli: 1, memoryMiB: 64, aged: 'stale 2m30s' });
	});

	test('counts ages on the server clock', async () => {
		const { clock, ticker, measure, setSkew } = setUp();
		setSkew(-7_200_000);
		measure('a', '1m', 11_000);
		ticker.start();
		await clock.advance(0);
		expect(ticker.status()).toMatchObject({ reason: 'sample', detail: 'sample 11s old', asOf: clock.now() - 11_000 });
	});

	test('stops asking where there is no metrics API, asks again after five minutes, and on refresh', async () => {
		const { clock, server, ticker, measure, health, path } = setUp();
		server.listError = notFound;
		ticker.start();
		await clock.advance(0);
		expect(health()).toBe('unhealthy (absent)');
		expect(ticker.usage('shop/a')).toBe('no metrics API');
		await clock.advance(299_999);
		expect(server.listCalls).toBe(1);
		await clock.advance(1);
		expect(server.listCalls).toBe(2);
		server.listError = undefined;
		measure('a', '1m');
		ticker.refresh();
		await settle();
		expect(health()).toBe('healthy (sample)');
		expect(path()).toEqual(['awaiting > absent (absent)', 'absent > sampled (sample)']);
	});

	test('names what is forbidden at once where nothing was ever served', async () => {
		const { clock, server, ticker, health } = setUp();
		server.listError = forbidden;
		ticker.start();
		await clock.advance(0);
		expect(health()).toBe('unhealthy (permissions)');
		expect(ticker.usage('shop/a')).toBe('metrics: forbidden');
		await clock.advance(299_000);
		expect(server.listCalls).toBe(1);
	});

	test('has no moment of forbidden while an API server starts', async () => {
		const { clock, server, ticker, measure, path } = setUp();
		measure('a', '1m');
		ticker.start();
		await clock.advance(0);
		server.listError = { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' };
		await clock.advance(10_000);
		server.listError = forbidden;
		await clock.advance(5000);
		server.listError = notFound;
		await clock.advance(3000);
		server.listError = undefined;
		await clock.advance(5000);
		expect(path()).toEqual(['awaiting > sampled (sample)', 'sampled > failing (sample)', 'failing > sampled (sample)']);
	});

	test('does not settle a refusal on a connection that has just failed, and settles it after a minute', async () => {
		const clock = new FakeClock();
		const failedAt = clock.now() - 1000;
		const { server, ticker, health } = setUp('pods', { clock, transportFailedAt: () => failedAt });
		server.listError = forbidden;
		ticker.start();
		await clock.advance(59_000);
		expect(health()).toBe('degraded (awaiting first delivery)');
		await clock.advance(6000);
		expect(health()).toBe('unhealthy (permissions)');
	});

	test('forgets its samples when rights are taken away for good', async () => {
		const { clock, server, ticker, measure, health } = setUp();
		measure('a', '1m');
		ticker.start();
		await clock.advance(0);
		server.listError = forbidden;
		await clock.advance(90_000);
		expect(health()).toBe('unhealthy (permissions)');
		expect([ticker.samples, ticker.usage('shop/a')]).toEqual([0, 'metrics: forbidden']);
	});

	test('survives whatever an answer holds, and reports what cannot be read', async () => {
		const { clock, server, ticker } = setUp();
		server.create({ metadata: { name: 'odd', namespace: 'shop' }, containers: 'none', timestamp: 5 });
		ticker.start();
		await clock.advance(0);
		expect([ticker.samples, ticker.status().detail]).toEqual([0, 'nothing to sample']);
		const list = server.list.bind(server);
		server.list = () => Promise.reject(new TypeError('not a failure of the API'));
		await clock.advance(5000);
		expect(ticker.status().error).toEqual({
			kind: 'protocol',
			message: 'the answer could not be read: TypeError: not a failure of the API',
		});
		server.list = list;
	});
});

describe('whatever metrics.k8s.io answers', () => {
	test('no sample changes any field of any row', async () => {
		const anyText = fc.constantFrom('1m', '999999n', '64Mi', '', 'x', '-5', '1e9');
		const anyMetrics = fc.record({
			name: fc.constantFrom('a', 'b', 'c'),
			fields: fc.record(
				{
					timestamp: fc.constantFrom('2026-11-22T03:00:00Z', 'never', ''),
					window: anyText,
					containers: fc.array(fc.record({ usage: fc.record({ cpu: anyText, memory: anyText }) }), { maxLength: 3 }),
					status: fc.constant({ phase: 'Failed' }),
					spec: fc.constant({ nodeName: 'elsewhere' }),
				},
				{ requiredKeys: [] },
			),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyMetrics, { maxLength: 10 }),
				fc.option(fc.constantFrom(notReady, forbidden, notFound)),
				async (answers, error) => {
					const store = new RowStore<PlainRow>((thrown) => {
						throw thrown;
					});
					// Rows are frozen: whoever writes into one throws.
					store.appendPage(['a', 'b', 'c'].map((name) => plainRow(`uid-${name}`, '1', { name })));
					const before = { revision: store.revision, rows: [...store.values()], text: JSON.stringify([...store.values()]) };
					let told = 0;
					store.observe({
						changed: () => {
							told += 1;
						},
					});
					const { clock, server, ticker } = setUp();
					ticker.start();
					for (const { name, fields } of answers) {
						server.objects.delete(`shop/${name}`);
						server.create({ metadata: { name, namespace: 'shop' }, ...fields });
						server.listError = name === 'c' && error !== null ? error : undefined;
						ticker.refresh();
						await settle();
						for (const row of store.values()) ticker.usage(`${row.namespace}/${row.name}`);
					}
					ticker.stop();
					expect(clock.waiting).toBe(0);
					expect([store.revision, told]).toEqual([before.revision, 0]);
					expect([...store.values()].every((row, index) => row === before.rows[index])).toBe(true);
					expect(JSON.stringify([...store.values()])).toBe(before.text);
				},
			),
			{ numRuns: 50 },
		);
	});
});
