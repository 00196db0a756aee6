/** Cancels a timer. Calling it twice, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** Time as an argument: whatever waits or reads the time is given one of these, so that tests can move it by hand. */
export interface Clock {
	/** Milliseconds since the epoch, by the local wall clock. */
	now(): number;
	/** Calls `run` once after `delayMs`. The timer does not keep the process alive. */
	after(delayMs: number, run: () => void): Cancel;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(delayMs, run) {
		const timer = setTimeout(run, Math.max(0, delayMs));
		timer.unref();
		return () => clearTimeout(timer);
	},
};
