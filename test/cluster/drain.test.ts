import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { runKyacht } from '../support/run-kyacht.ts';

const kubeconfig = process.env.KYACHT_TEST_KUBECONFIG;
if (kubeconfig === undefined) throw new Error('KYACHT_TEST_KUBECONFIG names no kubeconfig: set it to that of a cluster to check against.');

const kubectl = (args: readonly string[], input?: string) =>
	spawnSync('kubectl', ['--kubeconfig', kubeconfig, ...args], { encoding: 'utf8', ...(input === undefined ? {} : { input }) });

interface Drained {
	readonly namespace: string;
	readonly name: string;
	readonly action: string;
	readonly flags: readonly string[];
	readonly result: string | null;
	readonly allowed: number | null;
}

const drained = async (...args: readonly string[]): Promise<readonly Drained[]> => {
	const { stdout } = await runKyacht(['node-maintenance', ...args, '-o', 'json', '--kubeconfig', kubeconfig]);
	return (JSON.parse(stdout) as { readonly rows: readonly Drained[] }).rows;
};

const byFlag = (pods: readonly (readonly [flag: string, pod: string])[]): Readonly<Record<string, readonly string[]>> =>
	Object.fromEntries(
		Object.entries(Object.groupBy(pods, ([flag]) => flag)).map(([flag, group]) => [flag, (group ?? []).map(([, pod]) => pod).sort()]),
	);

/** `… (use --force to override): shop/a, shop/b`: what kubectl refuses, each pod once, with the flag that it asks for first. */
function refused(words: string): Readonly<Record<string, readonly string[]>> {
	const [, last = ''] = words.split('There are pending nodes to be drained');
	return byFlag(
		Array.from(last.matchAll(/\(use (--[a-z-]+) to (?:ignore|override)\): ((?:[^\s,]+\/[^\s,]+(?:, )?)+)/g)).flatMap(
			([, flag = '', pods = '']) =>
				pods
					.split(', ')
					.filter((pod) => pod !== '')
					.map((pod) => [flag, pod] as const),
		),
	);
}

const nodes = kubectl(['get', 'nodes', '-o', 'name'])
	.stdout.trim()
	.split('\n')
	.map((name) => name.replace('node/', ''));

test.each(nodes)('of %s the flags are those without which kubectl drain refuses', async (node) => {
	const pods = await drained(node);
	const { stderr } = kubectl(['drain', node, '--dry-run=client']);
	expect(
		byFlag(pods.flatMap(({ namespace, name, flags: [flag] }) => (flag === undefined ? [] : [[flag, `${namespace}/${name}`]]))),
	).toEqual(refused(stderr));
});

test('evictions are blocked and allowed as the server answers them in a dry run', async () => {
	const pods = (await drained()).filter(({ action, result }) => action === 'evict' && result?.includes('overdue') !== true);
	const guarded = pods.filter(({ allowed }) => allowed !== null).slice(0, 10);
	const free = pods.filter(({ allowed }) => allowed === null).slice(0, 5);
	for (const { namespace, name, result } of [...guarded, ...free]) {
		const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name }, deleteOptions: { dryRun: ['All'] } };
		const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
		const { status } = kubectl(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction));
		expect([name, result, status === 0]).toEqual([name, result, result?.startsWith('blocked by budget') !== true]);
	}
});
