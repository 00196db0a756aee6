import { describe, expect, test } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';
import type { KubeObject } from '../../src/kube/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { bodyOf, type Recording, recording } from '../support/recorded-http.ts';
import { recordedObjects } from '../support/recorded-objects.ts';
import { recordedTokens } from '../support/replay.ts';
import { type Answer, ask, until } from '../support/wire.ts';

interface ListBody {
	readonly items: readonly KubeObject[];
	readonly metadata: object;
}

const listOf = (name: string): ListBody => JSON.parse(bodyOf(recording(name))) as ListBody;

const clockAt = (name: string): FakeClock => new FakeClock(Date.parse(recording(name).response.headers.date ?? ''));

/** The eight pods of the recorded namespace under their recorded versions, and the global version of that moment. */
const labServer = async (clock = clockAt('list-pods-page-1'), version = '2235'): Promise<DemoServer> => {
	const server = await demoServer({ populated: false, clock });
	const pods = ['list-pods-page-1', 'list-pods-page-2', 'list-pods-page-3'].flatMap((name) => listOf(name).items);
	server.world.load('pods', pods);
	server.world.load('namespaces', [{ metadata: { name: 'lab', uid: 'lab', resourceVersion: version }, status: { phase: 'Active' } }]);
	return server;
};

const replay = (server: DemoServer, { request }: Recording): Promise<Answer> => {
	const token = recordedTokens[request.user];
	return ask(server.url, {
		path: request.path,
		method: request.method,
		...(token === undefined ? {} : { token }),
		headers: request.headers,
		...(request.body === undefined ? {} : { body: JSON.parse(request.body) as unknown }),
	});
};

const sameBody = (answer: Answer, recorded: Recording): void => {
	if (answer.json === undefined) expect(answer.text).toBe(bodyOf(recorded));
	else expect(answer.json).toEqual(JSON.parse(bodyOf(recorded)));
};

const sameHead = (answer: Answer, { response }: Recording): void => {
	expect(answer.status).toBe(response.status);
	for (const name of ['content-type', 'cache-control', 'retry-after', 'x-content-type-options', 'date'])
		expect([name, answer.headers[name]]).toEqual([name, name === 'date' ? expect.anything() : response.headers[name]]);
};

