import { safeText } from '../base/safe-text.ts';
import { plainOf, type TextLine } from '../base/text-line.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { ReadingPlace } from './reading-place.ts';
import { emptySource } from './row-source.ts';
import type { DrawnPane, ScreenFacts } from './screen-facts.ts';
import type { ScrollHeights } from './scroll.ts';
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
	readonly #place: ReadingPlace;
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
		this.#place = new ReadingPlace(
			() => source.hasCursor === true,
			() => this.#heights,
		);
	}

	perform(key: TextKey): TextAnswer {
		switch (key) {
			case 'up':
			case 'down':
				this.#place.step(key === 'up' ? -1 : 1);
				return nothing;
			case 'page-up':
			case 'page-down':
				this.#place.page(key === 'page-up' ? -1 : 1);
				return nothing;
			case 'top':
				this.#place.goTo(0);
				return nothing;
			case 'bottom':
				this.#place.toEnd();
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
		this.#place.resize(height);
		const status = source.status();
		const isDim = source.isGone === true || (status !== undefined && isDoubted(status));
		const look = { wrap: this.#wraps, column: this.#wraps ? 0 : this.#column, width, isDim, glyphs };
		if (this.#shown.setLook(look)) this.#place.layOutAnew();
		this.#setLines(source.lines({ now, serverNow: context.engine.serverNow(), width, glyphs }));
		this.#setSearch(search);
		if (this.#seeks) this.#showCurrent();
		this.#seeks = false;
		this.#place.keepInside();
		const { top, cursor } = this.#place;
		const lines: Line[] = [];
		let { place, row: skip } = top;
		for (; place < this.#lines.length && lines.length < height; place++) {
			const isHere = source.hasCursor === true && place === cursor;
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
					from: top.place + 1,
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
		return this.source.hasCursor === true ? this.#lines[this.#place.cursor]?.target : undefined;
	}

	/** The next heading comes to the top, as far as there is text below it. */
	#toPart(step: 1 | -1): TextAnswer {
		const isPart = (place: number): boolean => place === 0 || this.#lines[place]?.heading === true;
		let place = this.#place.line + step;
		while (place > 0 && place < this.#lines.length && !isPart(place)) place += step;
		if (place < 0 || place >= this.#lines.length) return { say: step > 0 ? 'This is the last part.' : 'This is the first part.' };
		this.#place.beginAt(place);
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
		if (before.length > 0) this.#place.follow((place) => placeAfter(place, before, lines));
		if (this.#search !== '') this.#find(false);
	}

	#setSearch(search: string): void {
		if (search === this.#search) return;
		if (this.#search === '') this.#origin = this.#place.line;
		this.#search = search;
		this.#find(true);
	}

	#find(goes: boolean): void {
		const here = this.#matches[this.#current];
		const texts = this.#shown.look === undefined ? [] : this.#lines.map((line) => this.#shown.textOf(line));
		this.#matches = findMatches(texts, this.#search);
		this.#shown.forgetRows();
		const from = goes ? this.#origin : (here?.line ?? this.#place.line);
		const next = this.#matches.findIndex(({ line }) => line >= from);
		this.#current = this.#matches.length === 0 ? -1 : Math.max(0, next);
		if (goes && this.#current >= 0) this.#showCurrent();
		else if (goes && this.#search === '') this.#place.goTo(this.#place.line);
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
		const { top, cursor, end } = this.#place;
		const isHere = cursor >= top.place && cursor <= end.place && this.#lines[cursor]?.stop === true;
		const from = isHere ? cursor : step > 0 ? top.place - 1 : top.place;
		const next = step > 0 ? stops.find((place) => place > from) : stops.findLast((place) => place < from);
		const place = next ?? (step > 0 ? stops[0] : stops.at(-1)) ?? 0;
		this.#place.showAround(place);
		const round = next === undefined ? (step > 0 ? ', from the beginning again' : ', from the end again') : '';
		return { say: `${stops.indexOf(place) + 1} of ${stops.length}${round}.` };
	}

	/** The match that was gone to comes into sight, sideways too. */
	#showCurrent(): void {
		const match = this.#matches[this.#current];
		const { look } = this.#shown;
		if (match === undefined || look === undefined) return;
		if (!this.#wraps && (match.from < this.#column || match.to > this.#column + look.width - 2)) {
			this.#column = Math.max(0, match.to - look.width + sideStep);
			this.#shown.setLook({ ...look, column: this.#column });
		}
		const row = Math.max(
			0,
			this.#rowsAt(match.line).findIndex((line) => line.some(({ style }) => style?.inverse === true && style.underline === true)),
		);
		this.#place.show(match.line, row);
	}

	#rowsAt(place: number): readonly Line[] {
		const line = this.#lines[place];
		return line === undefined ? [[]] : this.#shown.rowsOf(line, () => foundIn(this.#matches, place, this.#current));
	}
}
