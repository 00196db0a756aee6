import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ConnectOptions, connect } from '../../src/kube/connect.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyList, type KubeServer, kubeServer, pemPath, refusesLogin } from '../support/kube-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { apiErrorOf, listPods } from '../support/test-connection.ts';

const textOf = (url: string, user: string, cluster = '', context = 'x'): string =>
	`clusters: [{name: c, cluster: {server: "${url}"${cluster}}}]
users: [{name: u, user: ${user}}]
contexts: [{name: ${context}, context: {cluster: c, user: u}}]
current-context: ${context}
`;

interface Open {
	readonly clock: FakeClock;
	readonly connection: Connection;
	readonly file: string;
	readonly directory: string;
	/** Replaces the kubeconfig as kubectl does: nobody sees half of it. */
	readonly rewrite: (text: string) => void;
}

function open(
	text: string,
	options: Partial<ConnectOptions> = {},
	env: NodeJS.ProcessEnv = process.env,
	directory = temporaryDirectory(),
): Open {
	const clock = new FakeClock();
	const file = join(directory, 'config');
	writeFileSync(file, text);
	const kubeconfig = loadKubeconfig({ env, home: directory, kubeconfig: file });
	const connection = connect(kubeconfig, undefined, { version: '0.0.0', clock, ...options });
	onTestFinished(() => connection.close());
	const rewrite = (next: string): void => {
		writeFileSync(`${file}.next`, next);
		renameSync(`${file}.next`, file);
	};
	return { clock, connection, file, directory, rewrite };
}

const bearers = ({ heard }: KubeServer) => heard.map(({ headers }) => headers.authorization);

describe('a kubeconfig that is written while kyacht runs', () => {
	it('counts within 10 s, also where the old login is not refused, and is not read when nobody has written it', async () => {
		const server = await kubeServer(emptyList);
		const { clock, connection, rewrite } = open(textOf(server.url, '{token: old}'));
		await listPods(connection);
		rewrite(textOf(server.url, '{token: new, as: jane}'));
		await listPods(connection);
		await clock.advance(10_000);
		await listPods(connection);
		expect(bearers(server)).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
		expect(server.heard.at(-1)?.headers['impersonate-user']).toBe('jane');
		expect(connection.credentialOutput()).toBe('');
	});

	it.each([
		[
			'has lost its context',
			(url: string) => textOf(url, '{token: new}', '', 'renamed'),
			/^The context "x" is not in .*; there are: renamed\./,
		],
		['is malformed', () => 'users: [{name: u, user: {token: SECRET}', /is malformed at line 1/],
		['is gone', undefined, /config does not exist/],
		[
			'leads to another server',
			() => textOf('https://elsewhere.example.test:6443', '{token: SECRET}'),
			/has another server for the context "x" now \(https:\/\/elsewhere\.example\.test:6443 instead of http:\/\/127\.0\.0\.1:\d+\); start kyacht again/,
		],
		[
			'names a certificate that is not there',
			(url: string) => textOf(url, '{client-certificate: gone.crt}'),
			/gone\.crt, which cannot be read/,
		],
	] as const)('and %s is told, and what was read before goes on until it is put right', async (_, broken, words) => {
		const server = await kubeServer(emptyList);
		const { clock, connection, rewrite, file } = open(textOf(server.url, '{token: old}'));
		await listPods(connection);
		if (broken === undefined) rmSync(file);
		else rewrite(broken(server.url));
		await clock.advance(10_000);
		await listPods(connection);
		expect(connection.credentialOutput()).toMatch(words);
		expect(connection.credentialOutput()).toMatch(/ Until then kyacht goes on with what it has read before\.$/);
		expect(connection.credentialOutput()).not.toContain('SECRET');
		rewrite(textOf(server.url, '{token: new}'));
		await clock.advance(10_000);
		await listPods(connection);
		expect([connection.credentialOutput(), ...bearers(server)]).toEqual(['', 'Bearer old', 'Bearer old', 'Bearer new']);
	});

	it('and leads to another server is what a refusal says, and that server is sent nothing', async () => {
		const other = await kubeServer(emptyList);
		const server = await kubeServer(refusesLogin);
		const { connection, rewrite } = open(textOf(server.url, '{token: old}'));
		rewrite(textOf(other.url, '{token: new}'));
		expect(await apiErrorOf(listPods(connection))).toMatchObject({
			kind: 'unauthorized',
			message: expect.stringMatching(/start kyacht again/),
		});
		expect(other.heard).toEqual([]);
	});

	it('tells once that the server takes new credentials, and not for each request', async () => {
		let allowed = 'Bearer old';
		const server = await kubeServer((request, response) =>
			(request.headers.authorization === allowed ? emptyList : refusesLogin)(request, response),
		);
		const { connection, clock, rewrite } = open(textOf(server.url, '{token: old}'));
		let told = 0;
		connection.onAccepted(() => {
			told += 1;
		});
		await listPods(connection);
		allowed = 'Bearer new';
		await apiErrorOf(listPods(connection));
		expect(told).toBe(0);
		rewrite(textOf(server.url, '{token: new}'));
		await clock.advance(10_000);
		for (let times = 0; times < 3; times += 1) await listPods(connection);
		expect(told).toBe(1);
	});
});

