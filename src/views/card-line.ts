import { screenText } from '../base/safe-text.ts';
import { amountText } from '../domains/overview.ts';
import type { OverviewLine } from '../domains/overview-line.ts';
import { fitLine, type Line, lineText, type Span, type Style, span } from '../terminal/styled-line.ts';
import { fitText, textWidth, truncate } from '../terminal/width.ts';
import { pictureText } from './cell-picture.ts';
import { dim, type Glyphs, healthStyle, plainText } from './theme.ts';

/** How the lines of one card stand under each other, in terminal columns. */
export interface CardLayout {
	readonly label: number;
	/** Of the numbers behind the labels; 0: there are none. */
	readonly amount: number;
	/** Of the numbers behind bars. */
	readonly measure: number;
	/** Of the words behind those numbers, with the blank before them: bars are shorter for them. */
	readonly said: number;
}

export interface CardLook {
	readonly width: number;
	readonly glyphs: Glyphs;
	readonly selected: boolean;
	readonly stale: boolean;
}

/** Before the label: the mark of the cursor's line, then a blank. */
const gutter = 2;
/** A bar that is shorter says less than its numbers. */
const leastBar = 6;
const mostBar = 24;
/** A blank, two letters and that more is left out. */
const leastSaid = 4;
/** `100%` */
const shareWidth = 4;
/** Of a card a label takes no more, unless what stands behind it leaves room. */
const mostLabel = 0.5;

/** `5/6`, `240`; '' where there is no number. */
function numbersOf({ value, total, unit }: OverviewLine): string {
	if (value === null) return '';
	return total === null ? amountText(value, unit) : `${amountText(value, unit)}/${amountText(total, unit)}`;
}

/** What stands alone behind a label. */
const amountOf = (line: OverviewLine): string => (line.isBar ? '' : numbersOf(line));

/** What a bar is of: `8.6/47.5`. */
const measureOf = (line: OverviewLine): string => (line.isBar && line.total !== null ? numbersOf(line) : '');

/** What stands behind the numbers, after a blank; '' where nothing does. */
function saidOf({ aged, detail }: OverviewLine, glyphs: Glyphs): string {
	const words = [aged, detail].filter((text) => text !== '').map((text) => plainText(screenText(text), glyphs));
	return words.length === 0 ? '' : ` ${words.join(` ${glyphs.dot} `)}`;
}

export function cardLayout(
	lines: readonly { readonly label: string; readonly line: OverviewLine }[],
	width: number,
	glyphs: Glyphs,
): CardLayout {
	const amount = Math.max(0, ...lines.map(({ line }) => textWidth(amountOf(line))));
	const labels = Math.max(0, ...lines.map(({ label }) => textWidth(screenText(label))));
	const room = width - gutter - 1 - amount;
	// Where nothing stands behind the numbers, a name may have all that they leave.
	const isBare = lines.every(({ line }) => line.detail === '' && line.why === '' && line.minutes.length === 0 && !line.isBar);
	return {
		label: Math.max(1, Math.min(labels, isBare ? room : Math.floor(width * mostLabel))),
		amount,
		measure: Math.max(0, ...lines.map(({ line }) => textWidth(measureOf(line)))),
		said: Math.max(0, ...lines.map(({ line }) => (line.isBar && line.why === '' ? textWidth(saidOf(line, glyphs)) : 0))),
	};
}

/** The minutes of an hour in at most `width` parts of equal length: where there is no room for a column each, two or more share one. */
export function partsOfHour(minutes: readonly number[], width: number): readonly number[] {
	const per = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60].find((each) => minutes.length / each <= width) ?? minutes.length;
	return Array.from({ length: Math.ceil(minutes.length / per) }, (_, at) =>
		minutes.slice(at * per, (at + 1) * per).reduce((sum, count) => sum + count, 0),
	);
}

function barSpans(line: OverviewLine, { measure, said }: CardLayout, room: number, glyphs: Glyphs): readonly Span[] {
	const { value, unit, share } = line;
	const amount = value === null ? '' : amountText(value, unit);
	// Of what is not known there is no part.
	if (share === null) return [span(amount, healthStyle(line.health))];
	const percent = `${Math.round(share * 100)}%`.padStart(shareWidth);
	const numbers = fitText(measureOf(line), measure, 'right');
	const most = room - shareWidth - 1 - measure;
	const bar = Math.min(mostBar, Math.max(most - said, Math.min(leastBar, most)));
	if (bar < leastBar) return [span(percent, healthStyle(line.health)), span(` ${numbers}`)];
	return [span(pictureText({ kind: 'bar', part: share }, bar, glyphs), healthStyle(line.health)), span(`${percent} ${numbers}`)];
}

