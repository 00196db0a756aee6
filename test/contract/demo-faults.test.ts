import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ask, openStream, until } from '../support/wire.ts';

const token = 'admin-token';
const pods = '/api/v1/namespaces/shop/pods';

const quiet = async () => {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const open = (query = '') =>
		openStream(server.url, { path: `${pods}?watch=1&resourceVersion=${server.world.store.version}${query}`, token });
	const touch = () => {
		const pod = server.world.list('pods', 'shop')[0];
		if (pod !== undefined)
			server.world.patch('pods', 'shop', pod.metadata.name, { metadata: { annotations: { touched: String(server.world.store.version) } } });
	};
	return { clock, server, open, touch };
};

const failed = (asking: Promise<unknown>): Promise<string> =>
	asking.then(
		() => 'answered',
		(error: NodeJS.ErrnoException) => error.code ?? error.message,
	);

describe('the fault knobs of the demo server', () => {
	test('refused connections cut what is open, and it comes back on the same port with its objects', async () => {
		const { server, open } = await quiet();
		const stream = await open();
		const version = server.world.store.version;
		await server.faults.refuseConnections();
		expect(await stream.ended).not.toBe('clean');
		expect(await failed(ask(server.url, { path: pods, token }))).toBe('ECONNREFUSED');
		await server.faults.acceptConnections();
		const { json } = await ask(server.url, { path: `${pods}?limit=1`, token });
		expect(json).toMatchObject({ metadata: { resourceVersion: String(version) } });
	});

	test('a reset comes in the middle of a chunk', async () => {
		const { server, open } = await quiet();
		const stream = await open();
		expect(server.faults.resetWatches()).toBe(1);
		expect(await stream.ended).toBe('ECONNRESET');
	});

	test('a cut watch ends cleanly with half a line', async () => {
		const { server, open } = await quiet();
		const stream = await open();
		server.faults.cutWatches();
		expect(await stream.ended).toBe('clean');
		expect(stream.text()).toMatch(/^\{"type":"MODIFIED".*[^\n]$/);
	});

	test('knobs on open watches act on the chosen ones only', async () => {
		const { server, open, touch } = await quiet();
		const stream = await open();
		expect(server.faults.endWatches(({ resource }) => resource === 'nodes')).toBe(0);
		touch();
		expect(await stream.atLeast(1)).toHaveLength(1);
		server.faults.errorWatches({ kind: 'Status', code: 500, reason: 'InternalError' });
		expect(await stream.ended).toBe('clean');
		expect(stream.events().at(-1)).toEqual({ type: 'ERROR', object: { kind: 'Status', code: 500, reason: 'InternalError' } });
	});

	test('a silenced watch stays open and hears nothing more, while a new one does', async () => {
		const { server, open, touch, clock } = await quiet();
		const silent = await open('&allowWatchBookmarks=true&timeoutSeconds=300');
		server.faults.silenceWatches();
		const next = await open();
		touch();
		await next.atLeast(1);
		await clock.advance(600_000);
		expect(silent.text()).toBe('');
		expect(server.openWatches()).toHaveLength(2);
	});

	test('a line may be sent as it is', async () => {
		const { server, open } = await quiet();
		const stream = await open();
		server.faults.sendLine('{"type":"MODIFIED","object":');
		await until(() => stream.text() !== '');
		expect(stream.text()).toBe('{"type":"MODIFIED","object":\n');
	});

	test('the next matching requests get a canned answer, before anyone asks who they are', async () => {
		const { server } = await quiet();
		server.faults.answer(
			({ verb, resource }) => verb === 'list' && resource === 'pods',
			{ status: 429, headers: { 'Retry-After': '2' }, body: 'Too many requests, please try again later.\n' },
			1,
		);
		const refused = await ask(server.url, { path: pods });
		expect([refused.status, refused.headers['retry-after'], refused.headers['content-type']]).toEqual([
			429,
			'2',
			'text/plain; charset=utf-8',
		]);
		expect((await ask(server.url, { path: pods, token })).status).toBe(200);
		const undo = server.faults.answer(() => true, { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Log in</html>' });
		expect((await ask(server.url, { path: pods, token })).headers['content-type']).toBe('text/html');
		undo();
		expect((await ask(server.url, { path: pods, token })).status).toBe(200);
	});

	test('HTTP 410 at the opening of a watch is a canned answer too', async () => {
		const { server, open } = await quiet();
		server.faults.answer(({ verb }) => verb === 'watch', { status: 410, body: { kind: 'Status', reason: 'Gone', code: 410 } }, 1);
		expect((await open()).status).toBe(410);
		expect((await open()).status).toBe(200);
	});

	test('a hanging request is never answered and is seen in the log with status 0', async () => {
		const { server } = await quiet();
		server.faults.hang(({ resource }) => resource === 'nodes', 1);
		const asking = failed(ask(server.url, { path: '/api/v1/nodes', token }));
		await until(() => server.requests.length === 1);
		expect(server.requests[0]).toMatchObject({ verb: 'list', resource: 'nodes', status: 0, endedAt: undefined });
		await server.faults.refuseConnections();
		expect(await asking).toBe('ECONNRESET');
	});

	test('a verb on a resource can be forbidden to one user, and allowed again', async () => {
		const { server, open } = await quiet();
		const undo = server.faults.forbid({ user: 'admin', verb: 'watch', resource: 'pods' });
		expect((await open()).status).toBe(403);
		expect((await ask(server.url, { path: pods, token })).status).toBe(200);
		expect((await ask(server.url, { path: `${pods}?watch=1&timeoutSeconds=1`, token: 'nobody' })).status).toBe(401);
		undo();
		expect((await open()).status).toBe(200);
	});

	test('headers can be held back until the first event', async () => {
		const { server, open, touch } = await quiet();
		server.faults.holdHeaders(({ verb }) => verb === 'watch');
		let opened = false;
		const opening = open().then((stream) => {
			opened = true;
			return stream;
		});
		await until(() => server.openWatches().length === 1);
		await ask(server.url, { path: '/version' });
		expect(opened).toBe(false);
		touch();
		expect((await opening).status).toBe(200);
	});

	test('a rewind brings back old objects under old versions, and open watches are not told', async () => {
		const { server, open, touch } = await quiet();
		const before = server.world.store.version;
		const names = server.world.list('pods', 'shop').map(({ metadata }) => metadata.name);
		for (let index = 0; index < 5; index++) touch();
		server.world.remove('pods', 'shop', names[1] ?? '');
		const stream = await open();
		server.faults.rewind(before);
		const { json } = await ask(server.url, { path: `${pods}?limit=500`, token });
		expect(json).toMatchObject({ metadata: { resourceVersion: String(before) } });
		expect((json as { readonly items: readonly object[] }).items).toHaveLength(names.length);
		touch();
		await ask(server.url, { path: '/version' });
		expect(stream.text()).toBe('');
	});

	test('metrics can be off, unavailable, frozen or without samples', async () => {
		const { server, clock } = await quiet();
		const read = () => ask(server.url, { path: '/apis/metrics.k8s.io/v1beta1/nodes', token });
		const stamp = async () => ((await read()).json as { readonly items: readonly { readonly timestamp: string }[] }).items[0]?.timestamp;
		const first = await stamp();
		await clock.advance(30_000);
		const second = await stamp();
		expect(second).not.toBe(first);
		server.faults.metrics('frozen');
		await stamp();
		await clock.advance(90_000);
		expect(await stamp()).toBe(second);
		server.faults.metrics('unavailable');
		expect([(await read()).status, (await read()).text]).toEqual([503, 'service unavailable\n']);
		server.faults.metrics('absent');
		expect([(await read()).status, (await read()).text]).toEqual([404, '404 page not found\n']);
		server.faults.metrics('empty');
		expect((await read()).json).toMatchObject({ kind: 'NodeMetricsList', items: [] });
		expect((await ask(server.url, { path: '/apis/metrics.k8s.io/v1beta1/nodes/worker-01', token })).status).toBe(404);
		server.faults.metrics('none');
		expect((await read()).status).toBe(200);
	});
});

describe('the demo server', () => {
	test('dates its answers by the clock that it was given', async () => {
		const { server, clock } = await quiet();
		const { headers } = await ask(server.url, { path: '/version' });
		expect(Date.parse(headers.date ?? '')).toBe(Math.floor(clock.now() / 1000) * 1000);
	});

	test('compresses long lists when asked, and only those', async () => {
		const { server } = await quiet();
		const headers = { 'accept-encoding': 'gzip' };
		const long = await ask(server.url, { path: '/api/v1/pods', token, headers });
		expect(long.headers['content-encoding']).toBe('gzip');
		const plain = await ask(server.url, { path: '/api/v1/pods', token });
		expect(gunzipSync(long.bytes).toString()).toBe(plain.text);
		expect((await ask(server.url, { path: '/api/v1/pods?limit=2', token, headers })).headers['content-encoding']).toBeUndefined();
	});

	test('makes the same cluster from the same seed, another from another', async () => {
		const names = async (seed: number) => {
			const server = await demoServer({ seed, clock: new FakeClock() });
			return server.world.list('pods').map(({ metadata }) => `${metadata.uid} ${metadata.name}`);
		};
		const [one, again, other] = [await names(7), await names(7), await names(8)];
		expect(again).toEqual(one);
		expect(other).not.toEqual(one);
	});

	test('knows its users as the kubeconfig names them, by token or by the path', async () => {
		const { server } = await quiet();
		const status = async (path: string, as?: string) =>
			(await ask(server.url, { path, ...(as === undefined ? {} : { token: as }) })).status;
		expect(await status('/api/v1/nodes', 'viewer-token')).toBe(403);
		expect(await status('/api/v1/secrets', 'viewer-token')).toBe(403);
		expect(await status('/apis/metrics.k8s.io/v1beta1/pods', 'viewer-token')).toBe(403);
		expect(await status('/api/v1/pods', 'viewer-token')).toBe(200);
		expect(await status('/api/v1/pods', 'shop-token')).toBe(403);
		expect(await status(pods, 'shop-token')).toBe(200);
		expect(await status('/api/v1/pods', 'nowatch-token')).toBe(200);
		expect(await status('/api/v1/pods?watch=1', 'nowatch-token')).toBe(403);
		expect(await status('/as/viewer/api/v1/nodes')).toBe(403);
		expect(await status('/as/admin/api/v1/nodes')).toBe(200);
		expect(server.kubeconfig('shop')).toContain('current-context: demo-shop');
	});

	test('has no metrics sample of a pod that has just started', async () => {
		const { server, clock } = await quiet();
		const template = server.world.list('pods', 'shop')[0];
		const startedAt = server.world.timestamp();
		server.world.put('pods', {
			...template,
			metadata: { name: 'newborn', namespace: 'shop' },
			status: { phase: 'Running', containerStatuses: [{ name: 'app', state: { running: { startedAt } } }] },
		});
		const read = () => ask(server.url, { path: '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods/newborn', token });
		expect((await read()).json).toMatchObject({ code: 404, reason: 'NotFound', message: 'pods.metrics.k8s.io "shop/newborn" not found' });
		await clock.advance(60_000);
		expect((await read()).json).toMatchObject({ kind: 'PodMetrics', window: '15.02s', metadata: { name: 'newborn' } });
	});

	test('creates, patches and deletes over the wire', async () => {
		const { server } = await quiet();
		const made = await ask(server.url, {
			path: '/api/v1/namespaces/shop/configmaps',
			method: 'POST',
			token,
			body: { metadata: { name: 'made' }, data: { a: '1' } },
		});
		expect([made.status, made.json]).toMatchObject([201, { kind: 'ConfigMap', metadata: { name: 'made', namespace: 'shop' } }]);
		const again = await ask(server.url, {
			path: '/api/v1/namespaces/shop/configmaps',
			method: 'POST',
			token,
			body: { metadata: { name: 'made' } },
		});
		expect(again.json).toMatchObject({ code: 409, reason: 'AlreadyExists', message: 'configmaps "made" already exists' });
		const merge = { 'content-type': 'application/merge-patch+json' };
		const path = '/api/v1/namespaces/shop/configmaps/made';
		const patched = await ask(server.url, { path, method: 'PATCH', token, headers: merge, body: { data: { a: null, b: '2' } } });
		expect(patched.json).toMatchObject({ data: { b: '2' } });
		expect((await ask(server.url, { path, method: 'DELETE', token })).status).toBe(200);
		expect((await ask(server.url, { path, token })).status).toBe(404);
	});
});
