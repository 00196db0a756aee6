import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowOrder } from '../../../src/stores/row-order.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import { RowView } from '../../../src/stores/row-view.ts';
import { anyRow, type PlainRow, plainRow } from '../../support/plain-rows.ts';

const rethrow = (error: unknown): never => {
	throw error;
};
const newStore = (): RowStore<PlainRow> => new RowStore<PlainRow>(rethrow);
const shown = (view: RowView<PlainRow>): string[] => Array.from(view.values(), (row) => row.uid);

/** Rows a0, a1, … counting up, with `count` equal to the number. */
const rows = (amount: number, over: (index: number) => Partial<PlainRow> = () => ({})): PlainRow[] =>
	Array.from({ length: amount }, (_, index) =>
		plainRow(`a${index}`, '1', { name: `n${String(index).padStart(6, '0')}`, count: index, ...over(index) }),
	);

describe('a view of rows', () => {
	test('is ordered by namespace, name and uid unless told otherwise', () => {
		const store = newStore();
		store.appendPage([
			plainRow('1', '1', { namespace: 'b', name: 'x' }),
			plainRow('2', '1', { namespace: 'a', name: 'y' }),
			plainRow('4', '1', { namespace: 'a', name: 'x' }),
			plainRow('3', '1', { namespace: 'a', name: 'x' }),
		]);
		expect(shown(new RowView(store))).toEqual(['3', '4', '2', '1']);
	});

	test('asks a filter that narrows the one before only for the rows that passed, and for rows that came since', () => {
		const store = newStore();
		store.appendPage(rows(100));
		const view = new RowView(store);
		view.setFilter((row) => row.count < 10);
		expect(view.length).toBe(10);
		const asked: string[] = [];
		const isSmaller = (row: PlainRow): boolean => {
			asked.push(row.uid);
			return row.count < 5;
		};
		store.upsert(plainRow('new', '1', { count: 1 }));
		view.setFilter(isSmaller, true);
		expect(shown(view)).toHaveLength(6);
		expect(new Set(asked)).toEqual(new Set(['new', ...rows(10).map(({ uid }) => uid)]));
		view.setFilter((row) => row.count < 20);
		view.setFilter((row) => row.count < 15, true);
		expect(view.length).toBe(16);
	});

	test('puts rows without a value last, whichever way it is sorted', () => {
		const store = newStore();
		store.appendPage(rows(4));
		const view = new RowView(store);
		const by = (row: PlainRow): number | null => (row.count === 1 ? null : row.count === 3 ? Number.NaN : row.count);
		view.setOrder({ by });
		expect(shown(view)).toEqual(['a0', 'a2', 'a1', 'a3']);
		view.setOrder({ by }, true);
		expect(shown(view)).toEqual(['a2', 'a0', 'a1', 'a3']);
	});

	test('does not reorder ties when the direction is turned', () => {
		const store = newStore();
		store.appendPage(rows(4));
		const view = new RowView(store);
		view.setOrder({ by: (row) => row.count >= 2 }, true);
		expect(shown(view)).toEqual(['a2', 'a3', 'a0', 'a1']);
	});

	test('calls neither the order nor the filter for rows that did not change', () => {
		const store = newStore();
		store.appendPage(rows(1000));
		const view = new RowView(store);
		const asked: string[] = [];
		view.setOrder({
			by: (row) => {
				asked.push(`key ${row.uid}`);
				return row.count;
			},
		});
		view.setFilter((row) => {
			asked.push(`match ${row.uid}`);
			return row.count % 2 === 0;
		});
		expect(view.length).toBe(500);
		asked.length = 0;
		store.upsert(plainRow('a7', '2', { count: 7 }));
		store.upsert(plainRow('a9', '2', { count: 10_000 }));
		expect(view.at(500)?.uid).toBe('a9');
		expect(asked).toEqual(['key a7', 'match a7', 'key a9', 'match a9']);
	});

	test('counts of what changed alone', () => {
		const store = newStore();
		store.appendPage(rows(1000));
		let asked = 0;
		const view = new RowView(store, undefined, ({ count }) => {
			asked += 1;
			return count >= 990;
		});
		expect(view.counted).toBe(10);
		asked = 0;
		store.upsert(plainRow('a7', '2', { count: 2_000, name: 'n000007' }));
		store.remove('a999');
		store.upsert(plainRow('new', '1', { count: 999 }));
		expect([view.counted, view.counted, asked]).toEqual([11, 11, 4]);
	});

	test('counts again what hangs on more than the row when it is told to, and is then another', () => {
		const store = newStore();
		store.appendPage(rows(10));
		let least = 8;
		const view = new RowView(store, undefined, ({ count }) => count >= least);
		expect(view.counted).toBe(2);
		const { revision } = view;
		least = 5;
		expect([view.counted, view.revision]).toEqual([2, revision]);
		view.refreshCounts();
		expect([view.counted, view.revision]).toEqual([5, revision + 1]);
		view.refreshCounts();
		expect(view.revision).toBe(revision + 1);
	});

	test('applies 10 000 events between two readings at once, each row once', () => {
		const store = newStore();
		store.appendPage(rows(2000));
		const view = new RowView(store);
		let asked = 0;
		view.setOrder(
			{
				by: (row) => {
					asked += 1;
					return row.count;
				},
			},
			true,
		);
		expect(view.at(0)?.uid).toBe('a1999');
		asked = 0;
		const revision = view.revision;
		for (let event = 0; event < 10_000; event++) {
			store.upsert(plainRow(`a${event % 500}`, `v${event}`, { count: 5000 + event }));
		}
		expect(view.at(0)?.count).toBe(14_999);
		expect(view.at(499)?.count).toBe(14_500);
		expect(view.at(500)?.uid).toBe('a1999');
		expect(asked).toBe(500);
		expect(view.revision).toBe(revision + 1);
	});

	test('tells how many rows the filter hides, and where a row is', () => {
		const store = newStore();
		store.appendPage(rows(10));
		const view = new RowView(store);
		view.setOrder({ by: (row) => row.count }, true);
		view.setFilter((row) => row.count >= 6);
		expect([view.length, view.matched, view.hidden, view.total]).toEqual([4, 4, 6, 10]);
		expect(['a9', 'a6', 'a5', 'nobody'].map((uid) => view.indexOf(uid))).toEqual([0, 3, -1, -1]);
		expect(view.at(4)).toBeUndefined();
		view.setFilter(undefined);
		expect([view.length, view.hidden]).toEqual([10, 0]);
	});

	test('keeps the newest only, whatever it is sorted by, and knows of how many', () => {
		const store = newStore();
		store.appendPage(rows(1000, (index) => ({ created: (index * 7919) % 1000 })));
		const view = new RowView(store, { count: 5, by: (row) => row.created });
		view.setOrder({ by: (row) => row.count });
		expect(Array.from(view.values(), (row) => row.created).sort((a, b) => a - b)).toEqual([995, 996, 997, 998, 999]);
		const counts = Array.from(view.values(), (row) => row.count);
		expect(counts).toEqual([...counts].sort((a, b) => a - b));
		expect([view.length, view.matched, view.total, view.hidden]).toEqual([5, 1000, 1000, 0]);

		store.upsert(plainRow('new', '1', { created: 2000, count: -1 }));
		expect(view.at(0)?.uid).toBe('new');
		expect([view.length, view.total]).toEqual([5, 1001]);
		expect(view.indexOf('new')).toBe(0);
		expect(view.indexOf('a0')).toBe(-1);

		view.setFilter((row) => row.created < 100);
		expect(Array.from(view.values(), (row) => row.created).sort((a, b) => a - b)).toEqual([95, 96, 97, 98, 99]);
		expect([view.matched, view.hidden]).toEqual([100, 901]);
	});

	test('follows values that change by themselves when it is told to look again, and only then', () => {
		const store = newStore();
		store.appendPage(rows(3));
		const usage = new Map([
			['a0', 1],
			['a1', 2],
			['a2', 3],
		]);
		const view = new RowView(store);
		view.setOrder({ by: (row) => usage.get(row.uid) ?? null }, true);
		view.setFilter((row) => (usage.get(row.uid) ?? 0) > 1);
		expect(shown(view)).toEqual(['a2', 'a1']);
		const revision = view.revision;
		view.refreshVolatile();
		expect(view.revision).toBe(revision);
		usage.set('a0', 9);
		expect(shown(view)).toEqual(['a2', 'a1']);
		view.refreshVolatile();
		expect(shown(view)).toEqual(['a0', 'a2', 'a1']);
		expect(view.revision).toBeGreaterThan(revision);
	});

	test('asks the filter for what changed just before it was sorted anew', () => {
		const store = newStore();
		store.appendPage(rows(3));
		const view = new RowView(store);
		view.setFilter((row) => row.resourceVersion === '1');
		expect(shown(view)).toEqual(['a0', 'a1', 'a2']);
		store.upsert(plainRow('a1', '2', { name: 'n000001', count: 1 }));
		view.setOrder({ by: (row) => row.count });
		expect(shown(view)).toEqual(['a0', 'a2']);
	});

	test('finds its rows although a comparison is no longer what they were placed by', () => {
		const store = newStore();
		store.appendPage(rows(50));
		const weight = new Map(rows(50).map((row) => [row.uid, row.count]));
		const view = new RowView(store);
		view.setOrder({ compare: (a, b) => (weight.get(a.uid) ?? 0) - (weight.get(b.uid) ?? 0) });
		expect(view.length).toBe(50);
		for (const uid of weight.keys()) weight.set(uid, -(weight.get(uid) ?? 0));
		expect(view.indexOf('a3')).toBe(3);
		for (let index = 0; index < 40; index++) store.remove(`a${index}`);
		expect(shown(view)).toHaveLength(10);
		view.refreshVolatile();
		expect(view.at(0)?.uid).toBe('a49');
	});

	test('does not gather changes without end while nobody reads it', () => {
		const store = newStore();
		store.appendPage(rows(10));
		const view = new RowView(store);
		expect(view.length).toBe(10);
		store.remove('a0');
		store.upsert(plainRow('early', '1', { name: 'a' }));
		for (let event = 0; event < 5000; event++) {
			store.upsert(plainRow(`passing-${event}`, '1'));
			store.remove(`passing-${event}`);
		}
		expect(shown(view)).toEqual([
			'early',
			...rows(10)
				.slice(1)
				.map(({ uid }) => uid),
		]);
		store.remove('early');
		expect(view.at(0)?.uid).toBe('a1');
	});

	test('stays as it was once it is disposed of', () => {
		const store = newStore();
		store.appendPage(rows(2));
		const view = new RowView(store);
		expect(view.length).toBe(2);
		view.dispose();
		store.clear();
		expect(view.length).toBe(2);
	});
});

