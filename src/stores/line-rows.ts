import type { Row } from '../domains/types.ts';
import { RowStore } from './row-store.ts';

/** A value of a row; lists are compared by what is in them. */
const sameValue = (one: unknown, other: unknown): boolean =>
	Array.isArray(one) && Array.isArray(other)
		? one.length === other.length && one.every((each, at) => Object.is(each, other[at]))
		: Object.is(one, other);

const sameRow = <R extends Row>(one: R, other: R): boolean =>
	(Object.keys(other) as (keyof R)[]).every((field) => sameValue(one[field], other[field]));

/** Lines that are made anew again and again, as rows: those that say what they said are the rows they were. */
export class LineRows<R extends Row = Row> extends RowStore<R> {
	#order: readonly string[] = [];

	/** In the order of the lines. */
	override *values(): IterableIterator<R> {
		for (const uid of this.#order) {
			const row = this.get(uid);
			if (row !== undefined) yield row;
		}
	}

	/** These are the lines now. */
	settle(lines: readonly R[]): void {
		const before = this.#order;
		const next = new Set(lines.map(({ uid }) => uid));
		this.#order = [...next];
		for (const uid of before) if (!next.has(uid)) this.remove(uid);
		for (const line of lines) {
			const known = this.get(line.uid);
			if (known === undefined || !sameRow(known, line)) this.upsert(line);
		}
	}
}
