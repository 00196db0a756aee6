import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../src/base/cell.ts';
import { type DrawnList, drawList, type ListLook } from '../../../src/views/draw-list.ts';
import { emptySource, type ListColumn, type RowSource } from '../../../src/views/row-source.ts';
import { SeenList } from '../../../src/views/seen-list.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/views/theme.ts';

const columnsOf = (aligns: readonly ListColumn['align'][]): readonly ListColumn[] =>
	['NAME', 'A', 'B'].map((id, at) => ({
		id,
		title: id,
		align: aligns[at] ?? 'left',
		worth: at + 1,
		min: 2,
		max: at === 2 ? 8 : undefined,
		sortKey: undefined,
	}));

const sourceOf = (rows: readonly Cells[]): RowSource => ({
	...emptySource,
	length: rows.length,
	keyAt: (index) => `uid-${rows[index]?.[0]}`,
	indexOf: (key) => rows.findIndex(([name]) => key === `uid-${name}`),
	// New objects each time, as a pane makes them.
	at: (index) => {
		const [name, ...others] = rows[index] ?? [0];
		return [{ text: `pod-${name}` }, ...others.map((one) => structuredClone(one))];
	},
});

/** What names the row, then its other cells. */
type Cells = readonly [number, ...Cell[]];

const anyCell: fc.Arbitrary<Cell> = fc.oneof(
	fc.constantFrom<Cell[]>(
		{ text: 'x' },
		{ text: 'x', health: 'failing' },
		{ text: 'longer' },
		{ text: '名' },
		{ text: '–', absent: 'no sample yet' },
		{ text: '–', absent: 'no – sample' },
		{ text: '7m', aged: 'stale 68s' },
		{ text: '7m' },
	),
	fc.constantFrom(0, 0.5, Number.NaN).map((part): Cell => ({ text: '', picture: { kind: 'bar', part } })),
	fc
		.tuple(fc.array(fc.constantFrom(null, 0, 40), { maxLength: 3 }), fc.constantFrom(20, 50))
		.map(([samples, least]): Cell => ({ text: '', picture: { kind: 'trend', samples, least } })),
);

const anyRows = fc.uniqueArray(
	fc.tuple(fc.nat(5), anyCell, anyCell).map((cells): Cells => cells),
	{ selector: ([name]) => name, maxLength: 6 },
);

interface Shot {
	readonly rows: readonly Cells[];
	readonly cursor: number;
	readonly hasCursor: boolean;
	readonly marks: readonly number[];
	readonly stale: boolean;
	readonly aligns: readonly ListColumn['align'][];
	readonly width: number;
	readonly height: number;
	readonly columnOffset: number;
	readonly ascii: boolean;
	readonly preview: boolean;
}

const anyShot: fc.Arbitrary<Shot> = fc.record({
	rows: anyRows,
	cursor: fc.nat(5),
	hasCursor: fc.boolean(),
	marks: fc.array(fc.nat(5), { maxLength: 2 }),
	stale: fc.boolean(),
	aligns: fc.constantFrom<(readonly ListColumn['align'][])[]>(['left'], ['left', 'right']),
	width: fc.constantFrom(14, 24, 60),
	height: fc.constantFrom(2, 9),
	columnOffset: fc.nat(1),
	ascii: fc.boolean(),
	preview: fc.boolean(),
});

/** A shot of which only some things are others than in the one before, as frames are. */
const anyShots = fc
	.tuple(
		anyShot,
		fc.array(fc.tuple(anyShot, fc.subarray(Object.keys({ ...emptyShot() }) as (keyof Shot)[], { maxLength: 2 })), { maxLength: 6 }),
	)
	.map(([first, changes]) => {
		const shots = [first];
		for (const [other, names] of changes) {
			const next: Record<string, unknown> = { ...shots.at(-1) };
			for (const name of names) next[name] = other[name];
			shots.push(next as unknown as Shot);
		}
		return shots;
	});

function emptyShot(): Shot {
	return {
		rows: [],
		cursor: 0,
		hasCursor: true,
		marks: [],
		stale: false,
		aligns: ['left'],
		width: 60,
		height: 9,
		columnOffset: 0,
		ascii: false,
		preview: false,
	};
}

