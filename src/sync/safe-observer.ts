import type { SyncObserver } from './types.ts';

/**
 * Several observers as one. Each hears everything: one that throws does not stop the others, nor the stream;
 * what it threw goes to `onError`.
 */
export function combineObservers(observers: readonly SyncObserver[], onError: (error: unknown) => void): Required<SyncObserver> {
	const each = (call: (observer: SyncObserver) => void): void => {
		for (const observer of observers) {
			try {
				call(observer);
			} catch (error) {
				onError(error);
			}
		}
	};
	return {
		transition: (entry) => each((observer) => observer.transition?.(entry)),
		request: (entry) => each((observer) => observer.request?.(entry)),
		warned: (entry) => each((observer) => observer.warned?.(entry)),
		delivered: (streamId, at, events, bookmarks) => each((observer) => observer.delivered?.(streamId, at, events, bookmarks)),
		stopped: (streamId, at) => each((observer) => observer.stopped?.(streamId, at)),
	};
}
