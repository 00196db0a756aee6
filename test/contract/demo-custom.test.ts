import { expect, test } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordedObjects, recordedTable, tablePrintedAt } from '../support/recorded-objects.ts';
import { definitionsPath, widget, widgetsDefinition, widgetsPath } from '../support/widgets.ts';
import { type Answer, ask, openStream, until } from '../support/wire.ts';

const token = 'admin-token';
const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io';

const definition = widgetsDefinition(
	{ name: 'v1beta1', storage: false },
	{
		name: 'v1',
		subresources: { status: {} },
		schema: {
			type: 'object',
			properties: {
				spec: {
					type: 'object',
					required: ['engine'],
					properties: {
						engine: { type: 'string', enum: ['postgres', 'mysql'] },
						replicas: { type: 'integer', minimum: 0, default: 2 },
					},
				},
				status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
			},
		},
		additionalPrinterColumns: [
			{ name: 'Engine', type: 'string', jsonPath: '.spec.engine' },
			{ name: 'Ready', type: 'string', jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
		],
	},
);

const get = (server: DemoServer, path: string, accept = 'application/json'): Promise<Answer> =>
	ask(server.url, { path, token, headers: { accept } });

const post = (server: DemoServer, path: string, body: object): Promise<Answer> => ask(server.url, { method: 'POST', path, token, body });

const worldWithDefault = async (clock: FakeClock): Promise<DemoServer> => {
	const server = await demoServer({ populated: false, clock });
	server.world.put('namespaces', { metadata: { name: 'default' }, status: { phase: 'Active' } });
	return server;
};

const established = async (server: DemoServer, clock: FakeClock): Promise<void> => {
	expect((await post(server, definitionsPath, definition)).status).toBe(201);
	await clock.advance(50);
};

const discovered = async (server: DemoServer): Promise<readonly string[]> => {
	const plain = (await get(server, '/apis')).json as { readonly groups: readonly { readonly name: string }[] };
	const whole = (await get(server, '/apis', aggregated)).json as { readonly items: readonly { readonly metadata: { name: string } }[] };
	const names = plain.groups.map(({ name }) => name);
	expect(whole.items.map(({ metadata }) => metadata.name)).toEqual(names);
	return names;
};

test('what a definition defines is served once it is established, under each version, in both forms of discovery', async () => {
	const clock = new FakeClock();
	const server = await worldWithDefault(clock);
	expect((await post(server, definitionsPath, definition)).status).toBe(201);
	expect(await get(server, widgetsPath)).toMatchObject({ status: 404, text: '404 page not found\n' });
	await clock.advance(50);
	const { json } = await get(server, `${definitionsPath}/widgets.lab.example.com`);
	expect(json).toMatchObject({ status: { acceptedNames: { kind: 'Widget', listKind: 'WidgetList' }, storedVersions: ['v1'] } });
	expect(await discovered(server)).toContain('lab.example.com');
	const group = (await get(server, '/apis/lab.example.com')).json;
	expect(group).toMatchObject({ versions: [{ version: 'v1' }, { version: 'v1beta1' }], preferredVersion: { version: 'v1' } });
	expect((await get(server, '/apis/lab.example.com/v1')).json).toMatchObject({
		resources: [
			{ name: 'widgets', singularName: 'widget', kind: 'Widget', namespaced: true, shortNames: ['wd'] },
			{ name: 'widgets/status', verbs: ['get', 'patch', 'update'] },
		],
	});
	expect((await post(server, widgetsPath, widget('a', { engine: 'mysql' }))).json).toMatchObject({
		metadata: { generation: 1 },
		spec: { engine: 'mysql', replicas: 2 },
	});
	const other = (await get(server, '/apis/lab.example.com/v1beta1/widgets')).json;
	expect(other).toMatchObject({ kind: 'WidgetList', apiVersion: 'lab.example.com/v1beta1', items: [{ metadata: { name: 'a' } }] });
});

test('a custom object is held against its schema, in the words of the server, and merged as it can be', async () => {
	const clock = new FakeClock();
	const server = await worldWithDefault(clock);
	await established(server, clock);
	await post(server, widgetsPath, widget('a', { engine: 'mysql' }));
	const patch = (type: string, body: object) =>
		ask(server.url, { method: 'PATCH', path: `${widgetsPath}/a`, token, headers: { 'content-type': `application/${type}` }, body });
	expect(await patch('merge-patch+json', { spec: { engine: 'oracle', replicas: -2 } })).toMatchObject({
		status: 422,
		json: {
			details: {
				causes: [
					{ field: 'spec.engine', message: 'Unsupported value: "oracle": supported values: "postgres", "mysql"' },
					{ field: 'spec.replicas', message: 'Invalid value: -2: spec.replicas in body should be greater than or equal to 0' },
				],
			},
		},
	});
	expect((await patch('strategic-merge-patch+json', { spec: { replicas: 1 } })).status).toBe(415);
	expect((await patch('merge-patch+json', { spec: { replicas: 5 }, status: { phase: 'Gone' } })).json).toMatchObject({
		metadata: { generation: 2 },
		spec: { engine: 'mysql', replicas: 5 },
	});
	expect((await get(server, `${widgetsPath}/a`)).text).not.toContain('Gone');
});

test('with its definition the objects go, the watches end, and the paths are unknown; made again it is served again, empty', async () => {
	const clock = new FakeClock();
	const server = await worldWithDefault(clock);
	await established(server, clock);
	const made = (await post(server, widgetsPath, widget('a', { engine: 'mysql' }))).json as { metadata: { resourceVersion: string } };
	const watch = await openStream(server.url, { path: `${widgetsPath}?watch=1&resourceVersion=${made.metadata.resourceVersion}`, token });
	const about = await openStream(server.url, { path: `${definitionsPath}?watch=1&resourceVersion=${server.world.store.version}`, token });
	await ask(server.url, { method: 'DELETE', path: `${definitionsPath}/widgets.lab.example.com`, token });
	await clock.advance(50);
	expect((await watch.atLeast(1)).map(({ type, object }) => [type, object.metadata.name])).toEqual([['DELETED', 'a']]);
	expect((await about.atLeast(2)).map(({ type }) => type)).toEqual(['MODIFIED', 'DELETED']);
	expect(about.events()[0]?.object.status.conditions).toContainEqual(expect.objectContaining({ type: 'Terminating', status: 'True' }));
	expect(await get(server, widgetsPath)).toMatchObject({ status: 404, text: '404 page not found\n' });
	expect(await discovered(server)).not.toContain('lab.example.com');
	await clock.advance(1_000);
	expect(await watch.ended).toBe('clean');
	about.close();
	await established(server, clock);
	expect((await get(server, widgetsPath)).json).toMatchObject({ items: [] });
	const late = await openStream(server.url, { path: `${widgetsPath}?watch=1&resourceVersion=${made.metadata.resourceVersion}`, token });
	await until(() => late.events().length === 1);
	expect(late.events()[0]).toMatchObject({ type: 'ERROR', object: { code: 410 } });
});

test('a definition whose names another one has is not established, and says which name it is', async () => {
	const clock = new FakeClock();
	const server = await worldWithDefault(clock);
	await established(server, clock);
	await post(server, definitionsPath, {
		...definition,
		metadata: { name: 'gadgets.lab.example.com' },
		spec: { ...definition.spec, names: { plural: 'gadgets', kind: 'Widget' } },
	});
	await clock.advance(50);
	expect((await get(server, `${definitionsPath}/gadgets.lab.example.com`)).json).toMatchObject({
		status: {
			conditions: [
				{ type: 'NamesAccepted', reason: 'ListKindConflict', message: '"WidgetList" is already in use' },
				{ type: 'Established', status: 'False' },
			],
		},
	});
	expect((await get(server, '/apis/lab.example.com/v1/gadgets')).status).toBe(404);
});

test.each(['databases.data.example.com', 'storagebuckets.shop.example.com'])(
	'the Table of recorded %s is the server’s own, cell by cell',
	async (name) => {
		const [plural = '', ...group] = name.split('.');
		const server = await demoServer({ populated: false, clock: new FakeClock(tablePrintedAt(plural)) });
		server.world.load('customresourcedefinitions.apiextensions.k8s.io', recordedObjects('customresourcedefinitions'));
		server.world.load(name, recordedObjects(plural));
		const version = plural === 'databases' ? 'v1' : 'v1alpha1';
		const table = (await get(server, `/apis/${group.join('.')}/${version}/${plural}`, asTable)).json as ReturnType<typeof recordedTable>;
		const { columnDefinitions, rows } = recordedTable(plural);
		const named = (columns: typeof columnDefinitions) => columns.map(({ name: title, type, priority }) => ({ title, type, priority }));
		expect(named(table.columnDefinitions)).toEqual(named(columnDefinitions));
		expect(table.rows.map(({ cells }) => cells)).toEqual(rows.map(({ cells }) => cells));
	},
);

test('events have the fields of the newer API under its group, each as a real server shows it', async () => {
	const server = await demoServer({ populated: false });
	server.world.load('events', recordedObjects('events'));
	const path = '/apis/events.k8s.io/v1/namespaces/shop/events';
	const { json } = await get(server, path);
	expect((json as { readonly items: readonly object[] }).items).toEqual(recordedObjects('events.events.k8s.io'));
	const selected = await get(server, `${path}?fieldSelector=regarding.kind%3DPersistentVolumeClaim`);
	const { items } = selected.json as { readonly items: readonly { readonly regarding: { readonly kind: string } }[] };
	expect(new Set(items.map(({ regarding }) => regarding.kind))).toEqual(new Set(['PersistentVolumeClaim']));
});
