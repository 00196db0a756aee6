import { expect, test } from 'vitest';
import { putDefinition } from '../../src/demo/build-custom.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import { CustomRow } from '../../src/domains/custom.ts';
import { MOST_WATCHED } from '../../src/sync/following-feed.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { WireEngine, type Witness } from '../support/wire-engine.ts';

const group = 'lab.example.com';
const schema = { properties: { status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } };

const define = (server: DemoServer, plural: string, kind: string): void =>
	putDefinition(server.world, { group, plural, kind, scope: 'Namespaced', version: 'v1', schema, columns: [], ageHours: 1 });

const condition = (status: string, type = 'Ready', reason = 'Because') => ({ type, status, reason, message: `it is ${status}` });

const put = (server: DemoServer, plural: string, name: string, ...conditions: readonly object[]) =>
	server.world.put(`${plural}.${group}`, { metadata: { name, namespace: 'default' }, status: { conditions } });

const open = async (server: DemoServer, clock: FakeClock, user: 'admin' | 'viewer' = 'admin') => {
	const wire = new WireEngine({ server, clock, user });
	const shown = wire.open('custom');
	await wire.pass(100);
	return { wire, shown };
};

const named = ({ feed }: Witness): readonly string[] => [...feed.rows.values()].map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));

const isWatched = (server: DemoServer): readonly string[] => server.openWatches().map(({ resource }) => resource);

test('a kind is shown from a moment after its definition on, live, and no longer than it', async () => {
	const clock = new FakeClock();
	const server = await demoServer({ populated: false, clock });
	// A server that never wrote anything has no version to watch from.
	server.world.put('namespaces', { metadata: { name: 'default' } });
	const { wire, shown } = await open(server, clock);
	expect([shown.feed.rows.size, shown.status.rows, shown.health]).toEqual([0, 'complete', 'healthy (synchronized)']);
	define(server, 'widgets', 'Widget');
	put(server, 'widgets', 'a', condition('True'));
	await wire.pass(1_200);
	expect(named(shown)).toEqual(['a']);
	expect(shown.feed.domain.reads.map(({ resource }) => resource.gvr.resource)).toEqual(['widgets']);
	put(server, 'widgets', 'b', condition('False'));
	await wire.pass(10);
	expect(shown.row('b')).toMatchObject({ kind: 'Widget', ready: 'False (Because)', message: 'it is False', health: 'failing' });
	server.world.remove('customresourcedefinitions.apiextensions.k8s.io', undefined, `widgets.${group}`);
	await wire.pass(10);
	expect([shown.feed.rows.size, shown.health]).toEqual([0, 'healthy (delivering)']);
	define(server, 'widgets', 'Widget');
	await wire.pass(1_200);
	expect(named(shown)).toEqual(['a', 'b']);
	shown.feed.close();
	await wire.pass(1_000);
	expect(isWatched(server)).toEqual([]);
});

test(`of more than ${MOST_WATCHED} kinds those that have objects are shown, so many of them watched, the others polled, and it says so`, async () => {
	const clock = new FakeClock();
	const server = await demoServer({ populated: false, clock });
	const kinds = Array.from({ length: 28 }, (_, index) => `kind${String(index).padStart(2, '0')}s`);
	for (const plural of kinds) define(server, plural, plural.slice(0, -1).toUpperCase());
	for (const plural of kinds.slice(0, 26)) put(server, plural, `of-${plural}`);
	const { wire, shown } = await open(server, clock);
	await wire.pass(500);
	expect(named(shown)).toHaveLength(26);
	expect(isWatched(server).filter((resource) => resource.startsWith('kind'))).toHaveLength(MOST_WATCHED);
	expect(shown.feed.missing()).toEqual(['2 of 26 kinds are polled']);
	expect(shown.status).toMatchObject({ level: 'degraded', reason: 'watch unsupported', live: true, rows: 'complete' });
	expect(shown.status.detail).toBe(`no more than ${MOST_WATCHED} kinds are watched at once`);
	put(server, 'kind27s', 'late');
	put(server, 'kind25s', 'polled');
	await wire.pass(31_000);
	expect(named(shown)).toContain('polled');
	expect(named(shown)).not.toContain('late');
	await wire.pass(32_000);
	expect(named(shown)).toContain('late');
	expect(shown.feed.missing()).toEqual(['3 of 27 kinds are polled']);
});

