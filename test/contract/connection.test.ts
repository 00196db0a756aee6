import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createSilentServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import { type ConnectOptions, connect } from '../../src/kube/connect.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import type { RequestEntry } from '../../src/kube/types.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyList, type Handle, json, kubeServer, pemPath } from '../support/kube-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { connectTo, podsIn } from '../support/test-connection.ts';

interface Config {
	readonly url: string;
	readonly cluster?: string;
	readonly user?: string;
}

const text = ({ url, cluster = '', user = '{}' }: Config): string =>
	`clusters: [{name: c, cluster: {server: "${url}"${cluster}}}]
users: [{name: u, user: ${user}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;

/** A connection by a kubeconfig in a directory of its own, which can be written anew. */
function configured(config: Config, options: Partial<ConnectOptions> = {}, env: NodeJS.ProcessEnv = process.env) {
	const directory = temporaryDirectory();
	const file = join(directory, 'config');
	writeFileSync(file, text(config));
	const connection = connect(loadKubeconfig({ env, home: directory, kubeconfig: file }), undefined, { version: '9.9.9', ...options });
	onTestFinished(() => connection.close());
	return { connection, directory, rewrite: (next: Config) => writeFileSync(file, text(next)) };
}

const list = (connection: Connection, signal = new AbortController().signal) =>
	connection.listerWatcher(podsIn('lab')).list({ signal, onObjects: () => undefined });

const errorOf = async (work: Promise<unknown>) => {
	const error = await work.catch((failure: unknown) => failure);
	if (error instanceof ApiFailure) return error.error;
	throw new Error(`no ApiFailure but ${String(error)}`);
};

/** Lists for those who hold this token, 401 for everybody else. */
const onlyFor =
	(allowed: () => string): Handle =>
	(request, response) => {
		if (request.headers.authorization === allowed()) emptyList(request, response);
		else json(response, 401, { kind: 'Status', status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized', code: 401 });
	};

/** A plugin that counts its runs in `runs` and gives the token that stands in `token`. */
function plugin(directory: string): string {
	const script = `const fs = require('node:fs'); const at = ${JSON.stringify(directory)};
