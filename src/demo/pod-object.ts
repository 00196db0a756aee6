import type { KubeObject } from '../kube/types.ts';
import { sharePart } from './object-json.ts';
import { type Ended, type Placement, type PodStage, podStatus } from './pod-status.ts';
import { type Container, everyNodeTolerations, type PodTemplate, sharedPodParts } from './pod-template.ts';
import type { NewObject } from './world.ts';

export interface Owner {
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
}

export const ownerReference = (owner: Owner) => ({ ...owner, controller: true, blockOwnerDeletion: true });

export const ownerOf = (object: KubeObject, apiVersion: string, kind: string): Owner => ({
	apiVersion,
	kind,
	name: object.metadata.name,
	uid: object.metadata.uid,
});

/** The owner that controls an object, if it has one. */
export const controllerOf = (object: KubeObject): Owner | undefined =>
	(object.metadata['ownerReferences'] as readonly (Owner & { readonly controller?: boolean })[] | undefined)?.find(
		(owner) => owner.controller === true,
	);

export interface PodInput {
	readonly namespace: string;
	readonly name: string;
	readonly generateName?: string;
	readonly template: PodTemplate;
	/** Beside the template's: pod-template-hash and the like. */
	readonly labels?: Readonly<Record<string, string>>;
	readonly owner?: Owner;
	/** RFC 3339. */
	readonly createdAt: string;
	readonly placement?: Placement;
	readonly stage: PodStage;
}

export const makePod = (input: PodInput): NewObject => {
	const { template, placement } = input;
	const shared = sharedPodParts(template, input.createdAt);
	const onEveryNode = input.owner?.kind === 'DaemonSet';
	return {
		metadata: {
			name: input.name,
			...(input.generateName === undefined ? {} : { generateName: input.generateName }),
			namespace: input.namespace,
			creationTimestamp: input.createdAt,
			generation: 1,
			labels: { ...template.metadata.labels, ...input.labels },
			...(template.metadata.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
			...(input.owner === undefined ? {} : { ownerReferences: [ownerReference(input.owner)] }),
			managedFields: managedFields(shared.managedSpec, shared.managedStatus),
		},
		spec: {
			...template.spec,
			...(placement === undefined ? {} : { nodeName: placement.node }),
			tolerations: onEveryNode ? everyNodeTolerations : shared.tolerations,
			priority: 0,
			enableServiceLinks: true,
			preemptionPolicy: 'PreemptLowerPriority',
		},
		status: podStatus(template.spec.containers, placement, input.stage),
	};
};

const managedPairs = new WeakMap<object, readonly object[]>();

/** One array for all pods of a template, so that its text is made once. */
const managedFields = (spec: object, status: object): readonly object[] => {
	let pair = managedPairs.get(spec);
	if (pair === undefined) {
		pair = sharePart([spec, status]);
		managedPairs.set(spec, pair);
	}
	return pair;
};

/** What the simulation reads of a pod. */
export interface PodView {
	readonly spec: {
		readonly nodeName?: string;
		readonly containers: readonly Container[];
		readonly terminationGracePeriodSeconds?: number;
		readonly [field: string]: unknown;
	};
	readonly status: {
		readonly phase?: string;
		readonly hostIP?: string;
		readonly podIP?: string;
		readonly startTime?: string;
		readonly conditions?: readonly { readonly type: string; readonly status: string }[];
		readonly containerStatuses?: readonly {
			readonly restartCount: number;
			readonly ready: boolean;
			readonly state?: { readonly running?: { readonly startedAt: string }; readonly terminated?: Ended };
			readonly lastState?: { readonly terminated?: Ended };
		}[];
	};
}

export const podView = (pod: KubeObject): PodView => pod as unknown as PodView;

export const isPodReady = (pod: KubeObject): boolean =>
	podView(pod).status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;

export const isTerminating = (object: KubeObject): boolean => object.metadata.deletionTimestamp !== undefined;

/** The same pod at another stage. Keeps where it runs, or gives it a place. */
export const atStage = (pod: KubeObject, stage: PodStage, place?: Placement): KubeObject => {
	const { spec, status } = podView(pod);
	const placement =
		place ??
		(spec.nodeName === undefined
			? undefined
			: { node: spec.nodeName, hostIP: status.hostIP ?? '', podIP: status.podIP ?? '', scheduledAt: status.startTime ?? '' });
	return {
		...pod,
		...(place === undefined ? {} : { spec: { ...spec, nodeName: place.node } }),
		status: podStatus(spec.containers, placement, stage),
	};
};
