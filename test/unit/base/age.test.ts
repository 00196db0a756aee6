import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { age, epochSeconds, humanDuration, printedAt } from '../../../src/base/age.ts';

const minute = 60;
const hour = 3600;
const day = 24 * hour;
const year = 365 * day;

/** Go's duration.HumanDuration, in its own order of tests, as the oracle. */
function goHumanDuration(seconds: number): string {
	if (seconds < -1) return '<invalid>';
	if (seconds < 0) return '0s';
	if (seconds < 120) return `${seconds}s`;
	const minutes = Math.trunc(seconds / 60);
	if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.trunc(seconds / 3600);
	if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
	if (hours < 48) return `${hours}h`;
	if (hours < 192) return hours % 24 === 0 ? `${Math.trunc(hours / 24)}d` : `${Math.trunc(hours / 24)}d${hours % 24}h`;
	if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24)}d`;
	const years = Math.trunc(hours / 24 / 365);
	const rest = Math.trunc(hours / 24) % 365;
	if (hours < 24 * 365 * 8) return rest === 0 ? `${years}y` : `${years}y${rest}d`;
	return `${years}y`;
}

describe('humanDuration', () => {
	test.each([
		[-2, '<invalid>'],
		[-1, '0s'],
		[0, '0s'],
		[2, '2s'],
		[119, '119s'],
		[120, '2m'],
		[330, '5m30s'],
		[10 * minute - 1, '9m59s'],
		[10 * minute, '10m'],
		[3 * hour - 1, '179m'],
		[3 * hour, '3h'],
		[3 * hour + 2 * minute, '3h2m'],
		[8 * hour - 1, '7h59m'],
		[8 * hour, '8h'],
		[26 * hour, '26h'],
		[2 * day - 1, '47h'],
		[2 * day, '2d'],
		[3 * day + 5 * hour, '3d5h'],
		[8 * day - 1, '7d23h'],
		[8 * day, '8d'],
		[400 * day, '400d'],
		[2 * year - 1, '729d'],
		[2 * year, '2y'],
		[3 * year + 17 * day, '3y17d'],
		[8 * year + 300 * day, '8y'],
		[400 * year, '292y'],
	])('%d seconds are %s', (seconds, text) => {
		expect(humanDuration(seconds)).toBe(text);
	});

	test('it agrees with the rules of Go for every whole number of seconds', () => {
		fc.assert(
			fc.property(fc.integer({ min: -10, max: 20 * year }), (seconds) => {
				expect(humanDuration(seconds)).toBe(goHumanDuration(seconds));
			}),
			{ numRuns: 2000 },
		);
	});

	test('a fraction is cut towards zero, so a clock that is less than two seconds ahead prints 0s', () => {
		expect(humanDuration(119.999)).toBe('119s');
		expect(humanDuration(-0.5)).toBe('0s');
		expect(humanDuration(-1.999)).toBe('0s');
		expect(humanDuration(-2)).toBe('<invalid>');
	});
});

describe('epochSeconds', () => {
	test('absent, empty, Go’s zero time and no date at all are 0, which prints <unknown>', () => {
		for (const text of [undefined, null, '', '0001-01-01T00:00:00Z', 'yesterday']) {
			expect(epochSeconds(text)).toBe(0);
			expect(age(epochSeconds(text), 1e12)).toBe('<unknown>');
		}
	});

	test('the epoch itself, which runtimes report for never, is not taken for absent', () => {
		const now = Date.parse('2026-11-22T01:25:20Z');
		expect(age(epochSeconds('1970-01-01T00:00:00Z'), now)).toBe('56y');
	});

	test('whole and fractional seconds and offsets are read', () => {
		expect(epochSeconds('2026-11-22T01:25:20Z')).toBe(1795310720);
		expect(epochSeconds('2026-11-22T01:25:20.250000Z')).toBe(1795310720.25);
		expect(epochSeconds('2026-11-22T02:25:20+01:00')).toBe(1795310720);
	});
});

describe('printedAt', () => {
	const anyDate = fc.integer({ min: 1_600_000_000, max: 2_000_000_000 }).map((seconds) => seconds * 1000);
	const withinSecond = fc.integer({ min: 0, max: 999 });

	test('the age of a time in whole seconds does not depend on when in its second the server printed', () => {
		fc.assert(
			fc.property(anyDate, withinSecond, fc.integer({ min: 0, max: 9 * year }), (date, at, old) => {
				const created = date / 1000 - old;
				expect(age(created, printedAt(date))).toBe(age(created, date + at));
			}),
		);
	});

	test('an age never differs from the printed one by more than a second', () => {
		fc.assert(
			fc.property(anyDate, withinSecond, fc.integer({ min: 0, max: 119_000 }), (date, at, old) => {
				const seconds = (text: string) => Number.parseInt(text, 10);
				const since = (date - old) / 1000;
				expect(Math.abs(seconds(age(since, printedAt(date))) - seconds(age(since, date + at)))).toBeLessThanOrEqual(1);
			}),
		);
	});

	test('a Date that has milliseconds is taken for its whole second', () => {
		expect(printedAt(1_000_250)).toBe(printedAt(1_000_000));
	});
});
