import type { CoreV1Event } from '@kubernetes/client-node/dist/gen/models/CoreV1Event.js';
import type { EventsV1Event } from '@kubernetes/client-node/dist/gen/models/EventsV1Event.js';
import type { V1APIService } from '@kubernetes/client-node/dist/gen/models/V1APIService.js';
import type { V1ClusterRole } from '@kubernetes/client-node/dist/gen/models/V1ClusterRole.js';
import type { V1ClusterRoleBinding } from '@kubernetes/client-node/dist/gen/models/V1ClusterRoleBinding.js';
import type { V1ControllerRevision } from '@kubernetes/client-node/dist/gen/models/V1ControllerRevision.js';
import type { V1CronJob } from '@kubernetes/client-node/dist/gen/models/V1CronJob.js';
import type { V1CSIDriver } from '@kubernetes/client-node/dist/gen/models/V1CSIDriver.js';
import type { V1CSINode } from '@kubernetes/client-node/dist/gen/models/V1CSINode.js';
import type { V1CustomResourceDefinition } from '@kubernetes/client-node/dist/gen/models/V1CustomResourceDefinition.js';
import type { V1DaemonSet } from '@kubernetes/client-node/dist/gen/models/V1DaemonSet.js';
import type { V1Deployment } from '@kubernetes/client-node/dist/gen/models/V1Deployment.js';
import type { V1EndpointSlice } from '@kubernetes/client-node/dist/gen/models/V1EndpointSlice.js';
import type { V1Ingress } from '@kubernetes/client-node/dist/gen/models/V1Ingress.js';
import type { V1IngressClass } from '@kubernetes/client-node/dist/gen/models/V1IngressClass.js';
import type { V1Job } from '@kubernetes/client-node/dist/gen/models/V1Job.js';
import type { V1Lease } from '@kubernetes/client-node/dist/gen/models/V1Lease.js';
import type { V1LimitRange } from '@kubernetes/client-node/dist/gen/models/V1LimitRange.js';
import type { V1MutatingWebhookConfiguration } from '@kubernetes/client-node/dist/gen/models/V1MutatingWebhookConfiguration.js';
import type { V1Namespace } from '@kubernetes/client-node/dist/gen/models/V1Namespace.js';
import type { V1NetworkPolicy } from '@kubernetes/client-node/dist/gen/models/V1NetworkPolicy.js';
import type { V1Node } from '@kubernetes/client-node/dist/gen/models/V1Node.js';
import type { V1PersistentVolume } from '@kubernetes/client-node/dist/gen/models/V1PersistentVolume.js';
import type { V1PersistentVolumeClaim } from '@kubernetes/client-node/dist/gen/models/V1PersistentVolumeClaim.js';
import type { V1Pod } from '@kubernetes/client-node/dist/gen/models/V1Pod.js';
import type { V1PodDisruptionBudget } from '@kubernetes/client-node/dist/gen/models/V1PodDisruptionBudget.js';
import type { V1PriorityClass } from '@kubernetes/client-node/dist/gen/models/V1PriorityClass.js';
import type { V1ReplicaSet } from '@kubernetes/client-node/dist/gen/models/V1ReplicaSet.js';
import type { V1ResourceQuota } from '@kubernetes/client-node/dist/gen/models/V1ResourceQuota.js';
import type { V1Role } from '@kubernetes/client-node/dist/gen/models/V1Role.js';
import type { V1RoleBinding } from '@kubernetes/client-node/dist/gen/models/V1RoleBinding.js';
import type { V1RuntimeClass } from '@kubernetes/client-node/dist/gen/models/V1RuntimeClass.js';
import type { V1Service } from '@kubernetes/client-node/dist/gen/models/V1Service.js';
import type { V1ServiceAccount } from '@kubernetes/client-node/dist/gen/models/V1ServiceAccount.js';
import type { V1StatefulSet } from '@kubernetes/client-node/dist/gen/models/V1StatefulSet.js';
import type { V1StorageClass } from '@kubernetes/client-node/dist/gen/models/V1StorageClass.js';
import type { V1ValidatingWebhookConfiguration } from '@kubernetes/client-node/dist/gen/models/V1ValidatingWebhookConfiguration.js';
import type { V1VolumeAttachment } from '@kubernetes/client-node/dist/gen/models/V1VolumeAttachment.js';
import type { V2HorizontalPodAutoscaler } from '@kubernetes/client-node/dist/gen/models/V2HorizontalPodAutoscaler.js';
import type { ObjectMeta } from './types.ts';

