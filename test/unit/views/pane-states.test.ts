import { describe, expect, test } from 'vitest';
import { liveStatus, manyRows, testDomains, unwell } from '../../support/fake-services.ts';
import { dimmed, header, inShop, shop, title } from '../../support/session-parts.ts';
import { showSession } from '../../support/session-screen.ts';

const never = { live: false, rows: 'none' } as const;

describe('the states of a pane', () => {
	test('loading says how many rows there are so far', async () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake) => {
				shop(fake).status = { ...liveStatus(0), level: 'degraded', reason: 'awaiting first delivery', mode: 'snapshot', rows: 'none' };
			},
		});
		expect(shown.text()).toContain('Loading pods in namespace shop: 0 so far.');
		shop(shown).rows.appendPage(manyRows(5, (index) => (index === 0 ? unwell('failing', 'Error') : {})));
		shop(shown).status = { ...shop(shown).status, rows: 'partial' };
		await shown.settle();
		expect(title(shown)).toMatch(/ 1\+ faults .*◐ loading: 5 so far/);
		expect(dimmed(shown, 'cart-0003')).toBe(false);
	});

	test('empty is said of the namespace, and 0 is offered', () => {
		const shown = showSession({ namespace: 'default' });
		expect(shown.text()).toContain('There are no pods in namespace default.');
		expect(shown.text()).toContain('A namespace that does not exist looks the same to the server.');
		expect(shown.text()).toContain('<0> all namespaces');
		shown.press('0');
		expect(shown.text()).toContain('There are no pods in all namespaces.');
		expect(shown.text()).not.toContain('<0> all namespaces');
	});

	test('forbidden names verb, resource and scope, and n opens the namespace of the context', () => {
		const shown = showSession({
			contextNamespace: 'shop',
			before: (fake) => {
				fake.context.stream('pods').status = {
					...liveStatus(0),
					...never,
					level: 'unhealthy',
					reason: 'permissions',
					detail: 'list pods in the whole cluster',
					error: { kind: 'forbidden', message: 'no', verb: 'list', resource: 'pods', scope: 'all namespaces' },
					polling: { kind: 'disabled' },
				};
			},
		});
		expect(shown.text()).toContain('verb list · resource pods · scope all namespaces');
		expect(shown.text()).toContain('<n> open namespace shop');
		expect(header(shown)).toContain('○ forbidden');
		shown.press('n');
		expect(header(shown)).toContain('prod-eu ▸ shop');
	});

	test('forbidden everywhere tells where it is not, offers nothing that is refused as well, and completes what may be read', async () => {
		const shown = showSession({
			contextNamespace: 'ops',
			before: (fake) => {
				fake.context.stream('pods').status = {
					...liveStatus(0),
					...never,
					level: 'unhealthy',
					reason: 'permissions',
					polling: { kind: 'disabled' },
				};
				fake.context.readable = { readable: [], forbidden: new Set(['ops']), left: 5 };
			},
		});
		expect(shown.text()).toContain('Looking for namespaces that you may read: 1 of 6 tried.');
		expect(shown.text()).not.toContain('<n>');
		shown.context.readable = { readable: ['shop', 'web'], forbidden: new Set(['ops', 'data']), left: 0 };
		await shown.settle();
		expect(shown.text()).toContain('You may read pods in shop, web.');
		expect(shown.text()).toContain('<:pods shop> open it');
		shown.type(':pods sh');
		expect(shown.text()).toContain('pods shop');
		shown.press('esc', 'esc');
		shown.context.readable = { readable: [], forbidden: new Set(['ops', 'data']), left: 0 };
		await shown.settle();
		expect(shown.text()).toContain('None of the 2 namespaces that are known may be read; another one may be named.');
	});

	test('rows that are stale stay, dim, with their age, the next try and the cause; the age counts by itself', async () => {
		const shown = inShop();
		const now = shown.clock.now();
		shop(shown).status = {
			...liveStatus(now - 43_000),
			level: 'unhealthy',
			reason: 'disconnected',
			detail: 'connection refused',
			polling: { kind: 'retry', at: now + 4000 },
			live: false,
		};
		await shown.settle();
		expect(title(shown)).toContain('○ stale 43s · retry in 4s · connection refused');
		expect(header(shown)).toContain('○ stale 43s');
		expect(dimmed(shown, 'cart-0003')).toBe(true);
		expect(dimmed(shown, '▸ cart-0000')).toBe(false);
		await shown.clock.advance(2000);
		expect(title(shown)).toContain('○ stale 45s · retry in 2s · connection refused');
	});

	test('of several kinds only the rows of the one are dim that is not live', async () => {
		const shown = inShop();
		const live = liveStatus(shown.clock.now());
		const revoked = { ...live, level: 'unhealthy', reason: 'permissions', detail: 'list cronjobs', live: false } as const;
		const { rows, statuses } = shop(shown);
		for (const { uid, name } of rows.values()) if (name !== 'cart-0002') statuses.set(uid, live);
		shop(shown).status = revoked;
		await shown.settle();
		expect(['cart-0001', 'cart-0002', 'cart-0003'].map((name) => dimmed(shown, name))).toEqual([false, true, false]);
		expect(title(shown)).toContain('forbidden since');
		statuses.clear();
		await shown.settle();
		expect(dimmed(shown, 'cart-0003')).toBe(true);
	});

	test('rows that were forbidden later stay, and say since when', async () => {
		const shown = inShop();
		const at = new Date(2026, 10, 22, 14, 3).getTime();
		shop(shown).status = { ...liveStatus(at), level: 'unhealthy', reason: 'permissions', live: false, polling: { kind: 'disabled' } };
		await shown.settle();
		expect(title(shown)).toContain('forbidden since 14:03');
		expect(shown.text()).toContain('cart-0003');
	});

	test('a namespace that does not exist is told apart from an empty one, as far as the server says so', async () => {
		const shown = showSession({ namespace: 'shop' });
		await shown.settle();
		expect(shown.text()).toContain('A namespace that does not exist looks the same to the server.');
		shown.context.namespaces.set('shop', true);
		await shown.settle();
		expect(shown.text()).toContain('There are no pods in namespace shop.');
		expect(shown.text()).not.toContain('looks the same');
		shown.context.namespaces.set('shop', false);
		await shown.settle();
		expect(shown.text()).toContain('There is no namespace shop, so there are no pods in it.');
	});

	test('of what is named and not there it says so, not that nothing matches', async () => {
		const shown = showSession({
			namespace: 'shop',
			domains: testDomains.map((domain) => ({
				...domain,
				notThere: ({ fieldSelector }) => (fieldSelector === 'spec.nodeName=nosuch' ? 'There is no node "nosuch".' : undefined),
			})),
		});
		shown.type('/-f spec.nodeName=nosuch');
		shown.press('enter');
		await shown.settle();
		expect(shown.text()).toContain('There is no node "nosuch".');
		expect(shown.text()).not.toContain('no match on the server');
		expect(shown.text()).toContain('<:pods NAME> another one');
	});

	test('all filtered out says how many are hidden by what, and how to see them', () => {
		const shown = inShop();
		shown.type('/zebra');
		expect(shown.text()).toContain('All 60 pods are hidden: the filter "zebra" matches none of them.');
		expect(shown.text()).toContain('<esc> clear the filter');
		shown.press('enter', 'esc');
		expect(title(shown)).not.toContain('zebra');
		expect(shown.text()).toContain('cart-0003');
	});
});
