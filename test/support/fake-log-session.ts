import { LogRing } from '../../src/sessions/log-ring.ts';
import type { LogMarkKind, LogRequest, LogSession, LogSource, LogStream } from '../../src/sessions/types.ts';
import type { StreamStatus } from '../../src/sync/types.ts';
import { Bell } from './until.ts';

const open: StreamStatus = {
	mode: 'streaming',
	level: 'healthy',
	reason: 'synchronized',
	detail: '',
	polling: { kind: 'paused' },
	live: true,
	rows: 'complete',
};

/** Logs whose lines are put in by hand. */
export class FakeLogSession implements LogSession {
	readonly request: LogRequest;
	readonly entries: LogRing;
	readonly bell = new Bell();
	shownStreams: LogStream[] = [];
	shownStatus: StreamStatus = open;
	isClosed: boolean = false;

	constructor(request: LogRequest, entries = 1_000) {
		this.request = request;
		this.entries = new LogRing({ entries, bytes: 1e9 });
	}

	line(source: LogSource, text: string, stamp = '2026-11-22T01:00:00.000000000Z'): void {
		this.entries.push({ kind: 'line', seq: this.entries.nextSeq, source, stamp, text });
		this.bell.ring();
	}

	mark(mark: LogMarkKind, words: string, source?: LogSource): void {
		this.entries.push({ kind: 'mark', seq: this.entries.nextSeq, mark, words, at: 0, ...(source === undefined ? {} : { source }) });
		this.bell.ring();
	}

	/** A container whose log is read, with the status of the whole where none is given. */
	join(source: LogSource, status?: StreamStatus): void {
		this.shownStreams.push({
			id: `prod-eu/shop logs ${source.pod}/${source.container}`,
			source,
			status: status ?? this.shownStatus,
			lines: 500,
			deliveredAt: undefined,
		});
		this.bell.ring();
	}

	leave(source: LogSource): void {
		this.shownStreams = this.shownStreams.filter((stream) => stream.source !== source);
		this.bell.ring();
	}

	become(status: Partial<StreamStatus>): void {
		this.shownStatus = { ...open, ...status };
		this.bell.ring();
	}

	streams(): readonly LogStream[] {
		return this.shownStreams;
	}

	status(): StreamStatus {
		return this.shownStatus;
	}

	subscribe(listener: () => void): () => void {
		return this.bell.hear(listener);
	}

	close(): void {
		this.isClosed = true;
	}
}
