import type { ApiError } from '../base/api-error.ts';
import { compareVersions } from './compare-versions.ts';
import { learnFromCut } from './idle-cuts.ts';
import { isUnreachable, isUnsettled, startList, waitAndResume, watchFailed } from './stream-failures.ts';
import { leaving, syncedUntil } from './stream-leaving.ts';
import { listBroke, pageCame } from './stream-listing.ts';
import { believe, connectingTooLong, doubt, poll, pollByHand, pollingTicked, pollNow, watchLostWhilePolling } from './stream-polling.ts';
import { caughtUp, drifted, probeAnswered, probeFailed, probeTimedOut, secondFailed, secondOpened, wentBack } from './stream-probe.ts';
import {
	DEAF_WATCHES,
	type Effect,
	isPlace,
	type ListProgress,
	PROBE_DEADLINE_MS,
	provenAt,
	type Resume,
	SHORT_WATCH_MS,
	type Signal,
	type Step,
	type Stream,
	type StreamState,
	stay,
	type TransitionContext,
} from './stream-state.ts';

/**
 * The whole machine: what a stream becomes when something happens to it, and what has to be done.
 * Total: every signal has an answer in every state, if only "nothing". Pure: time and dice come in with the context.
 */
export function transition(stream: Stream, signal: Signal, context: TransitionContext): Step {
	switch (signal.kind) {
		case 'start':
			return started(stream, context);
		case 'page':
			return pageCame(stream, signal, context);
		case 'list-failed':
			return listBroke(stream, signal.error, context);
		case 'seeds':
			return seedsCame(stream, signal.end, context);
		case 'watch-opened':
			return watchOpened(stream, context);
		case 'delivered':
			return delivered(stream, signal.version, context);
		case 'watch-ended':
			return watchEnded(stream, context);
		case 'watch-failed':
			return watchBroke(stream, signal.error, context);
		case 'probe-answered':
			return probeAnswered(stream, signal.version, context);
		case 'probe-failed':
			return probeFailed(stream, signal.error, context);
		case 'second-opened':
			return secondOpened(stream, context);
		case 'caught-up':
			return caughtUp(stream, signal.missed, context);
		case 'drifted':
			return drifted(stream, context);
		case 'second-failed':
			return secondFailed(stream, signal.error, context);
		case 'tick':
			return ticked(stream, context);
		case 'refresh':
			return refreshed(stream, context, signal.cause ?? 'asked for by hand');
		case 'hanging':
			return stream.state.kind === 'watching'
				? doubt(stream, context, stream.state, 'the server has left a request unanswered')
				: stay(stream);
		case 'reachable':
			return reachable(stream, context);
		case 'credentials-renewed':
			return stream.state.kind === 'needs-credentials' || stream.state.kind === 'denied'
				? goOn(stream, context, 'new credentials')
				: stay(stream);
		case 'rewound':
			return stream.state.kind === 'watching' && stream.state.probe === undefined ? probe(stream, stream.state, context) : stay(stream);
		case 'woke':
			return woke(stream, context);
		case 'stop':
			return stop(stream, context);
	}
}

function started(stream: Stream, context: TransitionContext): Step {
	if (stream.state.kind !== 'idle' && stream.state.kind !== 'stopped') return stay(stream);
	return goOn(stream, context, stream.state.kind === 'idle' ? 'opened' : 'opened again');
}

/** Takes up where the stream left off: the watch from the last version when all rows are there, else the list. */
function goOn(stream: Stream, context: TransitionContext, cause: string): Step {
	if (stream.rows === 'complete' && stream.version !== '') return connect(stream, context, cause, false);
	if (context.settings.initial === 'stream' && !stream.noSeeding && stream.rows === 'none') {
		return {
			stream: { ...stream, state: { kind: 'seeding', lastProgressAt: context.now } },
			effects: [...leaving(stream.state), { kind: 'seed' }],
			entry: { cause, did: 'stream the present objects' },
		};
	}
	return startList(stream, context, cause, stream.rows === 'complete' ? 'requested' : undefined);
}

function connect(stream: Stream, context: TransitionContext, cause: string, proven: boolean): Step {
	if (stream.version === '') return startList(stream, context, cause, 'requested');
	return {
		stream: { ...stream, state: { kind: 'connecting', since: context.now, proven }, syncedAt: syncedUntil(stream, context.now) },
		effects: [...leaving(stream.state).filter((effect) => effect.kind !== 'close-watch'), { kind: 'watch' }],
		entry: { cause, did: 'watch from the last version' },
	};
}

function resume(stream: Stream, context: TransitionContext, to: Resume, cause: string): Step {
	if (to.to === 'watch' && stream.rows === 'complete' && stream.version !== '') return connect(stream, context, cause, false);
	if (to.to === 'poll') {
		const state: StreamState = { kind: 'polling', why: to.why, watch: 'none', nextPollAt: context.now, nextWatchAt: to.nextWatchAt };
		return pollNow({ ...stream, state }, state, context);
	}
	// The wait is over: the list is asked for whatever the count of relists says.
	return startList(
		stream,
		context,
		cause,
		to.to === 'list' ? (to.again ?? (stream.rows === 'complete' ? 'requested' : undefined)) : undefined,
	);
}

