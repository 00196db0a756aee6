import type { KubeObject } from '../kube/types.ts';
import { type Owner, ownerReference } from './pod-object.ts';
import { fieldSet, type PodTemplate } from './pod-template.ts';
import type { WorkloadPlan } from './workload-plan.ts';
import type { NewObject } from './world.ts';

export interface ReplicaCounts {
	readonly replicas: number;
	readonly updated: number;
	readonly ready: number;
	readonly terminating: number;
}

export const revisionKey = 'deployment.kubernetes.io/revision';

const managed = (manager: string, apiVersion: string, time: string, fields: object) => [
	{ manager, operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1', fieldsV1: fieldSet(fields) },
];

const selectorOf = (plan: WorkloadPlan) => ({ matchLabels: { app: plan.name } });

const metadataOf = (plan: WorkloadPlan, createdAt: string, template: PodTemplate) => ({
	name: plan.name,
	namespace: plan.namespace,
	generation: 1,
	creationTimestamp: createdAt,
	labels: { app: plan.name, 'app.kubernetes.io/part-of': plan.namespace },
	managedFields: managed('helm', 'apps/v1', createdAt, { metadata: { labels: { app: '' } }, spec: { replicas: 0, template } }),
});

interface Condition {
	readonly type: string;
	readonly status: string;
	readonly lastUpdateTime: string;
	readonly lastTransitionTime: string;
	readonly reason: string;
	readonly message: string;
}

/** Keeps the transition time while the status stays, as controllers do. */
const conditionAt = (old: readonly Condition[], type: string, status: string, reason: string, message: string, now: string): Condition => {
	const before = old.find((condition) => condition.type === type);
	if (before?.status === status && before.reason === reason && before.message === message) return before;
	return {
		type,
		status,
		lastUpdateTime: now,
		lastTransitionTime: before?.status === status ? before.lastTransitionTime : now,
		reason,
		message,
	};
};

export const deploymentStatus = (deployment: KubeObject, replicaSet: string, counts: ReplicaCounts, now: string): object => {
	const view = deploymentView(deployment);
	const wanted = view.spec.replicas ?? 1;
	const old = (view.status.conditions ?? []) as readonly Condition[];
	const available = counts.ready >= wanted - maxUnavailable(wanted);
	const complete = counts.updated === wanted && counts.replicas === wanted && counts.ready >= wanted;
	return {
		observedGeneration: view.metadata.generation ?? 1,
		...(counts.replicas > 0 ? { replicas: counts.replicas } : {}),
		...(counts.updated > 0 ? { updatedReplicas: counts.updated } : {}),
		...(counts.ready > 0 ? { readyReplicas: counts.ready, availableReplicas: counts.ready } : {}),
		...(wanted > counts.ready ? { unavailableReplicas: wanted - counts.ready } : {}),
		terminatingReplicas: counts.terminating,
		conditions: [
			available
				? conditionAt(old, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
				: conditionAt(old, 'Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now),
			complete
				? conditionAt(old, 'Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "${replicaSet}" has successfully progressed.`, now)
				: conditionAt(old, 'Progressing', 'True', 'ReplicaSetUpdated', `ReplicaSet "${replicaSet}" is progressing.`, now),
		],
	};
};

export const makeDeployment = (plan: WorkloadPlan, template: PodTemplate, createdAt: string): NewObject => {
	const metadata = metadataOf(plan, createdAt, template);
	return {
		metadata: { ...metadata, annotations: { [revisionKey]: '1' } },
		spec: {
			replicas: plan.replicas,
			selector: selectorOf(plan),
			template,
			strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
			revisionHistoryLimit: 3,
			progressDeadlineSeconds: 600,
		},
		status: {},
	};
};

export const makeReplicaSet = (input: {
	readonly deployment: KubeObject;
	readonly owner: Owner;
	readonly hash: string;
	readonly template: PodTemplate;
	readonly replicas: number;
	readonly revision: number;
	readonly createdAt: string;
}): NewObject => {
	const { deployment, hash, template } = input;
	const labels = { ...template.metadata.labels, 'pod-template-hash': hash };
	return {
		metadata: {
			name: `${deployment.metadata.name}-${hash}`,
			...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
			generation: 1,
			creationTimestamp: input.createdAt,
			labels,
			annotations: {
				'deployment.kubernetes.io/desired-replicas': String(deploymentView(deployment).spec.replicas),
				[revisionKey]: String(input.revision),
			},
			ownerReferences: [ownerReference(input.owner)],
		},
		spec: {
			replicas: input.replicas,
			selector: { matchLabels: { ...deploymentView(deployment).spec.selector.matchLabels, 'pod-template-hash': hash } },
			template: { ...template, metadata: { ...template.metadata, labels } },
		},
		status: { replicas: 0, observedGeneration: 1 },
	};
};

export const makeStatefulSet = (plan: WorkloadPlan, template: PodTemplate, createdAt: string, revision: string): NewObject => ({
	metadata: metadataOf(plan, createdAt, template),
	spec: {
		replicas: plan.replicas,
		selector: selectorOf(plan),
		template,
		serviceName: plan.name,
		podManagementPolicy: 'OrderedReady',
		updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
		revisionHistoryLimit: 10,
	},
	status: {
		observedGeneration: 1,
		replicas: plan.replicas,
		readyReplicas: plan.replicas,
		currentReplicas: plan.replicas,
		updatedReplicas: plan.replicas,
		availableReplicas: plan.replicas,
		currentRevision: revision,
		updateRevision: revision,
		collisionCount: 0,
	},
});

export const daemonSetStatus = (desired: number, ready: number): object => ({
	currentNumberScheduled: desired,
	numberMisscheduled: 0,
	desiredNumberScheduled: desired,
	numberReady: ready,
	observedGeneration: 1,
	updatedNumberScheduled: desired,
	...(ready > 0 ? { numberAvailable: ready } : {}),
	...(desired > ready ? { numberUnavailable: desired - ready } : {}),
});

export const makeDaemonSet = (plan: WorkloadPlan, template: PodTemplate, createdAt: string, nodes: number): NewObject => ({
	metadata: { ...metadataOf(plan, createdAt, template), annotations: { 'deprecated.daemonset.template.generation': '1' } },
	spec: {
		selector: selectorOf(plan),
		template,
		updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
		revisionHistoryLimit: 10,
	},
	status: daemonSetStatus(nodes, nodes),
});

/** 25 %, rounded up and down as the deployment controller does. */
export const maxSurge = (replicas: number): number => Math.ceil(replicas * 0.25);
export const maxUnavailable = (replicas: number): number => (maxSurge(replicas) === 0 ? 1 : Math.floor(replicas * 0.25));

/** What a Deployment's strategy allows, as counts of its pods; shares are rounded up for more pods and down for fewer. */
export const rollingLimits = (deployment: KubeObject): { readonly surge: number; readonly unavailable: number } => {
	const { spec } = deploymentView(deployment);
	const wanted = spec.replicas ?? 1;
	const given = (spec['strategy'] as { readonly rollingUpdate?: Readonly<Record<string, unknown>> } | undefined)?.rollingUpdate ?? {};
	const count = (value: unknown, round: (share: number) => number): number =>
		typeof value === 'string' ? round((wanted * Number.parseInt(value, 10)) / 100) : Number(value ?? 0);
	const surge = count(given['maxSurge'] ?? '25%', Math.ceil);
	const unavailable = count(given['maxUnavailable'] ?? '25%', Math.floor);
	// Both zero would never move (kubernetes/kubernetes pkg/controller/deployment/util ResolveFenceposts).
	return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
};

/** What controllers read of a Deployment or ReplicaSet. */
export interface WorkloadView {
	readonly metadata: KubeObject['metadata'] & { readonly generation?: number; readonly annotations?: Readonly<Record<string, string>> };
	readonly spec: {
		/** Absent in what a client sent: 1. */
		readonly replicas?: number;
		readonly paused?: boolean;
		readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
		readonly template: PodTemplate;
		readonly [field: string]: unknown;
	};
	readonly status: { readonly conditions?: readonly object[]; readonly observedGeneration?: number; readonly [field: string]: unknown };
}

export const deploymentView = (object: KubeObject): WorkloadView => object as unknown as WorkloadView;
