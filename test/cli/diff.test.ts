import { describe, expect, it } from 'vitest';
import { runKyacht } from '../support/run-kyacht.ts';
import { mergePatch, twoContexts } from '../support/two-contexts.ts';

const cart = '/apis/apps/v1/namespaces/shop/deployments/cart';
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

describe('kyacht diff', () => {
	it('prints how an object of two clusters differs, without noise, and exits as kubectl diff does', async () => {
		const { prod, prodEu, kubeconfig } = await twoContexts();
		await mergePatch(prodEu, cart, { spec: { replicas: 7 } });
		const applied = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' }, spec: { replicas: 9 } };
		await mergePatch(prod, cart, { metadata: { annotations: { [lastApplied]: JSON.stringify(applied) } } });
		const run = (...args: readonly string[]) => runKyacht(['diff', '--kubeconfig', kubeconfig, ...args]);
		const [clusters, same, appliedLast, json, never, absent, forbidden, release] = await Promise.all([
			run('deploy/cart', '@prod-eu'),
			run('deploy/cart', '@prod'),
			run('deploy/cart'),
			run('deployments.apps/cart@prod', 'shop/deploy/cart@prod-eu', '-o', 'json'),
			run('deploy/catalog'),
			run('deploy/no-such', '@prod-eu'),
			run('node/a@prod-shop', 'node/b'),
			run('helm/cart'),
		]);
		expect(clusters.stderr).toBe('');
		expect(release.stdout).toMatch(/^--- release shop\/cart revision 10 \(prod\)\n\+\+\+ release shop\/cart revision 11 \(prod\)\n@@ /);
		expect(release.exitCode).toBe(1);
		expect(clusters.stdout).toMatch(/^--- deployment shop\/cart \(prod\)\n\+\+\+ deployment shop\/cart \(prod-eu\)\n@@ /);
		expect(clusters.stdout).toMatch(/\n- {2}replicas: \d+\n\+ {2}replicas: 7\n/);
		expect(clusters.stdout).not.toMatch(/uid|resourceVersion|status|last-applied/);
		expect([clusters.exitCode, same.exitCode, same.stdout]).toEqual([1, 0, '']);
		expect(appliedLast.stdout).toMatch(/^--- deployment shop\/cart \(prod\), as it was applied last\n/);
		expect(appliedLast.stdout).toMatch(/\n- {2}replicas: 9\n\+ {2}replicas: \d+\n?$/);
		expect(JSON.parse(json.stdout)).toMatchObject({
			left: 'deployment shop/cart (prod)',
			right: 'deployment shop/cart (prod-eu)',
			equal: false,
			differences: 1,
			hunks: [{ lines: expect.arrayContaining(['+  replicas: 7']) }],
		});
		expect([never.stderr, never.exitCode]).toEqual([
			'kyacht: Of deployment catalog nothing was applied with kubectl apply; name another object to compare it with.\n',
			2,
		]);
		expect([absent.stderr, absent.exitCode]).toEqual([
			'kyacht: There is no deployment no-such in namespace shop of context prod; check the name, the namespace and the context.\n',
			2,
		]);
		expect(forbidden.exitCode).toBe(3);
		expect(forbidden.stderr).toContain('node a');
	});

	it('says of Secrets which keys differ, and never what they hold', async () => {
		const { prodEu, kubeconfig } = await twoContexts();
		const name = 'db-credentials';
		await mergePatch(prodEu, `/api/v1/namespaces/shop/secrets/${name}`, { data: { token: Buffer.from('hunter2').toString('base64') } });
		const { stdout, exitCode } = await runKyacht(['diff', '--kubeconfig', kubeconfig, `secret/${name}`, '@prod-eu', '--noise']);
		expect(stdout).toContain('+  token: <masked, 7 bytes');
		expect(stdout).not.toMatch(/hunter2|aHVudGVyMg/);
		expect(exitCode).toBe(1);
	});
});
