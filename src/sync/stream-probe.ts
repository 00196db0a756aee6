import type { ApiError } from '../base/api-error.ts';
import { compareVersions } from './compare-versions.ts';
import { listAgain } from './stream-failures.ts';
import { doubt } from './stream-polling.ts';
import { type Step, type Stream, type StreamState, stay, type TransitionContext } from './stream-state.ts';

type Watching = Extract<StreamState, { kind: 'watching' }>;

export function probeAnswered(stream: Stream, version: string, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe?.stage !== 'asked') return stay(stream);
	if (compareVersions(version, stream.version) === 'older')
		return listAgain(stream, context, 'rewind', 'the version of the server went back');
	return {
		stream: { ...stream, state: { ...state, probedAt: context.now, probe: { stage: 'reopening', sentAt: context.now, version } } },
		effects: [{ kind: 'second-watch', driftBelow: version }],
	};
}

export function probeFailed(stream: Stream, error: ApiError, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe === undefined || error.kind === 'aborted') return stay(stream);
	// The right to list was taken away, or the credential ran out, and the open watch goes on: it is not asked again before it ends.
	if (error.kind === 'forbidden' || error.kind === 'unauthorized') return withoutProbe(stream, state, context, error);
	return doubt(stream, context, state, error.message);
}

export function withoutProbe(stream: Stream, state: Watching, context: TransitionContext, error?: ApiError): Step {
	const { probe: _, ...watching } = state;
	return {
		stream: { ...stream, state: { ...watching, probedAt: context.now } },
		effects: [{ kind: 'drop-second' }],
		...(error !== undefined && { entry: { cause: error.message, did: 'keep the open watch', error } }),
	};
}

export function secondOpened(stream: Stream, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe?.stage !== 'reopening') return stay(stream);
	const { refresh } = state;
	return {
		stream: { ...stream, state: { kind: 'watching', headersAt: context.now, ...(refresh !== undefined && { refresh }) } },
		effects: [{ kind: 'adopt-second' }],
	};
}

export function secondFailed(stream: Stream, error: ApiError, context: TransitionContext): Step {
	const { state } = stream;
	if (state.kind !== 'watching' || state.probe?.stage !== 'reopening' || error.kind === 'aborted') return stay(stream);
	if (error.kind === 'expired') return listAgain(stream, context, 'expired', error.message, error);
	return withoutProbe(stream, state, context, error);
}
