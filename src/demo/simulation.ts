import type { Cancel, Clock } from '../base/clock.ts';

/** Timers and subscriptions of everything that moves by itself, ended together. */
export class Simulation {
	private readonly clock: Clock;
	private readonly timers = new Set<Cancel>();
	private readonly endings: (() => void)[] = [];
	private ended = false;

	constructor(clock: Clock) {
		this.clock = clock;
	}

	now(): number {
		return this.clock.now();
	}

	after(delayMs: number, run: () => void): void {
		if (this.ended) return;
		const cancel = this.clock.after(delayMs, () => {
			this.timers.delete(cancel);
			run();
		});
		this.timers.add(cancel);
	}

	onEnd(ending: () => void): void {
		this.endings.push(ending);
	}

	end(): void {
		this.ended = true;
		for (const cancel of this.timers) cancel();
		this.timers.clear();
		for (const ending of this.endings.splice(0)) ending();
	}
}
