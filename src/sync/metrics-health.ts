import { humanDuration } from '../base/age.ts';
import { missingRight, shortCause } from '../base/api-error-sentences.ts';
import type { MetricsSample } from '../stores/metrics-store.ts';
import type { EmptyAnswer } from './empty-metrics.ts';
import type { MetricsState } from './metrics-state.ts';
import type { Polling, StreamLevel, StreamReason, StreamStatus } from './types.ts';

/** A sample is old when it is three of its windows old; metrics-server measures every 15 to 60 s. */
const OLDEST_FRESH_MS = 60_000;

/** Everything that the health of a ticker is derived from. */
export interface MetricsFacts {
	readonly state: MetricsState;
	/** The newest sample; undefined: there is none. */
	readonly newest: Pick<MetricsSample, 'timestamp' | 'windowSeconds'> | undefined;
	/** What is really waited between two ticks. */
	readonly intervalMs: number;
	/** What it means that the last answer had no sample. */
	readonly empty: EmptyAnswer;
	/** Server clock minus ours: timestamps are the server's. */
	readonly skewMs: number;
}

export const staleAfterMs = (windowSeconds: number): number => Math.max(OLDEST_FRESH_MS, 3000 * windowSeconds);

const ageMs = (sample: Pick<MetricsSample, 'timestamp'>, now: number, skewMs: number): number =>
	Math.max(0, now + skewMs - sample.timestamp);

const isStale = (sample: Pick<MetricsSample, 'timestamp' | 'windowSeconds'>, now: number, skewMs: number): boolean =>
	ageMs(sample, now, skewMs) > staleAfterMs(sample.windowSeconds);

interface Verdict {
	readonly level: StreamLevel;
	readonly reason: StreamReason;
	readonly detail: string;
	readonly live: boolean;
}

function judge({ state, newest, empty, skewMs }: MetricsFacts, now: number): Verdict {
	switch (state.kind) {
		case 'absent':
			return { level: 'unhealthy', reason: 'absent', detail: 'the server has no metrics.k8s.io', live: false };
		case 'denied':
			return { level: 'unhealthy', reason: 'permissions', detail: missingRight(state.error), live: false };
		case 'needs-credentials':
			return { level: 'unhealthy', reason: 'unauthorized', detail: shortCause(state.error), live: false };
		case 'awaiting':
		case 'sampled':
		case 'failing': {
			const because = state.kind === 'failing' ? shortCause(state.error) : undefined;
			if (newest !== undefined) {
				const stale = isStale(newest, now, skewMs);
				const old = `sample ${humanDuration(ageMs(newest, now, skewMs) / 1000)} old`;
				const detail = because === undefined ? old : `${old}, ${because}`;
				return stale
					? { level: 'degraded', reason: 'stale', detail, live: false }
					: { level: 'healthy', reason: 'sample', detail, live: true };
			}
			if (state.kind === 'sampled')
				return empty === 'no samples'
					? { level: 'degraded', reason: empty, detail: 'metrics.k8s.io answers, and has none', live: false }
					: { level: 'healthy', reason: 'sample', detail: empty, live: true };
			return { level: 'degraded', reason: 'awaiting first delivery', detail: because ?? '', live: false };
		}
	}
}

function polling(state: MetricsState, intervalMs: number): Polling {
	switch (state.kind) {
		case 'awaiting':
		case 'sampled':
			return { kind: 'every', intervalMs };
		case 'failing':
			return { kind: 'retry', at: state.retryAt };
		case 'denied':
		case 'absent':
		case 'needs-credentials':
			return { kind: 'disabled', askAgainAt: state.recheckAt };
	}
}

/**
 * The metrics row of the health table.
 * @param now epoch ms on the local clock
 */
export function metricsStatus(facts: MetricsFacts, now: number): StreamStatus {
	const { state, newest, intervalMs, skewMs } = facts;
	const verdict = judge(facts, now);
	return {
		mode: 'metrics-only',
		...verdict,
		polling: polling(state, intervalMs),
		rows: newest === undefined && verdict.reason !== 'sample' ? 'none' : 'complete',
		...('error' in state && { error: state.error }),
		...(newest !== undefined && { asOf: newest.timestamp - skewMs }),
	};
}

/** Why there is no sample, in the few words that fit beside a dash: `no metrics API`, `metrics: forbidden`, `no sample yet`… */
export function absence(state: MetricsState): string {
	switch (state.kind) {
		case 'absent':
			return 'no metrics API';
		case 'denied':
			return 'metrics: forbidden';
		case 'needs-credentials':
			return 'metrics: not logged in';
		case 'failing':
			return state.error.kind === 'network' ? 'metrics: no answer' : 'metrics: not ready';
		case 'awaiting':
		case 'sampled':
			return 'no sample yet';
	}
}

/** An old sample is still the last there was: it is shown with its age (`aged`: `stale 2m`), never as if it were new. */
export function withAge<S extends Pick<MetricsSample, 'timestamp' | 'windowSeconds'>>(
	sample: S,
	now: number,
	skewMs: number,
): S & { readonly aged?: string } {
	if (!isStale(sample, now, skewMs)) return sample;
	return { ...sample, aged: `stale ${humanDuration(ageMs(sample, now, skewMs) / 1000)}` };
}
