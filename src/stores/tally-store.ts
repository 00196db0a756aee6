import type { Row, Tally } from '../domains/types.ts';
import type { ReadableRows, RowChange } from './types.ts';

interface Sum<T> {
	readonly sum: T;
	rows: number;
}

/** A tally kept up to date over the rows of a store: each change costs one addition or subtraction, whatever the number of rows. */
export class TallyStore<R extends Row = Row, T = unknown> {
	readonly #tally: Tally<R, T>;
	readonly #sums = new Map<string, Sum<T>>();
	readonly #stopObserving: () => void;
	#revision = 0;

	constructor(tally: Tally<R, T>, rows: ReadableRows<R>) {
		this.#tally = tally;
		for (const row of rows.values()) this.#add(row);
		this.#stopObserving = rows.observe({
			changed: (changes) => {
				for (const change of changes) this.#apply(change);
			},
		});
	}

	/** Grows whenever a row that counts was added, changed or removed. */
	get revision(): number {
		return this.#revision;
	}

	/** undefined: no row has this key. Not to be kept: the sum goes on changing. */
	get(key: string): T | undefined {
		return this.#sums.get(key)?.sum;
	}

	dispose(): void {
		this.#stopObserving();
	}

	#apply(change: RowChange<R>): void {
		switch (change.type) {
			case 'added':
				this.#add(change.row);
				break;
			case 'modified':
				this.#remove(change.previous);
				this.#add(change.row);
				break;
			case 'deleted':
				this.#remove(change.row);
				break;
		}
	}

	#add(row: R): void {
		const key = this.#tally.keyOf(row);
		if (key === undefined) return;
		this.#revision += 1;
		let known = this.#sums.get(key);
		if (known === undefined) {
			known = { sum: this.#tally.empty(), rows: 0 };
			this.#sums.set(key, known);
		}
		known.rows += 1;
		this.#tally.add(known.sum, row);
	}

	#remove(row: R): void {
		const key = this.#tally.keyOf(row);
		const known = key === undefined ? undefined : this.#sums.get(key);
		if (key === undefined || known === undefined) return;
		this.#revision += 1;
		known.rows -= 1;
		// The last row takes its sum along: keys of nodes long gone do not pile up.
		if (known.rows === 0) this.#sums.delete(key);
		else this.#tally.remove(known.sum, row);
	}
}
