import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeText } from '../../../src/base/safe-text.ts';
import type { LogEntry, LogLine, LogSource } from '../../../src/sessions/types.ts';
import { headLine, isWider, sliceLine } from '../../../src/terminal/slice-line.ts';
import { type Line, lineText, lineWidth, span } from '../../../src/terminal/styled-line.ts';
import { textWidth } from '../../../src/terminal/width.ts';
import { logLabels, SeenSources } from '../../../src/views/log-labels.ts';
import { entryRows, type LineFacts, type LogLook, stampWords } from '../../../src/views/log-lines.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/views/theme.ts';
import { hostileText } from '../../support/hostile-text.ts';

const source: LogSource = { pod: 'cart', container: 'app' };
const look: LogLook = { wrap: true, stamps: false, fields: false, matchesOnly: true, column: 0 };

const line = (text: string): LogLine => ({ kind: 'line', seq: 0, source, stamp: '2026-11-22T01:00:00.5Z', text });

const facts = (over: Partial<LineFacts> = {}): LineFacts => ({
	look,
	width: 40,
	glyphs: unicodeGlyphs,
	label: () => undefined,
	isFound: () => false,
	...over,
});

const looks = fc.record({
	wrap: fc.boolean(),
	stamps: fc.boolean(),
	fields: fc.boolean(),
	matchesOnly: fc.boolean(),
	column: fc.nat(80),
});

const texts = (rows: readonly Line[]): readonly string[] => rows.map((row) => lineText(row).trimEnd());

/** What a terminal would act on. */
const acts = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe('the rows of an entry', () => {
	test('are none wider than the screen, hold nothing that a terminal acts on, and are one where lines are not wrapped', () => {
		const entries: fc.Arbitrary<LogEntry> = fc.oneof(
			hostileText().map(line),
			hostileText().map((words): LogEntry => ({ kind: 'mark', seq: 0, source, mark: 'restarted', at: 0, words })),
		);
		fc.assert(
			fc.property(entries, looks, fc.integer({ min: 1, max: 90 }), fc.boolean(), (entry, looked, width, hasLabel) => {
				const label = hasLabel ? () => span('cart/app') : () => undefined;
				const rows = entryRows(entry, facts({ look: looked, width, label, isFound: () => true }));
				expect(rows.length).toBeGreaterThan(0);
				if (!looked.wrap) expect(rows).toHaveLength(1);
				for (const row of rows) {
					expect(lineWidth(row)).toBeLessThanOrEqual(width);
					expect(lineText(row)).not.toMatch(acts);
				}
			}),
			{ numRuns: 400 },
		);
	});

	test('say of a line of a million characters how long it is, and draw no more of it than some screens', () => {
		for (const text of ['x'.repeat(1_000_000), '漢'.repeat(1_000_000), 'word '.repeat(200_000), '\x1b[31m'.repeat(200_000)]) {
			const rows = entryRows(line(text), facts({ width: 80 }));
			expect(rows.length).toBeLessThan(300);
			expect(texts(rows).join(' ').replaceAll(/\s+/g, ' ')).toContain('1 000 000 characters in all');
		}
	});

	test('have the colours that the program wrote, over those of its level', () => {
		const [row] = entryRows(line('ERROR plain \x1b[32mgreen\x1b[0m'), facts());
		expect(row).toEqual([
			{ text: 'ERROR plain ', style: { colour: 'red' } },
			{ text: 'green', style: { colour: 'green' } },
		]);
		expect(entryRows(line('WARN slow'), facts())[0]?.[0]?.style).toEqual({ colour: 'yellow' });
		expect(entryRows(line('INFO fine'), facts())[0]?.[0]?.style).toEqual({});
	});

	test('mark a line that a filter finds only where it hides none', () => {
		const found = (matchesOnly: boolean) =>
			entryRows(line('hit'), facts({ look: { ...look, matchesOnly }, isFound: () => true }))[0]?.[0]?.style;
		expect(found(false)).toEqual({ inverse: true });
		expect(found(true)).toEqual({});
	});

	test('begin anew at the screen, a little further in, when they are wrapped', () => {
		expect(texts(entryRows(line('one two three four'), facts({ width: 10 })))).toEqual(['one two', '  three', '  four']);
	});

	test('leave no line empty before a word that has to be broken anyway', () => {
		expect(texts(entryRows(line('app abcdefghijklmnop'), facts({ width: 10 })))).toEqual(['app abcdef', '  ghijklmn', '  op']);
	});

	test('of marks are in plain characters where the terminal has no others', () => {
		const mark: LogEntry = { kind: 'mark', seq: 0, source, mark: 'joined', at: 0, words: 'joined' };
		expect(texts(entryRows(mark, facts({ glyphs: asciiGlyphs })))[0]).toMatch(/^[\x20-\x7e]+$/);
	});

	test('begin with a time only where the node wrote one', () => {
		expect(stampWords('2026-11-22T01:00:00.123456789Z')).toMatch(/^\d\d:\d\d:00\.123$/);
		expect(stampWords('')).toBe('');
		expect(stampWords('yesterday')).toBe('');
	});
});

