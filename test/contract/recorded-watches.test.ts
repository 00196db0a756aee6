import { describe, expect, it, onTestFinished } from 'vitest';
import type { ListPage } from '../../src/kube/lister-watcher.ts';
import type { KubeObject, WatchEvent } from '../../src/kube/types.ts';
import { type RecordedResponse, type Recording, recording, startRecordedServer } from '../support/recorded-server.ts';
import { apiErrorOf, connectTo, podsIn } from '../support/test-connection.ts';

async function serve(...recordings: readonly Recording[]) {
	const server = await startRecordedServer(...recordings);
	onTestFinished(() => server.close());
	return { server, connection: connectTo(server.url) };
}

/** A recording, served at the path that a ListerWatcher of this namespace asks for. */
const at = (path: string, response: RecordedResponse): Recording => ({ request: { method: 'GET', path }, response });

const LIST = '/api/v1/namespaces/lab/pods';
const WATCH = `${LIST}?watch=1&allowWatchBookmarks=true&timeoutSeconds=6&resourceVersion=1`;

async function watch(response: RecordedResponse, namespace = 'lab') {
	const { connection, server } = await serve(at(WATCH, response));
	const events: WatchEvent[] = [];
	const controller = new AbortController();
	let opened = 0;
	let heard = (): void => undefined;
	const ended = connection.listerWatcher(podsIn(namespace)).watch({
		resourceVersion: '1',
		timeoutSeconds: 6,
		signal: controller.signal,
		onOpen: () => {
			opened += 1;
		},
		onEvents: (some) => {
			events.push(...some);
			heard();
		},
	});
	const delivered = (count: number): Promise<void> =>
		new Promise((resolve) => {
			heard = () => {
				if (events.length >= count) resolve();
			};
			heard();
		});
	return { events, ended, server, connection, controller, opened: () => opened, delivered };
}

describe('a list, as a real server sent it', () => {
	it('is read page by page, each at the version of page 1', async () => {
		const { connection } = await serve(...['list-pods-page-1', 'list-pods-page-2', 'list-pods-page-3'].map(recording));
		const objects: KubeObject[] = [];
		const pages: ListPage[] = [];
		let continueToken: string | undefined;
		do {
			const page = await connection.listerWatcher(podsIn('lab')).list({
				limit: 3,
				...(continueToken === undefined ? {} : { continueToken }),
				signal: new AbortController().signal,
				onObjects: (some) => objects.push(...some),
			});
			pages.push(page);
			continueToken = page.continueToken;
		} while (continueToken !== undefined);
		expect(objects.map((object) => object.metadata.name)).toEqual(['lab-0', 'lab-1', 'lab-2', 'lab-3', 'lab-4', 'lab-5', 'lab-6', 'lab-7']);
		expect(Object.keys(objects[0]?.metadata ?? {})).toEqual(['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp']);
		expect(pages.map((page) => [page.resourceVersion, page.remaining])).toEqual([
			['2235', 5],
			['2235', 2],
			['2235', undefined],
		]);
		expect(pages[0]?.serverDate).toBe(Date.parse('2026-11-22T01:32:24Z'));
	});

	const lists: ReadonlyArray<readonly [string, string]> = [
		['forbidden-list-namespace-403', 'forbidden'],
		['unauthorized-401', 'unauthorized'],
		['crd-gap-list-404', 'not-found'],
		['crd-gap-list-429', 'throttled'],
		['list-future-rv-504', 'too-new'],
		['list-continue-expired-410-events', 'expired'],
		['list-bad-labelselector-400', 'bad-request'],
		['method-not-allowed-405', 'unsupported'],
		['apiserver-start-crd-503', 'server'],
		['etcd-stalled-list-default', 'network'],
		['version', 'protocol'],
	];
	it.each(lists)('throws what the answer means: %s is %s', async (name, kind) => {
		const { connection } = await serve(at(LIST, recording(name).response));
		const entries: unknown[] = [];
		connection.onRequest((entry) => entries.push(entry));
		const list = connection.listerWatcher(podsIn('lab')).list({ signal: new AbortController().signal, onObjects: () => undefined });
		const error = await apiErrorOf(list);
		expect(error.kind).toBe(kind);
		expect(entries).toMatchObject([{ verb: 'list', streamId: 'pods', status: recording(name).response.status ?? 0, error: { kind } }]);
	});

	it('that is a login page with status 200 is a protocol error, never an empty list', async () => {
		const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' };
		const { connection } = await serve(at(LIST, page));
		const objects: KubeObject[] = [];
		const list = connection
			.listerWatcher(podsIn('lab'))
			.list({ signal: new AbortController().signal, onObjects: (some) => objects.push(...some) });
		expect(await apiErrorOf(list)).toMatchObject({ kind: 'protocol', message: expect.stringContaining('Sign in') });
		expect(objects).toEqual([]);
	});

	it('that is cut is an error, with the socket gone or with a clean end', async () => {
		const { response } = recording('list-pods-page-1');
		const half = (response.body ?? '').slice(0, -100);
		const lost = { status: 200, headers: { 'content-type': 'application/json' }, chunks: [{ data: half }], endedBy: 'cut' };
		for (const [cut, kind] of [
			[lost, 'network'],
			[{ ...response, body: half }, 'protocol'],
		] as const) {
			const { connection } = await serve(at(LIST, cut));
			const list = connection.listerWatcher(podsIn('lab')).list({ signal: new AbortController().signal, onObjects: () => undefined });
			expect((await apiErrorOf(list)).kind).toBe(kind);
		}
	});
});

