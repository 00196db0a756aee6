import type { ApiError } from '../base/api-error.ts';
import { delayAfter, failedAgain } from '../base/backoff.ts';
import { isUntrusted } from '../kube/api-errors.ts';
import { askAgainAt, mayBeStarting } from './settling.ts';
import { leaving, syncedUntil } from './stream-leaving.ts';
import { poll } from './stream-polling.ts';
import {
	type ListProgress,
	RECHECK_ABSENT_MS,
	RECHECK_CREDENTIALS_MS,
	RECHECK_DENIED_MS,
	RELIST_LOOP,
	RELIST_LOOP_WINDOW_MS,
	type RelistCause,
	type Resume,
	STALLED_MS,
	type Step,
	type Stream,
	type StreamState,
	type TransitionContext,
} from './stream-state.ts';

/** Asks for everything from page 1. Past the third relist in a minute it waits first: something is wrong that asking does not cure. */
export function listAgain(stream: Stream, context: TransitionContext, again: RelistCause, cause: string, error?: ApiError): Step {
	const recent = stream.relistedAt.filter((at) => context.now - at < RELIST_LOOP_WINDOW_MS);
	const loop = again !== 'requested' && recent.length >= RELIST_LOOP;
	const syncedAt = syncedUntil(stream, context.now);
	if (loop) {
		const tries = failedAgain(stream.tries, context.now);
		const wait = error ?? { kind: 'expired', message: cause };
		const state: StreamState = {
			kind: 'backing-off',
			until: context.now + delayAfter(tries, context.dice),
			error: wait,
			loop: true,
			resume: { to: 'list', again },
		};
		return {
			stream: { ...stream, state, tries, syncedAt },
			effects: leaving(stream.state),
			entry: { cause, did: `wait: ${recent.length} relists within a minute`, ...(error && { error }) },
		};
	}
	const relistedAt = again === 'requested' ? recent : [...recent, context.now];
	return startList({ ...stream, relistedAt, syncedAt }, context, cause, again, error);
}

/** Begins a list: the first one goes into the store page by page, any other replaces what is shown when it is complete. */
export function startList(stream: Stream, context: TransitionContext, cause: string, again?: RelistCause, error?: ApiError): Step {
	const first = stream.rows === 'none';
	const list: ListProgress = { pages: 0, restarts: 0, into: first ? 'store' : 'replacement', askedAt: context.now };
	const limit = first ? context.settings.firstPage : context.settings.pageSize;
	const state: StreamState = { kind: 'listing', list, ...(again !== undefined && { again }) };
	return {
		stream: { ...stream, state, pagesTookMs: 0 },
		effects: [...leaving(stream.state), { kind: 'list', purpose: 'list', into: list.into, limit }],
		entry: {
			cause,
			did: again === undefined ? 'list from page 1' : 'list again from page 1, keeping the rows',
			relist: again !== undefined && again !== 'requested' && stream.rows === 'complete',
			...(error && { error }),
		},
	};
}

/**
 * What the server asked for. A certificate that is not trusted does not become so by asking: somebody has to mend a file first.
 * A question that was refused as such (400: a field that cannot be selected by) is refused again until it is another one.
 */
function leastWait(error: ApiError): number {
	if (error.kind === 'bad-request' && error.status === 400) return RECHECK_DENIED_MS;
	if ('retryAfterMs' in error && error.retryAfterMs !== undefined) return error.retryAfterMs;
	return error.kind === 'network' && isUntrusted(error.code) ? RECHECK_CREDENTIALS_MS : 0;
}

/** Waits, longer with each failure and never shorter than the server asked. */
export function waitAndResume(stream: Stream, context: TransitionContext, error: ApiError, resume: Resume): Step {
	const tries = failedAgain(stream.tries, context.now);
	const delay = delayAfter(tries, context.dice, leastWait(error));
	const state: StreamState = { kind: 'backing-off', until: context.now + delay, error, loop: false, resume };
	// A server that went away while it refused may be starting anew when it comes back.
	const refusedSince = error.kind === 'network' ? undefined : stream.refusedSince;
	return {
		stream: { ...stream, state, tries, lastError: error, refusedSince, syncedAt: syncedUntil(stream, context.now) },
		effects: leaving(stream.state),
		entry: { cause: error.message, did: `${resume.to} again in ${(delay / 1000).toFixed(1)} s`, error },
	};
}

