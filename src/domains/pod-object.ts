import type { Mask, ObjectMeta } from '../kube/types.ts';
import { type Deletable, deletionMask } from './attention/deletion.ts';
import { type Owned, ownerMask } from './owner.ts';

/** The part of a Pod that is read (core/v1). Every field may be missing; a bookmark's pod has `containers: null`. */
export interface PodObject {
	readonly metadata: ObjectMeta & Owned & Deletable & { readonly labels?: { readonly 'pod-template-hash'?: string } | null };
	readonly spec?: {
		readonly nodeName?: string;
		readonly containers?: readonly Container[] | null;
		readonly initContainers?: readonly Container[] | null;
		readonly overhead?: ResourceList;
		readonly resources?: ResourceRequirements;
		readonly readinessGates?: readonly { readonly conditionType: string }[] | null;
	};
	readonly status?: {
		readonly phase?: string;
		readonly reason?: string;
		readonly message?: string;
		readonly podIP?: string;
		readonly nominatedNodeName?: string;
		readonly conditions?: readonly Condition[] | null;
		readonly initContainerStatuses?: readonly ContainerStatus[] | null;
		readonly containerStatuses?: readonly ContainerStatus[] | null;
	};
}

export interface ResourceList {
	readonly cpu?: string;
	readonly memory?: string;
}

interface ResourceRequirements {
	readonly requests?: ResourceList;
	readonly limits?: ResourceList;
}

export interface Container {
	readonly name?: string;
	readonly image?: string;
	readonly restartPolicy?: string;
	readonly resources?: ResourceRequirements;
}

export interface Condition {
	readonly type: string;
	readonly status: string;
	readonly reason?: string;
	readonly message?: string;
	readonly lastTransitionTime?: string | null;
}

interface Terminated {
	readonly exitCode?: number;
	readonly signal?: number;
	readonly reason?: string;
	readonly message?: string;
	readonly finishedAt?: string | null;
}

export interface ContainerStatus {
	readonly name: string;
	readonly restartCount?: number;
	readonly ready?: boolean;
	readonly started?: boolean;
	readonly state?: {
		readonly running?: object | null;
		readonly waiting?: { readonly reason?: string; readonly message?: string } | null;
		readonly terminated?: Terminated | null;
	};
	readonly lastState?: { readonly terminated?: Terminated | null };
}

const amounts = { cpu: true, memory: true } as const satisfies Mask;
const requirements = { requests: amounts, limits: amounts } as const satisfies Mask;

const terminated = { exitCode: true, signal: true, reason: true, message: true, finishedAt: true } as const satisfies Mask;

const containerStatus = {
	name: true,
	restartCount: true,
	ready: true,
	state: { running: {}, waiting: { reason: true, message: true }, terminated },
	lastState: { terminated },
} as const satisfies Mask;

export const podMask: Mask = {
	metadata: { ...ownerMask, ...deletionMask, labels: { 'pod-template-hash': true } },
	spec: {
		nodeName: true,
		containers: [{ name: true, image: true, resources: requirements }],
		initContainers: [{ name: true, restartPolicy: true, resources: requirements }],
		overhead: amounts,
		resources: requirements,
		readinessGates: [{ conditionType: true }],
	},
	status: {
		phase: true,
		reason: true,
		message: true,
		podIP: true,
		nominatedNodeName: true,
		conditions: [{ type: true, status: true, reason: true, message: true, lastTransitionTime: true }],
		initContainerStatuses: [{ ...containerStatus, started: true }],
		containerStatuses: [containerStatus],
	},
};
