import type { Row } from '../domains/types.ts';
import { isOrdered, placeOf, reorder } from './ordered-entries.ts';
import { type Entry, type EntryOrder, entryOrder, type RowOrder } from './row-order.ts';
import type { ReadableRows, RowChange } from './types.ts';

/** Keep only the `count` rows whose `by` is greatest, whatever they are then sorted by. */
export interface Newest<R extends Row = Row> {
	readonly count: number;
	readonly by: (row: R) => number;
}

interface Due {
	/** Begin again from the store. */
	rebuild: boolean;
	/** Read all keys again and sort. */
	rekey: boolean;
	/** Ask the filter again: for every row, or for those alone that passed the one before. */
	rematch: boolean | 'matched';
	/** Ask of every row again whether it counts. */
	recount: boolean;
}

/** So many more changes than rows may wait before they are dropped in favour of a fresh start. */
const WAITING_SLACK = 1000;

/**
 * The rows of a store, sorted and filtered, kept so with every change.
 *
 * Changes are gathered and applied when the view is next read: 10 000 events between two frames cost one merge, and an
 * update whose key and match did not change costs one look-up. Without an order: by namespace, name and uid.
 */
export class RowView<R extends Row = Row> {
	readonly #source: ReadableRows<R>;
	readonly #newest: Newest<R> | undefined;
	readonly #stopObserving: () => void;
	/** How `#all` and `#matched` are ordered: by the newest when only those are kept. */
	#order: EntryOrder<R>;
	/** How what is shown is ordered. */
	#shownOrder: EntryOrder<R>;
	#filter: ((row: R) => boolean) | undefined;
	/** The last word on each changed uid; undefined: gone. */
	#waiting = new Map<string, R | undefined>();
	#entries = new Map<string, Entry<R>>();
	#all: Entry<R>[] = [];
	/** Those of `#all` that pass the filter; the same array when there is no filter. */
	#matched: Entry<R>[] = this.#all;
	/** The same array as `#matched` unless only the newest are kept. */
	#shown: Entry<R>[] = this.#all;
	#revision = 0;
	readonly #counts: (row: R) => boolean;
	#counted = 0;
	/** What the next reading has to do beside applying the waiting changes. */
	readonly #due: Due = { rebuild: true, rekey: false, rematch: false, recount: false };

	/** `counts`: which rows `counted` is of. What else than the row it looks at is read again by `refreshCounts` only. */
	constructor(source: ReadableRows<R>, newest?: Newest<R>, counts: (row: R) => boolean = () => false) {
		this.#source = source;
		this.#newest = newest;
		this.#counts = counts;
		this.#shownOrder = entryOrder<R>(undefined, false);
		this.#order = newest === undefined ? this.#shownOrder : entryOrder<R>({ by: newest.by }, true);
		this.#stopObserving = source.observe({ changed: (changes) => this.#gather(changes) });
	}

	/** Rows that are shown. */
	get length(): number {
		this.#flush();
		return this.#shown.length;
	}

	/** Rows that pass the filter; more than `length` when only the newest are kept. */
	get matched(): number {
		this.#flush();
		return this.#matched.length;
	}

	/** Rows of the store, whether they are shown or not. */
	get total(): number {
		return this.#source.size;
	}

	/** Rows that the filter hides. */
	get hidden(): number {
		this.#flush();
		return this.#all.length - this.#matched.length;
	}

	/** Grows when a shown row is replaced, comes, goes or moves, or when the counts change. */
	get revision(): number {
		this.#flush();
		return this.#revision;
	}

	at(index: number): R | undefined {
		this.#flush();
		return this.#shown[index]?.row;
	}

