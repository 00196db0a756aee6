/** The part of `process` that is used, so that tests can send signals to a fake one. */
export interface SignalSource {
	on(event: string, listener: (...args: unknown[]) => void): unknown;
	off(event: string, listener: (...args: unknown[]) => void): unknown;
}

export interface ExitPaths {
	/** SIGTERM, SIGHUP or SIGINT came; the code is the shell's 128 + number. */
	readonly onSignal: (exitCode: number) => void;
	/** Nothing caught this; the program is about to end. */
	readonly onCrash: (error: unknown) => void;
	/** The program runs again after a stop: the screen holds the shell's text. */
	readonly onContinue: () => void;
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Listens on every way in which the program may be ended from outside. Ink's own restore does nothing
 * once somebody else listens, so whoever is called here gives the terminal back.
 * Returns the way to stop listening.
 */
export function watchExitPaths(source: SignalSource, paths: ExitPaths): () => void {
	const listeners: [event: string, listener: (...args: unknown[]) => void][] = [
		...Object.entries(signals).map(([name, code]): [string, () => void] => [name, () => paths.onSignal(code)]),
		['SIGCONT', () => paths.onContinue()],
		['uncaughtException', (error) => paths.onCrash(error)],
		['unhandledRejection', (error) => paths.onCrash(error)],
	];
	for (const [event, listener] of listeners) source.on(event, listener);
	return () => {
		for (const [event, listener] of listeners) source.off(event, listener);
	};
}
