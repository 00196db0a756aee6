import { expect, it } from 'vitest';
import { type ApiServiceRow, apiServicesResource } from '../../../src/domains/api-services.ts';
import { type ControllerRevisionRow, controllerRevisionsResource } from '../../../src/domains/controller-revisions.ts';
import { type CronJobRow, cronJobsResource } from '../../../src/domains/cron-jobs.ts';
import { type CsiDriverRow, csiDriversResource } from '../../../src/domains/csi-drivers.ts';
import { type CsiNodeRow, csiNodesResource } from '../../../src/domains/csi-nodes.ts';
import { type CustomResourceDefinitionRow, customResourceDefinitionsResource } from '../../../src/domains/custom-resource-definitions.ts';
import { type DaemonSetRow, daemonSetsResource } from '../../../src/domains/daemon-sets.ts';
import { type DeploymentRow, deploymentsResource } from '../../../src/domains/deployments.ts';
import { type BudgetRow, disruptionBudgetsResource } from '../../../src/domains/disruption-budgets.ts';
import { type EndpointSliceRow, endpointSlicesResource } from '../../../src/domains/endpoint-slices.ts';
import { type EventRow, eventsResource } from '../../../src/domains/events.ts';
import { type GroupEventRow, groupEventsResource } from '../../../src/domains/group-events.ts';
import { type AutoscalerRow, autoscalersResource } from '../../../src/domains/horizontal-pod-autoscalers.ts';
import { type IngressClassRow, ingressClassesResource } from '../../../src/domains/ingress-classes.ts';
import { type IngressRow, ingressesResource } from '../../../src/domains/ingresses.ts';
import { type JobRow, jobsResource } from '../../../src/domains/jobs.ts';
import { type LeaseRow, leasesResource } from '../../../src/domains/leases.ts';
import { type LimitRangeRow, limitRangesResource } from '../../../src/domains/limit-ranges.ts';
import { type NamespaceRow, namespacesResource } from '../../../src/domains/namespaces.ts';
import { type NetworkPolicyRow, networkPoliciesResource } from '../../../src/domains/network-policies.ts';
import { type NodeRow, nodesResource } from '../../../src/domains/node-row.ts';
import { type ClaimRow, persistentVolumeClaimsResource } from '../../../src/domains/persistent-volume-claims.ts';
import { type PersistentVolumeRow, persistentVolumesResource } from '../../../src/domains/persistent-volumes.ts';
import { type PodRow, podsResource } from '../../../src/domains/pod-row.ts';
import { type PriorityClassRow, priorityClassesResource } from '../../../src/domains/priority-classes.ts';
import { type ReplicaSetRow, replicaSetsResource } from '../../../src/domains/replica-sets.ts';
import { type QuotaRow, resourceQuotasResource } from '../../../src/domains/resource-quotas.ts';
import {
	type BindingRow,
	type ClusterBindingRow,
	clusterRoleBindingsResource,
	roleBindingsResource,
} from '../../../src/domains/role-bindings.ts';
import { type ClusterRoleRow, clusterRolesResource, type RoleRow, rolesResource } from '../../../src/domains/roles.ts';
import { type RuntimeClassRow, runtimeClassesResource } from '../../../src/domains/runtime-classes.ts';
import { type ServiceAccountRow, serviceAccountsResource } from '../../../src/domains/service-accounts.ts';
import { type ServiceRow, servicesResource } from '../../../src/domains/services.ts';
import { type StatefulSetRow, statefulSetsResource } from '../../../src/domains/stateful-sets.ts';
import { type StorageClassRow, storageClassesResource } from '../../../src/domains/storage-classes.ts';
import { type VolumeAttachmentRow, volumeAttachmentsResource } from '../../../src/domains/volume-attachments.ts';
import {
	type MutatingWebhookConfigurationRow,
	mutatingWebhookConfigurationsResource,
	type ValidatingWebhookConfigurationRow,
	validatingWebhookConfigurationsResource,
} from '../../../src/domains/webhook-configurations.ts';
import type {
	WireAPIService,
	WireAutoscaler,
	WireClusterRole,
	WireClusterRoleBinding,
	WireControllerRevision,
	WireCronJob,
	WireCSIDriver,
	WireCSINode,
	WireCustomResourceDefinition,
	WireDaemonSet,
	WireDeployment,
	WireDisruptionBudget,
	WireEndpointSlice,
	WireEvent,
	WireGroupEvent,
	WireIngress,
	WireIngressClass,
	WireJob,
	WireLease,
	WireLimitRange,
	WireMutatingWebhookConfiguration,
	WireNamespace,
	WireNetworkPolicy,
	WireNode,
	WirePersistentVolume,
	WirePersistentVolumeClaim,
	WirePod,
	WirePriorityClass,
	WireReplicaSet,
	WireResourceQuota,
	WireRole,
	WireRoleBinding,
	WireRuntimeClass,
	WireService,
	WireServiceAccount,
	WireStatefulSet,
	WireStorageClass,
	WireValidatingWebhookConfiguration,
	WireVolumeAttachment,
} from '../../../src/kube/object-types.ts';
import type { Mask } from '../../../src/kube/types.ts';

