import type { Line } from '../terminal/styled-line.ts';
import type { ScreenFacts } from './screen-facts.ts';
import { clockSeconds, clockTime, type PaneWords, paneWords } from './stream-words.ts';
import { mostMatches } from './text-search.ts';
import type { TextSource } from './text-source.ts';
import { titleLine } from './title-line.ts';

export interface TextTitleFacts {
	readonly source: TextSource;
	/** What is looked for; '' when nothing is. */
	readonly search: string;
	readonly matches: number;
	/** Which of them was gone to, from 0 on. */
	readonly current: number;
	/** Lines from the top of the pane to its bottom, counted from 1; of how many. */
	readonly from: number;
	readonly to: number;
	readonly of: number;
}

/** What the text is of, how much of it is in sight, what is found in it, and how live it is. */
export function textTitle(
	{ source, search, matches, current, from, to, of }: TextTitleFacts,
	{ size, glyphs, now }: Pick<ScreenFacts, 'size' | 'glyphs' | 'now'>,
): Line {
	const most = matches >= mostMatches ? '+' : '';
	const foundWords = matches === 0 ? 'not found' : `${current + 1} of ${matches}${most}`;
	return titleLine(
		{
			title: source.title,
			scope: source.scope,
			isNamedByScope: true,
			selectors: '',
			filter: search,
			faults: 0,
			marks: search === '' ? '' : foundWords,
			sort: undefined,
			counts: of === 0 ? '' : `${from}-${to} of ${of}`,
			hiddenLeft: 0,
			hiddenRight: 0,
			words: wordsOf(source, now),
		},
		size.columns,
		glyphs,
	);
}

function wordsOf(source: TextSource, now: number): PaneWords | undefined {
	const status = source.status();
	// What is gone is known to be gone only as long as somebody says so.
	if (source.isGone === true && (status === undefined || status.live)) return { level: 'unhealthy', mode: '', parts: ['gone'] };
	if (status === undefined) return undefined;
	// Read once, and not kept up to date since.
	if (status.mode === 'snapshot' && status.level === 'healthy' && status.asOf !== undefined) {
		return { level: 'healthy', mode: '', parts: [`read at ${clockSeconds(status.asOf)}`] };
	}
	return paneWords(status, now, 0, clockTime);
}
