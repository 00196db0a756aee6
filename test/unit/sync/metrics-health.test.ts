import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { noTries } from '../../../src/base/backoff.ts';
import { absence, type MetricsFacts, metricsStatus, staleAfterMs, withAge } from '../../../src/sync/metrics-health.ts';
import { type FailureContext, type MetricsState, metricsDueAt, metricsFailed } from '../../../src/sync/metrics-state.ts';

const now = Date.UTC(2026, 10, 22, 3);
const notReady: ApiError = { kind: 'server', status: 503, message: 'service unavailable' };
const refused: ApiError = { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' };
const forbidden: ApiError = {
	kind: 'forbidden',
	message: 'pods.metrics.k8s.io is forbidden',
	verb: 'list',
	resource: 'pods.metrics.k8s.io',
	scope: 'the whole cluster',
};
const notFound: ApiError = { kind: 'not-found', message: '404 page not found' };
const unauthorized: ApiError = { kind: 'unauthorized', message: 'Unauthorized', command: 'aws sso login' };

const failing = (error: ApiError): MetricsState => ({ kind: 'failing', error, retryAt: now + 4000, tries: noTries });

const facts = (over: Partial<MetricsFacts> = {}): MetricsFacts => ({
	state: { kind: 'sampled' },
	newest: { timestamp: now - 11_000, windowSeconds: 15 },
	intervalMs: 5000,
	empty: 'nothing to sample',
	skewMs: 0,
	...over,
});

describe('the health of a metrics ticker', () => {
	test.each<[string, MetricsFacts, string, string]>([
		['a fresh sample', facts(), 'healthy (sample) sample 11s old', 'live every complete'],
		[
			'a fresh sample, though the last tick failed',
			facts({ state: failing(notReady) }),
			'healthy (sample) sample 11s old, 503 unavailable',
			'live retry complete',
		],
		[
			'an old sample',
			facts({ newest: { timestamp: now - 120_000, windowSeconds: 15 } }),
			'degraded (stale) sample 2m old',
			'dim every complete',
		],
		[
			'an old sample, since nothing answers',
			facts({ state: failing(refused), newest: { timestamp: now - 61_000, windowSeconds: 15 } }),
			'degraded (stale) sample 61s old, connection refused',
			'dim retry complete',
		],
		['no answer yet', facts({ state: { kind: 'awaiting' }, newest: undefined }), 'degraded (awaiting first delivery) ', 'dim every none'],
		[
			'only failures yet',
			facts({ state: failing(notReady), newest: undefined }),
			'degraded (awaiting first delivery) 503 unavailable',
			'dim retry none',
		],
		['a scope without pods', facts({ newest: undefined }), 'healthy (sample) nothing to sample', 'live every complete'],
		[
			'nodes, none of which has a sample',
			facts({ newest: undefined, empty: 'no samples' }),
			'degraded (no samples) metrics.k8s.io answers, and has none',
			'dim every none',
		],
		[
			'404',
			facts({ state: { kind: 'absent', error: notFound, recheckAt: now + 1 }, newest: undefined }),
			'unhealthy (absent) the server has no metrics.k8s.io',
			'dim disabled none',
		],
		[
			'403',
			facts({ state: { kind: 'denied', error: forbidden, recheckAt: now + 1 }, newest: undefined }),
			'unhealthy (permissions) list pods.metrics.k8s.io in the whole cluster',
			'dim disabled none',
		],
		[
			'403 in other words',
			facts({ state: { kind: 'denied', error: { kind: 'forbidden', message: 'no' }, recheckAt: now + 1 }, newest: undefined }),
			'unhealthy (permissions) 403 forbidden',
			'dim disabled none',
		],
		[
			'401',
			facts({ state: { kind: 'needs-credentials', error: unauthorized, recheckAt: now + 1 } }),
			'unhealthy (unauthorized) 401 unauthorized',
			'dim disabled complete',
		],
		[
			'401 without a hint',
			facts({ state: { kind: 'needs-credentials', error: { kind: 'unauthorized', message: '' }, recheckAt: now + 1 } }),
			'unhealthy (unauthorized) 401 unauthorized',
			'dim disabled complete',
		],
	])('with %s', (_, given, health, rest) => {
		const status = metricsStatus(given, now);
		expect(status.mode).toBe('metrics-only');
		expect(`${status.level} (${status.reason}) ${status.detail}`).toBe(health);
		expect(`${status.live ? 'live' : 'dim'} ${status.polling.kind} ${status.rows}`).toBe(rest);
		expect(status.error).toBe('error' in given.state ? given.state.error : undefined);
	});

	test('names the interval that is really waited, the retry, and when it asks again', () => {
		expect(metricsStatus(facts({ intervalMs: 9000 }), now).polling).toEqual({ kind: 'every', intervalMs: 9000 });
		expect(metricsStatus(facts({ state: failing(notReady) }), now).polling).toEqual({ kind: 'retry', at: now + 4000 });
		const denied: MetricsState = { kind: 'denied', error: forbidden, recheckAt: now + 300_000 };
		expect(metricsStatus(facts({ state: denied }), now).polling).toEqual({ kind: 'disabled', askAgainAt: now + 300_000 });
	});

	test('counts ages on the server clock, and dates rows on ours', () => {
		const ahead = facts({ skewMs: 3_600_000, newest: { timestamp: now + 3_600_000 - 11_000, windowSeconds: 15 } });
		expect(metricsStatus(ahead, now)).toMatchObject({ reason: 'sample', detail: 'sample 11s old', asOf: now - 11_000 });
		const future = facts({ newest: { timestamp: now + 5000, windowSeconds: 15 } });
		expect(metricsStatus(future, now).detail).toBe('sample 0s old');
	});

	test('calls a sample stale after a minute, or after three of its windows when those are longer', () => {
		expect([staleAfterMs(0), staleAfterMs(15), staleAfterMs(20), staleAfterMs(60)]).toEqual([60_000, 60_000, 60_000, 180_000]);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 600_000 }), fc.integer({ min: 0, max: 120 }), (age, windowSeconds) => {
				const old = age > Math.max(60_000, windowSeconds * 3000);
				const status = metricsStatus(facts({ newest: { timestamp: now - age, windowSeconds } }), now);
				expect([status.reason, status.live]).toEqual(old ? ['stale', false] : ['sample', true]);
			}),
		);
	});
});