const lookOf = (shot: Shot, seen: SeenList): ListLook => ({
	columns: columnsOf(shot.aligns),
	rows: sourceOf(shot.rows),
	position: { key: `uid-${shot.cursor}`, index: shot.cursor, top: 0 },
	columnOffset: shot.columnOffset,
	sortedBy: undefined,
	stale: shot.stale,
	cursor: shot.hasCursor,
	marks: new Set(shot.marks.map((name) => `uid-${name}`)),
	preview: shot.preview,
	seen,
});

const drawn = (shot: Shot, seen: SeenList): DrawnList =>
	drawList(lookOf(shot, seen), shot.width, shot.height, shot.ascii ? asciiGlyphs : unicodeGlyphs);

/** Remembers the widths of another, and nothing else. */
function onlyWidthsOf(seen: SeenList): SeenList {
	const other = new SeenList();
	for (const [id, width] of seen.widest) other.widest.set(id, width);
	return other;
}

describe('a list that is drawn again', () => {
	test('reads as if nothing but the widths of its columns were remembered, whatever has changed since the frame before', () => {
		fc.assert(
			fc.property(anyShots, (shots) => {
				const seen = new SeenList();
				for (const shot of shots) {
					const afresh = drawn(shot, onlyWidthsOf(seen));
					const again = drawn(shot, seen);
					expect(again.lines).toEqual(afresh.lines);
					expect(again.preview).toEqual(afresh.preview);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('has the same object for each line that reads the same, also where the line has moved', () => {
		const seen = new SeenList();
		const rows = Array.from({ length: 8 }, (_, name): Cells => [name, { text: 'Running', health: 'ok' }, { text: '7m' }]);
		const shot: Shot = { ...emptyShot(), rows, height: 6, cursor: 5 };
		const before = drawn(shot, seen).lines;
		const scrolled = drawn({ ...shot, cursor: 6 }, seen).lines;
		expect(scrolled.slice(0, 4).map((line) => before.indexOf(line))).toEqual([1, 2, 3, 4]);
		expect(scrolled[5]).not.toEqual(before[5]);
		const changed = drawn(
			{ ...shot, cursor: 6, rows: rows.with(3, [3, { text: 'Failed', health: 'failing' }, { text: '7m' }]) },
			seen,
		).lines;
		expect(changed.map((line) => scrolled.indexOf(line))).toEqual([0, 1, -1, 3, 4, 5]);
	});

	test('has another line as soon as one thing of one cell is another', () => {
		const trend = (samples: readonly (number | null)[], least = 20): Cell => ({ text: '', picture: { kind: 'trend', samples, least } });
		const bar = (part: number): Cell => ({ text: '', picture: { kind: 'bar', part } });
		const pairs: readonly (readonly [Cell, Cell])[] = [
			[{ text: 'x' }, { text: 'y' }],
			[{ text: 'x' }, { text: 'x', health: 'failing' }],
			[{ text: '7m' }, { text: '7m', aged: 'stale 68s' }],
			[{ text: 'a–b' }, { text: 'a–b', absent: 'no sample yet' }],
			[bar(0.2), bar(0.8)],
			[bar(Number.NaN), bar(1)],
			[{ text: '' }, bar(1)],
			[bar(1), trend([1])],
			[trend([1, 9]), trend([9, 1])],
			[trend([9]), trend([9, 9])],
			[trend([10], 10), trend([10], 80)],
		];
		for (const [one, other] of pairs) {
			for (const [from, to] of [
				[one, other],
				[other, one],
			] as const) {
				const seen = new SeenList();
				// In ASCII, where our own dashes are others than the cluster's; pictures have room for eight columns.
				const shotOf = (cell: Cell): Shot => ({ ...emptyShot(), ascii: true, hasCursor: false, rows: [[0, { text: '' }, cell]] });
				drawn(shotOf(from), seen);
				const afresh = drawn(shotOf(to), onlyWidthsOf(seen)).lines;
				expect(drawn(shotOf(to), seen).lines).toEqual(afresh);
				expect(drawn(shotOf(from), onlyWidthsOf(seen)).lines).not.toEqual(afresh);
			}
		}
	});

	test('remembers no row that was in neither of the last two frames', () => {
		const seen = new SeenList();
		const draw = () => seen.row('uid-1', [{ text: 'x' }], { selected: false, marked: false, stale: false }, unicodeGlyphs);
		const first = draw();
		seen.nextFrame();
		expect(draw()).toBe(first);
		seen.nextFrame();
		seen.nextFrame();
		expect(draw()).not.toBe(first);
	});
});
