import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kube/types.ts';
import { type Ran, runKyacht, startKyacht } from '../support/run-kyacht.ts';
import { servedDemo } from '../support/served-demo.ts';

const { home, kubeconfig, server } = await servedDemo();

const kyacht = (...args: string[]): Promise<Ran> => runKyacht(['attention', ...args, '--kubeconfig', kubeconfig], { home });

type Row = Readonly<Record<string, unknown>>;

/** The first pod of the cart, as if it had just been killed for the fourth time. */
function crash(): KubeObject {
	const [cart] = server.world.list('pods', 'shop').filter(({ metadata }) => metadata.name.startsWith('cart-'));
	const name = cart?.metadata.name ?? '';
	server.world.patch('pods', 'shop', name, (pod) => {
		const { status } = pod as unknown as { readonly status: { readonly containerStatuses: readonly object[] } };
		const [first, ...others] = status.containerStatuses;
		const terminated = { exitCode: 137, reason: 'OOMKilled', finishedAt: new Date().toISOString() };
		const killed = {
			...first,
			ready: false,
			restartCount: 4,
			state: { waiting: { reason: 'CrashLoopBackOff' } },
			lastState: { terminated },
		};
		return { ...pod, status: { ...status, containerStatuses: [killed, ...others] } };
	});
	return cart as KubeObject;
}

describe('kyacht attention', () => {
	it('prints what is wrong, the worst first, and as data with every raw value', async () => {
		const ran = await kyacht('-A', '-o', 'json');
		const { rows } = JSON.parse(ran.stdout) as { readonly rows: readonly Row[] };
		const severities = rows.map(({ severity }) => String(severity));
		expect(severities).toEqual([...severities].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
		expect(rows.find(({ kind }) => kind === 'Job')).toMatchObject({
			kind: 'Job',
			namespace: 'batch',
			name: 'import-prices',
			health: 'failing',
			finding: 'BackoffLimitExceeded, 1 pod failed; exit 3',
			cause: 'job',
			since: expect.any(Number),
			last: null,
		});
		expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
	});

	it('gives each finding an id of its own, the uid of its object, and its object one name', async () => {
		const job = server.world.get('jobs.batch', 'batch', 'import-prices');
		const [json, names] = await Promise.all([kyacht('-A', '-o', 'json'), kyacht('-A', '-o', 'name')]);
		const { rows } = JSON.parse(json.stdout) as { readonly rows: readonly Row[] };
		expect(rows.find(({ name }) => name === 'import-prices')).toMatchObject({
			uid: job?.metadata.uid,
			id: `${job?.metadata.uid} job`,
		});
		expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
		const objects = new Set(rows.map(({ kind, namespace, name }) => `${kind} ${namespace} ${name}`));
		expect(names.stdout.match(/^[a-z0-9.]+\/[a-z0-9.-]+$/gm)).toHaveLength(objects.size);
	});

	it('names every kind that may not be read, and tells the others all the same', async () => {
		const ran = await kyacht('-n', 'shop', '--context', 'demo-shop', '-o', 'table');
		expect(ran.exitCode).toBe(0);
		for (const refused of ['nodes', 'namespaces', 'apiservices'])
			expect(ran.stderr).toContain(`Cannot read ${refused} (context demo-shop)`);
		expect(ran.stdout).toMatch(/^SEV +KIND +NAME +FINDING +SINCE\n/);
		expect(ran.stdout).toMatch(/^fail +hpa +checkout +cannot scale: /m);
	});

	it('says of a namespace in which nothing is wrong what it looked at', async () => {
		server.world.remove('apiservices.apiregistration.k8s.io', undefined, 'v1beta1.custom.metrics.k8s.io');
		const ran = await kyacht('-n', 'kube-system', '-o', 'table');
		expect([ran.exitCode, ran.stdout]).toEqual([0, '']);
		expect(ran.stderr).toMatch(
			/^Nothing is wrong in namespace kube-system, as far as \d+ pods, .* and \d+ objects of \d+ other kinds tell\.\n$/,
		);
	});

	it('with --watch tells what comes to be wrong, how it goes on, and that it is over', async () => {
		const run = startKyacht(['attention', '-n', 'shop', '-o', 'jsonl', '--watch', '--kubeconfig', kubeconfig], { home });
		await run.said('"event":"synced"');
		const cart = crash();
		expect(await run.said('"event":"added","kind":"Deployment","namespace":"shop","name":"cart"')).toContain('OOMKilled exit 137');
		server.world.put('pods', cart);
		await run.said('"event":"deleted","kind":"Deployment","namespace":"shop","name":"cart"');
		run.child.kill('SIGINT');
		expect((await run.ended).exitCode).toBe(130);
	});
});