fs.appendFileSync(at + '/runs', 'x');
process.stdout.write(JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: JSON.parse(fs.readFileSync(at + '/status', 'utf8')) }));`;
	writeFileSync(join(directory, 'plugin.cjs'), script);
	return `{exec: {apiVersion: client.authentication.k8s.io/v1, command: "${process.execPath}", args: ["${join(directory, 'plugin.cjs')}"]}}`;
}

const runsOf = (directory: string): number => readFileSync(join(directory, 'runs'), 'utf8').length;

describe('short calls', () => {
	it('share one kept socket, name themselves and ask for JSON', async () => {
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: server.url, user: '{token: secret}' });
		for (let times = 0; times < 5; times += 1) await list(connection);
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
		await list(connection);
		close = true;
		await list(connection);
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
		await list(connection);
		expect(server.heard[0]?.headers['accept-encoding']).toBe('gzip');
		expect(entries).toMatchObject([{ bytes: body.length, status: 200, verb: 'list', streamId: 'pods' }]);
	});

	it('that are zipped and cut are an error', async () => {
		const body = gzipSync(JSON.stringify({ metadata: {}, items: [] }));
		const server = await kubeServer((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body.subarray(0, -6));
		});
		expect((await errorOf(list(connectTo(server.url)))).kind).toBe('protocol');
	});

	it('end at their deadline with a network error, and say meanwhile how long they have waited', async () => {
		const clock = new FakeClock();
		const server = await kubeServer(() => undefined);
		const connection = connectTo(server.url, { clock, requestTimeout: 7000 });
		const error = errorOf(list(connection));
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
		const error = errorOf(list(connection));
		await isAccepted;
		await clock.advance(30_000);
		expect(await error).toMatchObject({ kind: 'network', code: 'ETIMEDOUT', message: expect.stringContaining('no connection within 30s') });
	});

	it('end when the connection is closed, and none begins after', async () => {
		const server = await kubeServer(() => undefined);
		const connection = connectTo(server.url);
		const error = errorOf(list(connection));
		while (server.heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
		await connection.close();
		expect((await error).kind).toBe('aborted');
		expect((await errorOf(list(connection))).kind).toBe('aborted');
	});

	it('learn the server’s clock', async () => {
		const clock = new FakeClock();
		const server = await kubeServer((request, response) => {
			response.setHeader('date', new Date(clock.now() + 90_000).toUTCString());
			emptyList(request, response);
		});
		const connection = connectTo(server.url, { clock });
		expect((await list(connection)).serverDate).toBe(clock.now() + 90_000);
		expect(Math.abs((connection.clockSkewMs() ?? 0) - 90_000)).toBeLessThanOrEqual(1000);
	});

	it('keep the base path of a server behind a gateway', async () => {
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: `${server.url}/k8s/clusters/c-1/` });
		await list(connection);
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
		await list(connection);
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
			gone = errorOf(ended).then(({ kind }) => expect(kind).toBe('aborted'));
		});
		await list(connection);
		const [first, second, third] = server.heard;
		expect([first?.socket, third?.socket]).toEqual([1, 1]);
		expect(second?.socket).toBe(2);
		controller.abort();
		await gone;
	});
});

describe('credentials', () => {
	it('are sent as the kubeconfig says: basic, and who is impersonated', async () => {
		const server = await kubeServer(emptyList);
		const user = '{username: me, password: "pä:ss", as: jane, as-groups: [dev, ops], as-user-extra: {k: [a, b]}}';
		await list(configured({ url: server.url, user }).connection);
		expect(server.heard[0]?.headers).toMatchObject({
			authorization: `Basic ${Buffer.from('me:pä:ss').toString('base64')}`,
			'impersonate-user': 'jane',
			'impersonate-group': 'dev, ops',
			'impersonate-extra-k': 'a, b',
		});
	});

	it('from a token file follow it as it rotates', async () => {
		const directory = temporaryDirectory();
		const file = join(directory, 'token');
		writeFileSync(file, 'one\n');
		const clock = new FakeClock();
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: server.url, user: `{token: static, tokenFile: "${file}"}` }, { clock });
		await list(connection);
		writeFileSync(file, 'two\n');
		await clock.advance(10_000);
		await list(connection);
		// In the moment of rotation it may be empty: the last one holds.
		writeFileSync(file, '');
		await clock.advance(10_000);
		await list(connection);
		expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two', 'Bearer two']);
	});

	it('from a token file that was rotated are read again at once when the server refuses the old ones', async () => {
		const file = join(temporaryDirectory(), 'token');
		writeFileSync(file, 'one');
		let allowed = 'Bearer one';
		const server = await kubeServer(onlyFor(() => allowed));
		const { connection } = configured({ url: server.url, user: `{tokenFile: "${file}"}` });
		await list(connection);
		writeFileSync(file, 'two');
		allowed = 'Bearer two';
		await list(connection);
		expect(server.heard.length).toBe(3);
	});

	it('that were changed in the kubeconfig are read from it when the server refuses the old ones', async () => {
		const server = await kubeServer(onlyFor(() => 'Bearer new'));
		const { connection, rewrite } = configured({ url: server.url, user: '{token: old}' });
		rewrite({ url: server.url, user: '{token: new}' });
		await list(connection);
		expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
	});

	it('that are refused and did not change are not tried twice', async () => {
		const server = await kubeServer(onlyFor(() => 'Bearer other'));
		const { connection } = configured({ url: server.url, user: '{token: SECRET}' });
		const error = await errorOf(list(connection));
		expect(error).toEqual({ kind: 'unauthorized', message: 'Unauthorized' });
		expect(server.heard.length).toBe(1);
	});

	it('that the kubeconfig no longer gives are told as what is wrong with it', async () => {
		const server = await kubeServer(onlyFor(() => 'Bearer other'));
		const { connection, rewrite } = configured({ url: server.url, user: '{token: SECRET}' });
		rewrite({ url: server.url, user: '{token: [}' });
		const error = await errorOf(list(connection));
		expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringMatching(/config is malformed at line 2/) });
		expect(error.message).not.toContain('SECRET');
	});
});

describe('a credential plugin', () => {
	it('whose credential has run out when it comes, by a clock that is wrong, is used all the same and does not run for each request', async () => {
		const directory = temporaryDirectory();
		const clock = new FakeClock();
		const expirationTimestamp = new Date(clock.now() - 3_600_000).toISOString();
		writeFileSync(join(directory, 'status'), JSON.stringify({ token: 'one', expirationTimestamp }));
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: server.url, user: plugin(directory) }, { clock });
		for (let second = 0; second < 20; second += 1) {
			await list(connection);
			await clock.advance(1_000);
		}
		expect(runsOf(directory)).toBe(2);
	});

	it('runs once for everybody who asks at the same time, and not again before it expires', async () => {
		const directory = temporaryDirectory();
		const clock = new FakeClock();
		const expirationTimestamp = new Date(clock.now() + 60_000).toISOString();
		writeFileSync(join(directory, 'status'), JSON.stringify({ token: 'one', expirationTimestamp }));
		const server = await kubeServer(emptyList);
		const { connection } = configured({ url: server.url, user: plugin(directory) }, { clock });
		await Promise.all([list(connection), list(connection), list(connection)]);
		await list(connection);
		expect(runsOf(directory)).toBe(1);
		writeFileSync(join(directory, 'status'), JSON.stringify({ token: 'two' }));
		await clock.advance(60_000);
		await list(connection);
		expect(runsOf(directory)).toBe(2);
		expect(server.heard.at(-1)?.headers.authorization).toBe('Bearer two');
		// Without an expiry it holds until it is refused.
		await clock.advance(86_400_000);
		await list(connection);
		expect(runsOf(directory)).toBe(2);
	});

	it('runs once more for all requests that are refused, which then are tried again', async () => {
		const directory = temporaryDirectory();
		writeFileSync(join(directory, 'status'), '{"token":"one"}');
		let allowed = 'Bearer one';
		const server = await kubeServer(onlyFor(() => allowed));
		const { connection } = configured({ url: server.url, user: plugin(directory) });
		await list(connection);
		writeFileSync(join(directory, 'status'), '{"token":"two"}');
		allowed = 'Bearer two';
		await Promise.all([list(connection), list(connection), list(connection), list(connection)]);
		expect(runsOf(directory)).toBe(2);
	});

	it('whose new credentials are refused, too, is not run for every request, and is named', async () => {
		const directory = temporaryDirectory();
		const clock = new FakeClock();
		writeFileSync(join(directory, 'status'), '{"token":"one"}');
		const server = await kubeServer(onlyFor(() => 'Bearer never'));
		const { connection } = configured({ url: server.url, user: plugin(directory) }, { clock });
		for (let times = 0; times < 4; times += 1) {
			const error = await errorOf(list(connection));
			expect(error).toMatchObject({ kind: 'unauthorized', message: 'Unauthorized', command: expect.stringContaining('plugin.cjs') });
		}
		expect(runsOf(directory)).toBe(2);
		await clock.advance(25_000);
		await errorOf(list(connection));
		expect(runsOf(directory)).toBe(3);
		connection.forgetRefusals();
		await errorOf(list(connection));
		expect(runsOf(directory)).toBe(4);
	});

	it('that hangs holds up nobody who leaves', async () => {
		const server = await kubeServer(emptyList);
		const user = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: "${process.execPath}", args: ["-e", "process.stderr.write('code ABCD'); setInterval(() => 0, 1000)"]}}`;
		const { connection } = configured({ url: server.url, user });
		const controller = new AbortController();
		const aborted = errorOf(list(connection, controller.signal));
		const other = errorOf(list(connection));
		while (connection.credentialOutput() === '') await new Promise((resolve) => setImmediate(resolve));
		expect(connection.credentialOutput()).toBe('code ABCD');
		const wait = connection.loginWait();
		expect(wait?.command).toMatch(/^\S*node\S* -e /);
		// It has printed something, so somebody may be following it.
		expect((wait?.until ?? 0) - (wait?.since ?? 0)).toBeGreaterThanOrEqual(300_000);
		controller.abort();
		expect((await aborted).kind).toBe('aborted');
		await connection.close();
		expect((await other).kind).toBe('aborted');
	});

	it('may give the client certificate', async () => {
		const directory = temporaryDirectory();
		const read = (name: string): string => readFileSync(pemPath(name), 'utf8');
		writeFileSync(
			join(directory, 'status'),
			JSON.stringify({ clientCertificateData: read('client.crt'), clientKeyData: read('client.key') }),
		);
		const server = await kubeServer(emptyList, 'server');
		const cluster = `, certificate-authority: "${pemPath('ca.crt')}"`;
		await list(configured({ url: server.url, cluster, user: plugin(directory) }).connection);
		expect(server.heard[0]?.client).toBe('tester');
	});
});

