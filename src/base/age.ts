/**
 * Ages as Kubernetes prints them. Whole rules of `HumanDuration` and `translateTimestampSince`
 * (k8s.io/apimachinery pkg/util/duration/duration.go and kubernetes pkg/printers/internalversion/printers.go, 1.36).
 *
 * Which "now" an age counts to. The only clock that a client shares with the server is the Date header, and that holds
 * whole seconds: an answer dated 20 was printed somewhere in [20, 21). Times in whole seconds (creationTimestamp and nearly
 * every other) give the same age for any moment in that second, so for them the choice is free. Only times with a fraction
 * (the eventTime and series of events) can come out a second off, and no rule can prevent that; what can be had is one
 * choice, made in one place: `printedAt`. It takes a moment late in the second, because a time of that same second then
 * is not in the future, and of the late moments the one under which every cell of the recorded Tables comes out as the
 * server printed it (they pin the moment to between .916 and .943 of its second).
 */

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A Go duration holds 292 years at most; a longer one is cut to this, in seconds. */
const longestDuration = 9_223_372_036;

const printedWithinSecondMs = 937;

/** The moment (epoch ms) at which an answer with this Date header (epoch ms) is taken to have been printed. */
export const printedAt = (serverDate: number): number => Math.floor(serverDate / 1000) * 1000 + printedWithinSecondMs;

/**
 * RFC 3339 text to epoch seconds, with the fraction to the millisecond. 0: absent, Go's zero time, or no date.
 * The epoch itself, which container runtimes report for "never", is 1: it prints the same and is not absent.
 */
export function epochSeconds(text: string | null | undefined): number {
	if (text === undefined || text === null || text === '') return 0;
	const ms = Date.parse(text);
	if (Number.isNaN(ms) || text.startsWith('0001-01-01T00:00:00Z')) return 0;
	return ms === 0 ? 1 : ms / 1000;
}

/** `5m30s` for a time in epoch seconds, at `now` in epoch milliseconds. 0 is `<unknown>`; 2 s or more ahead of now is `<invalid>`. */
export function age(since: number, now: number): string {
	return since === 0 ? '<unknown>' : humanDuration((now - Math.round(since * 1000)) / 1000);
}

/** Two to three significant figures of a duration in seconds, as kubectl shows it. */
export function humanDuration(seconds: number): string {
	// Go's conversions cut towards zero, so a clock that is less than two seconds ahead still prints 0s.
	const whole = Math.trunc(Math.min(seconds, longestDuration));
	if (whole < -1) return '<invalid>';
	if (whole < 0) return '0s';
	if (whole < 2 * minute) return `${whole}s`;
	if (whole < 10 * minute) return two(Math.floor(whole / minute), 'm', whole % minute, 's');
	if (whole < 3 * hour) return `${Math.floor(whole / minute)}m`;
	if (whole < 8 * hour) return two(Math.floor(whole / hour), 'h', Math.floor(whole / minute) % 60, 'm');
	if (whole < 2 * day) return `${Math.floor(whole / hour)}h`;
	const days = Math.floor(whole / day);
	if (days < 8) return two(days, 'd', Math.floor(whole / hour) % 24, 'h');
	if (days < 2 * 365) return `${days}d`;
	if (days < 8 * 365) return two(Math.floor(days / 365), 'y', days % 365, 'd');
	return `${Math.floor(days / 365)}y`;
}

const two = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
	small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;

const unitSeconds: Readonly<Record<string, number>> = { y: 365 * day, d: day, h: hour, m: minute, s: 1 };

/** What `humanDuration` does not tell apart, in seconds, of a duration of so many. */
const stepOf = (seconds: number): number =>
	seconds < 10 * minute ? 1 : seconds < 8 * hour ? minute : seconds < 8 * day ? hour : seconds < 8 * 365 * day ? day : 365 * day;

/**
 * The seconds of a duration as `humanDuration` writes it (`7h5m`), the middle of those that it writes so: what is counted on from it
 * is wrong by half of the last unit at most. Undefined: it is no such text.
 */
export function durationSeconds(text: string): number | undefined {
	const parts = /^(?:\d{1,6}[ydhms])(?:\d{1,6}[dhms])?$/.test(text) ? text.match(/\d+[ydhms]/g) : null;
	if (parts === null) return undefined;
	const least = parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (unitSeconds[part.slice(-1)] ?? 0), 0);
	const step = stepOf(least);
	return step === 1 ? least : least + step / 2;
}