type ReadBy<RowClass extends abstract new (...args: never[]) => unknown> = ConstructorParameters<RowClass>[0];

/** The fields of `Read` that no object of the API has; optional fields that are misspelled are compatible with anything. */
type Unknown<Read, Sent> = Read extends readonly (infer One)[]
	? Sent extends readonly (infer Other)[]
		? Unknown<NonNullable<One>, NonNullable<Other>>
		: never
	: Read extends object
		? { [Field in keyof Read & string]: string extends Field ? never : UnknownField<Read, Sent, Field> }[keyof Read & string]
		: never;
type UnknownField<Read, Sent, Field extends keyof Read & string> = Field extends keyof Sent
	? Unknown<NonNullable<Read[Field]>, NonNullable<Sent[Field]>>
	: Field;

/** Whatever a server may send of this kind can be read, and nothing is read that it never sends. */
type Fits<Read, Sent extends Read> = [Unknown<Read, Sent>] extends [never] ? Sent : never;

// The compiler is the test: each of these is an error when a shape that a row is made of is not the API's.
type Checked = [
	Fits<ReadBy<typeof PodRow>, WirePod>,
	Fits<ReadBy<typeof NodeRow>, WireNode>,
	Fits<ReadBy<typeof NamespaceRow>, WireNamespace>,
	Fits<ReadBy<typeof EventRow>, WireEvent>,
	Fits<ReadBy<typeof QuotaRow>, WireResourceQuota>,
	Fits<ReadBy<typeof DeploymentRow>, WireDeployment>,
	Fits<ReadBy<typeof StatefulSetRow>, WireStatefulSet>,
	Fits<ReadBy<typeof DaemonSetRow>, WireDaemonSet>,
	Fits<ReadBy<typeof ReplicaSetRow>, WireReplicaSet>,
	Fits<ReadBy<typeof JobRow>, WireJob>,
	Fits<ReadBy<typeof CronJobRow>, WireCronJob>,
	Fits<ReadBy<typeof AutoscalerRow>, WireAutoscaler>,
	Fits<ReadBy<typeof LimitRangeRow>, WireLimitRange>,
	Fits<ReadBy<typeof BudgetRow>, WireDisruptionBudget>,
	Fits<ReadBy<typeof RoleRow>, WireRole>,
	Fits<ReadBy<typeof ClusterRoleRow>, WireClusterRole>,
	Fits<ReadBy<typeof BindingRow>, WireRoleBinding>,
	Fits<ReadBy<typeof ClusterBindingRow>, WireClusterRoleBinding>,
	Fits<ReadBy<typeof ServiceAccountRow>, WireServiceAccount>,
	Fits<ReadBy<typeof PersistentVolumeRow>, WirePersistentVolume>,
	Fits<ReadBy<typeof StorageClassRow>, WireStorageClass>,
	Fits<ReadBy<typeof VolumeAttachmentRow>, WireVolumeAttachment>,
	Fits<ReadBy<typeof CsiNodeRow>, WireCSINode>,
	Fits<ReadBy<typeof CsiDriverRow>, WireCSIDriver>,
	Fits<ReadBy<typeof ServiceRow>, WireService>,
	Fits<ReadBy<typeof EndpointSliceRow>, WireEndpointSlice>,
	Fits<ReadBy<typeof IngressRow>, WireIngress>,
	Fits<ReadBy<typeof NetworkPolicyRow>, WireNetworkPolicy>,
	Fits<ReadBy<typeof ClaimRow>, WirePersistentVolumeClaim>,
	Fits<ReadBy<typeof IngressClassRow>, WireIngressClass>,
	Fits<ReadBy<typeof PriorityClassRow>, WirePriorityClass>,
	Fits<ReadBy<typeof RuntimeClassRow>, WireRuntimeClass>,
	Fits<ReadBy<typeof ValidatingWebhookConfigurationRow>, WireValidatingWebhookConfiguration>,
	Fits<ReadBy<typeof MutatingWebhookConfigurationRow>, WireMutatingWebhookConfiguration>,
	Fits<ReadBy<typeof ApiServiceRow>, WireAPIService>,
	Fits<ReadBy<typeof CustomResourceDefinitionRow>, WireCustomResourceDefinition>,
	Fits<ReadBy<typeof ControllerRevisionRow>, WireControllerRevision>,
	Fits<ReadBy<typeof LeaseRow>, WireLease>,
	Fits<ReadBy<typeof GroupEventRow>, WireGroupEvent>,
];
type NoneIsNever<Shapes extends readonly unknown[]> = { [Index in keyof Shapes]: [Shapes[Index]] extends [never] ? false : true };
const allFit: NoneIsNever<Checked> = [
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
];

interface Attribute {
	readonly baseName: string;
	readonly type: string;
}

/** The fields of a class of the API's OpenAPI document, as client-node knows them; undefined: it is no class. */
async function attributesOf(type: string): Promise<readonly Attribute[] | undefined> {
	if (!/^(?:[A-Z][a-z]+)?V\d/.test(type) || type === 'V1MicroTime') return undefined;
	const model = (await import(`../../../node_modules/@kubernetes/client-node/dist/gen/models/${type}.js`)) as Record<
		string,
		{ getAttributeTypeMap(): readonly Attribute[] }
	>;
	return model[type]?.getAttributeTypeMap();
}

