import type { ApiError } from '../base/api-error.ts';
import { shortCause } from '../base/api-error-sentences.ts';
import { safeText } from '../base/safe-text.ts';
import type { LogEnd } from '../kube/connection.ts';
import type { LogContainer } from './log-pod.ts';

/** What a log follower knows of its container: `gone` with its pod; undefined when nobody tells. */
export type KnownContainer = LogContainer | 'gone' | undefined;

/** How one reading of a log ended. */
export type Outcome = { readonly end: LogEnd } | { readonly error: ApiError };

export interface Situation {
	readonly follow: boolean;
	readonly container: KnownContainer;
	/** The log was open once. */
	readonly wasServed: boolean;
	/** How long it has been refused without interruption, in ms. */
	readonly refusedForMs: number;
}

/** What is done next, and what is said of it. */
export type NextStep =
	/** Nothing more will come. */
	| { readonly do: 'end'; readonly words: string }
	| { readonly do: 'leave' }
	/** The container ended and will run again: wait for that. */
	| { readonly do: 'await-restart'; readonly words: string }
	/** There is nothing to read yet. */
	| { readonly do: 'await-start'; readonly words: string }
	/** The log ended although its container runs: ask again from where it stopped. */
	| { readonly do: 'reopen' }
	| { readonly do: 'back-off'; readonly error: ApiError }
	| { readonly do: 'deny'; readonly error: ApiError }
	| { readonly do: 'fail'; readonly error: ApiError };

/** A 403 to somebody who was served is not believed for this long: an API server that has just started refuses everybody. */
const UNSETTLED_MS = 60_000;
const UNSETTLED_AT_FIRST_MS = 1_000;

/** From what the server said and what the pod says to what is done next (fault 40 of the list/watch contract). */
export function nextStep(outcome: Outcome, situation: Situation): NextStep {
	return 'end' in outcome ? afterEnd(outcome.end, situation) : afterError(outcome.error, situation);
}

function afterEnd(end: LogEnd, { follow, container }: Situation): NextStep {
	if (end === 'unscheduled')
		return follow ? { do: 'await-start', words: 'not scheduled to a node yet' } : { do: 'end', words: 'not scheduled to a node yet' };
	if (!follow || container === undefined) return { do: 'end', words: 'read to its end' };
	if (container === 'gone') return { do: 'leave' };
	if (container.isOver) return { do: 'end', words: `ended: ${safeText(container.reason)}` };
	if (container.state === 'running') return { do: 'reopen' };
	return { do: 'await-restart', words: restWords(container) };
}

const restWords = ({ state, reason }: LogContainer): string =>
	state === 'terminated'
		? `ended: ${safeText(reason)}; waiting for its restart`
		: reason === ''
			? 'waiting for its restart'
			: `waiting: ${safeText(reason)}`;

function afterError(error: ApiError, situation: Situation): NextStep {
	const { follow, container, wasServed, refusedForMs } = situation;
	// What is read once is asked for once.
	if (!follow) return { do: 'fail', error };
	switch (error.kind) {
		case 'bad-request': {
			const waits = waitingFor(error.message);
			if (waits !== undefined) return { do: 'await-start', words: `waiting: ${waits}` };
			return { do: 'fail', error };
		}
		case 'not-found':
			if (container === 'gone') return { do: 'leave' };
			return container === undefined ? { do: 'fail', error } : { do: 'back-off', error };
		case 'forbidden':
		case 'unauthorized':
			return refusedForMs >= (wasServed ? UNSETTLED_MS : UNSETTLED_AT_FIRST_MS) ? { do: 'deny', error } : { do: 'back-off', error };
		case 'unsupported':
			return { do: 'fail', error };
		default:
			return container === 'gone' ? { do: 'leave' } : { do: 'back-off', error };
	}
}

/** What a container that cannot be read yet waits for, in the kubelet's words; undefined: it is not that. */
export const waitingFor = (message: string): string | undefined => {
	const words = / is waiting to start: (.+)$/s.exec(message)?.[1];
	return words === undefined ? undefined : safeText(words);
};

/** Why a log was cut, in a few words. */
export const cutWords = (error: ApiError): string =>
	error.kind === 'forbidden' ? '403, perhaps a server that is starting' : shortCause(error);
