import type { Cancel, Clock } from '../base/clock.ts';
import { type ContainerLog, firstLine } from './container-log.ts';
import type { RunEnd } from './container-runs.ts';
import type { AskedRequest, LogCut } from './faults.ts';
import type { LogOptions } from './log-options.ts';

/** The writing end of one log response. */
export interface LogSink {
	open(): void;
	/** False: the reader is behind, and `resume` is called when it has caught up. */
	write(bytes: Buffer): boolean;
	/** Clean end of the body. */
	end(): void;
	/** TCP reset. */
	reset(): void;
}

const pieceBytes = 64 * 1024;
/** At high rates lines are sent in bundles, as a kubelet's buffered reader has them. */
const bundleMs = 10;

/** One log response, from its first byte to its end. A slow reader is waited for and misses nothing: lines are made when it takes them. */
export class LogStream {
	readonly request: AskedRequest;
	readonly container: string;
	readonly openedAt: number;
	lines = 0;
	bytes = 0;
	private readonly clock: Clock;
	private readonly options: LogOptions;
	private readonly sink: LogSink;
	private readonly onEnd: () => void;
	private readonly cutAt: LogCut | undefined;
	private log: ContainerLog;
	private next = 0;
	private waiting = false;
	private silent = false;
	private ended = false;
	private timer: Cancel | undefined;

	constructor(input: {
		readonly request: AskedRequest;
		readonly container: string;
		readonly log: ContainerLog;
		readonly options: LogOptions;
		readonly clock: Clock;
		readonly sink: LogSink;
		readonly cut: LogCut | undefined;
		readonly onEnd: () => void;
	}) {
		this.request = input.request;
		this.container = input.container;
		this.log = input.log;
		this.options = input.options;
		this.clock = input.clock;
		this.sink = input.sink;
		this.cutAt = input.cut;
		this.onEnd = input.onEnd;
		this.openedAt = input.clock.now();
	}

	start(): void {
		const { tailLines, since } = this.options;
		const count = this.log.countAt(this.openedAt);
		this.next = Math.max(this.log.firstKept(count), tailLines === undefined ? 0 : count - tailLines);
		if (since !== undefined) this.next = firstLine(this.next, count, (line) => this.log.timeOf(line) >= since * 1000);
		this.sink.open();
		this.send();
	}

	/** The reader has caught up. */
	resume(): void {
		this.waiting = false;
		this.send();
	}

	/** The container has ended: what it wrote until then is sent, and that is all. */
	runEnded(end: RunEnd): void {
		if (this.log.ended) return;
		this.log = this.log.endedAt(end);
		this.send();
	}

	/** Clean end of the stream, wherever it is. */
	end(): void {
		if (this.finish()) this.sink.end();
	}

	reset(): void {
		if (this.finish()) this.sink.reset();
	}

	/** Stays open and sends nothing more. */
	silence(): void {
		this.silent = true;
		this.timer?.();
	}

	/** The client went away, or the listener did. */
	abandoned(): void {
		this.finish();
	}

	private send(): void {
		this.timer?.();
		while (!this.ended && !this.waiting && !this.silent) {
			// Whoever does not follow is told what there was when they asked: a line that is written meanwhile would be one more than the tail.
			const count = this.log.countAt(this.options.follow ? this.clock.now() : this.openedAt);
			if (this.next >= count) {
				if (this.options.follow && !this.log.ended) this.wait();
				else this.end();
				return;
			}
			let piece = '';
			while (this.next < count && piece.length < pieceBytes) {
				piece += this.log.text(this.next, this.options.timestamps);
				this.next += 1;
				this.lines += 1;
			}
			this.write(Buffer.from(piece));
		}
	}

	/** Until the next line is written. */
	private wait(): void {
		const until = Math.ceil(this.log.timeOf(this.next) / 1000) - this.clock.now();
		this.timer = this.clock.after(Math.max(bundleMs, until), () => this.send());
	}

	private write(bytes: Buffer): void {
		const left =
			Math.min(this.options.limitBytes ?? Number.POSITIVE_INFINITY, this.cutAt?.afterBytes ?? Number.POSITIVE_INFINITY) - this.bytes;
		const sent = bytes.length > left ? bytes.subarray(0, left) : bytes;
		this.bytes += sent.length;
		if (sent.length > 0 && !this.sink.write(sent)) this.waiting = true;
		if (this.bytes === this.options.limitBytes) this.end();
		else if (this.bytes === this.cutAt?.afterBytes) this.obey(this.cutAt);
	}

	private obey({ how }: LogCut): void {
		if (how === 'silence') this.silence();
		else if (how === 'end') this.end();
		else this.reset();
	}

	private finish(): boolean {
		if (this.ended) return false;
		this.ended = true;
		this.timer?.();
		this.onEnd();
		return true;
	}
}
