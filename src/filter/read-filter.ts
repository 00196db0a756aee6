import { checkFieldSelector, checkLabelSelector, selectorEnd } from '../base/selector-syntax.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { Column } from '../domains/types.ts';
import { measureOf, readAmount } from './amount.ts';
import { findColumn, unknownColumn } from './column-names.ts';
import { FilterProblem } from './filter-problem.ts';
import { compilePattern, hasCapitals } from './pattern.ts';
import { type Alternative, type FilterSyntax, joinSelectors, type Match, operators, type RowWord, type ServerSelectors } from './syntax.ts';

/** A longer filter is a mistake: something was pasted. */
const longestFilter = 1_000;

const selectorFlags: readonly (readonly [RegExp, keyof ServerSelectors])[] = [
	[/(?:--selector|-l)(?=[\s=]|$)/y, 'labelSelector'],
	// Glued, as kubectl takes it; `-live` is a word.
	[/-l(?=[^\s=]+=)/y, 'labelSelector'],
	[/(?:--field-selector|-f)(?=[\s=]|$)/y, 'fieldSelector'],
];

/**
 * Reads a filter for a list of these columns. Throws FilterProblem, or SentenceError for a selector that no server would take.
 *
 * filter: words, all of which must hold. word: `!` before it negates all of it; alternatives between `|`, one of which is
 * enough. alternative: `column:` before it, which the ones after it keep until another; then text, `"text"`, `/pattern/`
 * or, with a column, `>5` `>=5` `<5` `<=5` `=5`. `-l SELECTOR` and `-f SELECTOR` are the server's.
 */
export function readFilter(text: string, columns: readonly Column[]): FilterSyntax {
	if (text.length > longestFilter) throw new FilterProblem(`the filter is longer than ${longestFilter} characters`);
	return new FilterReader(text, columns).read();
}

class FilterReader {
	readonly #text: string;
	readonly #columns: readonly Column[];
	#at = 0;

	constructor(text: string, columns: readonly Column[]) {
		this.#text = text;
		this.#columns = columns;
	}

