import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** One block of the event loop while bytes are read, at most: a key that is typed meanwhile is painted in time. */
const SLICE_MS = 4;

/** Cuts a long reading into pieces, between which the event loop turns. */
export class Slices {
	private readonly now: () => number;
	private until: number;

	/** `now` in milliseconds, from whenever. */
	constructor(now: () => number = () => performance.now()) {
		this.now = now;
		this.until = now() + SLICE_MS;
	}

	/** The event loop has just turned. */
	begin(): void {
		this.until = this.now() + SLICE_MS;
	}

	isOver = (): boolean => this.now() >= this.until;

	/** Lets everything else have its turn. */
	async next(): Promise<void> {
		await turn();
		this.begin();
	}
}
