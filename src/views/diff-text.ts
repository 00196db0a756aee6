import type { TextLine } from '../base/text-line.ts';
import type { ReadComparison } from '../objects/compare-read.ts';
import { type DiffWish, isRelease, wishWords } from '../objects/diff-wish.ts';
import { type DiffRow, diffRows } from '../objects/difference.ts';
import { diffLines } from './diff-lines.ts';
import type { TextParts } from './open-text.ts';
import { readComparison } from './read-comparison.ts';
import { readOnceText } from './read-once-text.ts';
import type { TextFacts, TextSource } from './text-source.ts';
import type { Glyphs } from './theme.ts';

interface Compared {
	readonly comparison: ReadComparison;
	readonly rows: readonly DiffRow[];
}

function compared(comparison: ReadComparison): Compared {
	return { comparison, rows: diffRows(comparison.left, comparison.right) };
}

/** How two objects differ, each as its server had it when this was opened; the key that folds lets noise be compared, too. */
export function diffText(wish: DiffWish, { services, context, openContext, changed }: TextParts): TextSource {
	let noise = false;
	const source = readOnceText({
		title: 'DIFF',
		scope: wishWords(wish),
		wraps: true,
		now: () => services.clock.now(),
		changed,
		read: async (signal) => {
			const comparing = await readComparison(wish, {
				contextOf: async (name) => (name === undefined || name === context.name ? context : openContext(name)),
				clock: services.clock,
				signal,
			});
			// What cannot be compared at all is told here, as what cannot be read.
			const found = new Map<boolean, Compared>([[noise, compared(comparing(noise))]]);
			let drawn:
				| { readonly of: Compared; readonly width: number; readonly glyphs: Glyphs; readonly lines: readonly TextLine[] }
				| undefined;
			return ({ width, glyphs }: TextFacts) => {
				const of = found.get(noise) ?? compared(comparing(noise));
				found.set(noise, of);
				if (drawn?.of === of && drawn.width === width && drawn.glyphs === glyphs) return drawn.lines;
				drawn = { of, width, glyphs, lines: diffLines(of.comparison, of.rows, { width, glyphs }) };
				return drawn.lines;
			};
		},
	});
	return {
		...source,
		answers: isRelease(wish.left) ? [] : ['text-fold'],
		perform() {
			if (isRelease(wish.left)) return 'Nothing of a release is left out.';
			noise = !noise;
			return noise ? 'Status and other noise is compared, too.' : undefined;
		},
	};
}