	read(): FilterSyntax {
		const words: RowWord[] = [];
		const typed: string[] = [];
		let selectors: ServerSelectors = {};
		for (this.#skip(/\s+/y); this.#at < this.#text.length; this.#skip(/\s+/y)) {
			const selector = this.#selector();
			if (selector !== undefined) {
				selectors = joinSelectors(selectors, selector);
				continue;
			}
			const begin = this.#at;
			words.push(...this.#word());
			typed.push(this.#text.slice(begin, this.#at));
		}
		return { words, typedWords: typed.join(' '), selectors };
	}

	/** What a sticky expression finds here; undefined: nothing. */
	#skip(expression: RegExp): RegExpExecArray | undefined {
		expression.lastIndex = this.#at;
		const found = expression.exec(this.#text);
		if (found === null) return undefined;
		this.#at += found[0].length;
		return found;
	}

	get #isAtEnd(): boolean {
		return this.#at >= this.#text.length || /[\s|]/.test(this.#text.charAt(this.#at));
	}

	#selector(): ServerSelectors | undefined {
		for (const [flag, kind] of selectorFlags) {
			if (this.#skip(flag) === undefined) continue;
			this.#skip(/=|\s+/y);
			const value = this.#quoted() ?? (kind === 'labelSelector' ? this.#labels() : this.#skip(/\S+/y)?.[0]) ?? '';
			if (value === '')
				throw new FilterProblem(
					kind === 'labelSelector' ? '-l needs a selector: -l app=x' : '-f needs a selector: -f status.phase=Running',
					true,
				);
			return { [kind]: kind === 'labelSelector' ? checkLabelSelector(value) : checkFieldSelector(value) };
		}
		return undefined;
	}

	/** As kubectl takes it in quotes, also without them. */
	#labels(): string {
		const { end, isOpen } = selectorEnd(this.#text, this.#at);
		const selector = this.#text.slice(this.#at, end);
		if (isOpen) throw new FilterProblem(`the parenthesis of ${selector} is still open; close it`, true);
		this.#at = end;
		return selector;
	}

	/** Nothing, or one word; what has nothing to look for is not one yet. */
	#word(): readonly RowWord[] {
		const begin = this.#at;
		let negated = false;
		const negations = (): void => {
			while (this.#skip(/!/y) !== undefined) negated = !negated;
		};
		negations();
		const alternatives: Alternative[] = [];
		let column: Column | undefined;
		for (let isFirst = true; isFirst || this.#skip(/\|/y) !== undefined; isFirst = false) {
			const named = this.#column(begin);
			if (named !== undefined) column = named;
			if (isFirst) negations();
			else if (this.#text.charAt(this.#at) === '!') throw new FilterProblem('! stands before a whole word; write two words, or quote it');
			const match = this.#match(column);
			if (match !== undefined) alternatives.push({ column, match });
		}
		return alternatives.length === 0 ? [] : [{ negated, alternatives }];
	}

	#column(wordAt: number): Column | undefined {
		const begin = this.#at;
		const [, name = ''] = this.#skip(/([A-Za-z][\w-]*):/y) ?? [];
		if (name === '') return undefined;
		const found = findColumn(name, this.#columns);
		if (found !== undefined) return found;
		// What is no name at all (`cart-7:8080`) is text that has a colon.
		if (!/^[A-Za-z]+$/.test(name)) {
			this.#at = begin;
			return undefined;
		}
		const word = /^\S+/.exec(this.#text.slice(wordAt))?.[0] ?? '';
		throw unknownColumn(name, word.replace(/^!+/, ''), this.#columns);
	}

	/** Undefined: there is nothing to look for yet, and everything matches. */
	#match(column: Column | undefined): Match | undefined {
		const operator = column === undefined ? undefined : this.#skip(/>=|<=|>|<|=/y)?.[0];
		if (column !== undefined && operator !== undefined) return this.#comparison(column, operator);
		const pattern = this.#skip(/\/((?:\\[\s\S]|[^\\/])*)(\/?)/y);
		if (pattern !== undefined) return this.#pattern(pattern);
		const text = this.#value();
		return text === '' ? undefined : { kind: 'text', text };
	}

	/** Text up to a blank or a `|`, or in quotes. */
	#value(): string {
		const quoted = this.#quoted();
		const rest = this.#skip(/[^\s|]+/y)?.[0] ?? '';
		return `${quoted ?? ''}${rest}`;
	}

	/** Quotes that are still open are unfinished: what would be looked for is not what is meant. */
	#quoted(): string | undefined {
		const mark = this.#text.charAt(this.#at);
		if (mark !== '"' && mark !== "'") return undefined;
		const found = this.#skip(/"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'/y);
		if (found === undefined) throw new FilterProblem(`the quote ${mark} is still open; close it`, true);
		const [, double, single] = found;
		return (double ?? single)?.replace(/\\(["'\\])/g, '$1');
	}

	#comparison(column: Column, operator: string): Match | undefined {
		const begin = this.#at;
		const text = this.#value();
		const measure = measureOf(column);
		const known = operators.find((each) => each === operator) ?? '=';
		if (text === '' && (measure !== undefined || begin === this.#at))
			throw new FilterProblem(`${column.id}:${operator} needs something to compare with`, true);
		if (measure !== undefined) return { kind: 'amount', operator: known, amount: readAmount(text, measure), written: text };
		if (known !== '=')
			throw new FilterProblem(`${column.id} is text, which has no ${operator}; write ${column.id}:${text} or ${column.id}:=${text}`);
		return { kind: 'exact', text };
	}

	#pattern([, source = '', end]: RegExpExecArray): Match | undefined {
		const flags = end === '' ? '' : (this.#skip(/[a-z]*/y)?.[0] ?? '');
		if (!this.#isAtEnd || !/^i?$/.test(flags)) {
			throw new FilterProblem(`after /${source}/ there is only i, a blank or |; quote it to look for the text`);
		}
		if (source === '') return undefined;
		const ignoreCase = flags === 'i' || !hasCapitals(source);
		try {
			return { kind: 'pattern', source, ignoreCase, finds: compilePattern(source, ignoreCase) };
		} catch (error) {
			if (!(error instanceof FilterProblem)) throw error;
			throw new FilterProblem(`/${source}/: ${error.message}`, error.isUnfinished);
		}
	}
}

/** Whether this is a sentence for whoever typed the filter, and no fault of the program. */
export const isFilterProblem = (error: unknown): error is SentenceError => error instanceof SentenceError;
