import type { Stream, StreamState } from './stream-state.ts';

/** Nobody calls a connection idle that was silent for less than this. */
const LEAST_IDLE_MS = 20_000;
/** Two silences are the same when they differ by no more than this, or by a twentieth. */
const SAME_MS = 2_000;

/**
 * What the cut of an open watch teaches. Proxies end connections on which nothing was said for a time of their own, mostly 30 to
 * 300 s; they tell nobody which. Two cuts after the same silence are such a proxy, and its time is known from then on.
 * @param now epoch ms
 */
export function learnFromCut(stream: Stream, state: Extract<StreamState, { kind: 'watching' }>, now: number): Stream {
	const silence = now - Math.max(state.headersAt, state.lastDeliveryAt ?? 0);
	if (silence < LEAST_IDLE_MS) return stream;
	const { cutAfterMs, idleLimitMs = Number.POSITIVE_INFINITY } = stream;
	const again = cutAfterMs !== undefined && Math.abs(silence - cutAfterMs) <= Math.max(SAME_MS, cutAfterMs / 20);
	const learned: Stream = { ...stream, cutAfterMs: silence };
	return again ? { ...learned, idleLimitMs: Math.min(idleLimitMs, silence, cutAfterMs) } : learned;
}

/**
 * The timeoutSeconds of the next watch: five to ten minutes, so that watches do not all end together (client-go reflector.go);
 * behind a proxy that cuts idle connections short enough that the server ends it first, and cleanly.
 * @param dice 0 ≤ dice < 1
 */
export const watchSeconds = ({ idleLimitMs }: Stream, dice: number): number =>
	Math.floor(idleLimitMs === undefined ? 300 + dice * 300 : (idleLimitMs / 1_000) * (0.7 + dice * 0.1));
