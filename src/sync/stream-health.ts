import { humanDuration } from '../base/age.ts';
import type { ApiError } from '../base/api-error.ts';
import { missingRight, shortCause } from '../base/api-error-sentences.ts';
import { LIST_SILENCE_MS } from '../kube/lister-watcher.ts';
import {
	DEAF_WATCHES,
	effectiveInterval,
	FIRST_PAGE_LATE_MS,
	HANDOVER_MS,
	HEADERS_DEADLINE_MS,
	type ListProgress,
	NO_VERSION,
	PROBE_DEADLINE_MS,
	pollPatience,
	provenAt,
	READ_BY_NAME,
	SILENT_WATCH,
	type Stream,
	type StreamSettings,
	type StreamState,
} from './stream-state.ts';
import type { Polling, StreamLevel, StreamMode, StreamReason, StreamStatus } from './types.ts';

const PAUSED: Polling = { kind: 'paused' };

interface Verdict {
	readonly mode: StreamMode;
	readonly level: StreamLevel;
	readonly reason: StreamReason;
	readonly polling: Polling;
	readonly live: boolean;
	readonly detail?: string;
	readonly error?: ApiError;
}

/**
 * The health table of ARCHITECTURE.md and nothing else: what a stream is, from its state and the clock.
 * @param now epoch ms on the local clock
 */
export function streamStatus(stream: Stream, now: number, settings: StreamSettings): StreamStatus {
	const verdict = judge(stream, stream.state, now, settings);
	const asOf = verdict.live && stream.rows === 'complete' && stream.state.kind !== 'polling' ? now : stream.syncedAt;
	return {
		mode: verdict.mode,
		level: verdict.level,
		reason: verdict.reason,
		detail: verdict.detail ?? '',
		polling: verdict.polling,
		live: verdict.live,
		rows: stream.rows,
		...(verdict.error !== undefined && { error: verdict.error }),
		...(asOf !== undefined && { asOf }),
	};
}

function judge(stream: Stream, state: StreamState, now: number, settings: StreamSettings): Verdict {
	switch (state.kind) {
		case 'idle':
		case 'stopped':
			return { mode: 'snapshot', level: 'degraded', reason: 'awaiting first delivery', polling: PAUSED, live: false };
		case 'denied':
			return {
				mode: 'snapshot',
				level: 'unhealthy',
				reason: 'permissions',
				polling: { kind: 'disabled', askAgainAt: state.recheckAt },
				live: false,
				detail: missingRight(state.error),
				error: state.error,
			};
		case 'needs-credentials':
			return {
				mode: 'snapshot',
				level: 'unhealthy',
				reason: 'unauthorized',
				polling: { kind: 'disabled', askAgainAt: state.recheckAt },
				live: false,
				detail: shortCause(state.error),
				error: state.error,
			};
		case 'absent':
			return {
				mode: 'snapshot',
				level: 'unhealthy',
				reason: 'absent',
				polling: { kind: 'disabled', askAgainAt: state.recheckAt },
				live: true,
				detail: 'the server has no such resource',
				error: state.error,
			};
		case 'listing':
			if (state.again === undefined) return firstList(stream, state.list, now);
			return { mode: 'snapshot', level: 'degraded', reason: state.again === 'drift' ? 'drift' : 'relisting', polling: PAUSED, live: false };
		case 'seeding':
			return { mode: 'streaming', level: 'degraded', reason: 'awaiting first delivery', polling: PAUSED, live: true };
		case 'connecting':
			return connecting(stream, state, now, settings);
		case 'backing-off':
			return backingOff(state);
		case 'polling':
			return polling(stream, state, now, settings);
		case 'watching':
			return watching(state, now, settings);
	}
}

/** Why a try failed that is made again. A 403 is not settled then, and not said: a server that is starting answers it to everybody for a moment. */
const passingCause = (error: ApiError): string =>
	error.kind === 'forbidden' ? '403, perhaps a server that is starting' : shortCause(error);

/** A first list that failed before is tried again: it says why, until it brings something. */
function firstList({ lastError }: Stream, { pages, askedAt }: ListProgress, now: number): Verdict {
	const verdict = { mode: 'snapshot', level: 'degraded', reason: 'awaiting first delivery', polling: PAUSED } as const;
	const waited = askedAt === undefined ? 0 : now - askedAt;
	// A server that hangs, or a slow way to it: nobody knows which before something comes.
	if (lastError === undefined && pages === 0 && waited >= FIRST_PAGE_LATE_MS)
		return { ...verdict, live: false, detail: `the first page is not in after ${humanDuration(waited / 1000)}` };
	return lastError === undefined
		? { ...verdict, live: true }
		: { ...verdict, live: false, detail: passingCause(lastError), error: lastError };
}

