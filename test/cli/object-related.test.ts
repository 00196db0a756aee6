import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { UserKey } from '../../src/demo/access.ts';
import { demoServer } from '../support/demo-server.ts';
import { runKyacht } from '../support/run-kyacht.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('kyacht object-related prints the tree of an object, and what of it may not be read, as text and as data', async () => {
	const server = await demoServer();
	const run = (user: UserKey, ...args: readonly string[]) => {
		const file = join(temporaryDirectory(), 'config');
		writeFileSync(file, server.kubeconfig(user));
		return runKyacht(['object-related', '--kubeconfig', file, '-n', 'shop', ...args]);
	};
	const [ingress, pod] = await Promise.all([run('admin', 'ing/shop'), run('shop', 'pod/sessions-0', '-o', 'json')]);
	expect(ingress.stderr).toBe('');
	expect(ingress.stdout).toMatch(/^Ingress\/shop {2}shop\.example\.com/);
	expect(ingress.stdout).toMatch(/\n {2}routes to Service\/cart {2}\S.*\n {4}endpoints EndpointSlice\/cart-\S+.*\n {6}leads to Pod\/cart-/);
	expect(ingress.stdout).toContain('\n  certificate Secret/shop-tls  is not there\n');
	const { related } = JSON.parse(pod.stdout) as { readonly related: readonly object[] };
	expect(related[0]).toMatchObject({ depth: 0, relation: null, kind: 'Pod', name: 'sessions-0', health: 'ok' });
	expect(related).toContainEqual(
		expect.objectContaining({ relation: 'owned by', group: 'apps', kind: 'StatefulSet', state: 'there', status: '3/3 ready' }),
	);
	expect(related).toContainEqual(expect.objectContaining({ relation: 'runs on', kind: 'Node', state: 'unknown', reason: 'forbidden' }));
	expect([ingress.exitCode, pod.exitCode]).toEqual([0, 0]);
});
