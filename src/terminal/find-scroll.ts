import type { CellGrid } from './cell-grid.ts';
import type { Scroll } from './grid-changes.ts';

/** FNV-1a over the cells of a row: rows of different numbers are different. */
export function rowNumber({ glyphs, styles, columns }: CellGrid, row: number): number {
	let number = 0x811c9dc5;
	for (let place = row * columns; place < (row + 1) * columns; place++) {
		number = Math.imul(number ^ ((glyphs[place] ?? 0) + (styles[place] ?? 0) * 0x10000), 0x01000193);
	}
	return number;
}

/**
 * The shift that would bring most rows of a part of the screen to where they are wanted; undefined where rows do not move.
 * `shown` and `next` have a number for each row of the screen, so this is a proposal: what it saves is to be measured.
 */
export function findScroll(shown: readonly number[], next: readonly number[], top: number, height: number): Scroll | undefined {
	const before = shown.slice(top, top + height);
	const after = next.slice(top, top + height);
	const places = new Map<number, number>();
	const isTwice = new Set<number>();
	for (const [place, number] of before.entries()) {
		if (places.has(number)) isTwice.add(number);
		places.set(number, place);
	}
	const votes = new Map<number, number>();
	for (const [place, number] of after.entries()) {
		const was = places.get(number);
		// Blank rows are everywhere and tell of no move.
		if (was === undefined || isTwice.has(number)) continue;
		votes.set(was - place, (votes.get(was - place) ?? 0) + 1);
	}
	let by = 0;
	for (const [shift, count] of votes) if (count > (votes.get(by) ?? 0)) by = shift;
	return by === 0 || (votes.get(by) ?? 0) < 2 ? undefined : { top, height, by };
}
