import type { KubeObject } from '../kube/types.ts';
import type { NewObject } from './world.ts';

export interface NodePlan {
	readonly name: string;
	readonly index: number;
	readonly controlPlane: boolean;
	readonly zone: string;
	readonly createdAt: string;
}

export interface NodeCondition {
	readonly type: string;
	readonly status: string;
	readonly lastHeartbeatTime: string;
	readonly lastTransitionTime: string;
	readonly reason: string;
	readonly message: string;
}

export const hostIPOf = (index: number): string => `10.0.${1 + Math.floor(index / 200)}.${20 + (index % 200)}`;

const healthy = (type: string, reason: string, message: string, at: string, since: string): NodeCondition => ({
	type,
	status: 'False',
	lastHeartbeatTime: at,
	lastTransitionTime: since,
	reason,
	message,
});

const readyConditions = (at: string, since: string): NodeCondition[] => [
	healthy('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available', at, since),
	healthy('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', at, since),
	healthy('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available', at, since),
	{
		type: 'Ready',
		status: 'True',
		lastHeartbeatTime: at,
		lastTransitionTime: since,
		reason: 'KubeletReady',
		message: 'kubelet is posting ready status',
	},
];

const images = [
	['registry.example.com/shop/cart', '4.17.2', 88_123_456],
	['registry.example.com/mesh/envoy', '1.35.1', 61_440_112],
	['registry.k8s.io/kube-proxy', 'v1.36.3', 31_882_770],
	['registry.k8s.io/pause', '3.10', 320_368],
] as const;

export const makeNode = (plan: NodePlan, now: string): NewObject => {
	const capacity = { cpu: '8', 'ephemeral-storage': '80Gi', 'hugepages-2Mi': '0', memory: '32Gi', pods: '250' };
	return {
		metadata: {
			name: plan.name,
			creationTimestamp: plan.createdAt,
			labels: {
				'beta.kubernetes.io/arch': 'amd64',
				'beta.kubernetes.io/os': 'linux',
				'kubernetes.io/arch': 'amd64',
				'kubernetes.io/hostname': plan.name,
				'kubernetes.io/os': 'linux',
				'node.kubernetes.io/instance-type': plan.controlPlane ? 'm7i.xlarge' : 'm7i.2xlarge',
				[plan.controlPlane ? 'node-role.kubernetes.io/control-plane' : 'node-role.kubernetes.io/worker']: '',
				'topology.kubernetes.io/region': 'eu-west-1',
				'topology.kubernetes.io/zone': plan.zone,
			},
			annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
		},
		spec: {
			podCIDR: `10.42.${plan.index % 256}.0/24`,
			podCIDRs: [`10.42.${plan.index % 256}.0/24`],
			providerID: `aws:///${plan.zone}/i-${String(plan.index).padStart(17, '0')}`,
			...(plan.controlPlane ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
		},
		status: {
			capacity,
			allocatable: { ...capacity, cpu: '7910m', 'ephemeral-storage': '72Gi', memory: '31Gi' },
			conditions: readyConditions(now, plan.createdAt),
			addresses: [
				{ type: 'InternalIP', address: hostIPOf(plan.index) },
				{ type: 'Hostname', address: plan.name },
			],
			daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
			nodeInfo: {
				machineID: `ec2${String(plan.index).padStart(29, '0')}`,
				systemUUID: `ec200000-0000-4000-8000-${String(plan.index).padStart(12, '0')}`,
				bootID: `b0070000-0000-4000-8000-${String(plan.index).padStart(12, '0')}`,
				kernelVersion: '6.12.40',
				osImage: 'Bottlerocket OS 1.52.0 (aws-k8s-1.36)',
				containerRuntimeVersion: 'containerd://2.2.1',
				kubeletVersion: 'v1.36.3',
				kubeProxyVersion: '',
				operatingSystem: 'linux',
				architecture: 'amd64',
			},
			images: images.map(([name, tag, sizeBytes]) => ({ names: [`${name}:${tag}`], sizeBytes })),
		},
	};
};

interface NodeView {
	readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
	readonly status: {
		readonly conditions: readonly NodeCondition[];
		readonly addresses: readonly { readonly type: string; readonly address: string }[];
	};
}

export const nodeView = (node: KubeObject): NodeView => node as unknown as NodeView;

export const isNodeReady = (node: KubeObject): boolean =>
	nodeView(node).status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');

/** Takes new pods: ready, not cordoned, no taint that ordinary pods do not tolerate. */
export const isSchedulable = (node: KubeObject): boolean => {
	const { spec } = nodeView(node);
	return isNodeReady(node) && spec.unschedulable !== true && !(spec.taints ?? []).some((taint) => taint.effect !== 'PreferNoSchedule');
};

export const internalIP = (node: KubeObject): string =>
	nodeView(node).status.addresses.find((address) => address.type === 'InternalIP')?.address ?? '';

/** A kubelet's report: the same conditions with a later heartbeat. */
export const withHeartbeat = (node: KubeObject, now: string): KubeObject => {
	const { status } = nodeView(node);
	return { ...node, status: { ...status, conditions: status.conditions.map((condition) => ({ ...condition, lastHeartbeatTime: now })) } };
};

/** What the node controller writes when a kubelet has not reported for a while, taints included. */
export const asLost = (node: KubeObject, now: string): KubeObject => {
	const { spec, status } = nodeView(node);
	return {
		...node,
		spec: {
			...spec,
			taints: [
				...(spec.taints ?? []),
				{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: now },
				{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: now },
			],
		},
		status: {
			...status,
			conditions: status.conditions.map((condition) => ({
				...condition,
				status: 'Unknown',
				lastTransitionTime: now,
				reason: 'NodeStatusUnknown',
				message: 'Kubelet stopped posting node status.',
			})),
		},
	};
};

/** The kubelet reports again. */
export const asReady = (node: KubeObject, now: string): KubeObject => {
	const { spec, status } = nodeView(node);
	const taints = (spec.taints ?? []).filter((taint) => taint.key !== 'node.kubernetes.io/unreachable');
	const { taints: _old, ...rest } = spec;
	return { ...node, spec: taints.length === 0 ? rest : { ...rest, taints }, status: { ...status, conditions: readyConditions(now, now) } };
};