/** A word that is cut says something still, a number that is cut says something else: words have what the numbers leave. */
function withWords(numbers: readonly Span[], said: string, style: Style | undefined, room: number, glyphs: Glyphs): readonly Span[] {
	const left = room - textWidth(lineText(numbers));
	return said === '' || left < leastSaid ? numbers : [...numbers, span(truncate(said, left, glyphs.ellipsis), style)];
}

/** The numbers and words of a line behind its label, in `room` columns. */
function valueSpans(line: OverviewLine, layout: CardLayout, room: number, glyphs: Glyphs): readonly Span[] {
	const { amount } = layout;
	if (line.why !== '') return [span(`${glyphs.dash} ${plainText(screenText(line.why), glyphs)}`, dim)];
	const said = saidOf(line, glyphs);
	const style = line.aged === '' ? healthStyle(line.health) : dim;
	if (line.isBar) return withWords(barSpans(line, layout, room, glyphs), said, style, room, glyphs);
	const number = span(fitText(amountOf(line), amount, 'right'), style);
	if (line.minutes.length === 0) return withWords(amount === 0 ? [] : [number], said, style, room, glyphs);
	const parts = partsOfHour(line.minutes, room - amount - 1);
	return [number, span(` ${pictureText({ kind: 'trend', samples: parts, least: 1 }, parts.length, glyphs)}`, healthStyle('warning'))];
}

/** One line of a card, exactly as wide as the card. */
export function cardLine(label: string, line: OverviewLine, layout: CardLayout, { width, glyphs, selected, stale }: CardLook): Line {
	const whole = screenText(label);
	// What a short name leaves of its column is there for words that the line has no room for otherwise.
	const lacks =
		line.isBar || line.why !== '' ? 0 : Math.max(0, layout.amount + textWidth(saidOf(line, glyphs)) - (width - gutter - layout.label - 1));
	const own = Math.min(layout.label, Math.max(textWidth(whole), layout.label - lacks));
	const name = fitText(whole, own, 'left', glyphs.ellipsis);
	const room = width - gutter - own - 1;
	const spans = [span(`${selected ? glyphs.cursor : ' '} `), span(`${name} `), ...valueSpans(line, layout, room, glyphs)];
	const fit = fitLine(spans, width, glyphs.ellipsis);
	// As in lists: what is old is dim, but for the line that is being read.
	if (selected) return fit.map(({ text, style }) => span(text, { ...style, dim: false, inverse: true }));
	return stale ? fit.map(({ text }) => span(text, dim)) : fit;
}

/** All that a line says, for where the card has no room for it. */
export function cardWords(title: string, label: string, line: OverviewLine, glyphs: Glyphs): string {
	const amounts =
		line.value === null
			? ''
			: [line.value, line.total].flatMap((each) => (each === null ? [] : [amountText(each, line.unit)])).join(' of ');
	const parts = [amounts, line.aged, line.why, line.detail]
		.filter((text) => text !== '')
		.map((text) => plainText(screenText(text), glyphs));
	return `${cardLabel(title, screenText(label))}${parts.length === 0 ? '' : `: ${parts.join(` ${glyphs.dot} `)}`}`;
}

/** Whose line it is and what of it: `NODES ready`; a line that is called as its card is named once. */
export const cardLabel = (title: string, label: string): string => (label === title.toLowerCase() ? title : `${title} ${label}`);

/** `NODES ─────`, and what the whole card is of. */
export function cardTitle(title: string, of: string, width: number, glyphs: Glyphs): Line {
	const words = of === '' ? '' : ` ${truncate(of, Math.max(0, width - textWidth(title) - 4), glyphs.ellipsis)}`;
	const rule = Math.max(0, width - textWidth(title) - textWidth(words) - 2);
	return [span(` ${title}`, { bold: true }), span(`${words} ${glyphs.line.repeat(rule)}`, dim)];
}
