import { type Clock, systemClock } from '../../src/base/clock.ts';

/** A clock that runs so many times faster than the wall's: waits of seconds pass in milliseconds, while sockets are real. */
export function fastClock(factor = 20): Clock {
	const start = Date.now();
	return {
		now: () => start + (Date.now() - start) * factor,
		after: (delayMs, run) => systemClock.after(delayMs / factor, run),
	};
}
