import { homedir } from 'node:os';
import { describe } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { connect } from '../../src/kube/connect.ts';
import type { StreamTarget } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { KubeconfigAccess } from '../../src/kube/kubeconfig-access.ts';
import { resolveTarget } from '../../src/kube/target.ts';
import { Transport } from '../../src/kube/transport.ts';
import { type ListerWatcherHarness, listerWatcherContract } from './lister-watcher-suite.ts';

const file = process.env.KYACHT_TEST_KUBECONFIG;

describe.skipIf(file === undefined || file === '')('with a real cluster', () => {
	const harness = async (more: Partial<StreamTarget> = {}): Promise<ListerWatcherHarness> => {
		const kubeconfig = loadKubeconfig({ env: process.env, home: homedir(), kubeconfig: file });
		const connection = connect(kubeconfig, undefined, { version: '0.0.0' });
		const target = resolveTarget(kubeconfig, undefined, {});
		const source = new KubeconfigAccess(target, () => target, process.env, systemClock);
		const transport = new Transport(source, { clock: systemClock, env: process.env, userAgent: 'kyacht/test', compress: 'auto' });
		// A selector of its own keeps one run apart from everything else in the namespace, and from another run.
		const run = `r${process.pid}-${Date.now().toString(36)}`;
		const path = '/api/v1/namespaces/default/configmaps';
		const send = async (method: string, at: string, body?: unknown): Promise<string> => {
			const text = body === undefined ? undefined : JSON.stringify(body);
			const request = { method, path: at, body: text, verb: 'other', accept: 'application/json', kind: 'call', signal: undefined } as const;
			const answer = await transport.perform(request, async ({ body: chunks }) => {
				const parts: Buffer[] = [];
				for await (const some of chunks) parts.push(...some);
				return Buffer.concat(parts).toString('utf8');
			});
			return (JSON.parse(answer) as { metadata?: { resourceVersion?: string } }).metadata?.resourceVersion ?? '';
		};
		const named = (name: string): string => `${path}/${name}`;
		const made = new Set<string>();
		let changes = 0;
		const object = (name: string) => ({
			apiVersion: 'v1',
			kind: 'ConfigMap',
			metadata: { name, labels: { 'kyacht-contract': run } },
			data: { change: `${changes}` },
		});
		return {
			listerWatcher: connection.listerWatcher({
				gvr: { group: '', version: 'v1', resource: 'configmaps' },
				scope: { namespace: 'default', labelSelector: `kyacht-contract=${run}` },
				mask: {},
				streamId: 'contract',
				priority: () => 'visible',
				...more,
			}),
			create: (name) => {
				made.add(name);
				return send('POST', path, object(name));
			},
			update: (name) => {
				changes += 1;
				return send('PUT', named(name), object(name));
			},
			remove: async (name) => {
				made.delete(name);
				await send('DELETE', named(name));
			},
			close: async () => {
				for (const name of made) await send('DELETE', named(name));
				transport.close();
				await connection.close();
			},
		};
	};
	listerWatcherContract('over the wire, from a real API server', () => harness());
	listerWatcherContract('over the wire, from a real API server, as its Tables', () => harness({ form: 'table' }));
});
