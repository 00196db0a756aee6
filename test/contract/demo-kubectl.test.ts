import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { until } from '../support/wire.ts';

const hasKubectl = (process.env['PATH'] ?? '').split(delimiter).some((directory) => existsSync(join(directory, 'kubectl')));

interface Said {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

describe.runIf(hasKubectl)('kubectl on the demo cluster', () => {
	let server: DemoServer;
	let home: string;
	let args: readonly string[];

	beforeAll(async () => {
		server = await startDemoServer({ scenario: 'none' });
		home = await mkdtemp(join(tmpdir(), 'kyacht-kubectl-'));
		await writeFile(join(home, 'config'), server.kubeconfig());
		args = ['--kubeconfig', join(home, 'config'), '--cache-dir', join(home, 'cache')];
	});
	afterAll(async () => {
		await server.close();
		await rm(home, { recursive: true, force: true });
	});

	const kubectl = (...command: readonly string[]): Promise<Said> =>
		new Promise((resolve) => {
			execFile('kubectl', [...args, ...command], { env: { ...process.env, HOME: home }, maxBuffer: 1 << 26 }, (error, out, err) => {
				resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err });
			});
		});

	const lines = ({ out }: Said): string[] => out.trimEnd().split('\n');

	test('get lists pods with the columns it knows', async () => {
		const said = await kubectl('get', 'pods', '-A');
		expect([said.code, said.err]).toEqual([0, '']);
		expect(lines(said)[0]?.split(/\s+/)).toEqual(['NAMESPACE', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE']);
		expect(lines(said)).toHaveLength(1 + server.world.list('pods').length);
		expect(said.out).toMatch(/^search +query-canary +0\/1 +ImagePullBackOff +0 /m);
	});

	test.each([
		[['nodes', '-o', 'wide'], /^control-1 +Ready +control-plane /m],
		[['namespaces'], /^shop +Active /m],
		[['deploy,rs,sts,ds,svc,cm,secret,job,cj,hpa,pdb,quota,pvc,endpointslices,lease', '-A'], /^shop +deployment.apps\/cart +4\/4 +4 +4 /m],
		[['events', '-A'], /FailedScheduling/],
		[['storageclasses'], /^NAME +PROVISIONER +RECLAIMPOLICY +VOLUMEBINDINGMODE +ALLOWVOLUMEEXPANSION +AGE\ngp3/],
		[['nodes', '--field-selector', 'spec.unschedulable=false'], /^worker-05 +Ready/m],
		[['jobs', '-A', '--field-selector', 'status.successful=1'], /^batch +nightly-report +Complete +1\/1/m],
		[['pods', '-n', 'shop', '-l', 'app=cart', '--field-selector', 'status.phase=Running', '-o', 'name'], /^(pod\/cart-\S+\n){4}$/],
		[['pods', '-A', '--chunk-size=7', '-o', 'name'], /kafka-0/],
		[['pod', 'kafka-0', '-n', 'data', '-o', 'yaml'], /^kind: Pod$/m],
		[['all', '-n', 'data'], /statefulset.apps\/kafka/],
	])('get %j', async (what, expected) => {
		const said = await kubectl('get', ...what);
		expect([said.code, said.err]).toEqual([0, '']);
		expect(said.out).toMatch(expected);
	});

	test('get -w shows a change as it happens', async () => {
		const child = spawn('kubectl', [...args, 'get', 'pods', '-n', 'data', '-w'], { env: { ...process.env, HOME: home } });
		let out = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			out += text;
		});
		try {
			await until(() => server.openWatches().some(({ resource, namespace }) => resource === 'pods' && namespace === 'data'));
			server.world.patch('pods', 'data', 'kafka-1', { status: { phase: 'Failed', reason: 'Evicted', containerStatuses: null } });
			await until(() => /kafka-1 .*Evicted/.test(out));
		} finally {
			child.kill();
		}
	});

