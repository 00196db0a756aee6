import { counted } from '../base/counted.ts';
import { screenText } from '../base/safe-text.ts';
import { type Line, lineWidth, type Style, span } from '../terminal/styled-line.ts';
import { textWidth, truncate } from '../terminal/width.ts';
import { type Segment, segmentedLine } from './segmented-line.ts';
import type { PaneWords } from './stream-words.ts';
import { bold, dim, type Glyphs, levelGlyph, levelStyle } from './theme.ts';

export interface TitleFacts {
	/** `PODS` */
	readonly title: string;
	/** `ns:shop`; '' when there is none. Not yet made safe, nor cut. */
	readonly scope: string;
	/** The scope is whose pane it is: it stays as long as the filter does, and what says less gives way to it. */
	readonly isNamedByScope?: boolean;
	/** What the server was asked to leave out: `-l app=cart`. */
	readonly selectors: string;
	readonly filter: string;
	/** How many of the rows are not well; `only`: the others are hidden. */
	readonly faults: number | 'only';
	/** Only a part of the rows has come: so many at least. */
	readonly partial?: boolean;
	/** `3 marked`; '' when none is. */
	readonly marks: string;
	/** As it is read from the top to the bottom. */
	readonly sort: { readonly title: string; readonly descending: boolean } | undefined;
	/** `18 of 1204` */
	readonly counts: string;
	readonly hiddenLeft: number;
	readonly hiddenRight: number;
	/** Undefined: there is nothing that could be live. */
	readonly words: PaneWords | undefined;
}

/** Below this the least of the words go, and the rest is shortened. */
export const narrowTitle = 60;
/** Of a filter so much is shown before anything else gives way to it. */
const leastFilter = 14;
/** So much of whose pane it is, or it is left out; for more of it the title itself is cut. */
const leastName = 8;
const wantedName = 14;
/** So much of what kind of pane it is. */
const leastTitle = 9;
const gap = 2;

function lightSpans(words: PaneWords | undefined, isNarrow: boolean, glyphs: Glyphs): Line {
	if (words === undefined) return [];
	const { level, mode, parts } = words;
	const light = `${levelGlyph(level, glyphs)} ${parts.join(` ${glyphs.dot} `)}`;
	return [...(level === 'healthy' && mode !== '' && !isNarrow ? [span(`${mode} `, dim)] : []), span(screenText(light), levelStyle(level))];
}

function faultSpans({ faults, partial = false }: Pick<TitleFacts, 'faults' | 'partial'>): Line {
	if (faults === 'only') return [span('faults only', { colour: 'cyan' })];
	const words = partial ? `${faults}+ faults` : counted(faults, 'fault');
	return faults === 0 ? [] : [span(words, { colour: 'yellow' })];
}

const fitted = (text: string, width: number, ellipsis: string, style?: Style): Line => {
	const cut = truncate(text, width, ellipsis);
	return cut === '' ? [] : [span(cut, style)];
};

/** What the pane shows, of what, in which order, and how live it is. The last is the last to go on a narrow terminal. */
export function titleLine(facts: TitleFacts, width: number, glyphs: Glyphs): Line {
	const { title, scope, selectors, filter, marks, sort, counts, hiddenLeft, hiddenRight, words, isNamedByScope = false } = facts;
	const columns = [
		...(hiddenLeft > 0 ? [`${glyphs.left} ${hiddenLeft}`] : []),
		...(hiddenRight > 0 ? [`${hiddenRight} ${glyphs.right}`] : []),
	].join(' ');
	const typed = filter === '' ? '' : `/ ${screenText(filter)}`;
	const filtered: Segment = { line: [], rank: 1 };
	const named: Segment = { line: scope === '' ? [] : [span(screenText(scope))], rank: isNamedByScope ? 1 : 3 };
	// The beginning of a long selection says more than its absence.
	const selected = truncate(screenText(selectors), Math.max(8, Math.floor(width * 0.35)), glyphs.ellipsis);
	const head: Segment = { line: [span(` ${title}`, bold)], rank: 0 };
	const left: Segment[] = [
		head,
		named,
		{ line: selected === '' ? [] : [span(selected, { colour: 'cyan' })], rank: 1 },
		filtered,
		{ line: marks === '' ? [] : [span(marks, bold)], rank: 0 },
		{ line: faultSpans(facts), rank: 1 },
	];
	const right: Segment[] = [
		{ line: columns === '' ? [] : [span(columns, dim)], rank: 5 },
		{ line: sort === undefined ? [] : [span(`${sort.descending ? glyphs.descending : glyphs.ascending} ${sort.title}`)], rank: 4 },
		{ line: counts === '' ? [] : [span(counts)], rank: 2 },
		{ line: lightSpans(words, width < narrowTitle, glyphs), rank: 0 },
	];
	const widths = (segments: readonly Segment[]): number =>
		segments.reduce((sum, { line }) => sum + (line.length === 0 ? 0 : lineWidth(line) + gap), 0);
	// A name is as long as its object's: it has what nothing more urgent takes, and the beginning of it goes before the end of the title.
	const urgent = [...left, ...right].filter((segment) => segment.rank <= 1 && segment !== named);
	const beside = widths(urgent) + (typed === '' ? 0 : Math.min(textWidth(typed), leastFilter) + gap);
	const missing = isNamedByScope ? Math.max(0, beside + Math.min(wantedName, lineWidth(named.line)) - width) : 0;
	const begun: Segment =
		missing === 0
			? head
			: { ...head, line: fitted(` ${title}`, Math.max(leastTitle, lineWidth(head.line) - missing), glyphs.ellipsis, bold) };
	const room = width - beside + lineWidth(head.line) - lineWidth(begun.line);
	const name: Segment = isNamedByScope ? { ...named, line: fitted(screenText(scope), Math.max(leastName, room), glyphs.ellipsis) } : named;
	const cutTo = (segment: Segment): Segment => (segment === named ? name : segment === head ? begun : segment);
	// A filter is as long as somebody likes: it has what the others leave, so that it pushes none of them out.
	const others = [...left, ...right].map(cutTo);
	const cut = fitted(typed, Math.max(width - widths(others), leastFilter), glyphs.ellipsis, { colour: 'cyan' });
	const shown = left.map((segment) => (segment === filtered ? { ...filtered, line: cut } : cutTo(segment)));
	return segmentedLine(shown, right, width, glyphs.ellipsis, gap);
}
