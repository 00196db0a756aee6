import type { Grouping, Row } from '../domains/types.ts';
import { HeldRows } from './held-rows.ts';
import type { ReadableRows, RowChange, RowObserver } from './types.ts';

interface Group {
	readonly members: Map<string, Row>;
	row: Row;
}

/** The rows of a store put together by what they belong to, as a store of their own: one row for each group, made anew when a member changes. */
export class GroupedRows extends HeldRows<Row> {
	readonly #grouping: Grouping;
	readonly #groups = new Map<string, Group>();
	readonly #source: ReadableRows;
	readonly #stopObserving: () => void;
	/** What the last batch of the source came to. */
	#told: readonly RowChange[] = [];

	constructor(source: ReadableRows, grouping: Grouping) {
		super();
		this.#grouping = grouping;
		this.#source = source;
		this.#apply(Array.from(source.values(), (row) => ({ type: 'added', row })));
		// The first of the source's observers that this store has: its rows are up to date before anybody hears of them.
		this.#stopObserving = source.observe({
			changed: (changes) => {
				this.#told = this.#apply(changes);
			},
		});
	}

	override observe(observer: RowObserver<Row>): () => void {
		return this.#source.observe({
			changed: () => {
				if (this.#told.length > 0) observer.changed(this.#told);
			},
			synced: () => observer.synced?.(),
		});
	}

	/** Stops following the source. Observers are the source's, and stop by themselves. */
	dispose(): void {
		this.#stopObserving();
	}

	/** A batch of changes is one change of each group that it touches. */
	#apply(changes: readonly RowChange[]): readonly RowChange[] {
		const touched = new Set<string>();
		for (const change of changes) {
			const key = this.#grouping.keyOf(change.row);
			touched.add(key);
			if (change.type === 'deleted') this.#groups.get(key)?.members.delete(change.row.uid);
			else {
				if (change.type === 'modified') this.#leave(change.previous, key, touched);
				this.#join(key, change.row);
			}
		}
		const own = [...touched].flatMap((key) => this.#remade(key) ?? []);
		if (own.length > 0) this.changeCount += 1;
		return own;
	}

	#join(key: string, row: Row): void {
		const group = this.#groups.get(key);
		if (group === undefined) this.#groups.set(key, { members: new Map([[row.uid, row]]), row });
		else group.members.set(row.uid, row);
	}

	/** A member may change what it belongs to. */
	#leave(previous: Row, key: string, touched: Set<string>): void {
		const before = this.#grouping.keyOf(previous);
		if (before === key) return;
		this.#groups.get(before)?.members.delete(previous.uid);
		touched.add(before);
	}

	#remade(key: string): RowChange | undefined {
		const group = this.#groups.get(key);
		if (group === undefined) return undefined;
		const known = this.rows.get(group.row.uid);
		if (group.members.size === 0) {
			this.#groups.delete(key);
			if (known === undefined) return undefined;
			this.rows.delete(known.uid);
			return { type: 'deleted', row: known };
		}
		const row = this.#grouping.rowOf([...group.members.values()]);
		group.row = row;
		this.rows.set(row.uid, row);
		return known === undefined ? { type: 'added', row } : { type: 'modified', row, previous: known };
	}
}
