import { plainOf, type TextLine } from '../base/text-line.ts';

/** Further from its old place than this, the same words are another line. */
const near = 300;

/** Where the line that was at `place` is now: by what it stands for, else by its words, else at the same place. */
export function placeAfter(place: number, before: readonly TextLine[], after: readonly TextLine[]): number {
	const last = Math.max(0, after.length - 1);
	const old = before[place];
	if (old === undefined) return Math.min(place, last);
	const { target } = old;
	const words = plainOf(old);
	const isIt = (line: TextLine | undefined): boolean =>
		line !== undefined && (target === undefined ? line.target === undefined && plainOf(line) === words : line.target === target);
	for (let distance = 0; distance <= near; distance++) {
		if (isIt(after[place - distance])) return place - distance;
		if (isIt(after[place + distance])) return place + distance;
	}
	return Math.min(place, last);
}
