import { safeText } from '../base/safe-text.ts';
import { plainOf, type TextLine } from '../base/text-line.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { emptySource } from './row-source.ts';
import type { DrawnPane, ScreenFacts } from './screen-facts.ts';
import { isBefore, lastTop, type ScrollHeights, type ScrollTop, scrolled } from './scroll.ts';
import { ShownText } from './shown-text.ts';
import { isDoubted } from './stream-words.ts';
import { placeAfter } from './text-place.ts';
import type { TextRequest } from './text-request.ts';
import { findMatches, foundIn, type TextMatch } from './text-search.ts';
import type { OwnTextKey, TextSource } from './text-source.ts';
import { textTitle } from './text-title.ts';

/** What a text in a pane is told to do by keys. */
export type TextKey =
	| OwnTextKey
	| 'up'
	| 'down'
	| 'page-up'
	| 'page-down'
	| 'top'
	| 'bottom'
	| 'columns-left'
	| 'columns-right'
	| 'text-part'
	| 'text-part-back'
	| 'text-wrap'
	| 'text-next'
	| 'text-back'
	| 'text-copy'
	| 'refresh';

/** What follows from a key: something to tell, to open over this, or to put on the clipboard. */
export interface TextAnswer {
	readonly say?: string;
	readonly open?: TextRequest;
	readonly copy?: { readonly text: string; readonly what: string };
}

const nothing: TextAnswer = {};

/** Columns that it is scrolled sideways by at once. */
const sideStep = 16;

const gutterWidth = 2;

/** Tabs stay what they are: in the text of a file that is copied out of a ConfigMap they mean something. */
const copied = (line: TextLine): string => plainOf(line).split('\t').map(safeText).join('\t');

/** A text while its pane is open: which of its lines are on the screen, and what is looked for in them. */
export class TextPane {
	readonly source: TextSource;
	#lines: readonly TextLine[] = [];
	readonly #shown = new ShownText();
	#wraps: boolean;
	#column = 0;
	#top: ScrollTop = { place: 0, row: 0 };
	#cursor = 0;
	#height = 1;
	/** The pane has the size and the look for which the place in it was chosen. */
	#isLaidOut: boolean = true;
	#search = '';
	#matches: readonly TextMatch[] = [];
	/** Which of the matches was gone to. */
	#current = -1;
	/** What was found last is to be in sight when it is drawn next. */
	#seeks: boolean = false;
	/** Where the search began: while it is typed, it is looked from there. */
	#origin = 0;

	constructor(source: TextSource) {
		this.source = source;
		this.#wraps = source.wraps;
	}