type Step =
	| { readonly do: 'upsert' | 'remove'; readonly row: PlainRow }
	| { readonly do: 'replace'; readonly rows: readonly PlainRow[] }
	| { readonly do: 'order'; readonly order: number; readonly descending: boolean }
	| { readonly do: 'filter'; readonly filter: number }
	| { readonly do: 'drift'; readonly uid: string; readonly to: number }
	| { readonly do: 'many'; readonly from: number; readonly amount: number; readonly version: string; readonly gone: boolean }
	| { readonly do: 'read' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constantFrom('upsert' as const, 'remove' as const), row: anyRow }) },
	fc.record({ do: fc.constant('replace' as const), rows: fc.array(anyRow, { maxLength: 8 }) }),
	fc.record({ do: fc.constant('order' as const), order: fc.nat({ max: 5 }), descending: fc.boolean() }),
	fc.record({ do: fc.constant('filter' as const), filter: fc.nat({ max: 3 }) }),
	fc.record({ do: fc.constant('drift' as const), uid: fc.constantFrom('a', 'b', 'c', 'd'), to: fc.nat({ max: 4 }) }),
	fc.record({
		do: fc.constant('many' as const),
		from: fc.nat({ max: 300 }),
		amount: fc.nat({ max: 400 }),
		version: fc.constantFrom('1', '2', '3'),
		gone: fc.boolean(),
	}),
	{ weight: 4, arbitrary: fc.constant<Step>({ do: 'read' }) },
);

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const identity = (a: PlainRow, b: PlainRow): number => text(a.namespace, b.namespace) || text(a.name, b.name) || text(a.uid, b.uid);

