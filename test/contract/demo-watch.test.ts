import { describe, expect, test } from 'vitest';
import type { DemoOptions, DemoServer } from '../../src/demo/server.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recording } from '../support/recorded-http.ts';
import { ask, openStream, until, type WireEvent, type WireStream } from '../support/wire.ts';

const token = 'admin-token';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const partial = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

const pod = (name: string, labels: Readonly<Record<string, string>> = {}, phase = 'Running') => ({
	metadata: { name, namespace: 'lab', labels },
	spec: { containers: [{ name: 'app', image: 'app:1' }] },
	status: { phase },
});

/** Three pods in `lab`, on a clock that only the test moves. */
const lab = async (options: DemoOptions = {}): Promise<{ readonly server: DemoServer; readonly clock: FakeClock }> => {
	const clock = new FakeClock();
	const server = await demoServer({ populated: false, clock, ...options });
	for (const name of ['lab-0', 'lab-1', 'lab-2']) server.world.put('pods', pod(name, { color: name === 'lab-1' ? 'red' : 'blue' }));
	return { server, clock };
};

const watch = (server: DemoServer, query: string, headers: Readonly<Record<string, string>> = {}, resource = 'pods'): Promise<WireStream> =>
	openStream(server.url, { path: `/api/v1/namespaces/lab/${resource}?watch=1&${query}`, token, headers });

const fromNow = (server: DemoServer): string => `resourceVersion=${server.world.store.version}&allowWatchBookmarks=true`;

