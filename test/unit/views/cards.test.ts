import { describe, expect, test } from 'vitest';
import { type LineOf, OverviewLine } from '../../../src/domains/overview-line.ts';
import { lineText } from '../../../src/terminal/styled-line.ts';
import { textWidth } from '../../../src/terminal/width.ts';
import { partsOfHour } from '../../../src/views/card-line.ts';
import { type DrawnCards, drawCards } from '../../../src/views/cards.ts';
import { atTop, type ListPosition, move } from '../../../src/views/list-position.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/views/theme.ts';

const minutes = Array.from({ length: 60 }, (_, at) => (at === 59 ? 3 : 0));
const told: readonly LineOf[] = [
	{ card: 'nodes', item: 'ready', value: 5, total: 6, health: 'failing', detail: 'ip-10-0-3-7' },
	{ card: 'nodes', item: 'NotReady', value: 1, health: 'failing' },
	{ card: 'pods', item: 'on nodes', value: 240, total: 660 },
	{ card: 'pods', item: 'Running', value: 230 },
	{ card: 'pods', item: 'CrashLoopBackOff', value: 2, health: 'failing' },
	{ card: 'cpu', item: 'use', unit: 'millicores', value: 12_000, total: 48_000, isBar: true },
	{ card: 'cpu', item: 'limits', unit: 'millicores', value: 60_000, total: 48_000, isBar: true, detail: '3 pods have none' },
	{ card: 'memory', item: 'use', unit: 'kibibytes', why: 'metrics: forbidden', health: 'unknown' },
	{ card: 'warnings', item: 'last hour', value: 3, minutes },
	{ card: 'topCpu', item: `data/\u001b[31m界界-${'x'.repeat(60)}`, unit: 'millicores', value: 900 },
	{ card: 'versions', item: 'kubelet v1.36.3', value: 6, total: 6, detail: 'as the API server' },
];
const lines = told.map((line, order) => new OverviewLine(line, order));

const draw = (width: number, height: number, position: ListPosition = atTop, glyphs = unicodeGlyphs, namespace?: string): DrawnCards =>
	drawCards({ lines, namespace, position, width, height, stale: false, glyphs });

const textOf = ({ lines: drawn }: DrawnCards): readonly string[] => drawn.map(lineText);

