import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoServer } from '../../src/demo/server.ts';
import { connect } from '../../src/kube/connect.ts';
import type { StreamTarget } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { podsIn } from '../support/test-connection.ts';
import { type ListerWatcherHarness, listerWatcherContract } from './lister-watcher-suite.ts';

const harness = async (more: Partial<StreamTarget> = {}): Promise<ListerWatcherHarness> => {
	const clock = new FakeClock();
	const server = await startDemoServer({ clock, scenario: 'none', populated: false });
	const directory = mkdtempSync(join(tmpdir(), 'kyacht-contract-'));
	const file = join(directory, 'config');
	writeFileSync(file, server.kubeconfig());
	const connection = connect(loadKubeconfig({ env: {}, home: directory, kubeconfig: file }), undefined, { version: '0.0.0' });
	const { world, faults } = server;
	// A watch from version 0 would begin with all objects: the world is not at its very beginning.
	world.put('namespaces', { metadata: { name: 'contract' } });
	let changes = 0;
	const done = <T>(value: T): Promise<T> => Promise.resolve(value);
	return {
		listerWatcher: connection.listerWatcher(podsIn('contract', more)),
		create: (name) => {
			const pod = world.put('pods', { metadata: { name, namespace: 'contract' }, spec: { containers: [] }, status: { phase: 'Pending' } });
			return done(pod.metadata.resourceVersion);
		},
		update: (name) => {
			changes += 1;
			const pod = world.patch('pods', 'contract', name, { metadata: { labels: { change: `${changes}` } } });
			return done(pod?.metadata.resourceVersion ?? '');
		},
		remove: (name) => {
			world.remove('pods', 'contract', name);
			return done(undefined);
		},
		expire: () => {
			faults.expireHistory();
			faults.expireContinueTokens();
			return done(undefined);
		},
		bookmark: () => clock.advance(60_000),
		endWatches: () => {
			faults.endWatches();
			return done(undefined);
		},
		close: async () => {
			await connection.close();
			await server.close();
			rmSync(directory, { recursive: true });
		},
	};
};

listerWatcherContract('over the wire, from the embedded server', () => harness());
listerWatcherContract('over the wire, from the embedded server, as its Tables', () => harness({ form: 'table' }));
