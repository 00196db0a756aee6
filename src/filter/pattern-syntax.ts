import { FilterProblem } from './filter-problem.ts';

/** Code points from `low` to `high`, both included. */
export interface CharRange {
	readonly low: number;
	readonly high: number;
}

/** A pattern, read. */
export type PatternNode =
	/** One character that is in one of the ranges, or in none of them when `negated`. */
	| { readonly kind: 'char'; readonly ranges: readonly CharRange[]; readonly negated: boolean }
	| { readonly kind: 'start' | 'end' }
	| { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
	/** `most` undefined: without end. */
	| { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number | undefined };

const mostRepeats = 100;
const deepest = 50;

const range = (from: string, to = from): CharRange => ({ low: from.codePointAt(0) ?? 0, high: to.codePointAt(0) ?? 0 });

const digits = [range('0', '9')];
const wordCharacters = [range('a', 'z'), range('A', 'Z'), range('0', '9'), range('_')];
const blanks = [
	range('\t', '\r'),
	range(' '),
	range('\u00a0'),
	range('\u1680'),
	range('\u2000', '\u200a'),
	range('\u202f'),
	range('\u3000'),
];

const classes: Readonly<Record<string, readonly CharRange[]>> = { d: digits, w: wordCharacters, s: blanks };
const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };
const openParenthesis = '(';

const anyCharacter: PatternNode = { kind: 'char', ranges: [], negated: true };

/** Everything that is in none of the ranges. */
function complement(ranges: readonly CharRange[]): readonly CharRange[] {
	const others: CharRange[] = [];
	let next = 0;
	for (const { low, high } of ranges.toSorted((a, b) => a.low - b.low)) {
		if (low > next) others.push({ low: next, high: low - 1 });
		next = Math.max(next, high + 1);
	}
	return next > 0x10ffff ? others : [...others, { low: next, high: 0x10ffff }];
}

/**
 * Reads a pattern: characters, `.`, `[a-z]`, `[^a-z]`, `\d \w \s` and their capitals, `^`, `$`, `(…)`, `(?:…)`, `|`,
 * `*`, `+`, `?`, `{2,5}`. A lazy mark after a repeat changes nothing: it is only asked whether there is a match.
 * Throws FilterProblem; back references, assertions and `\b` are not of this language.
 */
export function readPattern(source: string): PatternNode {
	const reader = new PatternReader(source);
	return reader.read();
}

class PatternReader {
	readonly #characters: readonly string[];
	#at = 0;
	#depth = 0;

	constructor(source: string) {
		this.#characters = Array.from(source);
	}

	read(): PatternNode {
		const node = this.#choice();
		if (this.#next() !== undefined) throw new FilterProblem('a ) has no ( before it; write \\) for the character');
		return node;
	}

	#next(): string | undefined {
		return this.#characters[this.#at];
	}

	#take(): string | undefined {
		const character = this.#next();
		this.#at += 1;
		return character;
	}

	#skip(character: string): boolean {
		if (this.#next() !== character) return false;
		this.#at += 1;
		return true;
	}

	#choice(): PatternNode {
		const parts = [this.#sequence()];
		while (this.#skip('|')) parts.push(this.#sequence());
		return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
	}

	#sequence(): PatternNode {
		const parts: PatternNode[] = [];
		for (let next = this.#next(); next !== undefined && next !== '|' && next !== ')'; next = this.#next()) parts.push(this.#repeated());
		return { kind: 'sequence', parts };
	}

	#repeated(): PatternNode {
		let node = this.#atom();
		for (let count = this.#count(); count !== undefined; count = this.#count()) {
			this.#skip('?');
			node = { kind: 'repeat', part: node, ...count };
		}
		return node;
	}

	/** How often what stands before is repeated, where something says so. */
	#count(): { readonly least: number; readonly most: number | undefined } | undefined {
		if (this.#skip('*')) return { least: 0, most: undefined };
		if (this.#skip('+')) return { least: 1, most: undefined };
		if (this.#skip('?')) return { least: 0, most: 1 };
		const [whole, low = '', comma, high = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(this.#characters.slice(this.#at, this.#at + 12).join('')) ?? [];
		if (whole === undefined) return undefined;
		this.#at += whole.length;
		const least = Number(low);
		const most = comma === '' ? least : high === '' ? undefined : Number(high);
		if (least > mostRepeats || (most ?? 0) > mostRepeats) throw new FilterProblem(`${whole} repeats more than ${mostRepeats} times`);
		if (most !== undefined && most < least) throw new FilterProblem(`${whole} ends before it begins`);
		return { least, most };
	}

	#atom(): PatternNode {
		const character = this.#take();
		switch (character) {
			case '.':
				return anyCharacter;
			case '^':
				return { kind: 'start' };
			case '$':
				return { kind: 'end' };
			case openParenthesis:
				return this.#group();
			case '[':
				return this.#class();
			case '\\':
				return { kind: 'char', ranges: this.#escaped(), negated: false };
			case '*':
			case '+':
			case '?':
				throw new FilterProblem(`${character} has nothing before it to repeat; write \\${character} for the character`);
			default:
				return { kind: 'char', ranges: [range(character ?? '')], negated: false };
		}
	}

	#group(): PatternNode {
		if (this.#skip('?') && !this.#skip(':')) throw new FilterProblem('(?…) is not of this language; (…) and (?:…) are');
		if (++this.#depth > deepest) throw new FilterProblem('the pattern has too many groups within groups');
		const node = this.#choice();
		this.#depth -= 1;
		if (!this.#skip(')')) throw new FilterProblem('a ( has no ) after it; write \\( for the character', true);
		return node;
	}

	/** What follows a backslash. */
	#escaped(): readonly CharRange[] {
		const character = this.#take();
		if (character === undefined) throw new FilterProblem('a \\ has nothing after it; write \\\\ for the character', true);
		const lower = character.toLowerCase();
		const named = classes[lower];
		if (named !== undefined) return lower === character ? named : complement(named);
		const control = controls[character];
		if (control !== undefined) return [range(control)];
		if (/[A-Za-z0-9]/.test(character)) throw new FilterProblem(`\\${character} is not of this language; \\d \\w \\s and \\. are`);
		return [range(character)];
	}

	#class(): PatternNode {
		const negated = this.#skip('^');
		const ranges: CharRange[] = [];
		for (let first = true; first || this.#next() !== ']'; first = false) {
			const low = this.#classItem();
			const isRange = this.#next() === '-' && this.#characters[this.#at + 1] !== ']' && this.#characters[this.#at + 1] !== undefined;
			if (!isRange) {
				ranges.push(...low);
				continue;
			}
			this.#at += 1;
			const high = this.#classItem();
			const [from, to] = [low[0], high[0]];
			if (low.length !== 1 || high.length !== 1 || from === undefined || to === undefined || from.low > to.low) {
				throw new FilterProblem('a range in […] ends before it begins');
			}
			ranges.push({ low: from.low, high: to.high });
		}
		this.#at += 1;
		return { kind: 'char', ranges, negated };
	}

	#classItem(): readonly CharRange[] {
		const character = this.#take();
		if (character === undefined) throw new FilterProblem('a [ has no ] after it; write \\[ for the character', true);
		return character === '\\' ? this.#escaped() : [range(character)];
	}
}
