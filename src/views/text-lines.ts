import { safeText } from '../base/safe-text.ts';
import type { TextLine, TextRole, TextSpan } from '../base/text-line.ts';
import { lineWindow } from '../terminal/slice-line.ts';
import { type Line, type Span, type Style, span } from '../terminal/styled-line.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import { dim, type Glyphs, healthStyle, plainText } from './theme.ts';

export interface TextLook {
	readonly wrap: boolean;
	/** Columns scrolled away to the left, where lines are not wrapped. */
	readonly column: number;
	readonly width: number;
	/** It is not what the server holds now. */
	readonly isDim: boolean;
	readonly glyphs: Glyphs;
}

/** A stretch of the shown text that was found, in units of UTF-16. */
export interface FoundRange {
	readonly from: number;
	readonly to: number;
	/** It was gone to last. */
	readonly isCurrent: boolean;
}

const styles: Readonly<Record<TextRole, Style | undefined>> = {
	heading: { bold: true },
	key: { colour: 'cyan' },
	string: undefined,
	number: { colour: 'magenta' },
	literal: { colour: 'magenta' },
	quiet: dim,
	masked: { colour: 'yellow' },
	link: { underline: true },
	added: { colour: 'green' },
	removed: { colour: 'red' },
	changed: { colour: 'yellow' },
	ok: healthStyle('ok'),
	progressing: healthStyle('progressing'),
	warning: healthStyle('warning'),
	failing: healthStyle('failing'),
	unknown: healthStyle('unknown'),
};

/** In units of UTF-16. What of a line follows is neither drawn nor searched, and told as a number. */
const mostDrawn = 32_768;

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

/** A line as it is shown, whole: safe for a terminal. */
export function shownLine({ spans }: TextLine, glyphs: Glyphs): Line {
	const shown: Span[] = [];
	let room = mostDrawn;
	for (const { text, role } of spans) {
		const style = role === undefined ? undefined : styles[role];
		// What is quiet is said by us, beside the text of the cluster.
		if (text.length <= room) shown.push(span(role === 'quiet' ? plainText(safeText(text), glyphs) : safeText(text), style));
		else {
			const all = spans.reduce((sum: number, one: TextSpan) => sum + one.text.length, 0);
			shown.push(span(safeText(text.slice(0, room)), style), span(` ${glyphs.ellipsis} ${grouped(all)} characters in all`, dim));
			break;
		}
		room -= text.length;
	}
	return shown;
}

const found: Style = { inverse: true };
/** Told from the others without colour, too. */
const goneTo: Style = { inverse: true, bold: true, underline: true };

/** The same line with what was found in it standing out. */
function withFound(line: Line, ranges: readonly FoundRange[]): Line {
	if (ranges.length === 0) return line;
	const spans: Span[] = [];
	let at = 0;
	for (const part of line) {
		const end = at + part.text.length;
		let from = at;
		for (const range of ranges) {
			if (range.to <= from || range.from >= end) continue;
			const [start, stop] = [Math.max(from, range.from), Math.min(end, range.to)];
			if (start > from) spans.push({ ...part, text: part.text.slice(from - at, start - at) });
			spans.push({ text: part.text.slice(start - at, stop - at), style: { ...part.style, ...(range.isCurrent ? goneTo : found) } });
			from = stop;
		}
		if (from < end) spans.push({ ...part, text: part.text.slice(from - at) });
		at = end;
	}
	return spans;
}

/** The rows that a line takes: exactly one where lines are not wrapped, at least one where they are. */
export function textRows(line: Line, hang: number, ranges: readonly FoundRange[], look: TextLook): readonly Line[] {
	const { wrap, column, width, isDim, glyphs } = look;
	const plain = isDim ? line.map(({ text }) => span(text, dim)) : line;
	const marked = withFound(plain, ranges);
	if (wrap) {
		const rows = wrapLine(marked, width, Math.min(hang, Math.floor(width / 2)));
		return rows.length === 0 ? [[]] : rows;
	}
	return [lineWindow(marked, column, width, span(glyphs.ellipsis, dim))];
}
