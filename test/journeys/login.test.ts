import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyList, kubeServer, pemPath } from '../support/kube-server.ts';
import { socksProxy } from '../support/proxy-servers.ts';
import { PtyProgram } from '../support/pty.ts';
import { ensureBuilt, kyachtBin, runKyacht, startKyacht } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** A kubeconfig whose plugin asks a person to log in, and then hangs, deaf to SIGTERM. It is alive as long as its line is held. */
async function hangingLogin(): Promise<{ readonly home: string; readonly config: string; readonly line: Promise<Socket> }> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const line = once(server, 'connection').then(([socket]) => socket as Socket);
	const { port } = server.address() as AddressInfo;
	const home = temporaryDirectory();
	const script = `process.on('SIGTERM', () => undefined);
require('node:net').connect(${port}, '127.0.0.1', () => process.stderr.write('To sign in, open https://login.example.com and enter ABCD-1234\\n'));`;
	writeFileSync(join(home, 'login.cjs'), script);
	const config = join(home, 'config');
	writeFileSync(
		config,
		`clusters: [{name: c, cluster: {server: "https://127.0.0.1:1", insecure-skip-tls-verify: true}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, command: "${process.execPath}", args: ["${join(home, 'login.cjs')}"]}}}]
contexts: [{name: prod, context: {cluster: c, user: u}}]
current-context: prod
`,
	);
	return { home, config, line };
}

test('what a credential plugin asks for is on the screen while it runs; ctrl-c leaves at once, and the plugin does not outlive it', async () => {
	ensureBuilt();
	const { home, config, line } = await hangingLogin();
	const program = new PtyProgram(process.execPath, [kyachtBin], { columns: 100, env: { HOME: home, KUBECONFIG: config } });
	onTestFinished(() => program.stop());
	await program.waitFor('ABCD-1234');
	expect(program.screen.lines()[0]).toContain('TLS unverified');
	const ended = once(await line, 'close');
	program.write('\u0003');
	await program.exited;
	expect(program.screen.alternate).toBe(false);
	await ended;
});

test('without a screen it is on stderr while it runs, and SIGINT ends both', async () => {
	const { home, config, line } = await hangingLogin();
	const { child, noted, ended } = startKyacht(['pods', '-o', 'name'], { home, env: { KUBECONFIG: config } });
	expect(await noted('ABCD-1234')).toContain('To sign in, open https://login.example.com and enter ABCD-1234\n');
	const gone = once(await line, 'close');
	child.kill('SIGINT');
	expect((await ended).exitCode).toBe(130);
	await gone;
});

test('a SOCKS proxy works in the program as it is installed, with its library in a chunk that is read only then', async () => {
	const server = await kubeServer(emptyList, 'server');
	const proxy = await socksProxy({ to: server.port, login: 'me:word' });
	const home = temporaryDirectory();
	const config = join(home, 'config');
	writeFileSync(
		config,
		`clusters: [{name: c, cluster: {server: "https://api.example.test:6443", tls-server-name: localhost, certificate-authority: "${pemPath('ca.crt')}", proxy-url: "socks5://me:word@127.0.0.1:${proxy.port}"}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: x, context: {cluster: c, user: u, namespace: lab}}]
current-context: x
`,
	);
	const { stderr, exitCode } = await runKyacht(['pods', '-A', '-o', 'name'], { home, env: { KUBECONFIG: config } });
	expect([stderr, exitCode]).toEqual(['', 0]);
	expect(new Set(proxy.asked)).toEqual(new Set(['name api.example.test:6443']));
});
