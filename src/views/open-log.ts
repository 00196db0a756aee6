import type { LogEntry, LogLine, LogRequest, LogSession } from '../sessions/types.ts';
import type { Line } from '../terminal/styled-line.ts';
import { LogIndex, type LogTest } from './log-index.ts';
import { entryRows, type LineFacts } from './log-lines.ts';
import { isBefore, lastTop, type ScrollHeights, type ScrollTop, scrolled } from './scroll.ts';

/** Drawn entries that are remembered: some screens of them, so that scrolling back and forth draws nothing twice. */
const mostDrawn = 1_000;

export interface ShownLog {
	readonly lines: readonly Line[];
	/** Entries from the top of the pane to its bottom, counted from 1; of how many. */
	readonly from: number;
	readonly to: number;
	readonly of: number;
	/** Lines that are marked among them; undefined: nothing marks any. */
	readonly found: number | undefined;
	/** The filter has not seen everything yet. */
	readonly isSearching: boolean;
}

/** A log while it is open: which of its lines are shown, and where in them the screen is. */
export class OpenLog {
	readonly session: LogSession;
	readonly #index: LogIndex;
	/** What is marked and hides nothing; undefined: nothing is. */
	#marked: LogIndex | undefined;
	readonly #stopListening: () => void;
	readonly #drawn = new Map<number, readonly Line[]>();
	#facts: LineFacts | undefined;
	#height = 1;
	/** The entry at the top of the pane by its number, and which of its rows; undefined: the newest are followed. */
	#anchor: { readonly seq: number; readonly row: number } | undefined;
	/** The entry that was gone to last: at the end of a log it is on the screen, and not at its top. */
	#found: number | undefined;

	constructor(session: LogSession, changed: () => void) {
		this.session = session;
		this.#index = new LogIndex(session.entries);
		this.#stopListening = session.subscribe(changed);
	}

	get request(): LogRequest {
		return this.session.request;
	}

	/** The end of the log is in sight, and stays there while lines come. */
	get isFollowing(): boolean {
		return this.#anchor === undefined;
	}

	/** Undefined: every entry is shown. The place in the log stays, as far as it is still there. What `marks` finds is counted alone. */
	setTest(test: LogTest | undefined, marks?: LogTest): void {
		this.#index.setTest(test);
		this.#marked = marks === undefined ? undefined : new LogIndex(this.session.entries);
		this.#marked?.setTest(marks);
	}

	follow(on: boolean): void {
		if (!on) this.#keep(this.#top());
		else this.#toEnd();
	}

	/** Rows down, or up where it is negative. At the end the newest are followed again. */
	scroll(by: number): void {
		if (this.#facts === undefined) return;
		const top = scrolled(this.#heights, this.#top(), by, this.#height);
		if (by > 0 && !isBefore(top, lastTop(this.#heights, this.#height))) this.#toEnd();
		else this.#keep(top);
	}

	page(step: 1 | -1): void {
		this.scroll(step * Math.max(1, this.#height - 1));
	}

	toStart(): void {
		this.#keep({ place: 0, row: 0 });
	}

	/** To the next entry below the top that passes, or the one before it above; false: there is none. */
	toFound(test: LogTest, step: 1 | -1): boolean {
		const { entries } = this.session;
		const from = this.#found === undefined ? this.#top().place : this.#index.placeOf(this.#found);
		for (let place = from + step; place >= 0 && place < this.#index.length; place += step) {
			const seq = this.#index.at(place);
			const entry = seq === undefined ? undefined : entries.at(seq);
			if (entry === undefined || !test(entry)) continue;
			this.#keep({ place, row: 0 });
			this.#found = seq;
			return true;
		}
		return false;
	}

	/** What fills a pane of `height` rows. */
	show(facts: LineFacts, height: number): ShownLog {
		if (!sameFacts(this.#facts, facts)) this.#drawn.clear();
		this.#facts = facts;
		this.#height = height;
		const isFiltering = this.#index.update();
		const isSearching = this.#marked?.update() === true || isFiltering;
		const top = this.#top();
		const lines: Line[] = [];
		let place = top.place;
		for (; place < this.#index.length && lines.length < height + top.row; place++) lines.push(...this.#rowsAt(place));
		const { length } = this.#index;
		return {
			lines: lines.slice(top.row, top.row + height),
			from: length === 0 ? 0 : top.place + 1,
			to: place,
			of: length,
			found: this.#marked?.length,
			isSearching,
		};
	}

	/** All lines that are shown, the newest `most` of them. */
	entries(most: number): readonly LogLine[] {
		const lines: LogLine[] = [];
		const { length } = this.#index;
		for (let place = Math.max(0, length - most); place < length; place++) {
			const entry = this.#entryAt(place);
			if (entry?.kind === 'line') lines.push(entry);
		}
		return lines;
	}

	close(): void {
		this.#stopListening();
		this.session.close();
	}

	get #heights(): ScrollHeights {
		return { length: this.#index.length, rowsAt: (place) => Math.max(1, this.#rowsAt(place).length) };
	}

	#top(): ScrollTop {
		if (this.#anchor === undefined) return lastTop(this.#heights, this.#height);
		const place = this.#index.placeOf(this.#anchor.seq);
		const isThere = this.#index.at(place) === this.#anchor.seq;
		const top = { place, row: isThere ? this.#anchor.row : 0 };
		const last = lastTop(this.#heights, this.#height);
		// What was at the top may have been dropped, or hidden by a filter with all that followed it.
		return isBefore(top, last) ? top : last;
	}

	#toEnd(): void {
		this.#anchor = undefined;
		this.#found = undefined;
	}

	#keep({ place, row }: ScrollTop): void {
		this.#found = undefined;
		const seq = this.#index.at(place);
		this.#anchor = seq === undefined ? undefined : { seq, row };
	}

	#entryAt(place: number): LogEntry | undefined {
		const seq = this.#index.at(place);
		return seq === undefined ? undefined : this.session.entries.at(seq);
	}

	#rowsAt(place: number): readonly Line[] {
		const entry = this.#entryAt(place);
		if (entry === undefined || this.#facts === undefined) return [[]];
		if (entry.seq === this.#found) return entryRows(entry, { ...this.#facts, isGoneTo: true });
		const known = this.#drawn.get(entry.seq);
		if (known !== undefined) return known;
		if (this.#drawn.size >= mostDrawn) this.#drawn.clear();
		const rows = entryRows(entry, this.#facts);
		this.#drawn.set(entry.seq, rows);
		return rows;
	}
}

const sameFacts = (one: LineFacts | undefined, other: LineFacts): boolean =>
	one !== undefined &&
	one.width === other.width &&
	one.look === other.look &&
	one.label === other.label &&
	one.isFound === other.isFound &&
	one.glyphs === other.glyphs;