describe('cards', () => {
	test.each([
		[40, 6],
		[80, 19],
		[200, 45],
		[20, 3],
		[1, 1],
	])('at %i×%i fit, and every line can be reached and is then on the screen', (width, height) => {
		let position = atTop;
		const seen = new Set<string>();
		for (let step = 0; step < lines.length; step++) {
			const drawn = draw(width, height, position);
			expect(drawn.rows.length).toBe(lines.length);
			expect(drawn.lines.length).toBeLessThanOrEqual(height);
			if (width >= 20) {
				for (const text of textOf(drawn)) expect(textWidth(text)).toBeLessThanOrEqual(width);
				expect(drawn.lines.flat().filter(({ style }) => style?.inverse === true).length).toBeGreaterThan(0);
			}
			seen.add(drawn.rows.keyAt(drawn.position.index) ?? '');
			position = move(drawn.position, 'down', drawn.rows, height);
		}
		expect(seen.size).toBe(lines.length);
	});

	test('on a small terminal the first line of every card comes first', () => {
		const text = textOf(draw(40, 6));
		expect(text[0]).toMatch(/^▸ NODES ready +5\/6 ip-10-/);
		expect(text[1]).toMatch(/^ {2}PODS on nodes +240\/660 *$/);
		expect(text[2]).toMatch(/^ {2}CPU use .*25% /);
		expect(text[3]).toMatch(/^ {2}MEMORY use +– metrics: forb/);
	});

	test('a line that is called as its card is named once', () => {
		const unread = [
			new OverviewLine({ card: 'nodes', item: 'nodes', why: 'forbidden', health: 'unknown' }, 0),
			new OverviewLine({ card: 'pods', item: 'Running', value: 3 }, 1),
		];
		const drawn = drawCards({
			lines: unread,
			namespace: undefined,
			position: atTop,
			width: 40,
			height: 2,
			stale: false,
			glyphs: unicodeGlyphs,
		});
		expect(lineText(drawn.lines[0] ?? [])).toMatch(/^▸ NODES +– forbidden *$/);
		expect(drawn.words).toBe('NODES: forbidden');
	});

	test('on a wide one they stand side by side, and the keys to the left and the right go from one to the next', () => {
		const drawn = draw(200, 45);
		expect(textOf(drawn)[0]).toMatch(/^ NODES ─+ +PODS ─+ +CPU ─+ +MEMORY ─+ *$/);
		const right = drawn.beside(1);
		expect(right?.key).toBe('pods/on nodes');
		expect(draw(200, 45, right).beside(-1)?.key).toBe('nodes/ready');
		expect(drawn.beside(-1)).toBeUndefined();
	});

	test.each([38, 48, 80, 120, 200])(
		'at %i columns no number is cut: the bar is shorter for it, and the words behind it have what is left',
		(width) => {
			const measured = { unit: 'millicores', isBar: true, total: 384_000 } as const;
			const long: readonly LineOf[] = [
				{ card: 'pods', item: 'on nodes', value: 392, total: 7500, detail: '5 on none' },
				{ card: 'pods', item: 'CreateContainerConfigError', value: 2 },
				{ card: 'cpu', item: 'use', value: 62_400, ...measured, detail: '3 nodes not measured' },
				{ card: 'cpu', item: 'limits', value: 162_400, ...measured, detail: '12 pods have none' },
				{ card: 'cpu', item: 'allocatable', value: 384_000, total: 400_000, unit: 'millicores' },
			];
			const of = long.map((line, order) => new OverviewLine(line, order));
			const drawn = drawCards({ lines: of, namespace: undefined, position: atTop, width, height: 30, stale: false, glyphs: unicodeGlyphs });
			const text = textOf(drawn).join('\n');
			for (const number of ['62.4/384 ', ' 162/384 ', '392/7500 5 on none']) expect(`${text} `).toContain(number);
		},
	);

	test('in one namespace CPU and memory say what they are measured against', () => {
		expect(textOf(draw(200, 45, atTop, unicodeGlyphs, 'shop')).join('\n')).toContain('CPU of shop, against all nodes');
		const alone = [new OverviewLine({ card: 'cpu', item: 'requests', unit: 'millicores', value: 900 }, 0)];
		const drawn = drawCards({
			lines: alone,
			namespace: 'shop',
			position: atTop,
			width: 40,
			height: 5,
			stale: false,
			glyphs: unicodeGlyphs,
		});
		expect(lineText(drawn.lines[0] ?? [])).toMatch(/^ CPU of shop ─+$/);
	});

	test('in ASCII there is nothing but ASCII, but for what the cluster calls its things', () => {
		const own = textOf(draw(200, 45, atTop, asciiGlyphs))
			.join('\n')
			.replaceAll('界', '');
		expect(own).toMatch(/^[\x20-\x7e\n\ufffd]*$/);
		expect(own).toContain('[###');
	});

	test('no control character of a name reaches the screen', () => {
		expect(textOf(draw(80, 40)).join('')).not.toContain('\u001b');
	});

	test('the whole of the line under the cursor is told where it was cut', () => {
		expect(draw(80, 19, { key: 'cpu/limits', index: 6, top: 0 }).words).toBe('CPU limits: 60 of 48 · 3 pods have none');
	});
});

test.each([60, 59, 30, 17, 12, 1])('the hour fits into %i columns without losing a warning', (width) => {
	const parts = partsOfHour(minutes, width);
	expect(parts.length).toBeLessThanOrEqual(width);
	expect(parts.reduce((sum, count) => sum + count, 0)).toBe(3);
	expect(parts.at(-1)).toBe(3);
});
