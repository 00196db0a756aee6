import { FilterProblem } from './filter-problem.ts';
import { type CharRange, type PatternNode, readPattern } from './pattern-syntax.ts';

/** A pattern that is longer, or has more places once its counted repeats are written out, says so. */
export const longestPattern = 200;
const mostPlaces = 2_000;
/** Of a longer text only the beginning is looked at. */
export const longestText = 4_096;
/** A pattern that meets more situations than these forgets them all and begins anew: memory is bounded too. */
const mostSituations = 500;

/** Where a pattern can be: before a character, at a branch, at an end of the text, or through. */
interface Place {
	readonly kind: 'char' | 'jump' | 'start' | 'end' | 'done';
	readonly ranges: readonly CharRange[];
	readonly negated: boolean;
	readonly next: number[];
}

/** All the places that a pattern can be in after the same text, and what each next character makes of them. */
interface Situation {
	readonly places: readonly number[];
	readonly isDone: boolean;
	readonly isDoneAtEnd: boolean;
	/** By code point; ASCII, which is nearly everything. */
	readonly ascii: (Situation | undefined)[];
}

/**
 * Whether a text has a match of a pattern. All ways through it are followed at once, so the time grows with the length of the
 * text and with nothing else: no pattern and no text can make the screen wait. Throws FilterProblem when it cannot be read.
 */
export function compilePattern(source: string, ignoreCase = false): (text: string) => boolean {
	if (source.length > longestPattern) throw new FilterProblem(`the pattern is longer than ${longestPattern} characters`);
	// What has no capitals but those of \D, \S and \W is not changed by the lower case of the text.
	const automaton = new Automaton(readPattern(ignoreCase ? lowerPattern(source) : source));
	return ignoreCase ? (text) => automaton.finds(text.toLowerCase()) : (text) => automaton.finds(text);
}

/** A pattern in lower case, without what its escapes mean. */
const lowerPattern = (source: string): string =>
	source.replace(/\\[\s\S]|[^\\]+/g, (part) => (part.startsWith('\\') ? part : part.toLowerCase()));

/** Capitals in a pattern, those of `\D`, `\S`, `\W` aside. */
export const hasCapitals = (source: string): boolean => lowerPattern(source) !== source;

class Automaton {
	readonly #places: Place[] = [];
	/** Where a match may begin. */
	readonly #start: number;
	/** Before the first character, where `^` holds. */
	#first: Situation | undefined;
	#known = new Map<string, Situation>();

	constructor(pattern: PatternNode) {
		const done = this.#add('done', []);
		this.#start = this.#build(pattern, done);
	}

	finds(text: string): boolean {
		this.#first ??= this.#situation([this.#start], true);
		let now = this.#first;
		const end = Math.min(text.length, longestText);
		for (let at = 0; at < end && !now.isDone; at++) {
			const code = text.codePointAt(at) ?? 0;
			if (code > 0xffff) at++;
			now = (code < 128 ? now.ascii[code] : undefined) ?? this.#after(now, code);
		}
		return now.isDone || now.isDoneAtEnd;
	}

	#add(kind: Place['kind'], next: number[], ranges: readonly CharRange[] = [], negated = false): number {
		if (this.#places.length >= mostPlaces) throw new FilterProblem('the pattern is too large once its repeats are written out');
		return this.#places.push({ kind, next, ranges, negated }) - 1;
	}

	/** The place at which a part begins that goes on at `then`. */
	#build(node: PatternNode, then: number): number {
		switch (node.kind) {
			case 'char':
				return this.#add('char', [then], node.ranges, node.negated);
			case 'start':
			case 'end':
				return this.#add(node.kind, [then]);
			case 'sequence':
				return node.parts.reduceRight((next, part) => this.#build(part, next), then);
			case 'choice':
				return this.#add(
					'jump',
					node.parts.map((part) => this.#build(part, then)),
				);
			case 'repeat':
				return this.#repeat(node, then);
		}
	}

	#repeat({ part, least, most }: Extract<PatternNode, { kind: 'repeat' }>, then: number): number {
		let next = then;
		if (most === undefined) {
			const branches: number[] = [then];
			next = this.#add('jump', branches);
			branches.unshift(this.#build(part, next));
		} else {
			for (let count = least; count < most; count++) next = this.#add('jump', [this.#build(part, next), then]);
		}
		for (let count = 0; count < least; count++) next = this.#build(part, next);
		return next;
	}

	#after(now: Situation, code: number): Situation {
		const reached: number[] = [this.#start];
		for (const at of now.places) {
			const place = this.#places[at];
			if (place?.kind === 'char' && isIn(code, place.ranges) !== place.negated) reached.push(...place.next);
		}
		const next = this.#situation(reached, false);
		if (code < 128) now.ascii[code] = next;
		return next;
	}

	#situation(from: readonly number[], atStart: boolean): Situation {
		const places = this.#reach(from, atStart, false);
		const key = `${atStart ? '^' : ''}${places.join()}`;
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		if (this.#known.size >= mostSituations) {
			this.#known = new Map();
			this.#first = undefined;
		}
		const isDone = this.#isThrough(places);
		const situation: Situation = {
			places,
			isDone,
			isDoneAtEnd: isDone || this.#isThrough(this.#reach(from, atStart, true)),
			ascii: new Array<Situation | undefined>(128),
		};
		this.#known.set(key, situation);
		return situation;
	}

	#isThrough(places: readonly number[]): boolean {
		return places.some((at) => this.#places[at]?.kind === 'done');
	}

	/** Every place that can be come to without a character, those it begins with included; in order. */
	#reach(from: readonly number[], atStart: boolean, atEnd: boolean): readonly number[] {
		const reached = new Set<number>();
		const due = [...from];
		for (let at = due.pop(); at !== undefined; at = due.pop()) {
			const place = this.#places[at];
			if (place === undefined || reached.has(at)) continue;
			if (place.kind === 'start' && !atStart) continue;
			reached.add(at);
			if (place.kind === 'jump' || place.kind === 'start' || (place.kind === 'end' && atEnd)) due.push(...place.next);
		}
		return Array.from(reached).sort((a, b) => a - b);
	}
}

function isIn(code: number, ranges: readonly CharRange[]): boolean {
	for (const { low, high } of ranges) if (code >= low && code <= high) return true;
	return false;
}
