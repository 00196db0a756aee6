import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configured } from '../support/configured-connection.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { emptyList, type Handle, kubeServer, pemPath, refusesLogin } from '../support/kube-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { apiErrorOf, listPods } from '../support/test-connection.ts';

/** Lists for those who hold this token, 401 for everybody else. */
const onlyFor =
	(allowed: () => string): Handle =>
	(request, response) => {
		if (request.headers.authorization === allowed()) emptyList(request, response);
		else refusesLogin(request, response);
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

describe('credentials', () => {
	it('are sent as the kubeconfig says: basic, and who is impersonated', async () => {
		const server = await kubeServer(emptyList);
		const user = '{username: me, password: "pä:ss", as: jane, as-groups: [dev, ops], as-user-extra: {k: [a, b]}}';
		await listPods(configured({ url: server.url, user }).connection);
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
		await listPods(connection);
		writeFileSync(file, 'two\n');
		await clock.advance(10_000);
		await listPods(connection);
		// In the moment of rotation it may be empty: the last one holds.
		writeFileSync(file, '');
		await clock.advance(10_000);
		await listPods(connection);
		expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two', 'Bearer two']);
	});

	it('from a token file that was rotated are read again at once when the server refuses the old ones', async () => {
		const file = join(temporaryDirectory(), 'token');
		writeFileSync(file, 'one');
		let allowed = 'Bearer one';
		const server = await kubeServer(onlyFor(() => allowed));
		const { connection } = configured({ url: server.url, user: `{tokenFile: "${file}"}` });
		await listPods(connection);
		writeFileSync(file, 'two');
		allowed = 'Bearer two';
		await listPods(connection);
		expect(server.heard.length).toBe(3);
	});

	it('that were changed in the kubeconfig are read from it when the server refuses the old ones', async () => {
		const server = await kubeServer(onlyFor(() => 'Bearer new'));
		const { connection, rewrite } = configured({ url: server.url, user: '{token: old}' });
		rewrite({ url: server.url, user: '{token: new}' });
		await listPods(connection);
		expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
	});

	it('that are refused and did not change are not tried twice', async () => {
		const server = await kubeServer(onlyFor(() => 'Bearer other'));
		const { connection } = configured({ url: server.url, user: '{token: SECRET}' });
		const error = await apiErrorOf(listPods(connection));
		expect(error).toEqual({ kind: 'unauthorized', message: 'Unauthorized' });
		expect(server.heard.length).toBe(1);
	});

	it('that the kubeconfig no longer gives are told as what is wrong with it', async () => {
		const server = await kubeServer(onlyFor(() => 'Bearer other'));
		const { connection, rewrite } = configured({ url: server.url, user: '{token: SECRET}' });
		rewrite({ url: server.url, user: '{token: [}' });
		const error = await apiErrorOf(listPods(connection));
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
			await listPods(connection);
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
		await Promise.all([listPods(connection), listPods(connection), listPods(connection)]);
		await listPods(connection);
		expect(runsOf(directory)).toBe(1);
		writeFileSync(join(directory, 'status'), JSON.stringify({ token: 'two' }));
		await clock.advance(60_000);
		await listPods(connection);
		expect(runsOf(directory)).toBe(2);
		expect(server.heard.at(-1)?.headers.authorization).toBe('Bearer two');
		// Without an expiry it holds until it is refused.
		await clock.advance(86_400_000);
		await listPods(connection);
		expect(runsOf(directory)).toBe(2);
	});

	it('runs once more for all requests that are refused, which then are tried again', async () => {
		const directory = temporaryDirectory();
		writeFileSync(join(directory, 'status'), '{"token":"one"}');
		let allowed = 'Bearer one';
		const server = await kubeServer(onlyFor(() => allowed));
		const { connection } = configured({ url: server.url, user: plugin(directory) });
		await listPods(connection);
		writeFileSync(join(directory, 'status'), '{"token":"two"}');
		allowed = 'Bearer two';
		await Promise.all([listPods(connection), listPods(connection), listPods(connection), listPods(connection)]);
		expect(runsOf(directory)).toBe(2);
	});

	it('whose new credentials are refused, too, is not run for every request, and is named', async () => {
		const directory = temporaryDirectory();
		const clock = new FakeClock();
		writeFileSync(join(directory, 'status'), '{"token":"one"}');
		const server = await kubeServer(onlyFor(() => 'Bearer never'));
		const { connection } = configured({ url: server.url, user: plugin(directory) }, { clock });
		for (let times = 0; times < 4; times += 1) {
			const error = await apiErrorOf(listPods(connection));
			expect(error).toMatchObject({ kind: 'unauthorized', message: 'Unauthorized', command: expect.stringContaining('plugin.cjs') });
		}
		expect(runsOf(directory)).toBe(2);
		await clock.advance(25_000);
		await apiErrorOf(listPods(connection));
		expect(runsOf(directory)).toBe(3);
		connection.forgetRefusals();
		await apiErrorOf(listPods(connection));
		expect(runsOf(directory)).toBe(4);
	});

	it('that hangs holds up nobody who leaves', async () => {
		const server = await kubeServer(emptyList);
		const user = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: "${process.execPath}", args: ["-e", "process.stderr.write('code ABCD'); setInterval(() => 0, 1000)"]}}`;
		const { connection } = configured({ url: server.url, user });
		const controller = new AbortController();
		const aborted = apiErrorOf(listPods(connection, controller.signal));
		const other = apiErrorOf(listPods(connection));
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
		await listPods(configured({ url: server.url, cluster, user: plugin(directory) }).connection);
		expect(server.heard[0]?.client).toBe('tester');
	});
});
