import { describe, expect, it } from 'vitest';
import { type Ran, runKyacht, startKyacht } from '../support/run-kyacht.ts';
import { servedDemo } from '../support/served-demo.ts';

const { home, kubeconfig, server } = await servedDemo();

const kyacht = (...args: string[]): Promise<Ran> => runKyacht([...args, '--kubeconfig', kubeconfig], { home });

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(...args: string[]): Promise<readonly Row[]> {
	const ran = await kyacht(...args, '-o', 'json');
	return (JSON.parse(ran.stdout) as { readonly rows: readonly Row[] }).rows;
}

const valuesOf = (rows: readonly Row[], card: string): Readonly<Record<string, unknown>> =>
	Object.fromEntries(rows.filter((row) => row.card === card).map(({ item, value }) => [String(item), value]));

const sum = (rows: readonly Row[], key: string): number => rows.reduce((total, row) => total + Number(row[key] ?? 0), 0);

describe('kyacht node-maintenance', () => {
	it('says of each pod of a node what a drain would do, and of one that was evicted how far it is', async () => {
		const all = await rowsOf('pods', '-A');
		const { name: pod, node } = all.find(({ name }) => name === 'kafka-1') ?? {};
		const evict = await fetch(new URL(`/as/admin/api/v1/namespaces/data/pods/${pod}/eviction`, server.url), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace: 'data' } }),
		});
		expect(evict.status).toBe(201);
		const ran = await kyacht('maint', String(node), '-o', 'json');
		const { rows } = JSON.parse(ran.stdout) as { readonly rows: readonly Row[] };
		expect(ran.stderr).toMatch(new RegExp(`^kyacht: \\d+ go, 3 stay.*: ${String(node)} Ready; needs .*--ignore-daemonsets\\.\n$`));
		expect(rows.map(({ name }) => name).sort()).toEqual(
			all
				.filter((each) => each.node === node)
				.map(({ name }) => name)
				.sort(),
		);
		expect(rows.find(({ name }) => name === pod)?.result).toMatch(/^evicted, ends within \d+s$/);
		expect(rows.filter(({ action }) => action === 'stay').every(({ owner }) => String(owner).startsWith('DaemonSet/'))).toBe(true);
	});
});

describe('kyacht node-maintenance of what is not there', () => {
	it('ends with 1 and a sentence, with --watch too', async () => {
		const sentence = 'kyacht: There is no node "nosuch"; kyacht nodes lists those there are.\n';
		for (const args of [['nosuch'], ['nosuch', '--watch', '-o', 'jsonl']]) {
			expect(await kyacht('node-maintenance', ...args)).toMatchObject({ stderr: sentence, exitCode: 1 });
		}
	});

	it('says on stderr that budgets may not be read, and of no pod that it goes where a budget would be asked', async () => {
		const grant = server.faults.forbid({ verb: '*', resource: 'poddisruptionbudgets' });
		const ran = await kyacht('node-maintenance');
		grant();
		expect(ran.stderr).toContain('Cannot read poddisruptionbudgets in all namespaces');
		expect(ran.stderr).toMatch(/, \d+ unknown \(poddisruptionbudgets: forbidden\): all nodes/);
		expect(ran.stdout).toContain('unknown (poddisruptionbudgets: forbidden)');
	});
});

describe('kyacht node-maintenance --watch', () => {
	it.each([[[]], [['-o', 'wide']]])('prints the table with what is joined in, as it does once (%j)', async (flags) => {
		const run = startKyacht(['node-maintenance', '--watch', ...flags, '--kubeconfig', kubeconfig], { home });
		await run.noted(': all nodes');
		run.child.kill('SIGTERM');
		const ran = await run.ended;
		expect(ran.stdout).toMatch(/stays: DaemonSet/);
		expect(ran.stdout).toMatch(/budget \S+/);
		expect(ran.stdout).not.toContain('loading');
		expect(ran.stderr).toMatch(/^kyacht: \d+ go, \d+ stay/m);
	});
});

describe('kyacht overview', () => {
	it('says that there is no such namespace', async () => {
		expect((await kyacht('overview', '-n', 'nosuchns')).stderr).toContain('There is no namespace nosuchns;');
	});

	it('counts and adds up what the views of the same objects list', async () => {
		const [overview, pods, nodes, deployments] = await Promise.all([
			rowsOf('overview', '-A'),
			rowsOf('pods', '-A'),
			rowsOf('nodes'),
			rowsOf('deploy', '-A'),
		]);
		const held = pods.filter(
			({ node, status }) => node !== null && !['Completed', 'Succeeded', 'Error', 'Failed'].includes(String(status)),
		);
		expect(valuesOf(overview, 'pods')['on nodes']).toBe(held.length);
		expect(valuesOf(overview, 'cpu').requests).toBe(sum(nodes, 'cpuRequests'));
		expect(valuesOf(overview, 'memory').requests).toBe(sum(nodes, 'memoryRequests'));
		expect(valuesOf(overview, 'cpu').allocatable).toBe(sum(nodes, 'cpuAllocatable'));
		expect(valuesOf(overview, 'workloads').deployments).toBe(deployments.filter(({ health }) => health === 'ok').length);
		expect(overview.find(({ id }) => id === 'versions/kubelet v1.36.3')).toMatchObject({
			value: nodes.length,
			share: 1,
			detail: 'as the API server',
		});
		expect(overview.filter(({ card }) => card === 'topCpu')).toHaveLength(5);
	});

	it('is of one namespace where one is asked for, and says so', async () => {
		const ran = await kyacht('ov', '-n', 'shop', '-o', 'csv');
		expect(ran.stderr).toBe('kyacht: This is of what is in namespace shop, and of all nodes; overview -A is of the whole cluster.\n');
		const pods = await rowsOf('pods', '-n', 'shop');
		expect(ran.stdout).toContain(`\n,,Running,,pods/Running,,ok,pods,Running,${pods.filter(({ status }) => status === 'Running').length},`);
		expect(ran.exitCode).toBe(0);
	});

	it('names what may not be read, shows the rest, and selects nothing', async () => {
		const ran = await kyacht('pulses', '--context', 'demo-shop');
		expect(ran.exitCode).toBe(0);
		expect(ran.stderr).toMatch(/Cannot read nodes \(context demo-shop\): you may not list nodes/);
		expect(ran.stdout).toMatch(/^NODES +nodes +– +– +– +forbidden *$/m);
		expect(ran.stdout).toMatch(/^PODS +Running +[1-9]/m);
		expect(await kyacht('overview', '-l', 'app=cart')).toMatchObject({
			stdout: '',
			stderr: 'kyacht: overview is of everything in its scope, so nothing can be selected for it; leave the selector out.\n',
			exitCode: 2,
		});
	});
});
