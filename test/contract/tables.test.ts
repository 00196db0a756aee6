import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import type { StreamTarget } from '../../src/kube/connection.ts';
import type { TableObject, WatchEvent } from '../../src/kube/types.ts';
import { type RecordedResponse, type Recording, recording, startRecordedServer } from '../support/recorded-server.ts';
import { connectTo } from '../support/test-connection.ts';

const widgets: StreamTarget = {
	gvr: { group: 'lab.example.com', version: 'v1', resource: 'widgets' },
	scope: { namespace: 'lab' },
	form: 'table',
	mask: {},
	streamId: 'widgets',
	priority: () => 'visible',
};
const PATH = '/apis/lab.example.com/v1/namespaces/lab/widgets';
const LIST = `${PATH}?includeObject=Metadata`;
const WATCH = `${LIST}&watch=1&allowWatchBookmarks=true&timeoutSeconds=6&resourceVersion=1`;
const DEFINITION = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?fieldSelector=metadata.name%3Dwidgets.lab.example.com';

const at = (path: string, response: RecordedResponse): Recording => ({ request: { method: 'GET', path }, response });
const json = (body: unknown, status = 200): RecordedResponse => ({
	status,
	headers: { 'content-type': 'application/json', date: 'Sun, 22 Nov 2026 01:35:26 GMT' },
	body: JSON.stringify(body),
});
const events = (...frames: readonly unknown[]): RecordedResponse => ({
	status: 200,
	headers: { 'content-type': 'application/json' },
	chunks: frames.map((frame) => ({ data: `${JSON.stringify(frame)}\n` })),
});

async function source(...recordings: readonly Recording[]) {
	const server = await startRecordedServer(...recordings);
	onTestFinished(() => server.close());
	const connection = connectTo(server.url);
	const listerWatcher = connection.listerWatcher(widgets);
	const { signal } = new AbortController();
	return {
		server,
		async list() {
			const objects: TableObject[] = [];
			const page = await listerWatcher.list({ signal, onObjects: (some) => objects.push(...(some as TableObject[])) });
			return { page, objects };
		},
		async watch(initialEvents = false) {
			const seen: WatchEvent[] = [];
			const ended = listerWatcher.watch({
				resourceVersion: '1',
				initialEvents,
				timeoutSeconds: 6,
				signal,
				onOpen: () => undefined,
				onEvents: (some) => seen.push(...some),
			});
			const error = await ended.catch((failure: unknown) => failure);
			return { seen, error: error instanceof ApiFailure ? error.error : error };
		},
	};
}

const column = (name: string, type = 'string', description = '') => ({ name, type, format: '', description, priority: 0 });
const columns = [column('Name'), column('Size', 'integer')];
const metadata = (name: string) => ({
	name,
	namespace: 'lab',
	uid: `uid-${name}`,
	resourceVersion: '7',
	creationTimestamp: '2026-11-22T01:30:26Z',
});
const row = (name: string, ...cells: readonly unknown[]) => ({
	cells: [name, ...cells],
	object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: metadata(name) },
});
const table = (definitions: unknown, ...rows: readonly unknown[]) => ({
	kind: 'Table',
	apiVersion: 'meta.k8s.io/v1',
	metadata: { resourceVersion: '7' },
	columnDefinitions: definitions,
	rows,
});
const listed = at(LIST, json(table(columns, row('a', 1), row('b', 2))));
const cellsOf = (seen: readonly WatchEvent[]) => seen.map((event) => (event.type === 'bookmark' ? event.type : event.object.cells));

