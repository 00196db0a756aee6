import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepsRising, risesBeyond, risesThroughout, trendOf } from './trend.ts';

const hourMs = 3_600_000;

describe('the trend of samples', () => {
	it('is the slope of what lies on a line, without an error', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -1_000, max: 1_000 }),
				fc.integer({ min: 0, max: 1e6 }),
				fc.uniqueArray(fc.integer({ min: 0, max: hourMs }), { minLength: 3, maxLength: 50 }),
				(perHour, start, times) => {
					const trend = trendOf(times.map((at) => ({ at, value: start + (perHour * at) / hourMs })));
					expect(trend.perHour).toBeCloseTo(perHour, 3);
					expect(trend.error).toBeLessThan(0.01 + Math.abs(perHour));
				},
			),
		);
	});

	it('has an error that says how little noise tells', () => {
		const noisy = Array.from({ length: 60 }, (_, minute) => ({ at: minute * 60_000, value: 20e6 + (minute % 2 === 0 ? 1e6 : -1e6) }));
		const trend = trendOf(noisy);
		expect(Math.abs(trend.perHour)).toBeLessThan(2 * trend.error);
		expect(risesBeyond(trend, 0)).toBe(false);
	});

	it('is beyond a budget only where chance does not explain it', () => {
		const leaking = Array.from({ length: 120 }, (_, at) => ({ at: at * 10_000, value: 20e6 + at * 20_000 + (at % 3) * 100_000 }));
		expect(risesBeyond(trendOf(leaking), 2e6)).toBe(true);
		expect(risesBeyond(trendOf(leaking.slice(0, 4)), 2e6)).toBe(false);
	});

	it('of fewer than three samples is not known, and never beyond', () => {
		const few = trendOf([
			{ at: 0, value: 0 },
			{ at: 1, value: 1e9 },
		]);
		expect(few.perHour).toBeNaN();
		expect(risesBeyond(few, 0)).toBe(false);
	});
});

describe('a rise', () => {
	const minutes = (of: (minute: number) => number) =>
		Array.from({ length: 90 }, (_, at) => ({ at: at * 10_000, value: 130e6 + of(at / 6) + (at % 5) * 50_000 }));

	it('goes on where something leaks', () => {
		expect(
			risesThroughout(
				minutes((minute) => minute * 200_000),
				2e6,
			),
		).toBe(true);
	});

	it('does not where one busy minute needed more, and nothing after it', () => {
		const stepped = minutes((minute) => (minute < 8 ? 0 : 3.4e6));
		expect(risesBeyond(trendOf(stepped), 2e6)).toBe(true);
		expect(risesThroughout(stepped, 2e6)).toBe(false);
	});

	it('of hardly any samples is none', () => {
		expect(risesThroughout(minutes((minute) => minute * 1e6).slice(0, 4), 2e6)).toBe(false);
	});
});

describe('a count', () => {
	it('keeps rising where one more is lost every few looks', () => {
		expect(keepsRising(Array.from({ length: 60 }, (_, look) => 10 + Math.floor(look / 4)))).toBe(true);
	});

	it('does not where it goes up and down with what is open', () => {
		expect(keepsRising(Array.from({ length: 60 }, (_, look) => 10 + ((look * 7) % 11)))).toBe(false);
		expect(keepsRising([5, 5, 5, 5, 5, 5, 9, 9, 5])).toBe(false);
	});

	it('says nothing before nine looks', () => {
		expect(keepsRising([1, 2, 3, 4, 5, 6, 7, 8])).toBe(false);
		expect(keepsRising([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(true);
	});
});
