import type { FoundRange } from './text-lines.ts';

/** Where in the lines of a text something was found: columns are units of UTF-16 in the line as it is shown. */
export interface TextMatch {
	readonly line: number;
	readonly from: number;
	readonly to: number;
}

/** More are not counted: the pane says so. */
export const mostMatches = 10_000;

/**
 * Every place that holds `wanted`, top to bottom, none of them overlapping. No capitals means that case does not count, as in the
 * filter. Nothing is found by the empty text.
 */
export function findMatches(texts: readonly string[], wanted: string): readonly TextMatch[] {
	if (wanted === '') return [];
	const isBlind = wanted === wanted.toLowerCase();
	const matches: TextMatch[] = [];
	for (const [line, text] of texts.entries()) {
		// Only where lowering keeps every place does a place in the lowered text tell one in the text.
		const lowered = isBlind ? text.toLowerCase() : text;
		const searched = lowered.length === text.length ? lowered : text;
		for (let from = searched.indexOf(wanted); from >= 0; from = searched.indexOf(wanted, from + wanted.length)) {
			matches.push({ line, from, to: from + wanted.length });
			if (matches.length >= mostMatches) return matches;
		}
	}
	return matches;
}

/** What was found in one line, left to right; `current` is the place in `matches` of the one that was gone to. */
export function foundIn(matches: readonly TextMatch[], line: number, current: number): readonly FoundRange[] {
	let low = 0;
	let high = matches.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((matches[middle]?.line ?? 0) < line) low = middle + 1;
		else high = middle;
	}
	const ranges: FoundRange[] = [];
	for (let at = low; matches[at]?.line === line; at++) {
		const match = matches[at];
		if (match !== undefined) ranges.push({ from: match.from, to: match.to, isCurrent: at === current });
	}
	return ranges;
}
