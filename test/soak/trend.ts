export interface Sample {
	/** Milliseconds since the beginning. */
	readonly at: number;
	readonly value: number;
}

export interface Trend {
	/** Rise in an hour, by least squares. */
	readonly perHour: number;
	/** Its standard error: how far chance alone moves it. NaN for fewer than three samples. */
	readonly error: number;
}

const hourMs = 3_600_000;

export function trendOf(samples: readonly Sample[]): Trend {
	const count = samples.length;
	if (count < 3) return { perHour: Number.NaN, error: Number.NaN };
	const mean = (of: (sample: Sample) => number): number => samples.reduce((sum, sample) => sum + of(sample), 0) / count;
	const meanAt = mean(({ at }) => at);
	const meanValue = mean(({ value }) => value);
	const spread = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
	const slope = samples.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0) / spread;
	const left = samples.reduce((sum, { at, value }) => sum + (value - meanValue - slope * (at - meanAt)) ** 2, 0);
	return { perHour: slope * hourMs, error: Math.sqrt(left / (count - 2) / spread) * hourMs };
}

/**
 * Whether it rises by more than `budget` an hour beyond doubt: chance alone shows such a rise in one of forty runs. A short run
 * can prove little either way, and says so by its error.
 */
export const risesBeyond = ({ perHour, error }: Trend, budget: number): boolean => perHour - 2 * error > budget;

/**
 * Whether it rises beyond a budget all the time: as a whole and in at least two of its three thirds. An allocator does not give
 * back what one busy minute needed, which is a step; a leak goes on.
 */
export function risesThroughout(samples: readonly Sample[], budget: number): boolean {
	if (!risesBeyond(trendOf(samples), budget)) return false;
	const third = Math.ceil(samples.length / 3);
	const parts = [0, 1, 2].map((part) => samples.slice(part * third, (part + 1) * third));
	return parts.filter((part) => risesBeyond(trendOf(part), budget)).length >= 2;
}

/**
 * Whether a count rises and does not come back: of all looks, every one of the last third is above every one of the first. What
 * goes up and down with the view that is open does not do that, and one thing lost in every few looks does.
 */
export function keepsRising(counts: readonly number[]): boolean {
	const third = Math.floor(counts.length / 3);
	return third >= 3 && Math.min(...counts.slice(-third)) > Math.max(...counts.slice(0, third));
}
