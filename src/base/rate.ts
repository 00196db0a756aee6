const windowSeconds = 60;

/** Counts what happened in the last 60 s, by whole seconds. Times are epoch milliseconds and do not run backwards by more than a step of the clock. */
export class Rate {
	readonly #buckets = new Uint32Array(windowSeconds);
	#second: number | undefined;
	#firstSecond: number | undefined;

	add(now: number, count = 1): void {
		this.#advance(now);
		const index = (this.#second ?? 0) % windowSeconds;
		this.#buckets[index] = (this.#buckets[index] ?? 0) + count;
	}

	/** How many in the last 60 s. */
	total(now: number): number {
		this.#advance(now);
		return this.#buckets.reduce((sum, count) => sum + count, 0);
	}

	/** A second, over the last 60 s; over less when counting began later. */
	perSecond(now: number): number {
		const total = this.total(now);
		const counted = (this.#second ?? 0) - (this.#firstSecond ?? 0) + 1;
		return total / Math.min(windowSeconds, Math.max(1, counted));
	}

	#advance(now: number): void {
		const second = Math.floor(now / 1000);
		this.#firstSecond ??= second;
		const before = this.#second ?? second;
		// After a clock that was set back, or a long sleep, nothing that was counted is of the last 60 s.
		if (second < before || second - before >= windowSeconds) this.#buckets.fill(0);
		else for (let each = before + 1; each <= second; each++) this.#buckets[each % windowSeconds] = 0;
		this.#second = second;
		if (second < this.#firstSecond) this.#firstSecond = second;
	}
}
