import { humanDuration } from '../base/age.ts';
import type { Polling, StreamLevel, StreamStatus } from '../sync/types.ts';

const wholeSecondsUntil = (at: number, now: number): string => humanDuration(Math.max(0, Math.ceil((at - now) / 1000)));

const secondsSince = (at: number, now: number): string => humanDuration(Math.max(0, (now - at) / 1000));

/** The POLLING column of diagnostics: `paused`, `every 10s`, `retry in 4s`, `disabled`. When a disabled one is asked again: `askedAgain`. */
export function pollingWords(polling: Polling, now: number): string {
	switch (polling.kind) {
		case 'paused':
			return 'paused';
		case 'every':
			return `every ${humanDuration(polling.intervalMs / 1000)}`;
		case 'retry':
			return polling.at <= now ? 'retrying' : `retry in ${wholeSecondsUntil(polling.at, now)}`;
		case 'disabled':
			return 'disabled';
	}
}

/** `asked again in 5m` for a stream that waits to be asked again; '' for others. */
export const askedAgain = (polling: Polling, now: number): string =>
	polling.kind === 'disabled' && polling.askAgainAt !== undefined ? `asked again in ${wholeSecondsUntil(polling.askAgainAt, now)}` : '';

/** The HEALTH column of diagnostics: `healthy (delivering)`, `healthy (sample 11s old)`. */
export const healthWords = ({ level, reason, detail }: StreamStatus): string =>
	`${level} (${reason === 'sample' && detail !== '' ? detail : reason})`;

/** Rows that were read before, and are as old as they are whatever comes next. */
const isDated = ({ live, asOf }: StreamStatus): boolean => !live && asOf !== undefined;

/** What is wrong in a word or two, for the header. */
function trouble(status: StreamStatus, now: number): string {
	switch (status.reason) {
		case 'awaiting first delivery':
			if (status.rows !== 'complete' && !isDated(status)) return 'loading';
			break;
		case 'permissions':
			return 'forbidden';
		case 'unauthorized':
		case 'absent':
		case 'no samples':
		case 'no scope':
			return status.reason;
		case 'stale':
			return status.detail === '' ? status.reason : `stale: ${status.detail}`;
		default:
			break;
	}
	if (!status.live && status.asOf !== undefined) return `stale ${secondsSince(status.asOf, now)}`;
	return status.level === 'degraded' ? `degraded: ${status.reason}` : status.reason;
}

const lightWords = (status: StreamStatus, now: number): string => {
	if (status.level === 'healthy') return 'live';
	return status.mode === 'metrics-only' ? `metrics ${trouble(status, now)}` : trouble(status, now);
};

/** What stays refused or missing beside rows that can be believed: a fact about the cluster or its reader, and no outage. */
function missingBeside(light: StreamStatus, rows: StreamStatus): string | undefined {
	if (!rows.live || rows.level === 'unhealthy' || light.level !== 'unhealthy') return undefined;
	if (light.reason !== 'permissions' && light.reason !== 'absent') return undefined;
	// Which group it is of, `!` tells: the first line has no room for it.
	const resource = light.error?.kind === 'forbidden' ? light.error.resource?.split('.')[0] : undefined;
	return `${light.mode === 'metrics-only' ? 'metrics' : (resource ?? 'partly')} ${light.reason === 'absent' ? 'absent' : 'forbidden'}`;
}

export interface HeaderLight {
	readonly level: StreamLevel;
	readonly words: string;
}

/**
 * The header's light: the worst of what the pane shows, in words that read the same without colour. Where only something
 * beside the rows is settled as forbidden or absent, the rows come first: `live · metrics forbidden`, degraded.
 */
export function headerLight(light: StreamStatus, rows: StreamStatus, now: number): HeaderLight {
	const missing = missingBeside(light, rows);
	if (missing === undefined) return { level: light.level, words: lightWords(light, now) };
	// Rows that are not all well have more to say than what is missing beside them.
	const words = lightWords(rows, now);
	return { level: 'degraded', words: rows.level === 'healthy' ? `${words} · ${missing}` : words };
}