function connecting(stream: Stream, state: Extract<StreamState, { kind: 'connecting' }>, now: number, settings: StreamSettings): Verdict {
	const waited = now - state.since;
	// A watch that ended cleanly told everything up to its end; its successor is given a moment before the light changes.
	if (state.proven && waited < HANDOVER_MS) return { mode: 'watch', level: 'healthy', reason: 'synchronized', polling: PAUSED, live: true };
	const late = waited >= HEADERS_DEADLINE_MS;
	const fresh = stream.syncedAt !== undefined && now - stream.syncedAt < HEADERS_DEADLINE_MS;
	return {
		mode: 'watch',
		level: 'degraded',
		reason: 'connecting',
		polling: late ? { kind: 'every', intervalMs: effectiveInterval(stream, settings) } : PAUSED,
		live: fresh,
	};
}

function backingOff(state: Extract<StreamState, { kind: 'backing-off' }>): Verdict {
	const { error } = state;
	const common = { mode: 'watch', polling: { kind: 'retry', at: state.until }, live: false, detail: passingCause(error), error } as const;
	if (error.kind === 'throttled') return { ...common, level: 'degraded', reason: 'throttled' };
	if (error.kind === 'network' && error.code === 'STALLED') return { ...common, level: 'degraded', reason: 'unproven' };
	if (state.loop) return { ...common, level: 'degraded', reason: 'relist loop' };
	return { ...common, level: 'unhealthy', reason: error.kind === 'network' ? 'disconnected' : 'errors' };
}

/** What took a list and dropped it answers other things. */
const unansweredBy = (error: ApiError | undefined): string =>
	error?.kind === 'network' && error.code === 'STALLED' ? shortCause(error) : 'the server does not answer';

function polling(stream: Stream, state: Extract<StreamState, { kind: 'polling' }>, now: number, settings: StreamSettings): Verdict {
	const intervalMs = effectiveInterval(stream, settings);
	const polled: Polling = { kind: 'every', intervalMs };
	const detail = unansweredBy(stream.lastError);
	if (state.why === 'unproven')
		return { mode: 'watch', level: 'degraded', reason: 'unproven', polling: unanswered(state, now) ?? polled, live: false, detail };
	const unlisted = stream.unlisted === undefined ? undefined : { detail: READ_BY_NAME };
	const because =
		unlisted ?? (stream.version === '' ? { detail: NO_VERSION } : stream.deafWatches >= DEAF_WATCHES ? { detail: SILENT_WATCH } : {});
	const common = { mode: 'polling', level: 'degraded', reason: state.why, polling: polled, ...because } as const;
	// A poll that was due and is not answered: from then on the rows are only what they were.
	if (state.list !== undefined && now - state.nextPollAt >= pollPatience(stream))
		return { ...common, polling: unanswered(state, now) ?? polled, live: false, detail };
	const live = stream.syncedAt !== undefined && now - stream.syncedAt < 2 * intervalMs;
	return live ? { ...common, live } : { ...common, polling: unanswered(state, now) ?? polled, live };
}

/**
 * A LIST that nobody answers is what keeps the next one from being sent: that comes when it is given up, if not before. Just after it
 * was asked for it is itself what is tried.
 */
function unanswered({ list, nextPollAt }: Extract<StreamState, { kind: 'polling' }>, now: number): Polling | undefined {
	if (list?.pages !== 0) return undefined;
	const at = now - nextPollAt < PROBE_DEADLINE_MS ? nextPollAt : nextPollAt + LIST_SILENCE_MS;
	return now < nextPollAt + LIST_SILENCE_MS ? { kind: 'retry', at } : undefined;
}

function watching(state: Extract<StreamState, { kind: 'watching' }>, now: number, settings: StreamSettings): Verdict {
	const within = (at: number | undefined) => at !== undefined && now - at <= settings.proofWindowMs;
	if (within(state.lastDeliveryAt)) return { mode: 'watch', level: 'healthy', reason: 'delivering', polling: PAUSED, live: true };
	// Past its window a watch is being probed: it counts as proven until the probe stays unanswered, which is another state.
	if (within(provenAt(state)) || state.probe !== undefined)
		return { mode: 'watch', level: 'healthy', reason: 'synchronized', polling: PAUSED, live: true };
	return {
		mode: 'watch',
		level: 'degraded',
		reason: 'unproven',
		polling: { kind: 'every', intervalMs: settings.pollIntervalMs },
		live: false,
	};
}