/** Whether a 403 or 404 is one of a server that may be starting; `served`: the same question was answered before. */
export const isUnsettled = (
	served: boolean,
	stream: Pick<Stream, 'refusedSince'>,
	{ now, transportFailedAt }: TransitionContext,
): boolean => mayBeStarting({ now, since: stream.refusedSince ?? now, served, transportFailedAt });

function askAgainSoon(stream: Stream, context: TransitionContext, since: number, error: ApiError, resume: Resume): Step {
	const until = askAgainAt({ now: context.now, since }, context.dice);
	const state: StreamState = { kind: 'backing-off', until, error, loop: false, resume };
	return {
		stream: { ...stream, state, refusedSince: since, lastError: error, syncedAt: syncedUntil(stream, context.now) },
		effects: leaving(stream.state),
		// Its words are kept with the error: until it is settled, the refusal is not told as one.
		entry: { cause: 'refused by a server that may be starting', did: 'ask again soon', error },
	};
}

/** What to go back to after a LIST failed. */
function resumeOfList(stream: Stream): Resume {
	const { state } = stream;
	if (state.kind === 'polling')
		return state.why === 'unproven' ? { to: 'watch' } : { to: 'poll', why: state.why, nextWatchAt: state.nextWatchAt };
	if (state.kind === 'listing' && state.again !== undefined) return { to: 'list', again: state.again };
	return { to: 'list' };
}

/**
 * The server took the LIST that was to prove a silent watch, kept it waiting, and dropped it: its storage stalls. A new watch would
 * be served from the server's memory and prove nothing, so it is the LIST that is tried again.
 */
function stalled(state: StreamState, error: ApiError, now: number): ApiError | undefined {
	if (state.kind !== 'polling' || state.why !== 'unproven' || error.kind !== 'network' || !DROPPED.has(error.code)) return undefined;
	return now - state.nextPollAt < STALLED_MS ? undefined : { kind: 'network', code: 'STALLED', message: error.message };
}

const DROPPED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ESOCKETTIMEDOUT']);

/** A LIST of a stream in `listing` or `polling` failed. */
export function listFailed(stream: Stream, context: TransitionContext, list: ListProgress, error: ApiError): Step {
	const since = stream.refusedSince ?? context.now;
	const resume = resumeOfList(stream);
	const stall = stalled(stream.state, error, context.now);
	if (stall !== undefined)
		return waitAndResume(stream, context, stall, { to: 'poll', why: 'unproven', nextWatchAt: Number.POSITIVE_INFINITY });
	switch (error.kind) {
		case 'aborted':
			return { stream, effects: [] };
		case 'expired':
			return restartList(stream, context, list, error);
		case 'bad-request':
			return list.pages > 0 ? restartList(stream, context, list, error) : waitAndResume(stream, context, error, resume);
		case 'forbidden':
			if (isUnsettled(stream.listServed, stream, context)) return askAgainSoon(stream, context, since, error, resume);
			return {
				stream: {
					...stream,
					state: { kind: 'denied', recheckAt: context.now + RECHECK_DENIED_MS, error },
					syncedAt: syncedUntil(stream, context.now),
					refusedSince: undefined,
				},
				effects: leaving(stream.state),
				entry: { cause: error.message, did: 'stop asking; again in 5 min, on ctrl-r and with new credentials', error },
			};
		case 'unauthorized':
			return needsCredentials(stream, context, error);
		case 'not-found':
			if (stream.rows === 'complete' && isUnsettled(false, stream, context)) return askAgainSoon(stream, context, since, error, resume);
			return absent(stream, context, error);
		case 'unsupported':
		case 'throttled':
		case 'too-new':
		case 'server':
		case 'network':
		case 'protocol':
			return waitAndResume(stream, context, error, resume);
	}
}

