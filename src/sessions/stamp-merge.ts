/** So many of one source wait at most: then that source does. */
const MOST_HELD = 5_000;

interface Held<T> {
	readonly stamp: string;
	readonly item: T;
}

interface Queue<T> {
	items: Held<T>[];
	next: number;
	hasEnded: boolean;
	/** Of the last thing that was put in: what has no stamp goes with it. */
	stamp: string;
	room: PromiseWithResolvers<void> | undefined;
}

/**
 * Merges sources by the time of their lines: the oldest is given on once every source that has not ended has shown its next one.
 * Within a source nothing is ever reordered. What has no stamp (a mark) stays behind the line before it.
 */
export class StampMerge<K, T> {
	readonly #give: (item: T) => void;
	readonly #queues = new Map<K, Queue<T>>();

	constructor(give: (item: T) => void) {
		this.#give = give;
	}

	/** A source whose lines are waited for. */
	add(key: K): void {
		this.#queues.set(key, { items: [], next: 0, hasEnded: false, stamp: '', room: undefined });
	}

	has(key: K): boolean {
		return this.#queues.has(key);
	}

	put(key: K, stamp: string, item: T): void {
		const queue = this.#queues.get(key);
		if (queue === undefined) throw new Error('A source has to be added before it is merged.');
		if (stamp !== '') queue.stamp = stamp;
		queue.items.push({ stamp: queue.stamp, item });
	}

	/** Undefined: there is room for more of this source. */
	ready(key: K): Promise<void> | undefined {
		const queue = this.#queues.get(key);
		if (queue === undefined || queue.items.length - queue.next < MOST_HELD) return undefined;
		queue.room ??= Promise.withResolvers<void>();
		return queue.room.promise;
	}

	/** Nothing more comes from it, or it is not waited for any longer. */
	end(key: K): void {
		const queue = this.#queues.get(key);
		if (queue !== undefined) queue.hasEnded = true;
	}

	/** Nobody is waited for. */
	get isSettled(): boolean {
		return [...this.#queues.values()].every(({ hasEnded }) => hasEnded);
	}

	/** Gives on what can be given on; with `all` everything, oldest first, whoever may still have something older. */
	flush(all: boolean): void {
		for (;;) {
			let oldest: Queue<T> | undefined;
			let second: string | undefined;
			for (const queue of this.#queues.values()) {
				const head = queue.items[queue.next];
				if (head === undefined) {
					if (queue.hasEnded || all) continue;
					this.#makeRoom();
					return;
				}
				const best = oldest?.items[oldest.next]?.stamp;
				if (best === undefined || isBefore(head.stamp, best)) {
					second = best;
					oldest = queue;
				} else if (second === undefined || isBefore(head.stamp, second)) second = head.stamp;
			}
			if (oldest === undefined) {
				this.#makeRoom();
				return;
			}
			this.#giveUpTo(oldest, second);
		}
	}

	/** As long as it is the oldest, without asking the others each time. */
	#giveUpTo(queue: Queue<T>, second: string | undefined): void {
		for (let first = true; ; first = false) {
			const head = queue.items[queue.next];
			if (head === undefined || (!first && second !== undefined && !isBefore(head.stamp, second))) break;
			queue.next += 1;
			this.#give(head.item);
		}
		if (queue.next === queue.items.length) {
			queue.items = [];
			queue.next = 0;
		} else if (queue.next > MOST_HELD) {
			queue.items = queue.items.slice(queue.next);
			queue.next = 0;
		}
	}

	#makeRoom(): void {
		for (const queue of this.#queues.values()) {
			if (queue.room === undefined || queue.items.length - queue.next >= MOST_HELD) continue;
			queue.room.resolve();
			queue.room = undefined;
		}
	}
}

/** Stamps of one zone are ordered as text; of nodes that write in different zones by their milliseconds. */
function isBefore(a: string, b: string): boolean {
	if (a.endsWith('Z') === b.endsWith('Z') && a.slice(-6) === b.slice(-6)) return a < b;
	if (a.endsWith('Z') && b.endsWith('Z')) return a < b;
	const difference = Date.parse(a) - Date.parse(b);
	return Number.isNaN(difference) ? a < b : difference < 0;
}
