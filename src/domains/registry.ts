import { apiServices } from './api-services.ts';
import { attention } from './attention.ts';
import { catalog } from './catalog.ts';
import { clusterConfig } from './cluster-config.ts';
import { clusterStorage } from './cluster-storage.ts';
import { config } from './config.ts';
import { configMaps } from './config-maps.ts';
import { controllerRevisions } from './controller-revisions.ts';
import { cronJobs } from './cron-jobs.ts';
import { csiDrivers } from './csi-drivers.ts';
import { csiNodes } from './csi-nodes.ts';
import { clusterCustom, custom } from './custom.ts';
import { crds } from './custom-resource-definitions.ts';
import { daemonSets } from './daemon-sets.ts';
import { deployments } from './deployments.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { endpointSlices } from './endpoint-slices.ts';
import { anyDomain } from './erase.ts';
import { events } from './events.ts';
import { groupEvents } from './group-events.ts';
import { helm, helmHistory } from './helm.ts';
import { autoscaling } from './horizontal-pod-autoscalers.ts';
import { ingressClasses } from './ingress-classes.ts';
import { ingresses } from './ingresses.ts';
import { jobs } from './jobs.ts';
import { leases } from './leases.ts';
import { limitRanges } from './limit-ranges.ts';
import { namespaces } from './namespaces.ts';
import { network } from './network.ts';
import { networkPolicies } from './network-policies.ts';
import { nodeMaintenance } from './node-maintenance.ts';
import { nodes } from './nodes.ts';
import { overview } from './overview.ts';
import { storage } from './persistent-volume-claims.ts';
import { persistentVolumes } from './persistent-volumes.ts';
import { pods } from './pods.ts';
import { priorityClasses } from './priority-classes.ts';
import { quotas } from './quotas.ts';
import { clusterRbac, rbac } from './rbac.ts';
import { replicaSets } from './replica-sets.ts';
import { resourceQuotas } from './resource-quotas.ts';
import { clusterRoleBindings, roleBindings } from './role-bindings.ts';
import { clusterRoles, roles } from './roles.ts';
import { runtimeClasses } from './runtime-classes.ts';
import { secrets } from './secrets.ts';
import { serviceAccounts } from './service-accounts.ts';
import { services } from './services.ts';
import { statefulSets } from './stateful-sets.ts';
import { storageClasses } from './storage-classes.ts';
import type { Domain } from './types.ts';
import { volumeAttachments } from './volume-attachments.ts';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from './webhook-configurations.ts';
import { workloads } from './workloads.ts';

/** Every view of resources, in the order of the tabs. A new domain is one file, one fixture and one line here. */
export const domains: readonly Domain[] = [
	anyDomain(attention),
	anyDomain(overview),
	anyDomain(nodes),
	anyDomain(pods),
	anyDomain(workloads),
	anyDomain(namespaces),
	anyDomain(events),
	anyDomain(config),
	anyDomain(network),
	anyDomain(storage),
	anyDomain(autoscaling),
	anyDomain(clusterStorage),
	anyDomain(clusterConfig),
	anyDomain(crds),
	anyDomain(custom),
	anyDomain(catalog),
	anyDomain(quotas),
	anyDomain(rbac),
	anyDomain(helm),
	anyDomain(clusterRbac),
	anyDomain(helmHistory),
	anyDomain(nodeMaintenance),
	anyDomain(clusterCustom),
	anyDomain(deployments),
	anyDomain(statefulSets),
	anyDomain(daemonSets),
	anyDomain(replicaSets),
	anyDomain(jobs),
	anyDomain(cronJobs),
	anyDomain(configMaps),
	anyDomain(secrets),
	anyDomain(services),
	anyDomain(endpointSlices),
	anyDomain(ingresses),
	anyDomain(networkPolicies),
	anyDomain(persistentVolumes),
	anyDomain(storageClasses),
	anyDomain(volumeAttachments),
	anyDomain(csiNodes),
	anyDomain(csiDrivers),
	anyDomain(ingressClasses),
	anyDomain(priorityClasses),
	anyDomain(runtimeClasses),
	anyDomain(validatingWebhookConfigurations),
	anyDomain(mutatingWebhookConfigurations),
	anyDomain(apiServices),
	anyDomain(controllerRevisions),
	anyDomain(leases),
	anyDomain(groupEvents),
	anyDomain(resourceQuotas),
	anyDomain(limitRanges),
	anyDomain(disruptionBudgets),
	anyDomain(roles),
	anyDomain(roleBindings),
	anyDomain(serviceAccounts),
	anyDomain(clusterRoles),
	anyDomain(clusterRoleBindings),
];

/**
 * The domain that is meant by a name: its own, an alias, or any name kubectl knows of the resource that its rows are
 * (`po`, `pod`, `pods`, `pods.v1.`, `deployments.apps`). Case does not count.
 */
export const findDomain = (name: string): Domain | undefined => byName.get(name.toLowerCase());

/** Every name that means this domain, in lower case. A merged domain is not what one of its resources is called. */
export function domainNames(domain: Domain): string[] {
	const names = [domain.name, ...domain.aliases];
	const [first, ...others] = domain.reads.filter((read) => read.role === 'rows');
	// Another reading of a kind is not what the kind is called.
	if (first !== undefined && others.length === 0 && first.resource.reading === undefined) {
		const { kind, singular, shortNames, gvr } = first.resource;
		// What is called by its group leaves the names without one to a resource of another group.
		const byGroup = domain.name === `${gvr.resource}.${gvr.group}`;
		if (!byGroup) names.push(kind, ...shortNames, gvr.resource, singular);
		for (const name of [gvr.resource, singular]) {
			names.push(`${name}.${gvr.version}.${gvr.group}`);
			if (gvr.group !== '') names.push(`${name}.${gvr.group}`);
		}
	}
	return [...new Set(names.map((name) => name.toLowerCase()))];
}

const byName: ReadonlyMap<string, Domain> = new Map(
	domains.flatMap((domain) => domainNames(domain).map((name): [string, Domain] => [name, domain])),
);
