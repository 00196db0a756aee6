import { describe, expect, test } from 'vitest';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { cursorRow, header, inShop, status, title } from '../../support/session-parts.ts';
import { showSession } from '../../support/session-screen.ts';

describe('views, namespaces and contexts', () => {
	test('a view that is left gives its feed back, after the next one is open', () => {
		const shown = inShop();
		const first = [...shown.context.openFeeds];
		shown.press('tab');
		expect([...shown.context.openFeeds].map((feed) => feed.domain.name)).toEqual(['jobs']);
		expect(first[0]?.closed).toBe(true);
	});

	test('- goes back to the view that was open last', () => {
		const shown = inShop();
		shown.press('tab', '-');
		expect(title(shown)).toContain('PODS');
		shown.press('-');
		expect(title(shown)).toContain('JOBS');
	});

	test('digits open namespaces that were open before, 0 all of them', () => {
		const shown = inShop();
		shown.type(':ns bank');
		shown.press('enter');
		expect(header(shown)).toContain('▸ bank');
		shown.press('1');
		expect(header(shown)).toContain('▸ shop');
		shown.press('2');
		expect(header(shown)).toContain('▸ bank');
		shown.press('0');
		expect(header(shown)).toContain('▸ all namespaces');
		expect(shown.lines()[3]).toContain('NAMESPACE');
		shown.press('9');
		expect(status(shown)).toContain('Nothing is on 9 yet');
	});

	test('the command bar completes views and namespaces', () => {
		const shown = inShop();
		shown.type(':po');
		expect(shown.lines().at(-2)).toMatch(/^ pods +view *$/);
		shown.press('tab');
		expect(status(shown)).toContain(': pods');
		shown.type(' sh');
		shown.press('tab', 'enter');
		expect(title(shown)).toContain('ns:shop');
	});

	test('what is not known is said in the bar, with the nearest names, and stays there to be corrected', async () => {
		const shown = inShop();
		shown.type(':pots');
		shown.press('enter');
		await shown.settle();
		expect(status(shown)).toContain(': pots');
		expect(shown.lines().at(-2)).toContain('There is no view "pots". Near it: pods');
		shown.press('backspace', 'backspace');
		shown.type('ds');
		shown.press('enter');
		expect(title(shown)).toContain('PODS');
	});

	test(':ctx opens another context, with its namespace, and lets the old feed go', async () => {
		const shown = inShop();
		shown.type(':ctx prod-us');
		shown.press('enter');
		expect(status(shown)).toContain('Opening prod-us…');
		await shown.settle();
		expect(header(shown)).toContain('prod-us ▸ shop');
		expect(shown.context.openFeeds.size).toBe(0);
		expect(shown.context.listening).toBe(0);
		expect(shown.contexts.get('prod-us')?.openFeeds.size).toBe(1);
		await shown.session.close();
		expect(shown.contexts.get('prod-us')).toMatchObject({ closes: 1, listening: 0 });
	});

	test('a context that cannot be opened is said, and the one that is open goes on', async () => {
		const shown = inShop();
		shown.failToOpen = new SentenceError('The exec plugin "aws" of context "staging" is not installed; install it.', 2);
		shown.type(':ctx staging');
		shown.press('enter');
		await shown.settle();
		expect(status(shown)).toContain('The exec plugin "aws" of context "staging" is not installed');
		expect(header(shown)).toContain('prod-eu ▸ shop');
		shown.press('j');
		expect(cursorRow(shown)).toContain('cart-0001');
	});

	test('selectors of the command line hold for the view they were typed with', () => {
		const shown = showSession({ namespace: 'shop', labelSelector: 'app=x' });
		expect([...shown.context.openFeeds][0]?.scope).toEqual({ namespace: 'shop', labelSelector: 'app=x' });
		expect(title(shown)).toContain('-l app=x');
		shown.press('tab');
		expect([...shown.context.openFeeds][0]?.scope).toEqual({ namespace: 'shop' });
	});

	test('ctrl-r asks the engine for everything again', () => {
		const shown = inShop();
		shown.press('ctrl-r');
		expect(shown.context.refreshes).toBe(1);
	});
});
