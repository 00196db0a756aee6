import type { Row } from '../domains/types.ts';
import { HeldRows } from './held-rows.ts';
import type { RowChange, RowObserver } from './types.ts';

/**
 * A whole list being gathered beside the rows that are shown. Nothing of it is visible before `commit`.
 * Starting another one abandons it; a commit after that throws.
 */
export interface Replacement<R extends Row = Row> {
	/** How many rows it holds so far. */
	readonly size: number;
	add(rows: readonly R[]): void;
	commit(): void;
	abandon(): void;
}

/** Told of what an observer threw, after all observers were told of the change. */
export type ObserverErrorHandler = (error: unknown) => void;

interface Subscription<R extends Row> {
	readonly observer: RowObserver<R>;
	active: boolean;
}

/** One version of one object. An API without resourceVersions leaves them empty: nothing can be concluded from that. */
const isSameVersion = (known: Row, row: Row): boolean =>
	known.resourceVersion === row.resourceVersion && row.resourceVersion !== '' && (row.readsAs?.(known) ?? true);

/**
 * The rows of one stream, by uid: an object deleted and created again under its name is another row.
 *
 * One reflector writes. A row whose uid and resourceVersion are known keeps its old object, so that whoever compares by
 * identity sees no change. The map entry is all that a row costs here.
 */
export class RowStore<R extends Row = Row> extends HeldRows<R> {
	readonly #onObserverError: ObserverErrorHandler;
	/** Copied on write: whoever subscribes while a change is told is not told of that change. */
	#subscriptions: readonly Subscription<R>[] = [];
	#replacement: OpenReplacement<R> | undefined;

	constructor(onObserverError: ObserverErrorHandler) {
		super();
		this.#onObserverError = onObserverError;
	}

	override observe(observer: RowObserver<R>): () => void {
		const subscription: Subscription<R> = { observer, active: true };
		this.#subscriptions = [...this.#subscriptions, subscription];
		return () => {
			subscription.active = false;
			this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription);
		};
	}

	/** A page of the first list: visible at once. */
	appendPage(rows: readonly R[]): void {
		const changes: RowChange<R>[] = [];
		for (const row of rows) {
			const change = this.#put(row);
			if (change !== undefined) changes.push(change);
		}
		this.#tell(changes);
	}

	/** The last page of the first list is in. */
	completeFirstList(): void {
		this.#toAll((observer) => observer.synced?.());
	}

	/**
	 * Begins a list whose outcome is swapped in at once: a relist, a poll, a refresh by hand.
	 *
	 * A watch may go on delivering meanwhile. What it told since then stays as it told it, whatever the list says of that
	 * object: the watch goes on to everything newer than its own last word, the list was cut at one moment, and versions
	 * may not be compared to find out which is newer (watch-contract: never drop an event by comparing versions).
	 */
	replaceWith(): Replacement<R> {
		const replacement: OpenReplacement<R> = { staged: new Map(), touched: new Set() };
		this.#replacement = replacement;
		return {
			get size() {
				return replacement.staged.size;
			},
			add: (rows) => {
				for (const row of rows) {
					const known = this.rows.get(row.uid);
					// The old object is staged at once, so that a relist of rows that did not change holds no second copy of them.
					replacement.staged.set(row.uid, known !== undefined && isSameVersion(known, row) ? known : row);
				}
			},
			commit: () => {
				if (this.#replacement !== replacement) throw new Error('This replacement was abandoned, or committed before.');
				this.#replacement = undefined;
				this.#swap(replacement);
			},
			abandon: () => {
				if (this.#replacement === replacement) this.#replacement = undefined;
				replacement.staged.clear();
			},
		};
	}

	/** What the watch says is there now: `added` when the uid was unknown, `modified` when it was known, whatever the event was called. */
	upsert(row: R): void {
		this.#replacement?.touched.add(row.uid);
		const change = this.#put(row);
		if (change !== undefined) this.#tell([change]);
	}

	/** What the watch says is gone. An unknown uid is nothing. */
	remove(uid: string): void {
		this.#replacement?.touched.add(uid);
		const row = this.rows.get(uid);
		if (row === undefined) return;
		this.rows.delete(uid);
		this.#tell([{ type: 'deleted', row }]);
	}

	clear(): void {
		const gone = this.rows;
		this.rows = new Map();
		this.#tell(Array.from(gone.values(), (row) => ({ type: 'deleted', row })));
	}

	#put(row: R): RowChange<R> | undefined {
		const previous = this.rows.get(row.uid);
		if (previous === undefined) {
			this.rows.set(row.uid, row);
			return { type: 'added', row };
		}
		if (isSameVersion(previous, row)) return undefined;
		this.rows.set(row.uid, row);
		return { type: 'modified', row, previous };
	}

	#swap(replacement: OpenReplacement<R>): void {
		const before = this.rows;
		const after = mergeTouched(replacement, before);
		const changes: RowChange<R>[] = [];
		for (const row of before.values()) {
			if (!after.has(row.uid)) changes.push({ type: 'deleted', row });
		}
		for (const row of after.values()) {
			const previous = before.get(row.uid);
			if (previous === undefined) changes.push({ type: 'added', row });
			else if (previous !== row) changes.push({ type: 'modified', row, previous });
		}
		this.rows = after;
		this.#tell(changes);
		this.#toAll((observer) => observer.synced?.());
	}

	#tell(changes: readonly RowChange<R>[]): void {
		if (changes.length === 0) return;
		this.changeCount += 1;
		this.#toAll((observer) => observer.changed(changes));
	}

	#toAll(call: (observer: RowObserver<R>) => void): void {
		const errors: unknown[] = [];
		for (const subscription of this.#subscriptions) {
			if (!subscription.active) continue;
			try {
				call(subscription.observer);
			} catch (error) {
				errors.push(error);
			}
		}
		for (const error of errors) this.#onObserverError(error);
	}
}

interface OpenReplacement<R extends Row> {
	/** In the order of the list. */
	readonly staged: Map<string, R>;
	/** Uids that the watch spoke of since the replacement began. */
	readonly touched: Set<string>;
}

/** The rows after the swap: the list's, but for what the watch told meanwhile, which goes last when the list does not know it. */
function mergeTouched<R extends Row>({ staged, touched }: OpenReplacement<R>, current: ReadonlyMap<string, R>): Map<string, R> {
	for (const uid of touched) {
		const row = current.get(uid);
		if (row === undefined) staged.delete(uid);
		else staged.set(uid, row);
	}
	return staged;
}
