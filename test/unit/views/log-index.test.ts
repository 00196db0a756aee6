import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogRing } from '../../../src/sessions/log-ring.ts';
import type { LogEntry } from '../../../src/sessions/types.ts';
import { LogIndex } from '../../../src/views/log-index.ts';

const source = { pod: 'cart', container: 'app' };

const ringOf = (entries: number): LogRing => new LogRing({ entries, bytes: 1e9 });

function push(ring: LogRing, text: string): void {
	ring.push({ kind: 'line', seq: ring.nextSeq, source, stamp: '', text });
}

const isError = (entry: LogEntry): boolean => entry.kind === 'line' && entry.text.includes('error');

function shownIn(index: LogIndex): readonly (number | undefined)[] {
	return Array.from({ length: index.length }, (_, place) => index.at(place));
}

function keptIn(ring: LogRing, test: (entry: LogEntry) => boolean): readonly number[] {
	const kept: number[] = [];
	for (let seq = ring.firstSeq; seq < ring.nextSeq; seq++) {
		const entry = ring.at(seq);
		if (entry !== undefined && test(entry)) kept.push(seq);
	}
	return kept;
}

const step = fc.oneof(
	fc.record({
		does: fc.constant('lines' as const),
		texts: fc.array(fc.constantFrom('ok', 'error 1', 'fine', 'an error'), { size: 'max', maxLength: 80 }),
	}),
	fc.record({ does: fc.constant('filter' as const), on: fc.boolean() }),
	fc.record({ does: fc.constant('look' as const) }),
);

describe('the lines of a log that a filter finds', () => {
	it('are those that are kept and pass, in their order, whatever came, went and was asked for meanwhile', () => {
		fc.assert(
			fc.property(fc.array(step, { size: 'max', maxLength: 30 }), fc.integer({ min: 1, max: 60 }), (steps, capacity) => {
				const ring = ringOf(capacity);
				const index = new LogIndex(ring);
				let test: ((entry: LogEntry) => boolean) | undefined;
				for (const each of steps) {
					if (each.does === 'lines') for (const text of each.texts) push(ring, text);
					else if (each.does === 'filter') {
						test = each.on ? isError : undefined;
						index.setTest(test);
					} else while (index.update());
					// What is read of it between two looks is of what it knew at the last.
					if (each.does !== 'look') index.update();
					expect(shownIn(index)).toEqual(keptIn(ring, test ?? (() => true)));
				}
			}),
		);
	});

	it('are found from the newest on, some thousands a turn, so that a key never waits for all of them', () => {
		const ring = ringOf(50_000);
		for (let line = 0; line < 35_000; line++) push(ring, line % 2 === 0 ? 'error' : 'ok');
		const index = new LogIndex(ring);
		index.setTest(isError);
		expect(index.update()).toBe(true);
		expect(index.length).toBe(5_000);
		expect(index.at(index.length - 1)).toBe(34_998);
		let turns = 1;
		while (index.update()) turns += 1;
		expect(turns).toBe(3);
		expect(index.length).toBe(17_500);
	});

	it('are in a place by their number, or in that of the next one', () => {
		const ring = ringOf(100);
		for (let line = 0; line < 40; line++) push(ring, line % 10 === 0 ? 'error' : 'ok');
		const index = new LogIndex(ring);
		index.setTest(isError);
		index.update();
		expect([0, 1, 10, 11, 30, 31].map((seq) => index.placeOf(seq))).toEqual([0, 1, 1, 2, 3, 4]);
	});
});
