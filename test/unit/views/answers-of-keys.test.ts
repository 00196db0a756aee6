import { describe, expect, test } from 'vitest';
import { manyRows, testDomains } from '../../support/fake-services.ts';
import { status, tabs, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const inShop = (options: Parameters<typeof showSession>[0] = {}): ShownSession =>
	showSession({
		namespace: 'shop',
		contextNamespace: 'shop',
		before: (fake) => fake.context.stream('pods', 'shop').rows.appendPage(manyRows(3)),
		...options,
	});

const narrow = testDomains.map((domain) => ({ ...domain, columns: domain.columns.filter(({ wide }) => wide !== true) }));

describe('a key that changes nothing says why', () => {
	test('ctrl-w, where a view has no more columns', () => {
		const shown = inShop({ domains: narrow });
		shown.press('ctrl-w');
		expect(status(shown)).toContain('This view has no more columns than these.');
	});

	test('n and 0, where one is there already', () => {
		const shown = inShop();
		shown.press('n');
		expect(status(shown)).toContain('Namespace shop is open already.');
		shown.press('0', '0');
		expect(status(shown)).toContain('All namespaces are open already.');
		shown.press('n');
		expect(status(shown)).not.toContain('already');
	});

	test('esc, where there is nothing to leave', () => {
		const shown = inShop();
		shown.press('esc');
		expect(status(shown)).toContain('There is nothing to leave here; q quits.');
		shown.press('?', 'esc');
		expect(status(shown)).not.toContain('nothing to leave');
	});

	test('ctrl-o, on what is never on a node', () => {
		const shown = inShop({ domains: narrow });
		shown.press('ctrl-o');
		expect(status(shown)).toMatch(/ has no node: no Pod is ever on one\./);
	});
});

test('a namespace that the server does not know has no digit any more as soon as that is known, also after it was left', async () => {
	const shown = inShop({ size: { columns: 120, rows: 24 } });
	shown.type(':ns nope');
	shown.press('enter');
	await shown.settle();
	expect(tabs(shown)).toContain(' 2 nope ');
	shown.context.namespaces.set('nope', false);
	await shown.settle();
	expect(tabs(shown)).not.toContain('nope');
	shown.press('1');
	expect(tabs(shown)).toMatch(/ 1 shop $/);
});

describe('the title of a log', () => {
	const logged = async (options: Parameters<typeof showSession>[0], ...keys: string[]): Promise<ShownSession> => {
		const shown = inShop(options);
		shown.press(...keys);
		return shown;
	};

	test('names the namespace on 80 columns and on 40 where the header names another one', async () => {
		for (const columns of [80, 40]) {
			const shown = await logged({ size: { columns, rows: 24 } });
			shown.type(':logs deploy/cart -n bank');
			shown.press('enter');
			expect(title(shown), `${columns} columns`).toContain('bank/');
			shown.type(':logs deploy/cart -n shop');
			shown.press('enter');
			expect(title(shown), `${columns} columns`).not.toContain('shop/');
		}
	});

	test('says that a filter only marks, and how much it found; & says what it switched to, with a filter and without', async () => {
		const shown = await logged({}, 'l');
		const log = shown.context.logs.at(-1);
		for (const text of ['one fish', 'two', 'red fish']) log?.line({ pod: 'pod-0', container: 'app' }, text);
		await shown.settle();
		shown.press('&');
		expect(status(shown)).toContain('A filter (/) marks what matches now and hides nothing; & turns that back.');
		expect(title(shown)).not.toContain('marked');
		shown.type('/fish');
		shown.press('enter');
		await shown.settle();
		expect(title(shown)).toContain('2 marked · 1-3 of 3');
		log?.line({ pod: 'pod-0', container: 'app' }, 'blue fish');
		await shown.settle();
		expect(title(shown)).toContain('3 marked · 1-4 of 4');
		shown.press('&');
		expect(status(shown)).toContain('Only the lines that match are shown.');
		expect(title(shown)).not.toContain('marked');
	});
});
