import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenOf } from '../../src/demo/access.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import { demoServer } from './demo-server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export interface TwoContexts {
	readonly prod: DemoServer;
	readonly prodEu: DemoServer;
	/** A kubeconfig with the contexts `prod`, which is current, `prod-eu`, and `prod-shop` of a user who may read only the namespace that all have: shop. */
	readonly kubeconfig: string;
}

/** Two demo servers with the same objects, for one test. */
export async function twoContexts(): Promise<TwoContexts> {
	const [prod, prodEu] = await Promise.all([demoServer(), demoServer()]);
	const kubeconfig = join(temporaryDirectory(), 'config');
	writeFileSync(
		kubeconfig,
		`clusters:
- {name: prod, cluster: {server: "${prod.url}"}}
- {name: prod-eu, cluster: {server: "${prodEu.url}"}}
users:
- {name: me, user: {token: ${tokenOf('admin')}}}
- {name: someone, user: {token: ${tokenOf('shop')}}}
contexts:
- {name: prod, context: {cluster: prod, user: me, namespace: shop}}
- {name: prod-eu, context: {cluster: prod-eu, user: me, namespace: shop}}
- {name: prod-shop, context: {cluster: prod, user: someone, namespace: shop}}
current-context: prod
`,
	);
	return { prod, prodEu, kubeconfig };
}

/** Changes an object by a JSON merge patch. */
export async function mergePatch({ url }: DemoServer, path: string, patch: object): Promise<void> {
	const { ok, status } = await fetch(`${url}${path}`, {
		method: 'PATCH',
		headers: { 'content-type': 'application/merge-patch+json', authorization: `Bearer ${tokenOf('admin')}` },
		body: JSON.stringify(patch),
	});
	if (!ok) throw new Error(`the patch of ${path} was answered with ${status}`);
}
