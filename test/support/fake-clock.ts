import type { Cancel, Clock } from '../../src/base/clock.ts';

/** A clock that is moved by hand. Timers run in the order of their times, each at its own time. */
export class FakeClock implements Clock {
	#now: number;
	#next = 1;
	readonly #timers = new Map<number, { readonly at: number; readonly run: () => void }>();

	constructor(now = Date.UTC(2026, 10, 22, 3, 0, 0)) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	after(delayMs: number, run: () => void): Cancel {
		const id = this.#next++;
		this.#timers.set(id, { at: this.#now + Math.max(0, delayMs), run });
		return () => this.#timers.delete(id);
	}

	/** How many timers wait. */
	get waiting(): number {
		return this.#timers.size;
	}

	/** When the next timer is due, epoch ms; undefined: none waits. */
	get nextAt(): number | undefined {
		const times = Array.from(this.#timers.values(), ({ at }) => at);
		return times.length === 0 ? undefined : Math.min(...times);
	}

	/** Goes on by so many milliseconds, letting promises settle before, between and after timers. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		await settle();
		for (;;) {
			const due = [...this.#timers].filter(([, timer]) => timer.at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
			if (due === undefined) break;
			const [id, timer] = due;
			this.#timers.delete(id);
			this.#now = Math.max(this.#now, timer.at);
			timer.run();
			await settle();
		}
		this.#now = end;
		await settle();
	}

	/** The wall clock jumps, as after a sleep; timers that were due meanwhile run late, at the new time. */
	async jump(ms: number): Promise<void> {
		this.#now += ms;
		await this.advance(0);
	}
}

/** Lets every promise that can settle without time settle. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
