import type { LogStream } from '../sessions/types.ts';
import type { StreamReason, StreamStatus } from '../sync/types.ts';

/** A line that came within this long, in milliseconds, proves its connection. */
const proofMs = 10_000;

const doubtful: ReadonlySet<StreamReason> = new Set(['unproven', 'disconnected']);

/**
 * What a log can say of itself is that its connection is open; one to a frozen server is that, too, and looks like a quiet
 * container. The list below it knows better: where its server does not answer, a log that is silent is as stale as its last line.
 * `light` is the list's.
 */
export function doubted(log: StreamStatus, streams: readonly LogStream[], light: StreamStatus, now: number): StreamStatus {
	if (!log.live || log.mode !== 'streaming' || light.mode === 'metrics-only' || !doubtful.has(light.reason)) return log;
	const lines = streams.flatMap(({ deliveredAt }) => (deliveredAt === undefined ? [] : [deliveredAt]));
	const last = lines.length === 0 ? undefined : Math.max(...lines);
	if (last !== undefined && now - last < proofMs) return log;
	const asOf = last ?? light.asOf;
	const { asOf: _, ...rest } = log;
	return {
		...rest,
		level: 'degraded',
		reason: 'unproven',
		detail: light.detail === '' ? 'the server leaves requests unanswered' : light.detail,
		live: false,
		...(asOf === undefined ? {} : { asOf }),
	};
}

/** Each of them as `doubted`: a line of any proves the server for all. */
export const doubtedStreams = (streams: readonly LogStream[], light: StreamStatus, now: number): readonly LogStream[] =>
	streams.map((stream) => ({ ...stream, status: doubted(stream.status, streams, light, now) }));
