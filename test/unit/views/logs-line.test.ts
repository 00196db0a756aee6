import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRequest } from '../../../src/sessions/types.ts';
import { logsWish } from '../../../src/views/logs-line.ts';
import { manyRows, shownRow } from '../../support/fake-services.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const gvr = { group: 'apps', version: 'v1', resource: 'deployments' };
const usual = { containers: 'all', previous: false, range: { tailLines: 500 } };

describe('the words after :logs', () => {
	test.each([
		['', usual],
		['cart-1', { ...usual, target: { kind: 'pod', name: 'cart-1' } }],
		['po/cart-1 -f', { ...usual, target: { kind: 'pod', name: 'cart-1' } }],
		['deploy/cart -n shop', { ...usual, target: { kind: 'owner', gvr, name: 'cart' }, namespace: 'shop' }],
		['-l app=x', { ...usual, target: { kind: 'selector', labelSelector: 'app=x' } }],
		['-l app in (a, b) -p', { ...usual, previous: true, target: { kind: 'selector', labelSelector: 'app in (a, b)' } }],
		['-l "app in (a, b)"', { ...usual, target: { kind: 'selector', labelSelector: 'app in (a, b)' } }],
		['cart-1 -c proxy -p', { ...usual, target: { kind: 'pod', name: 'cart-1' }, containers: { name: 'proxy' }, previous: true }],
		['--previous', { ...usual, previous: true }],
		['cart-1 --since=5m', { ...usual, target: { kind: 'pod', name: 'cart-1' }, range: { sinceSeconds: 300 } }],
		['cart-1 --since 90 --tail 7', { ...usual, target: { kind: 'pod', name: 'cart-1' }, range: { sinceSeconds: 90, tailLines: 7 } }],
		['cart-1 --tail -1', { ...usual, target: { kind: 'pod', name: 'cart-1' }, range: {} }],
	])('%j are read as kubectl reads them', (words, wish) => {
		expect(logsWish(words.match(/"[^"]*"|\S+/g) ?? [])).toEqual(wish);
	});

	test.each([
		['nodes/one', 'has no pods whose logs could be read'],
		['cj/nightly', 'name one of its jobs'],
		['pod/', 'names no object'],
		['cart-1 till-2', '"till-2" is one thing too many to read'],
		['deploy cart', '"cart" is one thing too many to read; :logs deploy/cart'],
		['cart-1 -l app=x', 'one thing too many'],
		['-l =x', 'The label selector "=x" cannot be read'],
		['-l', '"-l" says nothing without a value, as in :logs -l app=cart.'],
		['-n shop', '-n shop alone names no log'],
		['cart-1 --since soon', '--since: "soon" is no duration'],
		['cart-1 --tail some', '--tail: "some" is no number of lines'],
		['cart-1 --timestamps', ':logs has no "--timestamps"; it knows -n, -l, -c, -p, --since, --tail.'],
	])('%j are answered with %j', (words, why) => {
		expect(logsWish(words.split(' '))).toEqual({ why: expect.stringContaining(why) });
	});

	test('whatever they are, there is a wish or a sentence', () => {
		fc.assert(
			fc.property(fc.array(fc.string()), (words) => {
				const wish = logsWish(words);
				if ('why' in wish) expect(wish.why).toMatch(/\.$/);
			}),
		);
	});
});

const open = (namespace?: string): ShownSession =>
	showSession({
		...(namespace === undefined ? {} : { namespace }),
		contextNamespace: 'shop',
		size: { columns: 120, rows: 24 },
		before: (fake) => {
			const rows = fake.context.stream('pods', namespace).rows;
			rows.appendPage([...manyRows(3), shownRow('till-0', { namespace: 'shop' })]);
			if (namespace === undefined) rows.appendPage([shownRow('till-0', { namespace: 'bank' }), shownRow('vault-0', { namespace: 'bank' })]);
		},
	});

const enter = (shown: ShownSession, line: string): void => {
	shown.type(`:${line}`);
	shown.press('enter');
};
const request = (shown: ShownSession): LogRequest | undefined => shown.context.logs.at(-1)?.request;

describe(':logs', () => {
	test('opens the log of what it names, in the namespace that is open', () => {
		const shown = open('shop');
		enter(shown, 'logs deploy/cart -c proxy');
		expect(request(shown)).toMatchObject({
			namespace: 'shop',
			target: { kind: 'owner', gvr, name: 'cart' },
			containers: { name: 'proxy' },
			follow: true,
		});
		expect(shown.lines()[2]).toContain('LOG  shop/deployments/cart -c proxy');
		shown.press('esc');
		expect(shown.lines()[2]).toContain('PODS');
	});

	test('alone opens that of the row under the cursor, as l does', () => {
		const shown = open('shop');
		shown.press('j', 'l', 'esc');
		enter(shown, 'logs');
		expect(shown.context.logs).toHaveLength(2);
		expect(shown.context.logs[1]?.request).toEqual(shown.context.logs[0]?.request);
	});

	test('takes the place of a log that is open, which is closed', () => {
		const shown = open('shop');
		enter(shown, 'logs till-0');
		enter(shown, 'logs -l app=x -p');
		expect(shown.context.logs.map(({ isClosed }) => isClosed)).toEqual([true, false]);
		expect(request(shown)).toMatchObject({ target: { kind: 'selector', labelSelector: 'app=x' }, previous: true, follow: false });
		shown.press('esc');
		expect(shown.lines()[2]).toContain('PODS');
		expect(shown.context.logs[1]?.isClosed).toBe(true);
	});

	test('where all namespaces are shown takes that of the row which it names, and asks where several may be meant', () => {
		const shown = open();
		enter(shown, 'logs vault-0');
		expect(request(shown)).toMatchObject({ namespace: 'bank', target: { kind: 'pod', name: 'vault-0' } });
		shown.press('esc');
		for (const line of ['till-0', 'deploy/cart', '-l app=x']) {
			enter(shown, `logs ${line}`);
			expect(shown.text(), line).toContain('All namespaces are shown, and which of them is meant is not told');
		}
		expect(shown.context.logs).toHaveLength(1);
		enter(shown, 'logs till-0 -n bank');
		expect(request(shown)).toMatchObject({ namespace: 'bank' });
	});

	test('a line that cannot be done stays to be corrected', () => {
		const shown = open('shop');
		enter(shown, 'logs nodes/one');
		expect(shown.text()).toContain('"nodes" has no pods whose logs could be read');
		expect(shown.lines().at(-1)).toContain(' : logs nodes/one');
	});

	test('is completed with the names of the rows, with their namespace where all are shown', () => {
		const shown = open('shop');
		shown.type(':logs ti');
		shown.press('tab');
		expect(shown.lines().at(-1)).toContain(' : logs till-0 ');
		shown.press('esc');
		const across = open();
		across.type(':logs ti');
		across.press('tab');
		expect(across.lines().at(-1)).toMatch(/ : logs till-0 -n (bank|shop)/);
		across.press('esc');
		across.type(':logs till-0 -n ba');
		across.press('tab');
		expect(across.lines().at(-1)).toContain(' : logs till-0 -n bank');
		across.press('esc');
		across.type(':logs till-0 --s');
		across.press('tab');
		expect(across.lines().at(-1)).toContain(' : logs till-0 --since');
	});
});
