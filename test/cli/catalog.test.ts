import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { emptyHome } from '../support/homes.ts';
import { type Ran, runKyacht } from '../support/run-kyacht.ts';

const home = emptyHome();
const kubeconfigOf = (user: 'admin' | 'shop'): string => join(home, user);
let server: DemoServer;

beforeAll(async () => {
	server = await startDemoServer({ scenario: 'none' });
	for (const user of ['admin', 'shop'] as const) writeFileSync(kubeconfigOf(user), server.kubeconfig(user));
});
afterAll(() => server.close());

const kyacht = (user: 'admin' | 'shop', ...args: string[]): Promise<Ran> =>
	runKyacht([...args, '--kubeconfig', kubeconfigOf(user)], { home });

type Rows = readonly Readonly<Record<string, unknown>>[];

const rowsOf = (ran: Ran): Rows => (JSON.parse(ran.stdout) as { readonly rows: Rows }).rows;
const named = (rows: Rows, name: string) => rows.find((row) => row['name'] === name);

describe('what there is of each kind', () => {
	it('is listed as kubectl lists it, with what cannot be said of a group that does not answer', async () => {
		server.faults.metrics('unavailable');
		const ran = await kyacht('admin', 'catalog', '-o', 'wide').finally(() => server.faults.metrics('none'));
		expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
		const [header, ...lines] = ran.stdout.trimEnd().split('\n');
		expect(header).toMatch(/^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND +VERBS +CATEGORIES$/);
		expect(lines).toContainEqual(expect.stringMatching(/^deployments +deploy +apps\/v1 +true +Deployment +create,delete,\S+ +all$/));
		expect(lines).toContainEqual(expect.stringMatching(/^certificates +cert,certs +cert-manager.io\/v1 +true +Certificate /));
		expect(lines).toContainEqual(expect.stringMatching(/^metrics.k8s.io\/v1beta1 +metrics.k8s.io\/v1beta1 +<503.+>/));
	});

	it('is counted in the namespace that is open, by one request for a kind, and who may not count is told', async () => {
		const before = new Set(server.requests);
		const rows = rowsOf(await kyacht('shop', 'kinds', '-o', 'json'));
		const asked = server.requests.filter((request) => !before.has(request));
		const pods = server.world.list('pods', 'shop').length;
		expect(named(rows, 'pods')).toMatchObject({ kind: 'Pod', apiVersion: 'v1', namespaced: true, objects: pods, health: 'ok' });
		expect(asked.filter(({ path }) => path.startsWith('/api/v1/namespaces/shop/pods')).map(({ path }) => path)).toEqual([
			'/api/v1/namespaces/shop/pods?limit=1',
		]);
		expect(named(rows, 'nodes')).toMatchObject({ objects: null });
	});

	it('is counted for definitions too, but for those that are not served', async () => {
		const rows = rowsOf(await kyacht('admin', 'crds', '-o', 'json'));
		expect(named(rows, 'certificates.cert-manager.io')).toMatchObject({ objects: 5 });
		expect(named(rows, 'deploys.release.example.com')).toMatchObject({ objects: null });
	});
});
