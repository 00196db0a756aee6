import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../src/sessions/types.ts';
import { lineText } from '../../../src/terminal/styled-line.ts';
import type { LineFacts } from '../../../src/views/log-lines.ts';
import { OpenLog } from '../../../src/views/open-log.ts';
import { unicodeGlyphs } from '../../../src/views/theme.ts';
import { FakeLogSession } from '../../support/fake-log-session.ts';

const source = { pod: 'cart', container: 'app' };
const height = 5;

const facts: LineFacts = {
	look: { wrap: true, stamps: false, fields: false, matchesOnly: true, column: 0 },
	width: 20,
	glyphs: unicodeGlyphs,
	label: () => undefined,
	isFound: () => false,
};

function opened(lines: number, keeps = 100) {
	const session = new FakeLogSession(
		{ namespace: 'shop', target: { kind: 'pod', name: 'cart' }, containers: 'all', follow: true, previous: false },
		keeps,
	);
	let told = 0;
	const log = new OpenLog(session, () => {
		told += 1;
	});
	const say = (count: number, text = 'line'): void => {
		for (let line = 0; line < count; line += 1) session.line(source, `${text} ${session.entries.nextSeq}`);
	};
	say(lines);
	const shown = (): readonly string[] => log.show(facts, height).lines.map((line) => lineText(line).trimEnd());
	shown();
	return { session, log, say, shown, told: () => told };
}

const has = (words: string) => (entry: LogEntry) => entry.kind === 'line' && entry.text.includes(words);

describe('a log that is followed', () => {
	test('shows its newest lines, and goes on with them', () => {
		const { say, shown } = opened(20);
		expect(shown()).toEqual(['line 15', 'line 16', 'line 17', 'line 18', 'line 19']);
		say(2);
		expect(shown().at(-1)).toBe('line 21');
	});

	test('begins at the top of the pane while there are few lines', () => {
		const { log, shown } = opened(2);
		expect(shown()).toEqual(['line 0', 'line 1']);
		expect(log.show(facts, height)).toMatchObject({ from: 1, to: 2, of: 2 });
	});

	test('shows the end of a line that takes more rows than there are', () => {
		const { session, shown } = opened(3);
		session.line(source, Array.from({ length: 40 }, (_, word) => `word${word}`).join(' '));
		expect(shown()).toHaveLength(height);
		expect(shown().at(-1)).toContain('word39');
	});

	test('tells of what comes until it is closed', () => {
		const { session, log, say, told } = opened(1);
		const before = told();
		say(1);
		expect(told()).toBe(before + 1);
		log.close();
		say(1);
		expect(told()).toBe(before + 1);
		expect(session.isClosed).toBe(true);
	});
});

