import type { Picture } from '../base/cell.ts';
import type { Glyphs } from './theme.ts';

/** A picture in exactly `width` columns, or in none where it would say nothing. Every glyph of a picture is one column wide. */
export function pictureText(picture: Picture, width: number, glyphs: Glyphs): string {
	return picture.kind === 'bar' ? barText(picture.part, width, glyphs) : trendText(picture.samples, picture.least, width, glyphs);
}

const leastBar = 4;

/** What is used at all is seen, and only what is whole looks whole. */
function barText(part: number, width: number, { barEnds: [before, behind], barParts, over }: Glyphs): string {
	const room = width - 2;
	if (width < leastBar || Number.isNaN(part)) return '';
	const steps = barParts.length - 1;
	const parts = room * steps;
	const filled = part >= 1 ? parts : part <= 0 ? 0 : Math.min(parts - 1, Math.max(1, Math.round(part * parts)));
	const whole = Math.floor(filled / steps);
	const drawn = (barParts[steps] ?? '').repeat(whole) + (filled % steps === 0 ? '' : (barParts[filled % steps] ?? ''));
	return before + drawn.padEnd(room) + (part > 1 ? over : behind);
}

/** The newest sample is at the right edge. Where none came there is nothing; what is zero is as low as it gets. */
function trendText(samples: readonly (number | null)[], least: number, width: number, { heights }: Glyphs): string {
	const shown = width <= 0 ? [] : samples.slice(-width);
	const most = Math.max(least, Number.MIN_VALUE, ...shown.map((sample) => sample ?? 0));
	const glyph = (sample: number | null): string =>
		sample === null ? ' ' : (heights[Math.min(heights.length - 1, Math.floor((sample / most) * heights.length))] ?? '');
	return shown.map(glyph).join('').padStart(width);
}
