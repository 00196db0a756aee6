import { describe, expect, test } from 'vitest';
import { cell } from '../../../src/base/cell.ts';
import type { Domain } from '../../../src/domains/types.ts';
import { type ShownRow, shownRow, testDomains, unwell } from '../../support/fake-services.ts';
import { header, shop, status, title } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

describe('what belongs to an object', () => {
	/** The test's pods with an owner and a node, and a view of events. */
	const domains: readonly Domain[] = testDomains.flatMap((domain) => {
		if (domain.name !== 'pods') return [domain];
		const column = (id: string, value: (row: ShownRow) => string) => ({
			...domain.columns[0],
			id,
			title: id.toUpperCase(),
			sortKey: undefined,
			wide: true,
			value,
			cell: (row: ShownRow) => cell(value(row)),
		});
		const columns = [
			...domain.columns.filter(({ id }) => id !== 'owner'),
			column('owner', (row) => (row.status === 'Owned' ? 'Job/till' : row.status === 'Strange' ? 'Widget/w' : '')),
			column('node', (row) => (row.status === 'Pending' ? '' : 'worker-1')),
		];
		const [read] = domain.reads;
		const events = {
			...domain,
			columns: [...domain.columns, column('object', (row) => row.status)],
			name: 'events',
			title: 'EVENTS',
			reads: [
				{
					...read,
					resource: { ...read?.resource, kind: 'Event', singular: 'event', gvr: { group: '', version: 'v1', resource: 'events' } },
				},
			],
		};
		return [{ ...domain, columns }, events] as unknown as Domain[];
	});

	const shown = (...rows: readonly ShownRow[]): ShownSession =>
		showSession({
			namespace: 'shop',
			domains,
			before: (fake) => {
				shop(fake).rows.appendPage(rows);
				fake.context
					.stream('nodes')
					.rows.appendPage(['control-1', 'worker-1', 'worker-2'].map((name) => shownRow(name, { namespace: '' })));
				fake.context.stream('jobs', 'shop').rows.appendPage([shownRow('oven'), shownRow('till')]);
			},
		});

	const cursorRow = (session: ShownSession): string => session.lines().find((line) => line.startsWith('▸')) ?? '';

	test('v opens its events, asked of the server; esc comes back to the row', () => {
		const session = shown(shownRow('cart-1'), shownRow('cart-2'));
		session.press('j', 'v');
		expect(title(session)).toContain('EVENTS');
		expect(title(session)).toContain('-f involvedObject.name=cart-2,invo…');
		expect([...session.context.openFeeds].at(-1)?.scope).toEqual({
			namespace: 'shop',
			fieldSelector: 'involvedObject.name=cart-2,involvedObject.kind=Pod',
		});
		expect(session.text()).toContain('<esc> back');
		session.press('esc');
		expect(title(session)).toContain('PODS');
		expect(cursorRow(session)).toContain('cart-2');
	});

	test('events of an object of the cluster are those of namespace default', () => {
		const session = shown(shownRow('cart-1'));
		session.type(':nodes');
		session.press('enter', 'v');
		expect(header(session)).toContain('▸ default');
		expect(title(session)).toContain('-f involvedObject.name=control-1,i…');
		session.press('q');
		expect(title(session)).toContain('NODES');
		session.type(':pods');
		session.press('enter');
		expect(header(session)).toContain('▸ shop');
	});

	test('o goes to the owner where a view shows it, with the cursor on it', () => {
		const session = shown(shownRow('cart-1', { status: 'Owned' }));
		session.press('o');
		expect(title(session)).toContain('JOBS');
		expect(cursorRow(session)).toContain('till');
	});

	test('o goes to the node where no view shows the owner, ctrl-o always does', () => {
		for (const [row, key] of [
			[shownRow('cart-1', { status: 'Strange' }), 'o'],
			[shownRow('cart-1', { status: 'Owned' }), 'ctrl-o'],
		] as const) {
			const session = shown(row);
			session.press(key);
			expect(title(session)).toContain('NODES');
			expect(cursorRow(session)).toContain('worker-1');
		}
	});

	test.each([
		[[], 'worker-1'],
		[['j'], 'worker-0'],
	])('the cursor goes to the row when it comes, unless somebody moved it: %j leaves it on %s', async (keys, name) => {
		const session = shown(shownRow('cart-1'));
		const nodes = session.context.stream('nodes');
		nodes.status = { ...nodes.status, rows: 'partial' };
		for (const { uid } of [...nodes.rows.values()]) nodes.rows.remove(uid);
		nodes.rows.appendPage(['control-1', 'worker-0'].map((each) => shownRow(each, { namespace: '' })));
		session.press('ctrl-o');
		await session.settle();
		session.press(...keys);
		nodes.rows.appendPage([shownRow('worker-1', { namespace: '' })]);
		await session.settle();
		expect(cursorRow(session)).toContain(name);
	});

	test('an object that is gone is said to be, and the cursor stays where it was', () => {
		const session = shown(shownRow('cart-1'));
		const nodes = session.context.stream('nodes');
		for (const { uid } of [...nodes.rows.values()]) nodes.rows.remove(uid);
		for (const { uid } of [...nodes.rows.values()]) nodes.rows.remove(uid);
		nodes.rows.appendPage([shownRow('worker-2', { namespace: '' })]);
		session.press('o');
		expect(session.text()).toContain('worker-1 is not in nodes (any more).');
		expect(title(session)).toContain('PODS');
		expect(cursorRow(session)).toContain('cart-1');
	});

	test('what has neither owner nor node says so, and nothing moves', () => {
		const session = shown(shownRow('cart-1', unwell('warning', 'Pending')));
		session.press('o');
		expect(title(session)).toContain('PODS');
		expect(status(session)).toContain('cart-1 has no owner');
		session.press('ctrl-o');
		expect(status(session)).toContain('cart-1 is on no node.');
	});

	test('i on a pod opens its logs', () => {
		const session = shown(shownRow('cart-1'), shownRow('cart-2'));
		session.press('j', 'i');
		expect(session.context.logs.map(({ request }) => request.target)).toEqual([{ kind: 'pod', name: 'cart-2' }]);
		session.press('esc');
		expect(cursorRow(session)).toContain('cart-2');
	});

	test.each(['i', 'o'])('%s on an event leads to its object, and esc back', (key) => {
		const session = shown(shownRow('cart-1'), shownRow('cart-2'));
		session.context.stream('events', 'shop').rows.appendPage([shownRow('e-1', { status: 'pod/cart-2' })]);
		session.type(':events');
		session.press('enter', key);
		expect(title(session)).toContain('PODS');
		expect(cursorRow(session)).toContain('cart-2');
		session.press('esc');
		expect(title(session)).toContain('EVENTS');
	});

	test('enter on an event opens the object that it is about, d the event itself', () => {
		const session = shown(shownRow('cart-1'), shownRow('cart-2'));
		session.context.stream('events', 'shop').rows.appendPage([shownRow('e-1', { status: 'pod/cart-2' })]);
		session.type(':events');
		session.press('enter', 'enter');
		expect(title(session)).toContain('POD  shop/cart-2');
		session.press('esc', 'd');
		expect(title(session)).toContain('EVENT  shop/e-1');
	});

	test('enter on an event of a kind that nobody knows asks the server for the kind, and opens the object', async () => {
		const session = shown(shownRow('cart-1'));
		session.context.served.resources = [
			{
				gvr: { group: 'data.example.com', version: 'v1', resource: 'databases' },
				kind: 'Database',
				singular: 'database',
				shortNames: [],
				namespaced: true,
				categories: [],
				verbs: ['list', 'watch'],
				preferred: true,
			},
		];
		const events = session.context.stream('events', 'shop').rows;
		events.appendPage([shownRow('e-1', { status: 'database/orders' }), shownRow('e-2', { status: 'gadget/g' })]);
		session.type(':events');
		session.press('enter', 'enter');
		await session.settle();
		expect(title(session)).toContain('DATABASE  shop/orders');
		expect(Array.from(session.context.openFeeds, ({ domain, scope }) => `${domain.name} ${scope.fieldSelector ?? ''}`)).toContain(
			'object metadata.name=orders',
		);
		session.press('esc', 'j', 'enter');
		await session.settle();
		expect(title(session)).toContain('EVENTS');
		expect(session.text()).toContain('There is no view "gadget" on this server.');
	});

	test('a row that is found by a column out of sight says by which', () => {
		const session = shown(shownRow('cart-1'));
		session.type('/WORKER');
		session.press('enter');
		expect(session.text()).not.toContain('found by');
		session.press('esc');
		session.type('/worker');
		session.press('enter');
		expect(status(session)).toContain('found by NODE worker-1');
		session.press('esc');
		session.type('/cart');
		session.press('enter');
		expect(status(session)).not.toContain('found by');
	});

	test('logs are a hint only where something has logs', () => {
		const session = shown(shownRow('cart-1'));
		expect(status(session)).toContain('<l> logs');
		for (const view of ['nodes', 'events']) {
			session.type(`:${view}`);
			session.press('enter');
			expect(status(session)).not.toContain('logs');
		}
	});

	test('o goes to the view that lists the owner itself, not to a merged one that tells of it in another row', () => {
		const [read] = domains.find(({ name }) => name === 'jobs')?.reads ?? [];
		const merged = {
			...domains.find(({ name }) => name === 'jobs'),
			name: 'merged',
			title: 'MERGED',
			reads: [{ ...read, keep: () => false }],
		};
		const session = showSession({
			namespace: 'shop',
			domains: [merged as unknown as Domain, ...domains],
			before: (fake) => {
				shop(fake).rows.appendPage([shownRow('cart-1', { status: 'Owned' })]);
				fake.context.stream('jobs', 'shop').rows.appendPage([shownRow('oven'), shownRow('till')]);
			},
		});
		session.press('o');
		expect(title(session)).toContain('JOBS');
		expect(cursorRow(session)).toContain('till');
	});

	test('i on a node opens its pods in all namespaces, and q goes back before it quits', async () => {
		const session = shown(shownRow('cart-1'));
		session.type(':nodes');
		session.press('enter', 'j', 'i');
		expect(header(session)).toContain('▸ all namespaces');
		expect(title(session)).toContain('-f spec.nodeName=worker-1');
		session.press('q');
		expect(title(session)).toContain('NODES');
		expect(cursorRow(session)).toContain('worker-1');
		await session.clock.advance(1_000);
		session.press('q');
		expect(await session.session.exited).toBe(0);
	});
});
