import type { Cancel, Clock } from '../base/clock.ts';
import type { SignalSource } from './exit-paths.ts';

/** A process that has no shell to come back to is not stopped by SIGTSTP; it notices that it goes on after this long. */
const stoppedWithinMs = 100;

export interface JobControlOptions {
	readonly source: SignalSource;
	readonly clock: Clock;
	/** Sends SIGTSTP to the whole job, as the terminal does on ctrl-z: whoever started us is to stop, too. */
	readonly stopJob: () => void;
	/** Gives the terminal back to the shell; resolves when it has it. */
	readonly leave: () => Promise<void>;
	/** The program goes on: whatever the shell did to the terminal is to be undone, whether or not it was given back. */
	readonly back: () => void;
}

export interface JobControl {
	/** Stops the program until the shell lets it go on (`fg`). */
	suspend(): void;
	/** Listens no more. */
	stop(): void;
}

/**
 * Being stopped and going on. SIGTSTP from outside and `suspend` do the same; SIGSTOP cannot be noticed, so SIGCONT is taken
 * to mean that the terminal is in whatever state the shell left it.
 */
export function jobControl({ source, clock, stopJob, leave, back }: JobControlOptions): JobControl {
	let isAway = false;
	let isOver = false;
	let cancelReturn: Cancel | undefined;

	const suspend = (): void => {
		if (isAway || isOver) return;
		isAway = true;
		void leave().then(() => {
			if (isOver) return;
			// Only without a listener does the signal do what it is for.
			source.off('SIGTSTP', suspend);
			stopJob();
			cancelReturn = clock.after(stoppedWithinMs, goOn);
		});
	};

	const goOn = (): void => {
		cancelReturn?.();
		if (isAway) source.on('SIGTSTP', suspend);
		isAway = false;
		back();
	};

	source.on('SIGTSTP', suspend);
	source.on('SIGCONT', goOn);
	return {
		suspend,
		stop() {
			isOver = true;
			cancelReturn?.();
			source.off('SIGTSTP', suspend);
			source.off('SIGCONT', goOn);
		},
	};
}
