import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sentence, shortCause } from '../../src/base/api-error-sentences.ts';
import { type ConnectOptions, connect } from '../../src/kube/connect.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import type { RequestEntry } from '../../src/kube/types.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyList, json, kubeServer, pemPath } from '../support/kube-server.ts';
import { connectProxy, refusedBySocks, socksProxy } from '../support/proxy-servers.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { apiErrorOf, listPods, podsIn } from '../support/test-connection.ts';

const ca = `, certificate-authority: "${pemPath('ca.crt')}"`;
/** The name of a server that no DNS knows: whoever gets there has let the proxy look it up. */
const unknown = 'https://api.example.test:6443';
const named = `${ca}, tls-server-name: localhost`;

function configured(url: string, cluster: string, env: NodeJS.ProcessEnv = {}, options: Partial<ConnectOptions> = {}): Connection {
	const file = join(temporaryDirectory(), 'config');
	writeFileSync(
		file,
		`clusters: [{name: c, cluster: {server: "${url}"${cluster}}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`,
	);
	const connection = connect(loadKubeconfig({ env, home: '/nowhere', kubeconfig: file }), undefined, { version: '0.0.0', ...options });
	onTestFinished(() => connection.close());
	return connection;
}

describe('an HTTP proxy', () => {
	it('is the cluster’s proxy-url, or the environment’s, and looks up the name', async () => {
		const server = await kubeServer(emptyList, 'server');
		const proxy = await connectProxy({ to: server.port });
		await listPods(configured(server.url, `${ca}, proxy-url: "http://127.0.0.1:${proxy.port}"`));
		await listPods(configured(unknown, named, { HTTPS_PROXY: `127.0.0.1:${proxy.port}` }));
		await listPods(
			configured('https://[fd12::1]:6443', `${ca}, tls-server-name: localhost`, { https_proxy: `http://127.0.0.1:${proxy.port}` }),
		);
		expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`, 'api.example.test:6443', '[fd12::1]:6443']);
		expect(server.heard.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined, undefined, undefined]);
	});

	it('is one tunnel for calls one after another, and a tunnel of its own for a watch', async () => {
		const server = await kubeServer((request, response) => {
			if (request.url?.includes('watch=1') === true) response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
			else emptyList(request, response);
		}, 'server');
		const proxy = await connectProxy({ to: server.port });
		const connection = configured(unknown, named, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
		for (let times = 0; times < 3; times += 1) await listPods(connection);
		expect(proxy.asked).toHaveLength(1);
		const controller = new AbortController();
		await new Promise<void>((resolve) => {
			const request = { resourceVersion: '1', timeoutSeconds: 300, signal: controller.signal, onOpen: resolve, onEvents: () => undefined };
			connection
				.listerWatcher(podsIn('lab'))
				.watch(request)
				.catch(() => undefined);
		});
		await listPods(connection);
		expect(proxy.asked).toHaveLength(2);
		controller.abort();
	});

	it('is logged in to with what its URL says; a refusal names the proxy, and never the password', async () => {
		const server = await kubeServer(emptyList, 'server');
		const proxy = await connectProxy({ to: server.port, login: 'me:p@ss%' });
		await listPods(configured(unknown, named, { HTTPS_PROXY: `http://me:p%40ss%25@127.0.0.1:${proxy.port}` }));
		const entries: RequestEntry[] = [];
		const connection = configured(server.url, `${ca}, proxy-url: "http://me:SECRET@127.0.0.1:${proxy.port}"`);
		connection.onRequest((entry) => entries.push(entry));
		const error = await apiErrorOf(listPods(connection));
		expect(proxy.logins).toEqual(['me:p@ss%', 'me:SECRET']);
		expect(error).toEqual({
			kind: 'network',
			code: 'PROXY',
			message: `the proxy http://127.0.0.1:${proxy.port} (proxy-url): it wants a user and a password, or other ones (407); write them into its URL`,
		});
		expect(shortCause(error)).toMatch(/^proxy: it wants a user and a password/);
		expect(sentence(error, { what: 'pods', server: server.url })).toMatch(/\(407\).*; check the proxy-url of the cluster, or HTTPS_PROXY/);
		expect(JSON.stringify(entries)).not.toContain('SECRET');
	});

	it('with TLS is trusted by the cluster’s CA, as kubectl trusts it, and by insecure-skip-tls-verify', async () => {
		const server = await kubeServer(emptyList, 'server');
		const proxy = await connectProxy({ to: server.port }, 'server');
		const proxyUrl = `https://127.0.0.1:${proxy.port}`;
		await listPods(configured(server.url, `${ca}, proxy-url: "${proxyUrl}"`));
		await listPods(configured(server.url, `, insecure-skip-tls-verify: true, proxy-url: "${proxyUrl}"`));
		const error = await apiErrorOf(
			listPods(configured(server.url, `, certificate-authority: "${pemPath('other-ca.crt')}", proxy-url: "${proxyUrl}"`)),
		);
		expect(error.message).toBe(`the proxy ${proxyUrl} (proxy-url): the server's certificate comes from an unknown CA`);
		expect(proxy.asked).toHaveLength(2);
	});

	it('is handed the requests of an http:// server', async () => {
		const heard: Array<Pick<IncomingMessage, 'method' | 'url'>> = [];
		const proxy = createServer((request, response) => {
			heard.push({ method: request.method, url: request.url });
			json(response, 200, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: [] });
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => {
			proxy.closeAllConnections();
			proxy.close();
		});
		const { port } = proxy.address() as AddressInfo;
		await listPods(configured('http://api.example.test:8080', '', { HTTP_PROXY: `http://127.0.0.1:${port}` }));
		expect(heard).toEqual([{ method: 'GET', url: 'http://api.example.test:8080/api/v1/namespaces/lab/pods' }]);
	});
});

