import type { Cancel } from '../base/clock.ts';
import type { Derivation, Piece, Row } from '../domains/types.ts';
import { type ObserverErrorHandler, RowStore } from './row-store.ts';
import type { ReadableRows, RowChange, RowObserver } from './types.ts';

/** Rows that others are derived of, and their kind; '' where they were derived themselves. */
export interface DerivedSource {
	readonly kind: string;
	readonly rows: ReadableRows;
}

/** The server's clock, in epoch ms, and somebody who calls when it is so late. */
export interface DerivingClock {
	readonly now: () => number;
	readonly wakeAt: (at: number, call: () => void) => Cancel;
}

interface Group {
	/** By the uid of the row that says them. */
	readonly pieces: Map<string, readonly Piece[]>;
	rows: readonly Row[];
	/** Epoch ms at which it is looked at again; infinite: never. */
	dueAt: number;
}

/**
 * Rows made of the rows of other stores, kept so with every change: what a changed row said before and says now is all that is
 * looked at. Rows that say nothing cost nothing here.
 */
export class DerivedRows implements ReadableRows {
	readonly #derivation: Derivation;
	readonly #clock: DerivingClock;
	readonly #store: RowStore;
	readonly #groups = new Map<string, Group>();
	readonly #stops: readonly (() => void)[];
	#wakesAt: number = Number.POSITIVE_INFINITY;
	#cancelWake: Cancel = () => {};

	constructor(sources: readonly DerivedSource[], derivation: Derivation, clock: DerivingClock, onError: ObserverErrorHandler) {
		this.#derivation = derivation;
		this.#clock = clock;
		this.#store = new RowStore(onError);
		this.#stops = sources.map(({ kind, rows }) => {
			this.#apply(
				kind,
				Array.from(rows.values(), (row): RowChange => ({ type: 'added', row })),
			);
			return rows.observe({ changed: (changes) => this.#apply(kind, changes) });
		});
	}

	get size(): number {
		return this.#store.size;
	}

	get revision(): number {
		return this.#store.revision;
	}

	get(uid: string): Row | undefined {
		return this.#store.get(uid);
	}

	values(): IterableIterator<Row> {
		return this.#store.values();
	}

	observe(observer: RowObserver): () => void {
		return this.#store.observe(observer);
	}

	dispose(): void {
		for (const stop of this.#stops) stop();
		this.#cancelWake();
	}

	#apply(kind: string, changes: readonly RowChange[]): void {
		const touched = new Set<string>();
		for (const change of changes) {
			if (change.type !== 'added') this.#take(change.type === 'modified' ? change.previous : change.row, kind, touched);
			if (change.type !== 'deleted') this.#put(change.row, kind, touched);
		}
		this.#derive(touched);
	}

	#take(row: Row, kind: string, touched: Set<string>): void {
		for (const { key } of this.#derivation.piecesOf(row, kind)) {
			this.#groups.get(key)?.pieces.delete(row.uid);
			touched.add(key);
		}
	}

	#put(row: Row, kind: string, touched: Set<string>): void {
		for (const piece of this.#derivation.piecesOf(row, kind)) {
			let group = this.#groups.get(piece.key);
			if (group === undefined) {
				group = { pieces: new Map(), rows: [], dueAt: Number.POSITIVE_INFINITY };
				this.#groups.set(piece.key, group);
			}
			group.pieces.set(row.uid, [...(group.pieces.get(row.uid) ?? []), piece]);
			touched.add(piece.key);
		}
	}

	#derive(keys: Iterable<string>): void {
		const now = this.#clock.now();
		let dueAt = Number.POSITIVE_INFINITY;
		for (const key of keys) {
			const group = this.#groups.get(key);
			if (group === undefined) continue;
			const before = group.rows;
			if (group.pieces.size === 0) {
				this.#groups.delete(key);
				this.#replace(before, []);
				continue;
			}
			const { rows, nextAt = Number.POSITIVE_INFINITY } = this.#derivation.rowsOf(key, [...group.pieces.values()].flat(), now, before);
			group.rows = rows;
			group.dueAt = nextAt;
			dueAt = Math.min(dueAt, nextAt);
			this.#replace(before, rows);
		}
		this.#wake(dueAt);
	}

	#replace(before: readonly Row[], after: readonly Row[]): void {
		for (const { uid } of before) if (!after.some((row) => row.uid === uid)) this.#store.remove(uid);
		for (const row of after) if (!before.includes(row)) this.#store.upsert(row);
	}

	#wake(at: number): void {
		if (at >= this.#wakesAt) return;
		this.#cancelWake();
		this.#wakesAt = at;
		this.#cancelWake = this.#clock.wakeAt(at, () => this.#lookAgain());
	}

	#lookAgain(): void {
		this.#wakesAt = Number.POSITIVE_INFINITY;
		const now = this.#clock.now();
		const due: string[] = [];
		let next = Number.POSITIVE_INFINITY;
		for (const [key, { dueAt }] of this.#groups) {
			if (dueAt <= now) due.push(key);
			else next = Math.min(next, dueAt);
		}
		this.#derive(due);
		this.#wake(next);
	}
}
