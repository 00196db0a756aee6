import { age } from '../base/age.ts';
import type { KubeObject } from '../kube/types.ts';
import { ageCell } from './columns.ts';
import { anyTally } from './erase.ts';
import type { LabelSelector } from './label-selector.ts';
import { selectorMask } from './label-selector.ts';
import { podsOfReplicaSets, replicaSetsByOwner } from './owned-pods.ts';
import { besideIt, ownedPodsColumns, ownedPodsDetails, podsRead } from './owned-pods-columns.ts';
import { ownerMask } from './owner.ts';
import { type PodTemplate, podTemplateMask } from './pod-template.ts';
import { replicaSetsResource } from './replica-sets.ts';
import type { Column, Domain, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { countColumn, nameColumns, readyColumn, statusColumn, templateColumns } from './workload-columns.ts';
import type { Rollout, WorkloadConditions, WorkloadMeta } from './workload-row.ts';
import { conditionOf, heldCondition, reasonOf, unobserved, WorkloadRow, waiting } from './workload-row.ts';

interface DeploymentObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: {
		readonly replicas?: number;
		readonly paused?: boolean;
		readonly selector?: LabelSelector | null;
		readonly template?: PodTemplate;
	};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly replicas?: number;
		readonly updatedReplicas?: number;
		readonly readyReplicas?: number;
		readonly availableReplicas?: number;
		readonly conditions?: WorkloadConditions;
	};
}

export class DeploymentRow extends WorkloadRow {
	readonly desired: number;
	readonly ready: number;
	readonly updated: number;
	readonly available: number;

	constructor(deployment: DeploymentObject, intern: Intern) {
		const { metadata, spec, status } = deployment;
		super({ metadata, template: spec?.template, selector: spec?.selector, rollout: deploymentRollout(deployment) }, intern);
		this.desired = spec?.replicas ?? 0;
		this.ready = status?.readyReplicas ?? 0;
		this.updated = status?.updatedReplicas ?? 0;
		this.available = status?.availableReplicas ?? 0;
	}

	get kind(): string {
		return 'Deployment';
	}
}

/**
 * In the order of `kubectl rollout status` (k8s.io/kubectl pkg/polymorphichelpers/rollout_status.go, 1.36), with what it leaves out:
 * paused, and what keeps pods from being created. failing: it will not get further by itself, or nothing of it is ready although
 * its rollout was over. warning: a part is not ready after the rollout.
 */
function deploymentRollout({ metadata, spec, status }: DeploymentObject): Rollout {
	const { replicas: desired = 0, paused = false } = spec ?? {};
	const {
		replicas = 0,
		updatedReplicas: updated = 0,
		availableReplicas: available = 0,
		readyReplicas: ready = 0,
		conditions,
	} = status ?? {};
	if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) return unobserved;
	const step = rolloutStep({ desired, replicas, updated, available });
	const failure = heldCondition(conditions, 'ReplicaFailure');
	const progress = conditionOf(conditions, 'Progressing');
	const cause = failure === undefined ? '' : ` (${reasonOf(failure)})`;
	if (progress?.reason === 'ProgressDeadlineExceeded') {
		return { status: `progress deadline exceeded: ${step ?? 'all updated'}${cause}`, health: 'failing' };
	}
	if (failure !== undefined) return { status: `${step ?? 'all updated'}${cause}`, health: 'failing' };
	if (paused) {
		const well = ready >= desired;
		return { status: step === undefined ? 'paused' : `paused: ${updated}/${desired} updated`, health: well ? 'ok' : 'warning' };
	}
	if (step === undefined) return { status: desired === 0 ? 'scaled to 0' : 'rolled out', health: 'ok' };
	if (progress?.reason !== 'NewReplicaSetAvailable') return { status: step, health: 'progressing' };
	// The rollout was over before: nothing that the controller does makes these ready.
	return { status: step, health: ready === 0 && desired > 0 ? 'failing' : 'warning' };
}

interface Replicas {
	readonly desired: number;
	readonly replicas: number;
	readonly updated: number;
	readonly available: number;
}

function rolloutStep({ desired, replicas, updated, available }: Replicas): string | undefined {
	if (updated < desired) return waiting(updated, desired, 'updated');
	if (replicas > updated) return `${updated}/${desired} updated, ${replicas - updated} old to end`;
	return available < updated ? waiting(available, updated, 'available') : undefined;
}

export const deploymentsResource: ResourceSpec<DeploymentRow> = {
	gvr: { group: 'apps', version: 'v1', resource: 'deployments' },
	kind: 'Deployment',
	singular: 'deployment',
	shortNames: ['deploy'],
	namespaced: true,
	mask: {
		metadata: { ...ownerMask, generation: true },
		spec: { replicas: true, paused: true, selector: selectorMask, template: podTemplateMask },
		status: {
			observedGeneration: true,
			replicas: true,
			updatedReplicas: true,
			readyReplicas: true,
			availableReplicas: true,
			conditions: [{ type: true, status: true, reason: true, message: true }],
		},
	},
	project: (object: KubeObject, intern: Intern) => new DeploymentRow(object as unknown as DeploymentObject, intern),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<DeploymentRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Ready', priority: 0, cell: (row) => `${row.ready}/${row.desired}` },
	{ name: 'Up-to-date', priority: 0, cell: (row) => row.updated },
	{ name: 'Available', priority: 0, cell: (row) => row.available },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'Containers', priority: 1, cell: (row) => row.containers },
	{ name: 'Images', priority: 1, cell: (row) => row.images },
	{ name: 'Selector', priority: 1, cell: (row) => row.selector },
];

const columns: readonly Column<DeploymentRow>[] = [
	...nameColumns(),
	readyColumn(),
	countColumn('upToDate', 'UP-TO-DATE', 6, 'D', (row) => row.updated),
	countColumn('available', 'AVAILABLE', 7, 'V', (row) => row.available),
	statusColumn(),
	...ownedPodsColumns(podsOfReplicaSets),
	...templateColumns(),
	...ownedPodsDetails(podsOfReplicaSets),
	ageCell(3),
];

export const deployments: Domain<DeploymentRow> = {
	name: 'deployments',
	title: 'DEPLOYMENTS',
	aliases: ['deployment', 'deploy'],
	tab: false,
	scope: 'namespaces',
	reads: [
		{ role: 'rows', resource: deploymentsResource },
		{ role: 'joined', resource: replicaSetsResource, tally: anyTally(replicaSetsByOwner), scope: besideIt },
		podsRead,
	],
	metrics: 'pods',
	columns,
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'deployment.apps',
	emptyHint: 'No Deployment is here.',
};
