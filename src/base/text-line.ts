import type { ObjectHealth } from './cell.ts';

/** What a stretch of text is; how that looks is for whoever paints it. */
export type TextRole =
	| 'heading'
	| 'key'
	| 'string'
	| 'number'
	/** true, false, null */
	| 'literal'
	/** Punctuation, comments, what is only said beside the rest. */
	| 'quiet'
	/** What stands in the place of a secret. */
	| 'masked'
	/** It leads somewhere. */
	| 'link'
	| 'added'
	| 'removed'
	| 'changed'
	| ObjectHealth;

/** Not yet made safe for a terminal: whoever writes it out does that. */
export interface TextSpan {
	readonly text: string;
	readonly role?: TextRole;
}

/** One line of a text; it holds no line break. */
export interface TextLine {
	readonly spans: readonly TextSpan[];
	/** Columns by which what is wrapped is set in; absent: 2. */
	readonly hang?: number;
	/** A part of the text begins with it. */
	readonly heading?: true;
	/** What keys that act on the line under the cursor act on, in words that its source knows. */
	readonly target?: string;
	/** The keys that go to what was found go here, where nothing is looked for. */
	readonly stop?: true;
}

export const textLine = (...spans: readonly (TextSpan | string)[]): TextLine => ({
	spans: spans.map((one) => (typeof one === 'string' ? { text: one } : one)),
});

export const plainOf = ({ spans }: TextLine): string => spans.map(({ text }) => text).join('');
