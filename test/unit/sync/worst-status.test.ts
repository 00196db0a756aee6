import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamReason, StreamStatus } from '../../../src/sync/types.ts';
import { statusOfRows, worsenedBy, worstStatus } from '../../../src/sync/worst-status.ts';
import { delivering } from '../../support/stream-status.ts';

const reasons: readonly StreamReason[] = [
	'delivering',
	'synchronized',
	'sample',
	'awaiting first delivery',
	'relisting',
	'drift',
	'connecting',
	'throttled',
	'relist loop',
	'watch forbidden',
	'watch failing',
	'watch unsupported',
	'unproven',
	'stale',
	'disconnected',
	'errors',
	'no scope',
	'permissions',
	'unauthorized',
	'absent',
];

const healthy: StreamStatus = { ...delivering, asOf: 5000 };

const anyStatus: fc.Arbitrary<StreamStatus> = fc
	.record({
		level: fc.constantFrom('healthy' as const, 'degraded' as const, 'unhealthy' as const),
		reason: fc.constantFrom(...reasons),
		live: fc.boolean(),
		rows: fc.constantFrom('none' as const, 'partial' as const, 'complete' as const),
		asOf: fc.option(fc.nat({ max: 1000 }), { nil: undefined }),
	})
	.map(({ asOf, ...status }) => ({
		...status,
		mode: 'watch',
		detail: status.reason,
		polling: { kind: 'paused' },
		...(asOf !== undefined && { asOf }),
	}));

const rank = { healthy: 0, degraded: 1, unhealthy: 2 } as const;

describe('the worst of several statuses', () => {
	test('is one of them, and none is worse', () => {
		fc.assert(
			fc.property(anyStatus, fc.array(anyStatus, { maxLength: 5 }), (first, others) => {
				const worst = worstStatus(first, ...others);
				expect([first, ...others]).toContain(worst);
				for (const status of [first, ...others]) expect(rank[status.level]).toBeLessThanOrEqual(rank[worst.level]);
			}),
		);
	});

	test('does not depend on their order', () => {
		fc.assert(
			fc.property(fc.array(anyStatus, { minLength: 1, maxLength: 5 }), (statuses) => {
				const [first, ...others] = statuses;
				const [last, ...before] = statuses.toReversed();
				if (first === undefined || last === undefined) return;
				const [one, other] = [worstStatus(first, ...others), worstStatus(last, ...before)];
				expect([one.level, one.reason]).toEqual([other.level, other.reason]);
			}),
		);
	});

	test('names first what needs a person, then what heals by itself', () => {
		const unhealthy = (reason: StreamReason): StreamStatus => ({ ...healthy, level: 'unhealthy', reason });
		expect(worstStatus(unhealthy('absent'), unhealthy('permissions'), unhealthy('disconnected')).reason).toBe('permissions');
		expect(worstStatus(unhealthy('permissions'), unhealthy('unauthorized')).reason).toBe('unauthorized');
		expect(worstStatus({ ...healthy, level: 'degraded', reason: 'stale' }, unhealthy('errors')).reason).toBe('errors');
	});
});

describe('the status of rows from several streams', () => {
	test('of one stream is its own', () => {
		expect(statusOfRows(healthy)).toBe(healthy);
	});

	test('is live only when all are, as old as the oldest, and complete when all are', () => {
		fc.assert(
			fc.property(anyStatus, fc.array(anyStatus, { minLength: 1, maxLength: 4 }), (first, others) => {
				const all = [first, ...others];
				const status = statusOfRows(first, ...others);
				expect(status.live).toBe(all.every(({ live }) => live));
				expect(status.rows === 'complete').toBe(all.every(({ rows }) => rows === 'complete'));
				expect(status.rows === 'none').toBe(all.every(({ rows }) => rows === 'none'));
				const dated = all.filter(({ rows, asOf }) => rows !== 'none' && asOf !== undefined);
				const isLoading = status.rows !== 'complete' && dated.every(({ live }) => live);
				const least = dated.length === 0 || isLoading ? undefined : Math.min(...dated.map(({ asOf = 0 }) => asOf));
				expect(status.asOf).toBe(least);
				expect(status.reason).toBe(worstStatus(first, ...others).reason);
			}),
		);
	});
});

describe('rows of which a part was read before', () => {
	const unread: StreamStatus = { ...healthy, level: 'degraded', reason: 'awaiting first delivery', asOf: 0, live: false, rows: 'none' };

	test('are as old as that part, whatever was never read', () => {
		const kept: StreamStatus = { ...unread, asOf: 3000, rows: 'complete' };
		expect(statusOfRows(unread, kept)).toMatchObject({ live: false, rows: 'partial', asOf: 3000 });
	});

	test('have no age while the part is live and the rest is only on its way', () => {
		const { asOf: _, ...never } = unread;
		const joined = statusOfRows(healthy, { ...never, rows: 'partial' });
		expect(joined).toMatchObject({ live: false, rows: 'partial' });
		expect(joined.asOf).toBeUndefined();
	});
});

describe('what is joined to rows', () => {
	test('worsens their light and never their rows', () => {
		fc.assert(
			fc.property(anyStatus, fc.array(anyStatus, { maxLength: 4 }), (rows, others) => {
				const light = worsenedBy(rows, others);
				expect([light.live, light.rows, light.asOf]).toEqual([rows.live, rows.rows, rows.asOf]);
				const worst = worstStatus(rows, ...others);
				expect(light.level).toBe(worst.level);
				expect(light.reason).toBe(worst.level === rows.level ? rows.reason : worst.reason);
			}),
		);
		expect(worsenedBy(healthy, [])).toBe(healthy);
	});
});
