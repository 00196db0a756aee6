import type { ApiError } from '../base/api-error.ts';
import { leaving, syncedUntil } from './stream-leaving.ts';
import {
	DEAF_WATCHES,
	effectiveInterval,
	type ListProgress,
	NO_VERSION,
	type PollCause,
	pollPatience,
	provenAt,
	RECHECK_DENIED_MS,
	SHORT_WATCH_MS,
	type Step,
	type Stream,
	type StreamState,
	stay,
	type TransitionContext,
} from './stream-state.ts';

type Watching = Extract<StreamState, { kind: 'watching' }>;
type PollingState = Extract<StreamState, { kind: 'polling' }>;

/** A watch that is refused, or tells nothing, is asked for every five minutes; one that fails is tried after each poll, from the version it listed. */
const watchAgainAt = (why: PollCause, stream: Stream, now: number): number =>
	why === 'watch forbidden' || why === 'watch unsupported' || isDeaf(stream) ? now + RECHECK_DENIED_MS : Number.POSITIVE_INFINITY;

const isDeaf = ({ deafWatches }: Stream): boolean => deafWatches >= DEAF_WATCHES;

/** Lists on an interval instead of watching. The first poll is at once unless the rows are fresher than the interval. */
export function poll(stream: Stream, context: TransitionContext, why: PollCause, cause: string, error?: ApiError): Step {
	const { now, settings } = context;
	const interval = effectiveInterval(stream, settings);
	const syncedAt = syncedUntil(stream, now);
	const listedAt = stream.state.kind === 'connecting' ? stream.syncedAt : undefined;
	const state: StreamState = {
		kind: 'polling',
		why,
		watch: 'none',
		nextPollAt: listedAt === undefined ? now : Math.max(now, listedAt + interval),
		nextWatchAt: watchAgainAt(why, stream, now),
	};
	return {
		stream: { ...stream, state, syncedAt },
		effects: leaving(stream.state),
		entry: { cause, did: `poll every ${(interval / 1000).toFixed(0)} s`, ...(error && { error }) },
	};
}

/** The open watch is no longer believed: a LIST is sent beside it. Should the watch deliver after all, it is believed again. */
export function doubt(stream: Stream, context: TransitionContext, state: Extract<StreamState, { kind: 'watching' }>, cause: string): Step {
	const list: ListProgress = { pages: 0, restarts: 0, into: 'replacement' };
	const effects = leaving(state).filter((effect) => effect.kind !== 'close-watch');
	return {
		stream: {
			...stream,
			state: { kind: 'polling', why: 'unproven', watch: 'open', nextPollAt: context.now, nextWatchAt: Number.POSITIVE_INFINITY, list },
			syncedAt: provenAt(state),
			pagesTookMs: 0,
		},
		effects: [...effects, { kind: 'list', purpose: 'poll', into: 'replacement', limit: context.settings.pageSize }],
		entry: { cause, did: 'poll, with the watch left open' },
	};
}

/** A poll is complete. Where a watch may be had, it is asked for again, from the version just listed. */
export function polled(stream: Stream, state: PollingState, context: TransitionContext, versionBefore: string): Step {
	const { now, settings } = context;
	if (state.why === 'unproven') {
		if (stream.version === '') return pollWithoutVersion(stream, context);
		return {
			stream: { ...stream, state: { kind: 'connecting', since: now, proven: true } },
			effects: [{ kind: 'publish' }, { kind: 'watch' }],
			entry: { cause: 'the server answered a list', did: 'swap the difference in and watch from its version' },
		};
	}
	const { list: _, openedAt: __, ...rest } = state;
	const isDue = (state.why === 'watch failing' && !isDeaf(stream)) || now >= state.nextWatchAt || versionBefore === '';
	const tryWatch = isDue && stream.version !== '';
	return {
		stream: {
			...stream,
			state: {
				...rest,
				...(stream.unlisted !== undefined && { why: 'watch forbidden' as const }),
				watch: tryWatch ? 'opening' : isDeaf(stream) ? state.watch : 'none',
				nextPollAt: now + effectiveInterval(stream, settings),
				...(tryWatch && isDeaf(stream) && { nextWatchAt: now + RECHECK_DENIED_MS }),
			},
		},
		effects: tryWatch ? [{ kind: 'publish' }, { kind: 'watch' }] : [{ kind: 'publish' }],
	};
}

