/** Cancels a timer. Calling it twice, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** Time as an argument: whatever waits or reads the time is given one of these, so that tests can move it by hand. */
export interface Clock {
	/** Milliseconds since the epoch, by the local wall clock; it never goes back, whatever becomes of that. */
	now(): number;
	/** Calls `run` once after `delayMs`. The timer does not keep the process alive. */
	after(delayMs: number, run: () => void): Cancel;
}

/**
 * The wall clock, read so that it never goes back: every deadline, age and wait is a difference of two readings, and one that was
 * set back by an hour would hold them all up for an hour. Forward it is followed, because a machine that slept is later than its
 * own timers know.
 * @param wall epoch ms, as somebody sets it
 * @param steady ms since whenever; it only grows
 */
export function steadyNow(wall: () => number, steady: () => number): () => number {
	let ahead = wall() - steady();
	return () => {
		const now = steady();
		ahead = Math.max(ahead, wall() - now);
		return Math.floor(now + ahead);
	};
}

/** Node fires a timer that is to wait for longer at once (lib/internal/timers.js, TIMEOUT_MAX). */
const LONGEST_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: steadyNow(Date.now, () => performance.now()),
	after(delayMs, run) {
		let timer: NodeJS.Timeout;
		const wait = (left: number): void => {
			const next = left > LONGEST_MS ? () => wait(left - LONGEST_MS) : run;
			timer = setTimeout(next, Math.min(Math.max(0, left), LONGEST_MS));
			timer.unref();
		};
		wait(delayMs);
		return () => clearTimeout(timer);
	},
};
