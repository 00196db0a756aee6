import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowStore } from '../../../src/stores/row-store.ts';
import type { RowChange } from '../../../src/stores/types.ts';
import { anyRow, foldChanges, type PlainRow, plainRow } from '../../support/plain-rows.ts';

const rethrow = (error: unknown): never => {
	throw error;
};

function newStore() {
	const store = new RowStore<PlainRow>(rethrow);
	const changes: RowChange<PlainRow>[] = [];
	const signals: string[] = [];
	store.observe({
		changed: (batch) => {
			changes.push(...batch);
		},
		synced: () => {
			signals.push('synced');
		},
	});
	const told = (): string[] => changes.splice(0).map(({ type, row }) => `${type} ${row.uid}@${row.resourceVersion}`);
	const uids = (): string => Array.from(store.values(), (row) => row.uid).join('');
	return { store, told, signals, uids };
}

describe('a row store', () => {
	test('shows the pages of the first list as they arrive, and says when it is complete', () => {
		const { store, told, signals, uids } = newStore();
		store.appendPage([plainRow('a', '1'), plainRow('b', '1')]);
		expect(uids()).toBe('ab');
		expect(signals).toEqual([]);
		store.appendPage([plainRow('c', '1')]);
		store.completeFirstList();
		expect(told()).toEqual(['added a@1', 'added b@1', 'added c@1']);
		expect(signals).toEqual(['synced']);
	});

	test('is empty when it is cleared, and filled again', () => {
		const { store, told, uids } = newStore();
		store.appendPage([plainRow('a', '1'), plainRow('b', '1')]);
		store.clear();
		expect(store.size).toBe(0);
		store.appendPage([plainRow('b', '1')]);
		expect(uids()).toBe('b');
		expect(told()).toEqual(['added a@1', 'added b@1', 'deleted a@1', 'deleted b@1', 'added b@1']);
	});

	test('calls an event by what it is here, not by what the server called it', () => {
		const { store, told } = newStore();
		store.upsert(plainRow('a', '1'));
		store.upsert(plainRow('a', '2'));
		store.remove('unknown');
		store.remove('a');
		expect(told()).toEqual(['added a@1', 'modified a@2', 'deleted a@2']);
	});

	test('keeps the old object when uid and resourceVersion are the same', () => {
		const { store, told } = newStore();
		const first = plainRow('a', '1');
		store.upsert(first);
		const revision = store.revision;
		store.upsert(plainRow('a', '1'));
		const list = store.replaceWith();
		list.add([plainRow('a', '1')]);
		list.commit();
		expect(store.get('a')).toBe(first);
		expect(store.revision).toBe(revision);
		expect(told()).toEqual(['added a@1']);
	});

	test('concludes nothing from resourceVersions that are empty', () => {
		const { store, told } = newStore();
		store.upsert(plainRow('a', '', { count: 1 }));
		store.upsert(plainRow('a', '', { count: 2 }));
		expect(store.get('a')?.count).toBe(2);
		expect(told()).toEqual(['added a@', 'modified a@']);
	});

	test('swaps a list in at once, in the order of the list, with the fewest changes', () => {
		const { store, told, signals, uids } = newStore();
		store.appendPage([plainRow('a', '1'), plainRow('b', '1'), plainRow('c', '1')]);
		told();
		const list = store.replaceWith();
		list.add([plainRow('d', '5'), plainRow('c', '1')]);
		list.add([plainRow('b', '4')]);
		expect(uids()).toBe('abc');
		expect(told()).toEqual([]);
		list.commit();
		expect(uids()).toBe('dcb');
		expect(told()).toEqual(['deleted a@1', 'added d@5', 'modified b@4']);
		expect(signals).toEqual(['synced']);
	});

	test('takes an object that was recreated under its name for another one', () => {
		const { store, told } = newStore();
		store.appendPage([plainRow('old', '1', { name: 'web' })]);
		const list = store.replaceWith();
		list.add([plainRow('new', '9', { name: 'web' })]);
		list.commit();
		expect(told()).toEqual(['added old@1', 'deleted old@1', 'added new@9']);
	});

	test('keeps what the watch told while a list was on its way', () => {
		const { store, told, uids } = newStore();
		store.appendPage([plainRow('a', '1'), plainRow('b', '1'), plainRow('c', '1')]);
		const list = store.replaceWith();
		list.add([plainRow('a', '1'), plainRow('b', '1'), plainRow('c', '1')]);
		store.upsert(plainRow('a', '7'));
		store.remove('b');
		store.upsert(plainRow('d', '8'));
		list.add([plainRow('e', '2')]);
		told();
		list.commit();
		expect(told()).toEqual(['added e@2']);
		expect(uids()).toBe('aced');
		expect(store.get('a')?.resourceVersion).toBe('7');
	});

	test('forgets a list that was abandoned, and refuses to commit it', () => {
		const { store, uids, signals } = newStore();
		store.appendPage([plainRow('a', '1')]);
		const first = store.replaceWith();
		first.add([plainRow('b', '1')]);
		const second = store.replaceWith();
		expect(() => first.commit()).toThrow('abandoned');
		second.abandon();
		expect(() => second.commit()).toThrow('abandoned');
		first.abandon();
		expect(uids()).toBe('a');
		expect(signals).toEqual([]);
	});

	test('tells every observer of every change although one of them throws, and reports what it threw', () => {
		const reported: unknown[] = [];
		const store = new RowStore<PlainRow>((error) => reported.push(error));
		const failure = new Error('broken observer');
		const seen: string[] = [];
		store.observe({
			changed: () => {
				throw failure;
			},
		});
		store.observe({ changed: (changes) => seen.push(...changes.map(({ row }) => row.uid)) });
		store.upsert(plainRow('a', '1'));
		store.completeFirstList();
		expect(seen).toEqual(['a']);
		expect(reported).toEqual([failure]);
	});

	test('tells nothing to who stopped observing, even during the change that made them stop', () => {
		const { store } = newStore();
		const seen: string[] = [];
		store.observe({ changed: () => stopSecond() });
		const stopSecond = store.observe({ changed: () => seen.push('second') });
		store.upsert(plainRow('a', '1'));
		expect(seen).toEqual([]);
	});

	test('does not tell a change to who began to observe because of it', () => {
		const { store } = newStore();
		const seen: string[] = [];
		const stop = store.observe({
			changed: () => {
				stop();
				store.observe({ changed: (changes) => seen.push(...changes.map(({ row }) => row.uid)) });
			},
		});
		store.upsert(plainRow('a', '1'));
		store.upsert(plainRow('b', '1'));
		expect(seen).toEqual(['b']);
	});

	test('holds 150 000 rows', () => {
		const { store, told } = newStore();
		for (let page = 0; page < 300; page++) {
			store.appendPage(Array.from({ length: 500 }, (_, index) => plainRow(`${page}-${index}`, '1')));
		}
		const list = store.replaceWith();
		list.add(Array.from(store.values()));
		told();
		list.commit();
		expect(told()).toEqual([]);
		expect(store.size).toBe(150_000);
	});
});