/** A continue token expired under a list: once more from page 1, then without a limit, which no token can expire under. */
function restartList(stream: Stream, context: TransitionContext, list: ListProgress, error: ApiError): Step {
	const { state } = stream;
	if (list.restarts >= 2 || list.pages === 0) return waitAndResume(stream, context, error, resumeOfList(stream));
	const next: ListProgress = { pages: 0, restarts: list.restarts + 1, into: 'replacement' };
	const limit = next.restarts === 1 ? { limit: context.settings.pageSize } : {};
	const restarted: StreamState =
		state.kind === 'polling'
			? { ...state, list: next }
			: { kind: 'listing', list: next, ...(state.kind === 'listing' && state.again !== undefined && { again: state.again }) };
	return {
		stream: { ...stream, state: restarted, pagesTookMs: 0 },
		effects: [
			{ kind: 'discard-list' },
			{ kind: 'list', purpose: state.kind === 'polling' ? 'poll' : 'list', into: 'replacement', ...limit },
		],
		entry: {
			cause: error.message,
			did: next.restarts === 1 ? 'start the list again from page 1' : 'ask for the whole list at once',
			error,
		},
	};
}

function absent(stream: Stream, context: TransitionContext, error: ApiError): Step {
	return {
		stream: {
			...stream,
			state: { kind: 'absent', recheckAt: context.now + RECHECK_ABSENT_MS, error },
			rows: 'none',
			version: '',
			syncedAt: context.now,
			refusedSince: undefined,
		},
		effects: [...leaving(stream.state), ...(stream.rows === 'none' ? [] : [{ kind: 'clear-rows' } as const])],
		entry: { cause: error.message, did: 'show nothing; ask again in 60 s', error },
	};
}

function needsCredentials(stream: Stream, context: TransitionContext, error: ApiError): Step {
	return {
		stream: {
			...stream,
			state: { kind: 'needs-credentials', recheckAt: context.now + RECHECK_CREDENTIALS_MS, error },
			syncedAt: syncedUntil(stream, context.now),
		},
		effects: leaving(stream.state),
		entry: { cause: error.message, did: 'wait for a working credential', error },
	};
}

/** A WATCH of a stream in `connecting`, `watching` or `polling` failed. */
export function watchFailed(stream: Stream, context: TransitionContext, error: ApiError): Step {
	const { state } = stream;
	const since = stream.refusedSince ?? context.now;
	switch (error.kind) {
		case 'aborted':
			return { stream, effects: [] };
		case 'expired':
			return listAgain(stream, context, 'expired', error.message, error);
		case 'forbidden':
			if (isUnsettled(stream.watchServed, stream, context)) return askAgainSoon(stream, context, since, error, { to: 'watch' });
			// Since when it is refused stays known: should the poll be refused as well, nothing is left to wait for.
			return poll(stream, context, 'watch forbidden', error.message, error);
		case 'unsupported':
			return poll(stream, context, 'watch unsupported', error.message, error);
		case 'unauthorized':
			return needsCredentials(stream, context, error);
		case 'not-found':
			return listAgain(stream, context, 'requested', error.message, error);
		case 'bad-request':
			return poll(stream, context, 'watch failing', error.message, error);
		case 'protocol': {
			const brokenAnswers = stream.brokenAnswers + 1;
			if (brokenAnswers >= 2) return listAgain({ ...stream, brokenAnswers: 0 }, context, 'broken', error.message, error);
			return waitAndResume({ ...stream, brokenAnswers }, context, error, { to: 'watch' });
		}
		case 'server': {
			// A 500 in place of a watch may be about the version it was asked from, which a server that was replaced cannot read: no
			// wait cures that. What a proxy or a starting server answers (502, 503, 504) says nothing of the version.
			const isAboutTheWatch = state.kind === 'watching' || error.status === 500;
			const serverErrors = isAboutTheWatch ? stream.serverErrors + 1 : stream.serverErrors;
			if (serverErrors >= 3) return listAgain({ ...stream, serverErrors: 0 }, context, 'broken', error.message, error);
			return waitAndResume({ ...stream, serverErrors }, context, error, { to: 'watch' });
		}
		case 'too-new':
			return waitAndResume(stream, context, error, { to: 'list', again: 'rewind' });
		case 'throttled':
		case 'network':
			return waitAndResume(stream, context, error, { to: 'watch' });
	}
}

/** Failures to connect at all, as Node names them: when somebody gets through, everybody may. */
const UNREACHABLE = new Set([
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ECONNRESET',
	'EPIPE',
	'PROXY',
]);

export const isUnreachable = (error: ApiError): boolean => error.kind === 'network' && UNREACHABLE.has(error.code);