	perform(key: TextKey): TextAnswer {
		switch (key) {
			case 'up':
			case 'down':
				this.#step(key === 'up' ? -1 : 1);
				return nothing;
			case 'page-up':
			case 'page-down':
				this.#page(key === 'page-up' ? -1 : 1);
				return nothing;
			case 'top':
				this.#goTo(0);
				return nothing;
			case 'bottom':
				this.#goTo(this.#lines.length - 1);
				this.#top = lastTop(this.#heights, this.#height);
				return nothing;
			case 'columns-left':
				this.#column = Math.max(0, this.#column - sideStep);
				return nothing;
			case 'columns-right':
				this.#wraps = false;
				this.#column += sideStep;
				return nothing;
			case 'text-part':
			case 'text-part-back':
				return this.#toPart(key === 'text-part' ? 1 : -1);
			case 'text-wrap':
				this.#wraps = !this.#wraps;
				this.#column = 0;
				this.#seeks = true;
				return nothing;
			case 'text-next':
			case 'text-back':
				return this.#toMatch(key === 'text-next' ? 1 : -1);
			case 'text-copy':
				return { copy: { text: this.#lines.map(copied).join('\n'), what: `${this.#lines.length} lines` } };
			case 'text-copy-value':
				return this.#copyValue();
			case 'text-follow': {
				const open = this.#target === undefined ? undefined : this.source.follow?.(this.#target);
				return open === undefined ? { say: 'Nothing opens from this line.' } : { open };
			}
			case 'refresh':
				this.source.again?.();
				return nothing;
			case 'text-fold':
			case 'text-all':
			case 'text-reveal': {
				const say = this.source.perform?.(key, this.#target);
				return say === undefined ? nothing : { say };
			}
		}
	}

	draw(facts: ScreenFacts, search: string, height: number): DrawnPane {
		const { size, glyphs, now, context } = facts;
		const { source } = this;
		const margin = source.hasCursor === true ? gutterWidth : 1;
		const width = Math.max(1, size.columns - margin);
		this.#isLaidOut &&= this.#height === height;
		this.#height = height;
		const status = source.status();
		const isDim = source.isGone === true || (status !== undefined && isDoubted(status));
		const look = { wrap: this.#wraps, column: this.#wraps ? 0 : this.#column, width, isDim, glyphs };
		if (this.#shown.setLook(look)) this.#isLaidOut = false;
		this.#setLines(source.lines({ now, serverNow: context.engine.serverNow(), width, glyphs }));
		this.#setSearch(search);
		if (this.#seeks) this.#showCurrent();
		this.#seeks = false;
		this.#keepInside();
		const lines: Line[] = [];
		let place = this.#top.place;
		let skip = this.#top.row;
		for (; place < this.#lines.length && lines.length < height; place++) {
			const isHere = source.hasCursor === true && place === this.#cursor;
			for (const [at, row] of this.#rowsAt(place).entries()) {
				if (at < skip || lines.length >= height) continue;
				const mark = isHere && at === 0 ? `${glyphs.cursor} `.padEnd(margin) : ' '.repeat(margin);
				lines.push([span(mark, isHere ? { bold: true } : undefined), ...row]);
			}
			skip = 0;
		}
		return {
			title: textTitle(
				{
					source,
					search,
					matches: this.#matches.length,
					current: this.#current,
					from: this.#top.place + 1,
					to: place,
					of: this.#lines.length,
				},
				facts,
			),
			titles: undefined,
			lines,
			active: { rows: emptySource, height, lastOffset: 0, position: { key: undefined, index: 0, top: 0 } },
			blank: '',
		};
	}

	get #heights(): ScrollHeights {
		return { length: this.#lines.length, rowsAt: (place) => Math.max(1, this.#rowsAt(place).length) };
	}

	get #target(): string | undefined {
		return this.source.hasCursor === true ? this.#lines[this.#cursor]?.target : undefined;
	}

	/** The next heading comes to the top, as far as there is text below it. */
	#toPart(step: 1 | -1): TextAnswer {
		const isPart = (place: number): boolean => place === 0 || this.#lines[place]?.heading === true;
		let place = this.#place + step;
		while (place > 0 && place < this.#lines.length && !isPart(place)) place += step;
		if (place < 0 || place >= this.#lines.length) return { say: step > 0 ? 'This is the last part.' : 'This is the first part.' };
		this.#cursor = place;
		this.#top = { place, row: 0 };
		return nothing;
	}

	#copyValue(): TextAnswer {
		const value = this.#target === undefined ? undefined : this.source.value?.(this.#target);
		if (value === undefined) return { say: 'No value to copy stands on this line.' };
		return { copy: value };
	}

	#setLines(lines: readonly TextLine[]): void {
		if (lines === this.#lines) return;
		const before = this.#lines;
		this.#lines = lines;
		if (before.length > 0) {
			this.#cursor = placeAfter(this.#cursor, before, lines);
			// Whoever stands at the beginning wants to see what comes to stand before it.
			if (this.#top.place > 0) this.#top = { place: placeAfter(this.#top.place, before, lines), row: this.#top.row };
		}
		if (this.#search !== '') this.#find(false);
	}

	#setSearch(search: string): void {
		if (search === this.#search) return;
		if (this.#search === '') this.#origin = this.#place;
		this.#search = search;
		this.#find(true);
	}

	#find(goes: boolean): void {
		const here = this.#matches[this.#current];
		const texts = this.#shown.look === undefined ? [] : this.#lines.map((line) => this.#shown.textOf(line));
		this.#matches = findMatches(texts, this.#search);
		this.#shown.forgetRows();
		const from = goes ? this.#origin : (here?.line ?? this.#place);
		const next = this.#matches.findIndex(({ line }) => line >= from);
		this.#current = this.#matches.length === 0 ? -1 : Math.max(0, next);
		if (goes && this.#current >= 0) this.#showCurrent();
		else if (goes && this.#search === '') this.#goTo(this.#place);
	}

	#toMatch(step: 1 | -1): TextAnswer {
		const { length } = this.#matches;
		if (this.#search === '') return this.#toStop(step);
		if (length === 0) return { say: 'Nothing in this text has it.' };
		const next = (this.#current + step + length) % length;
		const isRound = step > 0 ? next <= this.#current : next >= this.#current;
		this.#current = next;
		this.#shown.forgetRows();
		this.#showCurrent();
		if (!isRound || length === 1) return length === 1 ? { say: 'This is the only place that has it.' } : nothing;
		return { say: step > 0 ? 'From the beginning again.' : 'From the end again.' };
	}

	/** To the next of the lines that the text itself says are worth it. */
	#toStop(step: 1 | -1): TextAnswer {
		const stops = this.#lines.flatMap(({ stop }, place) => (stop === true ? [place] : []));
		if (stops.length === 0) return { say: 'Type what to look for first: / and words.' };
		const end = scrolled(this.#heights, this.#top, this.#height - 1, 1).place;
		const isHere = this.#cursor >= this.#top.place && this.#cursor <= end && this.#lines[this.#cursor]?.stop === true;
		const from = isHere ? this.#cursor : step > 0 ? this.#top.place - 1 : this.#top.place;
		const next = step > 0 ? stops.find((place) => place > from) : stops.findLast((place) => place < from);
		const place = next ?? (step > 0 ? stops[0] : stops.at(-1)) ?? 0;
		this.#cursor = place;
		this.#top = scrolled(this.#heights, { place, row: 0 }, -Math.floor(this.#height / 3), 1);
		const round = next === undefined ? (step > 0 ? ', from the beginning again' : ', from the end again') : '';
		return { say: `${stops.indexOf(place) + 1} of ${stops.length}${round}.` };
	}

	/** The match that was gone to comes into sight, sideways too. */
	#showCurrent(): void {
		const match = this.#matches[this.#current];
		const { look } = this.#shown;
		if (match === undefined || look === undefined) return;
		this.#cursor = match.line;
		if (!this.#wraps && (match.from < this.#column || match.to > this.#column + look.width - 2)) {
			this.#column = Math.max(0, match.to - look.width + sideStep);
			this.#shown.setLook({ ...look, column: this.#column });
		}
		const row = Math.max(
			0,
			this.#rowsAt(match.line).findIndex((line) => line.some(({ style }) => style?.inverse === true && style.underline === true)),
		);
		const there = { place: match.line, row };
		const end = scrolled(this.#heights, this.#top, this.#height - 1, 1);
		if (isBefore(there, this.#top) || isBefore(end, there)) this.#top = scrolled(this.#heights, there, -Math.floor(this.#height / 3), 1);
	}

	/** The line that the keys are on: under the cursor, or at the top. */
	get #place(): number {
		return this.source.hasCursor === true ? this.#cursor : this.#top.place;
	}

	#step(by: 1 | -1): void {
		if (this.source.hasCursor !== true) this.#scroll(by);
		else if (this.#isCut(by)) this.#scroll(by);
		else this.#goTo(this.#cursor + by);
	}

	/** The line under the cursor goes on past the edge of the pane. */
	#isCut(by: 1 | -1): boolean {
		const first = { place: this.#cursor, row: 0 };
		if (by < 0) return isBefore(first, this.#top);
		const last = { place: this.#cursor, row: this.#heights.rowsAt(this.#cursor) - 1 };
		return isBefore(scrolled(this.#heights, this.#top, this.#height - 1, 1), last);
	}

	#page(step: 1 | -1): void {
		const by = step * Math.max(1, this.#height - 1);
		const before = this.#top;
		this.#scroll(by);
		if (this.source.hasCursor !== true) return;
		const hasMoved = before.place !== this.#top.place || before.row !== this.#top.row;
		const end = scrolled(this.#heights, this.#top, this.#height - 1, 1).place;
		this.#cursor = hasMoved
			? this.#top.place + (this.#top.row > 0 && this.#top.place < end ? 1 : 0)
			: step > 0
				? this.#lines.length - 1
				: 0;
	}

	#scroll(by: number): void {
		this.#top = scrolled(this.#heights, this.#top, by, this.#height);
	}

	/** Puts the cursor on a line, and the line into sight; without a cursor it comes to the top. */
	#goTo(place: number): void {
		const there = Math.max(0, Math.min(place, this.#lines.length - 1));
		this.#cursor = there;
		if (this.source.hasCursor !== true) this.#top = { place: there, row: 0 };
		else this.#intoSight();
	}

	#intoSight(): void {
		const heights = this.#heights;
		const first = { place: this.#cursor, row: 0 };
		if (isBefore(first, this.#top)) {
			this.#top = first;
			return;
		}
		const rows = Math.min(heights.rowsAt(this.#cursor), this.#height);
		const last = { place: this.#cursor, row: rows - 1 };
		const lowest = scrolled(heights, last, -(this.#height - 1), 1);
		if (isBefore(this.#top, lowest)) this.#top = lowest;
	}

	/** Lines may have gone since. */
	#keepInside(): void {
		this.#cursor = Math.max(0, Math.min(this.#cursor, this.#lines.length - 1));
		const last = lastTop(this.#heights, this.#height);
		const rows = this.#heights.rowsAt(this.#top.place);
		if (this.#top.row >= rows) this.#top = { ...this.#top, row: rows - 1 };
		if (isBefore(last, this.#top)) this.#top = last;
		if (!this.#isLaidOut && this.source.hasCursor === true) this.#intoSight();
		this.#isLaidOut = true;
	}

	#rowsAt(place: number): readonly Line[] {
		const line = this.#lines[place];
		return line === undefined ? [[]] : this.#shown.rowsOf(line, () => foundIn(this.#matches, place, this.#current));
	}
}
