import type { ObjectHealth } from '../base/cell.ts';
import { uniteMasks } from '../base/unite-masks.ts';
import { apiServices } from '../domains/api-services.ts';
import { configMaps } from '../domains/config-maps.ts';
import { controllerRevisions } from '../domains/controller-revisions.ts';
import { cronJobs } from '../domains/cron-jobs.ts';
import { csiDrivers } from '../domains/csi-drivers.ts';
import { csiNodes } from '../domains/csi-nodes.ts';
import { daemonSets } from '../domains/daemon-sets.ts';
import { deployments } from '../domains/deployments.ts';
import { disruptionBudgets } from '../domains/disruption-budgets.ts';
import { EndpointSliceRow, endpointSlices } from '../domains/endpoint-slices.ts';
import { anyDomain } from '../domains/erase.ts';
import { events } from '../domains/events.ts';
import { autoscaling } from '../domains/horizontal-pod-autoscalers.ts';
import { ingressClasses } from '../domains/ingress-classes.ts';
import { ingresses } from '../domains/ingresses.ts';
import { jobs } from '../domains/jobs.ts';
import { leases } from '../domains/leases.ts';
import { limitRanges } from '../domains/limit-ranges.ts';
import { namespaces } from '../domains/namespaces.ts';
import { networkPolicies } from '../domains/network-policies.ts';
import { nodes } from '../domains/nodes.ts';
import { storage } from '../domains/persistent-volume-claims.ts';
import { persistentVolumes } from '../domains/persistent-volumes.ts';
import { pods } from '../domains/pods.ts';
import { priorityClasses } from '../domains/priority-classes.ts';
import { replicaSets } from '../domains/replica-sets.ts';
import { resourceQuotas } from '../domains/resource-quotas.ts';
import { clusterRoleBindings, roleBindings } from '../domains/role-bindings.ts';
import { clusterRoles, roles } from '../domains/roles.ts';
import { runtimeClasses } from '../domains/runtime-classes.ts';
import { secrets } from '../domains/secrets.ts';
import { serviceAccounts } from '../domains/service-accounts.ts';
import { services } from '../domains/services.ts';
import { statefulSets } from '../domains/stateful-sets.ts';
import { storageClasses } from '../domains/storage-classes.ts';
import type { Domain, ResourceSpec, Row } from '../domains/types.ts';
import { volumeAttachments } from '../domains/volume-attachments.ts';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../domains/webhook-configurations.ts';
import type { Mask } from '../kube/types.ts';
import * as cluster from './cluster-rules.ts';
import type { KindName } from './link.ts';
import { LinkedRow, linkedMask } from './linked-row.ts';
import * as network from './network-rules.ts';
import type { LinkRule } from './rule.ts';
import * as storageRules from './storage-rules.ts';
import * as workload from './workload-rules.ts';

/** A kind whose objects can stand in a tree. */
export interface LinkedKind {
	readonly resource: ResourceSpec<LinkedRow>;
	/** What is said of an object beside its name: `1/1 Running`. `now` is epoch ms. */
	readonly says: (row: LinkedRow, now: number) => string;
	/** How well what it says is; absent: as the object is. */
	readonly saysHealth?: (row: LinkedRow) => ObjectHealth;
}

/** What the server's discovery says of a kind that is none of the table below. */
export type ServedKind = Pick<ResourceSpec, 'gvr' | 'kind' | 'singular' | 'shortNames' | 'namespaced'>;

const RELATED_POLL_MS = 15_000;

const conditionsMask = { status: { conditions: [{ type: true, status: true, reason: true }] } } as const satisfies Mask;

/** `says`: columns of kubectl by their names, in braces; or what makes the words of the row that the view has. */
function ofDomain(domain: Domain, rule: LinkRule, says: string | ((shown: Row) => string) = ''): LinkedKind {
	const { resource } = domain.reads.find(({ role }) => role === 'rows') ?? {};
	if (resource === undefined) throw new Error(`${domain.name} has no rows of its own`);
	const name: KindName = { group: resource.gvr.group, kind: resource.kind };
	const columns = new Map((domain.printed ?? []).map((column) => [column.name, column]));
	return {
		resource: {
			...resource,
			reading: `related ${resource.gvr.resource}`,
			retained: false,
			mask: uniteMasks(uniteMasks(resource.mask, linkedMask), rule.mask),
			project: (object, intern) => new LinkedRow(object, name, rule, resource.project(object, intern), intern),
		},
		says: ({ shown }, now) => {
			if (shown === undefined) return '';
			if (typeof says === 'function') return says(shown);
			return says.replaceAll(/\{([^}]+)\}/g, (_, column: string) => `${columns.get(column)?.cell(shown, now) ?? ''}`);
		},
	};
}

/** kubectl prints `<unset>` for the ports of a slice that has no endpoints, and nothing of the endpoints. */
function endpointsWords(row: Row): string {
	if (!(row instanceof EndpointSliceRow)) return '';
	const { addressType, ready, endpoints, ports } = row;
	const count = endpoints === 0 ? 'no endpoints' : `${ready}/${endpoints} ready`;
	return [count, addressType, endpoints === 0 ? '' : ports].filter((word) => word !== '').join(' ');
}

