import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delayAfter, failedAgain, LONGEST_DELAY_MS, noTries, QUIET_MS } from '../../../src/base/backoff.ts';
import { compareVersions } from '../../../src/sync/compare-versions.ts';

const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
	it('doubles from 800 ms to 30 s, stretched by at most as much again', () => {
		const steps = [1, 2, 3, 4, 5, 6, 7, 40].map((count) => delayAfter({ count, lastAt: 0 }, 0));
		expect(steps).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 100 }), dice, (count, roll) => {
				const plain = delayAfter({ count, lastAt: 0 }, 0);
				const jittered = delayAfter({ count, lastAt: 0 }, roll);
				expect(jittered).toBeGreaterThanOrEqual(plain);
				// At most: the largest double below 1, added to 1, is 2.
				expect(jittered).toBeLessThanOrEqual(2 * LONGEST_DELAY_MS);
			}),
		);
	});

	it('never undercuts what the server asked for', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 20 }), dice, fc.integer({ min: 0, max: 120_000 }), (count, roll, floor) => {
				expect(delayAfter({ count, lastAt: 0 }, roll, floor)).toBeGreaterThanOrEqual(floor);
			}),
		);
	});

	it('starts anew after two quiet minutes', () => {
		const tired = failedAgain(failedAgain(noTries, 0), 1_000);
		expect(tired.count).toBe(2);
		expect(failedAgain(tired, 1_000 + QUIET_MS).count).toBe(3);
		expect(failedAgain(tired, 1_001 + QUIET_MS).count).toBe(1);
	});
});

describe('comparing versions', () => {
	it('is that of whole numbers, however long', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: 2n ** 128n }), fc.bigInt({ min: 1n, max: 2n ** 128n }), (a, b) => {
				const expected = a === b ? 'same' : a < b ? 'older' : 'newer';
				expect(compareVersions(String(a), String(b))).toBe(expected);
			}),
		);
	});

	it('says nothing of what is no version', () => {
		expect(compareVersions('999', '1000')).toBe('older');
		for (const odd of ['', '0', '01', 'abc', '1.5', '-3']) expect(compareVersions(odd, '5')).toBe('unknown');
	});
});
