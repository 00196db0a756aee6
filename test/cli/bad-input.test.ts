import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenAnywhere } from '../../src/demo/listen.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { emptyHome } from '../support/homes.ts';
import { type Ran, runKyacht } from '../support/run-kyacht.ts';

const home = emptyHome();
const directory = mkdtempSync(join(tmpdir(), 'kyacht-bad-'));
let server: DemoServer;
let good: string;

beforeAll(async () => {
	server = await startDemoServer({ scenario: 'none' });
	good = file('good', server.kubeconfig());
});
afterAll(async () => {
	await server.close();
	rmSync(directory, { recursive: true });
});

function file(name: string, text: string): string {
	const path = join(directory, name);
	writeFileSync(path, text, { mode: 0o600 });
	return path;
}

const kyacht = (...args: string[]): Promise<Ran> => runKyacht(args, { home });

/** One sentence on stderr and nothing on stdout, with an exit code and no stack. */
function expectSentence(ran: Ran, exitCode: number, ...words: readonly string[]): void {
	for (const word of words) expect(ran.stderr).toContain(word);
	expect(ran.stderr).toMatch(/^kyacht: [^\n]+[.?!]\n$/);
	expect(ran.stderr).not.toMatch(/\bat .*:\d+:\d+|node:internal|undefined/);
	expect(ran.stdout).toBe('');
	expect(ran.exitCode).toBe(exitCode);
}

const kubeconfigFor = (url: string, user = '{token: secret-token}', cluster = ''): string =>
	[
		'apiVersion: v1',
		'kind: Config',
		'current-context: prod-eu',
		`clusters: [{name: c, cluster: {server: "${url}"${cluster}}}]`,
		`users: [{name: u, user: ${user}}]`,
		'contexts: [{name: prod-eu, context: {cluster: c, user: u}}]',
		'',
	].join('\n');

