import { globSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { steadyNow, systemClock } from '../../../src/base/clock.ts';

const HOUR_MS = 3_600_000;

describe('the time that is read', () => {
	it('is the wall clock’s, goes on evenly when that is set back, and follows it forward', () => {
		let wall = 1_000_000;
		let steady = 50;
		const now = steadyNow(
			() => wall,
			() => steady,
		);
		const pass = (ms: number, set = 0) => {
			steady += ms;
			wall += ms + set;
			return now();
		};
		expect(now()).toBe(1_000_000);
		expect(pass(500)).toBe(1_000_500);
		expect(pass(500, -HOUR_MS)).toBe(1_001_000);
		expect(pass(60_000)).toBe(1_061_000);
		// A machine that slept: its timers stood still.
		expect(pass(1_000, 3 * HOUR_MS)).toBe(1_000_000 + 62_000 + 2 * HOUR_MS);
		expect(pass(1_000)).toBe(1_000_000 + 63_000 + 2 * HOUR_MS);
	});
});

describe('a timer', () => {
	afterEach(() => {
		vi.useRealTimers();
	});

	it('that is to wait for longer than Node can waits so long all the same, and can be called off', () => {
		vi.useFakeTimers();
		const month = 30 * 24 * HOUR_MS;
		const fired: string[] = [];
		systemClock.after(month, () => fired.push('month'));
		const cancel = systemClock.after(month, () => fired.push('never'));
		vi.advanceTimersByTime(month - 1);
		expect(fired).toEqual([]);
		cancel();
		vi.advanceTimersByTime(1);
		expect(fired).toEqual(['month']);
	});
});

describe('time in the whole program', () => {
	it('is read from a clock alone, so that none of it can be set back', () => {
		const src = new URL('../../../src/', import.meta.url);
		const reads = globSync('**/*.{ts,tsx}', { cwd: src }).filter((file) =>
			/\bDate\.now\b|new Date\(\)/.test(readFileSync(new URL(file, src), 'utf8')),
		);
		expect(reads).toEqual(['base/clock.ts']);
	});
});
