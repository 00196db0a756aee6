import { fitLine, type Line, lineWidth, span } from '../terminal/styled-line.ts';

/** A piece of a line of chrome. The ones with the greatest `rank` go first when the line is too narrow; rank 0 never goes. */
export interface Segment {
	readonly line: Line;
	readonly rank: number;
}

const joined = (segments: readonly Segment[], gap: number): Line =>
	segments.flatMap(({ line }, index) => (index === 0 ? line : [span(' '.repeat(gap)), ...line]));

/** One line of exactly `width` columns with pieces at its left and at its right end; what does not fit is left out whole, by rank. */
export function segmentedLine(left: readonly Segment[], right: readonly Segment[], width: number, ellipsis: string, gap = 2): Line {
	let keptLeft = left.filter(({ line }) => line.length > 0);
	let keptRight = right.filter(({ line }) => line.length > 0);
	for (;;) {
		const leftLine = joined(keptLeft, gap);
		const rightLine = joined(keptRight, gap);
		const space = keptRight.length === 0 || keptLeft.length === 0 ? 0 : gap;
		const missing = width - lineWidth(leftLine) - lineWidth(rightLine);
		if (missing >= space) return [...leftLine, span(' '.repeat(missing)), ...rightLine];
		const rank = Math.max(0, ...keptLeft.map((segment) => segment.rank), ...keptRight.map((segment) => segment.rank));
		if (rank === 0) {
			// Only what must stay is left: the right end is the more urgent one, so the left is cut first.
			const room = Math.max(Math.min(lineWidth(leftLine), Math.floor(width / 3)), width - lineWidth(rightLine) - space);
			if (keptRight.length === 0) return fitLine(leftLine, width, ellipsis);
			return fitLine([...fitLine(leftLine, Math.max(0, room), ellipsis), span(' '.repeat(space)), ...rightLine], width, ellipsis);
		}
		keptLeft = keptLeft.filter((segment) => segment.rank !== rank);
		keptRight = keptRight.filter((segment) => segment.rank !== rank);
	}
}