describe('bad input', () => {
	it('no cluster at all: the paths that were looked in, and --demo', async () => {
		expectSentence(await kyacht('pods'), 2, `${home}/.kube/config`, '--demo');
	});

	it('an unknown view: the nearest names', async () => {
		expectSentence(
			await kyacht('podz', '--kubeconfig', good),
			2,
			'There is no view "podz"; did you mean pods, or one of those that kyacht --help',
		);
	});

	it('no such context: the nearest name', async () => {
		expectSentence(await kyacht('pods', '--kubeconfig', good, '--context', 'demo-admim'), 2, '"demo-admim"', 'did you mean demo-admin?');
	});

	it('a kubeconfig that is malformed: file and line', async () => {
		const path = file('malformed', 'apiVersion: v1\nclusters:\n  - name: [\n');
		expectSentence(await kyacht('pods', '--kubeconfig', path), 2, path, ':');
	});

	it.skipIf(process.getuid?.() === 0)('a kubeconfig that cannot be read', async () => {
		const path = file('unreadable', kubeconfigFor('http://127.0.0.1:1'));
		chmodSync(path, 0o000);
		expectSentence(await kyacht('pods', '--kubeconfig', path), 2, path, 'EACCES');
	});

	it('a kubeconfig in which nothing is', async () => {
		const ran = await runKyacht(['pods'], { home, env: { KUBECONFIG: file('nothing', '') } });
		expectSentence(ran, 2, `nothing is in the kubeconfig ${directory}/nothing; name one with --kubeconfig`);
	});

	it('one object and a selector', async () => {
		expectSentence(
			await kyacht('pod/cart', '-l', 'app=cart', '--kubeconfig', good),
			2,
			'pods/cart names one object already; leave -l out.',
		);
	});

	it('a kubeconfig that is a directory', async () => {
		expectSentence(await kyacht('pods', '--kubeconfig', directory), 2, `The kubeconfig ${directory} is a directory`);
	});

	it.each([
		['--cluster', 'nope', 'The cluster "nope" of --cluster is not in', 'there are: c.'],
		['--user', 'uu', 'The user "uu" of --user is not in', 'did you mean u?'],
		['--server', 'ftp://x', 'What --server gives is no address of an API server', 'write it like https://host:6443'],
	])('%s %s: the flag, and what there is', async (flag, value, ...words) => {
		expectSentence(await kyacht('pods', '--kubeconfig', file('flags', kubeconfigFor('http://127.0.0.1:1')), flag, value), 2, ...words);
	});

	it('a server of --server that is not there, and a token of --token that is nobody’s: the flag, not the kubeconfig', async () => {
		const refused = await kyacht('pods', '--kubeconfig', good, '--server', 'http://127.0.0.1:1');
		expectSentence(refused, 4, 'the address given with --server is right');
		const nobody = await kyacht('pods', '--kubeconfig', good, '--token', 'secret-token');
		expectSentence(nobody, 3, 'give another token with --token');
		expect(nobody.stderr).not.toContain('secret-token');
	});

	it('an exec plugin that is not there', async () => {
		const path = file(
			'missing-plugin',
			kubeconfigFor(server.url, '{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: Never}}'),
		);
		const ran = await kyacht('pods', '--kubeconfig', path);
		expectSentence(ran, 3, 'the credential plugin no-such-plugin was not found; install it');
		expect(ran.stderr).not.toContain(server.url);
	});

	it('an exec plugin that prints something else: the plugin, not the server, and not to run it', async () => {
		const path = file(
			'junk-plugin',
			kubeconfigFor(
				server.url,
				'{exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: [hello], interactiveMode: Never}}',
			),
		);
		const ran = await kyacht('pods', '--kubeconfig', path);
		expectSentence(ran, 3, 'the credential plugin echo printed something that is no ExecCredential; correct the plugin');
		expect(ran.stderr).not.toMatch(/does not accept|run:/);
	});

	it('an exec plugin that fails: what it said', async () => {
		const plugin = file('plugin.sh', '#!/bin/sh\necho "please log in first" >&2\nexit 7\n');
		chmodSync(plugin, 0o700);
		const path = file(
			'failing-plugin',
			kubeconfigFor(server.url, `{exec: {apiVersion: client.authentication.k8s.io/v1, command: "${plugin}", interactiveMode: Never}}`),
		);
		expectSentence(await kyacht('pods', '--kubeconfig', path), 3, 'please log in first');
	});

	it('a token that is nobody’s: unauthorized, and never the token', async () => {
		const ran = await kyacht('pods', '--kubeconfig', file('nobody', kubeconfigFor(server.url)));
		expectSentence(ran, 3, 'Cannot read pods');
		expect(ran.stderr).not.toContain('secret-token');
	});

	it('what may not be read: verb and resource', async () => {
		expectSentence(await kyacht('nodes', '--kubeconfig', good, '--context', 'demo-shop'), 3, 'you may not list nodes');
	});

	it('somebody whom one may not be', async () => {
		const ran = await kyacht('pods', '--kubeconfig', good, '--context', 'demo-viewer', '--as', 'jane');
		expectSentence(ran, 3, 'you may not act as jane (403: impersonate users)');
	});

	it('what those may not read whom one is: --as and --as-group are sent', async () => {
		expectSentence(
			await kyacht('nodes', '--kubeconfig', good, '--as', 'jane', '--as-group', 'viewers'),
			3,
			'jane, as whom you act, may not list nodes',
		);
	});

	it('a server that is not there', async () => {
		const free = createServer();
		// Not one that the system gives out: somebody else would have it at once.
		const port = await listenAnywhere(free);
		await new Promise((resolve) => free.close(resolve));
		const ran = await kyacht('pods', '--kubeconfig', file('refused', kubeconfigFor(`http://127.0.0.1:${port}`)));
		expectSentence(ran, 4, `http://127.0.0.1:${port}`, 'connection refused', 'context prod-eu');
	});

	it('a server that answers HTML', async () => {
		const undo = server.faults.answer(() => true, {
			status: 200,
			headers: { 'content-type': 'text/html' },
			body: '<html><title>Log in</title></html>',
		});
		const ran = await kyacht('pods', '--kubeconfig', good);
		undo();
		expectSentence(ran, 1, 'a web page titled “Log in”');
	});

	it('a server that hangs, given --request-timeout', async () => {
		const undo = server.faults.hang(() => true);
		const ran = await kyacht('pods', '--kubeconfig', good, '--request-timeout', '1s');
		undo();
		expectSentence(ran, 1, 'timed out', '--request-timeout');
	});

	it('a --request-timeout too short even to connect failed too: the server is there', async () => {
		expectSentence(await kyacht('pods', '--kubeconfig', good, '--request-timeout', '1ms'), 1, 'timed out');
	});

	it.each([
		['-l', 'app in cart', 'label selector "app in cart"'],
		['--field-selector', 'status.phase', 'field selector "status.phase"'],
		['--request-timeout', 'soon', '--request-timeout: "soon" is no duration'],
		['--metrics-interval', '0', '--metrics-interval: 0 is too short'],
		['-o', 'yaml', '-o yaml needs whole objects'],
		['--filter', 'sttus:crash', '--filter "sttus:crash": no column "sttus"; near it: status'],
		['--filter', '/a)/', 'a ) has no ( before it'],
		['--filter', 'status:>5', 'status is text'],
		['--sort-by', 'restart', 'did you mean restarts?'],
		['--sort-by', 'zzz', 'there are name,'],
		['--nope', 'x', "Unknown option '--nope'"],
	])('%s %s', async (flag, value, words) => {
		expectSentence(await kyacht('pods', '--kubeconfig', good, flag, value), 2, words);
	});

	it('a field that the server does not select by is bad usage too', async () => {
		expectSentence(await kyacht('pods', '--kubeconfig', good, '--field-selector', 'spec.color=red'), 2, 'field label not supported');
	});

	it.each([
		[['--watch', '-o', 'json'], '--watch prints lines'],
		[['--watch', '--sort-by', 'name'], '--sort-by needs all rows'],
	])('%j do not go together', async (flags, words) => {
		expectSentence(await kyacht('pods', '--kubeconfig', good, ...flags), 2, words);
	});

	it('a journal that cannot be written', async () => {
		expectSentence(
			await kyacht('pods', '--kubeconfig', good, '--journal', directory),
			1,
			`The journal ${directory} cannot be opened (EISDIR)`,
		);
	});

	it('a journal in a directory that there is not: nothing is made', async () => {
		const missing = join(directory, 'missing');
		expectSentence(await kyacht('pods', '--kubeconfig', good, '--journal', join(missing, 'journal')), 2, `no directory ${missing}`);
		expect(existsSync(missing)).toBe(false);
	});

	it('a port that there is not', async () => {
		expectSentence(await kyacht('demo', '--serve', '--port', '99999'), 2, '--port: 99999 is no port');
	});

	it.skipIf(!existsSync('/dev/full'))('a full disk under the output', async () => {
		for (const args of [
			['pods', '--kubeconfig', good],
			['diag', '--kubeconfig', good],
			['demo', '--serve'],
		]) {
			const full = openSync('/dev/full', 'w');
			expectSentence(await runKyacht(args, { home, stdout: full }), 1, 'Cannot write the output (ENOSPC)');
			closeSync(full);
		}
	});

	it('escape sequences in what was typed are shown, not obeyed', async () => {
		const ran = await kyacht('pods\u001b[2J', '--kubeconfig', good);
		expect(ran.stderr).not.toContain('\u001b');
		expect(ran.exitCode).toBe(2);
	});
});

describe('a certificate', () => {
	const tls = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

	async function served(name: string, kubeconfig: (url: string) => string): Promise<Ran> {
		const https = createHttps({ key: readFileSync(tls(`${name}.key`)), cert: readFileSync(tls(`${name}.crt`)) }, (_, response) =>
			response.end('{}'),
		);
		await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
		const { port } = https.address() as AddressInfo;
		const ran = await kyacht('pods', '--kubeconfig', file(`${name}-kubeconfig`, kubeconfig(`https://127.0.0.1:${port}`)));
		https.close();
		return ran;
	}

	it('of an unknown CA', async () => {
		const ran = await served('server', (url) => kubeconfigFor(url));
		expectSentence(ran, 4, 'unknown CA', 'certificate-authority');
	});

	it('that has expired', async () => {
		const ran = await served('expired', (url) => kubeconfigFor(url, '{token: t}', `, certificate-authority: "${tls('ca.crt')}"`));
		expectSentence(ran, 4, 'certificate expired');
	});
});