describe('a watch, as a real server sent it', () => {
	it('delivers its events in order and resolves at the clean end', async () => {
		const { events, ended, opened } = await watch(recording('watch-pods-add-modify-delete').response);
		await ended;
		expect(opened()).toBe(1);
		const told = events.map((event) => (event.type === 'bookmark' ? event.type : `${event.type} ${event.object.metadata.resourceVersion}`));
		expect(told[0]).toBe('added 2311');
		expect(told.filter((line) => line.startsWith('deleted')).length).toBe(1);
	});

	it('brings a bookmark’s version out of its empty object', async () => {
		const { events, ended } = await watch(recording('watch-bookmark-timeout-20s').response);
		await ended;
		expect(events).toEqual([{ type: 'bookmark', resourceVersion: '2333', initialEventsEnd: false }]);
	});

	const refused: ReadonlyArray<readonly [string, string, number]> = [
		['watch-after-restart-410', 'expired', 1],
		['watchlist-future-rv', 'too-new', 1],
		['nowatch-watch-403', 'forbidden', 0],
		['watch-not-supported-405', 'unsupported', 0],
		['watch-bad-rv-500', 'server', 0],
		['watch-notfound-resource-404', 'not-found', 0],
	];
	it.each(refused)('throws what ends it: %s is %s', async (name, kind, opens) => {
		const { ended, events, opened } = await watch(recording(name).response);
		expect((await apiErrorOf(ended)).kind).toBe(kind);
		expect(events).toEqual([]);
		expect(opened()).toBe(opens);
	});

	it('stays open while the server is silent, and is gone from the server when it is aborted', async () => {
		const { ended, server, controller, delivered, events } = await watch(recording('watch-bookmark-130s').response);
		await delivered(2);
		expect(server.sockets).toBe(1);
		controller.abort();
		expect((await apiErrorOf(ended)).kind).toBe('aborted');
		expect(events.every((event) => event.type === 'bookmark')).toBe(true);
	});

	it('that is cut throws a network error after the events that came whole', async () => {
		const line = '{"type":"ADDED","object":{"metadata":{"name":"a","uid":"a","resourceVersion":"2"}}}\n';
		const response = {
			status: 200,
			headers: { 'content-type': 'application/json' },
			chunks: [{ data: line }, { data: line.slice(0, 30) }],
			endedBy: 'cut',
		};
		const { ended, events } = await watch(response);
		expect((await apiErrorOf(ended)).kind).toBe('network');
		expect(events.length).toBe(1);
	});

	it('that ends in the middle of a line, or has a broken one, throws a protocol error and delivers nothing of it', async () => {
		const line = '{"type":"ADDED","object":{"metadata":{"name":"a","uid":"a","resourceVersion":"2"}}}\n';
		for (const data of [line + line.slice(0, 30), `${line}{"type":"ADDED",}\n${line}`]) {
			const { ended, events } = await watch({ status: 200, headers: { 'content-type': 'application/json' }, chunks: [{ data }] });
			expect((await apiErrorOf(ended)).kind).toBe('protocol');
			expect(events.length).toBe(1);
		}
	});

	it('asks for the present objects first when it is told to, as KEP-3157 has it', async () => {
		const { server, connection } = await serve();
		const streamed = recording('watchlist').response;
		server.serveAll({ ...streamed, endedBy: 'server' });
		const events: WatchEvent[] = [];
		await connection.listerWatcher(podsIn('lab')).watch({
			resourceVersion: '',
			initialEvents: true,
			timeoutSeconds: 300,
			signal: new AbortController().signal,
			onOpen: () => undefined,
			onEvents: (some) => events.push(...some),
		});
		const query = new URL(server.requests[0]?.path ?? '', server.url).searchParams;
		expect([query.get('sendInitialEvents'), query.get('resourceVersionMatch'), query.get('resourceVersion')]).toEqual([
			'true',
			'NotOlderThan',
			'',
		]);
		expect(events.filter((event) => event.type === 'bookmark' && event.initialEventsEnd).length).toBe(1);
	});
});
