import { screenText } from '../base/safe-text.ts';
import type { StreamLevel, StreamStatus } from '../sync/types.ts';
import { type Line, span } from '../terminal/styled-line.ts';
import {
	domainColumns,
	domainHealth,
	domainKey,
	domainLevel,
	domainSource,
	journalLines,
	streamDetailColumns,
	streamSource,
} from './diagnostics-rows.ts';
import { type DrawnList, drawList } from './draw-list.ts';
import type { ListPosition } from './list-position.ts';
import type { DrawnPane, ScreenFacts } from './screen-facts.ts';
import { askedAgain, type HeaderLight, headerLight, healthWords, type PaneWords } from './stream-words.ts';
import { dim, plainLine } from './theme.ts';
import { titleLine } from './title-line.ts';

const levels: readonly StreamLevel[] = ['healthy', 'degraded', 'unhealthy'];

/** A pane about streams is never "live" itself: it says how the worst of what it lists is. */
function worstWords(all: readonly HeaderLight[]): PaneWords | undefined {
	const [worst] = all.toSorted((one, other) => levels.indexOf(other.level) - levels.indexOf(one.level));
	if (worst === undefined) return undefined;
	const { level, words } = worst;
	return { level, mode: '', parts: [level === 'healthy' ? 'all healthy' : words] };
}

const inWords = (status: StreamStatus): HeaderLight => ({ level: status.level, words: healthWords(status) });

const diagnosticsTitle = (facts: ScreenFacts, title: string, counts: string, drawn: DrawnList, words: PaneWords | undefined): Line =>
	titleLine(
		{
			title,
			scope: '',
			selectors: '',
			filter: '',
			faults: 0,
			marks: '',
			sort: undefined,
			counts,
			hiddenLeft: drawn.hiddenLeft,
			hiddenRight: drawn.hiddenRight,
			words,
		},
		facts.size.columns,
		facts.glyphs,
	);

/** One row a domain. Without a cursor it is the split below a list. */
export function diagnosticsPane(
	facts: ScreenFacts,
	height: number,
	look: { readonly position: ListPosition; readonly columnOffset: number },
	cursor: boolean,
): DrawnPane {
	const { diagnostics, now, size, glyphs, pane } = facts;
	const listed = diagnostics.map((row) => ({ level: domainLevel(row), words: domainHealth(row) }));
	// What keeps new requests from the server is in no stream yet, but in the light; what is missing is told beside its domain.
	const light = pane.feed.light();
	const { level } = headerLight(light, pane.feed.status(), now);
	const all = [...listed, { level, words: healthWords(light) }];
	const rows = domainSource(diagnostics, now);
	const drawn = drawList(
		{ ...look, columns: domainColumns(diagnostics), rows, sortedBy: undefined, stale: false, cursor, seen: facts.seen('diagnostics') },
		size.columns,
		height,
		glyphs,
	);
	return {
		title: diagnosticsTitle(facts, 'DIAGNOSTICS', `${diagnostics.length} active`, drawn, worstWords(all)),
		titles: drawn.titles,
		lines: drawn.lines,
		active: { rows, height, lastOffset: drawn.lastOffset, position: drawn.position },
		blank: '',
	};
}

/** The streams of one domain, and the journal of the one under the cursor. */
export function streamsPane(
	facts: ScreenFacts,
	height: number,
	overlay: { readonly domain: string; readonly scope: string; readonly position: ListPosition; readonly columnOffset: number },
): DrawnPane {
	const { diagnostics, now, size, glyphs } = facts;
	const found = diagnostics.find((row) => domainKey(row) === domainKey(overlay));
	const streams = found?.streams ?? [];
	const rows = streamSource(streams, now);
	const listHeight = Math.max(1, Math.min(streams.length, Math.floor(height / 2)));
	const drawn = drawList(
		{ ...overlay, columns: streamDetailColumns, rows, sortedBy: undefined, stale: false, cursor: true, seen: facts.seen('streams') },
		size.columns,
		listHeight,
		glyphs,
	);
	const stream = streams[drawn.position.index];
	const detail: Line[] =
		stream === undefined
			? [[span('  This domain is not open any more.', dim)]]
			: streamLines(facts, stream.streamId, stream.status, height - drawn.lines.length - 2);
	return {
		title: diagnosticsTitle(
			facts,
			`STREAMS ${glyphs.into} ${screenText(overlay.domain)}`,
			String(streams.length),
			drawn,
			worstWords(streams.map(({ status }) => inWords(status))),
		),
		titles: drawn.titles,
		lines: [...drawn.lines, ...detail.map((line) => plainLine(line, glyphs))],
		active: { rows, height: listHeight, lastOffset: drawn.lastOffset, position: drawn.position },
		blank: '',
	};
}

function streamLines({ journal, warnings, glyphs, now }: ScreenFacts, streamId: string, status: StreamStatus, height: number): Line[] {
	const entries = [...journal(streamId), ...warnings(streamId)].sort((one, other) => one.at - other.at);
	const about = [streamId, status.detail, askedAgain(status.polling, now)].filter((words) => words !== '').map(screenText);
	const heading = ` JOURNAL  ${about.join(` ${glyphs.dot} `)}`;
	const none: Line = [span('  Nothing was journalled for this stream yet.', dim)];
	return [[], [span(heading, { bold: true })], ...(entries.length === 0 ? [none] : journalLines(entries, height, glyphs))];
}
