import type { Row } from '../domains/types.ts';
import type { ReadableRows, RowObserver } from './types.ts';

/** The rows of several stores as one: uids are unique in a cluster, so that nothing has to be told apart. */
export class MergedRows<R extends Row = Row> implements ReadableRows<R> {
	readonly #sources: readonly ReadableRows<R>[];

	constructor(sources: readonly ReadableRows<R>[]) {
		this.#sources = sources;
	}

	get size(): number {
		return this.#sources.reduce((sum, source) => sum + source.size, 0);
	}

	get revision(): number {
		return this.#sources.reduce((sum, source) => sum + source.revision, 0);
	}

	get(uid: string): R | undefined {
		for (const source of this.#sources) {
			const row = source.get(uid);
			if (row !== undefined) return row;
		}
		return undefined;
	}

	*values(): IterableIterator<R> {
		for (const source of this.#sources) yield* source.values();
	}

	/** `synced` is passed on once for each source: whoever needs all of them asks the streams' statuses. */
	observe(observer: RowObserver<R>): () => void {
		const stops = this.#sources.map((source) => source.observe(observer));
		return () => {
			for (const stop of stops) stop();
		};
	}
}