/** What the title of a pane says of its rows: mode and live, or how they are not live, until when, and why. */
export interface PaneWords {
	readonly level: StreamLevel;
	readonly mode: string;
	/** First what must be read even on a narrow terminal. */
	readonly parts: readonly string[];
}

/** What happens next by itself; nothing while nothing does. */
export function nextStep(polling: Polling, now: number): readonly string[] {
	const words = polling.kind === 'retry' ? pollingWords(polling, now) : askedAgain(polling, now);
	return words === '' ? [] : [words];
}

const because = (status: StreamStatus): readonly string[] => [status.detail === '' ? status.reason : status.detail];

/** What to run comes before what happens by itself: nothing does until that is done. */
const loginCommand = ({ error }: StreamStatus): readonly string[] =>
	error?.kind === 'unauthorized' && error.command !== undefined ? [`run: ${error.command}`] : [];

/** `clockTime` formats epoch ms as `14:03`. */
export function paneWords(status: StreamStatus, now: number, soFar: number, clockTime: (at: number) => string): PaneWords {
	const { level, mode } = status;
	if (level === 'healthy') return { level, mode, parts: ['live'] };
	if (status.mode === 'polling' && status.live) {
		return { level, mode, parts: [pollingWords(status.polling, now), ...because(status)] };
	}
	if (status.reason === 'permissions') {
		const since = status.rows === 'none' || status.asOf === undefined ? 'forbidden' : `forbidden since ${clockTime(status.asOf)}`;
		// Of rows that are kept: which of several kinds it is. Without rows the pane itself says what was refused.
		const what = status.rows === 'none' || status.detail === '' ? [] : [status.detail];
		return { level, mode, parts: [since, ...nextStep(status.polling, now), ...what] };
	}
	// The pane itself says whose credentials, why, and what to do: once is enough.
	if (status.reason === 'unauthorized' && status.rows === 'none')
		return { level, mode, parts: [status.reason, ...nextStep(status.polling, now)] };
	// Rows that were kept from before are not the first delivery: until it comes they are as old as they are.
	if (status.reason === 'awaiting first delivery' && status.rows !== 'complete' && !isDated(status))
		return { level, mode, parts: [`loading: ${soFar} so far`] };
	if (!status.live && status.asOf !== undefined) {
		const stale = `stale ${secondsSince(status.asOf, now)}`;
		return { level, mode, parts: [stale, ...loginCommand(status), ...nextStep(status.polling, now), ...because(status)] };
	}
	return { level, mode, parts: [status.reason, ...nextStep(status.polling, now), ...(status.detail === '' ? [] : [status.detail])] };
}

/** What the title says of rows, and at once what is not among them: `stale 5s · secrets not read yet · retry in 3s`. */
export function besideMissing(words: PaneWords, missing: readonly string[]): PaneWords {
	if (missing.length === 0) return words;
	return { ...words, level: words.level === 'healthy' ? 'degraded' : words.level, parts: words.parts.toSpliced(1, 0, ...missing) };
}

/**
 * Rows that cannot be believed are dimmed. While a first list is under way they are as new as can be; those that were read
 * before, or whose reading ended in a failure, are not.
 */
export const isDoubted = ({ live, rows, level, asOf }: StreamStatus): boolean =>
	!live && (rows === 'complete' || level === 'unhealthy' || asOf !== undefined);

/** Epoch ms as the local time of day, `14:03`. */
export function clockTime(at: number): string {
	const date = new Date(at);
	return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** Epoch ms as the local time of day with seconds, `14:03:59`. */
export const clockSeconds = (at: number): string => `${clockTime(at)}:${String(new Date(at).getSeconds()).padStart(2, '0')}`;
