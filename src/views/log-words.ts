import { refusedParts } from '../base/refused-together.ts';
import { screenText } from '../base/safe-text.ts';
import type { LogRequest } from '../sessions/types.ts';
import type { StreamStatus } from '../sync/types.ts';
import { type Line, type Style, span } from '../terminal/styled-line.ts';
import { wrapLine } from '../terminal/wrap-line.ts';
import { targetWords } from './log-target.ts';
import { clockTime, type HeaderLight, headerLight, nextStep, type PaneWords, paneWords } from './stream-words.ts';
import { bold, dim, type Glyphs } from './theme.ts';

/** Read to its end: nothing of it is stale, and nothing of it is live. */
const isOver = ({ mode, level }: StreamStatus): boolean => mode === 'snapshot' && level === 'healthy';

/** Nothing is wrong with the reading: the container has written nothing yet. */
const waitsForPod = ({ reason, live }: StreamStatus): boolean => reason === 'awaiting first delivery' && live;

/** What the title of a log says of its worst stream. */
export function logWords(status: StreamStatus, now: number): PaneWords {
	const { level, mode, detail } = status;
	if (isOver(status)) return { level, mode: '', parts: [detail === '' ? 'read to its end' : detail] };
	if (waitsForPod(status)) return { level, mode, parts: [detail === '' ? 'waiting' : detail] };
	if (level === 'healthy' && detail !== '') return { level, mode, parts: ['live', detail] };
	return paneWords(status, now, 0, clockTime);
}

/** The header's light while a log is what is shown. */
export function logLight(status: StreamStatus, now: number): HeaderLight {
	if (isOver(status)) return { level: status.level, words: 'ended' };
	if (waitsForPod(status)) return { level: status.level, words: 'waiting' };
	return headerLight(status, status, now);
}

const sentenceEnd = (words: string): string => screenText(words).replace(/[.\s]+$/, '');

/** Why there is no line, and what happens next; none wider than `width`. */
export function noLineYet(request: LogRequest, status: StreamStatus, now: number, width: number, glyphs: Glyphs): readonly Line[] {
	const whose = `${screenText(request.namespace)}/${targetWords(request)}`;
	const { error, level, reason, detail, polling } = status;
	const next = nextStep(polling, now).map((step): Line => [span(`  ${step} ${glyphs.dot} ctrl-r asks at once`, dim)]);
	const said = (words: string, style: Style = bold): readonly Line[] => wrapLine([span(`  ${words}`, style)], width, 2);
	const lines = (): readonly Line[] => {
		if (isOver(status)) return said(`${whose} has written nothing: ${sentenceEnd(detail)}.`);
		if (waitsForPod(status)) return said(`No line of ${whose} yet: ${sentenceEnd(detail)}.`);
		if (reason === 'permissions' && error?.kind === 'forbidden') {
			const asked = { verb: 'get', resource: 'pods/log', scope: `namespace ${request.namespace}` };
			return [
				...said(`Forbidden: you may not read the logs of ${whose}.`, { colour: 'red', bold: true }),
				...said(
					refusedParts({ ...asked, ...error })
						.map(screenText)
						.join(` ${glyphs.dot} `),
					{},
				),
			];
		}
		if (level === 'healthy') return said(`${whose} has written no line yet.`, dim);
		const cause = error === undefined || error.message.trim() === '' ? detail || reason : error.message;
		return said(`No line of ${whose} yet: ${sentenceEnd(cause)}.`, level === 'unhealthy' ? { colour: 'red', bold: true } : dim);
	};
	return [[], ...lines(), ...next];
}
