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
import { type Rollout, unobserved, type WorkloadMeta, WorkloadRow, waiting } from './workload-row.ts';

interface StatefulSetObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: {
		readonly replicas?: number;
		readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } | null };
		readonly selector?: LabelSelector | null;
		readonly template?: PodTemplate;
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
		super({ metadata, template: spec?.template, selector: spec?.selector, rollout: statefulSetRollout(set) }, intern);
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
		metadata: { ...ownerMask, generation: true },
		spec: {
			replicas: true,
			updateStrategy: { type: true, rollingUpdate: { partition: true } },
			selector: selectorMask,
			template: podTemplateMask,
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
	project: (object: KubeObject, intern: Intern) => new StatefulSetRow(object as unknown as StatefulSetObject, intern),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<StatefulSetRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Ready', priority: 0, cell: (row) => `${row.ready}/${row.desired}` },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'Containers', priority: 1, cell: (row) => row.containers },
	{ name: 'Images', priority: 1, cell: (row) => row.images },
];

const columns: readonly Column<StatefulSetRow>[] = [
	...nameColumns(),
	readyColumn(),
	countColumn('upToDate', 'UP-TO-DATE', 6, 'D', (row) => row.updated),
	statusColumn(),
	...ownedPodsColumns(ownPods),
	...templateColumns(),
	...ownedPodsDetails(ownPods),
	ageCell(3),
];

export const statefulSets: Domain<StatefulSetRow> = {
	name: 'statefulsets',
	title: 'STATEFULSETS',
	aliases: ['statefulset', 'sts'],
	tab: false,
	scope: 'namespaces',
	reads: [{ role: 'rows', resource: statefulSetsResource }, podsRead],
	metrics: 'pods',
	columns,
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'statefulset.apps',
	emptyHint: 'No StatefulSet is here.',
};