const known: readonly LinkedKind[] = [
	ofDomain(anyDomain(pods), workload.podRule, '{Ready} {Status}'),
	ofDomain(anyDomain(deployments), workload.deploymentRule, '{Ready} ready'),
	ofDomain(anyDomain(replicaSets), workload.replicaSetRule, '{Ready}/{Desired} ready'),
	ofDomain(anyDomain(statefulSets), workload.statefulSetRule, '{Ready} ready'),
	ofDomain(anyDomain(daemonSets), workload.daemonSetRule, '{Ready}/{Desired} ready'),
	ofDomain(anyDomain(jobs), workload.jobRule, '{Status} {Completions}'),
	ofDomain(anyDomain(cronJobs), workload.cronJobRule, '{Schedule}'),
	ofDomain(anyDomain(autoscaling), workload.autoscalerRule, '{Targets}, {Replicas} of {MinPods} to {MaxPods}'),
	ofDomain(anyDomain(disruptionBudgets), workload.disruptionBudgetRule, 'may evict {Allowed Disruptions}'),
	ofDomain(anyDomain(networkPolicies), workload.networkPolicyRule),
	ofDomain(anyDomain(controllerRevisions), cluster.noRule, 'revision {Revision}'),
	ofDomain(anyDomain(services), network.serviceRule, '{Type} {Port(s)}'),
	{
		...ofDomain(anyDomain(endpointSlices), network.endpointSliceRule, endpointsWords),
		// A slice without endpoints is as it should be; what leads to it leads nowhere.
		saysHealth: ({ shown, health }) => (shown instanceof EndpointSliceRow && shown.ready === 0 ? 'warning' : health),
	},
	ofDomain(anyDomain(ingresses), network.ingressRule, '{Hosts}'),
	ofDomain(anyDomain(ingressClasses), network.ingressClassRule, '{Controller}'),
	ofDomain(anyDomain(storage), storageRules.claimRule, '{Status} {Capacity}'),
	ofDomain(anyDomain(persistentVolumes), storageRules.volumeRule, '{Status} {Capacity} {Reclaim Policy}'),
	ofDomain(anyDomain(storageClasses), storageRules.storageClassRule, '{Provisioner}'),
	ofDomain(anyDomain(volumeAttachments), storageRules.attachmentRule, 'attached: {Attached}'),
	ofDomain(anyDomain(csiDrivers), cluster.noRule),
	ofDomain(anyDomain(csiNodes), cluster.noRule, 'drivers: {Drivers}'),
	ofDomain(anyDomain(configMaps), storageRules.configMapRule, 'keys: {Data}'),
	ofDomain(anyDomain(secrets), storageRules.secretRule, '{Type}, keys: {Data}'),
	ofDomain(anyDomain(serviceAccounts), cluster.serviceAccountRule),
	ofDomain(anyDomain(roles), cluster.roleRule),
	ofDomain(anyDomain(clusterRoles), cluster.clusterRoleRule),
	ofDomain(anyDomain(roleBindings), cluster.bindingRule, '{Role}'),
	ofDomain(anyDomain(clusterRoleBindings), cluster.bindingRule, '{Role}'),
	ofDomain(anyDomain(nodes), cluster.nodeRule, '{Status} {Version}'),
	ofDomain(anyDomain(namespaces), cluster.namespaceRule, '{Status}'),
	ofDomain(anyDomain(resourceQuotas), cluster.noRule, '{Request} {Limit}'),
	ofDomain(anyDomain(limitRanges), cluster.noRule),
	ofDomain(anyDomain(leases), cluster.noRule, '{Holder}'),
	ofDomain(anyDomain(priorityClasses), cluster.noRule, '{Value}'),
	ofDomain(anyDomain(runtimeClasses), cluster.noRule, '{Handler}'),
	ofDomain(anyDomain(validatingWebhookConfigurations), cluster.webhookRule),
	ofDomain(anyDomain(mutatingWebhookConfigurations), cluster.webhookRule),
	ofDomain(anyDomain(apiServices), cluster.apiServiceRule, 'available: {Available}'),
	ofDomain(anyDomain(events), cluster.eventRule, '{Reason}'),
	servedKind(
		{
			gvr: { group: '', version: 'v1', resource: 'replicationcontrollers' },
			kind: 'ReplicationController',
			singular: 'replicationcontroller',
			shortNames: ['rc'],
			namespaced: true,
		},
		workload.replicationControllerRule,
	),
];

/** A kind that the server has and no view of ours knows. */
export function servedKind(served: ServedKind, rule: LinkRule): LinkedKind {
	const name: KindName = { group: served.gvr.group, kind: served.kind };
	return {
		resource: {
			...served,
			reading: `related ${served.gvr.resource}`,
			retained: false,
			mask: uniteMasks(uniteMasks(conditionsMask, linkedMask), rule.mask),
			project: (object, intern) => new LinkedRow(object, name, rule, undefined, intern),
			pollIntervalMs: RELATED_POLL_MS,
		},
		says: () => '',
	};
}

const byName: ReadonlyMap<string, LinkedKind> = new Map(known.map((kind) => [`${kind.resource.gvr.group}/${kind.resource.kind}`, kind]));

/** undefined: what the server's discovery says of it has to be asked (`servedKind`). */
export const linkedKind = ({ group, kind }: KindName): LinkedKind | undefined => byName.get(`${group}/${kind}`);
