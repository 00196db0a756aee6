import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** One block of the event loop while lines are read, at most: keys typed meanwhile are painted in time. */
const BUDGET_MS = 4;

/** Shared by all that is read at once: together they take no longer than the budget before others have their turn. */
export class Pace {
	#since = Number.NEGATIVE_INFINITY;
	#turn: Promise<void> | undefined;

	/** Undefined: go on. Else wait for it. */
	breathe(): Promise<void> | undefined {
		const now = performance.now();
		// Nobody has read for a while: the budget begins anew.
		if (now - this.#since > 10 * BUDGET_MS) this.#since = now;
		if (now - this.#since < BUDGET_MS) return undefined;
		this.#turn ??= turn().then(() => {
			this.#turn = undefined;
			this.#since = performance.now();
		});
		return this.#turn;
	}
}
