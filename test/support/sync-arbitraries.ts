import fc from 'fast-check';
import type { ApiError } from '../../src/base/api-error.ts';
import type {
	ListProgress,
	PollCause,
	Probe,
	RelistCause,
	Resume,
	Signal,
	Stream,
	StreamState,
	TransitionContext,
} from '../../src/sync/stream-state.ts';
import { defaultSettings, newStream } from '../../src/sync/stream-state.ts';

export const NOW = Date.UTC(2026, 10, 22, 3, 0, 0);

/** A moment up to three minutes ago, and for deadlines up to three minutes ahead. */
const past = fc.integer({ min: NOW - 180_000, max: NOW });
const around = fc.integer({ min: NOW - 180_000, max: NOW + 180_000 });

const texts = fc.constantFrom('connection refused', 'too old resource version: 1 (2)', 'pods is forbidden', 'broken');

export const apiErrors: fc.Arbitrary<ApiError> = fc.oneof(
	fc.record({ kind: fc.constant('expired' as const), message: texts }),
	fc.record({
		kind: fc.constant('forbidden' as const),
		message: texts,
		verb: fc.constant('list'),
		resource: fc.constant('pods'),
		scope: fc.constant('the whole cluster'),
	}),
	fc.record({ kind: fc.constant('unauthorized' as const), message: texts }),
	fc.record({ kind: fc.constant('not-found' as const), message: texts }),
	fc.record({ kind: fc.constant('throttled' as const), message: texts, retryAfterMs: fc.integer({ min: 0, max: 60_000 }) }),
	fc.record({ kind: fc.constant('too-new' as const), message: texts, retryAfterMs: fc.integer({ min: 0, max: 5_000 }) }),
	fc.record({ kind: fc.constant('unsupported' as const), message: texts, status: fc.constant(405) }),
	fc.record({ kind: fc.constant('bad-request' as const), message: texts, status: fc.constantFrom(400, 422) }),
	fc.record({ kind: fc.constant('server' as const), message: texts, status: fc.constantFrom(500, 502, 503, 504) }),
	fc.record({
		kind: fc.constant('network' as const),
		message: texts,
		code: fc.constantFrom('ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED', 'ETIMEDOUT'),
	}),
	fc.record({ kind: fc.constant('protocol' as const), message: texts }),
	fc.record({ kind: fc.constant('aborted' as const), message: texts }),
);

const relists = fc.constantFrom<RelistCause>('expired', 'rewind', 'drift', 'broken', 'requested');
const pollCauses = fc.constantFrom<PollCause>('watch forbidden', 'watch unsupported', 'watch failing', 'unproven');
const progress: fc.Arbitrary<ListProgress> = fc.record({
	pages: fc.integer({ min: 0, max: 4 }),
	restarts: fc.integer({ min: 0, max: 2 }),
	into: fc.constantFrom('store' as const, 'replacement' as const),
});
const probes: fc.Arbitrary<Probe> = fc.oneof(
	fc.record({ stage: fc.constant('asked' as const), sentAt: past }),
	fc.record({ stage: fc.constant('asked' as const), sentAt: past, against: fc.constant('12') }),
	fc.record({ stage: fc.constant('checking' as const), sentAt: past, version: fc.constant('9') }),
	fc.record({ stage: fc.constant('reopening' as const), sentAt: past, version: fc.constant('9') }),
	fc.record({ stage: fc.constant('reopening' as const), sentAt: past, version: fc.constant('9'), proven: fc.constant(true as const) }),
);
const resumes: fc.Arbitrary<Resume> = fc.oneof(
	fc.record({ to: fc.constant('list' as const) }),
	fc.record({ to: fc.constant('list' as const), again: relists }),
	fc.constant({ to: 'watch' as const }),
	fc.record({ to: fc.constant('poll' as const), why: pollCauses, nextWatchAt: around }),
);

/** Every state there is, by kind. */
export const states: { readonly [K in StreamState['kind']]: fc.Arbitrary<StreamState> } = {
	idle: fc.constant({ kind: 'idle' }),
	listing: fc.oneof(
		fc.record({ kind: fc.constant('listing' as const), list: progress }),
		fc.record({ kind: fc.constant('listing' as const), list: progress, again: relists }),
	),
	seeding: fc.record({ kind: fc.constant('seeding' as const), lastProgressAt: past }),
	connecting: fc.record({ kind: fc.constant('connecting' as const), since: past, proven: fc.boolean() }),
	watching: fc
		.record({
			headersAt: past,
			lastDeliveryAt: fc.option(past, { nil: undefined }),
			probedAt: fc.option(past, { nil: undefined }),
			probe: fc.option(probes, { nil: undefined }),
			refresh: fc.option(progress, { nil: undefined }),
		})
		.map(({ headersAt, lastDeliveryAt, probedAt, probe, refresh }) => ({
			kind: 'watching' as const,
			headersAt,
			...(lastDeliveryAt !== undefined && { lastDeliveryAt: Math.max(lastDeliveryAt, headersAt) }),
			...(probedAt !== undefined && { probedAt }),
			...(probe !== undefined && { probe }),
			...(refresh !== undefined && { refresh: { ...refresh, into: 'replacement' as const } }),
		})),
	'backing-off': fc.record({
		kind: fc.constant('backing-off' as const),
		until: around,
		error: apiErrors,
		loop: fc.boolean(),
		resume: resumes,
	}),
	polling: fc
		.record({
			why: pollCauses,
			watch: fc.constantFrom('none' as const, 'opening' as const, 'open' as const),
			nextPollAt: around,
			nextWatchAt: around,
			openedAt: past,
			list: fc.option(progress, { nil: undefined }),
		})
		.map(({ openedAt, list, ...rest }) => ({
			kind: 'polling' as const,
			...rest,
			...(rest.watch === 'open' && rest.why !== 'unproven' && { openedAt }),
			...(list !== undefined && { list: { ...list, into: 'replacement' as const } }),
		})),
	denied: fc.record({ kind: fc.constant('denied' as const), recheckAt: around, error: apiErrors }),
	'needs-credentials': fc.record({ kind: fc.constant('needs-credentials' as const), recheckAt: around, error: apiErrors }),
	absent: fc.record({ kind: fc.constant('absent' as const), recheckAt: around, error: apiErrors }),
	stopped: fc.constant({ kind: 'stopped' }),
};

