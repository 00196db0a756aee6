import type { Cancel, Clock } from '../base/clock.ts';

/** Data is drawn at most this often: 12 frames a second are read as smoothly as 60 and cost a fifth. */
export const dataFrameMs = 80;
/**
 * While a list is still being read and the screen is full already, a frame shows little but a growing number, and costs
 * the time in which the rest could be read: at 12 frames a second, a third of all CPU until 10 000 pods are there.
 */
export const loadingFrameMs = 400;

/** When the screen is drawn again: keys at once, data in batches, time when its text turns. */
export interface Repaint {
	/** Draw now: a key was pressed. */
	now(): void;
	/** Draw soon: rows, samples or a status changed. */
	soon(): void;
	stop(): void;
}

/** Why there is something to draw: a key or data, or nothing but time has passed since the frame before. */
export type Cause = 'change' | 'time';

/**
 * `draw` returns in how many milliseconds something on the screen turns by time alone.
 * `frameMs` is how far apart frames of data are now.
 */
export function repaint(clock: Clock, draw: (cause: Cause) => number, frameMs: () => number = () => dataFrameMs): Repaint {
	let pending: Cancel | undefined;
	let turning: Cancel | undefined;
	let drawnAt = Number.NEGATIVE_INFINITY;
	let stopped = false;

	const drawNow = (cause: Cause): void => {
		if (stopped) return;
		pending?.();
		turning?.();
		pending = undefined;
		drawnAt = clock.now();
		const quietMs = draw(cause);
		if (!stopped) turning = clock.after(quietMs, () => drawNow('time'));
	};

	return {
		now: () => drawNow('change'),
		soon() {
			if (stopped || pending !== undefined) return;
			pending = clock.after(Math.max(0, drawnAt + frameMs() - clock.now()), () => drawNow('change'));
		},
		stop() {
			stopped = true;
			pending?.();
			turning?.();
		},
	};
}