describe('TLS', () => {
	const ca = `, certificate-authority: "${pemPath('ca.crt')}"`;

	it('trusts the CA of the kubeconfig and shows the client’s certificate', async () => {
		const server = await kubeServer(emptyList, 'server');
		const user = `{client-certificate: "${pemPath('client.crt')}", client-key: "${pemPath('client.key')}"}`;
		await list(configured({ url: server.url, cluster: ca, user }).connection);
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
		const error = await errorOf(list(configured({ url: server.url, cluster }).connection));
		expect(error).toMatchObject({ kind: 'network', code, message: expect.stringMatching(words) });
		expect(server.heard).toEqual([]);
	});

	it('checks the name that tls-server-name gives, and nothing when it is insecure', async () => {
		const named = await kubeServer(emptyList, 'named');
		await list(configured({ url: named.url, cluster: `${ca}, tls-server-name: api.example.test` }).connection);
		const expired = await kubeServer(emptyList, 'expired');
		await list(configured({ url: expired.url, cluster: ', insecure-skip-tls-verify: true' }).connection);
		await list(configured({ url: expired.url }, { insecureSkipTlsVerify: true }).connection);
		expect([named.heard.length, expired.heard.length]).toEqual([1, 2]);
	});

	it('checks the address that tls-server-name gives, when it is one, instead of the server’s', async () => {
		const server = await kubeServer(emptyList, 'server');
		const under = (host: string, name: string) =>
			list(configured({ url: `https://${host}:${server.port}`, cluster: `${ca}, tls-server-name: "${name}"` }).connection);
		await under('localhost', '127.0.0.1');
		for (const other of ['10.0.0.1', '::1']) {
			expect(await errorOf(under('127.0.0.1', other))).toMatchObject({ kind: 'network', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
		}
		expect(server.heard).toHaveLength(1);
	});

	it('takes a CA that was put right in the kubeconfig while it runs', async () => {
		const server = await kubeServer(emptyList, 'server');
		const { connection, rewrite } = configured({ url: server.url, cluster: `, certificate-authority: "${pemPath('other-ca.crt')}"` });
		expect((await errorOf(list(connection))).kind).toBe('network');
		rewrite({ url: server.url, cluster: ca });
		await list(connection);
	});
});

describe('a server that is not there', () => {
	it('is a network error that says why', async () => {
		const error = await errorOf(list(connectTo('http://127.0.0.1:1')));
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
		expect((await errorOf(list(connectTo(url)))).kind).toBe('protocol');
	});
});