	/** -1 when it is not shown. */
	indexOf(uid: string): number {
		this.#flush();
		const entry = this.#entries.get(uid);
		if (entry === undefined || !entry.matches) return -1;
		if (this.#newest !== undefined) return this.#shown.findIndex((shown) => shown.row.uid === uid);
		return placeOf(this.#matched, entry, this.#order.compare);
	}

	/** The shown rows in their order. Not to be kept while the store changes. */
	*values(): IterableIterator<R> {
		this.#flush();
		for (const entry of this.#shown) yield entry.row;
	}

	/** Rows that are shown and count. */
	get counted(): number {
		this.#flush();
		return this.#counted;
	}

	/** A key of `by` that depends on more than its row (a sample, a tally) is read again by `refreshVolatile` only. */
	setOrder(order: RowOrder<R> | undefined, descending = false): void {
		this.#shownOrder = entryOrder(order, descending);
		if (this.#newest === undefined) this.#order = this.#shownOrder;
		this.#due.rekey = true;
		this.#revision += 1;
	}

	/** `narrows`: no row passes this one that did not pass the one before. */
	setFilter(filter: ((row: R) => boolean) | undefined, narrows = false): void {
		this.#filter = filter;
		this.#due.rematch = narrows && this.#due.rematch !== true ? 'matched' : true;
	}

	/** Reads all keys and matches again: for orders and filters over values that change while their row does not. */
	refreshVolatile(): void {
		this.#due.rekey = true;
		this.#due.rematch = this.#filter !== undefined || this.#due.rematch;
	}

	/** Matches again: for filters over values that change while their row does not. */
	refreshMatches(): void {
		this.#due.rematch = this.#filter !== undefined || this.#due.rematch;
	}

	/** Counts again: for counts of what changes while their row does not. */
	refreshCounts(): void {
		this.#due.recount = true;
	}

	/** Stops following the store. What was shown stays readable. */
	dispose(): void {
		this.#stopObserving();
	}

	#gather(changes: readonly RowChange<R>[]): void {
		for (const change of changes) this.#waiting.set(change.row.uid, change.type === 'deleted' ? undefined : change.row);
		// A view that nobody reads must not remember what came and went for hours.
		if (this.#waiting.size > this.#source.size + WAITING_SLACK) {
			this.#waiting.clear();
			this.#due.rebuild = true;
		}
	}

	#flush(): void {
		const due = this.#due;
		if (this.#waiting.size === 0 && !due.rebuild && !due.rekey && !due.rematch && !due.recount) return;
		let changed = false;
		if (due.rebuild) changed = this.#rebuild();
		else {
			if (this.#waiting.size > 0) changed = this.#applyWaiting();
			if (due.rekey) changed = this.#rekey() || changed;
			if (due.rematch) changed = this.#rematch() || changed;
			if (due.recount) changed = this.#recount() || changed;
		}
		due.rebuild = false;
		due.rekey = false;
		due.rematch = false;
		due.recount = false;
		if (this.#chooseShown(changed)) this.#revision += 1;
	}

	#matches(row: R): boolean {
		return this.#filter === undefined || this.#filter(row);
	}

	#entryOf(row: R): Entry<R> {
		return { row, key: this.#order.keyOf(row), matches: this.#matches(row), gone: false };
	}

	#rebuild(): boolean {
		this.#waiting.clear();
		this.#all = Array.from(this.#source.values(), (row) => this.#entryOf(row)).sort(this.#order.compare);
		this.#entries = new Map(this.#all.map((entry) => [entry.row.uid, entry]));
		this.#gatherMatched();
		return true;
	}

	#gatherMatched(among = this.#all): void {
		this.#matched = this.#filter === undefined ? this.#all : among.filter((entry) => entry.matches);
		this.#counted = this.#countOf(this.#matched);
	}

	#recount(): boolean {
		const before = this.#counted;
		this.#counted = this.#countOf(this.#matched);
		return this.#counted !== before;
	}

	#countOf(entries: readonly Entry<R>[]): number {
		let count = 0;
		for (const { row, matches } of entries) if (matches && this.#counts(row)) count++;
		return count;
	}

	/** Returns whether anything that is shown changed. */
	#applyWaiting(): boolean {
		// Rows are then replaced where they are, whether they match still or not.
		if (this.#due.rekey) this.#due.rematch = this.#filter !== undefined || this.#due.rematch;
		const gone: Entry<R>[] = [];
		const fresh: Entry<R>[] = [];
		let replaced = false;
		for (const [uid, row] of this.#waiting) {
			const entry = this.#entries.get(uid);
			if (row === undefined) {
				this.#entries.delete(uid);
				if (entry !== undefined) gone.push(entry);
				continue;
			}
			const next = this.#entryOf(row);
			if (entry !== undefined && this.#staysInPlace(entry, next)) {
				replaced ||= entry.matches || next.matches;
				if (entry.matches) this.#counted += Number(this.#counts(row)) - Number(this.#counts(entry.row));
				entry.row = row;
				entry.key = next.key;
				continue;
			}
			// The old entry keeps the key by which it is found and taken out.
			if (entry !== undefined) gone.push(entry);
			this.#entries.set(uid, next);
			fresh.push(next);
		}
		this.#waiting.clear();
		if (gone.length + fresh.length === 0) return replaced;
		for (const entry of gone) entry.gone = true;
		this.#counted += this.#countOf(fresh) - this.#countOf(gone);
		this.#move(gone, fresh);
		return true;
	}

	#staysInPlace(entry: Entry<R>, next: Entry<R>): boolean {
		// All keys are about to be read again: the old key may be of another kind, which a comparison must not see.
		if (this.#due.rekey) return true;
		return entry.matches === next.matches && this.#order.compareKeys(entry.key, next.key) === 0;
	}

	#move(gone: readonly Entry<R>[], fresh: readonly Entry<R>[]): void {
		if (this.#due.rekey) {
			this.#all = [...this.#all.filter((entry) => !entry.gone), ...fresh];
			this.#due.rematch = true;
			return;
		}
		const { compare } = this.#order;
		const matching = (entry: Entry<R>): boolean => entry.matches;
		const filtered = this.#matched !== this.#all;
		this.#all = reorder(this.#all, gone, fresh, compare);
		this.#matched = filtered ? reorder(this.#matched, gone.filter(matching), fresh.filter(matching), compare) : this.#all;
	}

	#rekey(): boolean {
		const { keyOf, compare } = this.#order;
		for (const entry of this.#all) entry.key = keyOf(entry.row);
		if (isOrdered(this.#all, compare)) return false;
		this.#all.sort(compare);
		this.#due.rematch = true;
		return true;
	}

	#rematch(): boolean {
		let changed = false;
		const asked = this.#due.rematch === 'matched' ? this.#matched : this.#all;
		for (const entry of asked) {
			const matches = this.#matches(entry.row);
			changed ||= matches !== entry.matches;
			entry.matches = matches;
		}
		this.#gatherMatched(asked);
		return changed;
	}

	/** Returns whether what is shown changed. */
	#chooseShown(changed: boolean): boolean {
		const newest = this.#newest;
		if (newest === undefined) {
			this.#shown = this.#matched;
			return changed;
		}
		const { keyOf, compare } = this.#shownOrder;
		const before = this.#shown;
		this.#shown = this.#matched.slice(0, newest.count).map(({ row }) => ({ row, key: keyOf(row), matches: true, gone: false }));
		this.#shown.sort(compare);
		this.#counted = this.#countOf(this.#shown);
		return changed || this.#shown.length !== before.length || this.#shown.some(({ row }, index) => row !== before[index]?.row);
	}
}
