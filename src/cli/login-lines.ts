import type { Cancel, Clock } from '../base/clock.ts';
import type { Connection } from '../kube/connection.ts';

/** Short for who waits, long enough for a line that comes in pieces. */
const lookMs = 200;

/**
 * Without a screen, what a credential plugin prints goes to stderr while it runs, as kubectl passes it on: a device code that comes
 * after the login has failed is of no use. `tell` gets each line once, safe for a terminal. Returns the way to stop.
 */
export function tellLogin(connection: Pick<Connection, 'credentialOutput'>, clock: Clock, tell: (line: string) => void): () => void {
	let seen = '';
	let told: readonly string[] = [];
	let cancel: Cancel | undefined;
	const look = (): void => {
		const printed = connection.credentialOutput();
		// The last line may not be whole yet: it is told once nothing was added to it.
		if (printed === seen) {
			const lines = printed.split('\n').filter((line) => line.trim() !== '');
			const goesOn = told.every((line, at) => lines[at] === line);
			for (const line of goesOn ? lines.slice(told.length) : lines) tell(line);
			told = lines;
		}
		seen = printed;
		cancel = clock.after(lookMs, look);
	};
	look();
	return () => cancel?.();
}
