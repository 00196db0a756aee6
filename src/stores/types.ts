import type { Row } from '../domains/types.ts';

/** One change of a row store, in the order in which the stream told it. */
export type RowChange<R extends Row = Row> =
	| { readonly type: 'added'; readonly row: R }
	| { readonly type: 'modified'; readonly row: R; readonly previous: R }
	| { readonly type: 'deleted'; readonly row: R };

export interface RowObserver<R extends Row = Row> {
	/** Called at once, in order, with every change: nothing is coalesced. */
	changed(changes: readonly RowChange<R>[]): void;
	/** The first list, or a relist, is complete: the store holds what the server holds. */
	synced?(): void;
}

/** The rows of one stream. Written by one reflector, read by everybody. */
export interface ReadableRows<R extends Row = Row> {
	readonly size: number;
	/** Grows with every change; equal revisions mean equal rows. */
	readonly revision: number;
	get(uid: string): R | undefined;
	/** In the order of the list, then of arrival. */
	values(): IterableIterator<R>;
	/** Returns the way to stop. An observer that throws does not stop the others. */
	observe(observer: RowObserver<R>): () => void;
}