export const anyState: fc.Arbitrary<StreamState> = fc.oneof(...Object.values(states));

/** States in which the first list cannot be missing. */
const NEEDS_ROWS = new Set(['connecting', 'watching', 'polling']);

export const streams: fc.Arbitrary<Stream> = fc
	.record({
		state: anyState,
		rows: fc.constantFrom('none' as const, 'partial' as const, 'complete' as const),
		syncedAt: fc.option(past, { nil: undefined }),
		tries: fc.record({ count: fc.integer({ min: 0, max: 40 }), lastAt: fc.option(past, { nil: undefined }) }),
		listServed: fc.boolean(),
		watchServed: fc.boolean(),
		poorWatches: fc.integer({ min: 0, max: 3 }),
		deafWatches: fc.integer({ min: 0, max: 3 }),
		brokenAnswers: fc.integer({ min: 0, max: 2 }),
		serverErrors: fc.integer({ min: 0, max: 3 }),
		relistedAt: fc.array(past, { maxLength: 4 }),
		listTookMs: fc.integer({ min: 0, max: 20_000 }),
		refusedSince: fc.option(past, { nil: undefined }),
		noSeeding: fc.boolean(),
		cutAfterMs: fc.option(fc.integer({ min: 20_000, max: 300_000 }), { nil: undefined }),
		idleLimitMs: fc.option(fc.integer({ min: 20_000, max: 300_000 }), { nil: undefined }),
	})
	.map((stream) => {
		const rows = NEEDS_ROWS.has(stream.state.kind) ? 'complete' : stream.rows;
		const { state } = stream;
		// A store that is complete is never listed into directly.
		const legal: StreamState =
			state.kind === 'listing' && rows === 'complete' ? { ...state, list: { ...state.list, into: 'replacement' } } : state;
		return { ...newStream, ...stream, state: legal, rows, version: rows === 'complete' ? '10' : '' };
	});

/** Every signal there is, by kind. */
export const signals: { readonly [K in Signal['kind']]: fc.Arbitrary<Signal> } = {
	start: fc.constant({ kind: 'start' }),
	page: fc.oneof(
		fc.record({ kind: fc.constant('page' as const), version: fc.constant('12'), tookMs: fc.integer({ min: 0, max: 3_000 }) }),
		fc.record({
			kind: fc.constant('page' as const),
			version: fc.constant('12'),
			token: fc.constant('more'),
			tookMs: fc.integer({ min: 0, max: 3_000 }),
		}),
	),
	'list-failed': fc.record({ kind: fc.constant('list-failed' as const), error: apiErrors }),
	seeds: fc.oneof(fc.constant({ kind: 'seeds' as const }), fc.constant({ kind: 'seeds' as const, end: { version: '13' } })),
	'watch-opened': fc.constant({ kind: 'watch-opened' }),
	delivered: fc.record({ kind: fc.constant('delivered' as const), version: fc.constantFrom('11', '3', 'opaque') }),
	'watch-ended': fc.constant({ kind: 'watch-ended' }),
	'watch-failed': fc.record({ kind: fc.constant('watch-failed' as const), error: apiErrors }),
	'probe-answered': fc.record({ kind: fc.constant('probe-answered' as const), version: fc.constantFrom('9', '10', '11', 'opaque') }),
	'probe-failed': fc.record({ kind: fc.constant('probe-failed' as const), error: apiErrors }),
	'caught-up': fc.record({ kind: fc.constant('caught-up' as const), missed: fc.boolean() }),
	'second-opened': fc.constant({ kind: 'second-opened' }),
	drifted: fc.constant({ kind: 'drifted' }),
	'second-failed': fc.record({ kind: fc.constant('second-failed' as const), error: apiErrors }),
	tick: fc.constant({ kind: 'tick' }),
	refresh: fc.constant({ kind: 'refresh' }),
	hanging: fc.constant({ kind: 'hanging' }),
	reachable: fc.constant({ kind: 'reachable' }),
	'credentials-renewed': fc.constant({ kind: 'credentials-renewed' }),
	rewound: fc.constant({ kind: 'rewound' }),
	woke: fc.constant({ kind: 'woke' }),
	stop: fc.constant({ kind: 'stop' }),
};

export const anySignal: fc.Arbitrary<Signal> = fc.oneof(...Object.values(signals));

export const contexts: fc.Arbitrary<TransitionContext> = fc.record({
	now: fc.constant(NOW),
	dice: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
	transportFailedAt: fc.option(past, { nil: undefined }),
	settings: fc.record({
		firstPage: fc.constant(24),
		pageSize: fc.constant(500),
		pollIntervalMs: fc.constantFrom(5_000, 10_000),
		proofWindowMs: fc.constant(75_000),
		initial: fc.constantFrom('list' as const, 'stream' as const),
	}),
});

export const calmContext: TransitionContext = { now: NOW, dice: 0.5, transportFailedAt: undefined, settings: defaultSettings };
