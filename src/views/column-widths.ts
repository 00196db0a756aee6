/** How wide the columns of each list have been: they only grow while rows come and go under the eye. */
export class ColumnWidths {
	readonly #lists = new Map<string, Map<string, number>>();
	#wasComplete = false;

	/** Of one list, by column; changed by whoever draws it. */
	readonly of = (list: string): Map<string, number> => {
		const known = this.#lists.get(list) ?? new Map<string, number>();
		this.#lists.set(list, known);
		return known;
	};

	/** Other rows are shown: they are measured anew. */
	forget(): void {
		this.#lists.clear();
	}

	/** The first pages of a list are in an order of their own; what they were as wide as says nothing of the whole. */
	forgetWhenComplete(isComplete: boolean): void {
		if (isComplete && !this.#wasComplete) this.forget();
		this.#wasComplete = isComplete;
	}
}
