import { safeText, screenText } from '../base/safe-text.ts';
import type { KeyHint } from '../keys/help.ts';
import { editText, textBeforeCursor } from '../keys/line-edit.ts';
import { fitLine, type Line, lineWidth, span } from '../terminal/styled-line.ts';
import { textWidth } from '../terminal/width.ts';
import { noteLines } from './bar-panel.ts';
import type { Segment } from './segmented-line.ts';
import { segmentedLine } from './segmented-line.ts';
import { bold, dim, type Glyphs } from './theme.ts';
import type { Note, Prompt } from './ui-state.ts';

export interface StatusFacts {
	readonly prompt: Prompt;
	readonly note: Note | undefined;
	/** What a login prints, or that it is waited for; '' when none runs. */
	readonly login: string;
	readonly hints: readonly KeyHint[];
	/** Why a cell of the row under the cursor is blank; '' when none is. */
	readonly blank: string;
}

export interface StatusLine {
	readonly line: Line;
	/** Column of the terminal's cursor while something is typed. */
	readonly cursor: number | undefined;
}

/** With fewer columns than this only a key or two would be left of the hints. */
const leastOfHints = 30;

/** As many as fit, whole; an ellipsis tells that there are more. */
function hintLine(hints: readonly KeyHint[], width: number, glyphs: Glyphs): Line {
	const more = span(glyphs.ellipsis, dim);
	const entries = hints.map(({ key, word }): Line => [span(`<${key}>`, bold), span(` ${word} `)]);
	const shown: Line[] = [];
	let used = 1;
	for (const [at, entry] of entries.entries()) {
		const rest = at < entries.length - 1 ? textWidth(glyphs.ellipsis) : 0;
		used += lineWidth(entry);
		if (used + rest > width) return [span(' '), ...shown.flat(), more];
		shown.push(entry);
	}
	return [span(' '), ...shown.flat()];
}

function promptLine(prompt: Exclude<Prompt, { kind: 'none' }>, width: number, glyphs: Glyphs): StatusLine {
	const mark = prompt.kind === 'filter' ? ' / ' : ' : ';
	const before = safeText(textBeforeCursor(prompt.edit));
	const cursor = Math.min(width - 1, textWidth(mark) + textWidth(before));
	const typed = safeText(editText(prompt.edit));
	// A line longer than the screen is shown from where its cursor can be seen.
	const overflow = textWidth(mark) + textWidth(before) - (width - 1);
	const shown =
		overflow > 0
			? glyphs.ellipsis +
				Array.from(typed)
					.slice(overflow + textWidth(glyphs.ellipsis))
					.join('')
			: typed;
	return { line: fitLine([span(mark, bold), span(shown), span(' ')], width, glyphs.ellipsis), cursor };
}

/** The last line: what is typed, else what went wrong, else what a login asks for, else the keys that matter now. */
export function statusLine(facts: StatusFacts, width: number, glyphs: Glyphs): StatusLine {
	const { prompt, note, login, hints, blank } = facts;
	if (prompt.kind !== 'none') return promptLine(prompt, width, glyphs);
	// The lines before the last are in the panel above.
	if (note !== undefined) return { line: fitLine(noteLines(note, width).at(-1) ?? [], width, glyphs.ellipsis), cursor: undefined };
	if (login !== '') {
		return {
			line: fitLine([span(` login: ${screenText(login)}`, { colour: 'yellow', bold: true })], width, glyphs.ellipsis),
			cursor: undefined,
		};
	}
	const reason: Segment = { line: blank === '' ? [] : [span(`${screenText(blank)} `, dim)], rank: 1 };
	// Help has all keys; why a cell is blank stands nowhere else.
	const beside = width - lineWidth(reason.line) - 2;
	const room = beside >= leastOfHints ? beside : width;
	return { line: segmentedLine([{ line: hintLine(hints, room, glyphs), rank: 0 }], [reason], width, glyphs.ellipsis), cursor: undefined };
}
