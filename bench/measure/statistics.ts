/** The middle one; of an even count the mean of the two in the middle. NaN when there is none. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
	const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
	return (upper + lower) / 2;
}

/** The smallest value that `share` (0 to 1) of all values are not above. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Rise of y for one x, by least squares. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
	const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
	const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
	const over = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
	return over / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}
