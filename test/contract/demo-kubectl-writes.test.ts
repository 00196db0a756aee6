import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { labelsOf } from '../../src/demo/selectors.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';

const hasKubectl = (process.env['PATH'] ?? '').split(delimiter).some((directory) => existsSync(join(directory, 'kubectl')));

const manifest = (replicas: number, image = 'registry.example.com/hello:1.0') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: hello, namespace: default}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: hello}}
  template:
    metadata: {labels: {app: hello}}
    spec:
      containers: [{name: hello, image: "${image}", ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: hello, namespace: default}
spec: {selector: {app: hello}, ports: [{port: 80}]}
`;

/** Real time, in which whatever takes its time takes a twelfth of it: kubectl waits for pods that start and end. */
const hasty: Clock = { now: () => systemClock.now(), after: (delayMs, run) => systemClock.after(delayMs / 12, run) };

interface Said {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

test.skipIf(hasKubectl)('kubectl is not on the path, so what it writes to the demo cluster is not tested here', () => undefined);

describe.runIf(hasKubectl)('kubectl writes to the demo cluster', () => {
	let server: DemoServer;
	let home: string;

	beforeAll(async () => {
		// Controllers run, and the only thing that happens by itself is a burst of events.
		server = await startDemoServer({ scenario: 'event-burst', clock: hasty });
		home = await mkdtemp(join(tmpdir(), 'kyacht-kubectl-'));
		await writeFile(join(home, 'config'), server.kubeconfig());
	});
	afterAll(async () => {
		await server.close();
		await rm(home, { recursive: true, force: true });
	});

	const kubectl = (command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> =>
		new Promise((resolve) => {
			const args = ['--kubeconfig', join(home, 'config'), '--cache-dir', join(home, 'cache'), ...command];
			execFile('kubectl', args, { env: { ...process.env, HOME: home, ...env }, maxBuffer: 1 << 26 }, (error, out, err) => {
				resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err });
			});
		});

	const does = async (command: string, expected: RegExp): Promise<string> => {
		const said = await kubectl(command.split(' '));
		expect({ command, code: said.code, err: said.err }).toEqual({ command, code: 0, err: '' });
		expect(said.out).toMatch(expected);
		return said.out;
	};

	const file = async (text: string): Promise<string> => {
		const path = join(home, 'manifest.yaml');
		await writeFile(path, text);
		return path;
	};

	const hello = () =>
		server.world.get('deployments.apps', 'default', 'hello') as { readonly spec: { readonly replicas: number } } | undefined;
	const pods = () => server.world.list('pods', 'default').filter((pod) => labelsOf(pod)['app'] === 'hello');

	test('apply, scale, edit, patch, rollout, label and annotate change a Deployment, and its pods follow', async () => {
		const path = await file(manifest(2));
		await does(`apply -f ${path}`, /deployment.apps\/hello created\nservice\/hello created/);
		await does('rollout status deploy/hello --timeout=60s', /successfully rolled out/);
		await does(`apply -f ${path}`, /deployment.apps\/hello unchanged\nservice\/hello unchanged/);
		await does(`diff -f ${path}`, /^$/);
		await does('scale deploy/hello --replicas=3', /scaled/);
		await does('wait --for=jsonpath={.status.readyReplicas}=3 deploy/hello --timeout=60s', /condition met/);
		expect(pods()).toHaveLength(3);
		const edited = await kubectl(['edit', 'deploy/hello'], { KUBE_EDITOR: 'sed -i "s/revisionHistoryLimit: 10/revisionHistoryLimit: 7/"' });
		expect([edited.code, edited.out]).toEqual([0, 'deployment.apps/hello edited\n']);
		expect(hello()?.spec).toMatchObject({ revisionHistoryLimit: 7 });
		await does('rollout restart deploy/hello', /restarted/);
		await does('rollout status deploy/hello --timeout=60s', /successfully rolled out/);
		await does('rollout undo deploy/hello', /rolled back/);
		await does('rollout status deploy/hello --timeout=60s', /successfully rolled out/);
		expect(await does('rollout history deploy/hello', /REVISION/)).toMatch(/^2 .*\n3 /m);
		await does('label deploy/hello tier=web', /labeled/);
		// A rollout is complete while pods of the revision before are still ending: kubectl would name one that is gone when it writes.
		await expect.poll(() => pods().length, { timeout: 60_000 }).toBe(3);
		await does('annotate pod -l app=hello note=seen', /annotated/);
		await does('patch deploy hello --type=json -p [{"op":"replace","path":"/spec/replicas","value":1}]', /patched/);
		expect(hello()?.spec.replicas).toBe(1);
	}, 120_000);

	test('applied on the server, fields have owners: another one is told of the conflict, and may force it', async () => {
		const path = await file(manifest(2, 'registry.example.com/hello:2.0'));
		const refused = await kubectl(['apply', '--server-side', '--field-manager', 'somebody', '-f', path]);
		expect(refused.code).toBe(1);
		expect(refused.err).toMatch(/conflicts? with "kubectl/);
		await does(`apply --server-side --force-conflicts --field-manager somebody -f ${path}`, /deployment.apps\/hello serverside-applied/);
		expect(hello()?.spec.replicas).toBe(2);
	}, 60_000);

	test('a manifest with a mistake is refused with the field it is in', async () => {
		const unknown = await kubectl(['apply', '-f', await file(manifest(1).replace('replicas:', 'replica:'))]);
		expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('strict decoding error: unknown field "spec.replica"')]);
		const wrong = await kubectl(['create', '-f', await file(manifest(1).replaceAll('name: hello', 'name: Hello'))]);
		expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('a lowercase RFC 1123 subdomain must consist of')]);
		const twice = await kubectl(['create', '-f', await file(manifest(1))]);
		expect(twice.err).toContain('deployments.apps "hello" already exists');
	}, 60_000);

	test('create makes objects of protobuf bodies, as it sends its own kinds, and their controllers follow', async () => {
		await does('create namespace lab', /^namespace\/lab created$/m);
		await does('-n lab create deployment web --image=registry.example.com/web:1 --replicas=2 --port=80', /created/);
		await does('-n lab rollout status deploy/web --timeout=60s', /successfully rolled out/);
		await does('-n lab expose deploy/web --port=80 --target-port=8080', /exposed/);
		await does('-n lab autoscale deploy/web --min=2 --max=5 --cpu-percent=60', /autoscaled/);
		expect(await does('-n lab get hpa', /TARGETS/)).toMatch(/^web +Deployment\/web +cpu: <unknown>\/60% +2 +5 +0 /m);
		await does('-n lab create configmap settings --from-literal=level=debug', /created/);
		await does('-n lab get configmap settings -o jsonpath={.data.level}', /^debug$/);
		await does('-n lab create secret generic login --from-literal=user=admin', /created/);
		await does('-n lab get secret login -o jsonpath={.data.user}', /^YWRtaW4=$/);
		await does('-n lab create cronjob nightly --image=busybox --schedule=@daily', /created/);
		await does('-n lab create job now --from=cronjob/nightly', /created/);
		await does('-n lab create poddisruptionbudget most --selector=app=web --min-available=50%', /created/);
		await does('auth can-i delete pods -n lab', /^yes$/m);
		const refused = await kubectl('-n lab create deployment BAD --image=x'.split(' '));
		expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('a lowercase RFC 1123 subdomain must consist of')]);
		const settled = await kubectl('-n lab create role reader --verb=get --resource=pods'.split(' '));
		expect([settled.code, settled.err]).toEqual([
			1,
			expect.stringContaining('the server does not allow this method on the requested resource'),
		]);
		await does('delete namespace lab --wait=false', /deleted/);
	}, 120_000);

	test('what needs a container that runs is refused in one sentence', async () => {
		const [pod] = server.world.list('pods', 'default');
		for (const command of ['exec NAME -- ls', 'attach NAME', 'port-forward NAME 0:80']) {
			const said = await kubectl(command.replace('NAME', pod?.metadata.name ?? '').split(' '));
			expect([command, said.code, said.err]).toEqual([command, 1, expect.stringContaining('the demo cluster runs no containers')]);
		}
		const missing = await kubectl('exec nope -- ls'.split(' '));
		expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('pods "nope" not found')]);
	}, 60_000);

	test('cordon, drain and uncordon a node: its pods are evicted, and new ones stay away', async () => {
		await does('cordon worker-02', /cordoned/);
		const drained = await kubectl('drain worker-02 --ignore-daemonsets --delete-emptydir-data --force --timeout=90s'.split(' '));
		expect([drained.code, drained.out]).toEqual([0, expect.stringContaining('node/worker-02 drained')]);
		const onNode = server.world
			.list('pods')
			.filter((pod) => (pod['spec'] as { readonly nodeName?: string }).nodeName === 'worker-02')
			.filter((pod) => (pod.metadata['ownerReferences'] as readonly { readonly kind: string }[])[0]?.kind !== 'DaemonSet');
		expect(onNode).toEqual([]);
		await does('uncordon worker-02', /uncordoned/);
	}, 120_000);

	test('delete takes what belongs to the object with it', async () => {
		await does('delete deploy/hello svc/hello --cascade=foreground --timeout=60s', /deleted/);
		expect(hello()).toBeUndefined();
		expect(server.world.list('replicasets.apps', 'default').filter((set) => set.metadata.name.startsWith('hello-'))).toEqual([]);
		expect(pods().filter((pod) => pod.metadata.deletionTimestamp === undefined)).toEqual([]);
		await does('run alone --image=registry.example.com/alone:1', /created/);
		await does('wait --for=condition=Ready pod/alone --timeout=60s', /condition met/);
		await does('delete pod alone --timeout=60s', /deleted/);
		expect(server.world.get('pods', 'default', 'alone')).toBeUndefined();
	}, 120_000);
});