describe('a log that is paused', () => {
	test('stays on its lines while others come and old ones are let go, as long as they are there', () => {
		const { log, say, shown } = opened(100);
		log.page(-1);
		log.page(-1);
		const before = shown();
		say(80);
		expect(shown()).toEqual(before);
		expect(log.isFollowing).toBe(false);
		say(20);
		// What was at the top had to make room: the oldest line that is left is shown.
		expect(shown()[0]).toBe('line 100');
	});

	test('goes up and down by rows, also within a line that is wrapped', () => {
		const { session, log, shown } = opened(10);
		session.line(source, 'alpha beta gamma delta epsilon zeta eta theta');
		for (let line = 0; line < 10; line += 1) session.line(source, `after ${line}`);
		shown();
		log.toStart();
		log.scroll(11);
		expect(shown()[0]).toBe('  delta epsilon zeta');
		log.scroll(-1);
		expect(shown()[0]).toBe('alpha beta gamma');
	});

	test('follows again when it is scrolled to its end, and by itself never', () => {
		const { log, say, shown } = opened(20);
		log.scroll(-3);
		expect(log.isFollowing).toBe(false);
		say(1);
		shown();
		log.scroll(3);
		expect(log.isFollowing).toBe(false);
		log.scroll(1);
		expect(log.isFollowing).toBe(true);
	});

	test('has its page, its start and its end', () => {
		const { log, shown } = opened(50);
		log.toStart();
		expect(shown()[0]).toBe('line 0');
		log.page(1);
		expect(shown()[0]).toBe(`line ${height - 1}`);
		log.follow(true);
		expect(shown().at(-1)).toBe('line 49');
		log.page(-1);
		expect(shown()[0]).toBe(`line ${50 - height - (height - 1)}`);
	});

	test('stays on its line when a filter hides others, and shows what is next where that is hidden too', () => {
		const { log, shown } = opened(60);
		log.toStart();
		log.scroll(20);
		log.setTest((entry) => entry.seq % 2 === 0);
		expect(shown()[0]).toBe('line 20');
		log.setTest((entry) => entry.seq % 3 === 0);
		expect(shown()[0]).toBe('line 21');
		log.setTest(undefined);
		expect(shown()[0]).toBe('line 20');
	});

	test('shows the same rows as a list of all would, however it is moved', () => {
		const moves = fc.array(
			fc.oneof(
				fc.record({ does: fc.constant('scroll' as const), by: fc.integer({ min: -12, max: 12 }) }),
				fc.record({ does: fc.constant('lines' as const), by: fc.nat(40) }),
				fc.record({ does: fc.constantFrom('start' as const, 'follow' as const), by: fc.constant(0) }),
			),
			{ maxLength: 30 },
		);
		fc.assert(
			fc.property(moves, (steps) => {
				const { session, log, say, shown } = opened(3, 1_000);
				for (const { does, by } of steps) {
					if (does === 'scroll') log.scroll(by);
					else if (does === 'lines') say(by, by % 3 === 0 ? 'a line that is wrapped at its end' : 'short');
					else if (does === 'start') log.toStart();
					else log.follow(true);
					const rows = shown();
					const all: string[] = [];
					const { entries } = session;
					const whole = new OpenLog(session, () => undefined);
					for (const line of whole.show(facts, 10_000).lines) all.push(lineText(line).trimEnd());
					expect(rows).toHaveLength(Math.min(height, all.length));
					const first = all.findIndex((_, at) => rows.every((row, index) => all[at + index] === row));
					expect(first).toBeGreaterThanOrEqual(0);
					if (log.isFollowing) expect(rows.at(-1)).toBe(all.at(-1));
					expect(entries.droppedLines).toBe(0);
				}
			}),
			{ numRuns: 60 },
		);
	});
});

describe('going to what is looked for', () => {
	test('finds the next one and the one before, with what follows below it', () => {
		const { log, shown } = opened(60);
		log.toStart();
		expect(log.toFound(has('7'), 1)).toBe(true);
		expect(shown()[0]).toBe('line 7');
		expect(log.toFound(has('7'), 1)).toBe(true);
		expect(shown()[0]).toBe('line 17');
		expect(log.toFound(has('7'), -1)).toBe(true);
		expect(shown()[0]).toBe('line 7');
		expect(log.toFound(has('7'), -1)).toBe(false);
	});

	test('goes on from what it found where the end of the log keeps that from the top', () => {
		const { log } = opened(60);
		log.toStart();
		let found = 0;
		while (log.toFound(has('line 5'), 1) && found < 100) found += 1;
		// 5 and 50 to 59
		expect(found).toBe(11);
	});

	test('begins at the screen again once it was moved', () => {
		const { log, shown } = opened(60);
		log.toStart();
		log.toFound(has('line 5'), 1);
		log.toFound(has('line 5'), 1);
		log.toStart();
		shown();
		expect(log.toFound(has('line 5'), 1)).toBe(true);
		expect(shown()[0]).toBe('line 5');
	});
});

describe('the lines to copy', () => {
	test('are those of the lines that are shown, the newest of them, without the marks', () => {
		const { session, log } = opened(10);
		session.mark('cut', 'cut', source);
		log.setTest((entry) => entry.kind === 'mark' || entry.seq >= 5);
		log.show(facts, height);
		expect(log.entries(100).map(({ text }) => text)).toEqual(['line 5', 'line 6', 'line 7', 'line 8', 'line 9']);
		expect(log.entries(3).map(({ text }) => text)).toEqual(['line 8', 'line 9']);
	});
});
