import { refusedParts } from '../base/refused-together.ts';
import { type TextLine, textLine } from '../base/text-line.ts';
import type { StreamStatus } from '../sync/types.ts';
import { nextStep } from './stream-words.ts';

const sentence = (words: string): string => `${words.replace(/[.\s]+$/, '')}.`;

/**
 * What stands in the place of a text that is not there: that it is being read, or why it cannot be, and what happens next. `what` names it in
 * a sentence: `the pod shop/cart-1`, and `missing` says what it means that the server has answered and has none.
 */
export function statusText(status: StreamStatus, what: string, missing: string, now: number): readonly TextLine[] {
	const { error, reason, detail, polling, rows } = status;
	const next = [...nextStep(polling, now), 'ctrl-r asks at once'].join(' · ');
	const beside = { text: next, role: 'quiet' } as const;
	if (reason === 'permissions' || error?.kind === 'forbidden') {
		const named = error?.kind === 'forbidden' && error.verb !== undefined ? refusedParts(error).join(' · ') : detail;
		return [textLine({ text: `Forbidden: you may not read ${what}.`, role: 'failing' }), textLine(named), textLine(), textLine(beside)];
	}
	if (rows === 'complete') return [textLine({ text: sentence(missing), role: 'warning' }), textLine(), textLine(beside)];
	if (error?.kind === 'unauthorized') {
		const todo = error.next ?? (error.command === undefined ? undefined : `Log in again with: ${error.command}`);
		return [
			textLine({ text: sentence(`Not logged in: ${error.message}`), role: 'failing' }),
			...(todo === undefined ? [] : [textLine(sentence(todo.charAt(0).toUpperCase() + todo.slice(1)))]),
			textLine(),
			textLine(beside),
		];
	}
	if (reason === 'awaiting first delivery' || reason === 'connecting') {
		const late = detail === '' ? '' : `; ${detail}`;
		return [textLine({ text: `Loading ${what}${late}…`, role: 'quiet' })];
	}
	const cause = error !== undefined && error.message.trim() !== '' ? error.message : detail === '' ? reason : detail;
	return [
		textLine({ text: sentence(`${what.charAt(0).toUpperCase()}${what.slice(1)} cannot be read: ${cause}`), role: 'failing' }),
		textLine(beside),
	];
}
