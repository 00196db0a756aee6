import { statefulSetSymptoms } from './attention/workload-symptoms.ts';
import { countColumn } from './columns.ts';
import { rowsWithSymptoms } from './object-row.ts';
import { ownPods } from './owned-pods.ts';
import { printedAge, printedName } from './printed.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { printedContainers, printedReplicas, replicasColumn, rolloutColumn } from './workload-columns.ts';
import { workloadDomain } from './workload-domain.ts';
import type { PodsSpec, Rollout, WorkloadMeta } from './workload-row.ts';
import { podsSpecMask, unobserved, WorkloadRow, waiting, workloadMetaMask } from './workload-row.ts';

interface StatefulSetObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: PodsSpec & {
		readonly replicas?: number;
		readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } | null };
	};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly replicas?: number;
		readonly readyReplicas?: number;
		readonly updatedReplicas?: number;
		readonly currentRevision?: string;
		readonly updateRevision?: string;
	};
}

export class StatefulSetRow extends WorkloadRow {
	readonly desired: number;
	readonly ready: number;
	/** Of the newest revision. */
	readonly updated: number;

	constructor(set: StatefulSetObject, intern: Intern) {
		const { metadata, spec, status } = set;
		super(metadata, spec, statefulSetRollout(set), intern);
		this.desired = spec?.replicas ?? 0;
		this.ready = status?.readyReplicas ?? 0;
		this.updated = updatedOf(set);
	}

	get kind(): string {
		return 'StatefulSet';
	}
}

/** While there is one revision only, every pod is of it; the controller does not always count them then. */
const updatedOf = ({ status }: StatefulSetObject): number =>
	isUpdating(status) ? (status?.updatedReplicas ?? 0) : (status?.replicas ?? 0);

const isUpdating = (status: StatefulSetObject['status']): boolean =>
	status?.updateRevision !== undefined && status.updateRevision !== '' && status.updateRevision !== status.currentRevision;

/**
 * By the rules of `kubectl rollout status` (rollout_status.go, 1.36), which has no words for OnDelete. A StatefulSet has no
 * conditions: pods that are not ready while nothing is rolled out are a warning, and a failure when all are there and none is ready.
 */
function statefulSetRollout(set: StatefulSetObject): Rollout {
	const { metadata, spec, status } = set;
	const { replicas: desired = 0, updateStrategy } = spec ?? {};
	const { observedGeneration = 0, replicas = 0, readyReplicas: ready = 0 } = status ?? {};
	if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration) return unobserved;
	const updated = updatedOf(set);
	const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
	const target = Math.max(0, desired - partition);
	const rolling = isUpdating(status);
	if (rolling && updateStrategy?.type === 'OnDelete') {
		return { status: `${updated}/${desired} updated, the others when they are deleted`, health: ready < desired ? 'warning' : 'ok' };
	}
	if (rolling && updated < target) return { status: waiting(updated, target, 'updated'), health: 'progressing' };
	if (ready < desired) {
		// A partition holds a part back for as long as it is set, so that there is nothing to wait for.
		const underWay = rolling && partition === 0;
		const health = underWay ? 'progressing' : ready === 0 && replicas >= desired ? 'failing' : 'warning';
		return { status: waiting(ready, desired, 'ready'), health };
	}
	if (replicas > desired) return { status: `${replicas - desired} more than asked for, waiting for them to end`, health: 'progressing' };
	if (desired === 0) return { status: 'scaled to 0', health: 'ok' };
	if (rolling && partition > 0)
		return { status: `${updated}/${desired} updated, ${desired - updated} held back by the partition`, health: 'ok' };
	return { status: 'rolled out', health: 'ok' };
}

export const statefulSetsResource: ResourceSpec<StatefulSetRow> = {
	gvr: { group: 'apps', version: 'v1', resource: 'statefulsets' },
	kind: 'StatefulSet',
	singular: 'statefulset',
	shortNames: ['sts'],
	namespaced: true,
	mask: {
		metadata: workloadMetaMask,
		spec: {
			replicas: true,
			updateStrategy: { type: true, rollingUpdate: { partition: true } },
			...podsSpecMask,
		},
		status: {
			observedGeneration: true,
			replicas: true,
			readyReplicas: true,
			updatedReplicas: true,
			currentRevision: true,
			updateRevision: true,
		},
	},
	project: rowsWithSymptoms(StatefulSetRow, statefulSetSymptoms),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<StatefulSetRow>[] = [printedName, printedReplicas, printedAge, ...printedContainers];

const columns: readonly Column<StatefulSetRow>[] = [
	replicasColumn,
	countColumn({ id: 'upToDate', title: 'UP-TO-DATE', worth: 6, sortKey: 'D', of: (row) => row.updated }),
	rolloutColumn,
];

export const statefulSets = workloadDomain({
	resource: statefulSetsResource,
	podsOf: ownPods,
	columns,
	printed,
});
