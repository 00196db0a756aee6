import type { TextLine } from '../base/text-line.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import type { TextRequest } from './text-request.ts';
import type { Glyphs } from './theme.ts';

/** What a text may depend on beside what it is about. */
export interface TextFacts {
	/** By the local clock, epoch ms. */
	readonly now: number;
	/** On the server's clock, epoch ms: ages are counted on it. */
	readonly serverNow: number;
	/** Columns that a line may take. */
	readonly width: number;
	readonly glyphs: Glyphs;
}

/** Keys that only some texts have an answer to. */
export type OwnTextKey = 'text-fold' | 'text-all' | 'text-reveal' | 'text-copy-value' | 'text-follow';

/** Those, and what leads on from a text that is of one object: hints of the status line where they are of use. */
export type TextHint = OwnTextKey | 'describe' | 'yaml' | 'logs';

const ownHints: Readonly<Record<TextHint, true>> = {
	'text-fold': true,
	'text-all': true,
	'text-reveal': true,
	'text-copy-value': true,
	'text-follow': true,
	describe: true,
	yaml: true,
	logs: true,
};

export const isTextHint = (command: string): command is TextHint => Object.hasOwn(ownHints, command);

/** A text in a pane: what it says, and how far that can be believed. It is made by `openText`, and closed by whoever had it made. */
export interface TextSource {
	/** `YAML` */
	readonly title: string;
	/** Whose: `pod shop/cart-1`. Not yet made safe. */
	readonly scope: string;
	/** Some lines are acted on: one of them is under a cursor. Absent: the keys only scroll. */
	readonly hasCursor?: boolean;
	/** Which of the keys that not every text has an answer to this one has; absent: none. */
	readonly answers?: readonly TextHint[];
	/** Long lines are wrapped until somebody asks otherwise. */
	readonly wraps: boolean;
	/** The same array as long as nothing in it is different. Where there is nothing to show it says why: see status-text.ts. */
	lines(facts: TextFacts): readonly TextLine[];
	/** How live it is; undefined: it is of nothing that could change. */
	status(): StreamStatus | undefined;
	/** What it is about is no more: what is shown is how it was last. */
	readonly isGone?: boolean;
	/** What it reads, for diagnostics. */
	feeds(): readonly DomainFeed[];
	/** Answers a key of its own, with the target of the line under the cursor; what is returned is to be told. */
	perform?(key: OwnTextKey, target: string | undefined): string | undefined;
	/** What a line under the cursor leads to. */
	follow?(target: string): TextRequest | undefined;
	/** The one value that a line under the cursor stands for, for the clipboard; `what` names it. */
	value?(target: string): { readonly text: string; readonly what: string } | undefined;
	/** Asks again, where that is not for the engine to do. */
	again?(): void;
	/** It is hidden: nothing is read for it until it is resumed. */
	suspend(): void;
	resume(): void;
	close(): void;
}
