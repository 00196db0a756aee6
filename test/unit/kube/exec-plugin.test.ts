import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { commandLine, ExecRun, type ExecSpec, printable } from '../../../src/kube/exec-plugin.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { pemPath } from '../../support/kube-server.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const V1 = 'client.authentication.k8s.io/v1';

/** A plugin that runs this script with the Node that runs the tests. */
const plugin = (script: string, more: Partial<ExecSpec> = {}): ExecSpec => ({
	apiVersion: V1,
	command: process.execPath,
	args: ['-e', script],
	env: {},
	installHint: undefined,
	interactiveMode: 'IfAvailable',
	cluster: undefined,
	...more,
});

const printing = (status: unknown, apiVersion = V1): string =>
	`process.stdout.write(${JSON.stringify(JSON.stringify({ kind: 'ExecCredential', apiVersion, status }))});`;

const run = (spec: ExecSpec, env: NodeJS.ProcessEnv = process.env): ExecRun => new ExecRun(spec, env, new FakeClock());

async function errorOf(exec: ExecRun) {
	const error = await exec.credential.catch((failure: unknown) => failure);
	if (!(error instanceof ApiFailure) || error.error.kind !== 'unauthorized') throw new Error(`not unauthorized: ${String(error)}`);
	return error.error;
}

