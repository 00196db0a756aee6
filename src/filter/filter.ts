import { safeText } from '../base/safe-text.ts';
import type { CellContext, Column, Domain, Row } from '../domains/types.ts';
import { measureOf } from './amount.ts';
import { FilterProblem } from './filter-problem.ts';
import { isFilterProblem, readFilter } from './read-filter.ts';
import type { RowTexts } from './row-texts.ts';
import type { Alternative, FilterSyntax, Match, Operator, RowWord, ServerSelectors } from './syntax.ts';

/** `texts`: where the texts of rows are kept for the next question; absent: they are not. */
export type RowTest = (row: Row, context: CellContext, texts?: RowTexts) => boolean;

/** A filter that can be asked. */
export interface Filter {
	/** As it was typed, without blanks around it. */
	readonly text: string;
	readonly syntax: FilterSyntax;
	readonly selectors: ServerSelectors;
	/** Undefined: no row is hidden by it. */
	readonly test: RowTest | undefined;
	/** Its answer turns with the time alone: it asks for an age. */
	readonly readsTime: boolean;
	/** Its answer turns with samples and sums, while the rows stay what they are. */
	readonly readsJoins: boolean;
	/** It asks for texts that `RowTexts` keeps. */
	readonly readsTexts: boolean;
}

/** What was wrong with a filter, for the line in which it is typed. */
export interface FilterFault {
	readonly sentence: string;
	/** Nothing is wrong yet: the end of it is still to be typed. */
	readonly isUnfinished: boolean;
}

export type ReadFilter =
	| { readonly filter: Filter; readonly fault?: undefined }
	| { readonly fault: FilterFault; readonly filter?: undefined };

/** `across`: rows of several namespaces are shown, so that a plain word looks at the namespace, too. Never throws. */
export function makeFilter(text: string, columns: readonly Column[], across = true): ReadFilter {
	try {
		return { filter: filterOf(text.trim(), readFilter(text, columns), columns, across) };
	} catch (error) {
		if (!isFilterProblem(error)) throw error;
		return { fault: { sentence: error.message, isUnfinished: error instanceof FilterProblem && error.isUnfinished } };
	}
}

/** As `makeFilter`, for a view: the server selects objects, and lines over them are none. Never throws. */
export function filterFor({ columns, lines }: Pick<Domain, 'columns' | 'lines'>, text: string, across = true): ReadFilter {
	const read = makeFilter(text, columns, across);
	if (lines === undefined || read.filter === undefined || Object.keys(read.filter.selectors).length === 0) return read;
	return { fault: { sentence: '-l and -f pick objects, and here are none to pick; a word finds lines', isUnfinished: false } };
}

function filterOf(text: string, syntax: FilterSyntax, columns: readonly Column[], across: boolean): Filter {
	const named = syntax.words.flatMap(({ alternatives }) => alternatives);
	return {
		text,
		syntax,
		selectors: syntax.selectors,
		test: rowTest(syntax.words, plainColumns(columns, across)),
		readsTime: named.some(({ column, match }) => column?.volatile === true && (column.printsAge === true || match.kind !== 'amount')),
		readsJoins: named.some(({ column }) => column?.volatile === true && column.printsAge !== true),
		readsTexts: named.some(({ column, match }) => column === undefined && (match.kind === 'text' || match.kind === 'exact')),
	};
}

/** The columns that a word without a column looks at. */
export const plainColumns = (columns: readonly Column[], across: boolean): readonly Column[] =>
	columns.filter(
		(column) =>
			(column.volatile !== true || column.steady !== undefined) &&
			measureOf(column) === undefined &&
			(across || column.acrossNamespaces !== true),
	);

/**
 * The test of all words. A word without a column looks at every text that changes only with its row, each by itself: a row does
 * not come and go because its age turned, and a digit is not found in every amount. What is compared is what is read: the cells as they are shown.
 */
function rowTest(words: readonly RowWord[], plain: readonly Column[]): RowTest | undefined {
	if (words.length === 0) return undefined;
	const tests = words.map(({ negated, alternatives }) => {
		const any = alternatives.map((alternative) => alternativeTest(alternative));
		return (row: Row, context: CellContext, cells: RowCells): boolean => any.some((test) => test(row, context, cells)) !== negated;
	});
	return (row, context, texts) => {
		const cells = new RowCells(row, context, plain, texts);
		return tests.every((test) => test(row, context, cells));
	};
}

/** Stands after each cell, and in none: what is on both sides of it is never found as one. */
const between = '\n';
const ordinary = /^[\x20-\x7e\n]*$/;

/** The cells that plain words look at, made when the first one does. */
class RowCells {
	readonly #row: Row;
	readonly #context: CellContext;
	readonly #columns: readonly Column[];
	readonly #kept: RowTexts | undefined;
	#texts: readonly string[] | undefined;
	#joined: string | undefined;
	#lower: string | undefined;

