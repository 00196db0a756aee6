import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LogPace, logSchedule } from '../../../src/demo/log-schedule.ts';

const paces: fc.Arbitrary<LogPace> = fc.record({
	startedAtMs: fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 }),
	startLines: fc.integer({ min: 0, max: 5 }),
	blocks: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 60 }),
	rate: fc.oneof(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.integer({ min: 1, max: 20_000 })),
	salt: fc.integer({ min: 0, max: 0xffffffff }),
});
/** Some line of a log of up to a year. */
const someLine = (pace: LogPace, part: number): number =>
	Math.floor(part * Math.min(1e4, logSchedule(pace).countAt((pace.startedAtMs + 60_000) * 1000))) +
	(part > 0.5 ? Math.floor(part * pace.rate * 31e6) : 0);

const parts = fc.double({ min: 0, max: 1, noNaN: true });

test('each line comes after the one before it, in whole microseconds', () => {
	fc.assert(
		fc.property(paces, parts, (pace, part) => {
			const { timeOf } = logSchedule(pace);
			const line = someLine(pace, part);
			expect(Number.isInteger(timeOf(line))).toBe(true);
			expect(timeOf(line + 1)).toBeGreaterThan(timeOf(line));
		}),
	);
});

test('as many lines are there at the time of a line as come up to it, and one fewer just before', () => {
	fc.assert(
		fc.property(paces, parts, (pace, part) => {
			const { timeOf, countAt } = logSchedule(pace);
			const line = someLine(pace, part);
			expect([countAt(timeOf(line) - 1), countAt(timeOf(line))]).toEqual([line, line + 1]);
		}),
	);
});

test('the rate is what was asked for', () => {
	for (const rate of [0.2, 1, 500, 20_000]) {
		const schedule = logSchedule({ startedAtMs: 1_700_000_000_000, startLines: 3, blocks: [1, 1, 7, 1], rate, salt: 9 });
		const seconds = 100_000;
		expect(schedule.countAt((1_700_000_000_000 + seconds * 1000) * 1000) / seconds).toBeCloseTo(rate, rate > 1000 ? -3 : 2);
	}
});