/** Every path of a mask that is no path of the type, `spec.containers[].nodename`. */
async function unknownPaths(mask: Mask, type: string, path = ''): Promise<readonly string[]> {
	if (mask === true) return [];
	const element = /^Array<(.+)>$/.exec(type)?.[1];
	if (Array.isArray(mask)) return element === undefined ? [`${path}[]`] : unknownPaths((mask as readonly [Mask])[0], element, `${path}[]`);
	if (element !== undefined) return [path];
	// A map, such as limits: any key may be in it.
	if (type.startsWith('{ [key: string]')) return [];
	const attributes = await attributesOf(type);
	const found = await Promise.all(
		Object.entries(mask).map(([field, inner]) => {
			const attribute = attributes?.find(({ baseName }) => baseName === field);
			const place = path === '' ? field : `${path}.${field}`;
			return attribute === undefined ? [place] : unknownPaths(inner, attribute.type, place);
		}),
	);
	return found.flat();
}

it.each([
	['pods', podsResource.mask, 'V1Pod'],
	['nodes', nodesResource.mask, 'V1Node'],
	['namespaces', namespacesResource.mask, 'V1Namespace'],
	['events', eventsResource.mask, 'CoreV1Event'],
	['resource quotas', resourceQuotasResource.mask, 'V1ResourceQuota'],
	['deployments', deploymentsResource.mask, 'V1Deployment'],
	['statefulSets', statefulSetsResource.mask, 'V1StatefulSet'],
	['daemonSets', daemonSetsResource.mask, 'V1DaemonSet'],
	['replicaSets', replicaSetsResource.mask, 'V1ReplicaSet'],
	['jobs', jobsResource.mask, 'V1Job'],
	['cronJobs', cronJobsResource.mask, 'V1CronJob'],
	['autoscalers', autoscalersResource.mask, 'V2HorizontalPodAutoscaler'],
	['persistentVolumes', persistentVolumesResource.mask, 'V1PersistentVolume'],
	['storageClasses', storageClassesResource.mask, 'V1StorageClass'],
	['volumeAttachments', volumeAttachmentsResource.mask, 'V1VolumeAttachment'],
	['csiNodes', csiNodesResource.mask, 'V1CSINode'],
	['csiDrivers', csiDriversResource.mask, 'V1CSIDriver'],
	['limit ranges', limitRangesResource.mask, 'V1LimitRange'],
	['disruption budgets', disruptionBudgetsResource.mask, 'V1PodDisruptionBudget'],
	['services', servicesResource.mask, 'V1Service'],
	['endpoint slices', endpointSlicesResource.mask, 'V1EndpointSlice'],
	['ingresses', ingressesResource.mask, 'V1Ingress'],
	['network policies', networkPoliciesResource.mask, 'V1NetworkPolicy'],
	['persistent volume claims', persistentVolumeClaimsResource.mask, 'V1PersistentVolumeClaim'],
	['roles', rolesResource.mask, 'V1Role'],
	['cluster roles', clusterRolesResource.mask, 'V1ClusterRole'],
	['role bindings', roleBindingsResource.mask, 'V1RoleBinding'],
	['cluster role bindings', clusterRoleBindingsResource.mask, 'V1ClusterRoleBinding'],
	['service accounts', serviceAccountsResource.mask, 'V1ServiceAccount'],
	['ingressClasses', ingressClassesResource.mask, 'V1IngressClass'],
	['priorityClasses', priorityClassesResource.mask, 'V1PriorityClass'],
	['runtimeClasses', runtimeClassesResource.mask, 'V1RuntimeClass'],
	['validatingWebhookConfigurations', validatingWebhookConfigurationsResource.mask, 'V1ValidatingWebhookConfiguration'],
	['mutatingWebhookConfigurations', mutatingWebhookConfigurationsResource.mask, 'V1MutatingWebhookConfiguration'],
	['apiServices', apiServicesResource.mask, 'V1APIService'],
	['customResourceDefinitions', customResourceDefinitionsResource.mask, 'V1CustomResourceDefinition'],
	['controllerRevisions', controllerRevisionsResource.mask, 'V1ControllerRevision'],
	['leases', leasesResource.mask, 'V1Lease'],
	['events of the newer API', groupEventsResource.mask, 'EventsV1Event'],
] as const)('of %s only fields are asked for that the API has', async (_, mask, type) => {
	expect(allFit).not.toContain(false);
	expect(await unknownPaths(mask, type)).toEqual([]);
});

it('a field that the API does not have is found, wherever in the mask it stands', async () => {
	const mask: Mask = { spec: { containers: [{ resource: true, name: true }], nodeName: [true] }, metadata: { uuid: true }, phase: true };
	expect(await unknownPaths(mask, 'V1Pod')).toEqual(['spec.containers[].resource', 'spec.nodeName[]', 'metadata.uuid', 'phase']);
});