const told = (events: readonly WireEvent[]): string[] =>
	events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}@${object.metadata.resourceVersion}`);

const recordedEvents = (name: string): readonly WireEvent[] =>
	(recording(name).response.chunks ?? [])
		.map((chunk) => chunk.data)
		.join('')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as WireEvent);

describe('a watch of the demo server', () => {
	test('has its headers before any event, then ADDED, MODIFIED and DELETED in the order of their versions', async () => {
		const { server } = await lab();
		const stream = await watch(server, fromNow(server));
		expect([stream.status, stream.text()]).toEqual([200, '']);
		server.world.put('pods', pod('live'));
		server.world.patch('pods', 'lab', 'live', { metadata: { labels: { a: 'b' } } });
		server.world.remove('pods', 'lab', 'live');
		expect(told(await stream.atLeast(3))).toEqual(['ADDED live@4', 'MODIFIED live@5', 'DELETED live@6']);
		const types = recordedEvents('watch-pods-add-modify-delete').map(({ type }) => type);
		expect([types[0], types[1], types.filter((type) => type === 'DELETED').length]).toEqual(['ADDED', 'MODIFIED', 1]);
	});

	test('resumes after the given version without a gap', async () => {
		const { server } = await lab();
		const stream = await watch(server, 'resourceVersion=1');
		expect(told(await stream.atLeast(2))).toEqual(['ADDED lab-1@2', 'ADDED lab-2@3']);
	});

	test('without a version begins with ADDED for all in key order, and with bookmarks asked ends them with the mark', async () => {
		const { server } = await lab();
		server.world.patch('pods', 'lab', 'lab-0', { metadata: { labels: { color: 'green' } } });
		const marked = await watch(server, 'allowWatchBookmarks=true');
		const events = await marked.atLeast(4);
		expect(told(events)).toEqual(['ADDED lab-0@4', 'ADDED lab-1@2', 'ADDED lab-2@3', 'BOOKMARK @4']);
		const mark = recordedEvents('watch-rv-unset').at(-1)?.object;
		const { resourceVersion: _, ...metadata } = mark.metadata;
		expect(events[3]?.object).toEqual({ ...mark, metadata: { resourceVersion: '4', ...metadata } });
		const plain = await watch(server, '');
		server.world.put('pods', pod('later'));
		expect(told(await plain.atLeast(4)).at(-1)).toBe('ADDED later@5');
	});

	test('from a version that history has lost is 200 and one ERROR 410, in the words of the cache', async () => {
		const { server } = await lab();
		server.faults.expireHistory();
		const stream = await watch(server, 'resourceVersion=1');
		expect(await stream.ended).toBe('clean');
		expect(stream.status).toBe(200);
		const error = recordedEvents('watch-rv-1')[0];
		expect(stream.events()).toEqual([{ ...error, object: { ...error?.object, message: 'too old resource version: 1 (3)' } }]);
	});

	test('of events says it in the words of etcd', async () => {
		const { server } = await lab();
		server.faults.expireHistory();
		const stream = await watch(server, 'resourceVersion=1', {}, 'events');
		await stream.ended;
		expect(stream.events()).toEqual(recordedEvents('watch-after-compaction-events'));
	});

	test('keeps only so much history, and expires what is older', async () => {
		const { server } = await lab({ historyLength: 10 });
		for (let index = 0; index < 40; index++) server.world.patch('pods', 'lab', 'lab-0', { metadata: { labels: { n: String(index) } } });
		const old = await watch(server, 'resourceVersion=3');
		expect((await old.atLeast(1))[0]?.object.reason).toBe('Expired');
		const recent = await watch(server, `resourceVersion=${server.world.store.version - 5}`);
		expect(await recent.atLeast(5)).toHaveLength(5);
	});

	test('sends a bookmark a minute, as an empty typed object, and none that only repeats its start', async () => {
		const { server, clock } = await lab();
		const stream = await watch(server, fromNow(server));
		await clock.advance(60_000);
		server.world.put('namespaces', { metadata: { name: 'elsewhere' } });
		await clock.advance(60_000);
		const events = await stream.atLeast(1);
		expect(told(events)).toEqual(['BOOKMARK @4']);
		expect(events[0]?.object).toEqual({ ...recordedEvents('watch-bookmark-130s')[0]?.object, metadata: { resourceVersion: '4' } });
		await clock.advance(60_000);
		expect(told(await stream.atLeast(2))).toEqual(['BOOKMARK @4', 'BOOKMARK @4']);
	});

	test('of events gets no bookmarks, not even before its end', async () => {
		const { server, clock } = await lab();
		const stream = await watch(server, `${fromNow(server)}&timeoutSeconds=100`, {}, 'events');
		server.world.put('namespaces', { metadata: { name: 'elsewhere' } });
		await clock.advance(100_000);
		expect([await stream.ended, stream.text()]).toEqual(['clean', '']);
	});

	test('behind a proxy that drops bookmarks gets its events all the same', async () => {
		const { server, clock } = await lab();
		const undo = server.faults.dropBookmarks();
		const stream = await watch(server, fromNow(server));
		server.world.put('namespaces', { metadata: { name: 'elsewhere' } });
		await clock.advance(180_000);
		undo();
		server.world.put('pods', pod('after'));
		expect(told(await stream.atLeast(1))).toEqual(['ADDED after@5']);
		await clock.advance(60_000);
		expect(told(await stream.atLeast(2))).toEqual(['ADDED after@5', 'BOOKMARK @5']);
	});

	test('ends cleanly at timeoutSeconds, with a bookmark shortly before', async () => {
		const { server, clock } = await lab();
		const stream = await watch(server, `${fromNow(server)}&timeoutSeconds=20`);
		server.world.put('namespaces', { metadata: { name: 'elsewhere' } });
		await clock.advance(19_000);
		expect(told(await stream.atLeast(1))).toEqual(['BOOKMARK @4']);
		await clock.advance(1_000);
		expect(await stream.ended).toBe('clean');
		expect(server.openWatches()).toEqual([]);
	});

	test('by selector shows who enters as ADDED and who leaves as DELETED, last matching state and new version', async () => {
		const { server } = await lab();
		const stream = await watch(server, `${fromNow(server)}&labelSelector=color%3Dred`);
		const paint = (name: string, color: string) => server.world.patch('pods', 'lab', name, { metadata: { labels: { color } } });
		paint('lab-0', 'red');
		server.world.patch('pods', 'lab', 'lab-0', { metadata: { annotations: { note: 'x' } } });
		paint('lab-0', 'blue');
		paint('lab-1', 'blue');
		paint('lab-1', 'red');
		const events = await stream.atLeast(5);
		const kinds = (list: readonly WireEvent[]) =>
			list.filter(({ type }) => type !== 'BOOKMARK').map(({ type, object }) => `${type} ${object.metadata.name}`);
		expect(kinds(events)).toEqual(kinds(recordedEvents('watch-selector')));
		expect(events[2]?.object.metadata).toMatchObject({ labels: { color: 'red' }, resourceVersion: '6' });
	});

	test('by field turns a pod that ended into DELETED', async () => {
		const { server } = await lab();
		const stream = await watch(server, `${fromNow(server)}&fieldSelector=status.phase%3DRunning`);
		server.world.put('pods', pod('phases', {}, 'Pending'));
		server.world.patch('pods', 'lab', 'phases', { status: { phase: 'Running' } });
		server.world.patch('pods', 'lab', 'phases', { status: { phase: 'Succeeded' } });
		const events = await stream.atLeast(2);
		expect(events.map(({ type, object }) => `${type} ${object.status.phase}`)).toEqual(['ADDED Running', 'DELETED Running']);
		expect(
			recordedEvents('watch-fieldselector')
				.map(({ type }) => type)
				.slice(0, 2),
		).toEqual(['ADDED', 'DELETED']);
	});

	test('as Table is a Table of one row an event, whose columns come only with the first', async () => {
		const { server } = await lab();
		const stream = await watch(server, fromNow(server), { accept: table });
		server.world.put('pods', pod('tab'));
		server.world.remove('pods', 'lab', 'tab');
		const [first, second] = await stream.atLeast(2);
		const recorded = recordedEvents('watch-table')[0]?.object;
		const names = (object: { readonly columnDefinitions: readonly { readonly name: string }[] }) =>
			object.columnDefinitions.map(({ name }) => name);
		expect(names(first?.object)).toEqual(names(recorded));
		expect(first?.object.rows[0].cells).toHaveLength(recorded.rows[0].cells.length);
		expect(first?.object.rows[0].object.kind).toBe('PartialObjectMetadata');
		expect([second?.type, second?.object.columnDefinitions, second?.object.metadata.resourceVersion]).toEqual(['DELETED', null, '5']);
	});

	test('as Table has bookmarks that are a row of an empty object', async () => {
		const { server } = await lab();
		const stream = await watch(server, 'allowWatchBookmarks=true&labelSelector=color%3Dred', { accept: table });
		const mark = (await stream.atLeast(2))[1];
		const recorded = recordedEvents('watchlist-table').at(-1);
		expect(mark?.type).toBe('BOOKMARK');
		expect(mark?.object.rows[0].cells).toEqual(recorded?.object.rows[0].cells);
		expect(mark?.object.rows[0].object.metadata.annotations).toEqual(recorded?.object.rows[0].object.metadata.annotations);
	});

	test('of metadata alone sends metadata alone; its list form ends at the first event without a word', async () => {
		const { server } = await lab();
		const stream = await watch(server, fromNow(server), { accept: partial });
		const broken = await watch(server, fromNow(server), { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' });
		server.world.put('pods', pod('meta'));
		const [event] = await stream.atLeast(1);
		expect(Object.keys(event?.object)).toEqual(['kind', 'apiVersion', 'metadata']);
		expect([await broken.ended, broken.text()]).toEqual(['clean', '']);
	});

	test('from the future is silent until the server gets there', async () => {
		const { server, clock } = await lab();
		const stream = await watch(server, 'resourceVersion=6&allowWatchBookmarks=true');
		await clock.advance(120_000);
		for (const name of ['a', 'b', 'c', 'd']) server.world.put('pods', pod(name));
		expect(told(await stream.atLeast(1))).toEqual(['ADDED d@7']);
	});

	test('as a streamed list from the future is an ERROR 504 after three seconds', async () => {
		const { server, clock } = await lab();
		const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=99999999&allowWatchBookmarks=true';
		const stream = await watch(server, query);
		await clock.advance(3_000);
		const [event] = await stream.atLeast(1);
		expect([event?.type, event?.object.code, event?.object.details.causes[0].reason]).toEqual(['ERROR', 504, 'ResourceVersionTooLarge']);
	});

	test('whose reader is too slow ends cleanly, and the next one goes on from the last version', async () => {
		const { server } = await lab({ slowReaderBytes: 20_000 });
		const stream = await watch(server, fromNow(server));
		const padding = 'x'.repeat(2_000);
		for (let index = 0; index < 60; index++) server.world.put('pods', { ...pod(`big-${index}`), spec: { padding } });
		expect(await stream.ended).toBe('clean');
		const got = stream.events();
		expect(got.length).toBeGreaterThan(0);
		expect(got.length).toBeLessThan(60);
		const next = await watch(server, `resourceVersion=${got.at(-1)?.object.metadata.resourceVersion}`);
		expect((await next.atLeast(1))[0]?.object.metadata.name).toBe(`big-${got.length}`);
	});

	test('is listed while it is open and gone when the client is', async () => {
		const { server } = await lab();
		const stream = await watch(server, `${fromNow(server)}&labelSelector=color%3Dred`);
		expect(server.openWatches()).toMatchObject([{ resource: 'pods', namespace: 'lab', user: 'admin', fromVersion: '3', delivered: 0 }]);
		stream.close();
		await until(() => server.openWatches().length === 0);
		expect(server.requests.map(({ verb, resource, status, endedAt }) => [verb, resource, status, endedAt !== undefined])).toEqual([
			['watch', 'pods', 200, true],
		]);
	});

	test('of one object may be asked for by its path', async () => {
		const { server } = await lab();
		const stream = await openStream(server.url, { path: '/api/v1/namespaces/lab/pods/lab-2?watch=1', token });
		expect(told(await stream.atLeast(1))).toEqual(['ADDED lab-2@3']);
		const list = await ask(server.url, { path: '/api/v1/namespaces/lab/pods?fieldSelector=metadata.name%3Dlab-2', token });
		expect((list.json as { readonly items: readonly unknown[] }).items).toHaveLength(1);
	});
});
