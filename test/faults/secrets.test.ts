import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiFailure } from '../../src/base/api-error.ts';
import { runKyacht, startKyacht } from '../support/run-kyacht.ts';
import { expectNoSecret } from '../support/secrets.ts';
import { connectTo, podsIn } from '../support/test-connection.ts';

const token = 'tkn-7f3a91c2e5d8';
const password = 'pw-5be01d77a9c4';
const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from('{"sub":"jane"}').toString('base64url')}.c2lnbmF0dXJlb2ZqYW5l`;
const keyData = Buffer.from('-----BEGIN PRIVATE KEY-----\nMIIEkeykeykey\n-----END PRIVATE KEY-----\n').toString('base64');
const secrets = [token, password, jwt, keyData, 'MIIEkeykeykey'];

const directory = mkdtempSync(join(tmpdir(), 'kyacht-secrets-'));
let server: Server;
let url: string;
let hangs = false;

/** Quotes the credentials of a request in its answer, as some servers, webhooks and proxies do. */
beforeAll(async () => {
	server = createServer((request, response) => {
		if (hangs) return;
		const sent = request.headers.authorization ?? '';
		const decoded = sent.startsWith('Basic ') ? Buffer.from(sent.slice(6), 'base64').toString('utf8') : '';
		const words = `the credentials ${sent} (${sent.split(' ')[1]}) ${decoded} are no good`;
		const how = new URL(request.url ?? '/', 'http://server').searchParams.get('fieldSelector') ?? '';
		if (how.includes('html')) {
			response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${words}</title>`);
			return;
		}
		if (how.includes('text')) {
			response.writeHead(500, { 'content-type': 'text/plain' }).end(words);
			return;
		}
		const code = how.includes('403') ? 403 : 401;
		response
			.writeHead(code, { 'content-type': 'application/json' })
			.end(JSON.stringify({ kind: 'Status', code, message: words, reason: words }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(directory, { recursive: true });
});

function file(name: string, text: string, mode = 0o600): string {
	const path = join(directory, name);
	writeFileSync(path, text);
	chmodSync(path, mode);
	return path;
}

const kubeconfig = (user: string, { address = url, cluster = '' } = {}): string =>
	file(
		'kubeconfig',
		`current-context: c
clusters: [{name: c, cluster: {server: "${address}"${cluster}}}]
users: [{name: u, user: ${user}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
`,
	);

const exec = (script: string, more = ''): string =>
	`{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ${file('plugin.sh', `#!/bin/sh\n${script}\n`, 0o700)}${more}}}`;
const credential = (status: string): string =>
	`echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":${status}}'`;

/** Everything under a directory, by its path. */
function filesUnder(path: string): Record<string, string> {
	if (!existsSync(path)) return {};
	if (!statSync(path).isDirectory()) return { [path]: readFileSync(path, 'latin1') };
	return Object.assign({}, ...readdirSync(path).map((name) => filesUnder(join(path, name))));
}

/** Runs it, and returns what it said and everything that it left behind. */
async function artefactsOf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Record<string, string>> {
	const home = mkdtempSync(join(directory, 'home-'));
	const journal = join(home, 'journal');
	const ran = await runKyacht([...args, '--journal', journal, '--log-level', 'debug'], { home, env });
	const left = filesUnder(home);
	return { ...left, stdout: ran.stdout, stderr: ran.stderr };
}

