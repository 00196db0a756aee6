import type { LogEntries, LogEntry } from './types.ts';

export interface LogRingLimits {
	readonly entries: number;
	/** Of the texts, by our own count of what they cost in memory. */
	readonly bytes: number;
}

/** An object, a stamp and a string header beside the text itself. */
const ENTRY_BYTES = 160;

const costOf = (entry: LogEntry): number => ENTRY_BYTES + (entry.kind === 'line' ? entry.text.length : entry.words.length);

/** The newest entries of a session: the oldest give way, and how many lines did is known. Adding one costs no allocation. */
export class LogRing implements LogEntries {
	firstSeq = 0;
	nextSeq = 0;
	droppedLines = 0;
	readonly #limits: LogRingLimits;
	readonly #slots: (LogEntry | undefined)[];
	#bytes = 0;

	constructor(limits: LogRingLimits) {
		this.#limits = limits;
		this.#slots = [];
	}

	/** Of all that is kept, by our own count. */
	get bytes(): number {
		return this.#bytes;
	}

	/** The entry's `seq` has to be `nextSeq`. */
	push(entry: LogEntry): void {
		if (this.nextSeq - this.firstSeq >= this.#limits.entries) this.#dropOldest();
		this.#slots[entry.seq % this.#limits.entries] = entry;
		this.nextSeq = entry.seq + 1;
		this.#bytes += costOf(entry);
		while (this.#bytes > this.#limits.bytes && this.nextSeq - this.firstSeq > 1) this.#dropOldest();
	}

	at(seq: number): LogEntry | undefined {
		if (seq < this.firstSeq || seq >= this.nextSeq) return undefined;
		return this.#slots[seq % this.#limits.entries];
	}

	#dropOldest(): void {
		const index = this.firstSeq % this.#limits.entries;
		const entry = this.#slots[index];
		this.#slots[index] = undefined;
		this.firstSeq += 1;
		if (entry === undefined) return;
		this.#bytes -= costOf(entry);
		if (entry.kind === 'line') this.droppedLines += 1;
	}
}