	constructor(row: Row, context: CellContext, columns: readonly Column[], kept?: RowTexts) {
		this.#row = row;
		this.#context = context;
		this.#columns = columns;
		this.#kept = kept;
	}

	get texts(): readonly string[] {
		this.#texts ??= this.joined.split(between).slice(0, -1);
		return this.#texts;
	}

	get joined(): string {
		this.#joined ??= this.#join();
		return this.#joined;
	}

	/** Made safe only where it is not: of 10 000 rows that is half of the time. */
	#join(): string {
		let joined = '';
		for (const column of this.#columns) {
			joined += rawPlainText(column, this.#row, this.#context) + between;
		}
		if (ordinary.test(joined)) return joined;
		return this.#columns.map((column) => plainText(column, this.#row, this.#context) + between).join('');
	}

	get lower(): string {
		this.#lower ??= this.#kept?.lowerOf(this.#row, () => this.joined.toLowerCase()) ?? this.joined.toLowerCase();
		return this.#lower;
	}
}

/** Reads the text of a row before it is asked for. */
export function keepText(texts: RowTexts, row: Row, context: CellContext, plain: readonly Column[]): void {
	void new RowCells(row, context, plain, texts).lower;
}

/** A dash that stands for nothing is no text. */
function readText(column: Column, row: Row, context: CellContext): string {
	const { text, absent } = column.cell(row, context);
	return absent === undefined ? text : '';
}

/** What a word with a column looks at. */
const cellText = (column: Column, row: Row, context: CellContext): string => safeText(beginningOf(readText(column, row, context)));

const rawPlainText = (column: Column, row: Row, context: CellContext): string =>
	beginningOf(column.steady?.(row) ?? readText(column, row, context));

/** What a word without a column looks at. */
export const plainText = (column: Column, row: Row, context: CellContext): string => safeText(rawPlainText(column, row, context));

/** In units of UTF-16. */
export const mostLookedAt = 65_536;

/** What of a text a filter looks at. Longer ones are no names and no messages, and a list may have many of them. */
export const beginningOf = (text: string): string => (text.length > mostLookedAt ? text.slice(0, mostLookedAt) : text);

type CellsTest = (row: Row, context: CellContext, cells: RowCells) => boolean;

function alternativeTest({ column, match }: Alternative): CellsTest {
	if (column === undefined) return plainTest(match);
	if (match.kind === 'amount') return amountTest(column, match);
	const test = textTest(match);
	return (row, context) => test(cellText(column, row, context));
}

const hasCapital = (text: string): boolean => text !== text.toLowerCase();

/** In ASCII each letter has one other case; elsewhere the lower case of a word is not always part of that of the text. */
const ascii = /^[\x20-\x7e]*$/;

/** The text in lower case, which is kept, answers for nearly every row; the cells are made for those that are left. */
function plainTest(match: Match): CellsTest {
	const found = cellsTest(match);
	if (match.kind !== 'text' && match.kind !== 'exact') return found;
	const lower = match.text.toLowerCase();
	if (match.kind === 'text' && match.text === lower) return (_, __, cells) => cells.lower.includes(lower);
	if (!ascii.test(match.text)) return found;
	return (row, context, cells) => cells.lower.includes(lower) && found(row, context, cells);
}

function cellsTest(match: Match): CellsTest {
	if (match.kind === 'text') return (_, __, cells) => cells.joined.includes(match.text);
	const test = textTest(match);
	return (_, __, cells) => cells.texts.some(test);
}

export function textTest(match: Match): (text: string) => boolean {
	switch (match.kind) {
		case 'pattern':
			return match.finds;
		case 'text':
		case 'exact': {
			const { text: wanted } = match;
			const compare = match.kind === 'text' ? (text: string) => text.includes(wanted) : (text: string) => text === wanted;
			return hasCapital(wanted) ? compare : (text) => compare(text.toLowerCase());
		}
		case 'amount':
			throw new Error('An amount is compared with the value of a column, which a plain word has not.');
	}
}

const comparisons: Readonly<Record<Operator, (value: number, amount: number) => boolean>> = {
	'>': (value, amount) => value > amount,
	'>=': (value, amount) => value >= amount,
	'<': (value, amount) => value < amount,
	'<=': (value, amount) => value <= amount,
	'=': (value, amount) => value === amount,
};

/** What has no value is neither more nor less than anything. */
function amountTest(column: Column, { operator, amount }: Extract<Match, { kind: 'amount' }>): CellsTest {
	const holds = comparisons[operator];
	const isAge = measureOf(column) === 'age';
	// Equal is what reads as equal: a sample has fractions of a thousandth, and an age of a second.
	const isRounded = operator === '=' && (isAge || column.unit === 'millicores');
	return (row, context) => {
		const value = column.value(row, context);
		if (typeof value !== 'number' || Number.isNaN(value)) return false;
		const counted = isAge ? context.now / 1000 - value : value;
		return holds(isRounded ? (isAge ? Math.floor(counted) : Math.round(counted)) : counted, amount);
	};
}
