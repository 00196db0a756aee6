import { byCodeUnits } from '../base/by-code-units.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { count, kibibytes, millicores } from '../base/quantity.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { nodeSymptoms } from './attention/cluster-symptoms.ts';
import { deletionMask } from './attention/deletion.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import type { Intern, ResourceSpec } from './types.ts';
import { conditionMask, type WorkloadConditions } from './workload-row.ts';

interface NodeObject {
	readonly metadata: ObjectMeta & { readonly labels?: Readonly<Record<string, string>> | null };
	readonly spec?: {
		readonly unschedulable?: boolean;
		readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect?: string }[] | null;
	};
	readonly status?: {
		readonly conditions?: WorkloadConditions;
		readonly addresses?: readonly { readonly type: string; readonly address: string }[] | null;
		readonly capacity?: { readonly cpu?: string; readonly memory?: string };
		readonly allocatable?: { readonly cpu?: string; readonly memory?: string; readonly pods?: string };
		readonly nodeInfo?: {
			readonly kubeletVersion?: string;
			readonly osImage?: string;
			readonly kernelVersion?: string;
			readonly containerRuntimeVersion?: string;
			readonly architecture?: string;
		};
	};
}

/** Conditions that are bad when True, in the order in which they are shown. */
const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'] as const;

export class NodeRow extends ObjectRow {
	/** `Ready,SchedulingDisabled` */
	readonly status: string;
	/** `control-plane,worker`; '' when it has none. */
	readonly roles: string;
	readonly version: string;
	readonly internalIp: string;
	readonly externalIp: string;
	readonly osImage: string;
	readonly kernel: string;
	readonly architecture: string;
	readonly runtime: string;
	/** Millicores. */
	readonly cpuCapacity: number;
	/** KiB. */
	readonly memoryCapacity: number;
	/** Millicores. */
	readonly cpuAllocatable: number;
	/** KiB. */
	readonly memoryAllocatable: number;
	readonly podsAllocatable: number;
	/** Names joined by a comma; '' when there are none. */
	readonly pressure: string;
	/** `key=value:Effect`, joined by a comma; '' when there are none. */
	readonly taints: string;

	constructor(node: NodeObject, intern: Intern) {
		const { metadata, spec, status } = node;
		const info = status?.nodeInfo;
		const allocatable = status?.allocatable;
		super(metadata, nodeHealth(node), intern);
		this.status = intern(nodeStatus(node));
		this.roles = intern(nodeRoles(metadata.labels ?? {}));
		this.version = intern(info?.kubeletVersion ?? '');
		this.internalIp = addressOf(node, 'InternalIP');
		this.externalIp = addressOf(node, 'ExternalIP');
		this.osImage = intern(info?.osImage ?? '');
		this.kernel = intern(info?.kernelVersion ?? '');
		this.architecture = intern(info?.architecture ?? '');
		this.runtime = intern(info?.containerRuntimeVersion ?? '');
		this.cpuCapacity = millicores(status?.capacity?.cpu) ?? 0;
		this.memoryCapacity = kibibytes(status?.capacity?.memory) ?? 0;
		this.cpuAllocatable = millicores(allocatable?.cpu) ?? 0;
		this.memoryAllocatable = kibibytes(allocatable?.memory) ?? 0;
		this.podsAllocatable = count(allocatable?.pods) ?? 0;
		this.pressure = intern(pressuresOf(node).join(','));
		this.taints = intern((spec?.taints ?? []).map(taintText).join(','));
	}
}

/** printNode, kubernetes pkg/printers/internalversion/printers.go (1.36): of conditions of one type the last one counts. */
function nodeStatus(node: NodeObject): string {
	const ready = lastCondition(node, 'Ready');
	const text = ready === undefined ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady';
	return node.spec?.unschedulable === true ? `${text},SchedulingDisabled` : text;
}

function lastCondition(node: NodeObject, type: string): string | undefined {
	let status: string | undefined;
	for (const condition of node.status?.conditions ?? []) if (condition.type === type) status = condition.status;
	return status;
}

const rolePrefix = 'node-role.kubernetes.io/';

/** findNodeRoles of the same file: the labels' roles, each once, sorted. */
function nodeRoles(labels: Readonly<Record<string, string>>): string {
	const roles = new Set<string>();
	for (const key in labels) {
		if (key.startsWith(rolePrefix)) {
			if (key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
		} else if (key === 'kubernetes.io/role' && labels[key] !== '') {
			roles.add(labels[key] ?? '');
		}
	}
	return [...roles].sort(byCodeUnits).join(',');
}

function addressOf(node: NodeObject, type: string): string {
	for (const address of node.status?.addresses ?? []) if (address.type === type) return address.address;
	return '';
}

const pressuresOf = (node: NodeObject): string[] => pressures.filter((type) => lastCondition(node, type) === 'True');

const taintText = (taint: { readonly key: string; readonly value?: string; readonly effect?: string }): string =>
	`${taint.key}${taint.value === undefined || taint.value === '' ? '' : `=${taint.value}`}:${taint.effect ?? ''}`;

/**
 * failing: not ready, or silent so long that the node controller set Ready to Unknown. unknown: it never said.
 * warning: ready, but under pressure or closed for new pods. progressing: on its way out.
 */
function nodeHealth(node: NodeObject): ObjectHealth {
	const ready = lastCondition(node, 'Ready');
	if (ready === undefined) return 'unknown';
	if (ready !== 'True') return 'failing';
	if (node.metadata.deletionTimestamp !== undefined) return 'progressing';
	return pressuresOf(node).length > 0 || node.spec?.unschedulable === true ? 'warning' : 'ok';
}

export const nodesResource: ResourceSpec<NodeRow> = {
	gvr: { group: '', version: 'v1', resource: 'nodes' },
	kind: 'Node',
	singular: 'node',
	shortNames: ['no'],
	namespaced: false,
	mask: {
		// Roles are in the keys of labels, so no narrower mask finds them.
		metadata: { labels: true, ...deletionMask },
		spec: { unschedulable: true, taints: [{ key: true, value: true, effect: true, timeAdded: true }] },
		status: {
			conditions: [conditionMask],
			addresses: [{ type: true, address: true }],
			capacity: { cpu: true, memory: true },
			allocatable: { cpu: true, memory: true, pods: true },
			nodeInfo: { kubeletVersion: true, osImage: true, kernelVersion: true, containerRuntimeVersion: true, architecture: true },
		},
	},
	project: rowsWithSymptoms(NodeRow, nodeSymptoms),
	pollIntervalMs: 10_000,
};
