import { expect, it } from 'vitest';
import { domains, findDomain } from '../../src/domains/registry.ts';
import type { Domain, Row } from '../../src/domains/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { compareRows, readTable, type ScreenTable } from './screen-table.ts';
import { servedObjects, soakedViews } from './soaked-views.ts';

const pods = findDomain('pods') as Domain;
const now = Date.parse('2026-01-02T00:00:00Z');

/** A row of pods, as the program makes it of an object. */
const pod = (name: string, over: { readonly uid?: string; readonly restartCount?: number; readonly createdAt?: string } = {}): Row => {
	const [read] = pods.reads;
	if (read === undefined) throw new Error('pods read nothing');
	const { uid = `uid-${name}`, restartCount = 0, createdAt = '2026-01-01T23:59:00Z' } = over;
	const containerStatuses = [{ name: 'app', ready: true, restartCount, state: { running: { startedAt: createdAt } } }];
	return read.resource.project(
		{
			metadata: { name, namespace: 'shop', uid, resourceVersion: '7', creationTimestamp: createdAt },
			spec: { nodeName: 'worker-1', containers: [{ name: 'app' }] },
			status: { phase: 'Running', containerStatuses },
		} as never,
		(text) => text,
	);
};

const screen = (...rows: readonly string[]): readonly string[] => [
	' kyacht  demo-admin ▸ all namespaces                           v1.36.3  ● live  1 watch  3 req/min',
	' nodes │ pods 2 │ workloads │ namespaces │ events',
	` PODS  all namespaces                                             4 →  ▲ NAME  ${rows.length}  watch ● live`,
	'  NAME▲       NAMESPACE  READY  STATUS   RESTARTS           CPU  AGE',
	...rows,
	'',
	'  OWNER –',
];

const table = (...rows: readonly string[]): ScreenTable => {
	const read = readTable(screen(...rows));
	if (read === undefined) throw new Error('there is a table');
	return read;
};

const cart = '▸ cart-1      shop       1/1    Running         0      12m/250m  60s';
const ledger = '  ledger-abc  shop       1/1    Running         3             –  60s';
const both: readonly Row[] = [pod('cart-1'), pod('ledger-abc', { restartCount: 3 })];

it('the title, the light, the count and the columns are read off the screen', () => {
	expect(table(cart, ledger)).toEqual({
		title: 'PODS',
		isLive: true,
		all: 2,
		faultsOnly: false,
		columns: ['NAME', 'NAMESPACE', 'READY', 'STATUS', 'RESTARTS', 'CPU', 'AGE'],
		lines: [cart, ledger],
	});
	const [header = '', tabs = '', , ...rest] = screen(cart);
	const words = ' PODS  all namespaces  / run  faults only                           ▲ NAME  1 of 84  stale 43s · retry in 4s';
	expect(readTable([header, tabs, words, ...rest])).toMatchObject({ isLive: false, all: 84, faultsOnly: true });
	expect(readTable([header, tabs, ' EVENTS  all namespaces    ▲ LAST SEEN  newest 500 of 12 040  watch ● live', ...rest])).toMatchObject({
		title: 'EVENTS',
		all: 12_040,
	});
	expect(readTable([header, tabs, ' PODS  all namespaces      ○ unauthorized · asked again in 28s', ...rest])).toMatchObject({
		all: undefined,
	});
	expect(readTable(['', ''])).toBeUndefined();
});

it('the title of every view is read', () => {
	const [header = '', tabs = '', , ...rest] = screen(cart);
	for (const { title } of domains) {
		for (const words of [` ${title}  ns:shop  ▲ NAME  4  watch ● live`, ` ${title}      ▲ NAME  4  watch ● live`, ` ${title}`])
			expect(readTable([header, tabs, words, ...rest])?.title).toBe(title);
	}
});

it('rows that are the server’s are equal, an age within the moments around', () => {
	for (const second of [-2, 0, 2]) expect(compareRows(pods, both, table(cart, ledger), now + second * 1_000).differences).toEqual([]);
});

it.each([
	['a pod that is missing on the screen', both, [cart]],
	['a pod that is gone on the server', both.slice(0, 1), [cart, ledger]],
	['a change that has not come', [pod('cart-1', { restartCount: 1 }), ...both.slice(1)], [cart, ledger]],
	['another pod under the same name', [pod('cart-1', { uid: 'new', createdAt: '2026-01-01T23:59:50Z' }), ...both.slice(1)], [cart, ledger]],
	['a row that stands there twice', both, [cart, cart]],
	['an age that stands still', both, [cart.replace('60s', '20s'), ledger]],
] as const)('%s is a difference', (_, served, lines) => {
	expect(compareRows(pods, served, table(...lines), now).differences).not.toEqual([]);
});

it('a text that is cut is compared as far as it stands there', () => {
	const long = [pod('a-name-that-is-longer-than-its-column')];
	const line = (name: string): string => cart.replace('cart-1     ', name);
	expect(compareRows(pods, long, table(line('a-name-tha…')), now).differences).toEqual([]);
	expect(compareRows(pods, long, table(line('another-na…')), now).differences).toHaveLength(2);
});

it('rows of every view can be compared, whatever else their columns ask for', async () => {
	const server = await demoServer({ size: 30 });
	for (const domain of soakedViews) {
		for (const read of domain.reads.filter(({ role }) => role === 'rows')) {
			const [object] = servedObjects(server.world, read.resource);
			if (object === undefined) continue;
			const titles = domain.columns.map(({ title }) => title);
			const empty = { title: domain.title, isLive: true, all: 0, faultsOnly: false, columns: titles, lines: [] };
			const row = read.resource.project(object, (text) => text);
			expect(compareRows(domain, [row], empty, now).differences).toHaveLength(2);
		}
	}
});
