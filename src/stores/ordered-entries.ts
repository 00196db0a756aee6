import type { Row } from '../domains/types.ts';
import type { CompareEntries, Entry } from './row-order.ts';

/** Up to so many moves, taking out and putting in one by one is cheaper than merging (measured at 50 000 rows). */
const FEW = 150;

/** The first place at which `entry` may stand: everything before it is less. */
function lowerBound<R extends Row>(entries: readonly Entry<R>[], entry: Entry<R>, compare: CompareEntries<R>): number {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const candidate = entries[middle];
		if (candidate !== undefined && compare(candidate, entry) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Where this entry stands; -1 when it does not. */
export function placeOf<R extends Row>(entries: readonly Entry<R>[], entry: Entry<R>, compare: CompareEntries<R>): number {
	const place = lowerBound(entries, entry, compare);
	if (entries[place] === entry) return place;
	// The order is not what it was placed by (a comparison over values that changed by themselves): look at each.
	return entries.indexOf(entry);
}

/**
 * Takes the entries of `gone` (all of them in `entries`, marked gone) out and puts those of `fresh` in.
 * Returns the ordered entries: the same array, changed in place, or a new one.
 */
export function reorder<R extends Row>(
	entries: Entry<R>[],
	gone: readonly Entry<R>[],
	fresh: readonly Entry<R>[],
	compare: CompareEntries<R>,
): Entry<R>[] {
	if (gone.length + fresh.length > FEW) return merge(entries, [...fresh].sort(compare), compare);
	for (const entry of gone) {
		const place = placeOf(entries, entry, compare);
		if (place >= 0) entries.splice(place, 1);
	}
	for (const entry of fresh) entries.splice(lowerBound(entries, entry, compare), 0, entry);
	return entries;
}

function merge<R extends Row>(entries: readonly Entry<R>[], fresh: readonly Entry<R>[], compare: CompareEntries<R>): Entry<R>[] {
	const merged: Entry<R>[] = [];
	let taken = 0;
	for (const entry of entries) {
		if (entry.gone) continue;
		for (let next = fresh[taken]; next !== undefined && compare(next, entry) < 0; next = fresh[taken]) {
			merged.push(next);
			taken += 1;
		}
		merged.push(entry);
	}
	for (const next of fresh.slice(taken)) merged.push(next);
	return merged;
}

/** Cheaper than a sort where nothing moved, which is the usual outcome. */
export function isOrdered<R extends Row>(entries: readonly Entry<R>[], compare: CompareEntries<R>): boolean {
	let previous: Entry<R> | undefined;
	for (const entry of entries) {
		if (previous !== undefined && compare(previous, entry) > 0) return false;
		previous = entry;
	}
	return true;
}