describe('answers what kube-apiserver 1.36.3 answered, status, headers and words', () => {
	test.each([
		'list-pods-page-1',
		'list-pods-page-2',
		'list-pods-page-3',
		'list-pods-rv0-limit',
		'list-pods-exact-rv',
		'list-pods-notolderthan',
		'list-pods-selector-limit',
		'list-pods-partialmetadata',
		'list-empty',
		'list-namespace-that-does-not-exist',
		'list-bad-continue-400',
		'list-bad-continue-base64-400',
		'list-bad-labelselector-400',
		'list-bad-limit-400',
		'list-bad-rv-400',
		'list-bad-rvmatch-422',
		'list-continue-with-rv-400',
		'list-continue-with-rv-match-422',
		'list-exact-rv0-422',
		'list-rvmatch-without-rv-422',
		'list-fieldselector-unsupported-400',
		'list-rv-limit-legacy-exact-410',
		'notfound-object-404',
		'notfound-group-404',
		'notfound-resource-404',
		'watch-notfound-resource-404',
		'method-not-allowed-405',
		'not-acceptable-pods-406',
		'unauthorized-401',
		'anonymous-403',
		'forbidden-list-cluster-403',
		'forbidden-list-namespace-403',
		'forbidden-nodes-403',
		'forbidden-nonexistent-resource-403',
		'nowatch-watch-403',
		'nowatch-watchlist-403',
		'watch-rvmatch-422',
		'watchlist-no-match-422',
		'watch-bad-rv-500',
		'ssrr-no-namespace-400',
	])('%s', async (name) => {
		const server = await labServer();
		const recorded = recording(name);
		const answer = await replay(server, recorded);
		sameHead(answer, recorded);
		sameBody(answer, recorded);
	});

	test('a GET of a pod is its item in the list, with kind and apiVersion in front', async () => {
		const server = await labServer();
		const { json } = await ask(server.url, { path: '/api/v1/namespaces/lab/pods/lab-0', token: 'admin-token' });
		expect(json).toEqual({ kind: 'Pod', apiVersion: 'v1', ...listOf('list-pods-page-1').items[0] });
	});

	test('a LIST of a version is at least as new, and with a limit exactly that one', async () => {
		const server = await labServer();
		server.world.put('pods', { metadata: { name: 'newer', namespace: 'lab' }, spec: { containers: [] }, status: {} });
		const path = '/api/v1/namespaces/lab/pods?resourceVersion=2235';
		const read = async (query: string) => (await ask(server.url, { path: path + query, token: 'admin-token' })).json as ListBody;
		expect([(await read('')).metadata, (await read('')).items.length]).toEqual([{ resourceVersion: '2236' }, 9]);
		expect([(await read('&limit=50')).metadata, (await read('&limit=50')).items.length]).toEqual([{ resourceVersion: '2235' }, 8]);
	});

	test('list-pods-table and list-pods-table-paged: the same columns and cells', async () => {
		for (const name of ['list-pods-table', 'list-pods-table-paged', 'list-pods-table-none']) {
			const server = await labServer(clockAt(name));
			const recorded = recording(name);
			const answer = (await replay(server, recorded)).json as RecordedTable;
			const expected = JSON.parse(bodyOf(recorded)) as RecordedTable;
			expect(answer.metadata).toEqual(expected.metadata);
			expect(answer.columnDefinitions.map(nameAndPriority)).toEqual(expected.columnDefinitions.map(nameAndPriority));
			expect(answer.rows).toEqual(expected.rows);
		}
	});

	test('list-future-rv-504: only after three seconds, and with Retry-After', async () => {
		const clock = clockAt('list-future-rv-504');
		const server = await labServer(clock, '2238');
		const recorded = recording('list-future-rv-504');
		const answering = replay(server, recorded);
		await until(() => clock.waiting > 0);
		await clock.advance(3_000);
		const answer = await answering;
		sameHead(answer, recorded);
		sameBody(answer, recorded);
	});

	test('list-events-fieldselector: the same events, by the object they are about', async () => {
		const server = await demoServer({ populated: false, clock: new FakeClock() });
		server.world.load('events', recordedObjects('events'));
		const recorded = recording('list-events-fieldselector');
		const answer = (await replay(server, recorded)).json as ListBody;
		const names = ({ items }: ListBody) => items.map((item) => item.metadata.name);
		expect(names(answer)).toEqual(names(JSON.parse(bodyOf(recorded)) as ListBody));
		expect(names(answer).length).toBeGreaterThan(0);
	});

	test('list-continue-expired-410-events and the inconsistent continuation after it', async () => {
		const server = await demoServer({ populated: false, clock: new FakeClock() });
		server.world.load('events', recordedObjects('events'));
		const path = '/api/v1/namespaces/shop/events?limit=5';
		const first = (await ask(server.url, { path, token: 'admin-token' })).json as { readonly metadata: { readonly continue: string } };
		server.faults.expireContinueTokens();
		const next = `${path}&continue=${first.metadata.continue}`;
		const expired = await ask(server.url, { path: next, token: 'admin-token' });
		const recorded = JSON.parse(bodyOf(recording('list-continue-expired-410-events'))) as { readonly metadata: object };
		const { metadata, ...status } = expired.json as { readonly metadata: { readonly continue: string } };
		const { metadata: _, ...expected } = recorded;
		expect(expired.status).toBe(410);
		expect(status).toEqual(expected);
		const inconsistent = await ask(server.url, { path: `${path}&continue=${metadata.continue}`, token: 'admin-token' });
		expect(inconsistent.status).toBe(200);
		expect((inconsistent.json as ListBody).items).toHaveLength(5);
	});

	test('metrics-group-absent-404 and apiservice-unavailable-503 are text', async () => {
		const server = await labServer();
		server.faults.metrics('absent');
		const absent = recording('metrics-group-absent-404');
		const answer = await replay(server, absent);
		sameHead(answer, absent);
		sameBody(answer, absent);
		server.faults.metrics('unavailable');
		const unavailable = recording('apiservice-unavailable-503');
		const second = await ask(server.url, { path: '/apis/metrics.k8s.io/v1beta1/pods', token: 'admin-token' });
		sameHead(second, unavailable);
		expect(second.text).toBe(bodyOf(unavailable));
	});

	test('ssar-allowed, ssar-denied, ssar-subresource and selfsubjectreview: the same verdicts', async () => {
		const server = await labServer();
		for (const name of ['ssar-allowed', 'ssar-denied', 'ssar-subresource']) {
			const recorded = recording(name);
			const answer = await replay(server, recorded);
			expect(answer.status).toBe(recorded.response.status);
			const allowed = (body: unknown) => (body as { readonly status: { readonly allowed: boolean } }).status.allowed;
			expect([name, allowed(answer.json)]).toEqual([name, allowed(JSON.parse(bodyOf(recorded)))]);
		}
		const review = recording('selfsubjectreview');
		const answer = (await replay(server, review)).json as { readonly status: object };
		expect(answer.status).toEqual((JSON.parse(bodyOf(review)) as { readonly status: object }).status);
	});

	test('discovery: the aggregated form, its ETag and 304, and the plain form say the same of pods', async () => {
		const server = await labServer();
		const recorded = recording('discovery-api-aggregated');
		const answer = await replay(server, recorded);
		expect(answer.status).toBe(200);
		for (const name of ['content-type', 'cache-control', 'vary']) expect(answer.headers[name]).toBe(recorded.response.headers[name]);
		const podIn = (text: string) => {
			const body = JSON.parse(text) as {
				readonly items: readonly { readonly versions: readonly { readonly resources: readonly Discovered[] }[] }[];
			};
			const {
				subresources: _,
				verbs,
				...rest
			} = body.items
				.flatMap(({ versions }) => versions.flatMap(({ resources }) => resources))
				.find((entry) => entry.resource === 'pods') as Discovered;
			return { rest, reads: verbs.filter((verb) => ['get', 'list', 'watch'].includes(verb)) };
		};
		expect(podIn(answer.text)).toEqual(podIn(bodyOf(recorded)));
		const again = await ask(server.url, {
			path: '/api',
			token: 'admin-token',
			headers: { accept: recorded.request.headers.Accept ?? '', 'if-none-match': answer.headers.etag ?? '' },
		});
		expect([again.status, again.text]).toEqual([304, '']);
		const old = recording('discovery-apis-aggregated-v2beta1-only');
		const refused = await replay(server, old);
		expect(refused.status).toBe(406);
		sameBody(refused, old);
		const plain = recording('discovery-api-v1-plain');
		const list = (text: string) =>
			(JSON.parse(text) as { readonly resources: readonly { readonly name: string; readonly kind: string }[] }).resources.find(
				({ name }) => name === 'pods',
			);
		expect(list((await replay(server, plain)).text)).toMatchObject({
			name: 'pods',
			singularName: 'pod',
			namespaced: true,
			kind: 'Pod',
			shortNames: ['po'],
		});
		expect(list(bodyOf(plain))).toMatchObject({ name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', shortNames: ['po'] });
	});

	test('version has the fields of the recording', async () => {
		const server = await labServer();
		const recorded = recording('version');
		const answer = await replay(server, recorded);
		expect(Object.keys(answer.json as object)).toEqual(Object.keys(JSON.parse(bodyOf(recorded)) as object));
	});
});

interface Discovered {
	readonly resource: string;
	readonly verbs: readonly string[];
	readonly subresources?: unknown;
}

interface RecordedTable {
	readonly metadata: object;
	readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
	readonly rows: readonly object[];
}

const nameAndPriority = ({ name, priority }: { readonly name: string; readonly priority: number }) => [name, priority];