describe('a line without its first columns', () => {
	test('is what its cells from there on show', () => {
		const spans = fc.array(
			fc.array(fc.constantFrom('a', 'b', ' ', '漢', '字', 'é'), { maxLength: 12 }).map((characters) => span(characters.join(''))),
			{ maxLength: 5 },
		);
		const cells = (text: string): string[] =>
			Array.from(text).flatMap((character) => (textWidth(character) === 2 ? [character, ''] : [character]));
		fc.assert(
			fc.property(spans, fc.nat(50), (whole, from) => {
				const expected = cells(lineText(whole)).slice(from);
				// Of a wide character that was cut through one column is left, and it is blank.
				if (expected[0] === '') expected[0] = ' ';
				expect(lineText(sliceLine(whole, from))).toBe(expected.join(''));
			}),
		);
	});
});

describe('the first columns of a line', () => {
	const spans = fc.array(
		hostileText(8).map((text) => span(safeText(text))),
		{ maxLength: 5 },
	);

	test('are as many as fit, and a line is wider where something was left out', () => {
		fc.assert(
			fc.property(spans, fc.nat(60), (whole, columns) => {
				const head = headLine(whole, columns);
				expect(lineWidth(head)).toBeLessThanOrEqual(columns);
				expect(lineText(whole).startsWith(lineText(head))).toBe(true);
				expect(isWider(whole, columns)).toBe(lineText(head) !== lineText(whole));
				if (lineWidth(whole) <= columns) expect(lineText(head)).toBe(lineText(whole));
			}),
		);
	});
});

describe('the labels of a log', () => {
	const sources = (...names: string[]): LogSource[] =>
		names.map((name) => {
			const [pod = '', container = 'app'] = name.split('/');
			return { pod, container };
		});
	const labels = (all: readonly LogSource[], width = 80) => all.map((each) => logLabels(all, width, '…')?.(each).text);

	test('are none where all lines are of one source', () => {
		expect(logLabels(sources('cart-7c9'), 80, '…')).toBeUndefined();
		expect(logLabels([], 80, '…')).toBeUndefined();
	});

	test('are what the names of pods differ in', () => {
		expect(labels(sources('cart-7c9f8-abcde', 'cart-7c9f8-xyz12'))).toEqual(['abcde', 'xyz12']);
		expect(labels(sources('cart-7c9f8-abcde', 'cart-55d4b-xyz12'))).toEqual(['7c9f8-abcde', '55d4b-xyz12']);
		expect(labels(sources('cart', 'pay'))).toEqual(['cart', 'pay ']);
	});

	test('name containers where there are several, and pods where there are', () => {
		expect(labels(sources('cart-1/app', 'cart-1/proxy'))).toEqual(['app  ', 'proxy']);
		expect(labels(sources('cart-1/app', 'cart-2/proxy'))).toEqual(['1/app  ', '2/proxy']);
	});

	test('leave most of a narrow terminal to what is said', () => {
		for (const label of labels(sources('cart-7c9f8-abcde/a-long-container', 'cart-55d4b-xyz12/b'), 40)) {
			expect(textWidth(label ?? '')).toBe(12);
		}
	});

	test('are as wide as each other and safe, whatever the names are', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ pod: hostileText(8), container: hostileText(8) }), { maxLength: 6 }), fc.nat(120), (all, width) => {
				const label = logLabels(all, width, '…');
				const widths = new Set(all.map((each) => textWidth(label?.(each).text ?? '')));
				expect(widths.size).toBeLessThanOrEqual(1);
				for (const each of all) expect(label?.(each).text ?? '').not.toMatch(acts);
			}),
		);
	});

	test('stay known of pods that left, of the newest 500', () => {
		const seen = new SeenSources();
		const stream = (each: LogSource) => ({ source: each }) as never;
		expect(seen.add([stream({ pod: 'first', container: 'app' })])).toBe(true);
		expect(seen.add([stream({ pod: 'second', container: 'app' })])).toBe(true);
		expect(seen.add([stream({ pod: 'second', container: 'app' })])).toBe(false);
		expect(seen.all.map(({ pod }) => pod)).toEqual(['first', 'second']);
		for (let pod = 0; pod < 600; pod += 1) seen.add([stream({ pod: String(pod), container: 'app' })]);
		expect(seen.all).toHaveLength(500);
		expect(seen.all.at(-1)?.pod).toBe('599');
	});
});
