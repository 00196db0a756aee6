import type { ListProgress, Signal } from './stream-state.ts';

/** A page may be empty and still not be the last, but not for ever. */
const MOST_BARREN = 50;
/** Five million objects in pages of 500. */
const MOST_PAGES = 10_000;

const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0;

/**
 * How far a list is when a page is in that is not its last one. Undefined: it has no end, because its tokens go round in a circle
 * (found by keeping one of them, after Brent) or because nothing new comes any more.
 */
export function nextPage(list: ListProgress, page: Extract<Signal, { kind: 'page' }>): ListProgress | undefined {
	const { token, version } = page;
	if (token === undefined || token === list.pastToken) return undefined;
	const barren = page.barren === true ? (list.barren ?? 0) + 1 : 0;
	if (barren > MOST_BARREN || list.pages >= MOST_PAGES) return undefined;
	const { pastToken } = list;
	return {
		...list,
		pages: list.pages + 1,
		version: list.version ?? version,
		pastToken: pastToken === undefined || isPowerOfTwo(list.pages) ? token : pastToken,
		barren,
	};
}