describe('a credential plugin', () => {
	it('gives a token, a client certificate and when they expire', async () => {
		const [clientCertificateData = '', clientKeyData = ''] = ['client.crt', 'client.key'].map((name) =>
			readFileSync(pemPath(name), 'utf8'),
		);
		const status = { token: 'T', clientCertificateData, clientKeyData, expirationTimestamp: '2026-11-22T03:00:00Z' };
		expect(await run(plugin(printing(status))).credential).toEqual({
			token: 'T',
			clientCertificate: Buffer.from(clientCertificateData),
			clientKey: Buffer.from(clientKeyData),
			expiresAt: Date.parse('2026-11-22T03:00:00Z'),
		});
	});

	it('that gives a certificate which cannot be used is unauthorized, and says what is wrong with it', async () => {
		const status = { clientCertificateData: readFileSync(pemPath('client.crt'), 'utf8'), clientKeyData: 'SECRET' };
		const { message } = await errorOf(run(plugin(printing(status))));
		expect(message).toMatch(/gave a client certificate that cannot be used: the client key holds no private key in PEM/);
		expect(message).not.toContain('SECRET');
	});

	it('works in version v1beta1, too, and must answer in the version that it was asked in', async () => {
		const apiVersion = 'client.authentication.k8s.io/v1beta1';
		expect((await run(plugin(printing({ token: 'T' }, apiVersion), { apiVersion })).credential).token).toBe('T');
		expect((await errorOf(run(plugin(printing({ token: 'T' }, apiVersion))))).message).toMatch(/another version than .*\/v1,/);
	});

	it('is told what KUBERNETES_EXEC_INFO says, its own environment, and has an empty stdin and no terminal', async () => {
		const file = join(temporaryDirectory(), 'told.json');
		const script = `
			const fs = require('node:fs');
			let tty = 'none';
			try { fs.openSync('/dev/tty', 'r+'); tty = 'opened'; } catch {}
			const told = { info: JSON.parse(process.env.KUBERNETES_EXEC_INFO), own: process.env.OWN, kept: process.env.KEPT, stdin: fs.readFileSync(0, 'utf8'), tty };
			fs.writeFileSync(${JSON.stringify(file)}, JSON.stringify(told));
			${printing({ token: 'T' })}`;
		const spec = plugin(script, { env: { OWN: 'own' }, cluster: { server: 'https://api:6443', config: { a: 1 } } });
		await run(spec, { ...process.env, KEPT: 'kept' }).credential;
		expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
			info: {
				kind: 'ExecCredential',
				apiVersion: V1,
				spec: { cluster: { server: 'https://api:6443', config: { a: 1 } }, interactive: false },
			},
			own: 'own',
			kept: 'kept',
			stdin: '',
			tty: 'none',
		});
	});

	it('that is missing is unauthorized, with its install hint made safe', async () => {
		const error = await errorOf(
			run(plugin('', { command: 'kyacht-no-such-plugin', args: ['get-token'], installHint: 'brew install it\u001b[2J\nnow' })),
		);
		expect(error.message).toBe('the credential plugin kyacht-no-such-plugin was not found: brew install it now');
		// It cannot be run, so nobody is told to.
		expect(error).toMatchObject({ next: expect.stringMatching(/^install it/), isUnasked: true });
		expect(error.command).toBeUndefined();
	});

	it('that fails is unauthorized, with the end of its stderr made safe and bounded', async () => {
		const script =
			"process.stderr.write('x'.repeat(20000) + '\\n\\u001b]52;c;aGk=\\u0007\\u001b[31mlogin \\u202eexpired\\u001b[0m\\n'); process.exit(3);";
		const { message } = await errorOf(run(plugin(script)));
		expect(message).toMatch(/failed \(exit code 3\): .*login .*expired$/);
		expect(message).not.toMatch(/[\u001b\u0007\u202e]/);
		expect(message.length).toBeLessThan(1000);
	});

	it.each([
		['nothing', ''],
		['words', "process.stdout.write('SECRET');"],
		['another object', 'process.stdout.write(\'{"kind":"Pod","token":"SECRET"}\');'],
		['a credential without any', printing({})],
		['a certificate without its key', printing({ clientCertificateData: 'SECRET' })],
	])('that prints %s is unauthorized, and nothing of its stdout is repeated', async (_, script) => {
		const error = await errorOf(run(plugin(script)));
		expect(error.message).toMatch(/printed nothing on stdout|printed something that is no ExecCredential|gave /);
		expect(error.message).not.toContain('SECRET');
		expect(error).toMatchObject({ next: expect.stringMatching(/^correct the plugin/), isUnasked: true });
		expect(error.command).toBeUndefined();
	});

	it('that needs a terminal is not run', async () => {
		const error = await errorOf(run(plugin(printing({ token: 'T' }), { interactiveMode: 'Always' })));
		expect(error.message).toMatch(/needs a terminal/);
		expect(error.next).toMatch(/^log in outside, and start kyacht with/);
		expect(error.command).toBeUndefined();
	});

	it('that is silent is ended after a minute', async () => {
		const clock = new FakeClock();
		const exec = new ExecRun(plugin('setInterval(() => undefined, 1000)'), process.env, clock);
		await clock.advance(59_000);
		const ended = errorOf(exec);
		await clock.advance(1_000);
		expect((await ended).message).toMatch(/did not finish within 60s/);
	});

	it('that prints something has five minutes, and what it prints can be read meanwhile', async () => {
		const clock = new FakeClock();
		const gate = join(temporaryDirectory(), 'go');
		const script = `
			process.stderr.write('open https://login.example.com and enter ABCD\\n');
			const fs = require('node:fs');
			setInterval(() => { if (fs.existsSync(${JSON.stringify(gate)})) { ${printing({ token: 'T' })} process.exit(0); } }, 5);`;
		const exec = new ExecRun(plugin(script), process.env, clock);
		// The event itself is waited for: the text is there once the pipe has brought it.
		while (exec.output() === '') await new Promise((resolve) => setImmediate(resolve));
		expect(exec.output()).toBe('open https://login.example.com and enter ABCD');
		await clock.advance(240_000);
		writeFileSync(gate, '');
		expect((await exec.credential).token).toBe('T');
	});

	it('is ended with whatever it started when it is stopped', async () => {
		const clock = new FakeClock();
		const script =
			"require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' }); process.stderr.write('up');";
		const exec = new ExecRun(plugin(`${script} setInterval(() => undefined, 1000);`), process.env, clock);
		while (exec.output() === '') await new Promise((resolve) => setImmediate(resolve));
		exec.stop('was ended with the connection');
		// Its pipes close only when the grandchild, which holds them too, is gone.
		expect((await errorOf(exec)).message).toMatch(/was ended with the connection/);
	});
});

describe('the command line of a plugin', () => {
	it('can be run as it is printed, but for what options with a telling name hold', () => {
		expect(commandLine({ command: 'aws', args: ['eks', 'get-token', '--cluster-name', 'a b'] })).toBe(
			"aws eks get-token --cluster-name 'a b'",
		);
		expect(commandLine({ command: 'login', args: ['--client-secret=hush', '--password', 'hush', '--user', 'me'] })).toBe(
			'login --client-secret=… --password … --user me',
		);
	});

	it('and what it prints are safe for a terminal', () => {
		expect(commandLine({ command: 'a\u001b[2J', args: [] })).not.toContain('\u001b');
		expect(printable('\u001b[1mbold\u001b[0m\r\n\n\u0007next\u202e')).toBe('bold\n^Gnext<U+202E>');
	});
});
