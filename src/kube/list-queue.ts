import { ApiFailure } from '../base/api-error.ts';

export type Priority = () => 'visible' | 'background';

interface Waiting {
	readonly priority: Priority;
	readonly enter: () => void;
}

/**
 * The places for LISTs of one context. Four at once keep an API server's priority-and-fairness queue and our own CPU calm;
 * whoever waits for a visible pane goes first, asked anew whenever a place is free. Until a first LIST has ended, the
 * visible ones are alone: what is read for the cells beside the rows would be answered before the rows are.
 */
export class ListQueue {
	private free: number;
	/** The first visible LIST is on its way, and no LIST has ended yet. */
	private isFirst: boolean | undefined;
	private readonly waiting: Waiting[] = [];

	constructor(places = 4) {
		this.free = places;
	}

	/** Resolves with the way to give the place back. Throws ApiFailure `aborted`. */
	async enter(priority: Priority, signal: AbortSignal | undefined): Promise<() => void> {
		if (signal?.aborted === true) throw aborted();
		const isVisible = priority() === 'visible';
		if (isVisible) this.isFirst ??= true;
		if (this.free > 0 && (isVisible || this.isFirst !== true)) this.free -= 1;
		else await this.wait(priority, signal);
		let left = false;
		return () => {
			if (left) return;
			left = true;
			this.leave();
		};
	}

	private wait(priority: Priority, signal: AbortSignal | undefined): Promise<void> {
		return new Promise((resolve, reject) => {
			const onAbort = (): void => {
				this.waiting.splice(this.waiting.indexOf(waiting), 1);
				reject(aborted());
			};
			const waiting: Waiting = {
				priority,
				enter: () => {
					signal?.removeEventListener('abort', onAbort);
					resolve();
				},
			};
			signal?.addEventListener('abort', onAbort, { once: true });
			this.waiting.push(waiting);
		});
	}

	private leave(): void {
		this.isFirst = false;
		this.free += 1;
		while (this.free > 0 && this.waiting.length > 0) {
			const visible = this.waiting.findIndex((waiting) => waiting.priority() === 'visible');
			const [next] = this.waiting.splice(Math.max(0, visible), 1);
			this.free -= 1;
			next?.enter();
		}
	}
}

const aborted = (): ApiFailure => new ApiFailure({ kind: 'aborted', message: 'the request was aborted' });
