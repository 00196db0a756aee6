import { screenText } from '../base/safe-text.ts';
import { fitLine, type Line, span } from '../terminal/styled-line.ts';
import { fitText, textWidth } from '../terminal/width.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import type { Completion } from './completions.ts';
import { dim, type Glyphs } from './theme.ts';
import type { Note, Prompt } from './ui-state.ts';

export interface PanelFacts {
	readonly prompt: Prompt;
	readonly completions: readonly Completion[];
	readonly note: Note | undefined;
}

/** A rule and eight names: enough to choose from, and the rows stay in sight. */
const mostLines = 9;

export const noteStyle = (note: Note) => (note.level === 'error' ? ({ colour: 'red', bold: true } as const) : ({ bold: true } as const));

/** A note as lines of the last part of the screen: where it is longer than a line, it is wrapped rather than cut. */
export const noteLines = (note: Note, width: number): readonly Line[] =>
	wrapLine([span(screenText(note.text), noteStyle(note))], Math.max(1, width - 2)).map((line) => [span(' '), ...line]);

/** The lines of a list that are in sight with `at` among them. */
const windowTop = (at: number, length: number, height: number): number =>
	Math.max(0, Math.min(at - Math.floor(height / 2), length - height));

/**
 * What lies over the last lines of the pane, directly above the last line of the screen: what went wrong with what was
 * typed, ways to go on with it, or the beginning of a note that is longer than one line. At most half of `height` lines.
 */
export function barPanel({ prompt, completions, note }: PanelFacts, width: number, height: number, glyphs: Glyphs): readonly Line[] {
	const room = Math.min(mostLines, Math.max(3, Math.floor(height / 2)), height);
	if (room <= 0) return [];
	if (note !== undefined && (prompt.kind !== 'command' || note.level === 'error')) {
		const lines = noteLines(note, width);
		return ruled(bothEnds(prompt.kind === 'none' ? lines.slice(0, -1) : lines, height, width, glyphs), width, height, glyphs);
	}
	if (prompt.kind !== 'command' || completions.length === 0) return [];
	const shown = Math.min(completions.length, room - 1);
	const top = windowTop(Math.max(0, prompt.chosen), completions.length, shown);
	const visible = completions.slice(top, top + shown);
	const wide = Math.min(Math.max(...visible.map(({ line }) => textWidth(screenText(line)))), Math.max(8, width - 16));
	const lines = visible.map(({ line, what }, at): Line => {
		const chosen = top + at === prompt.chosen;
		const text = ` ${fitText(screenText(line), wide, 'left', glyphs.ellipsis)}  `;
		const rest = fitText(screenText(what), Math.max(0, width - textWidth(text)), 'left', glyphs.ellipsis);
		return chosen ? [span(text + rest, { inverse: true })] : [span(text), span(rest, dim)];
	});
	const hidden = completions.length - shown;
	return ruled(lines, width, height, glyphs, hidden > 0 ? ` ${hidden} more ` : '');
}

/** What does not fit loses its middle: a sentence begins with what is wrong, and ends with what to do. */
function bothEnds(lines: readonly Line[], height: number, width: number, glyphs: Glyphs): readonly Line[] {
	if (lines.length <= height) return lines;
	const end = Math.min(2, Math.floor(height / 2));
	const begin = lines.slice(0, height - end);
	const cut = fitLine([...(begin.at(-1) ?? []), span(' '.repeat(width))], width, glyphs.ellipsis);
	return [...begin.slice(0, -1), cut, ...(end === 0 ? [] : lines.slice(-end))];
}

/** Under a rule that sets it off from the rows above, where there is room for one. */
function ruled(lines: readonly Line[], width: number, height: number, glyphs: Glyphs, words = ''): readonly Line[] {
	if (lines.length === 0 || lines.length >= height) return lines;
	const right = Math.min(2, width);
	const rule = glyphs.line.repeat(Math.max(0, width - textWidth(words) - right)) + words + glyphs.line.repeat(right);
	return [[span(fitText(rule, width, 'left', glyphs.ellipsis), dim)], ...lines];
}
