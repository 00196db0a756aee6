import { isBefore, lastTop, type ScrollHeights, type ScrollTop, scrolled } from './scroll.ts';

/**
 * Where in a text somebody reads: what is at the top of the pane, and where the cursor is. A text without a cursor has its place at the
 * top.
 */
export class ReadingPlace {
	readonly #hasCursor: () => boolean;
	readonly #heights: () => ScrollHeights;
	#top: ScrollTop = { place: 0, row: 0 };
	#cursor = 0;
	#height = 1;
	/** The pane has the size and the look for which the place in it was chosen. */
	#isLaidOut: boolean = true;

	/** `hasCursor`: a text may come to have one while it is open. */
	constructor(hasCursor: () => boolean, heights: () => ScrollHeights) {
		this.#hasCursor = hasCursor;
		this.#heights = heights;
	}

	get top(): ScrollTop {
		return this.#top;
	}

	get cursor(): number {
		return this.#cursor;
	}

	/** The line that the keys are on: under the cursor, or at the top. */
	get line(): number {
		return this.#hasCursor() ? this.#cursor : this.#top.place;
	}

	/** The lowest row in the pane. */
	get end(): ScrollTop {
		return scrolled(this.#heights(), this.#top, this.#height - 1, 1);
	}

	/** The pane is so high, in rows, when it is drawn next. */
	resize(height: number): void {
		this.#isLaidOut &&= this.#height === height;
		this.#height = height;
	}

	/** Lines are other rows now than they were: wrapped elsewhere, or not at all. */
	layOutAnew(): void {
		this.#isLaidOut = false;
	}

	/** Lines came and went: where the ones that it was at are now. */
	follow(placeNow: (place: number) => number): void {
		this.#cursor = placeNow(this.#cursor);
		// Whoever stands at the beginning wants to see what comes to stand before it.
		if (this.#top.place > 0) this.#top = { place: placeNow(this.#top.place), row: this.#top.row };
	}

	step(by: 1 | -1): void {
		if (!this.#hasCursor() || this.#isCut(by)) this.#scroll(by);
		else this.goTo(this.#cursor + by);
	}

	page(step: 1 | -1): void {
		const by = step * Math.max(1, this.#height - 1);
		const before = this.#top;
		this.#scroll(by);
		if (!this.#hasCursor()) return;
		const hasMoved = before.place !== this.#top.place || before.row !== this.#top.row;
		const end = this.end.place;
		this.#cursor = hasMoved
			? this.#top.place + (this.#top.row > 0 && this.#top.place < end ? 1 : 0)
			: step > 0
				? this.#heights().length - 1
				: 0;
	}

	toEnd(): void {
		const heights = this.#heights();
		this.goTo(heights.length - 1);
		this.#top = lastTop(heights, this.#height);
	}

	/** Puts the cursor on a line, and the line into sight; without a cursor it comes to the top. */
	goTo(place: number): void {
		const there = Math.max(0, Math.min(place, this.#heights().length - 1));
		this.#cursor = there;
		if (this.#hasCursor()) this.#intoSight();
		else this.#top = { place: there, row: 0 };
	}

	/** To a line, which comes to the top. */
	beginAt(place: number): void {
		this.#cursor = place;
		this.#top = { place, row: 0 };
	}

	/** To a line, which comes to stand a third below the top. */
	showAround(place: number, row = 0): void {
		this.#cursor = place;
		this.#top = scrolled(this.#heights(), { place, row }, -Math.floor(this.#height / 3), 1);
	}

	/** The same, unless that row of it is in sight already. */
	show(place: number, row: number): void {
		this.#cursor = place;
		const there = { place, row };
		if (isBefore(there, this.#top) || isBefore(this.end, there)) this.showAround(place, row);
	}

	/** Lines may have gone since. */
	keepInside(): void {
		const heights = this.#heights();
		this.#cursor = Math.max(0, Math.min(this.#cursor, heights.length - 1));
		const last = lastTop(heights, this.#height);
		const rows = heights.rowsAt(this.#top.place);
		if (this.#top.row >= rows) this.#top = { ...this.#top, row: rows - 1 };
		if (isBefore(last, this.#top)) this.#top = last;
		if (!this.#isLaidOut && this.#hasCursor()) this.#intoSight();
		this.#isLaidOut = true;
	}

	/** The line under the cursor goes on past the edge of the pane. */
	#isCut(by: 1 | -1): boolean {
		if (by < 0) return isBefore({ place: this.#cursor, row: 0 }, this.#top);
		return isBefore(this.end, { place: this.#cursor, row: this.#heights().rowsAt(this.#cursor) - 1 });
	}

	#scroll(by: number): void {
		this.#top = scrolled(this.#heights(), this.#top, by, this.#height);
	}

	#intoSight(): void {
		const heights = this.#heights();
		const first = { place: this.#cursor, row: 0 };
		if (isBefore(first, this.#top)) {
			this.#top = first;
			return;
		}
		const rows = Math.min(heights.rowsAt(this.#cursor), this.#height);
		const lowest = scrolled(heights, { place: this.#cursor, row: rows - 1 }, -(this.#height - 1), 1);
		if (isBefore(this.#top, lowest)) this.#top = lowest;
	}
}
