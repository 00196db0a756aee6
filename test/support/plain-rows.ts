import fc from 'fast-check';
import type { Row } from '../../src/domains/types.ts';
import { RowStore } from '../../src/stores/row-store.ts';
import type { ReadableRows, RowChange } from '../../src/stores/types.ts';

export interface PlainRow extends Row {
	readonly count: number;
}

/** A frozen row: whoever writes into it throws. */
export const plainRow = (uid: string, version: string, over: Partial<PlainRow> = {}): PlainRow =>
	Object.freeze({ uid, namespace: 'shop', name: `name-${uid}`, resourceVersion: version, created: 0, health: 'ok', count: 0, ...over });

/** Few uids and few versions, so that they meet often. */
export const anyRow: fc.Arbitrary<PlainRow> = fc
	.record({
		uid: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
		version: fc.constantFrom('', '1', '2', '3'),
		count: fc.integer({ min: 0, max: 3 }),
	})
	.map(({ uid, version, count }) => {
		// Of one uid, namespace and name never change: names repeat so that ties are broken by uid.
		const index = uid.charCodeAt(0);
		return plainRow(uid, version, { count, namespace: index % 2 === 0 ? 'shop' : 'bank', name: `n${index % 3}` });
	});

/** A store whose observers may not throw. */
export const newPlainStore = (): RowStore<PlainRow> =>
	new RowStore<PlainRow>((error) => {
		throw error;
	});

/** What may happen to a store after its first list. */
export type PlainStep =
	| { readonly do: 'upsert' | 'remove'; readonly row: PlainRow }
	| { readonly do: 'replace'; readonly rows: readonly PlainRow[] };

export const anyStep: fc.Arbitrary<PlainStep> = fc.oneof(
	fc.record({ do: fc.constantFrom('upsert' as const, 'remove' as const), row: anyRow }),
	fc.record({ do: fc.constant('replace' as const), rows: fc.array(anyRow, { maxLength: 8 }) }),
);

export function takeStep(store: RowStore<PlainRow>, step: PlainStep): void {
	if (step.do === 'replace') {
		const list = store.replaceWith();
		list.add(step.rows);
		list.commit();
	} else if (step.do === 'upsert') store.upsert(step.row);
	else store.remove(step.row.uid);
}

/** What an observer holds who applies every change in order, and checks that each change fits what came before. */
export function foldChanges<R extends Row>(rows: ReadableRows<R>): ReadonlyMap<string, R> {
	const folded = new Map<string, R>();
	for (const row of rows.values()) folded.set(row.uid, row);
	const apply = (change: RowChange<R>): void => {
		const { uid } = change.row;
		const known = folded.get(uid);
		if (change.type === 'added' && known !== undefined) throw new Error(`${uid} was added twice`);
		if (change.type === 'modified' && known !== change.previous) throw new Error(`${uid} was modified from a row nobody had`);
		if (change.type === 'deleted' && known !== change.row) throw new Error(`${uid} was deleted but was not there as told`);
		if (change.type === 'deleted') folded.delete(uid);
		else folded.set(uid, change.row);
	};
	rows.observe({ changed: (changes) => changes.forEach(apply) });
	return folded;
}
