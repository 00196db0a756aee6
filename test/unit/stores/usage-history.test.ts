import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyLength, mostHistories, UsageHistory } from '../../../src/stores/usage-history.ts';

const start = Date.parse('2026-11-22T01:00:00Z');
const step = 15_000;

const sampleAt = (cpuMilli: number, timestamp: number) => ({ cpuMilli, memoryMiB: 2 * cpuMilli, timestamp, windowSeconds: 15 });

const rounded = (past: readonly (number | null)[] | undefined) => past?.map((each) => (each === null ? null : Math.round(each)));

/** One object of which a sample came, or none, every 15 s; what is kept a moment after the last of them. */
function kept(samples: readonly (number | undefined)[], laterMs = 1000) {
	const history = new UsageHistory();
	for (const [index, cpu] of samples.entries()) {
		history.take(cpu === undefined ? new Map() : new Map([['shop/a', sampleAt(cpu, start + index * step)]]), 5_000);
	}
	return history.of('shop/a', start + (samples.length - 1) * step + laterMs);
}

describe('the history of use', () => {
	test('is the last samples, oldest first, of CPU and of memory', () => {
		const past = kept([1, 20, 300]);
		expect(rounded(past?.cpuMilli)).toEqual([1, 20, 300]);
		expect(rounded(past?.memoryMiB)).toEqual([2, 40, 600]);
	});

	test('of what was never measured is none', () => {
		expect(new UsageHistory().of('shop/a', start)).toBeUndefined();
	});

	test('counts a sample that is asked for twice once', () => {
		const history = new UsageHistory();
		for (let asked = 0; asked < 3; asked++) history.take(new Map([['node-1', sampleAt(7, start)]]), 5_000);
		expect(rounded(history.of('node-1', start)?.cpuMilli)).toEqual([7]);
	});

	test('has a gap for each sample that did not come, and none for one that came a little late', () => {
		expect(rounded(kept([1, undefined, undefined, 4])?.cpuMilli)).toEqual([1, null, null, 4]);
		const late = new UsageHistory();
		late.take(new Map([['node-1', sampleAt(1, start)]]), 5_000);
		late.take(new Map([['node-1', sampleAt(2, start + 1.4 * step)]]), 5_000);
		expect(rounded(late.of('node-1', start + 1.4 * step)?.cpuMilli)).toEqual([1, 2]);
	});

	test('has no gaps where samples are asked for more rarely than they are taken', () => {
		const history = new UsageHistory();
		for (const index of [0, 1, 2]) history.take(new Map([['node-1', sampleAt(index, start + index * 60_000)]]), 60_000);
		expect(rounded(history.of('node-1', start + 120_000)?.cpuMilli)).toEqual([0, 1, 2]);
	});

	test('ends in a gap that grows while nothing comes, and begins anew after it', () => {
		expect(rounded(kept([5, 6], 2.9 * step)?.cpuMilli)).toEqual([5, 6]);
		expect(rounded(kept([5, 6], 4.1 * step)?.cpuMilli)).toEqual([5, 6, null, null]);
		expect(kept([5, 6], 1000 * step)?.cpuMilli.every((each) => each === null)).toBe(true);
	});

	test('is bounded in samples and in objects, and forgets what is measured no more', () => {
		const history = new UsageHistory();
		const many = new Map(Array.from({ length: mostHistories + 5 }, (_, index) => [`shop/${index}`, sampleAt(1, start)]));
		history.take(many, 5_000);
		expect(history.size).toBe(mostHistories);
		expect(history.of(`shop/${mostHistories}`, start)).toBeUndefined();
		history.take(new Map([['shop/new', sampleAt(2, start + (historyLength + 2) * step)]]), 5_000);
		history.take(new Map([['shop/new', sampleAt(3, start + (historyLength + 3) * step)]]), 5_000);
		expect(history.size).toBe(1);
		expect(rounded(history.of('shop/new', start + (historyLength + 3) * step)?.cpuMilli)).toEqual([3]);
		history.clear();
		expect([history.size, history.of('shop/new', start)]).toEqual([0, undefined]);
	});

	test('is that of a plain list of the last samples, whatever comes and however many objects share the memory', () => {
		const anyTicks = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 200_000 })), { maxLength: 60 });
		fc.assert(
			fc.property(anyTicks, (ticks) => {
				const history = new UsageHistory();
				const plain = new Map<string, { last: number; past: (number | null)[] }>();
				const others = Array.from({ length: 100 }, (_, index) => `x/${index}`);
				for (const [index, tick] of ticks.entries()) {
					const at = start + index * step;
					const samples = [...Object.entries(tick), ...others.map((key): [string, number] => [key, 1])];
					history.take(new Map(samples.map(([key, cpu]) => [key, sampleAt(cpu, at)])), 5_000);
					for (const [key, cpu] of Object.entries(tick)) {
						const known = plain.get(key);
						const missed = known === undefined ? 0 : index - known.last - 1;
						plain.set(key, { last: index, past: [...(known?.past ?? []), ...Array.from({ length: missed }, () => null), cpu] });
					}
				}
				for (const [key, { last, past }] of plain) {
					const read = history.of(key, start + last * step)?.cpuMilli;
					if (read === undefined) {
						// Forgotten, as nothing of it would be left to see.
						expect(ticks.length - last).toBeGreaterThan(historyLength);
						continue;
					}
					const whole = past.slice(-historyLength);
					// What was forgotten meanwhile begins anew.
					const tail = whole.slice(-read.length);
					for (const [place, value] of read.entries()) {
						const wanted = tail[place];
						if (wanted === null || wanted === undefined) expect(value).toBeNull();
						else expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThanOrEqual(wanted * 0.001 + 0.001);
					}
					if (!past.slice(-historyLength - 2, -1).every((each) => each === null)) expect(read).toHaveLength(whole.length);
				}
			}),
		);
	});
});
