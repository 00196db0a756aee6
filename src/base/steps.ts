import type { Clock } from './clock.ts';

/** Long work in small steps, between which something else may have its turn. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** So long is worked before everything else has its turn: a frame is 16 ms. */
const TURN_MS = 6;

/** To the end, where nobody waits for anything else. */
export function allAtOnce<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done === true) return value;
	}
}

/**
 * To the end, a few milliseconds at a time. Throws the signal's reason when it is aborted, and what a step throws; no step is then done
 * any more.
 */
export async function inTurns<T>(steps: Steps<T>, clock: Clock, signal: AbortSignal): Promise<T> {
	for (;;) {
		signal.throwIfAborted();
		const until = clock.now() + TURN_MS;
		do {
			const { done, value } = steps.next();
			if (done === true) return value;
		} while (clock.now() < until);
		await new Promise<void>((resolve) => {
			clock.after(0, resolve);
		});
	}
}