/** An order for the view, and the same said another way for the oracle: a plain comparison of rows. */
interface Told {
	readonly order: RowOrder<PlainRow> | undefined;
	readonly oracle: (a: PlainRow, b: PlainRow) => number;
}

const isOdd = (row: PlainRow): boolean => row.count % 2 === 1;

function model(newest: number | undefined) {
	const store = newStore();
	const view = new RowView(store, newest === undefined ? undefined : { count: newest, by: (row) => row.count }, isOdd);
	const drifting = new Map<string, number>();
	const driftOf = (row: PlainRow): number => drifting.get(row.uid) ?? 0;
	const orders: readonly Told[] = [
		{ order: undefined, oracle: () => 0 },
		{ order: { by: (row) => row.count }, oracle: (a, b) => a.count - b.count },
		{ order: { by: (row) => row.resourceVersion }, oracle: (a, b) => text(a.resourceVersion, b.resourceVersion) },
		{ order: { compare: (a, b) => a.count - b.count }, oracle: (a, b) => a.count - b.count },
		{ order: { by: driftOf }, oracle: (a, b) => driftOf(a) - driftOf(b) },
		{
			order: { by: (row) => [row.namespace, row.resourceVersion] },
			oracle: (a, b) => text(a.namespace, b.namespace) || text(a.resourceVersion, b.resourceVersion),
		},
	];
	const filters: readonly (((row: PlainRow) => boolean) | undefined)[] = [
		undefined,
		(row) => row.count > 1,
		(row) => row.resourceVersion !== '2',
		(row) => driftOf(row) < 2,
	];
	let order = 0;
	let descending = false;
	let filter = 0;

	const expected = (): PlainRow[] => {
		const matching = Array.from(store.values()).filter(filters[filter] ?? (() => true));
		const oracle = orders[order]?.oracle ?? (() => 0);
		const kept = newest === undefined ? matching : matching.sort((a, b) => b.count - a.count || identity(a, b)).slice(0, newest);
		return kept.sort((a, b) => (descending ? oracle(b, a) : oracle(a, b)) || identity(a, b));
	};

	const take = (step: Step): void => {
		switch (step.do) {
			case 'upsert':
				store.upsert(step.row);
				break;
			case 'remove':
				store.remove(step.row.uid);
				break;
			case 'replace': {
				const list = store.replaceWith();
				list.add(step.rows);
				list.commit();
				break;
			}
			case 'many':
				for (let index = step.from; index < step.from + step.amount; index++) {
					if (step.gone) store.remove(`m${index}`);
					else store.upsert(plainRow(`m${index}`, step.version, { count: (index * Number(step.version)) % 5 }));
				}
				break;
			case 'order':
				({ order, descending } = step);
				view.setOrder(orders[order]?.order, descending);
				break;
			case 'filter':
				({ filter } = step);
				view.setFilter(filters[filter]);
				break;
			case 'drift':
				drifting.set(step.uid, step.to);
				view.refreshVolatile();
				break;
			case 'read':
				break;
		}
	};
	return { store, view, take, expected };
}

