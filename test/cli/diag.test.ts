import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DiagDocument } from '../../src/cli/diag.ts';
import { domains } from '../../src/domains/registry.ts';
import { type Ran, runKyacht, startKyacht } from '../support/run-kyacht.ts';
import { servedDemo } from '../support/served-demo.ts';

const { home, kubeconfig, server } = await servedDemo();

const diag = (...args: string[]): Promise<Ran> => runKyacht(['diag', '--kubeconfig', kubeconfig, ...args], { home });
const documentOf = (ran: Ran): DiagDocument => JSON.parse(ran.stdout) as DiagDocument;

describe('kyacht diag', () => {
	/** A server that lacks a kind is well all the same. */
	const notServed = 'runtimeclasses';

	it('tries connection, login, every domain’s list and watch, and metrics, and ends with 0 when all is well', async () => {
		const restore = server.faults.removeResource('runtimeclasses.node.k8s.io');
		const ran = await diag('-A', '-o', 'json').finally(restore);
		const { checks, verdict, paths } = documentOf(ran);
		expect(checks.map(({ check, subject }) => `${check} ${subject}`.trim())).toEqual([
			'connection',
			'login',
			'clock',
			// Views of several kinds, and other readings of one, are put together from resources that have a domain each.
			...domains
				.filter(({ reads }) => {
					const rows = reads.filter(({ role }) => role === 'rows');
					return rows.length === 1 && rows[0]?.resource.reading === undefined;
				})
				.flatMap(({ name, reads }) =>
					name === notServed || reads[0]?.resource.polled !== undefined ? [`list ${name}`] : [`list ${name}`, `watch ${name}`],
				),
			'discovery',
			'metrics node-metrics',
			'metrics pod-metrics',
		]);
		expect(checks.find(({ check }) => check === 'discovery')?.sentence).toMatch(/^The server lists \d+ kinds, \d+ of them without a view/);
		expect(checks.filter(({ result }) => result !== 'ok')).toMatchObject([{ subject: notServed, result: 'unchecked' }]);
		expect(verdict).toBe('ok');
		expect(paths).toEqual({
			config: join(home, '.config', 'kyacht', 'config.yaml'),
			state: join(home, '.local', 'state', 'kyacht'),
			log: join(home, '.local', 'state', 'kyacht', 'kyacht.log'),
			journal: null,
			missing: ['config', 'state', 'log'],
		});
		expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
	});

	it('prints a table with a sentence a line', async () => {
		const ran = await diag();
		expect(ran.stdout).toMatch(/^Log +\S+kyacht\.log \(not there\)$/m);
		expect(ran.stdout).toMatch(/^CHECK +SUBJECT +RESULT +DETAIL$/m);
		expect(ran.stdout).toMatch(/^watch +pods +ok +A watch of pods in namespace \S+ opens in \d+ ms/m);
		expect(ran.stdout).toMatch(/Everything works\.\n$/);
	});

	it('ends with 5 and says so when there is no such namespace', async () => {
		const ran = await diag('-n', 'nosuchns');
		expect(ran.stdout).toMatch(/^namespace +nosuchns +degraded +There is no namespace nosuchns; kyacht namespaces lists /m);
		expect(ran).toMatchObject({ exitCode: 5 });
	});

	it('ends with 5 and says what is polled when a watch is forbidden', async () => {
		const ran = await diag('--context', 'demo-nowatch', '-o', 'json', '-A');
		const watch = documentOf(ran).checks.find(({ check, subject }) => check === 'watch' && subject === 'pods');
		expect(watch).toMatchObject({ result: 'degraded', error: { kind: 'forbidden' } });
		expect(watch?.sentence).toMatch(
			/^Cannot read changes of pods in all namespaces: you may not watch pods [^.]*; until then they are polled\.$/,
		);
		expect(ran.exitCode).toBe(5);
	});

	it('ends with 5 when there are no metrics', async () => {
		server.faults.metrics('absent');
		const ran = await diag('-o', 'json');
		server.faults.metrics('none');
		expect(
			documentOf(ran)
				.checks.filter(({ result }) => result === 'degraded')
				.map(({ subject }) => subject),
		).toEqual(['node-metrics', 'pod-metrics']);
		expect(ran.exitCode).toBe(5);
	});

	it('says no samples, and ends with 5, where metrics are answered without any, unless nothing runs there', async () => {
		server.world.put('namespaces', { metadata: { name: 'bare' } });
		server.faults.metrics('empty');
		const [shop, bare] = await Promise.all([diag('-n', 'shop', '-o', 'json'), diag('-n', 'bare', '-o', 'json')]);
		server.faults.metrics('none');
		const told = (ran: Ran) =>
			documentOf(ran)
				.checks.filter(({ check }) => check === 'metrics')
				.map(({ result, sentence }) => `${result}: ${sentence}`);
		const nodes = 'degraded: The metrics API answers, and has no samples of nodes; look at the log of metrics-server.';
		expect(told(shop)).toEqual([
			nodes,
			'degraded: The metrics API answers, and has no samples of pods; look at the log of metrics-server.',
		]);
		expect(told(bare)).toEqual([nodes, 'ok: The metrics API answers; there is nothing to sample in namespace bare.']);
		expect(shop.exitCode).toBe(5);
	});

	it('ends with 3 when nothing may be read', async () => {
		const ran = await diag('--token', 'nobody', '-o', 'json');
		const { verdict, checks } = documentOf(ran);
		expect(verdict).toBe('denied');
		expect(ran.exitCode).toBe(3);
		expect(ran.stdout).not.toContain('nobody"');
		// Why is said once; the clock is that of the refusal.
		expect(checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
			'connection failed',
			'login unchecked',
			'clock ok',
			'list unchecked',
			'watch unchecked',
			'discovery unchecked',
			'metrics unchecked',
		]);
	});

	it('does not ask the server, nor speak for it or its clock, when a plugin gives no credentials', async () => {
		const path = join(home, 'plugin');
		const exec = '{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: Never}}';
		const entries = `clusters: [{name: c, cluster: {server: "${server.url}"}}]\ncontexts: [{name: c, context: {cluster: c, user: u}}]`;
		writeFileSync(path, `apiVersion: v1\nkind: Config\ncurrent-context: c\n${entries}\nusers: [{name: u, user: ${exec}}]\n`);
		const ran = await runKyacht(['diag', '--kubeconfig', path], { home });
		expect(ran.stdout.match(/the credential plugin no-such-plugin was not found; install it/g)).toHaveLength(1);
		expect(ran.stdout).not.toMatch(/does not accept|^clock/m);
		expect(ran.stdout).toMatch(/\nThere are no credentials to show to the server, so it was not asked\.\n$/);
		expect(ran.exitCode).toBe(3);
	});

	it('ends with 4 when the server cannot be reached, without trying the rest', async () => {
		await server.faults.refuseConnections();
		const ran = await diag('-o', 'json');
		await server.faults.acceptConnections();
		expect(documentOf(ran)).toMatchObject({ verdict: 'unreachable', checks: [{ check: 'connection', result: 'failed' }] });
		expect(ran.exitCode).toBe(4);
	});

	it('names the proxy on the way, without its password, and says that a certificate is not checked', async () => {
		const path = join(home, 'proxied');
		const cluster = '{server: "https://127.0.0.1:1", insecure-skip-tls-verify: true, proxy-url: "http://jane:ZbRk8@127.0.0.1:1"}';
		const entries = `clusters: [{name: c, cluster: ${cluster}}]\ncontexts: [{name: c, context: {cluster: c}}]`;
		writeFileSync(path, `apiVersion: v1\nkind: Config\ncurrent-context: c\n${entries}\n`);
		const [ran, json] = await Promise.all([[], ['-o', 'json']].map((more) => runKyacht(['diag', '--kubeconfig', path, ...more], { home })));
		expect(ran?.stdout).toMatch(/^Proxy +http:\/\/127\.0\.0\.1:1 \(proxy-url\)$/m);
		expect(ran?.stdout).toMatch(/^TLS +unverified \(insecure-skip-tls-verify\): whoever is on the way can pass for the server$/m);
		expect(JSON.parse(json?.stdout ?? '')).toMatchObject({
			proxy: { address: 'http://127.0.0.1:1', from: 'proxy-url' },
			tls: 'unverified',
		});
		expect(`${ran?.stdout}${json?.stdout}`).not.toContain('ZbRk8');
	});

	it('has no other format', async () => {
		const ran = await diag('-o', 'csv');
		expect(ran).toMatchObject({
			stdout: '',
			stderr: 'kyacht: kyacht diag prints -o table or -o json, not csv; choose one.\n',
			exitCode: 2,
		});
	});
});