describe('a resource read as the server’s Table', () => {
	it('has the cells of a real server, numbers as numbers, and what tells its objects apart', async () => {
		const { list, server } = await source(at(LIST, recording('crd-table').response));
		const { page, objects } = await list();
		expect(objects.map(({ cells }) => cells)).toEqual([
			['w0', 'True', 3, '5d', '0s'],
			['w1', 'False', 1, '<invalid>', '0s'],
			['w2', null, null, null, '0s'],
		]);
		expect(objects[0]?.metadata).toMatchObject({ name: 'w0', namespace: 'lab', uid: '339b3975-9a15-40cf-ab3c-3caf499eea48' });
		expect(objects[0]?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
			'Name string',
			'Ready string',
			'Size integer',
			'Renewal date',
			'Age date',
		]);
		expect(page.resourceVersion).toBe('2371');
		expect(server.requests[0]?.headers.accept).toBe('application/json;as=Table;v=v1;g=meta.k8s.io, application/json');
	});

	it('goes on in pages by the token in the metadata of the Table', async () => {
		const { list } = await source(
			at(LIST, json({ ...table(columns, row('a', 1)), metadata: { resourceVersion: '7', continue: 'next', remainingItemCount: 4 } })),
		);
		expect((await list()).page).toMatchObject({ resourceVersion: '7', continueToken: 'next', remaining: 4 });
	});

	it('hears of changes row by row, the columns of the first event holding for the later ones', async () => {
		const { list, watch } = await source(
			listed,
			at(
				WATCH,
				events(
					{ type: 'BOOKMARK', object: table(columns, { cells: ['', null], object: { metadata: { resourceVersion: '8' } } }) },
					{ type: 'MODIFIED', object: table(null, row('a', 5)) },
					{ type: 'DELETED', object: table(null, row('b', 2)) },
				),
			),
		);
		await list();
		const { seen, error } = await watch();
		expect(error).toBeUndefined();
		expect(cellsOf(seen)).toEqual(['bookmark', ['a', 5], ['b', 2]]);
	});

	it('knows the end of the present objects where they are streamed, by the mark in the row of the bookmark', async () => {
		const { path } = recording('watchlist-table').request;
		const query = new URL(path, 'http://server').searchParams;
		expect(query.get('sendInitialEvents')).toBe('true');
		const seeded = `${LIST}&watch=1&allowWatchBookmarks=true&timeoutSeconds=6&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=`;
		const { watch } = await source(at(seeded, recording('watchlist-table').response), at(DEFINITION, json({ items: [] })));
		const { seen } = await watch(true);
		const mark = seen.findIndex((event) => event.type === 'bookmark' && event.initialEventsEnd);
		expect(new Set(seen.slice(0, mark).map(({ type }) => type))).toEqual(new Set(['added']));
		expect(mark).toBeGreaterThan(0);
	});

	it('asks for everything again, once, when a watch has other columns than the list', async () => {
		const changed = [...columns, column('Colour')];
		const { list, watch } = await source(listed, at(WATCH, events({ type: 'ADDED', object: table(changed, row('c', 3, 'red')) })));
		await list();
		expect((await watch()).error).toMatchObject({ kind: 'expired' });
		await list();
		expect(cellsOf((await watch()).seen)).toEqual([['c', 3, 'red']]);
	});

	it('says of a table that is none what is wrong with it', async () => {
		const { list, watch } = await source(listed, at(WATCH, events({ type: 'ADDED', object: table(null) })));
		await list();
		expect((await watch()).error).toEqual({ kind: 'protocol', message: 'the watch sent a table that is not one row' });
	});
});

const definition = {
	metadata: { name: 'widgets.lab.example.com' },
	spec: {
		versions: [
			{
				name: 'v1',
				additionalPrinterColumns: [
					{ name: 'Size', type: 'integer', jsonPath: '.spec.size' },
					{ name: 'Hosts', type: 'string', jsonPath: '.spec.hosts', priority: 1 },
					{ name: 'Renewal', type: 'date', jsonPath: '.status.renewal' },
				],
			},
		],
	},
};
const widget = (name: string, spec: unknown, status: unknown) => ({
	apiVersion: 'lab.example.com/v1',
	kind: 'Widget',
	metadata: metadata(name),
	spec,
	status,
});
const plain = json({
	kind: 'WidgetList',
	metadata: { resourceVersion: '7' },
	items: [
		widget('a', { size: 2.7, hosts: ['x', '<y>'] }, { renewal: '2026-11-22T00:00:00Z' }),
		widget('b', { size: 'large', hosts: 'one' }, { renewal: 'tomorrow' }),
	],
});

describe('a server that answers Lists', () => {
	it('is read by the columns of the definition, as the server itself would print them', async () => {
		const { list, watch } = await source(
			at(LIST, plain),
			at(DEFINITION, json({ items: [{ ...definition, metadata: { name: 'others.lab.example.com' } }, definition] })),
			at(WATCH, events({ type: 'ADDED', object: widget('c', { size: 9 }, {}) })),
		);
		const { objects } = await list();
		expect(objects[0]?.columns.map(({ name, priority }) => `${name} ${priority}`)).toEqual(['Name 0', 'Size 0', 'Hosts 1', 'Renewal 0']);
		expect(objects.map(({ cells }) => cells)).toEqual([
			['a', 2, '["x","\\u003cy\\u003e"]', Date.parse('2026-11-22T00:00:00Z') / 1000],
			['b', null, 'one', '<invalid>'],
		]);
		expect(cellsOf((await watch()).seen)).toEqual([['c', 9, null, null]]);
	});

	it('has names and ages where the definition may not be read', async () => {
		const { list } = await source(
			at(LIST, plain),
			at(DEFINITION, json({ kind: 'Status', status: 'Failure', code: 403, reason: 'Forbidden' }, 403)),
		);
		const { objects } = await list();
		expect(objects[0]?.columns.map(({ name }) => name)).toEqual(['Name', 'Age']);
		expect(objects[0]?.cells).toEqual(['a', Date.parse('2026-11-22T01:30:26Z') / 1000]);
	});

	it('is asked for a List alone where it does not know what a Table is (406)', async () => {
		const { list } = await source(
			at(LIST, json({ kind: 'Status', status: 'Failure', code: 406, reason: 'NotAcceptable' }, 406)),
			at(PATH, plain),
			at(DEFINITION, json({ items: [definition] })),
		);
		expect((await list()).objects.map(({ metadata: { name } }) => name)).toEqual(['a', 'b']);
	});
});
