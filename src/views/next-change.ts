/** Seconds ahead at which text that depends on the time is looked at. */
const probes = [1, 2, 5, 10, 30, 60] as const;

/**
 * How long, in seconds, nothing has to be drawn for the sake of time alone. `textAhead(s)` is what would be shown in s seconds.
 * Ages turn at moments that only the cells know, so they are asked: the answer is the last probe before the first change,
 * from where the same question narrows it down. A change is drawn within a second of its moment, and a quiet screen wakes up rarely.
 */
export function quietSeconds(textAhead: (seconds: number) => string): number {
	const now = textAhead(0);
	let quiet = 0;
	for (const seconds of probes) {
		if (textAhead(seconds) !== now) break;
		quiet = seconds;
	}
	return Math.max(1, quiet);
}
