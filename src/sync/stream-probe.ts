import type { ApiError } from '../base/api-error.ts';
import { compareVersions } from './compare-versions.ts';
import { listAgain, watchFailed } from './stream-failures.ts';
import { doubt, poll } from './stream-polling.ts';
import {
	DEAF_WATCHES,
	type Probe,
	SILENT_WATCH,
	type Step,
	type Stream,
	type StreamState,
	stay,
	type TransitionContext,
} from './stream-state.ts';

/** Whether its version went back a server is asked no more often than this. */
const ASK_VERSION_MS = 60_000;

type Watching = Extract<StreamState, { kind: 'watching' }>;

/**
 * The server answers. Where its version is still ours, nothing has happened that could have been missed; else a short watch is asked
 * for what has: it ends after a second, and what ends cleanly is complete, also behind a proxy that holds back what it passes on.
 */
export function probeAnswered(stream: Stream, version: string, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe?.stage !== 'asked') return stay(stream);
	if (compareVersions(version, state.probe.against ?? stream.version) === 'older')
		return { ...listAgain(stream, context, 'rewind', 'the version of the server went back'), rewound: true };
	const answered: Watching = { ...state, probedAt: context.now };
	// It did not: all up to there was told, and that is where to resume from.
	if (state.probe.against !== undefined) return withoutProbe({ ...stream, version: state.probe.against }, answered);
	if (version === stream.version) return reopen(stream, answered, context, { version, proven: true });
	return check(stream, answered, context, version);
}

function check(stream: Stream, state: Watching, { now }: TransitionContext, version: string): Step {
	return {
		stream: { ...stream, state: { ...state, probe: { stage: 'checking', sentAt: now, version } } },
		effects: [{ kind: 'catch-up' }],
	};
}

/** The connection itself may be dead, and nothing was said on it yet: another one takes its place. */
function reopen(stream: Stream, state: Watching, { now }: TransitionContext, told: Pick<Probe, 'version' | 'proven'>): Step {
	const { version = '' } = told;
	return {
		stream: { ...stream, state: { ...state, probe: { stage: 'reopening', sentAt: now, ...told } } },
		effects: [{ kind: 'second-watch', driftBelow: version }],
	};
}

export function probeFailed(stream: Stream, error: ApiError, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe === undefined || error.kind === 'aborted') return stay(stream);
	// The right to list was taken away. Whoever may still watch is live; whoever may not is told so by the watch.
	if (error.kind === 'forbidden')
		return { ...check(stream, state, context, ''), entry: { cause: error.message, did: 'ask for a watch', error } };
	if (error.kind === 'unauthorized') return watchFailed(stream, context, error);
	return doubt(stream, context, state, error.message);
}

/** The short watch has ended, and with it everything that there was to tell. `missed`: it told something of which the open one is silent. */
export function caughtUp(stream: Stream, missed: boolean, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe?.stage !== 'checking') return stay(stream);
	if (missed) return drifted(stream, context);
	const { version = '' } = state.probe;
	const { reopened, ...rest } = state;
	const proven: Watching = { ...rest, probedAt: context.now };
	// It is young: another connection every other time keeps the requests of a silent stream to two a minute.
	return reopened === true ? withoutProbe(stream, proven) : reopen(stream, proven, context, { version, proven: true });
}

/** The open watch has not told what another one did. Once that is a lost connection; again and again it is something on the way. */
export function drifted(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching') return stay(stream);
	const deafWatches = state.lastDeliveryAt === undefined ? stream.deafWatches + 1 : 1;
	const told: Stream = { ...stream, deafWatches };
	return deafWatches < DEAF_WATCHES
		? listAgain(told, context, 'drift', 'the old watch had missed an event')
		: poll(told, context, 'watch failing', SILENT_WATCH);
}

/** Nobody has answered within the deadline of a probe. */
export function probeTimedOut(stream: Stream, state: Watching & { readonly probe: Probe }, context: TransitionContext): Step {
	const { stage, version = '', proven } = state.probe;
	switch (stage) {
		case 'asked':
			return doubt(stream, context, state, 'the probe of a silent watch was not answered for 5 s');
		case 'checking': {
			const step = reopen(stream, state, context, { version });
			return { ...step, effects: [{ kind: 'drop-second' }, ...step.effects] };
		}
		case 'reopening':
			return proven === true
				? withoutProbe(stream, state)
				: doubt(stream, context, state, 'a second watch beside a silent one was not answered for 5 s');
	}
}

/** The open watch stays: what it told is complete. */
function withoutProbe(stream: Stream, state: Watching, error?: ApiError): Step {
	const { probe, ...watching } = state;
	return {
		stream: { ...stream, state: watching },
		effects: probe === undefined || probe.stage === 'asked' ? [] : [{ kind: 'drop-second' }],
		...(error !== undefined && { entry: { cause: error.message, did: 'keep the open watch', error } }),
	};
}

export function secondOpened(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe?.stage !== 'reopening') return stay(stream);
	const { refresh } = state;
	return {
		stream: {
			...stream,
			state: { kind: 'watching', headersAt: context.now, reopened: true, ...(refresh !== undefined && { refresh }) },
		},
		effects: [{ kind: 'adopt-second' }],
	};
}

const REFUSALS: ReadonlySet<ApiError['kind']> = new Set(['forbidden', 'unauthorized', 'unsupported', 'not-found', 'bad-request']);

export function secondFailed(stream: Stream, error: ApiError, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe === undefined || error.kind === 'aborted') return stay(stream);
	if (error.kind === 'expired') return listAgain(stream, context, 'expired', error.message, error);
	// What was there to be told is told; whether the connection lives is found out next time.
	if (state.probe.proven === true && !REFUSALS.has(error.kind)) return withoutProbe(stream, state, error);
	return watchFailed(stream, context, error);
}

/** An event or a bookmark of a version before ours: it is applied, and the server is asked whether its own went back. */
export function wentBack(stream: Stream, state: Watching, context: TransitionContext): { readonly probe: Probe } | undefined {
	const { now } = context;
	if (state.probe !== undefined || (state.probedAt !== undefined && now - state.probedAt < ASK_VERSION_MS)) return undefined;
	return { probe: { stage: 'asked', sentAt: now, against: stream.version } };
}
