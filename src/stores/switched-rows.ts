import type { Row } from '../domains/types.ts';
import type { ReadableRows, RowChange, RowObserver } from './types.ts';

/** The rows of one store, and of another from a moment on: whoever looks sees one store, and is told of the difference. */
export class SwitchedRows<R extends Row = Row> implements ReadableRows<R> {
	#source: ReadableRows<R>;
	#stop: () => void;
	/** What the revisions of the sources before were more. */
	#base = 0;
	readonly #observers = new Set<RowObserver<R>>();
	readonly #onError: (error: unknown) => void;

	constructor(source: ReadableRows<R>, onError: (error: unknown) => void) {
		this.#onError = onError;
		this.#source = source;
		this.#stop = this.#follow(source);
	}

	get size(): number {
		return this.#source.size;
	}

	get revision(): number {
		return this.#base + this.#source.revision;
	}

	get(uid: string): R | undefined {
		return this.#source.get(uid);
	}

	values(): IterableIterator<R> {
		return this.#source.values();
	}

	observe(observer: RowObserver<R>): () => void {
		// An observer that observes twice is told twice.
		const own: RowObserver<R> = { changed: (changes) => observer.changed(changes), synced: () => observer.synced?.() };
		this.#observers.add(own);
		return () => this.#observers.delete(own);
	}

	/** Both stores are still to be there: what differs is told before this returns. */
	switchTo(next: ReadableRows<R>): void {
		const before = new Map(Array.from(this.#source.values(), (row) => [row.uid, row]));
		this.#base = this.revision + 1 - next.revision;
		this.#stop();
		this.#source = next;
		this.#stop = this.#follow(next);
		const changes: RowChange<R>[] = [];
		for (const row of before.values()) if (next.get(row.uid) === undefined) changes.push({ type: 'deleted', row });
		for (const row of next.values()) {
			const previous = before.get(row.uid);
			if (previous === undefined) changes.push({ type: 'added', row });
			else if (previous !== row) changes.push({ type: 'modified', row, previous });
		}
		if (changes.length > 0) this.#toAll((observer) => observer.changed(changes));
	}

	dispose(): void {
		this.#stop();
	}

	#follow(source: ReadableRows<R>): () => void {
		return source.observe({
			changed: (changes) => this.#toAll((observer) => observer.changed(changes)),
			synced: () => this.#toAll((observer) => observer.synced?.()),
		});
	}

	#toAll(tell: (observer: RowObserver<R>) => void): void {
		for (const observer of [...this.#observers]) {
			try {
				tell(observer);
			} catch (error) {
				this.#onError(error);
			}
		}
	}
}
