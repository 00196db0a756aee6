/** A source of numbers in [0, 1) that gives the same ones for the same words: no order of calls between two sources matters. */
export type Random = () => number;

/** FNV-1a, 32 bits. */
export const hashOf = (text: string): number => {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	return hash >>> 0;
};

/** mulberry32, seeded by a hash of the words. */
export const randomFor = (...words: readonly (string | number)[]): Random => {
	let state = hashOf(words.join('\u001f'));
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
};

/** From, inclusive, to, exclusive. */
export const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from));

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** The letters that generated names use: neither vowels nor look-alikes (apimachinery pkg/util/rand). */
const safeLetters = 'bcdfghjklmnpqrstvwxz2456789';

export const nameSuffix = (random: Random, length = 5): string =>
	Array.from({ length }, () => safeLetters[Math.floor(random() * safeLetters.length)]).join('');

const hexDigits = (random: Random, length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

export const uuid = (random: Random): string =>
	`${hexDigits(random, 8)}-${hexDigits(random, 4)}-4${hexDigits(random, 3)}-${'89ab'[Math.floor(random() * 4)]}${hexDigits(random, 3)}-${hexDigits(random, 12)}`;
