import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Derivation, Piece, Row } from '../../../src/domains/types.ts';
import { DerivedRows } from '../../../src/stores/derived-rows.ts';
import { RowStore } from '../../../src/stores/row-store.ts';
import { FakeClock } from '../../support/fake-clock.ts';

interface Word extends Row {
	readonly words: readonly string[];
}

interface WordPiece extends Piece {
	readonly from: string;
}

interface Counted extends Row {
	readonly text: string;
}

let version = 0;
const word = (uid: string, ...words: string[]): Word => ({
	uid,
	words,
	namespace: '',
	name: uid,
	resourceVersion: `${++version}`,
	created: 0,
	health: 'ok',
});

const counted = (uid: string, text: string): Counted => ({
	uid,
	text,
	namespace: '',
	name: uid,
	resourceVersion: '',
	created: 0,
	health: 'ok',
});

/** Says of each word who says it; of `late` not before it is 1000. */
function derivation(asked: string[] = []): Derivation {
	const made: Derivation<WordPiece, Counted> = {
		piecesOf: (row) => (row as Word).words.map((key) => ({ key, from: row.uid })),
		rowsOf(key, pieces, now, before) {
			asked.push(key);
			if (key === 'late' && now < 1_000) return { rows: [], nextAt: 1_000 };
			const text = pieces
				.map(({ from }) => from)
				.sort((a, b) => (a < b ? -1 : 1))
				.join(' ');
			const [known] = before;
			return { rows: [known?.text === text ? known : counted(key, text)] };
		},
	};
	return made as unknown as Derivation;
}

const rethrow = (error: unknown): never => {
	throw error;
};

function derived(sources: readonly RowStore[], asked?: string[]) {
	const clock = new FakeClock(0);
	const waking = { now: () => clock.now(), wakeAt: (at: number, call: () => void) => clock.after(Math.max(0, at - clock.now()), call) };
	const named = sources.map((rows) => ({ kind: 'Word', rows }));
	const rows = new DerivedRows(named, derivation(asked), waking, rethrow);
	const texts = () => Object.fromEntries(Array.from(rows.values(), (row) => [row.uid, (row as Counted).text]));
	return { rows, clock, texts };
}

test('what changes of one row is all that is looked at', () => {
	const store = new RowStore(rethrow);
	store.appendPage([word('a', 'x'), word('b', 'x', 'y'), word('c')]);
	const asked: string[] = [];
	const { rows, texts } = derived([store], asked);
	expect(texts()).toEqual({ x: 'a b', y: 'b' });
	asked.length = 0;
	store.upsert(word('c'));
	expect(asked).toEqual([]);
	store.upsert(word('b', 'y'));
	expect(asked.sort((a, b) => (a < b ? -1 : 1))).toEqual(['x', 'y']);
	expect(texts()).toEqual({ x: 'a', y: 'b' });
	store.remove('b');
	expect(texts()).toEqual({ x: 'a' });
	rows.dispose();
	store.remove('a');
	expect(texts()).toEqual({ x: 'a' });
});

test('a derived row that stays as it is is told to nobody', () => {
	const store = new RowStore(rethrow);
	store.appendPage([word('a', 'x')]);
	const { rows } = derived([store]);
	const told: string[] = [];
	rows.observe({ changed: (changes) => told.push(...changes.map(({ type, row }) => `${type} ${row.uid}`)) });
	store.upsert(word('a', 'x'));
	expect(told).toEqual([]);
	store.upsert(word('a', 'y'));
	expect(told).toEqual(['deleted x', 'added y']);
});

test('what time alone changes is derived again at its moment, by one timer', async () => {
	const store = new RowStore(rethrow);
	const { rows, clock, texts } = derived([store]);
	store.appendPage([word('a', 'late'), word('b', 'late', 'x')]);
	expect(texts()).toEqual({ x: 'b' });
	expect(clock.waiting).toBe(1);
	await clock.advance(999);
	expect(texts()).toEqual({ x: 'b' });
	await clock.advance(1);
	expect(texts()).toEqual({ late: 'a b', x: 'b' });
	expect(clock.waiting).toBe(0);
	rows.dispose();
});

test('whatever comes and goes, the rows are those that would be derived from the beginning', () => {
	const uid = fc.constantFrom('a', 'b', 'c', 'd');
	const words = fc.uniqueArray(fc.constantFrom('x', 'y', 'z', 'late'), { maxLength: 3 });
	const change = fc.record({ store: fc.nat({ max: 1 }), uid, words: fc.option(words) });
	fc.assert(
		fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
			const stores = [new RowStore(rethrow), new RowStore(rethrow)] as const;
			const grown = derived(stores);
			for (const { store, uid, words: said } of changes) {
				// Uids are unique in a cluster.
				const own = `${store}${uid}`;
				if (said === null) stores[store as 0 | 1].remove(own);
				else stores[store as 0 | 1].upsert(word(own, ...said));
			}
			expect(grown.texts()).toEqual(derived(stores).texts());
		}),
	);
});
