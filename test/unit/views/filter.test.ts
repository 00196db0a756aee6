import { describe, expect, test } from 'vitest';
import { type FakeServices, manyRows, shownRow, unwell } from '../../support/fake-services.ts';
import { shop, status, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

/** What is said of what is typed, directly above it. */
const said = (shown: ShownSession): string => shown.lines().at(-2) ?? '';

const inShop = (before?: (fake: FakeServices) => void): ShownSession =>
	showSession({
		namespace: 'shop',
		contextNamespace: 'shop',
		before: (fake, clock) => {
			const created = clock.now() / 1000 - 570;
			shop(fake).rows.appendPage([
				shownRow('cart-a', { ...unwell('failing', 'CrashLoopBackOff'), restarts: 41, created }),
				shownRow('cart-b', { restarts: 5, created: created - 86_400 }),
				shownRow('till-a', { ...unwell('warning', 'Odd'), created: created - 86_400 }),
			]);
			before?.(fake);
		},
	});

describe('a filter that is typed', () => {
	test('holds with every key', () => {
		const shown = inShop();
		shown.type('/restarts:>4 !crash');
		expect(title(shown)).toMatch(/\/ restarts:>4 !crash .*1 of 3/);
		expect(shown.text()).toContain('cart-b');
	});

	test('and cannot be read says so where it is typed, while the last one that could be read holds', () => {
		const shown = inShop();
		shown.type('/crash');
		shown.type('|/(/');
		expect(said(shown)).toContain('/(/: a ( has no ) after it');
		expect(title(shown)).toMatch(/\/ crash .*1 of 3/);
		shown.press('ctrl-u');
		shown.type('cart');
		shown.type(' sttus:crash');
		expect(said(shown)).toContain('no column "sttus"; near it: status');
		expect(title(shown)).toMatch(/\/ cart .*2 of 3/);
	});

	test('stays in its line on enter until it can be read', () => {
		const shown = inShop();
		shown.type('/restarts:>x');
		shown.press('enter');
		expect(status(shown)).toContain(' / restarts:>x');
		expect(said(shown)).toContain('"x" is not a number');
		shown.press('backspace');
		shown.type('4');
		shown.press('enter');
		expect(status(shown)).not.toContain('restarts');
		expect(title(shown)).toContain('/ restarts:>4');
	});

	test('by age lets rows go when their time has come, while nothing else happens', async () => {
		const shown = inShop();
		shown.type('/age:<10m');
		shown.press('enter');
		expect(title(shown)).toContain('1 of 3');
		await shown.clock.advance(31_000);
		expect(title(shown)).toContain('0 of 3');
		expect(shown.text()).toContain('All 3 pods are hidden: the filter "age:<10m" matches none of them.');
	});

	test('by CPU lets rows come with the sample', async () => {
		const shown = inShop();
		shown.type('/cpu:>200m');
		expect(title(shown)).toContain('0 of 3');
		shop(shown).usage = (key) => ({ cpuMilli: key.endsWith('cart-b') ? 900 : 5, memoryMiB: 1 });
		shop(shown).joinsRevision += 1;
		await shown.settle();
		expect(title(shown)).toContain('1 of 3');
		expect(shown.text()).toContain('900m');
	});
});

describe('what is the server’s', () => {
	const selected = (fake: FakeServices) => fake.context.stream('pods', 'shop', '-l app=cart');

	test('waits for enter, and says so; then the list is the server’s', () => {
		const shown = inShop((fake) => selected(fake).rows.appendPage([shownRow('cart-x'), shownRow('cart-y')]));
		shown.type('/-l app=cart');
		expect(said(shown)).toContain('enter asks the server');
		expect(title(shown)).toMatch(/ns:shop .* 3 /);
		expect(title(shown)).not.toContain('app=cart');
		shown.press('enter');
		expect(title(shown)).toMatch(/ns:shop {2}-l app=cart .* 2 /);
		expect(shown.text()).toContain('cart-y');
		expect([...shown.context.openFeeds].map(({ scope }) => scope)).toEqual([{ namespace: 'shop', labelSelector: 'app=cart' }]);
	});

	test('goes together with words, and esc lifts both', () => {
		const shown = inShop((fake) => selected(fake).rows.appendPage([shownRow('cart-x'), shownRow('cart-y')]));
		shown.type('/x -l app=cart');
		shown.press('enter');
		expect(title(shown)).toMatch(/-l app=cart {2}\/ x .*1 of 2/);
		shown.type('/');
		expect(shown.text()).not.toContain('enter asks');
		shown.press('ctrl-u');
		shown.type('y -l app=cart');
		expect(shown.text()).not.toContain('enter asks');
		shown.press('enter', 'esc');
		expect(title(shown)).not.toContain('app=cart');
		expect(shown.text()).toContain('till-a');
	});

	test('that selects nothing is no match on the server', () => {
		const shown = inShop();
		shown.type('/-l app=nobody');
		shown.press('enter');
		expect(shown.text()).toContain('No pods in namespace shop with -l app=nobody: no match on the server.');
		expect(shown.text()).toContain('<esc> clear the filter');
		shown.press('esc');
		expect(shown.text()).toContain('cart-a');
	});

	test('is joined with what the command line selects', () => {
		const shown = showSession({ namespace: 'shop', labelSelector: 'tier=web' });
		expect(shown.text()).toContain('with -l tier=web: no match on the server');
		expect(shown.text()).not.toContain('clear the filter');
		shown.type('/-l app=x');
		shown.press('enter');
		expect(title(shown)).toContain('-l tier=web,app=x');
	});

	test('and is wrong is said before anything is asked', () => {
		const shown = inShop();
		shown.type('/-l app=x=y');
		shown.press('enter');
		expect(shown.text()).toContain('The label selector "app=x=y" cannot be read');
		expect([...shown.context.openFeeds].map(({ scope }) => scope)).toEqual([{ namespace: 'shop' }]);
	});
});

describe('filter and faults', () => {
	test('are both in the title, and three keys show what is wrong', () => {
		const shown = inShop();
		shown.press('ctrl-z');
		expect(title(shown)).toMatch(/faults only.*2 of 3/);
		shown.type('/cart');
		expect(title(shown)).toMatch(/\/ cart {2}faults only.*1 of 3/);
	});

	test.each([
		['zebra', 'the filter "zebra" matches none of them.'],
		['cart-b', 'the filter "cart-b" matches 1, none of which is a fault.'],
	])('hide everything together: /%s', (text, words) => {
		const shown = inShop();
		shown.press('ctrl-z');
		shown.type(`/${text}`);
		expect(shown.text()).toContain(`All 3 pods are hidden: ${words}`);
		expect(shown.text()).toContain('<ctrl-z> show what is no fault, too');
	});

	test.each(['ok', 'progressing'] as const)('hide everything because none is a fault, and do not call well what is %s', (health) => {
		const shown = showSession({ namespace: 'shop', before: (fake) => shop(fake).rows.appendPage([shownRow('a', { health })]) });
		shown.press('ctrl-z');
		expect(shown.text()).toContain('The one row is hidden: it is no fault, and only faults are shown.');
		shown.type('/a');
		expect(shown.text()).toContain('it is no fault, and only');
	});
});

describe('what the filter leaves', () => {
	test('words are AND, case-blind without capitals, live as they are typed', () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake) =>
				shop(fake).rows.appendPage([shownRow('cart-a', unwell('failing', 'CrashLoopBackOff')), shownRow('cart-b'), shownRow('till-a')]),
		});
		shown.type('/crash cart');
		expect(title(shown)).toContain('1 of 3');
		shown.press('ctrl-u');
		expect(title(shown)).not.toContain(' of 3');
		shown.type('crashloopbackoff');
		expect(title(shown)).toContain('1 of 3');
		shown.press('ctrl-u');
		shown.type('Crashloop');
		expect(shown.text()).toContain('All 3 pods are hidden');
	});

	test('ctrl-z shows only what is not well, together with the filter', () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake) =>
				shop(fake).rows.appendPage([
					shownRow('cart-a', unwell('failing', 'Error')),
					shownRow('cart-b'),
					shownRow('till-a', unwell('warning', 'Odd')),
				]),
		});
		expect(title(shown)).toMatch(/ns:shop {2}2 faults .* 3 /);
		shown.press('ctrl-z');
		expect(title(shown)).toMatch(/faults only.*2 of 3/);
		shown.type('/till');
		expect(title(shown)).toContain('1 of 3');
	});

	test('before ctrl-z the title counts what is not well among the rows that are shown, on 40 columns too', async () => {
		const shown = showSession({
			size: { columns: 40, rows: 10 },
			before: (fake) =>
				fake.context.stream('pods').rows.appendPage(manyRows(1204, (index) => (index < 2 ? unwell('failing', 'Error') : {}))),
		});
		expect(title(shown)).toMatch(/^ PODS .*2 faults .*1204 {2}● live *$/);
		shown.type('/0001');
		shown.press('enter');
		expect(title(shown)).toContain('1 fault ');
		shown.context.stream('pods').rows.upsert(shownRow('cart-x0001', unwell('failing', 'Error')));
		await shown.settle();
		expect(title(shown)).toContain('2 faults');
		shown.type('/0002');
		expect(title(shown)).not.toContain('fault');
	});
});