describe('whatever happens to its store, its order and its filter', () => {
	const anySteps = fc.array(anyStep, { maxLength: 40, size: 'max' });
	const anyNewest = fc.oneof(fc.constant(undefined), fc.nat({ max: 6 }));

	test('a view shows what a full sort and filter would, and counts what a look at all of it would', () => {
		fc.assert(
			fc.property(anySteps, anyNewest, (steps, newest) => {
				const { store, view, take, expected } = model(newest);
				for (const step of [...steps, { do: 'read' } as const]) {
					take(step);
					if (step.do !== 'read') continue;
					const want = expected();
					expect(Array.from(view.values(), (row) => row.uid)).toEqual(want.map((row) => row.uid));
					expect(want.every((row, index) => view.at(index) === row && view.indexOf(row.uid) === index)).toBe(true);
					expect(view.length).toBe(want.length);
					expect(view.hidden + view.matched).toBe(store.size);
					expect(view.total).toBe(store.size);
					expect(view.counted).toBe(want.filter(isOdd).length);
				}
			}),
			{ numRuns: 400 },
		);
	});

	test('equal revisions of a view mean equal rows', () => {
		fc.assert(
			fc.property(anySteps, anyNewest, (steps, newest) => {
				const { view, take } = model(newest);
				let before = { revision: view.revision, rows: Array.from(view.values()), counts: [view.hidden, view.matched, view.total] };
				for (const step of steps) {
					take(step);
					const after = { revision: view.revision, rows: Array.from(view.values()), counts: [view.hidden, view.matched, view.total] };
					if (after.revision === before.revision) {
						expect(after.counts).toEqual(before.counts);
						expect(after.rows.length === before.rows.length && after.rows.every((row, index) => row === before.rows[index])).toBe(true);
					}
					before = after;
				}
			}),
		);
	});
});
