/** The part of `process` that is used, so that tests can send signals to a fake one. */
export interface SignalSource {
	on(event: string, listener: (...args: unknown[]) => void): unknown;
	off(event: string, listener: (...args: unknown[]) => void): unknown;
}

export interface ExitPaths {
	/** SIGTERM, SIGHUP, SIGINT or SIGQUIT came; the code is the shell's 128 + number. */
	readonly onSignal: (exitCode: number) => void;
	/** Nothing caught this; the program is about to end. */
	readonly onCrash: (error: unknown) => void;
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;

/**
 * Listens on every way in which the program may be ended from outside. Ink's own restore does nothing
 * once somebody else listens, so whoever is called here gives the terminal back.
 * Returns the way to stop listening.
 */
export function watchExitPaths(source: SignalSource, paths: ExitPaths): () => void {
	const listeners: [event: string, listener: (...args: unknown[]) => void][] = [
		...Object.entries(signals).map(([name, code]): [string, () => void] => [name, () => paths.onSignal(code)]),
		['uncaughtException', (error) => paths.onCrash(error)],
		['unhandledRejection', (error) => paths.onCrash(error)],
	];
	for (const [event, listener] of listeners) source.on(event, listener);
	return () => {
		for (const [event, listener] of listeners) source.off(event, listener);
	};
}