	test('logs shows the newest lines, of all containers, and what a container that was not started again said last', async () => {
		const tail = await kubectl('logs', '-n', 'default', 'deploy/web', '--tail=3', '--timestamps');
		expect([tail.code, lines(tail).length]).toEqual([0, 3]);
		expect(tail.out).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z .* seq=0\.\d+$/m);
		const all = await kubectl('logs', '-n', 'shop', 'deploy/cart', '--all-containers', '--prefix', '--tail=1');
		expect(
			lines(all)
				.map((line) => /^\[pod\/cart-\S+\/(\w+)\]/.exec(line)?.[1])
				.sort((one, other) => (String(one) < String(other) ? -1 : 1)),
		).toEqual(['cart', 'proxy']);
		const selected = await kubectl('logs', '-n', 'batch', '-l', 'app=worker', '--tail=2');
		expect(lines(selected)).toHaveLength(6);
		const failed = server.world.list('pods', 'batch').find(({ metadata }) => metadata.name.startsWith('import-prices'));
		expect((await kubectl('logs', '-n', 'batch', failed?.metadata.name ?? '')).out).toContain('KeyError');
		const waiting = await kubectl('logs', '-n', 'search', 'query-canary');
		expect(waiting.err).toContain('is waiting to start: trying and failing to pull image');
	});

	test('logs -f ends when the pod is gone', async () => {
		const pod = server.world.list('pods', 'payments').find(({ metadata }) => metadata.name.startsWith('fraud-'))?.metadata.name ?? '';
		const following = kubectl('logs', '-f', '-n', 'payments', pod, '--tail=2');
		await until(() => server.openLogs().length > 0);
		server.world.remove('pods', 'payments', pod);
		const said = await following;
		expect(said.code).toBe(0);
		expect(lines(said).at(-2)).toContain('received SIGTERM');
	});

	test('events and wait find what they ask for', async () => {
		expect((await kubectl('events', '-n', 'search')).out).toMatch(/Warning +Failed +Pod\/query-canary/);
		const waited = await kubectl('wait', '-n', 'default', '--for=condition=Ready', 'pod/debug-shell', '--timeout=10s');
		expect(waited.out).toBe('pod/debug-shell condition met\n');
	});

	test('top prints nodes and pods', async () => {
		const nodes = await kubectl('top', 'nodes');
		expect([nodes.code, lines(nodes).length]).toEqual([0, 1 + server.world.list('nodes').length]);
		const pods = await kubectl('top', 'pods', '-n', 'shop');
		expect(pods.out).toMatch(/^cart-\S+ +\d+m +\d+Mi/m);
	});

	test('api-resources lists what is served', async () => {
		const said = await kubectl('api-resources');
		expect(said.code).toBe(0);
		expect(said.out).toMatch(/^pods +po +v1 +true +Pod$/m);
		expect(said.out).toMatch(/^deployments +deploy +apps\/v1 +true +Deployment$/m);
		expect((await kubectl('api-versions')).out).toMatch(/^metrics.k8s.io\/v1beta1$/m);
	});

	test.each([
		['node/worker-01', /^Allocated resources:/m],
		['deployment/web', /^NewReplicaSet: +web-\S+ \(2\/2 replicas created\)/m],
		['pod/debug-shell', /^Node: +worker-0\d\/10\.0\.1\.\d+/m],
		['service/web', /^Endpoints: +10\.42\./m],
		['ns/shop', /^Resource Quotas/m],
	])('describe %s', async (what, expected) => {
		const said = await kubectl('describe', what);
		expect([said.code, said.err]).toEqual([0, '']);
		expect(said.out).toMatch(expected);
	});

	test('is refused by name what a user may not see', async () => {
		const said = await kubectl('--context', 'demo-viewer', 'get', 'nodes');
		expect(said.code).toBe(1);
		expect(said.err).toContain('nodes is forbidden: User "viewer" cannot list resource "nodes" in API group "" at the cluster scope');
	});
});
