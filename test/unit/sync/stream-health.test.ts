import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIST_SILENCE_MS } from '../../../src/kube/lister-watcher.ts';
import { streamStatus } from '../../../src/sync/stream-health.ts';
import { defaultSettings, newStream, type Stream, type StreamState } from '../../../src/sync/stream-state.ts';
import type { StreamStatus } from '../../../src/sync/types.ts';
import { apiErrors, NOW, states, streams } from '../../support/sync-arbitraries.ts';

const settings = { ...defaultSettings, pollIntervalMs: 5_000 };
const refused = { kind: 'forbidden', message: 'no', verb: 'list', resource: 'pods', scope: 'the whole cluster' } as const;
const down = { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:6443' } as const;

/** The table of ARCHITECTURE.md, row by row: state, mode, health (reason), polling. */
const table: readonly (readonly [string, StreamState, string, string, string])[] = [
	['denied', { kind: 'denied', recheckAt: NOW + 9, error: refused }, 'snapshot', 'unhealthy (permissions)', 'disabled'],
	[
		'needs-credentials',
		{ kind: 'needs-credentials', recheckAt: NOW, error: { kind: 'unauthorized', message: 'x' } },
		'snapshot',
		'unhealthy (unauthorized)',
		'disabled',
	],
	['absent', { kind: 'absent', recheckAt: NOW, error: { kind: 'not-found', message: 'x' } }, 'snapshot', 'unhealthy (absent)', 'disabled'],
	[
		'listing, first time',
		{ kind: 'listing', list: { pages: 1, restarts: 0, into: 'store' } },
		'snapshot',
		'degraded (awaiting first delivery)',
		'paused',
	],
	[
		'listing again',
		{ kind: 'listing', again: 'expired', list: { pages: 1, restarts: 0, into: 'replacement' } },
		'snapshot',
		'degraded (relisting)',
		'paused',
	],
	[
		'listing after a rewind',
		{ kind: 'listing', again: 'rewind', list: { pages: 1, restarts: 0, into: 'replacement' } },
		'snapshot',
		'degraded (relisting)',
		'paused',
	],
	[
		'listing after drift',
		{ kind: 'listing', again: 'drift', list: { pages: 1, restarts: 0, into: 'replacement' } },
		'snapshot',
		'degraded (drift)',
		'paused',
	],
	['seeding', { kind: 'seeding', lastProgressAt: NOW }, 'streaming', 'degraded (awaiting first delivery)', 'paused'],
	['connecting', { kind: 'connecting', since: NOW - 4_999, proven: false }, 'watch', 'degraded (connecting)', 'paused'],
	['connecting for 5 s', { kind: 'connecting', since: NOW - 5_000, proven: false }, 'watch', 'degraded (connecting)', 'every'],
	['connecting after a clean end', { kind: 'connecting', since: NOW - 999, proven: true }, 'watch', 'healthy (synchronized)', 'paused'],
	[
		'connecting for a second after a clean end',
		{ kind: 'connecting', since: NOW - 1_000, proven: true },
		'watch',
		'degraded (connecting)',
		'paused',
	],
	[
		'backing-off after 429',
		{
			kind: 'backing-off',
			until: NOW,
			loop: false,
			resume: { to: 'watch' },
			error: { kind: 'throttled', message: '429', retryAfterMs: 1 },
		},
		'watch',
		'degraded (throttled)',
		'retry',
	],
	[
		'backing-off from a relist loop',
		{ kind: 'backing-off', until: NOW, loop: true, resume: { to: 'list' }, error: { kind: 'expired', message: 'old' } },
		'watch',
		'degraded (relist loop)',
		'retry',
	],
	[
		'backing-off, unreachable',
		{ kind: 'backing-off', until: NOW, loop: false, resume: { to: 'watch' }, error: down },
		'watch',
		'unhealthy (disconnected)',
		'retry',
	],
	[
		'backing-off, failing',
		{ kind: 'backing-off', until: NOW, loop: false, resume: { to: 'watch' }, error: { kind: 'server', status: 500, message: 'x' } },
		'watch',
		'unhealthy (errors)',
		'retry',
	],
	[
		'polling, watch forbidden',
		{ kind: 'polling', why: 'watch forbidden', watch: 'none', nextPollAt: NOW, nextWatchAt: NOW },
		'polling',
		'degraded (watch forbidden)',
		'every',
	],
	[
		'polling, watch failing',
		{ kind: 'polling', why: 'watch failing', watch: 'opening', nextPollAt: NOW, nextWatchAt: NOW },
		'polling',
		'degraded (watch failing)',
		'every',
	],
	[
		'polling, watch unsupported',
		{ kind: 'polling', why: 'watch unsupported', watch: 'none', nextPollAt: NOW, nextWatchAt: NOW },
		'polling',
		'degraded (watch unsupported)',
		'every',
	],
	[
		'silent, the probe unanswered',
		{ kind: 'polling', why: 'unproven', watch: 'open', nextPollAt: NOW, nextWatchAt: NOW },
		'watch',
		'degraded (unproven)',
		'every',
	],
	[
		'silent, the probe and a list unanswered: when the list is given up',
		{
			kind: 'polling',
			why: 'unproven',
			watch: 'open',
			nextPollAt: NOW - 5_000,
			nextWatchAt: NOW,
			list: { pages: 0, restarts: 0, into: 'replacement' },
		},
		'watch',
		'degraded (unproven)',
		'retry',
	],
	[
		'polling, the list unanswered',
		{
			kind: 'polling',
			why: 'watch failing',
			watch: 'opening',
			nextPollAt: NOW - 5_000,
			nextWatchAt: NOW,
			list: { pages: 0, restarts: 0, into: 'replacement' },
		},
		'polling',
		'degraded (watch failing)',
		'retry',
	],
	[
		'watching, an event within the window',
		{ kind: 'watching', headersAt: NOW - 100_000, lastDeliveryAt: NOW - 75_000 },
		'watch',
		'healthy (delivering)',
		'paused',
	],
	['watching, headers within the window', { kind: 'watching', headersAt: NOW - 75_000 }, 'watch', 'healthy (synchronized)', 'paused'],
	[
		'watching, a probe within the window',
		{ kind: 'watching', headersAt: NOW - 200_000, probedAt: NOW - 75_000 },
		'watch',
		'healthy (synchronized)',
		'paused',
	],
	[
		'watching, being probed',
		{ kind: 'watching', headersAt: NOW - 76_000, probe: { stage: 'asked', sentAt: NOW - 1_000 } },
		'watch',
		'healthy (synchronized)',
		'paused',
	],
	['watching past its window, nobody asking', { kind: 'watching', headersAt: NOW - 75_001 }, 'watch', 'degraded (unproven)', 'every'],
];

const statusOf = (state: StreamState, over: Partial<Stream> = {}): StreamStatus =>
	streamStatus({ ...newStream, rows: 'complete', version: '10', syncedAt: NOW - 30_000, ...over, state }, NOW, settings);

describe('health', () => {
	for (const [name, state, mode, health, polling] of table) {
		it(`of a stream that is ${name} is ${health}, mode ${mode}, polling ${polling}`, () => {
			const status = statusOf(state);
			expect([status.mode, `${status.level} (${status.reason})`, status.polling.kind]).toEqual([mode, health, polling]);
		});
	}

	it('pauses polling only while the stream is proven, or is just being listed or connected', () => {
		fc.assert(
			fc.property(streams, (stream) => {
				const status = streamStatus(stream, NOW, settings);
				if (status.level === 'healthy') expect(status.polling.kind).toBe('paused');
				const busy = ['idle', 'stopped', 'listing', 'seeding', 'connecting'].includes(stream.state.kind);
				if (status.polling.kind === 'paused' && !busy) expect(status.level).toBe('healthy');
			}),
			{ numRuns: 3_000 },
		);
	});

	it('is healthy only with a proof within the window', () => {
		fc.assert(
			fc.property(states.watching, fc.integer({ min: 0, max: 400_000 }), (state, later) => {
				const status = streamStatus({ ...newStream, rows: 'complete', state }, NOW + later, settings);
				if (status.level !== 'healthy' || state.kind !== 'watching' || state.probe !== undefined) return;
				const proof = Math.max(state.headersAt, state.lastDeliveryAt ?? 0, state.probedAt ?? 0);
				expect(NOW + later - proof).toBeLessThanOrEqual(settings.proofWindowMs);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('calls rows live only when they are healthy, being read for the first time, or polled in time', () => {
		fc.assert(
			fc.property(streams, (stream) => {
				const status = streamStatus(stream, NOW, settings);
				if (status.level === 'healthy') expect(status.live).toBe(true);
				if (status.level === 'unhealthy' && status.reason !== 'absent') expect(status.live).toBe(false);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('spaces polls by ten times what the last list took', () => {
		const polling: StreamState = { kind: 'polling', why: 'watch forbidden', watch: 'none', nextPollAt: NOW, nextWatchAt: NOW };
		expect(statusOf(polling, { listTookMs: 100 }).polling).toEqual({ kind: 'every', intervalMs: 5_000 });
		expect(statusOf(polling, { listTookMs: 2_000 }).polling).toEqual({ kind: 'every', intervalMs: 20_000 });
	});

	it('says of a list that nobody answers that it is tried, and after five seconds when it is given up', () => {
		const asked = (ago: number, pages: number): StreamState => ({
			kind: 'polling',
			why: 'unproven',
			watch: 'open',
			nextPollAt: NOW - ago,
			nextWatchAt: NOW,
			list: { pages, restarts: 0, into: 'replacement' },
		});
		expect(statusOf(asked(5_000, 0)).polling).toEqual({ kind: 'retry', at: NOW - 5_000 + LIST_SILENCE_MS });
		expect(statusOf(asked(0, 0)).polling).toEqual({ kind: 'retry', at: NOW });
		expect(statusOf(asked(4_999, 0)).polling).toEqual({ kind: 'retry', at: NOW - 4_999 });
		expect(statusOf(asked(LIST_SILENCE_MS, 0)).polling.kind).toBe('every');
		expect(statusOf(asked(5_000, 1)).polling.kind).toBe('every');
	});

	it('does not call polled rows live once a poll that was due stays unanswered', () => {
		const asked = (ago: number): StreamState => ({
			kind: 'polling',
			why: 'watch failing',
			watch: 'opening',
			nextPollAt: NOW - ago,
			nextWatchAt: NOW,
			list: { pages: 0, restarts: 0, into: 'replacement' },
		});
		const recent = { syncedAt: NOW - 6_000 };
		expect(statusOf(asked(4_999), recent)).toMatchObject({ live: true });
		expect(statusOf(asked(5_000), recent)).toMatchObject({ live: false, detail: 'the server does not answer' });
		expect(statusOf(asked(5_000), { ...recent, listTookMs: 3_000 })).toMatchObject({ live: true });
	});

	it('says of polled rows that are old that their list is asked for just now', () => {
		const list = { pages: 0, restarts: 0, into: 'replacement' } as const;
		const state: StreamState = { kind: 'polling', why: 'watch failing', watch: 'opening', nextPollAt: NOW, nextWatchAt: NOW, list };
		expect(statusOf(state, { syncedAt: NOW - 60_000 })).toMatchObject({ live: false, polling: { kind: 'retry', at: NOW } });
	});

	it('says of a first list that is tried again why the last try failed', () => {
		const listing: StreamState = { kind: 'listing', list: { pages: 0, restarts: 0, into: 'store' } };
		expect(statusOf(listing, { rows: 'none', lastError: down })).toMatchObject({
			level: 'degraded',
			reason: 'awaiting first delivery',
			live: false,
			detail: 'connection refused',
			error: down,
		});
	});

	it('names verb, resource and scope of what is forbidden', () => {
		expect(statusOf({ kind: 'denied', recheckAt: NOW, error: refused }).detail).toBe('list pods in the whole cluster');
	});

	it('says why there are no credentials, and leaves what to run to the error', () => {
		const error = { kind: 'unauthorized', message: 'the credential plugin aws was not found', command: 'aws sso login' } as const;
		const status = statusOf({ kind: 'needs-credentials', recheckAt: NOW, error });
		expect(status).toMatchObject({ detail: 'the credential plugin aws was not found', error });
	});

	it('never says forbidden of a 403 that is not settled', () => {
		const status = statusOf({ kind: 'backing-off', until: NOW, loop: false, resume: { to: 'watch' }, error: refused });
		expect(JSON.stringify([status.reason, status.detail])).not.toContain('forbidden');
		const again = statusOf({ kind: 'listing', list: { pages: 0, restarts: 0, into: 'store' } }, { rows: 'none', lastError: refused });
		expect(again.detail).toBe('403, perhaps a server that is starting');
	});

	it('dates live rows now and stale rows by their last proof', () => {
		expect(statusOf({ kind: 'watching', headersAt: NOW }).asOf).toBe(NOW);
		expect(statusOf({ kind: 'backing-off', until: NOW, loop: false, resume: { to: 'watch' }, error: down }).asOf).toBe(NOW - 30_000);
	});

	it('tells a cause for every failure', () => {
		fc.assert(
			fc.property(apiErrors, (error) => {
				expect(statusOf({ kind: 'backing-off', until: NOW, loop: false, resume: { to: 'watch' }, error }).detail).not.toBe('');
			}),
		);
	});
});
