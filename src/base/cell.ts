/** How an object is doing. Always derived from the object itself, never from the text that is printed for it. */
export type ObjectHealth = 'ok' | 'progressing' | 'warning' | 'failing' | 'unknown';

/** What one column shows for one row. `text` is not yet made safe for a terminal: whoever writes it out does that. */
export interface Cell {
	readonly text: string;
	readonly health?: ObjectHealth;
	/** Why there is no value ("no sample yet", "metrics: forbidden"); `text` is then a dash. */
	readonly absent?: string;
	/** The value is an old one, and how old ("stale 68s"): it is shown, but not as if it were new. */
	readonly aged?: string;
}

export const cell = (text: string, health?: ObjectHealth): Cell => (health === undefined ? { text } : { text, health });