describe('kyacht demo', () => {
	it('serves a kubeconfig that works until it is told to stop', async () => {
		const demo = startKyacht(['demo', '--serve', '--seed', '7', '--size', '30', '--scenario', 'none'], { home });
		const path = /KUBECONFIG=(\S+)/.exec(await demo.said('Ctrl-c ends it.'))?.[1] ?? '';
		const ran = await runKyacht(['nodes', '-o', 'name'], { home, env: { KUBECONFIG: path } });
		expect(ran.stdout).toMatch(/^node\//);
		demo.child.kill('SIGINT');
		expect(await demo.ended).toMatchObject({ stderr: '', exitCode: 0 });
		expect((await runKyacht(['nodes'], { home, env: { KUBECONFIG: path } })).exitCode).toBe(2);
	});

	it('names the scenarios when there is no such', async () => {
		const ran = await runKyacht(['demo', '--serve', '--scenario', 'rolout'], { home });
		expect(ran.stderr).toContain('The demo has no scenario "rolout"; did you mean rollout?');
		expect(ran.exitCode).toBe(2);
	});
});

describe('help, version and completion', () => {
	it.each([['--help'], ['--version'], ['completion', 'bash'], ['completion', 'zsh'], ['completion', 'fish']])(
		'%s %s needs no cluster',
		async (...args) => {
			const ran = await runKyacht(args, { home });
			expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
			expect(ran.stdout.length).toBeGreaterThan(4);
		},
	);
});
