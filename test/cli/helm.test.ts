import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts';
import { emptyHome } from '../support/homes.ts';
import { type Ran, runKyacht, startKyacht } from '../support/run-kyacht.ts';

const home = emptyHome();
const kubeconfig = join(home, 'kubeconfig');
const journal = join(home, 'journal');
let server: DemoServer;

beforeAll(async () => {
	server = await startDemoServer({ scenario: 'none' });
	writeFileSync(kubeconfig, server.kubeconfig());
});
afterAll(() => server.close());

const kyacht = (...args: string[]): Promise<Ran> => runKyacht([...args, '--kubeconfig', kubeconfig], { home });

describe('releases of Helm without a screen', () => {
	it('print with their charts, asked for one by one, and nothing of them is in the journal', async () => {
		const ran = await kyacht('helm', '-n', 'shop', '--journal', journal);
		expect(ran).toMatchObject({ stderr: '', exitCode: 0 });
		expect(ran.stdout.split('\n')[0]).toMatch(/^NAME +CHART +APP VERSION +STATUS +REV +UPDATED +DESCRIPTION/);
		expect(ran.stdout).toMatch(/^cart +cart-1\.12\.1 +4\.17\.2 +deployed +11 +2d22h +Upgrade complete$/m);
		const told = readFileSync(journal, 'utf8');
		expect(told).toContain('sh.helm.release.v1.cart.v11');
		expect(told).not.toMatch(/not-a-real-one|Upgrade complete|H4sI/);
		expect(ran.stdout).toMatch(/^sessions +valkey-0\.10\.0 +8\.1\.4 +pending-upgrade +5 /m);
	});

	it('print as they change with their charts, too', async () => {
		const running = startKyacht(['helm', '-n', 'shop', '--watch', '--kubeconfig', kubeconfig], { home });
		expect(await running.said('sessions')).toMatch(/^cart +cart-1\.12\.1 .*\n(?:.*\n)*sessions +valkey-0\.10\.0 /m);
		const labels = { metadata: { labels: { status: 'uninstalling' } } };
		server.world.patch('secrets', 'shop', 'sh.helm.release.v1.gateway.v4', labels);
		expect(await running.said('uninstalling')).toMatch(/^gateway +edge-gateway-2\.4\.1 +1\.35\.1 +uninstalling/m);
		running.child.kill('SIGINT');
		await running.ended;
	});

	it('print their revisions from the oldest on, as helm history does, whatever their records are called', async () => {
		const [table, lines, all] = await Promise.all([
			kyacht('helm-history/cart', '-n', 'shop', '-o', 'table'),
			kyacht('helm-history/cart', '-n', 'shop', '-o', 'jsonl'),
			kyacht('helm-history', '-A', '-o', 'json'),
		]);
		expect(table.stdout.match(/^\d+/gm)).toEqual(['9', '10', '11']);
		const written = lines.stdout.trimEnd().split('\n');
		expect(written.map((line) => (JSON.parse(line) as { revision: number }).revision)).toEqual([9, 10, 11]);
		const { rows } = JSON.parse(all.stdout) as { rows: readonly { namespace: string; release: string; revision: number }[] };
		const releases = rows.map(({ namespace, release }) => `${namespace}/${release}`);
		expect(releases).toEqual(releases.toSorted());
		const running = startKyacht(['helm-history/cart', '-n', 'shop', '--watch', '--kubeconfig', kubeconfig], { home });
		const watched = await running.said('superseded');
		running.child.kill('SIGINT');
		await running.ended;
		expect(watched.match(/^\d+/gm)).toEqual(['9', '10', '11']);
	});

	it('print the values that were given, or all they were rendered with, of any revision that was kept', async () => {
		const [given, all] = await Promise.all([
			kyacht('helm-values', 'sessions', '-n', 'shop'),
			kyacht('helm-values', 'cart', '-n', 'shop', '--all', '--revision', '9', '-o', 'json'),
		]);
		expect(given).toMatchObject({ stderr: '', exitCode: 0 });
		expect(given.stdout).toBe('auth:\n  password: not-a-real-one\npersistence:\n  size: 16Gi\nreplicaCount: 3\n');
		expect(JSON.parse(all.stdout)).toMatchObject({ replicaCount: 3, image: { tag: '4.17.0' }, payments: { timeoutSeconds: 5 } });
	});

	it('print the manifest, and say in a sentence which revisions there are where one is not', async () => {
		const [manifest, gone, wrong] = await Promise.all([
			kyacht('helm-manifest', 'cart', '-n', 'shop'),
			kyacht('helm-manifest', 'cart', '-n', 'shop', '--revision', '3'),
			kyacht('helm-values', 'cart', '-A'),
		]);
		expect(manifest.stdout).toContain('# Source: cart/templates/workload.yaml\napiVersion: apps/v1\nkind: Deployment\n');
		expect(gone).toMatchObject({ stdout: '', exitCode: 1 });
		expect(gone.stderr).toBe('kyacht: Release "cart" in namespace shop has no revision 3; Helm has kept 11, 10, 9.\n');
		const denied = await kyacht('helm-values', 'cart', '-n', 'shop', '--context', 'demo-viewer');
		expect(denied).toMatchObject({
			stdout: '',
			exitCode: 3,
			stderr: expect.stringContaining('you may not list secrets in namespace shop'),
		});
		for (const view of ['helm/cart', 'helm-history/cart']) {
			const { stdout, stderr, exitCode } = await kyacht(view, '-n', 'shop', '--context', 'demo-viewer');
			expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
			expect(stderr).toContain('you may not list secrets in namespace shop');
			expect(stderr).not.toContain('not found');
		}
		expect(wrong).toMatchObject({
			stderr: 'kyacht: kyacht helm-values is of one release, so -A changes nothing; -n names its namespace.\n',
			exitCode: 2,
		});
	});

	it('say once why what is packed in them is not known', async () => {
		server.world.patch('secrets', 'shop', 'sh.helm.release.v1.sessions.v5', { data: { release: 'AAAA' } });
		const { stdout, stderr, exitCode } = await kyacht('helm', '-n', 'shop');
		expect(exitCode).toBe(0);
		expect(stdout).toMatch(/^sessions +– /m);
		expect(stderr).toMatch(/^kyacht: What is packed in shop\/sessions is not known: [^\n]+\.\n$/);
		const running = startKyacht(['helm', '-n', 'shop', '--watch', '--kubeconfig', kubeconfig], { home });
		await running.noted('is not known');
		server.world.patch('secrets', 'shop', 'sh.helm.release.v1.gateway.v4', { data: { release: 'BBBB' } });
		await running.noted('packed in shop/gateway is not known');
		running.child.kill('SIGINT');
		expect((await running.ended).stderr.match(/is not known/g)).toHaveLength(2);
	});
});
