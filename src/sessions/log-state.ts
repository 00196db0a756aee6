import type { ApiError } from '../base/api-error.ts';
import { missingRight, shortCause } from '../base/api-error-sentences.ts';
import type { StreamStatus } from '../sync/types.ts';

/** Where the reading of one container's log stands. Each variant carries only its own data; times are epoch ms. */
export type LogState =
	/** Asked for, no headers yet. */
	| { readonly kind: 'connecting' }
	| { readonly kind: 'open' }
	/** The server has nothing to read yet, and the pod will say when it has. */
	| { readonly kind: 'waiting'; readonly words: string }
	| { readonly kind: 'backing-off'; readonly until: number; readonly error: ApiError }
	/** It may not be read; asked again at the time that is given. */
	| { readonly kind: 'denied'; readonly recheckAt: number; readonly error: ApiError }
	/** Read to its end, and nothing more will come. */
	| { readonly kind: 'ended'; readonly words: string }
	/** The server refuses the request itself: asking again does not mend it. */
	| { readonly kind: 'failed'; readonly error: ApiError };

export interface LogReading {
	readonly state: LogState;
	/** When the last bytes came; undefined: never. */
	readonly deliveredAt: number | undefined;
}

/** What came within this is called delivering; a log that is silent for longer is open and no more. */
const DELIVERING_MS = 75_000;

/** The row `log follow` of ARCHITECTURE.md's health table: what a log is, from its state and the clock (`now` in epoch ms). */
export function logStatus({ state, deliveredAt }: LogReading, now: number): StreamStatus {
	const rows = deliveredAt === undefined ? 'none' : 'complete';
	const asOf = deliveredAt === undefined ? {} : { asOf: deliveredAt };
	const common = { mode: 'streaming', polling: { kind: 'paused' }, live: false, rows, detail: '', ...asOf } as const;
	switch (state.kind) {
		case 'connecting':
			return { ...common, level: 'degraded', reason: 'connecting' };
		case 'open': {
			const delivering = deliveredAt !== undefined && now - deliveredAt <= DELIVERING_MS;
			return { ...common, level: 'healthy', reason: delivering ? 'delivering' : 'synchronized', live: true, rows: 'complete', asOf: now };
		}
		case 'waiting':
			return { ...common, level: 'degraded', reason: 'awaiting first delivery', detail: state.words, live: true };
		case 'backing-off':
			return {
				...common,
				...troubleOf(state.error),
				detail: shortCause(state.error),
				error: state.error,
				polling: { kind: 'retry', at: state.until },
			};
		case 'denied':
			return {
				...common,
				mode: 'snapshot',
				level: 'unhealthy',
				reason: state.error.kind === 'unauthorized' ? 'unauthorized' : 'permissions',
				detail: missingRight(state.error),
				error: state.error,
				polling: { kind: 'disabled', askAgainAt: state.recheckAt },
			};
		case 'ended':
			return {
				...common,
				mode: 'snapshot',
				level: 'healthy',
				reason: 'synchronized',
				detail: state.words,
				live: true,
				rows: 'complete',
				polling: { kind: 'disabled' },
			};
		case 'failed':
			return {
				...common,
				mode: 'snapshot',
				level: 'unhealthy',
				reason: state.error.kind === 'not-found' ? 'absent' : 'errors',
				detail: shortCause(state.error),
				error: state.error,
				polling: { kind: 'disabled' },
			};
	}
}

function troubleOf(error: ApiError): Pick<StreamStatus, 'level' | 'reason'> {
	if (error.kind === 'throttled') return { level: 'degraded', reason: 'throttled' };
	return { level: 'unhealthy', reason: error.kind === 'network' ? 'disconnected' : 'errors' };
}