/** A list without a version is nowhere to watch from: what changes is found by listing again, until a list has one. */
export function pollWithoutVersion(stream: Stream, context: TransitionContext): Step {
	const { now, settings } = context;
	const interval = effectiveInterval(stream, settings);
	const why = stream.unlisted === undefined ? 'watch unsupported' : 'watch forbidden';
	return {
		stream: {
			...stream,
			state: { kind: 'polling', why, watch: 'none', nextPollAt: now + interval, nextWatchAt: Number.POSITIVE_INFINITY },
		},
		effects: [...leaving(stream.state).filter(({ kind }) => kind !== 'discard-list'), { kind: 'publish' }],
		entry: { cause: stream.unlisted?.message ?? NO_VERSION, did: `poll every ${(interval / 1000).toFixed(0)} s` },
	};
}

export function pollNow(stream: Stream, state: PollingState, context: TransitionContext): Step {
	const list: ListProgress = { pages: 0, restarts: 0, into: 'replacement' };
	return {
		stream: { ...stream, state: { ...state, list }, pagesTookMs: 0 },
		effects: [{ kind: 'list', purpose: 'poll', into: 'replacement', limit: context.settings.pageSize }],
	};
}

/** A LIST that nobody has answered in time is given up for another one; one that is asked for just now, or brings pages, is let be. */
export function pollByHand(stream: Stream, state: PollingState, context: TransitionContext, cause: string): Step {
	const { now } = context;
	const hangs = state.list?.pages === 0 && now - state.nextPollAt >= pollPatience(stream);
	if (state.list !== undefined && !hangs) return stay(stream);
	const { stream: asked, effects } = pollNow(stream, { ...state, nextPollAt: now }, context);
	return {
		stream: asked,
		effects: hangs ? [{ kind: 'discard-list' }, ...effects] : effects,
		entry: { cause, did: hangs ? 'give up the list that nobody answers, and list anew' : 'list at once' },
	};
}

/** A watch that is polled beside proves itself: polling pauses. */
export function believe(stream: Stream, state: PollingState, context: TransitionContext, cause: string): Step {
	const watching: Watching = {
		kind: 'watching',
		headersAt: state.openedAt ?? context.now,
		...(cause === 'the watch delivered' && { lastDeliveryAt: context.now }),
	};
	return {
		stream: { ...stream, state: watching },
		effects: state.list === undefined ? [] : [{ kind: 'discard-list' }],
		entry: { cause, did: 'stop polling' },
	};
}

export function watchLostWhilePolling(
	stream: Stream,
	state: PollingState,
	context: TransitionContext,
	cause: string,
	error?: ApiError,
): Step {
	if (state.watch === 'none') return stay(stream);
	const { openedAt: _, ...rest } = state;
	const why = refusal(error) ?? state.why;
	const closing = [{ kind: 'close-watch' } as const];
	const entry = { cause, did: 'go on polling', ...(error !== undefined && { error }) };
	return {
		stream: { ...stream, state: { ...rest, why, watch: 'none', nextWatchAt: watchAgainAt(why, stream, context.now) } },
		effects: closing,
		entry,
	};
}

/** No headers for five seconds: a proxy may hold them back, so the watch is left to try and the server is polled beside it. */
export function connectingTooLong(stream: Stream, context: TransitionContext): Step {
	const state: PollingState = {
		kind: 'polling',
		why: 'watch failing',
		watch: 'opening',
		nextPollAt: context.now,
		nextWatchAt: Number.POSITIVE_INFINITY,
	};
	const step = pollNow({ ...stream, state }, state, context);
	return { ...step, entry: { cause: 'the watch has no headers after 5 s', did: 'poll beside it' } };
}

export function pollingTicked(stream: Stream, state: PollingState, context: TransitionContext): Step {
	const { now } = context;
	if (state.watch === 'open' && state.openedAt !== undefined && now >= state.openedAt + SHORT_WATCH_MS)
		return believe(stream, state, context, 'the watch stays open');
	if (state.list !== undefined) return stay(stream);
	if (now >= state.nextPollAt) return pollNow(stream, state, context);
	if (state.watch === 'none' && now >= state.nextWatchAt)
		return {
			stream: { ...stream, state: { ...state, watch: 'opening', nextWatchAt: Number.POSITIVE_INFINITY } },
			effects: [{ kind: 'watch' }],
		};
	return stay(stream);
}

function refusal(error: ApiError | undefined): PollCause | undefined {
	if (error?.kind === 'forbidden') return 'watch forbidden';
	return error?.kind === 'unsupported' ? 'watch unsupported' : undefined;
}
