import { safeText } from '../base/safe-text.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import { truncate } from '../terminal/width.ts';
import { type Segment, segmentedLine } from './segmented-line.ts';
import type { PaneWords } from './stream-words.ts';
import { bold, dim, type Glyphs, levelGlyph, levelStyle } from './theme.ts';

export interface TitleFacts {
	/** `PODS` */
	readonly title: string;
	/** `ns:shop`; '' when there is none. */
	readonly scope: string;
	/** What the server was asked to leave out: `-l app=cart`. */
	readonly selectors: string;
	readonly filter: string;
	readonly faults: boolean;
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

function lightSpans(words: PaneWords | undefined, glyphs: Glyphs): Line {
	if (words === undefined) return [];
	const { level, mode, parts } = words;
	const light = `${levelGlyph(level, glyphs)} ${parts.join(` ${glyphs.dot} `)}`;
	return [...(level === 'healthy' && mode !== '' ? [span(`${mode} `, dim)] : []), span(safeText(light), levelStyle(level))];
}

/** What the pane shows, of what, in which order, and how live it is. The last is the last to go on a narrow terminal. */
export function titleLine(facts: TitleFacts, width: number, glyphs: Glyphs): Line {
	const { title, scope, selectors, filter, faults, marks, sort, counts, hiddenLeft, hiddenRight, words } = facts;
	const columns = [
		...(hiddenLeft > 0 ? [`${glyphs.left} ${hiddenLeft}`] : []),
		...(hiddenRight > 0 ? [`${hiddenRight} ${glyphs.right}`] : []),
	].join(' ');
	// The beginning of a long filter says more than its absence.
	const cut = (text: string): string => truncate(safeText(text), Math.max(8, Math.floor(width * 0.35)), glyphs.ellipsis);
	const left: Segment[] = [
		{ line: [span(` ${title}`, bold)], rank: 0 },
		{ line: scope === '' ? [] : [span(scope)], rank: 5 },
		{ line: selectors === '' ? [] : [span(cut(selectors), { colour: 'cyan' })], rank: 1 },
		{ line: filter.trim() === '' ? [] : [span(`/ ${cut(filter.trim())}`, { colour: 'cyan' })], rank: 1 },
		{ line: marks === '' ? [] : [span(marks, bold)], rank: 0 },
		{ line: faults ? [span('faults only', { colour: 'cyan' })] : [], rank: 1 },
	];
	const right: Segment[] = [
		{ line: columns === '' ? [] : [span(columns, dim)], rank: 4 },
		{ line: sort === undefined ? [] : [span(`${sort.descending ? glyphs.descending : glyphs.ascending} ${sort.title}`)], rank: 3 },
		{ line: counts === '' ? [] : [span(counts)], rank: 2 },
		{ line: lightSpans(words, glyphs), rank: 0 },
	];
	return segmentedLine(left, right, width, glyphs.ellipsis);
}