describe('a SOCKS 5 proxy', () => {
	it.each(['socks5', 'socks5h'])('is the cluster’s proxy-url, or the environment’s (%s), and looks up the name', async (scheme) => {
		const server = await kubeServer(emptyList, 'server');
		const proxy = await socksProxy({ to: server.port });
		const url = `${scheme}://127.0.0.1:${proxy.port}`;
		const connection = configured(server.url, `${ca}, proxy-url: "${url}"`);
		for (let times = 0; times < 3; times += 1) await listPods(connection);
		await listPods(configured(unknown, named, { HTTPS_PROXY: url }));
		await listPods(configured('https://[fd12::1]:6443', named, { HTTPS_PROXY: url }));
		expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`, 'name api.example.test:6443', 'fd12:0000:0000:0000:0000:0000:0000:0001:6443']);
		expect(server.heard[0]?.headers.authorization).toBe('Bearer t');
	});

	it('leads to an http:// server, too', async () => {
		const server = await kubeServer(emptyList);
		const proxy = await socksProxy({ to: server.port });
		await listPods(configured(server.url, `, proxy-url: "socks5://127.0.0.1:${proxy.port}"`));
		expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`]);
	});

	it('is logged in to with what its URL says, and says so when that is refused or wanted', async () => {
		const server = await kubeServer(emptyList, 'server');
		const proxy = await socksProxy({ to: server.port, login: 'me:p@ss' });
		const by = (login: string) => configured(server.url, `${ca}, proxy-url: "socks5://${login}127.0.0.1:${proxy.port}"`);
		await listPods(by('me:p%40ss@'));
		const refused = await apiErrorOf(listPods(by('me:SECRET@')));
		expect(refused.message).toBe(
			`the proxy socks5://127.0.0.1:${proxy.port} (proxy-url): it does not accept the user and password in its URL`,
		);
		expect((await apiErrorOf(listPods(by('')))).message).toMatch(/it wants a user and a password; write them into its URL$/);
		expect(proxy.logins).toEqual(['me:p@ss', 'me:SECRET']);
	});

	it.each([
		[1, 'it cannot connect to this server'],
		[2, 'it forbids the way to this server'],
		[4, 'it cannot reach this server'],
		[5, 'this server refuses its connection'],
	])('that answers with code %i says why', async (code, words) => {
		const port = await refusedBySocks(code);
		const error = await apiErrorOf(listPods(configured(unknown, named, { HTTPS_PROXY: `socks5://127.0.0.1:${port}` })));
		expect(error).toEqual({ kind: 'network', code: 'PROXY', message: `the proxy socks5://127.0.0.1:${port} (HTTPS_PROXY): ${words}` });
	});
});

describe('a proxy that does not work', () => {
	it('because nobody is there, is named with the cause, and is not gone past', async () => {
		const server = await kubeServer(emptyList, 'server');
		for (const scheme of ['http', 'https', 'socks5']) {
			const error = await apiErrorOf(listPods(configured(server.url, `${ca}, proxy-url: "${scheme}://127.0.0.1:1"`)));
			expect(error).toMatchObject({ kind: 'network', message: `the proxy ${scheme}://127.0.0.1:1 (proxy-url): connection refused` });
		}
		expect(server.heard).toEqual([]);
	});

	it.each(['http', 'socks5'])('because it speaks something else than %s, says so', async (scheme) => {
		const plain = createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9\r\n'));
		await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void plain.close());
		const { port } = plain.address() as AddressInfo;
		const error = await apiErrorOf(listPods(configured(unknown, named, { HTTPS_PROXY: `${scheme}://127.0.0.1:${port}` })));
		expect(error.message).toMatch(scheme === 'http' ? /it does not speak HTTP$/ : /it does not speak SOCKS 5$/);
	});

	it.each(['http', 'socks5'])('because it is silent (%s), is given up after 30 s, and holds up nobody who leaves', async (scheme) => {
		const clock = new FakeClock();
		const make = scheme === 'http' ? connectProxy : socksProxy;
		const proxy = await make({ to: 1, isSilent: true });
		const connection = configured(unknown, named, { HTTPS_PROXY: `${scheme}://127.0.0.1:${proxy.port}` }, { clock });
		const error = apiErrorOf(listPods(connection));
		while (proxy.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
		await clock.advance(30_000);
		expect(await error).toMatchObject({ kind: 'network', message: expect.stringMatching(/made no connection within 30s$/) });
		const controller = new AbortController();
		const left = apiErrorOf(connection.listerWatcher(podsIn('lab')).list({ signal: controller.signal, onObjects: () => undefined }));
		while (proxy.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
		controller.abort();
		expect((await left).kind).toBe('aborted');
	});
});
