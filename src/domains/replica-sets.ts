import { countColumn } from './columns.ts';
import { rowsOf } from './object-row.ts';
import { ownPods } from './owned-pods.ts';
import { printedAge, printedName } from './printed.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { printedContainers, printedSelector, replicasColumn, rolloutColumn } from './workload-columns.ts';
import { workloadDomain } from './workload-domain.ts';
import type { PodsSpec, Rollout, WorkloadConditions, WorkloadMeta } from './workload-row.ts';
import {
	conditionMask,
	heldCondition,
	podsSpecMask,
	reasonOf,
	unobserved,
	WorkloadRow,
	waiting,
	workloadMetaMask,
} from './workload-row.ts';

interface ReplicaSetObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: PodsSpec & { readonly replicas?: number };
	readonly status?: {
		readonly observedGeneration?: number;
		readonly replicas?: number;
		readonly readyReplicas?: number;
		readonly conditions?: WorkloadConditions;
	};
}

export class ReplicaSetRow extends WorkloadRow {
	readonly desired: number;
	/** Pods that there are. */
	readonly current: number;
	readonly ready: number;

	constructor(set: ReplicaSetObject, intern: Intern) {
		const { metadata, spec, status } = set;
		super(metadata, spec, replicaSetRollout(set), intern);
		this.desired = spec?.replicas ?? 0;
		this.current = status?.replicas ?? 0;
		this.ready = status?.readyReplicas ?? 0;
	}

	get kind(): string {
		return 'ReplicaSet';
	}
}

/** failing: pods cannot be created, or all are there and none is ready. warning: some are not ready. progressing: pods come or go. */
function replicaSetRollout({ metadata, spec, status }: ReplicaSetObject): Rollout {
	const { replicas: desired = 0 } = spec ?? {};
	const { observedGeneration = 0, replicas: current = 0, readyReplicas: ready = 0, conditions } = status ?? {};
	if ((metadata.generation ?? 0) > observedGeneration) return unobserved;
	const failure = heldCondition(conditions, 'ReplicaFailure');
	if (failure !== undefined) return { status: `${current}/${desired} created (${reasonOf(failure)})`, health: 'failing' };
	if (current < desired) return { status: waiting(current, desired, 'created'), health: 'progressing' };
	if (current > desired) return { status: `${current - desired} more than asked for, waiting for them to end`, health: 'progressing' };
	if (ready < desired) return { status: waiting(ready, desired, 'ready'), health: ready === 0 ? 'failing' : 'warning' };
	return { status: desired === 0 ? 'scaled to 0' : 'all ready', health: 'ok' };
}

export const replicaSetsResource: ResourceSpec<ReplicaSetRow> = {
	gvr: { group: 'apps', version: 'v1', resource: 'replicasets' },
	kind: 'ReplicaSet',
	singular: 'replicaset',
	shortNames: ['rs'],
	namespaced: true,
	mask: {
		metadata: workloadMetaMask,
		spec: { replicas: true, ...podsSpecMask },
		status: {
			observedGeneration: true,
			replicas: true,
			readyReplicas: true,
			conditions: [conditionMask],
		},
	},
	project: rowsOf(ReplicaSetRow),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<ReplicaSetRow>[] = [
	printedName,
	{ name: 'Desired', priority: 0, type: 'integer', cell: (row) => row.desired },
	{ name: 'Current', priority: 0, type: 'integer', cell: (row) => row.current },
	{ name: 'Ready', priority: 0, type: 'integer', cell: (row) => row.ready },
	printedAge,
	...printedContainers,
	printedSelector,
];

const columns: readonly Column<ReplicaSetRow>[] = [
	replicasColumn,
	countColumn({ id: 'current', title: 'CURRENT', worth: 6, sortKey: 'U', of: (row) => row.current }),
	rolloutColumn,
];

export const replicaSets = workloadDomain({
	resource: replicaSetsResource,
	podsOf: ownPods,
	columns,
	printed,
});
