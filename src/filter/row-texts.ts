import type { Row } from '../domains/types.ts';

/**
 * What plain words look at, in lower case, for each row whose text was read: to make the cells of a row takes 6 µs, and to look
 * for a word in their text a tenth of one. A row that changes is another object, so no text outlives what it was made of.
 */
export class RowTexts {
	readonly #lower = new WeakMap<Row, string>();

	lowerOf(row: Row, make: () => string): string {
		const known = this.#lower.get(row);
		if (known !== undefined) return known;
		const made = make();
		this.#lower.set(row, made);
		return made;
	}
}
