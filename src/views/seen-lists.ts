import { SeenList } from './seen-list.ts';

/** What is remembered of each list that was on the screen. Its columns only grow while rows come and go under the eye. */
export class SeenLists {
	readonly #lists = new Map<string, SeenList>();
	#wasComplete = false;

	/** Of one list; changed by whoever draws it. */
	readonly of = (list: string): SeenList => {
		const known = this.#lists.get(list) ?? new SeenList();
		this.#lists.set(list, known);
		return known;
	};

	/** Other rows are shown: their columns are measured anew. */
	forget(): void {
		this.#lists.clear();
	}

	/** The first pages of a list are in an order of their own; what they were as wide as says nothing of the whole. */
	forgetWhenComplete(isComplete: boolean): void {
		if (isComplete && !this.#wasComplete) this.forget();
		this.#wasComplete = isComplete;
	}
}
