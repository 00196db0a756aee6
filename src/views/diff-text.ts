import type { TextLine } from '../base/text-line.ts';
import { compareRead, type ReadComparison, type ReadObject } from '../objects/compare-read.ts';
import { type DiffWish, type NamedObject, namedWords } from '../objects/diff-wish.ts';
import { type DiffRow, diffRows } from '../objects/difference.ts';
import { diffLines } from './diff-lines.ts';
import type { TextParts } from './open-text.ts';
import { readOnceText } from './read-once-text.ts';
import type { TextFacts, TextSource } from './text-source.ts';
import type { Glyphs } from './theme.ts';

const wishWords = ({ left, right }: DiffWish): string =>
	`${namedWords(left)} and ${right === 'last-applied' ? 'what was applied of it last' : namedWords(right)}`;

interface Compared {
	readonly comparison: ReadComparison;
	readonly rows: readonly DiffRow[];
}

function compared(left: ReadObject, right: ReadObject | undefined, noise: boolean): Compared {
	const comparison = compareRead(left, right, noise);
	return { comparison, rows: diffRows(comparison.left, comparison.right) };
}

/** How two objects differ, each as its server had it when this was opened; the key that folds lets noise be compared, too. */
export function diffText(wish: DiffWish, { services, context, openContext, changed }: TextParts): TextSource {
	let noise = false;
	const read = async (named: NamedObject, signal: AbortSignal): Promise<ReadObject> => {
		const at = named.context === undefined || named.context === context.name ? context : await openContext(named.context);
		return at.readObject({ kind: named.kind, name: named.name, namespace: named.namespace }, signal);
	};
	const source = readOnceText({
		title: 'DIFF',
		scope: wishWords(wish),
		wraps: true,
		now: () => services.clock.now(),
		changed,
		read: async (signal) => {
			const { left, right } = wish;
			const [one, other] = await Promise.all([read(left, signal), right === 'last-applied' ? undefined : read(right, signal)]);
			// What cannot be compared at all is told here, as what cannot be read.
			const found = new Map<boolean, Compared>([[noise, compared(one, other, noise)]]);
			let drawn:
				| { readonly of: Compared; readonly width: number; readonly glyphs: Glyphs; readonly lines: readonly TextLine[] }
				| undefined;
			return ({ width, glyphs }: TextFacts) => {
				const of = found.get(noise) ?? compared(one, other, noise);
				found.set(noise, of);
				if (drawn?.of === of && drawn.width === width && drawn.glyphs === glyphs) return drawn.lines;
				drawn = { of, width, glyphs, lines: diffLines(of.comparison, of.rows, { width, glyphs }) };
				return drawn.lines;
			};
		},
	});
	return {
		...source,
		answers: ['text-fold'],
		perform() {
			noise = !noise;
			return noise ? 'Status and other noise is compared, too.' : undefined;
		},
	};
}
