import { usageKey } from './cells.ts';
import type { JobRow } from './jobs.ts';
import type { PodRow } from './pod-row.ts';
import type { ReplicaSetRow } from './replica-sets.ts';
import type { Restarts } from './restarts.ts';
import type { CellContext, Row, Tally } from './types.ts';
import type { WorkloadRow } from './workload-row.ts';

/** Pods of one owner. */
export interface OwnedPods {
	/** Keys of their metrics, by uid. */
	readonly keys: Map<string, string>;
	restarts: number;
	/** Those that restarted, by uid: a maximum alone could not be taken back. They are few. */
	readonly restarted: Map<string, PodRow>;
}

/** Owners of pods that are owned themselves, by uid: the keys of their own pods. */
type OwnedOwners = Map<string, string>;

/** `shop/ReplicaSet/cart-698948564b`; the same for an owner by its name and for what it owns. */
const ownerKey = ({ namespace, owner }: { readonly namespace: string; readonly owner: string }): string | undefined =>
	owner === '' ? undefined : `${namespace}/${owner}`;

const ownKey = (row: WorkloadRow): string => `${row.namespace}/${row.kind}/${row.name}`;

export const podsByOwner: Tally<PodRow, OwnedPods> = {
	name: 'podsByOwner',
	keyOf: ownerKey,
	empty: () => ({ keys: new Map(), restarts: 0, restarted: new Map() }),
	add: (sum, pod) => {
		sum.keys.set(pod.uid, usageKey(pod));
		sum.restarts += pod.restarts;
		if (pod.restarts > 0) sum.restarted.set(pod.uid, pod);
	},
	remove: (sum, pod) => {
		sum.keys.delete(pod.uid);
		sum.restarts -= pod.restarts;
		sum.restarted.delete(pod.uid);
	},
};

const ownersByOwner = <R extends WorkloadRow>(name: string): Tally<R, OwnedOwners> => ({
	name,
	keyOf: ownerKey,
	empty: () => new Map(),
	add: (sum, row) => {
		sum.set(row.uid, ownKey(row));
	},
	remove: (sum, row) => {
		sum.delete(row.uid);
	},
});

export const replicaSetsByOwner = ownersByOwner<ReplicaSetRow>('replicaSetsByOwner');
export const jobsByOwner = ownersByOwner<JobRow>('jobsByOwner');

/** The pods of a row, an owner's a group; a string says why they are not known. */
export type PodsOf<R extends Row> = (row: R, context: CellContext) => readonly OwnedPods[] | string;

const group = (key: string, context: CellContext): OwnedPods | undefined | string => context.tally<OwnedPods>(podsByOwner.name, key);

/** Of a workload that owns its pods itself. */
export function ownPods(row: WorkloadRow, context: CellContext): readonly OwnedPods[] | string {
	const found = group(ownKey(row), context);
	return found === undefined ? [] : typeof found === 'string' ? found : [found];
}

/** Of a workload whose pods belong to what belongs to it: a Deployment's ReplicaSets, a CronJob's Jobs. */
const podsThrough =
	(tally: Tally<never, OwnedOwners>) =>
	(row: WorkloadRow, context: CellContext): readonly OwnedPods[] | string => {
		const owners = context.tally<OwnedOwners>(tally.name, ownKey(row));
		if (typeof owners === 'string') return owners;
		const groups: OwnedPods[] = [];
		for (const key of owners?.values() ?? []) {
			const found = group(key, context);
			if (typeof found === 'string') return found;
			if (found !== undefined) groups.push(found);
		}
		// Pods that may not be read are not none, though nothing is there that could own any.
		const reason = groups.length === 0 ? group('', context) : undefined;
		return typeof reason === 'string' ? reason : groups;
	};

export const podsOfReplicaSets = podsThrough(replicaSetsByOwner as Tally<never, OwnedOwners>);
export const podsOfJobs = podsThrough(jobsByOwner as Tally<never, OwnedOwners>);

/** All restarts of these pods, and the last of them. */
export function restartsOfPods(groups: readonly OwnedPods[]): Restarts {
	let restarts = 0;
	let last: PodRow | undefined;
	for (const { restarts: own, restarted } of groups) {
		restarts += own;
		for (const pod of restarted.values()) if (last === undefined || pod.lastRestart > last.lastRestart) last = pod;
	}
	return {
		restarts,
		lastRestart: last?.lastRestart ?? 0,
		lastReason: last?.lastReason ?? '',
		lastExitCode: last?.lastExitCode,
	};
}

/** Keys of the metrics of all of them. */
export function* keysOfPods(groups: readonly OwnedPods[]): Iterable<string> {
	for (const { keys } of groups) yield* keys.values();
}
