import { byCodeUnits } from '../base/by-code-units.ts';
/** How many there are of each, by name; those of which there is none are not in it, so that names long gone do not pile up. */
export type Counts = Map<string, number>;

export function countUp(counts: Counts, name: string, by: number): void {
	const count = (counts.get(name) ?? 0) + by;
	if (count === 0) counts.delete(name);
	else counts.set(name, count);
}

/** The most frequent first, of equals the first by name. */
export const mostFrequent = (counts: Counts): readonly (readonly [name: string, count: number])[] =>
	[...counts].sort(([name, count], [other, otherCount]) => otherCount - count || byCodeUnits(name, other));
