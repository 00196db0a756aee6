import { age } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import type { KubeObject } from '../kube/types.ts';
import { absentCell, ageCell, knownText } from './columns.ts';
import { type LabelSelector, type Labels, labelsText, selectorMask } from './label-selector.ts';
import { ownPods } from './owned-pods.ts';
import { ownedPodsColumns, ownedPodsDetails, podsRead } from './owned-pods-columns.ts';
import { ownerMask } from './owner.ts';
import { type PodTemplate, podTemplateMask } from './pod-template.ts';
import type { Column, Domain, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { countColumn, nameColumns, readyColumn, statusColumn, templateColumns } from './workload-columns.ts';
import { type Rollout, unobserved, type WorkloadMeta, WorkloadRow, waiting } from './workload-row.ts';

interface DaemonSetObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: {
		readonly updateStrategy?: { readonly type?: string };
		readonly selector?: LabelSelector | null;
		readonly template?: PodTemplate & { readonly spec?: { readonly nodeSelector?: Labels | null } };
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
		super({ metadata, template: spec?.template, selector: spec?.selector, rollout: daemonSetRollout(set) }, intern);
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
	if (misplaced > 0)
		return { status: `rolled out, and on ${misplaced} ${misplaced === 1 ? 'node' : 'nodes'} it is not meant for`, health: 'warning' };
	return { status: desired === 0 ? 'no node is meant for it' : 'rolled out', health: 'ok' };
}

export const daemonSetsResource: ResourceSpec<DaemonSetRow> = {
	gvr: { group: 'apps', version: 'v1', resource: 'daemonsets' },
	kind: 'DaemonSet',
	singular: 'daemonset',
	shortNames: ['ds'],
	namespaced: true,
	mask: {
		metadata: { ...ownerMask, generation: true },
		spec: {
			updateStrategy: { type: true },
			selector: selectorMask,
			// The labels of nodes have names of their own, so the whole map is read.
			template: { spec: { ...podTemplateMask.spec, nodeSelector: true } },
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
	project: (object: KubeObject, intern: Intern) => new DaemonSetRow(object as unknown as DaemonSetObject, intern),
	pollIntervalMs: 10_000,
};

const none = (text: string): string => (text === '' ? '<none>' : text);

const printed: readonly PrintedColumn<DaemonSetRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Desired', priority: 0, type: 'integer', cell: (row) => row.desired },
	{ name: 'Current', priority: 0, type: 'integer', cell: (row) => row.current },
	{ name: 'Ready', priority: 0, type: 'integer', cell: (row) => row.ready },
	{ name: 'Up-to-date', priority: 0, type: 'integer', cell: (row) => row.updated },
	{ name: 'Available', priority: 0, type: 'integer', cell: (row) => row.available },
	{ name: 'Node Selector', priority: 0, cell: (row) => none(row.nodeSelector) },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'Containers', priority: 1, cell: (row) => row.containers },
	{ name: 'Images', priority: 1, cell: (row) => row.images },
	{ name: 'Selector', priority: 1, cell: (row) => none(row.selector) },
];

const columns: readonly Column<DaemonSetRow>[] = [
	...nameColumns(),
	readyColumn(),
	countColumn('current', 'CURRENT', 13, 'U', (row) => row.current),
	countColumn('upToDate', 'UP-TO-DATE', 6, 'D', (row) => row.updated),
	countColumn('available', 'AVAILABLE', 7, 'V', (row) => row.available),
	statusColumn(),
	...ownedPodsColumns(ownPods),
	...templateColumns(),
	{
		id: 'nodeSelector',
		title: 'NODE SELECTOR',
		worth: 12,
		min: 13,
		max: 40,
		sortKey: 'O',
		value: (row) => knownText(row.nodeSelector),
		cell: (row) => (row.nodeSelector === '' ? absentCell('meant for every node') : cell(row.nodeSelector)),
	},
	...ownedPodsDetails(ownPods),
	ageCell(3),
];

export const daemonSets: Domain<DaemonSetRow> = {
	name: 'daemonsets',
	title: 'DAEMONSETS',
	aliases: ['daemonset', 'ds'],
	tab: false,
	scope: 'namespaces',
	reads: [{ role: 'rows', resource: daemonSetsResource }, podsRead],
	metrics: 'pods',
	columns,
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'daemonset.apps',
	emptyHint: 'No DaemonSet is here.',
};
