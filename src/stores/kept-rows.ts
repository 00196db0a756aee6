import type { Row } from '../domains/types.ts';
import { HeldRows } from './held-rows.ts';
import type { ReadableRows, RowChange, RowObserver } from './types.ts';

/** The rows of a store that pass a test, as a store of their own. The test looks at nothing but the row. */
export class KeptRows<R extends Row = Row> extends HeldRows<R> {
	readonly #source: ReadableRows<R>;
	readonly #keep: (row: R) => boolean;
	readonly #stopObserving: () => void;

	constructor(source: ReadableRows<R>, keep: (row: R) => boolean) {
		super();
		this.#source = source;
		this.#keep = keep;
		for (const row of source.values()) if (keep(row)) this.rows.set(row.uid, row);
		// The first of the source's observers that this store has: its rows are up to date before anybody hears of them.
		this.#stopObserving = source.observe({ changed: (changes) => this.#apply(this.#kept(changes)) });
	}

	override observe(observer: RowObserver<R>): () => void {
		return this.#source.observe({
			changed: (changes) => {
				const kept = this.#kept(changes);
				if (kept.length > 0) observer.changed(kept);
			},
			synced: () => observer.synced?.(),
		});
	}

	/** Stops following the source. Observers are the source's, and stop by themselves. */
	dispose(): void {
		this.#stopObserving();
	}

	#apply(changes: readonly RowChange<R>[]): void {
		if (changes.length > 0) this.changeCount += 1;
		for (const { type, row } of changes) {
			if (type === 'deleted') this.rows.delete(row.uid);
			else this.rows.set(row.uid, row);
		}
	}

	/** What a change is to somebody who sees the kept rows only. */
	#kept(changes: readonly RowChange<R>[]): readonly RowChange<R>[] {
		return changes.flatMap((change): readonly RowChange<R>[] => {
			const keeps = this.#keep(change.row);
			if (change.type !== 'modified') return keeps ? [change] : [];
			const kept = this.#keep(change.previous);
			if (keeps) return [kept ? change : { type: 'added', row: change.row }];
			return kept ? [{ type: 'deleted', row: change.previous }] : [];
		});
	}
}
