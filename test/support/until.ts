/** Tells listeners that something may have happened. */
export class Bell {
	readonly #listeners = new Set<() => void>();

	readonly ring = (): void => {
		for (const listener of [...this.#listeners]) listener();
	};

	readonly hear = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};
}

export interface Awaited {
	/** What is waited for, in words, for the failure. */
	readonly what: string;
	/** Calls back whenever the condition may have changed. Returns the way to stop. */
	readonly subscribe: (listener: () => void) => () => void;
	/** What was seen instead, for the failure. */
	readonly seen: () => string;
}

/** Far longer than any event of a test takes: it only turns an event that never comes into a failure that says so. */
const DEADLINE_MS = 25_000;

/** Resolves when the condition holds, looked at now and at every call back. Rejects at the deadline with what was seen. */
export async function until(condition: () => boolean, { what, subscribe, seen }: Awaited): Promise<void> {
	if (condition()) return;
	await new Promise<void>((resolve, reject) => {
		const finish = (settle: () => void): void => {
			clearTimeout(deadline);
			stop();
			settle();
		};
		const look = (): void => {
			try {
				if (condition()) finish(resolve);
			} catch (error) {
				finish(() => reject(error));
			}
		};
		const deadline = setTimeout(() => finish(() => reject(new Error(`Waited in vain for: ${what}\nSeen:\n${seen()}`))), DEADLINE_MS);
		const stop = subscribe(look);
	});
}
