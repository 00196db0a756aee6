import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/base/api-error.ts';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { keymap } from '../../../src/keys/keymap.ts';
import { columnStops } from '../../../src/views/column-layout.ts';
import { rowLine } from '../../../src/views/table-lines.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/views/theme.ts';
import { type FakeServices, liveStatus, manyRows, shownRow, testDomains, unwell } from '../../support/fake-services.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const shop = (fake: FakeServices) => fake.context.stream('pods', 'shop');

const withRows =
	(count: number, over?: Parameters<typeof manyRows>[1]) =>
	(fake: FakeServices): void =>
		shop(fake).rows.appendPage(manyRows(count, over));

const inShop = (count = 60): ShownSession => showSession({ namespace: 'shop', contextNamespace: 'shop', before: withRows(count) });

const header = (shown: ShownSession): string => shown.lines()[0] ?? '';
const tabs = (shown: ShownSession): string => shown.lines()[1] ?? '';
const title = (shown: ShownSession): string => shown.lines()[2] ?? '';
const status = (shown: ShownSession): string => shown.lines().at(-1) ?? '';
const cursorRow = (shown: ShownSession): string => shown.lines().find((line) => line.startsWith('▸')) ?? '';
const dimmed = (shown: ShownSession, text: string): boolean =>
	(shown.painted().find((line) => stripVTControlCharacters(line).includes(text)) ?? text).includes('\x1b[2m');

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

