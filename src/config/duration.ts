import { SentenceError } from '../base/sentence-error.ts';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A timer of Node holds 2^31-1 ms; a longer one would fire at once. */
const longestMs = 2_147_483_647;

/**
 * `5s`, `1m30s`, `500ms`, `1.5h`, as Go writes durations; a bare number is seconds, as kubectl reads it. In milliseconds.
 * Throws SentenceError (2) that names `what` was given it.
 */
export function parseDuration(text: string, what: string): number {
	const trimmed = text.trim();
	if (/^\d+(\.\d+)?$/.test(trimmed)) return inBounds(Number(trimmed) * 1000, text, what);
	const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
	if (parts.length === 0 || parts.map(([part]) => part).join('') !== trimmed) {
		throw new SentenceError(`${what}: "${text}" is no duration; write it like 5s, 1m30s or 500ms.`, 2);
	}
	return inBounds(
		parts.reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (units[unit] ?? 0), 0),
		text,
		what,
	);
}

function inBounds(ms: number, text: string, what: string): number {
	if (ms > longestMs) throw new SentenceError(`${what}: ${text} is longer than 24 days, which no timer holds; give a shorter one.`, 2);
	return Math.round(ms);
}

/** As parseDuration, but not shorter than `leastMs`: what is asked of a server again and again has a floor. */
export function parseInterval(text: string, what: string, leastMs: number): number {
	const ms = parseDuration(text, what);
	if (ms < leastMs) throw new SentenceError(`${what}: ${text} is too short; ${leastMs / 1000}s is the shortest.`, 2);
	return ms;
}
