import { setTimeout as wait } from 'node:timers/promises';
import { addCertifiedUser, replaceAuthority, signUser } from './client-certificates.ts';
import type { BreakableCluster } from './cluster-parts.ts';

/** One fault: what breaks, for how long, and what mends it. */
export interface Trial {
	readonly name: string;
	/** Resolves with what ends the fault. */
	readonly breakIt: (cluster: BreakableCluster) => Promise<() => Promise<void>>;
	readonly forMs: number;
	/** How long after the end of the fault everybody may take to be live again. */
	readonly withinMs: number;
	/** Users who must have been told of it by then. */
	readonly toldTo: readonly string[];
}

const everybody = ['admin', 'exec', 'shop'] as const;

/** A 403 that settled is asked about again every five minutes, with a spread (ARCHITECTURE.md). */
const reaskMs = 400_000;

const outage = (index: number, of: number): Trial => ({
	name: `API server killed and started again, ${index} of ${of}`,
	breakIt: async (cluster) => {
		await cluster.part('apiserver', 'kill');
		return () => startServer(cluster);
	},
	forMs: 2_000 + 500 * index,
	withinMs: 30_000,
	toldTo: everybody,
});

/** Every open watch ends, so that whatever changed for a user is noticed. */
async function restartServer(cluster: BreakableCluster): Promise<void> {
	await cluster.part('apiserver', 'kill');
	await startServer(cluster);
}

/** A server that is starved while it starts gives up by itself after a minute (its post-start hooks time out): it is started again. */
async function startServer(cluster: BreakableCluster): Promise<void> {
	for (let starts = 0; starts < 3; starts += 1) {
		await cluster.part('apiserver', 'start').catch((error: Error) => {
			if (!error.message.includes('still running')) throw error;
		});
		for (let tries = 0; tries < 300; tries += 1) {
			if (await cluster.isReady()) return;
			await wait(200);
		}
	}
	throw new Error('the API server did not come up again, started three times with a minute each; its log says why');
}

/** Both who are bound to a role: `shop` by a role binding, `exec` by a cluster role binding. */
async function revokeRights(cluster: BreakableCluster): Promise<() => Promise<void>> {
	const grants = [
		await cluster.takeAway('rolebinding', 'shop-dev', '-n', 'shop'),
		await cluster.takeAway('clusterrolebinding', 'operator'),
	];
	return async () => {
		for (const grant of grants) await grant();
	};
}

/** Everything that is tried on a real cluster, `kills` outages first. */
export const trials = (kills: number): readonly Trial[] => [
	...Array.from({ length: kills }, (_, index) => outage(index + 1, kills)),
	{
		name: 'etcd stopped for a minute',
		breakIt: async (cluster) => {
			await cluster.part('etcd', 'stop');
			return () => cluster.part('etcd', 'start');
		},
		forMs: 60_000,
		withinMs: 90_000,
		// Nothing can change without etcd, so what an open watch has shown stays true; it is proven anew only every 75 s.
		toldTo: [],
	},
	{
		name: 'API server frozen for two minutes',
		breakIt: async (cluster) => {
			await cluster.part('apiserver', 'freeze');
			return () => cluster.part('apiserver', 'thaw');
		},
		forMs: 120_000,
		withinMs: 60_000,
		toldTo: everybody,
	},
	{
		// An open watch is not authorised again: it goes on, and what it delivers is true.
		name: 'rights revoked and granted under an open watch',
		breakIt: revokeRights,
		forMs: 20_000,
		withinMs: 30_000,
		toldTo: [],
	},
	{
		name: 'rights revoked, and every watch ended',
		breakIt: async (cluster) => {
			const grant = await revokeRights(cluster);
			await restartServer(cluster);
			return grant;
		},
		forMs: 90_000,
		withinMs: reaskMs,
		toldTo: everybody,
	},
	{
		name: 'the service account of the exec token deleted and made again',
		breakIt: async (cluster) => {
			const remake = await cluster.takeAway('serviceaccount', 'operator', '-n', 'default');
			await restartServer(cluster);
			return remake;
		},
		forMs: 45_000,
		withinMs: 90_000,
		toldTo: ['exec'],
	},
	{
		name: 'client certificates of a new authority',
		breakIt: async (cluster) => {
			await replaceAuthority(cluster.directory);
			await restartServer(cluster);
			return () => signUser(cluster.directory);
		},
		forMs: 30_000,
		withinMs: 90_000,
		toldTo: ['swapped'],
	},
];

/** What the trials need beyond the cluster as it was made. */
export const prepare = (cluster: BreakableCluster): Promise<void> => addCertifiedUser(cluster.directory);