function seedsCame(stream: Stream, end: { readonly version: string } | undefined, context: TransitionContext): Step {
	if (stream.state.kind !== 'seeding') return stay(stream);
	if (end === undefined)
		return {
			stream: {
				...stream,
				rows: stream.rows === 'complete' ? 'complete' : 'partial',
				state: { kind: 'seeding', lastProgressAt: context.now },
			},
			effects: [],
		};
	return {
		stream: {
			...stream,
			state: { kind: 'watching', headersAt: context.now, lastDeliveryAt: context.now },
			rows: 'complete',
			version: isPlace(end.version) ? end.version : '',
			syncedAt: context.now,
			lastError: undefined,
			listServed: true,
			watchServed: true,
		},
		effects: [{ kind: 'publish' }],
		entry: { cause: 'the present objects are complete', did: 'go on with the same stream' },
	};
}

/** The server does not stream initial objects: it refuses, ends the stream, or never sends the mark. */
function listInstead(stream: Stream, context: TransitionContext, cause: string, error?: ApiError): Step {
	return startList({ ...stream, noSeeding: true }, context, cause, undefined, error);
}

function watchOpened(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	const served: Stream = { ...stream, watchServed: true, refusedSince: undefined };
	if (state.kind === 'connecting')
		return {
			stream: { ...served, state: { kind: 'watching', headersAt: context.now }, syncedAt: context.now },
			effects: [],
			entry: { cause: 'the watch is open', did: 'follow it' },
		};
	if (state.kind === 'seeding') return { stream: { ...stream, state: { kind: 'seeding', lastProgressAt: context.now } }, effects: [] };
	if (state.kind === 'polling' && state.watch === 'opening') {
		// One that was deaf before proves nothing by being open.
		const since = stream.deafWatches < DEAF_WATCHES ? { openedAt: context.now } : {};
		return { stream: { ...served, state: { ...state, watch: 'open', ...since } }, effects: [] };
	}
	return stay(stream);
}

function delivered(stream: Stream, version: string, context: TransitionContext): Step {
	const { state } = stream;
	const fresh: Stream = { ...stream, version, syncedAt: context.now, poorWatches: 0, brokenAnswers: 0, serverErrors: 0 };
	if (state.kind === 'watching') {
		const told: Stream = { ...fresh, deafWatches: 0 };
		const back = compareVersions(version, stream.version) === 'older' ? wentBack(stream, state, context) : undefined;
		if (back !== undefined)
			return {
				stream: { ...told, state: { ...state, lastDeliveryAt: context.now, ...back } },
				effects: [{ kind: 'probe' }],
				entry: { cause: 'the watch told of an older version', did: 'ask the server for its own' },
			};
		// What asks for the version of the server is answered, whatever else comes meanwhile.
		if (state.probe?.against !== undefined) return { stream: { ...told, state: { ...state, lastDeliveryAt: context.now } }, effects: [] };
		const effects: Effect[] = state.probe === undefined ? [] : [{ kind: 'cancel-probe' }, { kind: 'drop-second' }];
		const { probe: _, ...watching } = state;
		return { stream: { ...told, state: { ...watching, lastDeliveryAt: context.now } }, effects };
	}
	if (state.kind === 'polling' && state.watch === 'open') return believe(fresh, state, context, 'the watch delivered');
	return stay(stream);
}

function watchEnded(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind === 'seeding') return listInstead(stream, context, 'the stream of present objects ended before its mark');
	if (state.kind === 'polling') return watchLostWhilePolling(stream, state, context, 'the watch ended');
	if (state.kind !== 'watching' && state.kind !== 'connecting') return stay(stream);
	const lived = state.kind === 'watching' ? context.now - state.headersAt : 0;
	const short = lived < SHORT_WATCH_MS && (state.kind === 'connecting' || state.lastDeliveryAt === undefined);
	if (!short) return connect(stream, context, 'the watch ended cleanly', true);
	const poor: Stream = { ...stream, poorWatches: stream.poorWatches + 1 };
	if (poor.poorWatches >= 2) return poll(poor, context, 'watch failing', 'two watches in a row ended at once');
	return waitAndResume(poor, context, { kind: 'protocol', message: 'the watch ended at once' }, { to: 'watch' });
}

function watchBroke(stream: Stream, error: ApiError, context: TransitionContext): Step {
	const { state } = stream;
	if (error.kind === 'aborted') return stay(stream);
	if (state.kind === 'seeding') {
		const outage = error.kind === 'network' || error.kind === 'server' || error.kind === 'throttled';
		return outage ? waitAndResume(stream, context, error, { to: 'list' }) : listInstead(stream, context, error.message, error);
	}
	if (state.kind === 'polling') {
		// A server that is starting holds headers back, is polled beside, and then refuses: no more settled than any other first 403.
		const isNew403 = error.kind === 'forbidden' && state.why !== 'watch forbidden' && isUnsettled(stream.watchServed, stream, context);
		return isNew403 || error.kind === 'unauthorized'
			? watchFailed(stream, context, error)
			: watchLostWhilePolling(stream, state, context, error.message, error);
	}
	if (state.kind !== 'watching' && state.kind !== 'connecting') return stay(stream);
	return state.kind === 'watching' && error.kind === 'network'
		? watchCut(stream, state, context, error)
		: watchFailed(stream, context, error);
}

