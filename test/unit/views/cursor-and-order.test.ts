import { describe, expect, test } from 'vitest';
import { columnStops } from '../../../src/views/column-layout.ts';
import { rowLine } from '../../../src/views/table-lines.ts';
import { unicodeGlyphs } from '../../../src/views/theme.ts';
import { manyRows, shownRow } from '../../support/fake-services.ts';
import { cursorRow, inShop, shop, status, title, withRows } from '../../support/session-parts.ts';
import { showSession } from '../../support/session-screen.ts';

describe('the cursor', () => {
	test('follows the object that was chosen, on its line of the screen, whatever comes before it', async () => {
		const shown = inShop();
		shown.press('j', 'j', 'j');
		const line = shown.lines().findIndex((text) => text.startsWith('▸'));
		shop(shown).rows.appendPage([shownRow('aaa'), shownRow('aab')]);
		await shown.settle();
		expect(cursorRow(shown)).toContain('cart-0003');
		expect(shown.lines().findIndex((text) => text.startsWith('▸'))).toBe(line);
	});

	test('stays on the first row until somebody moves', async () => {
		const shown = inShop();
		shop(shown).rows.appendPage([shownRow('aaa')]);
		await shown.settle();
		expect(cursorRow(shown)).toContain('aaa');
	});

	test('stays near when its object goes, and a new object of the same name is not the same', async () => {
		const shown = inShop();
		const chosen = [...shop(shown).rows.values()][3];
		shown.press('j', 'j', 'j');
		shop(shown).rows.remove(chosen?.uid ?? '');
		await shown.settle();
		expect(cursorRow(shown)).toContain('cart-0004');
		shop(shown).rows.upsert(shownRow('cart-0003', { uid: 'another' }));
		await shown.settle();
		expect(cursorRow(shown)).toContain('cart-0004');
	});

	test('goes by pages, and to both ends', () => {
		const shown = inShop();
		shown.press('G');
		expect(cursorRow(shown)).toContain('cart-0059');
		shown.press('ctrl-b');
		expect(cursorRow(shown)).toContain('cart-0041');
		shown.press('g');
		expect(cursorRow(shown)).toContain('cart-0000');
		shown.press('page-down');
		expect(cursorRow(shown)).toContain('cart-0018');
	});
});

describe('the order of the rows, and the cells of the one under the cursor', () => {
	test('a capital sorts by the column whose letter is underlined, again turns it round, shift-arrows go on', () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake) => shop(fake).rows.appendPage(manyRows(9, (index) => ({ restarts: index }))),
		});
		expect(shown.painted()[3]).toContain('\x1b[4mT\x1b[24m');
		shown.press('T');
		expect(title(shown)).toContain('▼ RESTARTS');
		expect(shown.lines()[4]).toContain('cart-0008');
		shown.press('T');
		expect(title(shown)).toContain('▲ RESTARTS');
		expect(shown.lines()[4]).toContain('cart-0000');
		shown.press('shift-left');
		expect(title(shown)).toContain('▲ STATUS');
		shown.press('X');
		expect(status(shown)).toContain('No column sorts by X');
	});

	test('the arrow is that of what is printed: the youngest first are ages that grow', () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake, clock) => shop(fake).rows.appendPage(manyRows(3, (index) => ({ created: clock.now() / 1000 - 60 * (index + 1) }))),
		});
		shown.press('A');
		expect(
			shown
				.lines()
				.slice(4, 7)
				.map((line) => / \d+[ms] *$/.exec(line)?.[0].trim()),
		).toEqual(['60s', '2m', '3m']);
		expect(title(shown)).toContain('▲ AGE');
		shown.press('A');
		expect(title(shown)).toContain('▼ AGE');
	});

	test('a sample that comes puts the rows in their new order', async () => {
		const shown = inShop(3);
		shown.press('C');
		shop(shown).usage = (key) => ({ cpuMilli: key.endsWith('2') ? 900 : 5, memoryMiB: 1 });
		shop(shown).joinsRevision += 1;
		await shown.settle();
		expect(shown.lines()[4]).toContain('cart-0002');
		expect(shown.lines()[4]).toContain('900m');
	});

	test('a value of an old sample stays, dimmed, and the row under the cursor says how old it is', () => {
		const column = { id: 'cpu', title: 'CPU', align: 'right', min: 4, max: 4, worth: 1, sortKey: undefined } as const;
		const [layout] = columnStops([{ natural: 4, min: 4, max: 4, worth: 1 }], 8, 1);
		if (layout === undefined) throw new Error('there is one column');
		const line = rowLine([column], layout, { cells: [{ text: '12m', aged: 'stale 68s' }], selected: false }, 10, unicodeGlyphs);
		expect(line.find(({ text }) => text.includes('12m'))?.style).toMatchObject({ dim: true });
	});

	test('a blank cell of the row under the cursor says why, if it is on the screen', () => {
		expect(status(inShop())).toContain('CPU – no sample yet');
		const wide = { name: 'n'.repeat(60), status: 's'.repeat(20), restarts: 1e15 };
		const shown = showSession({ namespace: 'shop', size: { columns: 95, rows: 24 }, before: withRows(1, () => wide) });
		expect(shown.lines()[3]).not.toContain('CPU');
		expect(status(shown)).not.toContain('CPU');
	});

	test('the column that the list is sorted by is on the narrowest screen', () => {
		const shown = inShop();
		shown.resize({ columns: 36, rows: 24 });
		shown.press('C');
		expect(shown.lines()[3]).toContain('CPU');
	});
});
