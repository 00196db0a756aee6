import { safeText } from '../base/safe-text.ts';
import { copiedWords } from './copied-words.ts';
import type { SessionTerminal } from './session-terminal.ts';
import type { Note } from './ui-state.ts';

export type Clipboard = Pick<SessionTerminal, 'copy'> & { readonly env: NodeJS.ProcessEnv };

/** Copies names, one a line; what is to be told of it. */
export function copyNames(names: readonly string[], clipboard: Clipboard): Promise<Note> {
	const safe = names.map(safeText);
	return copy(safe, safe.length === 1 ? (safe[0] ?? '') : `${safe.length} names`, clipboard);
}

/** Copies lines of a log. */
export async function copyLines(lines: readonly string[], clipboard: Clipboard): Promise<Note> {
	if (lines.length === 0) return { level: 'info', text: 'There is no line to copy.' };
	return copy(lines.map(safeText), lines.length === 1 ? 'the line' : `${lines.length} lines`, clipboard);
}

/** Copies a text as it is; `what` names it. */
export const copyText = async (text: string, what: string, { copy: put, env }: Clipboard): Promise<Note> =>
	copiedWords(what, await put(text), env);

const copy = (safe: readonly string[], what: string, clipboard: Clipboard): Promise<Note> => copyText(safe.join('\n'), what, clipboard);
