import { describe, expect, test } from 'vitest';
import type { Row } from '../../../src/domains/types.ts';
import { rowsAtOnce, TextReading } from '../../../src/views/text-reading.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { manyRows } from '../../support/fake-services.ts';
import { showSession } from '../../support/session-screen.ts';

function reading(count: number) {
	const clock = new FakeClock();
	const rows = new Map<string, Row>(manyRows(count).map((row) => [row.uid, row]));
	const read: Row[] = [];
	let told = 0;
	const texts = new TextReading({
		rows,
		keep: (_, row) => read.push(row),
		clock,
		onRead: () => {
			told += 1;
		},
	});
	return { clock, rows, read, texts, told: () => told };
}

describe('the texts of the rows, for a filter', () => {
	test('are at hand at once where they are few', () => {
		const { texts, read, told } = reading(rowsAtOnce - 1);
		expect(texts.ask()).toBe(true);
		expect(read).toHaveLength(rowsAtOnce - 1);
		expect(told()).toBe(0);
	});

	test('are read in slices where they are many, each row once, and whoever asked is told once', async () => {
		const { clock, texts, read, told } = reading(rowsAtOnce * 3 + 10);
		for (let slice = 1; slice <= 3; slice++) {
			expect(texts.ask()).toBe(false);
			expect(read).toHaveLength(rowsAtOnce * slice);
			expect(told()).toBe(0);
			await clock.advance(0);
			if (clock.waiting === 0) break;
		}
		await clock.advance(1);
		expect(texts.ask()).toBe(true);
		expect(new Set(read).size).toBe(rowsAtOnce * 3 + 10);
		expect(read).toHaveLength(rowsAtOnce * 3 + 10);
		expect(told()).toBe(1);
	});

	test('are read at once, however many, where they may be', () => {
		const { texts, clock } = reading(rowsAtOnce * 3);
		expect(texts.ask(Number.POSITIVE_INFINITY)).toBe(true);
		expect(clock.waiting).toBe(0);
	});

	test('are not read on when nobody asks any more, and read anew for the next who does', () => {
		const { clock, texts, read } = reading(rowsAtOnce * 2);
		texts.ask();
		const kept = texts.texts;
		texts.forget();
		expect(clock.waiting).toBe(0);
		expect(texts.texts).not.toBe(kept);
		expect(texts.ask()).toBe(false);
		expect(read).toHaveLength(rowsAtOnce * 2);
	});

	test('of rows that come and go meanwhile are read or left', async () => {
		const { clock, rows, texts, read } = reading(rowsAtOnce + 10);
		texts.ask();
		const [late] = manyRows(1, () => ({ uid: 'late' }));
		const last = [...rows.keys()].at(-1) ?? '';
		rows.delete(last);
		if (late !== undefined) rows.set(late.uid, late);
		await clock.advance(1);
		expect(read.map(({ uid }) => uid)).toContain('late');
		expect(read.map(({ uid }) => uid)).not.toContain(last);
	});
});

describe('a filter over more rows than are read at once', () => {
	const title = (lines: readonly string[]): string => lines[2] ?? '';

	test('shows each key at once, and until it holds says which one does', async () => {
		const count = rowsAtOnce * 4;
		const shown = showSession({ before: (fake) => fake.context.stream('pods').rows.appendPage(manyRows(count)) });
		shown.type('/0001');
		expect(shown.lines().at(-1)).toContain('0001');
		expect(title(shown.lines())).toContain(`${count}`);
		expect(title(shown.lines())).not.toContain('/ 0001');
		await shown.clock.advance(200);
		expect(title(shown.lines())).toMatch(/\/ 0001 .* 1 of /);
		// All texts are at hand from now on: nothing is waited for.
		shown.press('backspace');
		expect(title(shown.lines())).toMatch(/\/ 000 .* 15 of /);
	});

	test('holds from the first frame on where it was there before its rows were', () => {
		const shown = showSession({ before: (fake) => fake.context.stream('pods').rows.appendPage(manyRows(rowsAtOnce * 2)) });
		shown.type('/0001');
		shown.press('enter');
		for (const line of [':nodes', ':pods']) {
			shown.type(line);
			shown.press('enter');
		}
		expect(title(shown.lines())).toMatch(/PODS .*\/ 0001 .* 1 of /);
	});
});
