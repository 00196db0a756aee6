import { createNotifier, type Schedule } from '../stores/notifier.ts';
import { LogRing, type LogRingLimits } from './log-ring.ts';
import { LogSources, type LogSourcesOptions } from './log-sources.ts';
import type { LogSession } from './types.ts';

export interface LogSessionOptions extends Omit<LogSourcesOptions, 'sink' | 'onChange'> {
	readonly limits?: LogRingLimits;
	/** When subscribers are told of changes; default: at most every 33 ms. */
	readonly schedule?: Schedule;
	/** What a subscriber threw. */
	readonly onError: (error: unknown) => void;
}

const LIMITS: LogRingLimits = { entries: 50_000, bytes: 32 * 1024 * 1024 };
const NOTIFY_MS = 33;
/** More of one line than this is no line that anybody reads. */
const LONGEST_TEXT = 256 * 1024;

/** Opens logs and keeps the newest of what they say. */
export function openLogSession(options: LogSessionOptions): LogSession {
	const { clock, request, limits = LIMITS, onError } = options;
	const entries = new LogRing(limits);
	const notifier = createNotifier(options.schedule ?? ((flush) => void clock.after(NOTIFY_MS, flush)), onError);
	const sources = new LogSources({
		...options,
		sink: {
			line(source, stamp, text) {
				// A string of its own: a slice would keep the whole chunk.
				const read = text.length > LONGEST_TEXT ? `${text.toString('utf8', 0, LONGEST_TEXT)}…` : text.toString('utf8');
				entries.push({ kind: 'line', seq: entries.nextSeq, source, stamp, text: read });
			},
			mark(mark, source, words) {
				const at = clock.now();
				entries.push({ kind: 'mark', seq: entries.nextSeq, ...(source === undefined ? {} : { source }), mark, at, words });
			},
		},
		onChange: () => notifier.notify(),
	});
	return {
		request,
		entries,
		streams: () => sources.streams(),
		status: () => sources.status(),
		subscribe: (listener) => notifier.subscribe(listener),
		close() {
			sources.close();
			notifier.dispose();
		},
	};
}
