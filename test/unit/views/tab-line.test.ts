import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import { lineWidth } from '../../../src/terminal/styled-line.ts';
import { type Tab, tabLine } from '../../../src/views/tab-line.ts';
import { asciiGlyphs, type Glyphs, unicodeGlyphs } from '../../../src/views/theme.ts';

const now = Date.parse('2026-11-22T01:00:00Z');
const tab = (name: string, more: Partial<Tab> = {}): Tab => ({ name, count: undefined, leftAt: undefined, ...more });
const lineOf = (tabs: readonly Tab[], view: string, width: number, glyphs: Glyphs = unicodeGlyphs) =>
	tabLine(tabs, { view, favourites: [], namespace: undefined }, now, width, glyphs);
const drawn = (tabs: readonly Tab[], view: string, width: number, glyphs: Glyphs = unicodeGlyphs): string =>
	lineOf(tabs, view, width, glyphs)
		.map(({ text }) => text)
		.join('');

const ten = 'nodes pods workloads namespaces events config network storage autoscaling quotas'.split(' ').map((name) => tab(name));

describe('more views than fit', () => {
	test.each([
		['pods', 40, ' nodes │ pods │ workloads │ more…       '],
		['network', 40, ' … │ events │ config │ network │ more…  '],
		['quotas', 40, ' … │ storage │ autoscaling │ quotas     '],
		['nodes', 80, ' nodes │ pods │ workloads │ namespaces │ events │ config │ network │ more…      '],
		['storage', 80, ' … │ pods │ workloads │ namespaces │ events │ config │ network │ storage │ more…'],
		['quotas', 80, ' … │ namespaces │ events │ config │ network │ storage │ autoscaling │ quotas    '],
	])('%s is open, in %d columns', (open, width, line) => {
		expect(drawn(ten, open, width)).toBe(line);
	});

	test('a name that is longer than the line is cut itself, and not what says that there are more', () => {
		const tabs = [tab('pods'), tab('validatingwebhookconfigurations', { count: 1204 }), tab('nodes')];
		expect(drawn(tabs, 'validatingwebhookconfigurations', 40)).toMatch(/^ … │ validatingwebhook\w*…│ more…$/);
		expect(drawn(tabs, 'validatingwebhookconfigurations', 40, asciiGlyphs)).toMatch(/^ ~ \| validatingwebhook\w*~\| more~$/);
	});

	test('all of them where there is room to the last column', () => {
		const whole = drawn(ten, 'pods', 200).trimEnd();
		expect(drawn(ten, 'pods', whole.length + 1)).toBe(`${whole} `);
		expect(drawn(ten, 'pods', whole.length)).toContain('more…');
	});
});

test('whatever is open and however wide the line, each view is on it whole or a mark on its side says that there are more', () => {
	const names = domains.map(({ name }) => name);
	const anyTab = fc.record({ count: fc.option(fc.nat(100_000), { nil: undefined }), left: fc.nat(10_000_000) });
	fc.assert(
		fc.property(fc.nat(names.length - 1), fc.integer({ min: 24, max: 260 }), fc.array(anyTab, { minLength: 60 }), (open, width, more) => {
			const tabs = names.map((name, at) => tab(name, { count: more[at]?.count, leftAt: now - (more[at]?.left ?? 0) }));
			const line = lineOf(tabs, names[open] ?? '', width);
			expect(lineWidth(line)).toBe(width);
			const cells = drawn(tabs, names[open] ?? '', width)
				.split('│')
				.map((cell) => cell.trim());
			const shown = cells.map((cell) => names.findIndex((name) => cell === name || cell.startsWith(`${name} `)));
			const known = shown.filter((at) => at >= 0);
			const [first = open, last = open] = [known[0], known.at(-1)];
			// What is between them is all there, in order.
			expect(known).toEqual(Array.from({ length: known.length }, (_, index) => first + index));
			expect(cells[0] === '…').toBe(first > 0);
			expect(cells.at(-1) === 'more…').toBe(last < names.length - 1);
			const isWhole = first <= open && open <= last && known.length > 0;
			expect(isWhole || cells.some((cell) => cell.endsWith('…') && (names[open] ?? '').startsWith(cell.slice(0, -1)))).toBe(true);
		}),
	);
});
