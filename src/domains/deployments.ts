import { deploymentSymptoms } from './attention/workload-symptoms.ts';
import { countColumn } from './columns.ts';
import { anyTally } from './erase.ts';
import { rowsWithSymptoms } from './object-row.ts';
import { podsOfReplicaSets, replicaSetsByOwner } from './owned-pods.ts';
import { besideIt } from './owned-pods-columns.ts';
import { printedAge, printedName } from './printed.ts';
import { replicaSetsResource } from './replica-sets.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { printedContainers, printedReplicas, replicasColumn, rolloutColumn } from './workload-columns.ts';
import { workloadDomain } from './workload-domain.ts';
import type { PodsSpec, Rollout, WorkloadConditions, WorkloadMeta } from './workload-row.ts';
import {
	conditionMask,
	conditionOf,
	heldCondition,
	podsSpecMask,
	reasonOf,
	unobserved,
	WorkloadRow,
	waiting,
	workloadMetaMask,
} from './workload-row.ts';

interface DeploymentObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: PodsSpec & { readonly replicas?: number; readonly paused?: boolean };
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
		super(metadata, spec, deploymentRollout(deployment), intern);
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
		metadata: workloadMetaMask,
		spec: { replicas: true, paused: true, ...podsSpecMask },
		status: {
			observedGeneration: true,
			replicas: true,
			updatedReplicas: true,
			readyReplicas: true,
			availableReplicas: true,
			conditions: [conditionMask],
		},
	},
	project: rowsWithSymptoms(DeploymentRow, deploymentSymptoms),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<DeploymentRow>[] = [
	printedName,
	printedReplicas,
	{ name: 'Up-to-date', priority: 0, cell: (row) => row.updated },
	{ name: 'Available', priority: 0, cell: (row) => row.available },
	printedAge,
	...printedContainers,
	{ name: 'Selector', priority: 1, cell: (row) => row.selector },
];

const columns: readonly Column<DeploymentRow>[] = [
	replicasColumn,
	countColumn({ id: 'upToDate', title: 'UP-TO-DATE', worth: 6, sortKey: 'D', of: (row) => row.updated }),
	countColumn({ id: 'available', title: 'AVAILABLE', worth: 7, sortKey: 'V', of: (row) => row.available }),
	rolloutColumn,
];

export const deployments = workloadDomain({
	resource: deploymentsResource,
	joins: [{ role: 'joined', resource: replicaSetsResource, tally: anyTally(replicaSetsByOwner), scope: besideIt }],
	podsOf: podsOfReplicaSets,
	columns,
	printed,
});
