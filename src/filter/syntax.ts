import type { Column } from '../domains/types.ts';

export const operators = ['>=', '<=', '>', '<', '='] as const;
export type Operator = (typeof operators)[number];

/** What one alternative of a word asks of a row. Without a column: of any of its cells. */
export type Match =
	| { readonly kind: 'text'; readonly text: string }
	/** The whole cell, and not a part of it. */
	| { readonly kind: 'exact'; readonly text: string }
	| { readonly kind: 'pattern'; readonly source: string; readonly ignoreCase: boolean; readonly finds: (text: string) => boolean }
	/** `amount` in the unit of the column's value; of ages in seconds. */
	| { readonly kind: 'amount'; readonly operator: Operator; readonly amount: number; readonly written: string };

export interface Alternative {
	readonly column: Column | undefined;
	readonly match: Match;
}

/** A word of a filter that is decided here, on the rows. */
export interface RowWord {
	readonly negated: boolean;
	/** One of these is enough. */
	readonly alternatives: readonly Alternative[];
}

/** What is decided by the server. */
export interface ServerSelectors {
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

/** A filter, read. All of it must hold. */
export interface FilterSyntax {
	readonly words: readonly RowWord[];
	/** The words as they were typed, without what the server decides. */
	readonly typedWords: string;
	readonly selectors: ServerSelectors;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

function writtenMatch(match: Match): string {
	switch (match.kind) {
		case 'text':
			return quoted(match.text);
		case 'exact':
			return `=${quoted(match.text)}`;
		case 'pattern':
			return `/${match.source}/${match.ignoreCase ? 'i' : ''}`;
		case 'amount':
			return `${match.operator}${match.written}`;
	}
}

const writtenWord = ({ negated, alternatives }: RowWord): string =>
	`${negated ? '!' : ''}${alternatives.map(({ column, match }) => `${column === undefined ? '' : `${column.id}:`}${writtenMatch(match)}`).join('|')}`;

/** The filter in its plainest form, which reads as the same filter. */
export const writtenFilter = ({ words, selectors: { labelSelector, fieldSelector } }: Pick<FilterSyntax, 'words' | 'selectors'>): string =>
	[
		...words.map(writtenWord),
		...(labelSelector === undefined ? [] : [`-l ${quoted(labelSelector)}`]),
		...(fieldSelector === undefined ? [] : [`-f ${quoted(fieldSelector)}`]),
	].join(' ');

/** Both of two selections: what the server is asked is the one and the other. */
export function joinSelectors(one: ServerSelectors, other: ServerSelectors): ServerSelectors {
	const joined = (first: string | undefined, second: string | undefined): string | undefined =>
		first === undefined || second === undefined || first === second ? (first ?? second) : `${first},${second}`;
	const labelSelector = joined(one.labelSelector, other.labelSelector);
	const fieldSelector = joined(one.fieldSelector, other.fieldSelector);
	return {
		...(labelSelector === undefined ? {} : { labelSelector }),
		...(fieldSelector === undefined ? {} : { fieldSelector }),
	};
}
