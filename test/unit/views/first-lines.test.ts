import { describe, expect, test } from 'vitest';
import { liveStatus, shownRow, testDomains } from '../../support/fake-services.ts';
import { dimmed, header, inShop, shop, tabs, title } from '../../support/session-parts.ts';
import { showSession } from '../../support/session-screen.ts';

describe('what the first lines say', () => {
	test('the header names context, namespace, version, light, watches and requests', () => {
		expect(header(inShop())).toMatch(/^ kyacht {2}prod-eu ▸ shop +v1\.36\.3 {2}● live {2}1 watch {2}25 req\/min$/);
	});

	test('all namespaces are called so, and a view of the cluster names none', () => {
		const shown = showSession({});
		expect(header(shown)).toContain('prod-eu ▸ all namespaces');
		shown.type(':nodes');
		shown.press('enter');
		expect(header(shown)).not.toContain('▸');
	});

	test('DEMO stays on the narrowest screen', () => {
		const shown = showSession({ namespace: 'shop', demo: true, size: { columns: 30, rows: 8 } });
		expect(header(shown)).toContain(' DEMO ');
	});

	test('the light is the worst of what the pane shows, and says what is wrong without colour', async () => {
		const shown = inShop();
		shop(shown).light = {
			...liveStatus(0),
			mode: 'metrics-only',
			level: 'degraded',
			reason: 'stale',
			detail: 'sample 40s old',
			live: false,
			asOf: shown.clock.now() - 40_000,
		};
		await shown.settle();
		expect(header(shown)).toContain('◐ metrics stale: sample 40s old');
		expect(title(shown)).toContain('watch ● live');
	});

	test('metrics that are forbidden for good do not read as an outage of rows that are live', async () => {
		const shown = inShop();
		shop(shown).light = { ...liveStatus(0), mode: 'metrics-only', level: 'unhealthy', reason: 'permissions' };
		await shown.settle();
		expect(header(shown)).toContain('◐ live · metrics forbidden');
	});

	test('a difference of the clocks over 5 s is said', async () => {
		const shown = inShop();
		shown.context.skewMs = -7000;
		await shown.settle();
		expect(header(shown)).toContain('server clock -7s');
	});

	test('the tab line counts the open view; the count of a view that was left is dim and says how old it is', async () => {
		const shown = inShop();
		expect(tabs(shown)).toContain('pods 60');
		shown.press('tab');
		expect(tabs(shown)).toContain('jobs 0');
		await shown.clock.advance(90_500);
		expect(tabs(shown)).toContain('pods 60 90s ago');
		expect(shown.painted()[1]).toContain('\x1b[2m60 90s ago');
	});

	test('a view without a tab has one while it is open, and tab goes on from there', () => {
		const domains = testDomains.map((domain) => (domain.name === 'jobs' ? { ...domain, tab: false } : domain));
		const shown = showSession({ namespace: 'shop', domains });
		expect(tabs(shown)).not.toContain('jobs');
		shown.press(':');
		shown.type('jobs');
		shown.press('enter');
		expect(tabs(shown)).toContain('jobs 0');
		shown.press('tab');
		expect(tabs(shown)).toContain('nodes 0');
		expect(tabs(shown)).not.toContain('jobs');
	});

	test('a kind that may not be read is named beside the rows of the others, and where there are none', async () => {
		const shown = inShop();
		shop(shown).missing = ['cronjobs: forbidden'];
		await shown.settle();
		expect(title(shown)).toContain('◐ live · cronjobs: forbidden');
		shop(shown).rows.clear();
		await shown.settle();
		expect(shown.text()).toMatch(/There are no pods in namespace shop, as far as they may be\s+read\./);
		expect(shown.text()).toContain('Not read: cronjobs: forbidden.');
	});

	test('the count of a view that was stale when it was left is as old as its rows', () => {
		const shown = inShop();
		shop(shown).status = { ...liveStatus(shown.clock.now() - 43_000), level: 'unhealthy', reason: 'disconnected', live: false };
		shown.press('tab');
		expect(tabs(shown)).toContain('pods 60 43s ago');
	});

	test('a part of the rows is dimmed, dated and counted as a part, and its count is not remembered', async () => {
		const shown = inShop();
		const status = { ...liveStatus(shown.clock.now() - 43_000), level: 'unhealthy', reason: 'disconnected', live: false } as const;
		shop(shown).status = { ...status, rows: 'partial' };
		shop(shown).missing = ['secrets not read yet'];
		await shown.settle();
		expect(title(shown)).toMatch(/60\+ +○ stale 43s · secrets not read yet/);
		expect(tabs(shown)).toContain('pods 60+ ');
		expect(dimmed(shown, 'cart-0003')).toBe(true);
		shown.press('tab');
		expect(tabs(shown)).toContain(' pods │');
	});

	test('what cluster text holds of escape sequences does not reach the screen', () => {
		const shown = showSession({ namespace: 'shop', before: (fake) => shop(fake).rows.appendPage([shownRow('evil\x1b[2Jname')]) });
		expect(shown.painted().join('')).not.toContain('\x1b[2J');
		expect(shown.text()).toContain('evil^[[2Jname');
	});
});