describe('what a cell is told', () => {
	const told = (age: number): unknown => withAge({ timestamp: now - age, windowSeconds: 15 }, now, 0);

	test('is the sample while it is fresh, and then the same with its age', () => {
		expect(told(11_000)).toEqual({ timestamp: now - 11_000, windowSeconds: 15 });
		expect(told(59_000)).toMatchObject({ windowSeconds: 15 });
		expect(told(130_000)).toEqual({ timestamp: now - 130_000, windowSeconds: 15, aged: 'stale 2m10s' });
	});

	test.each<[MetricsState, string]>([
		[{ kind: 'awaiting' }, 'no sample yet'],
		[{ kind: 'sampled' }, 'no sample yet'],
		[failing(notReady), 'metrics: not ready'],
		[failing(refused), 'metrics: no answer'],
		[{ kind: 'absent', error: notFound, recheckAt: 0 }, 'no metrics API'],
		[{ kind: 'denied', error: forbidden, recheckAt: 0 }, 'metrics: forbidden'],
		[{ kind: 'needs-credentials', error: unauthorized, recheckAt: 0 }, 'metrics: not logged in'],
	])('without a sample: %j', (state, reason) => {
		expect(absence(state)).toBe(reason);
	});
});

describe('a tick that failed', () => {
	const context = (over: Partial<FailureContext> = {}): FailureContext => ({
		now,
		dice: 0.5,
		served: false,
		transportFailedAt: undefined,
		intervalMs: 5000,
		...over,
	});
	const awaiting: MetricsState = { kind: 'awaiting' };

	test('settles 403 and 404 at once where nothing was served and nothing failed on the way', () => {
		expect(metricsFailed(awaiting, forbidden, context())).toEqual({ kind: 'denied', error: forbidden, recheckAt: now + 300_000 });
		expect(metricsFailed(awaiting, notFound, context())).toEqual({ kind: 'absent', error: notFound, recheckAt: now + 300_000 });
		const long = context({ transportFailedAt: now - 60_001 });
		expect(metricsFailed(awaiting, forbidden, long).kind).toBe('denied');
	});

	test.each([forbidden, notFound])('takes $kind from a server that may be starting for a passing answer, for a minute', (error) => {
		for (const careful of [context({ served: true }), context({ transportFailedAt: now })]) {
			let state = metricsFailed({ kind: 'sampled' }, error, careful);
			expect(state).toMatchObject({ kind: 'failing', retryAt: now + 1150 });
			state = metricsFailed(state, error, { ...careful, now: now + 6000 });
			expect(state).toMatchObject({ kind: 'failing', retryAt: now + 6000 + 2900 });
			state = metricsFailed(state, error, { ...careful, now: now + 60_000 });
			expect(state.kind).toBe(error.kind === 'forbidden' ? 'denied' : 'absent');
		}
	});

	test('leaves settled what is refused again', () => {
		const settled: MetricsState = { kind: 'denied', error: forbidden, recheckAt: now };
		expect(metricsFailed(settled, forbidden, context({ transportFailedAt: now - 1000 })).kind).toBe('denied');
		const absent: MetricsState = { kind: 'absent', error: notFound, recheckAt: now };
		expect(metricsFailed(absent, notFound, context({ transportFailedAt: now - 1000 })).kind).toBe('absent');
	});

	test('asks for credentials after 401', () => {
		expect(metricsFailed(awaiting, unauthorized, context())).toMatchObject({ kind: 'needs-credentials' });
	});

	const otherErrors: ApiError[] = [
		notReady,
		refused,
		{ kind: 'expired', message: '' },
		{ kind: 'throttled', message: '', retryAfterMs: 2000 },
		{ kind: 'too-new', message: '', retryAfterMs: 1000 },
		{ kind: 'unsupported', message: '', status: 405 },
		{ kind: 'bad-request', message: '', status: 400 },
		{ kind: 'protocol', message: '' },
		{ kind: 'aborted', message: '' },
	];

	test('waits longer with each failure, up to a minute, never less than a tick or than the server asked', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom(...otherErrors), { minLength: 1, maxLength: 30, size: 'max' }),
				fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
				(errors, dice) => {
					let state: MetricsState = { kind: 'sampled' };
					let at = now;
					for (const error of errors) {
						state = metricsFailed(state, error, context({ now: at, dice }));
						if (state.kind !== 'failing') throw new Error(`${state.kind} after ${error.kind}`);
						const wait = state.retryAt - at;
						expect(wait).toBeGreaterThanOrEqual(5000);
						expect(wait).toBeLessThanOrEqual(60_000);
						at = state.retryAt;
					}
				},
			),
		);
		const throttled: ApiError = { kind: 'throttled', message: '', retryAfterMs: 90_000 };
		expect(metricsFailed(awaiting, throttled, context())).toMatchObject({ retryAt: now + 90_400 });
		let state: MetricsState = awaiting;
		for (let failure = 0; failure < 10; failure++) state = metricsFailed(state, notReady, context());
		expect(state).toMatchObject({ retryAt: now + 45_000 });
	});

	test('is followed by the next one when that is due, never before the answer of the one before', () => {
		expect(metricsDueAt(awaiting, undefined, 5000, now)).toBe(now);
		expect(metricsDueAt({ kind: 'sampled' }, now - 2000, 5000, now)).toBe(now + 3000);
		expect(metricsDueAt({ kind: 'sampled' }, now - 9000, 5000, now)).toBe(now);
		expect(metricsDueAt(failing(notReady), now, 5000, now)).toBe(now + 4000);
		for (const kind of ['denied', 'absent', 'needs-credentials'] as const) {
			expect(metricsDueAt({ kind, error: forbidden, recheckAt: now + 7 }, now, 5000, now)).toBe(now + 7);
		}
	});
});
