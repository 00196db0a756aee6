/** How an object is doing. Always derived from the object itself, never from the text that is printed for it. */
export type ObjectHealth = 'ok' | 'progressing' | 'warning' | 'failing' | 'unknown';

/** What is on its way is neither well nor unwell. */
export const isUnwell = (health: ObjectHealth): boolean => health === 'warning' || health === 'failing' || health === 'unknown';

/** A value drawn instead of written; whoever draws it knows what the terminal can show. */
export type Picture =
	/** `part` of a whole, 0 to 1, or more where the whole is passed. */
	| { readonly kind: 'bar'; readonly part: number }
	/** Oldest first; null: there is no sample. The greatest of them, but no less than `least`, is as high as it gets. */
	| { readonly kind: 'trend'; readonly samples: readonly (number | null)[]; readonly least: number };

/** What one column shows for one row. `text` is not yet made safe for a terminal: whoever writes it out does that. */
export interface Cell {
	readonly text: string;
	readonly health?: ObjectHealth;
	/** Why there is no value ("no sample yet", "metrics: forbidden"); `text` is then a dash. */
	readonly absent?: string;
	/** The value is an old one, and how old ("stale 68s"): it is shown, but not as if it were new. */
	readonly aged?: string;
	/** Drawn in the place of `text`. */
	readonly picture?: Picture;
}

/**
 * A text, whatever a server has put in its place: a number reads as it is written, a list or an object is none. That the fields of
 * an object have the types that its kind says is taken on trust everywhere else.
 */
export const textOf = (value: string): string => {
	if (typeof value === 'string') return value;
	const found: unknown = value;
	return found === undefined || typeof found === 'object' ? '' : String(found);
};

export const cell = (text: string, health?: ObjectHealth): Cell =>
	health === undefined ? { text: textOf(text) } : { text: textOf(text), health };
