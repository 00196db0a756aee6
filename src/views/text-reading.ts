import type { Cancel, Clock } from '../base/clock.ts';
import type { Row } from '../domains/types.ts';
import { RowTexts } from '../filter/row-texts.ts';

/** So many rows are read at once, which takes some 10 ms; keys and data have their turn before the next ones are. */
export const rowsAtOnce = 1_500;

export interface TextReadingOptions {
	readonly rows: { readonly size: number; values(): IterableIterator<Row> };
	readonly keep: (texts: RowTexts, row: Row) => void;
	readonly clock: Pick<Clock, 'after'>;
	/** All texts are at hand. */
	readonly onRead: () => void;
}

/**
 * The texts of all rows for a filter that asks for them, read a slice at a time: 50 000 rows take 0.3 s, in which no key would be
 * heard. Rows that come later are read when they are asked for.
 */
export class TextReading {
	readonly #options: TextReadingOptions;
	#texts = new RowTexts();
	/** Undefined: nobody has asked yet. */
	#left: IterableIterator<Row> | undefined;
	#isRead = false;
	#cancel: Cancel | undefined;

	constructor(options: TextReadingOptions) {
		this.#options = options;
	}

	get texts(): RowTexts {
		return this.#texts;
	}

	/** Whether all texts are at hand; when not, they are read from now on, the first `most` of them at once. */
	ask(most = rowsAtOnce): boolean {
		if (this.#left === undefined) {
			this.#left = this.#options.rows.values();
			this.#read(this.#left, most);
		}
		return this.#isRead;
	}

	/** Nobody asks for texts any more. */
	forget(): void {
		this.#cancel?.();
		this.#left = undefined;
		this.#isRead = false;
		this.#texts = new RowTexts();
	}

	#read(left: IterableIterator<Row>, most: number): void {
		const { keep, clock, onRead } = this.#options;
		for (let count = 0; count < most; count++) {
			const { done, value } = left.next();
			if (done === true) {
				this.#isRead = true;
				return;
			}
			keep(this.#texts, value);
		}
		this.#cancel = clock.after(0, () => {
			this.#read(left, rowsAtOnce);
			if (this.#isRead) onRead();
		});
	}
}
