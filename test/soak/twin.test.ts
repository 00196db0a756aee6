import { expect, it } from 'vitest';
import { Canary } from './canary.ts';
import { Fold, type TwinLine } from './twin.ts';

const folded = (...lines: readonly TwinLine[]): Fold => {
	const fold = new Fold();
	for (const line of lines) fold.take(line);
	return fold;
};

const added: TwinLine = { event: 'added', uid: 'a', resourceVersion: '1', name: 'cart' };

it('lines put together are the server’s set by uid and resourceVersion', () => {
	const fold = folded(
		added,
		{ ...added, uid: 'b' },
		{ event: 'synced' },
		{ ...added, event: 'modified', resourceVersion: '2' },
		{ event: 'deleted', uid: 'b' },
	);
	expect(fold.differences(new Map([['a', '2']]))).toEqual([]);
	expect(fold.impossible).toEqual([]);
});

it('what is missing, old, or gone on the server is a difference', () => {
	const fold = folded(added, { ...added, uid: 'b' });
	const differences = fold.differences(
		new Map([
			['a', '2'],
			['c', '3'],
		]),
	);
	expect(differences).toEqual([
		'a is 2 on the server and 1 in the lines',
		'c is 3 on the server and missing in the lines',
		'b is gone on the server',
	]);
});

it('a line that tells of what cannot be is kept: added twice, changed or deleted without having been there', () => {
	expect(folded(added, added).impossible).toEqual(['added cart (a)']);
	expect(folded({ ...added, event: 'modified' }).impossible).toEqual(['modified cart (a)']);
	expect(folded({ ...added, event: 'deleted' }).impossible).toEqual(['deleted cart (a)']);
});

it('it is live from synced on, and not between stale and live', () => {
	expect(folded(added).isLive).toBe(false);
	expect(folded(added, { event: 'synced' }).isLive).toBe(true);
	expect(folded(added, { event: 'synced' }, { event: 'stale' }).isLive).toBe(false);
	expect(folded(added, { event: 'synced' }, { event: 'stale' }, { event: 'live' }).isLive).toBe(true);
});

it('a mark is behind from the moment at which the next one was written', () => {
	const canary = new Canary();
	const first = canary.next(1_000);
	expect(canary.behind(first, 9_000)).toBe(0);
	const second = canary.next(2_000);
	canary.next(3_000);
	expect([canary.behind(first, 9_000), canary.behind(second, 9_000)]).toEqual([7_000, 6_000]);
});
