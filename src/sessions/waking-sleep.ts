import type { Clock } from '../base/clock.ts';

const never = (): boolean => false;

/** Waits that others can cut short. One at a time. */
export class WakingSleep {
	readonly #clock: Clock;
	readonly #stopped: AbortSignal;
	#wake: () => void = () => undefined;

	/** No wait outlasts `stopped` once it is woken. */
	constructor(clock: Clock, stopped: AbortSignal) {
		this.#clock = clock;
		this.#stopped = stopped;
	}

	/** What is waited for may hold now. */
	wake(): void {
		this.#wake();
	}

	/** Waits so long, or until it is stopped, or until what is waited for holds; without that, until it is woken. */
	async sleep(ms: number, holds: () => boolean = never): Promise<void> {
		const until = this.#clock.now() + ms;
		while (!this.#stopped.aborted && !holds() && this.#clock.now() < until) {
			const woken = await new Promise<boolean>((resolve) => {
				const cancel = this.#clock.after(until - this.#clock.now(), () => resolve(false));
				this.#wake = () => {
					cancel();
					resolve(true);
				};
			});
			this.#wake = () => undefined;
			if (woken && holds === never) return;
		}
	}
}
