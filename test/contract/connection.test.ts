import { once } from 'node:events';
import { type AddressInfo, createServer as createSilentServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RequestEntry } from '../../src/kube/types.ts';
import { configured } from '../support/configured-connection.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyList, json, kubeServer, pemPath } from '../support/kube-server.ts';
import { apiErrorOf, connectTo, listPods, podsIn } from '../support/test-connection.ts';

describe('short calls', () => {
	it('share one kept socket, name themselves and ask for JSON', async () => {
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: server.url, user: '{token: secret}' });
		for (let times = 0; times < 5; times += 1) await listPods(connection);
		expect(server.sockets).toBe(1);
		expect(server.heard[0]?.headers).toMatchObject({
			accept: 'application/json',
			'user-agent': 'kyacht/9.9.9',
			authorization: 'Bearer secret',
			// On loopback zipping only costs.
			'accept-encoding': 'identity',
		});
	});

	it('are four LISTs at once at most, those of visible panes first; a probe does not wait', async () => {
		const held: Array<() => void> = [];
		const server = await kubeServer((request, response) => {
			if (request.url?.includes('limit=1') === true) emptyList(request, response);
			else held.push(() => emptyList(request, response));
		});
		const connection = connectTo(server.url);
		const ended: string[] = [];
		const ask = (name: string, priority: 'visible' | 'background') =>
			connection
				.listerWatcher({ ...podsIn(name), priority: () => priority })
				.list({ signal: new AbortController().signal, onObjects: () => undefined })
				.then(() => ended.push(name));
		const all = ['a', 'b', 'c', 'd', 'e'].map((name) => ask(name, 'background'));
		all.push(ask('seen', 'visible'));
		await connection
			.listerWatcher(podsIn('p'))
			.list({ purpose: 'probe', limit: 1, signal: new AbortController().signal, onObjects: () => undefined });
		while (held.length < 4) await new Promise((resolve) => setImmediate(resolve));
		expect(server.heard.filter(({ path }) => !path.includes('limit')).map(({ path }) => path.split('/')[4])).toEqual(['a', 'b', 'c', 'd']);
		held.shift()?.();
		while (held.length < 4) await new Promise((resolve) => setImmediate(resolve));
		expect(server.heard.at(-1)?.path).toContain('/seen/');
		while (ended.length < 6) {
			held.shift()?.();
			await new Promise((resolve) => setImmediate(resolve));
		}
		await Promise.all(all);
	});

	it('are tried again on a new socket when the server has closed the kept one', async () => {
		let close: boolean = false;
		const server = await kubeServer((request, response) => {
			if (close) request.socket.destroy();
			else emptyList(request, response);
			close = false;
		});
		const connection = connectTo(server.url);
		await listPods(connection);
		close = true;
		await listPods(connection);
		expect(server.sockets).toBe(2);
	});

	it('are zipped when it is asked for, and counted as they were on the wire', async () => {
		const body = gzipSync(
			JSON.stringify({ kind: 'PodList', metadata: { resourceVersion: '1' }, items: [{ metadata: { name: 'a'.repeat(5000) } }] }),
		);
		const server = await kubeServer((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
		});
		const connection = connectTo(server.url, { compress: 'on' });
		const entries: RequestEntry[] = [];
		connection.onRequest((entry) => entries.push(entry));
		await listPods(connection);
		expect(server.heard[0]?.headers['accept-encoding']).toBe('gzip');
		expect(entries).toMatchObject([{ bytes: body.length, status: 200, verb: 'list', streamId: 'pods' }]);
	});

	it('that are zipped and cut are an error', async () => {
		const body = gzipSync(JSON.stringify({ metadata: {}, items: [] }));
		const server = await kubeServer((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body.subarray(0, -6));
		});
		expect((await apiErrorOf(listPods(connectTo(server.url)))).kind).toBe('protocol');
	});

	it('end at their deadline with a network error, and say meanwhile how long they have waited', async () => {
		const clock = new FakeClock();
		const server = await kubeServer(() => undefined);
		const connection = connectTo(server.url, { clock, requestTimeout: 7000 });
		const error = apiErrorOf(listPods(connection));
		while (server.heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
		await clock.advance(6000);
		expect(connection.unanswered()).toEqual([{ verb: 'list', waitedMs: 6000 }]);
		await clock.advance(1000);
		expect(await error).toMatchObject({ kind: 'network', code: 'ESOCKETTIMEDOUT', message: expect.stringContaining('within 7s') });
		expect(connection.unanswered()).toEqual([]);
	});

	it('that never get through to anybody are told apart from answers that take too long', async () => {
		const clock = new FakeClock();
		// It accepts, and says nothing: TLS is not agreed on, so there is no connection.
		const silent = createSilentServer();
		const isAccepted = once(silent, 'connection');
		silent.listen(0, '127.0.0.1');
		await once(silent, 'listening');
		onTestFinished(() => void silent.close());
		const connection = connectTo(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`, { clock });
		const error = apiErrorOf(listPods(connection));
		await isAccepted;
		await clock.advance(30_000);
		expect(await error).toMatchObject({ kind: 'network', code: 'ETIMEDOUT', message: expect.stringContaining('no connection within 30s') });
	});

	it('end when the connection is closed, and none begins after', async () => {
		const server = await kubeServer(() => undefined);
		const connection = connectTo(server.url);
		const error = apiErrorOf(listPods(connection));
		while (server.heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
		await connection.close();
		expect((await error).kind).toBe('aborted');
		expect((await apiErrorOf(listPods(connection))).kind).toBe('aborted');
	});

	it('learn the server’s clock', async () => {
		const clock = new FakeClock();
		const server = await kubeServer((request, response) => {
			response.setHeader('date', new Date(clock.now() + 90_000).toUTCString());
			emptyList(request, response);
		});
		const connection = connectTo(server.url, { clock });
		expect((await listPods(connection)).serverDate).toBe(clock.now() + 90_000);
		expect(Math.abs((connection.clockSkewMs() ?? 0) - 90_000)).toBeLessThanOrEqual(1000);
	});

	it('keep the base path of a server behind a gateway', async () => {
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: `${server.url}/k8s/clusters/c-1/` });
		await listPods(connection);
		expect(server.heard[0]?.path).toBe('/k8s/clusters/c-1/api/v1/namespaces/lab/pods');
		expect(connection.server).toBe(server.url);
	});

	it('post JSON', async () => {
		const bodies: string[] = [];
		const server = await kubeServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => {
				body += chunk.toString();
			});
			request.on('end', () => {
				bodies.push(body);
				json(response, 201, { ok: true });
			});
		});
		const answer = await connectTo(server.url).get({ path: '/x', method: 'POST', body: { a: 'é' }, verb: 'other' });
		expect([answer.status, answer.body.toString(), ...bodies]).toEqual([201, '{"ok":true}', '{"a":"é"}']);
	});
});

describe('a watch', () => {
	it('has a socket of its own, which is gone when it is aborted', async () => {
		const server = await kubeServer((request, response) => {
			if (request.url?.includes('watch=1') === true) response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
			else emptyList(request, response);
		});
		const connection = connectTo(server.url);
		await listPods(connection);
		const controller = new AbortController();
		let gone: Promise<void> | undefined;
		await new Promise<void>((resolve) => {
			const ended = connection.listerWatcher(podsIn('lab')).watch({
				resourceVersion: '1',
				timeoutSeconds: 300,
				signal: controller.signal,
				onOpen: resolve,
				onEvents: () => undefined,
			});
			gone = apiErrorOf(ended).then(({ kind }) => expect(kind).toBe('aborted'));
		});
		await listPods(connection);
		const [first, second, third] = server.heard;
		expect([first?.socket, third?.socket]).toEqual([1, 1]);
		expect(second?.socket).toBe(2);
		controller.abort();
		await gone;
	});
});

describe('TLS', () => {
	const ca = `, certificate-authority: "${pemPath('ca.crt')}"`;

	it('trusts the CA of the kubeconfig and shows the client’s certificate', async () => {
		const server = await kubeServer(emptyList, 'server');
		const user = `{client-certificate: "${pemPath('client.crt')}", client-key: "${pemPath('client.key')}"}`;
		await listPods(configured({ url: server.url, cluster: ca, user }).connection);
		expect(server.heard[0]?.client).toBe('tester');
	});

	it.each([
		['an expired certificate', 'expired', ca, 'CERT_HAS_EXPIRED', /has expired/],
		['an unknown CA', 'server', `, certificate-authority: "${pemPath('other-ca.crt')}"`, 'SELF_SIGNED_CERT_IN_CHAIN', /unknown CA/],
		[
			'a certificate for another name',
			'named',
			ca,
			'ERR_TLS_CERT_ALTNAME_INVALID',
			/certificate is for api\.example\.test, not for 127\.0\.0\.1/,
		],
	] as const)('refuses %s, and says so', async (_, certificate, cluster, code, words) => {
		const server = await kubeServer(emptyList, certificate);
		const error = await apiErrorOf(listPods(configured({ url: server.url, cluster }).connection));
		expect(error).toMatchObject({ kind: 'network', code, message: expect.stringMatching(words) });
		expect(server.heard).toEqual([]);
	});

	it('checks the name that tls-server-name gives, and nothing when it is insecure', async () => {
		const named = await kubeServer(emptyList, 'named');
		await listPods(configured({ url: named.url, cluster: `${ca}, tls-server-name: api.example.test` }).connection);
		const expired = await kubeServer(emptyList, 'expired');
		await listPods(configured({ url: expired.url, cluster: ', insecure-skip-tls-verify: true' }).connection);
		await listPods(configured({ url: expired.url }, { insecureSkipTlsVerify: true }).connection);
		expect([named.heard.length, expired.heard.length]).toEqual([1, 2]);
	});

	it('checks the address that tls-server-name gives, when it is one, instead of the server’s', async () => {
		const server = await kubeServer(emptyList, 'server');
		const under = (host: string, name: string) =>
			listPods(configured({ url: `https://${host}:${server.port}`, cluster: `${ca}, tls-server-name: "${name}"` }).connection);
		await under('localhost', '127.0.0.1');
		for (const other of ['10.0.0.1', '::1']) {
			expect(await apiErrorOf(under('127.0.0.1', other))).toMatchObject({ kind: 'network', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
		}
		expect(server.heard).toHaveLength(1);
	});

	it('takes a CA that was put right in the kubeconfig while it runs', async () => {
		const server = await kubeServer(emptyList, 'server');
		const { connection, rewrite } = configured({ url: server.url, cluster: `, certificate-authority: "${pemPath('other-ca.crt')}"` });
		expect((await apiErrorOf(listPods(connection))).kind).toBe('network');
		rewrite({ url: server.url, cluster: ca });
		await listPods(connection);
	});
});

describe('a server that is not there', () => {
	it('is a network error that says why', async () => {
		const error = await apiErrorOf(listPods(connectTo('http://127.0.0.1:1')));
		expect(error).toMatchObject({ kind: 'network', code: 'ECONNREFUSED', message: 'http://127.0.0.1:1: connection refused' });
	});

	it('that speaks no HTTP is a protocol error', async () => {
		const { createServer: createPlain } = await import('node:net');
		const plain = createPlain((socket) => socket.end('SSH-2.0-OpenSSH_9\r\n'));
		await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => {
			plain.close();
		});
		const address = plain.address();
		const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
		expect((await apiErrorOf(listPods(connectTo(url)))).kind).toBe('protocol');
	});
});
