/** Throws what an observer or a subscriber threw on a later turn: it ends the program in the end, but not the stream that told it. */
export const rethrowLater = (error: unknown): void =>
	queueMicrotask(() => {
		throw error;
	});