describe('the five states of a pane', () => {
	const never = { live: false, rows: 'none' } as const;

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

	test('rows that were forbidden later stay, and say since when', async () => {
		const shown = inShop();
		const at = new Date(2026, 10, 22, 14, 3).getTime();
		shop(shown).status = { ...liveStatus(at), level: 'unhealthy', reason: 'permissions', live: false, polling: { kind: 'disabled' } };
		await shown.settle();
		expect(title(shown)).toContain('forbidden since 14:03');
		expect(shown.text()).toContain('cart-0003');
	});

	test('nothing was ever reached: the cause, the next try, and what to run where that is known', async () => {
		const shown = showSession({ namespace: 'shop' });
		shop(shown).status = {
			...liveStatus(0),
			...never,
			level: 'unhealthy',
			reason: 'unauthorized',
			detail: 'the credential plugin aws was not found',
			error: { kind: 'unauthorized', message: 'the credential plugin aws was not found: install it', command: 'aws sso login' },
			polling: { kind: 'disabled', askAgainAt: shown.clock.now() + 30_000 },
		};
		await shown.settle();
		expect(shown.text()).toContain('No pods yet: the credential plugin aws was not found: install it.');
		expect(shown.text()).toContain('Log in again with: aws sso login');
		expect(shown.text().split('aws sso login')).toHaveLength(2);
		expect(shown.text().split('was not found')).toHaveLength(2);
		expect(title(shown)).toContain('○ unauthorized · asked again in 30s');
		expect(title(shown).trimEnd()).toMatch(/30s$/);
	});

	const needsLogin = (error: Extract<ApiError, { kind: 'unauthorized' }>, size = { columns: 80, rows: 24 }): ShownSession =>
		showSession({
			namespace: 'shop',
			size,
			before: (fake) => {
				shop(fake).status = {
					...liveStatus(0),
					...never,
					level: 'unhealthy',
					reason: 'unauthorized',
					error,
					polling: { kind: 'disabled' },
				};
			},
		});

	test('a plugin that cannot work here: what can be done, and no promise that it goes on', () => {
		const next = 'install it where the PATH finds it';
		const text = needsLogin({ kind: 'unauthorized', message: 'the credential plugin aws was not found', next, isUnasked: true }).text();
		expect(text).toContain('Install it where the PATH finds it.');
		expect(text).not.toMatch(/goes on by itself|Log in again with|Put valid credentials/);
		expect(text).toContain('<ctrl-r> asks at once.');
	});

	test('credentials that are refused: whose they are, where better ones belong, and how to ask at once', () => {
		const text = needsLogin({ kind: 'unauthorized', message: 'Unauthorized' })
			.text()
			.replace(/ *\n */g, ' ');
		expect(text).toContain('the server refuses the credentials of user tester in context prod-eu (401).');
		expect(text).toContain('Put valid credentials of user tester into the kubeconfig, or start with another --token.');
		expect(text).toContain('<ctrl-r> asks at once.');
	});

	test('what a plugin has to say is cut before what to do is pushed off the screen', () => {
		const message = `the credential plugin aws failed (exit code 1): ${'\x1b]0;x\x07 oh '.repeat(60)}`;
		for (const size of [
			{ columns: 40, rows: 10 },
			{ columns: 80, rows: 12 },
		]) {
			const shown = needsLogin({ kind: 'unauthorized', message, command: 'aws sso login' }, size);
			expect(shown.text()).toMatch(/… *\n {2}Log in again with: aws sso login/);
			expect(shown.painted().join('')).not.toContain('\x1b]0;');
		}
	});

	test('rows that are kept while nobody is logged in say what to run before when it is asked again', async () => {
		const shown = inShop();
		const now = shown.clock.now();
		shop(shown).status = {
			...liveStatus(now - 43_000),
			level: 'unhealthy',
			reason: 'unauthorized',
			detail: '401 unauthorized',
			error: { kind: 'unauthorized', message: 'Unauthorized', command: 'aws sso login' },
			polling: { kind: 'disabled', askAgainAt: now + 20_000 },
			live: false,
		};
		await shown.settle();
		expect(title(shown)).toContain('○ stale 43s · run: aws sso login · asked again in 20s');
	});

	test('what a login prints is shown while it runs', async () => {
		const shown = showSession({ namespace: 'shop' });
		shown.context.printed = 'Open https://login.example/device\nand type ABCD-EFGH\n';
		await shown.settle();
		expect(shown.text()).toContain('Open https://login.example/device');
		expect(status(shown)).toContain('login: and type ABCD-EFGH');
	});

	test('a login that takes its time is named, with how long it has been waited for and when it is ended', async () => {
		const shown = showSession({ namespace: 'shop', size: { columns: 130, rows: 24 } });
		const { streams } = shown.context;
		streams.get('pods shop ');
		shop(shown).status = { ...shop(shown).status, rows: 'none', live: true, level: 'degraded', reason: 'awaiting first delivery' };
		const now = shown.clock.now();
		shown.context.waiting = { command: 'aws eks get-token --cluster-name prod', since: now, until: now + 60_000 };
		await shown.settle();
		expect(shown.text()).not.toContain('aws');
		await shown.clock.advance(12_000);
		expect(shown.text()).toContain(
			'Waiting for the login of this context: aws eks get-token --cluster-name prod, 12s so far, ended in 48s if it does not finish.',
		);
		expect(status(shown)).toContain('login: waiting 12s for aws eks get-token --cluster-name prod');
		shown.context.waiting = undefined;
		await shown.clock.advance(2_000);
		expect(shown.text()).not.toContain('aws');
	});

	test('a note of a thing that is done goes by itself after 3 s, and then nothing is drawn for it any more', async () => {
		const shown = inShop();
		shown.press('ctrl-r');
		expect(status(shown)).toContain('Asking the server for everything again.');
		await shown.clock.advance(2_900);
		expect(status(shown)).toContain('Asking the server');
		await shown.clock.advance(200);
		expect(status(shown)).not.toContain('Asking the server');
		shown.press('ctrl-r');
		shown.press('j');
		expect(status(shown)).not.toContain('Asking the server');
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

describe('filter and sort', () => {
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
		const line = rowLine([column], layout, { cells: [{ text: '12m', aged: 'stale 68s' }], selected: false }, 10, false, unicodeGlyphs);
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

describe('a key that nobody bound', () => {
	test('says so for a moment, and where those are that do something', async () => {
		const shown = inShop();
		shown.press('e');
		expect(status(shown)).toContain('e does nothing here; ? lists the keys that do.');
		await shown.clock.advance(5_000);
		expect(status(shown)).not.toContain('does nothing');
	});
});

describe('q', () => {
	test('typed again at once, or held, goes back to the list and does not quit', async () => {
		const shown = inShop();
		shown.press('!', 'enter', 'q', 'q', 'q');
		expect(title(shown)).toContain('PODS');
		expect(status(shown)).toContain('Nothing is left to go back to; q again quits.');
		await shown.clock.advance(400);
		shown.press('q');
		await shown.clock.advance(400);
		shown.press('q');
		expect(shown.session.exited).toBeInstanceOf(Promise);
		expect(await Promise.race([shown.session.exited, Promise.resolve('open')])).toBe('open');
		await shown.clock.advance(600);
		shown.press('q');
		expect(await shown.session.exited).toBe(0);
	});
});

describe('diagnostics', () => {
	test('is a pane over the list, whose feed stays open', () => {
		const shown = inShop();
		shown.resize({ columns: 120, rows: 24 });
		shown.press('!');
		expect(title(shown)).toContain('DIAGNOSTICS');
		expect(shown.lines()[3]).toMatch(/DOMAIN +SCOPE +MODE +HEALTH +POLLING +OBJECTS +DELIVERED +EV\/S +RELISTS +ERRORS/);
		expect(cursorRow(shown)).toMatch(/pods +prod-eu\/shop +watch +healthy \(delivering\) +paused +60/);
		expect(shown.context.openFeeds.size).toBe(1);
		shown.press('esc');
		expect(title(shown)).toContain('PODS');
	});

	test('enter opens the streams of a domain with the journal of the one under the cursor, newest first', () => {
		const shown = inShop();
		const at = shown.clock.now();
		const entry = { at, streamId: 'pods ns=shop', level: 'healthy', reason: 'delivering', relist: false } as const;
		shown.journal.push({ ...entry, from: 'listing', to: 'connecting', cause: 'list complete', did: 'watch from 7' });
		shown.journal.push({ ...entry, from: 'connecting', to: 'watching', cause: 'headers came', did: '' });
		shown.press('!', 'enter');
		expect(title(shown)).toContain('STREAMS ▸ pods');
		const text = shown.text();
		expect(text).toMatch(/\d\d:\d\d:\d\d listing → connecting {2}list complete {2}· watch from 7/);
		expect(text.indexOf('headers came')).toBeLessThan(text.indexOf('list complete'));
		shown.press('esc', 'q');
		expect(title(shown)).toContain('PODS');
	});

	test('says how the worst of what it lists is, and never that it is live itself', async () => {
		const shown = inShop();
		shown.press('!');
		expect(title(shown)).toMatch(/1 active {2}● all healthy *$/);
		shop(shown).status = { ...liveStatus(0), level: 'unhealthy', reason: 'disconnected', live: false };
		await shown.settle();
		expect(title(shown)).toMatch(/1 active {2}○ unhealthy \(disconnected\) *$/);
		shown.press('enter');
		expect(title(shown)).toMatch(/STREAMS ▸ pods .* 1 {2}○ unhealthy \(disconnected\) *$/);
		shop(shown).status = liveStatus(0);
		shop(shown).light = { ...liveStatus(0), level: 'unhealthy', reason: 'errors' };
		shown.press('esc');
		await shown.settle();
		expect(title(shown)).toContain('○ unhealthy (errors)');
	});

	test('a reason is read whole before the scope is shown, and on a narrow screen as far as it goes', async () => {
		const shown = inShop();
		shop(shown).status = { ...liveStatus(0), level: 'degraded', reason: 'awaiting first delivery', rows: 'none' };
		shown.press('!');
		for (const columns of [80, 100, 120, 200]) {
			shown.resize({ columns, rows: 24 });
			expect(cursorRow(shown)).toContain('degraded (awaiting first delivery)');
		}
		expect(shown.lines()[3]).toContain('SCOPE');
		shown.resize({ columns: 40, rows: 10 });
		expect(cursorRow(shown)).toContain('degraded (awaiting first deliv…');
	});

	test('| puts it below the list and takes it away again', () => {
		const shown = inShop();
		shown.press('|');
		expect(title(shown)).toContain('PODS');
		expect(shown.text()).toContain('DIAGNOSTICS');
		expect(shown.lines()).toHaveLength(24);
		expect(shown.lines().at(-4)).toContain('DIAGNOSTICS');
		expect(shown.lines().at(-2)).toContain('pods ');
		shown.press('|');
		expect(shown.text()).not.toContain('DIAGNOSTICS');
	});
});

describe('help', () => {
	test('begins with what the pane under it is for', () => {
		const shown = inShop();
		shown.press('?');
		expect(shown.lines()[3]).toMatch(/^ Objects/);
		shown.press('?', 'l', '?');
		expect(shown.lines()[3]).toMatch(/^ Logs/);
		expect(shown.lines()[4]).toContain('what ran before the last restart, or what runs now');
		shown.press('?', '!', '?');
		expect(shown.lines()[4]).toContain('in diagnostics');
	});

	test.each([40, 80, 120])('is read whole on %i columns', (columns) => {
		const shown = inShop();
		shown.resize({ columns, rows: 300 });
		shown.press('?');
		const text = shown.text().replace(/ *\n +/g, ' ');
		for (const { help, written, chords } of keymap) {
			expect(text).toContain(help);
			expect(text).toContain(written ?? chords.join(' '));
		}
	});
});

describe('the screen', () => {
	test.each([
		[20, 6],
		[40, 10],
		[80, 24],
		[200, 50],
	])('of %i × %i is exactly that big, in every pane', (columns, rows) => {
		const shown = showSession({
			namespace: 'shop',
			size: { columns, rows },
			before: withRows(80, (index) => unwell('failing', `名前${index}`)),
		});
		for (const keys of [[], ['|'], ['!'], ['enter'], ['?'], [':', 'p'], ['esc', 'esc', 'esc', 'esc', '0']]) {
			shown.press(...keys);
			expect(shown.lines()).toHaveLength(rows);
		}
	});

	test('is not drawn again when nothing on it changed', async () => {
		const shown = showSession({ namespace: 'shop', before: withRows(9, () => ({ created: 1 })) });
		await shown.settle();
		const draws = shown.draws();
		for (let turn = 0; turn < 20; turn++) await shown.settle();
		await shown.clock.advance(3_600_000);
		expect(shown.draws()).toBe(draws);
	});

	test('is drawn when an age turns, within a second of it', async () => {
		const shown = showSession({
			namespace: 'shop',
			before: (fake, clock) => shop(fake).rows.appendPage([shownRow('cart', { created: clock.now() / 1000 - 3540 })]),
		});
		expect(cursorRow(shown)).toContain('59m');
		await shown.clock.advance(61_000);
		expect(cursorRow(shown)).toContain('60m');
	});

	test('takes a burst of events in a few frames', async () => {
		const shown = inShop();
		const draws = shown.draws();
		for (let event = 0; event < 500; event++) {
			shop(shown).rows.upsert(shownRow('busy', { uid: 'busy', namespace: 'shop', restarts: event, resourceVersion: String(event) }));
			shown.context.notify();
			await shown.clock.advance(2);
		}
		expect(shown.draws() - draws).toBeLessThanOrEqual(15);
	});

	test('is plain ASCII with the ASCII glyphs', () => {
		const shown = showSession({ namespace: 'shop', glyphs: asciiGlyphs, before: withRows(60) });
		for (const keys of [[], ['|'], ['!'], ['enter'], ['?']]) {
			shown.press(...keys);
			expect(shown.text()).toMatch(/^[\x20-\x7e\n]*$/);
		}
	});
});

describe('leaving', () => {
	test.each([
		[['q'], 0],
		[[':', 'q', 'enter'], 0],
		[['/', 'a', 'ctrl-c'], 130],
		[['!', 'q', ':', 'q', '!', 'enter'], 0],
	])('%j ends with %i and gives the feeds back', async (keys, code) => {
		const shown = inShop();
		shown.press(...keys);
		expect(await shown.session.exited).toBe(code);
		await shown.session.close();
		expect(shown.context.openFeeds.size).toBe(0);
		expect(shown.context.listening).toBe(0);
		expect(shown.clock.waiting).toBe(0);
	});
});
