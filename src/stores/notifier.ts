/** Runs `flush` later, once. How much later is the scheduler's business: a test runs it at once, an engine at most so often. */
export type Schedule = (flush: () => void) => void;

export interface Notifier {
	/** Something changed: the listeners are told once, later, however often this is called before. */
	notify(): void;
	/** Returns the way to stop. */
	subscribe(listener: () => void): () => void;
	/** Tells nobody anything any more. */
	dispose(): void;
}

/**
 * Tells listeners that something changed, one notification a batch.
 * A listener that throws does not stop the others: `onListenerError` gets what it threw.
 */
export function createNotifier(schedule: Schedule, onListenerError: (error: unknown) => void): Notifier {
	const listeners = new Set<() => void>();
	let scheduled: boolean = false;
	let disposed: boolean = false;

	const flush = (): void => {
		// What is notified from here on belongs to the next batch.
		scheduled = false;
		if (disposed) return;
		for (const listener of [...listeners]) {
			if (!listeners.has(listener)) continue;
			try {
				listener();
			} catch (error) {
				onListenerError(error);
			}
		}
	};

	return {
		notify() {
			if (scheduled || disposed) return;
			scheduled = true;
			schedule(flush);
		},
		subscribe(listener) {
			// Each subscription counts for itself, also when two are given the same function.
			const own = (): void => listener();
			listeners.add(own);
			return () => listeners.delete(own);
		},
		dispose() {
			disposed = true;
			listeners.clear();
		},
	};
}
