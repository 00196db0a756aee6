import { describe, expect, test } from 'vitest';
import { type FakeServices, manyRows, shownRow } from '../../support/fake-services.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const long = (index: number): string => `Failed${index} to pull image registry.example.com/search/query:9.4.0-rc${index} and then gave up`;

const inShop = (size: { readonly columns: number; readonly rows: number }, count = 40): ShownSession =>
	showSession({
		namespace: 'shop',
		size,
		before: (fake: FakeServices) =>
			fake.context.stream('pods', 'shop').rows.appendPage(manyRows(count, (index) => ({ status: long(index) }))),
	});

const lastLines = (shown: ShownSession, count: number): string =>
	shown
		.lines()
		.slice(-1 - count, -1)
		.join(' ');

describe('a text that its cell has to cut', () => {
	test('is shown in full below the list for the row under the cursor, and the list keeps its height', () => {
		const shown = inShop({ columns: 80, rows: 24 });
		expect(lastLines(shown, 2).replace(/ +/g, ' ')).toContain(`STATUS ${long(0)}`);
		const rows = shown.lines().filter((line) => line.includes('cart-00')).length;
		shown.press('j');
		expect(lastLines(shown, 2).replace(/ +/g, ' ')).toContain(`STATUS ${long(1)}`);
		expect(shown.lines().filter((line) => line.includes('cart-00'))).toHaveLength(rows);
		shown.press('G');
		expect(lastLines(shown, 2).replace(/ +/g, ' ')).toContain(`STATUS ${long(39)}`);
		expect(shown.lines().find((line) => line.startsWith('▸'))).toContain('cart-0039');
	});

	test('takes no line where nothing is cut, or where there are few', () => {
		const short = showSession({
			namespace: 'shop',
			size: { columns: 80, rows: 24 },
			before: (fake) => fake.context.stream('pods', 'shop').rows.appendPage(manyRows(40)),
		});
		expect(short.lines().at(-2)).toContain('cart-0018');
		expect(inShop({ columns: 40, rows: 10 }).lines().at(-2)).toContain('cart-0004');
	});

	test('that does not fit even there says so, and takes no more than a quarter of the list', () => {
		const shown = showSession({
			namespace: 'shop',
			size: { columns: 80, rows: 24 },
			before: (fake) => fake.context.stream('pods', 'shop').rows.appendPage([shownRow('cart', { status: 'word '.repeat(400) })]),
		});
		expect(shown.lines().at(-2)?.trimEnd()).toMatch(/…$/);
		expect(shown.lines().filter((line) => line.includes('word word'))).toHaveLength(5);
	});
});

describe('the title of a narrow list', () => {
	test('keeps counts and light, whatever the length of the filter', () => {
		const shown = inShop({ columns: 60, rows: 12 });
		shown.type(`/!${'"never ever" !'.repeat(12)}nothing`);
		shown.press('enter');
		const title = shown.lines()[2] ?? '';
		expect(title).toMatch(/^ PODS {2}.*\/ !"never.*… .*40 {2}.*● live$/);
		shown.resize({ columns: 40, rows: 10 });
		expect(shown.lines()[2]).toMatch(/\/ !"never.*… +40 {2}● live$/);
	});

	test('the arrow of the order stands at the title of its column, also where the columns are moved', () => {
		const shown = inShop({ columns: 40, rows: 10 });
		shown.press('T');
		expect(shown.lines()[3]).toContain('▼RESTARTS');
		shown.press('right', 'right', 'right');
		expect(shown.lines()[3]).toContain('▼RESTARTS');
		shown.press('E');
		expect(shown.lines()[3]).toContain('NAME▲');
	});

	test('an order by a wide column brings that column in', () => {
		const shown = inShop({ columns: 120, rows: 24 });
		expect(shown.lines()[3]).not.toContain('OWNER');
		shown.press('W');
		expect(shown.lines()[3]).toContain('OWNER▲');
		shown.press('E');
		expect(shown.lines()[3]).not.toContain('OWNER');
	});
});
