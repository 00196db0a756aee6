import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassingRows, type PrintedChange } from '../../../src/cli/passing-rows.ts';
import type { Column } from '../../../src/domains/types.ts';
import { type Filter, makeFilter } from '../../../src/filter/filter.ts';
import type { DomainFeed } from '../../../src/sync/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { anyStep, newPlainStore, type PlainRow, plainRow, takeStep } from '../../support/plain-rows.ts';

const count: Column<PlainRow> = {
	id: 'count',
	title: 'COUNT',
	worth: 1,
	min: 5,
	align: 'right',
	value: (row) => row.count,
	cell: (row) => ({ text: String(row.count) }),
};
const age: Column<PlainRow> = { ...count, id: 'age', title: 'AGE', volatile: true, printsAge: true, value: (row) => row.created };
const cpu: Column<PlainRow> = {
	...count,
	id: 'cpu',
	title: 'CPU',
	volatile: true,
	unit: 'millicores',
	value: (row, { usage }) => {
		const used = usage(row.name);
		return typeof used === 'string' ? null : used.cpuMilli;
	},
};

const columns = [count, age, cpu] as unknown as readonly Column[];

function filterOf(text: string): Filter {
	const { filter, fault } = makeFilter(text, columns);
	if (filter === undefined) throw new Error(fault.sentence);
	return filter;
}

/** A feed over a store whose clock and samples are said by hand. */
function open(text: string) {
	const store = newPlainStore();
	const told = { now: 1_000_000, cpuMilli: 0, joinsRevision: 0 };
	const feed = {
		rows: store,
		get joinsRevision() {
			return told.joinsRevision;
		},
		context: () => cellContext({ now: told.now, usage: { cpuMilli: told.cpuMilli, memoryMiB: 0 } }),
	} as unknown as DomainFeed;
	const rows = new PassingRows(feed, filterOf(text));
	const printed: PrintedChange[] = [];
	store.observe({ changed: (changes) => printed.push(...rows.changed(changes)) });
	return { store, told, rows, printed };
}

const words = (changes: readonly PrintedChange[]): readonly string[] => changes.map(({ type, row }) => `${type} ${row.uid}`);

describe('rows under --watch --filter', () => {
	it('fold to those that the filter lets through, each change fitting what came before, whatever happens to the list', () => {
		fc.assert(
			fc.property(fc.constantFrom('count:>1', '!count:>1', 'count:=7', ''), fc.array(anyStep, { maxLength: 30 }), (text, steps) => {
				const { store, rows, printed } = open(text);
				const passes = filterOf(text).test ?? (() => true);
				const folded = new Set<string>();
				for (const step of steps) {
					takeStep(store, step);
					for (const { type, row } of printed.splice(0)) {
						expect(folded.has(row.uid)).toBe(type !== 'added');
						if (type === 'deleted' || type === 'removed') folded.delete(row.uid);
						else folded.add(row.uid);
						if (type === 'removed') expect(store.get(row.uid)).toBe(row);
					}
					const passing = [...store.values()].filter((row) => passes(row, cellContext({}))).map(({ uid }) => uid);
					expect(folded).toEqual(new Set(passing));
					expect(rows.rows().map(({ uid }) => uid)).toEqual(passing);
				}
			}),
		);
	});

	it('come as added and go as removed where a change of theirs decides it, and are deleted only with their object', () => {
		const { store, printed } = open('count:>1');
		store.upsert(plainRow('a', '1', { count: 0 }));
		store.upsert(plainRow('a', '2', { count: 2 }));
		store.upsert(plainRow('a', '3', { count: 3 }));
		store.upsert(plainRow('a', '4', { count: 1 }));
		store.upsert(plainRow('a', '5', { count: 1 }));
		store.upsert(plainRow('a', '6', { count: 9 }));
		store.remove('a');
		expect(words(printed)).toEqual(['added a', 'modified a', 'removed a', 'added a', 'deleted a']);
		expect(printed[2]?.row).toMatchObject({ count: 1 });
	});

	it('come and go with samples, though nothing changed in them', () => {
		const { store, told, rows, printed } = open('cpu:>200m');
		store.upsert(plainRow('a', '1'));
		told.cpuMilli = 250;
		expect(words(rows.look(told.now))).toEqual([]);
		told.joinsRevision += 1;
		expect(words(rows.look(told.now))).toEqual(['added a']);
		told.cpuMilli = 100;
		told.joinsRevision += 1;
		expect(words(rows.look(told.now))).toEqual(['removed a']);
		expect(printed).toEqual([]);
	});

	it('go with their age, looked at once a second', () => {
		const { store, told, rows, printed } = open('age:<10m');
		expect(rows.turnsWithTime).toBe(true);
		store.upsert(plainRow('a', '1', { created: 1_000 }));
		expect(words(printed)).toEqual(['added a']);
		told.now = 1_599_500;
		expect(words(rows.look(told.now))).toEqual([]);
		told.now = 1_600_100;
		expect(words(rows.look(told.now))).toEqual([]);
		told.now = 1_600_500;
		expect(words(rows.look(told.now))).toEqual(['removed a']);
	});
});
