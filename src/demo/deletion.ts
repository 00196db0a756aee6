import type { KubeObject } from '../kube/types.ts';
import { endingDefinition } from './definition-status.ts';
import { listOf, valueAt } from './json-value.ts';
import { type Resource, resourceName } from './resources.ts';
import { conflict, failure, StatusError } from './status.ts';
import type { World } from './world.ts';
import type { DeleteOptions } from './write-options.ts';

export const finalizersOf = (object: KubeObject): readonly unknown[] => listOf(object.metadata['finalizers']);

export interface Deletion {
	readonly object: KubeObject;
	/** Stored no more. */
	readonly gone: boolean;
}

const withGenerationAfter = (metadata: KubeObject['metadata']) =>
	typeof metadata['generation'] === 'number' && metadata.deletionTimestamp === undefined ? { generation: metadata['generation'] + 1 } : {};

const marked = (world: World, object: KubeObject, grace: number, finalizers: readonly unknown[]): KubeObject => ({
	...object,
	metadata: {
		...object.metadata,
		...withGenerationAfter(object.metadata),
		deletionTimestamp: world.timestamp(world.clock.now() + grace * 1000),
		deletionGracePeriodSeconds: grace,
		...(finalizers.length === 0 ? {} : { finalizers }),
	},
});

/** Seconds that a pod is given: none before it has a node, or after its containers have ended (pkg/registry/core/pod/strategy.go). */
const graceOf = (resource: Resource, object: KubeObject, asked: number | undefined): number => {
	if (resource.kind !== 'Pod') return 0;
	const phase = valueAt(object, 'status.phase');
	if (valueAt(object, 'spec.nodeName') === undefined || phase === 'Succeeded' || phase === 'Failed') return 0;
	const own = valueAt(object, 'spec.terminationGracePeriodSeconds');
	return asked ?? (typeof own === 'number' ? own : 30);
};

/** What the policy has the garbage collector do before the object may go. */
const policyFinalizer = (propagation: DeleteOptions['propagation']): readonly string[] =>
	propagation === 'Foreground' ? ['foregroundDeletion'] : propagation === 'Orphan' ? ['orphan'] : [];

/** Throws a StatusError 409 when the object is not the one that was meant (apiserver pkg/registry/rest/delete.go). */
const checkPreconditions = (resource: Resource, { metadata }: KubeObject, options: DeleteOptions): void => {
	const refuse = (what: string, asked: string, found: string, why: string): StatusError =>
		conflict(
			{ group: '', resource: resource.kind },
			metadata.name,
			`the ${what} in the precondition (${asked}) does not match the ${what} in record (${found}). The object might have been ${why}`,
		);
	if (options.uid !== undefined && options.uid !== metadata.uid)
		throw refuse('UID', options.uid, metadata.uid, 'deleted and then recreated');
	if (options.resourceVersion !== undefined && options.resourceVersion !== metadata.resourceVersion)
		throw refuse('ResourceVersion', options.resourceVersion, metadata.resourceVersion, 'modified');
};

const store = (world: World, resource: Resource, object: KubeObject, options: DeleteOptions): KubeObject => {
	if (options.dryRun) return object;
	const { namespace, name } = object.metadata;
	return world.patch(resourceName(resource.gvr), namespace, name, () => object) ?? object;
};

const removeNow = (world: World, resource: Resource, object: KubeObject, options: DeleteOptions): Deletion => {
	if (!options.dryRun) world.remove(resourceName(resource.gvr), object.metadata.namespace, object.metadata.name);
	return { object, gone: true };
};

const deleteNamespace = (world: World, resource: Resource, object: KubeObject, options: DeleteOptions): Deletion => {
	if (['default', 'kube-system', 'kube-public'].includes(object.metadata.name))
		throw new StatusError(
			failure(403, 'Forbidden', `namespaces ${JSON.stringify(object.metadata.name)} is forbidden: this namespace may not be deleted`, {
				name: object.metadata.name,
				kind: 'namespaces',
			}),
			false,
		);
	if (object.metadata.deletionTimestamp !== undefined)
		throw conflict(
			{ group: '', resource: 'namespaces' },
			object.metadata.name,
			'The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.',
		);
	const ending: KubeObject = {
		...object,
		metadata: { ...object.metadata, deletionTimestamp: world.timestamp() },
		status: { ...(object['status'] as object), phase: 'Terminating' },
	};
	return { object: store(world, resource, ending, options), gone: false };
};

const isDefinition = ({ gvr }: Resource): boolean => gvr.group === 'apiextensions.k8s.io';

/**
 * DELETE as the server does it: a pod on a node stays until its kubelet is done with it, an object with finalizers until they are gone,
 * a namespace until it is empty; anything else goes at once. Throws a StatusError 409 over preconditions.
 */
export const deleteObject = (world: World, resource: Resource, object: KubeObject, options: DeleteOptions): Deletion => {
	checkPreconditions(resource, object, options);
	if (resource.kind === 'Namespace') return deleteNamespace(world, resource, object, options);
	if (isDefinition(resource)) {
		if (object.metadata.deletionTimestamp !== undefined) return { object, gone: false };
		return { object: store(world, resource, endingDefinition(object, world.timestamp()), options), gone: false };
	}
	const finalizers = [...new Set([...finalizersOf(object), ...policyFinalizer(options.propagation)])];
	const grace = graceOf(resource, object, options.grace);
	const left = object.metadata['deletionGracePeriodSeconds'];
	const terminating = object.metadata.deletionTimestamp !== undefined;
	if (grace > 0 || finalizers.length > 0) {
		// A second deletion can only shorten what is left.
		if (terminating && (typeof left !== 'number' || grace >= left)) return { object, gone: false };
		return { object: store(world, resource, marked(world, object, grace, finalizers), options), gone: false };
	}
	if (resource.kind !== 'Pod' || (valueAt(object, 'spec.nodeName') === undefined && !terminating))
		return removeNow(world, resource, object, options);
	// Measured on 1.36: a watch sees the pod with no grace left, and then its end.
	const ended = store(world, resource, marked(world, object, 0, finalizers), options);
	return { object: removeNow(world, resource, ended, options).object, gone: true };
};

/** Takes away what was only waiting for its last finalizer or its kubelet. Returns whether it is gone. */
export const finishDeletion = (world: World, resource: Resource, object: KubeObject): boolean => {
	const { namespace, name, deletionTimestamp } = object.metadata;
	if (deletionTimestamp === undefined || finalizersOf(object).length > 0) return false;
	world.remove(resourceName(resource.gvr), namespace, name);
	return true;
};

export const plainDeletion: DeleteOptions = {
	dryRun: false,
	grace: undefined,
	propagation: undefined,
	uid: undefined,
	resourceVersion: undefined,
};
