/** The newest `capacity` entries of a journal; the oldest give way. */
export class Ring<T> {
	readonly #capacity: number;
	readonly #entries: T[] = [];
	#start = 0;

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	push(entry: T): void {
		if (this.#entries.length < this.#capacity) {
			this.#entries.push(entry);
			return;
		}
		this.#entries[this.#start] = entry;
		this.#start = (this.#start + 1) % this.#capacity;
	}

	/** Oldest first. */
	values(): readonly T[] {
		return [...this.#entries.slice(this.#start), ...this.#entries.slice(0, this.#start)];
	}
}
