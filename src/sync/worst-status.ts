import type { StreamLevel, StreamReason, StreamStatus } from './types.ts';

const levels: Readonly<Record<StreamLevel, number>> = { healthy: 0, degraded: 1, unhealthy: 2 };

/** Within a level, the reason that tells a person most: what needs them comes before what heals by itself. */
const reasons: Readonly<Record<StreamReason, number>> = {
	unauthorized: 20,
	'no scope': 19,
	permissions: 18,
	disconnected: 17,
	errors: 16,
	absent: 15,
	unproven: 14,
	'relist loop': 13,
	throttled: 12,
	drift: 11,
	relisting: 10,
	connecting: 9,
	'awaiting first delivery': 8,
	'watch failing': 7,
	'watch forbidden': 6,
	'watch unsupported': 5,
	stale: 4,
	'no samples': 3,
	sample: 2,
	synchronized: 1,
	delivering: 0,
};

/** Negative: `a` is better than `b`. */
const compare = (a: StreamStatus, b: StreamStatus): number => levels[a.level] - levels[b.level] || reasons[a.reason] - reasons[b.reason];

/** The worst of them as it stands; of equals the first. */
export function worstStatus(first: StreamStatus, ...others: readonly StreamStatus[]): StreamStatus {
	return others.reduce((worst, other) => (compare(other, worst) > 0 ? other : worst), first);
}

const extents = { none: 0, partial: 1, complete: 2 } as const;

/** The rows of several streams are none while all are, and complete when all are. */
function unitedRows(statuses: readonly StreamStatus[]): StreamStatus['rows'] {
	const all = statuses.map(({ rows }) => extents[rows]);
	if (all.every((extent) => extent === extents.none)) return 'none';
	return all.every((extent) => extent === extents.complete) ? 'complete' : 'partial';
}

/**
 * As old as the oldest of those that have rows which once were the server's. Streams that never had one make the others no
 * older, and what is live needs no age beside what is still being read.
 */
function oldest(statuses: readonly StreamStatus[]): number | undefined {
	const dated = statuses.filter(({ rows, asOf }) => rows !== 'none' && asOf !== undefined);
	if (unitedRows(statuses) !== 'complete' && dated.every(({ live }) => live)) return undefined;
	return dated.reduce<number | undefined>((least, { asOf = 0 }) => Math.min(least ?? asOf, asOf), undefined);
}

/**
 * One status for rows that come from several streams: the worst of their healths, live only when all are. `asOf` beside
 * partial rows is the age of those that are there.
 */
export function statusOfRows(first: StreamStatus, ...others: readonly StreamStatus[]): StreamStatus {
	if (others.length === 0) return first;
	const all = [first, ...others];
	const { asOf: _, ...worst } = worstStatus(first, ...others);
	const asOf = oldest(all);
	return { ...worst, live: all.every(({ live }) => live), rows: unitedRows(all), ...(asOf !== undefined && { asOf }) };
}

/**
 * The health of the worst, with what `rows` says of the rows: what is only joined to rows does not make them older.
 * Of equally bad ones the rows speak: theirs is what the pane is about.
 */
export function worsenedBy(rows: StreamStatus, others: readonly StreamStatus[]): StreamStatus {
	const worst = worstStatus(rows, ...others);
	if (levels[worst.level] === levels[rows.level]) return rows;
	const { asOf: _, ...health } = worst;
	return { ...health, live: rows.live, rows: rows.rows, ...(rows.asOf !== undefined && { asOf: rows.asOf }) };
}
