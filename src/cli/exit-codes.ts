import type { ApiError } from '../base/api-error.ts';
import { type About, sentence } from '../base/api-error-sentences.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Scope } from '../kube/types.ts';

export const exitCodes = { ok: 0, failed: 1, usage: 2, denied: 3, unreachable: 4, degraded: 5, interrupted: 130 } as const;

/** Of a program that a signal ended: 128 and its number. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: exitCodes.interrupted, SIGQUIT: 131, SIGTERM: 143 } as const;

/** What a request's failure means for whoever started us. A selector that the server refuses is bad usage. */
export function exitCodeOf(error: ApiError, scope: Scope = {}): number {
	switch (error.kind) {
		case 'forbidden':
		case 'unauthorized':
			return exitCodes.denied;
		case 'network':
			// Somebody is there and took longer than was allowed.
			return error.code === 'ESOCKETTIMEDOUT' ? exitCodes.failed : exitCodes.unreachable;
		case 'bad-request':
			return scope.labelSelector === undefined && scope.fieldSelector === undefined ? exitCodes.failed : exitCodes.usage;
		case 'expired':
		case 'not-found':
		case 'throttled':
		case 'too-new':
		case 'unsupported':
		case 'server':
		case 'protocol':
		case 'aborted':
			return exitCodes.failed;
	}
}

export const failureOf = (error: ApiError, about: About, scope?: Scope): SentenceError =>
	new SentenceError(sentence(error, about), exitCodeOf(error, scope));
