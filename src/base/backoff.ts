/**
 * How long to wait before asking again. The figures are client-go's reflector's (tools/cache/reflector.go):
 * 800 ms, doubled up to 30 s, each stretched by up to as much again so that clients do not return in step,
 * and forgotten after two minutes without a failure.
 */
export const FIRST_DELAY_MS = 800;
export const LONGEST_DELAY_MS = 30_000;
export const QUIET_MS = 120_000;

/** Failed tries so far, and when the last one was. */
export interface Tries {
	readonly count: number;
	/** Epoch ms; undefined: none yet. */
	readonly lastAt: number | undefined;
}

export const noTries: Tries = { count: 0, lastAt: undefined };

/** Counts one more failure, starting anew when the last one is long past. */
export function failedAgain(tries: Tries, now: number): Tries {
	const quiet = tries.lastAt !== undefined && now - tries.lastAt > QUIET_MS;
	return { count: quiet ? 1 : tries.count + 1, lastAt: now };
}

/**
 * Milliseconds to wait after `tries.count` failures.
 * @param dice 0 ≤ dice < 1, the jitter
 * @param floorMs what the server asked for (Retry-After); never undercut
 */
export function delayAfter(tries: Tries, dice: number, floorMs = 0): number {
	const doubled = FIRST_DELAY_MS * 2 ** Math.min(Math.max(tries.count - 1, 0), 16);
	// Many are told the same time: they come back at it or a little later, not all at once.
	const asked = floorMs === 0 ? 0 : floorMs + dice * FIRST_DELAY_MS;
	return Math.max(Math.min(doubled, LONGEST_DELAY_MS) * (1 + dice), asked);
}