type Step =
	| {
			readonly do: 'page' | 'replace' | 'overlapped' | 'abandoned';
			readonly rows: readonly PlainRow[];
			readonly meanwhile: readonly PlainRow[];
	  }
	| { readonly do: 'upsert' | 'remove'; readonly row: PlainRow }
	| { readonly do: 'clear' };

const rowsOfStep = fc.array(anyRow, { maxLength: 8 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		do: fc.constantFrom('page' as const, 'replace' as const, 'overlapped' as const, 'abandoned' as const),
		rows: rowsOfStep,
		meanwhile: rowsOfStep,
	}),
	fc.record({ do: fc.constantFrom('upsert' as const, 'remove' as const), row: anyRow }),
	fc.record({ do: fc.constant('clear' as const) }),
);

function take(store: RowStore<PlainRow>, step: Step): void {
	switch (step.do) {
		case 'page':
			store.appendPage(step.rows);
			break;
		case 'upsert':
			store.upsert(step.row);
			break;
		case 'remove':
			store.remove(step.row.uid);
			break;
		case 'clear':
			store.clear();
			break;
		default: {
			const list = store.replaceWith();
			list.add(step.rows);
			if (step.do === 'overlapped') {
				for (const [index, row] of step.meanwhile.entries()) {
					if (index % 2 === 0) store.upsert(row);
					else store.remove(row.uid);
				}
			}
			if (step.do === 'abandoned') list.abandon();
			else list.commit();
		}
	}
}

describe('whatever is done to a row store', () => {
	test('applying its changes to a map gives its rows', () => {
		fc.assert(
			fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), (steps) => {
				const store = new RowStore<PlainRow>(rethrow);
				const folded = foldChanges(store);
				for (const step of steps) {
					take(store, step);
					expect(new Set(folded.values())).toEqual(new Set(store.values()));
					expect(store.size).toBe(folded.size);
				}
			}),
		);
	});

	test('a list that nothing overlapped leaves exactly its rows, in its order', () => {
		fc.assert(
			fc.property(fc.array(anyStep, { maxLength: 20, size: 'max' }), rowsOfStep, (steps, rows) => {
				const store = new RowStore<PlainRow>(rethrow);
				for (const step of steps) take(store, step);
				const list = store.replaceWith();
				list.add(rows);
				list.commit();
				const last = new Map(rows.map((row) => [row.uid, row.resourceVersion]));
				expect(Array.from(store.values(), (row) => [row.uid, row.resourceVersion])).toEqual([...last]);
			}),
		);
	});

	test('its revision changes exactly when its rows do', () => {
		fc.assert(
			fc.property(fc.array(anyStep, { maxLength: 20, size: 'max' }), (steps) => {
				const store = new RowStore<PlainRow>(rethrow);
				for (const step of steps) {
					const before = { revision: store.revision, rows: new Set(store.values()) };
					let told = 0;
					const stop = store.observe({
						changed: (changes) => {
							told += changes.length;
						},
					});
					take(store, step);
					stop();
					expect(store.revision !== before.revision).toBe(told > 0);
					if (told === 0) expect(new Set(store.values())).toEqual(before.rows);
				}
			}),
		);
	});
});
