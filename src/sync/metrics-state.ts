import type { ApiError } from '../base/api-error.ts';
import { delayAfter, failedAgain, noTries, type Tries } from '../base/backoff.ts';
import { askAgainAt, mayBeStarting } from './settling.ts';
import { RECHECK_CREDENTIALS_MS, RECHECK_DENIED_MS } from './stream-state.ts';

/** Without a metrics API there is nothing to hurry for: somebody may install metrics-server. */
const RECHECK_NO_METRICS_MS = 300_000;

/** Where a metrics ticker is. Times are epoch ms on the local clock. The samples it has stand beside it. */
export type MetricsState =
	/** Nothing was answered yet. */
	| { readonly kind: 'awaiting' }
	/** The last tick was answered. */
	| { readonly kind: 'sampled' }
	/** The last tick failed; the samples stay and age. */
	| {
			readonly kind: 'failing';
			readonly error: ApiError;
			readonly retryAt: number;
			readonly tries: Tries;
			/** Since when 403 or 404 is answered that may only be a server that starts. */
			readonly refusedSince?: number;
	  }
	/** 403, settled. */
	| { readonly kind: 'denied'; readonly error: ApiError; readonly recheckAt: number }
	/** 404, settled: this cluster has no metrics API. */
	| { readonly kind: 'absent'; readonly error: ApiError; readonly recheckAt: number }
	/** 401 that one refresh of the credential did not cure. */
	| { readonly kind: 'needs-credentials'; readonly error: ApiError; readonly recheckAt: number };

/** What a failure makes of a ticker. */
export type FailedMetrics = Exclude<MetricsState, { readonly kind: 'awaiting' | 'sampled' }>;

export interface FailureContext {
	readonly now: number;
	/** 0 ≤ dice < 1 */
	readonly dice: number;
	/** This ticker was answered before. */
	readonly served: boolean;
	/** When a request of this context last got no proper answer; undefined: never. */
	readonly transportFailedAt: number | undefined;
	/** Never asked more often than on a healthy tick. */
	readonly intervalMs: number;
}

/** What a ticker becomes when a tick was answered with `error`. */
export function metricsFailed(state: MetricsState, error: ApiError, context: FailureContext): FailedMetrics {
	const { now, dice, intervalMs } = context;
	switch (error.kind) {
		case 'forbidden':
		case 'not-found': {
			const since = state.kind === 'failing' && state.refusedSince !== undefined ? state.refusedSince : now;
			const settled = state.kind === 'denied' || state.kind === 'absent';
			const refusal = { ...context, since };
			if (!settled && mayBeStarting(refusal))
				return { kind: 'failing', error, retryAt: askAgainAt(refusal, dice), tries: noTries, refusedSince: since };
			return error.kind === 'forbidden'
				? { kind: 'denied', error, recheckAt: now + RECHECK_DENIED_MS }
				: { kind: 'absent', error, recheckAt: now + RECHECK_NO_METRICS_MS };
		}
		case 'unauthorized':
			return { kind: 'needs-credentials', error, recheckAt: now + RECHECK_CREDENTIALS_MS };
		case 'expired':
		case 'throttled':
		case 'too-new':
		case 'unsupported':
		case 'bad-request':
		case 'server':
		case 'network':
		case 'protocol':
		case 'aborted': {
			const tries = failedAgain(state.kind === 'failing' ? state.tries : noTries, now);
			const floor = 'retryAfterMs' in error && error.retryAfterMs !== undefined ? error.retryAfterMs : 0;
			return { kind: 'failing', error, retryAt: now + Math.max(intervalMs, delayAfter(tries, dice, floor)), tries };
		}
	}
}

/** When the next tick is due, `startedAt` being when the last one was sent; ticks never overlap. */
export function metricsDueAt(state: MetricsState, startedAt: number | undefined, intervalMs: number, now: number): number {
	switch (state.kind) {
		case 'awaiting':
		case 'sampled':
			return startedAt === undefined ? now : Math.max(now, startedAt + intervalMs);
		case 'failing':
			return state.retryAt;
		case 'denied':
		case 'absent':
		case 'needs-credentials':
			return state.recheckAt;
	}
}
