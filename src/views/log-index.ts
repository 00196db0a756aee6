import { mostLookedAt } from '../filter/filter.ts';
import type { LogEntries, LogEntry } from '../sessions/types.ts';

export type LogTest = (entry: LogEntry) => boolean;

/** Entries that are looked at in one turn: some ten milliseconds of a filter, so that a key waits for no longer. */
const turn = 10_000;
/** A longer line counts for as many as it has so much text, in units of UTF-16. */
const oneLine = 512;

/**
 * The entries that a filter lets through, by their place among each other. Without a filter it holds nothing: the places are
 * the numbers of the entries. With one, what is there already is read from its end, so that the newest are found first.
 */
export class LogIndex {
	readonly #entries: LogEntries;
	#test: LogTest | undefined;
	/** Of what was there when the filter was set: the newest first. */
	#older: number[] = [];
	/** Of what came since: the oldest first, from `#head` on. */
	#newer: number[] = [];
	#head = 0;
	/** Everything below is still to be looked at, up to the oldest that is kept. */
	#unreadBelow = 0;
	/** Everything from here on is still to be looked at. */
	#unreadFrom = 0;

	constructor(entries: LogEntries) {
		this.#entries = entries;
	}

	setTest(test: LogTest | undefined): void {
		this.#test = test;
		this.#older = [];
		this.#newer = [];
		this.#head = 0;
		this.#unreadBelow = this.#entries.nextSeq;
		this.#unreadFrom = this.#entries.nextSeq;
	}

	/** Looks at what came, forgets what was dropped. True: there is more to look at than fits into one turn. */
	update(): boolean {
		if (this.#test === undefined) return false;
		const { firstSeq, nextSeq } = this.#entries;
		let room = turn;
		this.#unreadFrom = Math.max(this.#unreadFrom, firstSeq);
		for (; this.#unreadFrom < nextSeq && room > 0; room -= this.#worth(this.#unreadFrom++)) {
			if (this.#passes(this.#unreadFrom)) this.#newer.push(this.#unreadFrom);
		}
		for (; this.#unreadBelow > firstSeq && room > 0; room -= this.#worth(this.#unreadBelow)) {
			this.#unreadBelow -= 1;
			if (this.#passes(this.#unreadBelow)) this.#older.push(this.#unreadBelow);
		}
		this.#forgetBelow(firstSeq);
		return this.#unreadFrom < nextSeq || this.#unreadBelow > firstSeq;
	}

	get length(): number {
		if (this.#test === undefined) return this.#entries.nextSeq - this.#entries.firstSeq;
		return this.#older.length + this.#newer.length - this.#head;
	}

	/** The number of the entry at a place, 0 the oldest; undefined: there are not so many. */
	at(place: number): number | undefined {
		if (place < 0 || place >= this.length) return undefined;
		if (this.#test === undefined) return this.#entries.firstSeq + place;
		const { length } = this.#older;
		return place < length ? this.#older[length - 1 - place] : this.#newer[this.#head + place - length];
	}

	/** The place of the first entry with this number or a greater one; the length when there is none. */
	placeOf(seq: number): number {
		let low = 0;
		let high = this.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.at(middle) ?? 0) < seq) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#passes(seq: number): boolean {
		const entry = this.#entries.at(seq);
		return entry !== undefined && this.#test?.(entry) === true;
	}

	#worth(seq: number): number {
		const entry = this.#entries.at(seq);
		return entry?.kind === 'line' ? Math.max(1, Math.min(entry.text.length, mostLookedAt) / oneLine) : 1;
	}

	#forgetBelow(firstSeq: number): void {
		while (this.#older.length > 0 && (this.#older.at(-1) ?? 0) < firstSeq) this.#older.pop();
		if (this.#older.length > 0) return;
		while (this.#head < this.#newer.length && (this.#newer[this.#head] ?? 0) < firstSeq) this.#head += 1;
		if (this.#head > turn && this.#head * 2 > this.#newer.length) {
			this.#newer = this.#newer.slice(this.#head);
			this.#head = 0;
		}
	}
}
