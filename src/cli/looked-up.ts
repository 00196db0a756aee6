import type { Row } from '../domains/types.ts';
import type { DomainFeed } from '../sync/types.ts';

interface Waiting {
	readonly rows: readonly Row[];
	readonly print: () => void;
}

/**
 * Prints in order, each thing once all is known that the cells of its rows look up: a line that is printed is not written over when an
 * answer comes. What looks nothing up is printed at once.
 */
export class LookedUp {
	readonly #feed: DomainFeed;
	readonly #waiting: Waiting[] = [];

	constructor(feed: DomainFeed) {
		this.#feed = feed;
	}

	print(rows: readonly Row[], print: () => void): void {
		this.#waiting.push({ rows, print });
		this.look();
	}

	/** Something may have been learnt. */
	look(): void {
		for (let next = this.#waiting[0]; next !== undefined && this.#isKnown(next); next = this.#waiting[0]) {
			this.#waiting.shift();
			next.print();
		}
	}

	/** Asks for each row, and not only for the first that is not known. */
	#isKnown({ rows }: Waiting): boolean {
		return rows.map((row) => this.#feed.lookUp(row)).every(Boolean);
	}
}
