import type { Row } from '../domains/types.ts';
import type { ReadableRows, RowObserver } from './types.ts';

/** Rows by uid, as everybody reads them. The store that extends it is their one writer, and counts its changes. */
export abstract class HeldRows<R extends Row = Row> implements ReadableRows<R> {
	protected rows = new Map<string, R>();
	protected changeCount = 0;

	get size(): number {
		return this.rows.size;
	}

	get revision(): number {
		return this.changeCount;
	}

	get(uid: string): R | undefined {
		return this.rows.get(uid);
	}

	values(): IterableIterator<R> {
		return this.rows.values();
	}

	abstract observe(observer: RowObserver<R>): () => void;
}
