import { age } from '../base/age.ts';
import type { KubeObject } from '../kube/types.ts';
import { ageCell } from './columns.ts';
import { type LabelSelector, selectorMask } from './label-selector.ts';
import { ownPods } from './owned-pods.ts';
import { ownedPodsColumns, ownedPodsDetails, podsRead } from './owned-pods-columns.ts';
import { ownerMask } from './owner.ts';
import { type PodTemplate, podTemplateMask } from './pod-template.ts';
import type { Column, Domain, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { countColumn, nameColumns, readyColumn, statusColumn, templateColumns } from './workload-columns.ts';
import type { Rollout, WorkloadConditions, WorkloadMeta } from './workload-row.ts';
import { heldCondition, reasonOf, unobserved, WorkloadRow, waiting } from './workload-row.ts';

interface ReplicaSetObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector | null; readonly template?: PodTemplate };
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
		super({ metadata, template: spec?.template, selector: spec?.selector, rollout: replicaSetRollout(set) }, intern);
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
		metadata: { ...ownerMask, generation: true },
		spec: { replicas: true, selector: selectorMask, template: podTemplateMask },
		status: {
			observedGeneration: true,
			replicas: true,
			readyReplicas: true,
			conditions: [{ type: true, status: true, reason: true, message: true }],
		},
	},
	project: (object: KubeObject, intern: Intern) => new ReplicaSetRow(object as unknown as ReplicaSetObject, intern),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<ReplicaSetRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Desired', priority: 0, type: 'integer', cell: (row) => row.desired },
	{ name: 'Current', priority: 0, type: 'integer', cell: (row) => row.current },
	{ name: 'Ready', priority: 0, type: 'integer', cell: (row) => row.ready },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'Containers', priority: 1, cell: (row) => row.containers },
	{ name: 'Images', priority: 1, cell: (row) => row.images },
	{ name: 'Selector', priority: 1, cell: (row) => (row.selector === '' ? '<none>' : row.selector) },
];

const columns: readonly Column<ReplicaSetRow>[] = [
	...nameColumns(),
	readyColumn(),
	countColumn('current', 'CURRENT', 6, 'U', (row) => row.current),
	statusColumn(),
	...ownedPodsColumns(ownPods),
	...templateColumns(),
	...ownedPodsDetails(ownPods),
	ageCell(3),
];

export const replicaSets: Domain<ReplicaSetRow> = {
	name: 'replicasets',
	title: 'REPLICASETS',
	aliases: ['replicaset', 'rs'],
	tab: false,
	scope: 'namespaces',
	reads: [{ role: 'rows', resource: replicaSetsResource }, podsRead],
	metrics: 'pods',
	columns,
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'replicaset.apps',
	emptyHint: 'No ReplicaSet is here.',
};