function watchCut(stream: Stream, state: Extract<StreamState, { kind: 'watching' }>, context: TransitionContext, error: ApiError): Step {
	const learned = learnFromCut(stream, state, context.now);
	const { idleLimitMs } = learned;
	if (idleLimitMs === undefined || idleLimitMs === stream.idleLimitMs) return watchFailed(learned, context, error);
	const cause = `${error.message}, again after ${Math.round(idleLimitMs / 1_000)} s of silence`;
	const step = connect(learned, context, cause, false);
	return { ...step, entry: { cause, did: 'watch from the last version, from now on for less than that', error } };
}

const probe = (stream: Stream, state: Extract<StreamState, { kind: 'watching' }>, { now }: TransitionContext): Step => ({
	stream: { ...stream, state: { ...state, probe: { stage: 'asked', sentAt: now } } },
	effects: [{ kind: 'probe' }],
});

function ticked(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	const { now, settings } = context;
	switch (state.kind) {
		case 'seeding':
			return listInstead(stream, context, 'the stream of present objects made no progress for 10 s');
		case 'connecting':
			return connectingTooLong(stream, context);
		case 'watching':
			if (state.probe === undefined) {
				if (now < provenAt(state) + settings.proofWindowMs) return stay(stream);
				return probe(stream, state, context);
			}
			if (now < state.probe.sentAt + PROBE_DEADLINE_MS) return stay(stream);
			return probeTimedOut(stream, { ...state, probe: state.probe }, context);
		case 'backing-off':
			return now < state.until ? stay(stream) : resume(stream, context, state.resume, 'the wait is over');
		case 'polling':
			return pollingTicked(stream, state, context);
		case 'denied':
		case 'needs-credentials':
		case 'absent':
			return now < state.recheckAt ? stay(stream) : goOn(stream, context, 'time to ask again');
		case 'idle':
		case 'listing':
		case 'stopped':
			return stay(stream);
	}
}

function refreshed(stream: Stream, context: TransitionContext, cause: string): Step {
	const { state } = stream;
	const { settings } = context;
	switch (state.kind) {
		case 'watching': {
			if (state.refresh !== undefined) return stay(stream);
			const refresh: ListProgress = { pages: 0, restarts: 0, into: 'replacement', from: stream.version };
			return {
				stream: { ...stream, state: { ...state, refresh }, pagesTookMs: 0 },
				effects: [{ kind: 'list', purpose: 'list', into: 'replacement', limit: settings.pageSize }],
				entry: { cause, did: 'list once beside the watch' },
			};
		}
		case 'polling':
			return pollByHand(stream, state, context, cause);
		case 'backing-off':
			return resume(stream, context, state.resume, cause);
		case 'denied':
		case 'needs-credentials':
		case 'absent':
			return goOn(stream, context, cause);
		case 'idle':
		case 'listing':
		case 'seeding':
		case 'connecting':
		case 'stopped':
			return stay(stream);
	}
}

function reachable(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'backing-off' || !isUnreachable(state.error)) return stay(stream);
	const until = Math.min(state.until, context.now + context.dice * 300);
	return { stream: { ...stream, state: { ...state, until } }, effects: [] };
}

function woke(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	const error: ApiError = { kind: 'network', code: 'SLEPT', message: 'this machine slept, or its clock was set' };
	const until = context.now + context.dice * 1_500;
	const back = (to: Resume): Step => ({
		stream: { ...stream, state: { kind: 'backing-off', until, error, loop: false, resume: to } },
		effects: leaving(state),
		entry: { cause: error.message, did: 'cut the connection and resume' },
	});
	switch (state.kind) {
		case 'connecting':
		case 'watching':
			return back({ to: 'watch' });
		case 'listing':
			return back({ to: 'list', ...(state.again !== undefined && { again: state.again }) });
		case 'seeding':
			return back({ to: 'list' });
		case 'polling':
			return back(state.why === 'unproven' ? { to: 'watch' } : { to: 'poll', why: state.why, nextWatchAt: state.nextWatchAt });
		case 'idle':
		case 'backing-off':
		case 'denied':
		case 'needs-credentials':
		case 'absent':
		case 'stopped':
			return stay(stream);
	}
}

function stop(stream: Stream, context: TransitionContext): Step {
	if (stream.state.kind === 'stopped') return stay(stream);
	return {
		stream: { ...stream, state: { kind: 'stopped' }, syncedAt: syncedUntil(stream, context.now) },
		effects: leaving(stream.state),
		entry: { cause: 'no longer shown', did: 'stop, keeping the rows for a while' },
	};
}