describe('no secret', () => {
	it('is in what is told of a server that quotes what it was sent', async () => {
		const connection = connectTo(url, { token });
		for (const how of ['html', 'text', '401', '403']) {
			const list = connection.listerWatcher(podsIn('shop', { scope: { fieldSelector: `a=${how}` } }));
			const failure: unknown = await list
				.list({ onObjects: () => undefined, signal: new AbortController().signal })
				.catch((error: unknown) => error);
			if (!(failure instanceof ApiFailure)) throw new Error(`${how}: nothing failed`);
			expect(failure.message, how).toContain('are no good');
			expectNoSecret({ [how]: JSON.stringify(failure.error) + failure.message + failure.stack }, secrets);
		}
	});

	const users: readonly (readonly [string, () => string])[] = [
		['a token that is refused', () => kubeconfig(`{token: ${token}}`)],
		['a JSON Web Token that is refused', () => kubeconfig(`{token: ${jwt}}`)],
		['a token with a line break', () => kubeconfig(`{token: "${token}\\nx"}`)],
		['a token file whose token is refused', () => kubeconfig(`{tokenFile: ${file('token', token)}}`)],
		['a user and a password', () => kubeconfig(`{username: jane, password: ${password}}`)],
		[
			'a key that is none',
			() => kubeconfig(`{client-certificate-data: ${keyData}, client-key-data: ${keyData}}`, { address: 'https://127.0.0.1:1' }),
		],
		[
			'a plugin that fails and says what it tried',
			() => kubeconfig(exec(`echo "refused ${jwt}, Bearer ${jwt}, password=${password}" >&2; exit 1`)),
		],
		['a plugin that prints a token and no credential', () => kubeconfig(exec(`echo ${token}`))],
		[
			'a plugin that gives a token and half a certificate',
			() => kubeconfig(exec(credential(`{"token":"${token}","clientKeyData":"${keyData}"}`))),
		],
		[
			'a plugin that says its token and gives it, and the server refuses it',
			() => kubeconfig(exec(`echo ${token} >&2; ${credential(`{"token":"${token}"}`)}`)),
		],
		['a plugin whose arguments are secret', () => kubeconfig(exec('exit 1', `, args: [--client-secret, ${password}, --token=${token}]`))],
		[
			'an OIDC provider that is not there',
			() =>
				kubeconfig(
					`{auth-provider: {name: oidc, config: {id-token: ${jwt}, refresh-token: ${token}, client-id: i, client-secret: ${password}, idp-issuer-url: "https://127.0.0.1:1"}}}`,
				),
		],
		[
			'a proxy that is not there',
			() =>
				kubeconfig(`{token: ${token}}`, { address: 'https://api.invalid', cluster: `, proxy-url: "http://jane:${password}@127.0.0.1:1"` }),
		],
		[
			'a proxy that is no proxy',
			() =>
				kubeconfig(`{token: ${token}}`, {
					address: 'https://api.invalid',
					cluster: `, proxy-url: "${url.replace('//', `//jane:${password}@`)}"`,
				}),
		],
		['a password in the address of the server', () => kubeconfig(`{token: ${token}}`, { address: `https://jane:${password}@127.0.0.1:1` })],
		['a kubeconfig that breaks at its token', () => kubeconfig(`{token: ${token}`)],
	];

	it.each(users)('is in the output, the journal, the log and the check of %s', async (_, write) => {
		const path = write();
		const [printed, checked] = await Promise.all([
			artefactsOf(['pods', '--kubeconfig', path]),
			runKyacht(['diag', '-o', 'json', '--kubeconfig', path]),
		]);
		expectNoSecret(printed, secrets);
		expectNoSecret({ stdout: checked.stdout, stderr: checked.stderr }, secrets);
		expect(`${checked.stdout}${checked.stderr}`).not.toContain('fault of kyacht');
	});

	it('of the command line is in the list of processes, the output or the journal', async () => {
		const path = kubeconfig('{}');
		expectNoSecret(await artefactsOf(['pods', '--kubeconfig', path, '--token', token]), secrets);
		for (const bad of [
			['--tokn', token],
			[`--toke=${token}`],
			[`--token=${token}`, '--nope'],
			['--token', token, '-o', 'nope'],
			['--token'],
		]) {
			const { stdout, stderr, exitCode } = await runKyacht(['pods', '--kubeconfig', path, ...bad]);
			expect(exitCode).toBe(2);
			expectNoSecret({ stdout, stderr }, secrets);
		}
	});

	it.skipIf(!existsSync('/proc/self/cmdline'))('is in the arguments that others may read', async () => {
		hangs = true;
		const requested = new Promise((resolve) => server.once('request', resolve));
		const running = startKyacht(['pods', '--kubeconfig', kubeconfig('{}'), `--token=${token}`]);
		await requested;
		const shown = readFileSync(`/proc/${running.child.pid}/cmdline`, 'utf8');
		running.child.kill('SIGKILL');
		await running.ended;
		hangs = false;
		expect(shown).toMatch(/^kyacht\0*$/);
	});

	it('of a proxy in the environment is in the output or the journal', async () => {
		const path = kubeconfig(`{token: ${token}}`, { address: 'https://api.invalid' });
		const env = { HTTPS_PROXY: `http://jane:${password}@127.0.0.1:1` };
		expectNoSecret(await artefactsOf(['pods', '--kubeconfig', path], env), secrets);
	});
});
