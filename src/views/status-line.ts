import { safeText } from '../base/safe-text.ts';
import type { KeyHint } from '../keys/help.ts';
import { editText, textBeforeCursor } from '../keys/line-edit.ts';
import { fitLine, type Line, lineWidth, span } from '../terminal/styled-line.ts';
import { textWidth } from '../terminal/width.ts';
import type { Segment } from './segmented-line.ts';
import { segmentedLine } from './segmented-line.ts';
import { bold, dim, type Glyphs } from './theme.ts';
import type { Note, Prompt } from './ui-state.ts';

export interface StatusFacts {
	readonly prompt: Prompt;
	readonly completions: readonly string[];
	readonly note: Note | undefined;
	/** What a credential plugin prints; '' when none runs. */
	readonly credentialOutput: string;
	readonly hints: readonly KeyHint[];
	/** Why a cell of the row under the cursor is blank; '' when none is. */
	readonly blank: string;
}

export interface StatusLine {
	readonly line: Line;
	/** Column of the terminal's cursor while something is typed. */
	readonly cursor: number | undefined;
}

const hintLine = (hints: readonly KeyHint[], width: number): Line => {
	const line: Line[] = [];
	let used = 1;
	for (const { key, word } of hints) {
		const entry: Line = [span(`<${key}>`, bold), span(` ${word} `)];
		if (used + lineWidth(entry) > width) break;
		used += lineWidth(entry);
		line.push(entry);
	}
	return [span(' '), ...line.flat()];
};

function promptLine(
	prompt: Exclude<Prompt, { kind: 'none' }>,
	completions: readonly string[],
	note: Note | undefined,
	width: number,
	glyphs: Glyphs,
): StatusLine {
	const mark = prompt.kind === 'filter' ? ' / ' : ' : ';
	const before = safeText(textBeforeCursor(prompt.edit));
	const cursor = Math.min(width - 1, textWidth(mark) + textWidth(before));
	const typed = safeText(editText(prompt.edit));
	// A line longer than the screen is shown from where its cursor can be seen.
	const overflow = textWidth(mark) + textWidth(before) - (width - 1);
	const shown = overflow > 0 ? Array.from(typed).slice(overflow).join('') : typed;
	const beside =
		note?.level === 'error'
			? [span(`  ${safeText(note.text)}`, { colour: 'red', bold: true })]
			: completions.length === 0
				? []
				: [span(`  ${completions.slice(0, 8).map(safeText).join('  ')}`, dim)];
	return { line: fitLine([span(mark, bold), span(shown), span(' '), ...beside], width, glyphs.ellipsis), cursor };
}

/** The last line: what is typed, else what went wrong, else what a login asks for, else the keys that matter now. */
export function statusLine(facts: StatusFacts, width: number, glyphs: Glyphs): StatusLine {
	const { prompt, completions, note, credentialOutput, hints, blank } = facts;
	if (prompt.kind !== 'none') return promptLine(prompt, completions, note, width, glyphs);
	if (note !== undefined) {
		const style = note.level === 'error' ? { colour: 'red' as const, bold: true } : bold;
		return { line: fitLine([span(` ${safeText(note.text)}`, style)], width, glyphs.ellipsis), cursor: undefined };
	}
	const printed = credentialOutput.trim().split('\n').at(-1)?.trim() ?? '';
	if (printed !== '') {
		return {
			line: fitLine([span(` login: ${safeText(printed)}`, { colour: 'yellow', bold: true })], width, glyphs.ellipsis),
			cursor: undefined,
		};
	}
	const reason: Segment = { line: blank === '' ? [] : [span(`${safeText(blank)} `, dim)], rank: 1 };
	return { line: segmentedLine([{ line: hintLine(hints, width), rank: 0 }], [reason], width, glyphs.ellipsis), cursor: undefined };
}
