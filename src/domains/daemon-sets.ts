import { counted } from '../base/counted.ts';
import { daemonSetSymptoms } from './attention/workload-symptoms.ts';
import { countColumn, textColumn } from './columns.ts';
import { type Labels, labelsText } from './label-selector.ts';
import { rowsWithSymptoms } from './object-row.ts';
import { ownPods } from './owned-pods.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { printedContainers, printedSelector, replicasColumn, rolloutColumn } from './workload-columns.ts';
import { workloadDomain } from './workload-domain.ts';
import type { PodsSpec, Rollout, WorkloadMeta } from './workload-row.ts';
import { podsSpecMask, unobserved, WorkloadRow, waiting, workloadMetaMask } from './workload-row.ts';

interface DaemonSetObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: PodsSpec & {
		readonly updateStrategy?: { readonly type?: string };
		readonly template?: { readonly spec?: { readonly nodeSelector?: Labels | null } };
	};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly desiredNumberScheduled?: number;
		readonly currentNumberScheduled?: number;
		readonly numberReady?: number;
		readonly updatedNumberScheduled?: number;
		readonly numberAvailable?: number;
		readonly numberMisscheduled?: number;
	};
}

export class DaemonSetRow extends WorkloadRow {
	/** Nodes that should run it. */
	readonly desired: number;
	/** Nodes of those that do. */
	readonly current: number;
	readonly ready: number;
	readonly updated: number;
	readonly available: number;
	/** `accelerator=tpu`; '' when it is meant for every node. */
	readonly nodeSelector: string;

	constructor(set: DaemonSetObject, intern: Intern) {
		const { metadata, spec, status } = set;
		super(metadata, spec, daemonSetRollout(set), intern);
		this.desired = status?.desiredNumberScheduled ?? 0;
		this.current = status?.currentNumberScheduled ?? 0;
		this.ready = status?.numberReady ?? 0;
		this.updated = status?.updatedNumberScheduled ?? 0;
		this.available = status?.numberAvailable ?? 0;
		this.nodeSelector = intern(labelsText(spec?.template?.spec?.nodeSelector));
	}

	get kind(): string {
		return 'DaemonSet';
	}
}

/** By the rules of `kubectl rollout status` (rollout_status.go, 1.36), which has no words for OnDelete, and for nodes that should not run it. */
function daemonSetRollout({ metadata, spec, status }: DaemonSetObject): Rollout {
	const { observedGeneration = 0, desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0 } = status ?? {};
	const { numberAvailable: available = 0, numberReady: ready = 0, numberMisscheduled: misplaced = 0 } = status ?? {};
	if ((metadata.generation ?? 0) > observedGeneration) return unobserved;
	const unwell = ready === 0 ? 'failing' : 'warning';
	if (updated < desired && spec?.updateStrategy?.type === 'OnDelete') {
		const status = `${updated}/${desired} updated, the others when they are deleted`;
		return { status, health: available < desired ? unwell : 'ok' };
	}
	if (updated < desired) return { status: waiting(updated, desired, 'updated'), health: 'progressing' };
	if (available < desired) return { status: waiting(available, desired, 'available'), health: unwell };
	if (misplaced > 0) return { status: `rolled out, and on ${counted(misplaced, 'node')} it is not meant for`, health: 'warning' };
	return { status: desired === 0 ? 'no node is meant for it' : 'rolled out', health: 'ok' };
}

export const daemonSetsResource: ResourceSpec<DaemonSetRow> = {
	gvr: { group: 'apps', version: 'v1', resource: 'daemonsets' },
	kind: 'DaemonSet',
	singular: 'daemonset',
	shortNames: ['ds'],
	namespaced: true,
	mask: {
		metadata: workloadMetaMask,
		spec: {
			updateStrategy: { type: true },
			...podsSpecMask,
			// The labels of nodes have names of their own, so the whole map is read.
			template: { spec: { ...podsSpecMask.template.spec, nodeSelector: true } },
		},
		status: {
			observedGeneration: true,
			desiredNumberScheduled: true,
			currentNumberScheduled: true,
			numberReady: true,
			updatedNumberScheduled: true,
			numberAvailable: true,
			numberMisscheduled: true,
		},
	},
	project: rowsWithSymptoms(DaemonSetRow, daemonSetSymptoms),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<DaemonSetRow>[] = [
	printedName,
	{ name: 'Desired', priority: 0, type: 'integer', cell: (row) => row.desired },
	{ name: 'Current', priority: 0, type: 'integer', cell: (row) => row.current },
	{ name: 'Ready', priority: 0, type: 'integer', cell: (row) => row.ready },
	{ name: 'Up-to-date', priority: 0, type: 'integer', cell: (row) => row.updated },
	{ name: 'Available', priority: 0, type: 'integer', cell: (row) => row.available },
	{ name: 'Node Selector', priority: 0, cell: (row) => orNone(row.nodeSelector) },
	printedAge,
	...printedContainers,
	printedSelector,
];

const columns: readonly Column<DaemonSetRow>[] = [
	replicasColumn,
	countColumn({ id: 'current', title: 'CURRENT', worth: 13, sortKey: 'U', of: (row) => row.current }),
	countColumn({ id: 'upToDate', title: 'UP-TO-DATE', worth: 6, sortKey: 'D', of: (row) => row.updated }),
	countColumn({ id: 'available', title: 'AVAILABLE', worth: 7, sortKey: 'V', of: (row) => row.available }),
	rolloutColumn,
];

const details: readonly Column<DaemonSetRow>[] = [
	textColumn({
		id: 'nodeSelector',
		title: 'NODE SELECTOR',
		worth: 12,
		min: 13,
		max: 40,
		sortKey: 'O',
		of: (row) => row.nodeSelector,
		absent: 'meant for every node',
	}),
];

export const daemonSets = workloadDomain({
	resource: daemonSetsResource,
	podsOf: ownPods,
	columns,
	details,
	printed,
});
