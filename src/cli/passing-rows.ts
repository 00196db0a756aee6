import type { Row } from '../domains/types.ts';
import type { Filter } from '../filter/filter.ts';
import type { RowChange } from '../stores/types.ts';
import type { DomainFeed } from '../sync/types.ts';

/** A change as it is printed. `removed`: the object is there, and --filter no longer lets its row through. */
export type PrintedChange = RowChange | { readonly type: 'removed'; readonly row: Row };

/**
 * The rows of a feed that --filter lets through, from one change to the next: a row that comes to pass is `added`, one that no
 * longer does is `removed`, as it is now. Without a filter every change is passed on as it is.
 */
export class PassingRows {
	readonly #feed: DomainFeed;
	readonly #filter: Filter;
	readonly #passing = new Set<string>();
	#joinsRevision: number;
	#lookedAt = 0;

	constructor(feed: DomainFeed, filter: Filter) {
		this.#feed = feed;
		this.#filter = filter;
		this.#joinsRevision = feed.joinsRevision;
	}

	/** The filter asks for ages: who lets rows through by them has to `look` as time goes by. */
	get turnsWithTime(): boolean {
		return this.#filter.readsTime;
	}

	/** In the order of the list. */
	rows(): readonly Row[] {
		const all = [...this.#feed.rows.values()];
		return this.#filter.test === undefined ? all : all.filter(({ uid }) => this.#passing.has(uid));
	}

	changed(changes: readonly RowChange[]): readonly PrintedChange[] {
		const { test } = this.#filter;
		if (test === undefined) return changes;
		const context = this.#feed.context();
		return changes.flatMap((change): PrintedChange | readonly [] => {
			const { type, row } = change;
			if (type === 'deleted') return this.#passing.delete(row.uid) ? change : [];
			const passes = test(row, context);
			if (passes && this.#passing.has(row.uid)) return change;
			return this.#turned(row, passes) ?? [];
		});
	}

	/** What came to pass, or no longer does, because samples, sums or (`now` in ms, a second later at the earliest) ages turned. */
	look(now: number): readonly PrintedChange[] {
		const { test, readsTime, readsJoins } = this.#filter;
		const { joinsRevision, rows } = this.#feed;
		const isDue = (readsJoins && joinsRevision !== this.#joinsRevision) || (readsTime && Math.abs(now - this.#lookedAt) >= 1_000);
		if (test === undefined || !isDue) return [];
		this.#joinsRevision = joinsRevision;
		this.#lookedAt = now;
		const context = this.#feed.context();
		return Array.from(rows.values()).flatMap((row) => this.#turned(row, test(row, context)) ?? []);
	}

	#turned(row: Row, passes: boolean): PrintedChange | undefined {
		const { uid } = row;
		if (passes === this.#passing.has(uid)) return undefined;
		if (passes) this.#passing.add(uid);
		else this.#passing.delete(uid);
		return { type: passes ? 'added' : 'removed', row };
	}
}