describe('a client certificate', () => {
	it('that is replaced on disk is shown within 10 s on new connections, without a refusal in between', async () => {
		const directory = temporaryDirectory();
		const put = (name: string): void => {
			for (const end of ['crt', 'key']) copyFileSync(pemPath(`${name}.${end}`), join(directory, `me.${end}`));
		};
		put('client');
		const server = await kubeServer(emptyList, 'server');
		const text = textOf(server.url, '{client-certificate: me.crt, client-key: me.key}', `, certificate-authority: "${pemPath('ca.crt')}"`);
		const { clock, connection } = open(text, {}, process.env, directory);
		await listPods(connection);
		put('named');
		await clock.advance(10_000);
		await listPods(connection);
		expect(server.heard.map(({ client }) => client)).toEqual(['tester', 'api.example.test']);
	});

	it('of which only a half is replaced yet is not shown: the old pair goes on, and that is told', async () => {
		const directory = temporaryDirectory();
		for (const end of ['crt', 'key']) copyFileSync(pemPath(`client.${end}`), join(directory, `me.${end}`));
		const server = await kubeServer(emptyList, 'server');
		const text = textOf(server.url, '{client-certificate: me.crt, client-key: me.key}', `, certificate-authority: "${pemPath('ca.crt')}"`);
		const { clock, connection } = open(text, {}, process.env, directory);
		await listPods(connection);
		copyFileSync(pemPath('named.crt'), join(directory, 'me.crt'));
		await clock.advance(10_000);
		await listPods(connection);
		expect(connection.credentialOutput()).toMatch(/the client key is not the key of the client certificate/);
		copyFileSync(pemPath('named.key'), join(directory, 'me.key'));
		await clock.advance(10_000);
		await listPods(connection);
		expect([connection.credentialOutput(), ...server.heard.map(({ client }) => client)]).toEqual([
			'',
			'tester',
			'tester',
			'api.example.test',
		]);
	});
});

describe('a server without TLS', () => {
	it('that is not this machine is sent no login, as kubectl sends it none, and a refusal says so', async () => {
		const heard: Array<Readonly<Record<string, unknown>>> = [];
		const proxy = createServer((request, response) => {
			heard.push({ url: request.url, ...request.headers });
			refusesLogin(request, response);
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => {
			proxy.closeAllConnections();
			proxy.close();
		});
		const directory = temporaryDirectory();
		const script = `require('node:fs').writeFileSync(${JSON.stringify(join(directory, 'ran'))}, '')`;
		const exec = `{as: jane, exec: {apiVersion: client.authentication.k8s.io/v1, command: "${process.execPath}", args: ["-e", ${JSON.stringify(script)}]}}`;
		const env = { HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
		for (const user of ['{token: SECRET, as: jane}', '{username: u, password: SECRET, as: jane}', exec]) {
			const { connection } = open(textOf('http://api.example.test:8080', user), {}, env);
			expect(await apiErrorOf(listPods(connection))).toMatchObject({
				kind: 'unauthorized',
				message: expect.stringMatching(/^no login is sent to http:\/\/api\.example\.test:8080, .*https:\/\/ server$/),
			});
		}
		expect(heard.map(({ authorization, 'impersonate-user': as }) => [authorization, as])).toEqual(
			Array.from({ length: heard.length }, () => [undefined, 'jane']),
		);
		expect([heard.length, existsSync(join(directory, 'ran'))]).toEqual([3, false]);
	});
});

describe('a credential plugin that fails', () => {
	const failing = (directory: string): string => {
		const script = `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(join(directory, 'runs'))}, 'x');
process.stderr.write('Authorization: Bearer SECRET12SECRET and eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.SECRET; SESAME123; open https://login.example.com/?code=ABCD\\n'); process.exit(1);`;
		const file = join(directory, 'plugin.cjs');
		writeFileSync(file, script);
		const env = '[{name: VAULT_TOKEN, value: SESAME123}]';
		return `{exec: {apiVersion: client.authentication.k8s.io/v1, command: "${process.execPath}", args: ["${file}"], env: ${env}}}`;
	};

	it('is run once for all who ask within 25 s, once more when somebody asks by hand, and nothing of it that looks like a credential is told', async () => {
		const directory = temporaryDirectory();
		const server = await kubeServer(emptyList);
		const { clock, connection } = open(textOf(server.url, failing(directory)), {}, process.env, directory);
		const runs = (): number => readFileSync(join(directory, 'runs'), 'utf8').length;
		const errors = await Promise.all([1, 2, 3].map(() => apiErrorOf(listPods(connection))));
		errors.push(await apiErrorOf(listPods(connection)));
		expect(runs()).toBe(1);
		for (const error of errors) {
			expect(error).toMatchObject({
				kind: 'unauthorized',
				message: expect.stringMatching(/failed \(exit code 1\): .*login\.example\.com\/\?code=ABCD/),
			});
			expect(JSON.stringify(error)).not.toMatch(/SECRET|SESAME|eyJ/);
		}
		await clock.advance(25_000);
		await apiErrorOf(listPods(connection));
		expect(runs()).toBe(2);
		connection.forgetRefusals();
		await apiErrorOf(listPods(connection));
		expect([runs(), server.heard.length]).toEqual([3, 0]);
	});
});