/**
 * An object of the API as JSON holds it, made of client-node's class of it (which is made of the API's OpenAPI document): times are
 * text, Go writes an empty list or pointer as null, and `default` is no `_default`. Types only: nothing of client-node is in the program.
 */
export type OnTheWire<T> = T extends Date
	? string
	: T extends readonly (infer Element)[]
		? readonly OnTheWire<Element>[] | null
		: T extends object
			? { readonly [Field in keyof T as Field extends `_${infer Name}` ? Name : Field]: OnTheWire<T[Field]> }
			: T;

/** With the metadata that every object of a server has; client-node's classes also serve for writing, where it may be missing. */
type Served<T> = Omit<OnTheWire<T>, 'metadata'> & {
	readonly metadata: Pick<ObjectMeta, 'name' | 'uid' | 'resourceVersion'> &
		OnTheWire<NonNullable<T extends { metadata?: infer M } ? M : never>>;
};

export type WirePod = Served<V1Pod>;
export type WireNode = Served<V1Node>;
export type WireNamespace = Served<V1Namespace>;
export type WireEvent = Served<CoreV1Event>;
export type WireResourceQuota = Served<V1ResourceQuota>;
export type WireDeployment = Served<V1Deployment>;
export type WireStatefulSet = Served<V1StatefulSet>;
export type WireDaemonSet = Served<V1DaemonSet>;
export type WireReplicaSet = Served<V1ReplicaSet>;
export type WireJob = Served<V1Job>;
export type WireCronJob = Served<V1CronJob>;
export type WireAutoscaler = Served<V2HorizontalPodAutoscaler>;
export type WirePersistentVolume = Served<V1PersistentVolume>;
export type WireStorageClass = Served<V1StorageClass>;
export type WireVolumeAttachment = Served<V1VolumeAttachment>;
export type WireCSINode = Served<V1CSINode>;
export type WireCSIDriver = Served<V1CSIDriver>;
export type WireLimitRange = Served<V1LimitRange>;
export type WireDisruptionBudget = Served<V1PodDisruptionBudget>;
export type WireService = Served<V1Service>;
export type WireEndpointSlice = Served<V1EndpointSlice>;
export type WireIngress = Served<V1Ingress>;
export type WireNetworkPolicy = Served<V1NetworkPolicy>;
export type WirePersistentVolumeClaim = Served<V1PersistentVolumeClaim>;
export type WireRole = Served<V1Role>;
export type WireClusterRole = Served<V1ClusterRole>;
export type WireRoleBinding = Served<V1RoleBinding>;
export type WireClusterRoleBinding = Served<V1ClusterRoleBinding>;
export type WireServiceAccount = Served<V1ServiceAccount>;
export type WireIngressClass = Served<V1IngressClass>;
export type WirePriorityClass = Served<V1PriorityClass>;
export type WireRuntimeClass = Served<V1RuntimeClass>;
export type WireValidatingWebhookConfiguration = Served<V1ValidatingWebhookConfiguration>;
export type WireMutatingWebhookConfiguration = Served<V1MutatingWebhookConfiguration>;
export type WireAPIService = Served<V1APIService>;
export type WireCustomResourceDefinition = Served<V1CustomResourceDefinition>;
export type WireControllerRevision = Served<V1ControllerRevision>;
export type WireLease = Served<V1Lease>;
export type WireGroupEvent = Served<EventsV1Event>;