test('who may not read definitions is shown what discovery tells of, and which kinds may not be read is said', async () => {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	define(server, 'widgets', 'Widget');
	const { wire, shown } = await open(server, clock, 'viewer');
	await wire.pass(500);
	const kinds = [...shown.feed.rows.values()].map((row) => (row instanceof CustomRow ? row.kind : ''));
	expect(new Set(kinds)).toEqual(new Set(['Certificate', 'Gateway', 'GRPCRoute', 'HTTPRoute']));
	expect(named(shown)).toEqual(expect.arrayContaining(['grafana', 'ledger', 'storefront']));
	expect(shown.feed.missing()).toEqual(['customresourcedefinitions: forbidden', 'widgets: forbidden']);
	expect(shown.status).toMatchObject({ live: true, rows: 'complete' });
	expect(shown.feed.light()).toMatchObject({ level: 'unhealthy', reason: 'permissions' });
});

test('whatever stands where conditions are, a row is made of it', async () => {
	const clock = new FakeClock();
	const server = await demoServer({ populated: false, clock });
	define(server, 'widgets', 'Widget');
	const odd = (name: string, status: unknown) =>
		server.world.put(`widgets.${group}`, { metadata: { name, namespace: 'default' }, status: status as object });
	odd('none', {});
	odd('list', { conditions: 'Ready' });
	odd('nulls', { conditions: [null, 'x', condition('Unknown')] });
	odd('other', { conditions: [condition('True', 'Programmed')] });
	const { shown } = await open(server, clock);
	expect([...shown.feed.rows.values()].map((row) => (row instanceof CustomRow ? [row.name, row.ready, row.health] : []))).toEqual([
		['list', '', 'ok'],
		['none', '', 'ok'],
		['nulls', 'Unknown (Because)', 'progressing'],
		['other', 'True', 'ok'],
	]);
});

const gateways = 'gateway.networking.k8s.io';

test('what a view has only where it is defined is quietly not there, and comes with its definition, in the version that it has', async () => {
	const clock = new FakeClock();
	const server = await demoServer({ populated: false, clock });
	server.world.put('namespaces', { metadata: { name: 'default' } });
	const wire = new WireEngine({ server, clock });
	const shown = wire.open('network');
	await wire.pass(100);
	expect([shown.status.rows, shown.health, shown.feed.missing()]).toEqual(['complete', 'healthy (synchronized)', []]);
	expect(server.requests.filter((request) => request.group === gateways)).toEqual([]);
	const kind = {
		group: gateways,
		schema: { properties: { spec: schema.properties.status, ...schema.properties } },
		columns: [],
		ageHours: 1,
	};
	putDefinition(server.world, { ...kind, plural: 'gateways', kind: 'Gateway', scope: 'Namespaced', version: 'v1beta1' });
	const listeners = [{ name: 'web', port: 80, protocol: 'HTTP' }];
	const programmed = (name: string, status: string) =>
		server.world.put(`gateways.${gateways}`, {
			metadata: { name, namespace: 'default' },
			spec: { gatewayClassName: 'envoy', listeners },
			status: { conditions: [condition(status, 'Programmed')], listeners: [{ name: 'web', attachedRoutes: 3 }] },
		});
	programmed('public', 'True');
	programmed('broken', 'False');
	await wire.pass(1_200);
	expect(server.openWatches().map(({ path }) => path.split('?')[0])).toContain(`/apis/${gateways}/v1beta1/gateways`);
	const details = shown.feed.domain.columns.find(({ id }) => id === 'details');
	const said = [...shown.feed.rows.values()].map((row) => [row.name, row.health, details?.value(row, shown.feed.context())]);
	expect(said).toEqual([
		['broken', 'failing', 'not Programmed: Because: it is False, envoy, no address yet, 80/HTTP, 3 routes'],
		['public', 'ok', 'envoy, no address yet, 80/HTTP, 3 routes'],
	]);
});

test('who may not read definitions sees in such a view what may be read, and is told of nothing else', async () => {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const wire = new WireEngine({ server, clock, user: 'viewer' });
	const shown = wire.open('network', { namespace: 'shop' });
	await wire.pass(500);
	expect(named(shown)).toEqual(expect.arrayContaining(['public', 'storefront', 'cart']));
	expect(shown.feed.missing()).toEqual([]);
	expect(shown.feed.light()).toMatchObject({ level: 'healthy' });
});
