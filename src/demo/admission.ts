import type { KubeObject } from '../kube/types.ts';
import { fieldsOf, valueAt } from './json-value.ts';
import { type Resource, resourceName } from './resources.ts';
import { failure, notFoundObject, StatusError } from './status.ts';
import type { World } from './world.ts';

const namespaceKind = { group: '', resource: 'namespaces' };

/** Throws a StatusError: 404 where the namespace is not, 403 where it is on its way out (plugin/pkg/admission/namespace/lifecycle). */
export const admitNamespace = (world: World, resource: Resource, namespace: string | undefined, name: string): void => {
	if (!resource.namespaced || namespace === undefined) return;
	const found = world.get('namespaces', undefined, namespace);
	if (found === undefined) throw notFoundObject(namespaceKind, namespace);
	if (found.metadata.deletionTimestamp === undefined) return;
	throw new StatusError(
		failure(
			403,
			'Forbidden',
			`${resourceName(resource.gvr)} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
			{
				name,
				...(resource.gvr.group === '' ? {} : { group: resource.gvr.group }),
				kind: resource.gvr.resource,
				causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
			},
		),
		false,
	);
};

const isCounted = (pod: KubeObject): boolean => !['Succeeded', 'Failed'].includes(String(valueAt(pod, 'status.phase')));

/** Throws a StatusError 403 for a pod beyond a quota on the number of pods (apiserver pkg/admission/plugin/resourcequota). */
export const admitQuota = (world: World, resource: Resource, namespace: string | undefined, name: string): void => {
	if (resource.kind !== 'Pod' || namespace === undefined) return;
	for (const quota of world.list('resourcequotas', namespace)) {
		const hard = fieldsOf(valueAt(quota, 'spec.hard'));
		const key = hard['pods'] === undefined ? 'count/pods' : 'pods';
		const limit = hard[key];
		if (limit === undefined) continue;
		const used = world.list('pods', namespace).filter(isCounted).length;
		if (used < Number(limit)) continue;
		throw new StatusError(
			failure(
				403,
				'Forbidden',
				`pods "${name}" is forbidden: exceeded quota: ${quota.metadata.name}, requested: ${key}=1, used: ${key}=${used}, limited: ${key}=${String(limit)}`,
				{ name, kind: 'pods' },
			),
			false,
		);
	}
};
