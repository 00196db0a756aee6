import type { JsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { finalizersOf, finishDeletion } from './deletion.ts';
import { invalidObject } from './invalid.ts';
import { fieldsOf, sameJson } from './json-value.ts';
import { hasGeneration, withDefaults } from './object-defaults.ts';
import { type Resource, resourceName } from './resources.ts';
import { badRequest, conflict, modifiedMeanwhile } from './status.ts';
import { objectCauses } from './validate-object.ts';
import type { World } from './world.ts';

export interface Change {
	readonly world: World;
	readonly resource: Resource;
	readonly before: KubeObject;
	/** The whole object as the client wants it, however it was sent. */
	readonly wanted: JsonObject;
	/** '' for the object itself: then its status stays. `status`: then everything else stays. */
	readonly subresource: string;
	readonly dryRun: boolean;
	/** Enters the change in managedFields. */
	readonly track: (after: KubeObject) => KubeObject;
}

/** metadata that the server keeps, whatever a client sends. */
const kept = ['name', 'namespace', 'uid', 'creationTimestamp', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

const keptMetadata = (before: KubeObject, wanted: JsonObject): KubeObject['metadata'] => {
	const metadata: Record<string, unknown> = { ...wanted };
	for (const field of kept) {
		if (before.metadata[field] === undefined) delete metadata[field];
		else metadata[field] = before.metadata[field];
	}
	metadata['resourceVersion'] = before.metadata.resourceVersion;
	for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'])
		if (metadata[field] === null || (typeof metadata[field] === 'object' && Object.keys(metadata[field] as object).length === 0))
			delete metadata[field];
	return metadata as unknown as KubeObject['metadata'];
};

/** Throws a StatusError 400 or 409 where the wanted object is another one, or was read too long ago. */
const checkIdentity = ({ resource, before, wanted }: Change): void => {
	const { name, namespace, uid, resourceVersion } = fieldsOf(wanted['metadata']);
	const own = before.metadata;
	if (name !== undefined && name !== own.name)
		throw badRequest(`the name of the object (${String(name)}) does not match the name on the URL (${own.name})`);
	if (namespace !== undefined && namespace !== own.namespace)
		throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
	if (uid !== undefined && uid !== '' && uid !== own.uid)
		throw conflict(
			resource.gvr,
			own.name,
			`StorageError: invalid object, Code: 4, Key: /${resource.gvr.resource}/${own.namespace === undefined ? '' : `${own.namespace}/`}${own.name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${String(uid)}, UID in object meta: ${own.uid}`,
		);
	if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== own.resourceVersion)
		throw modifiedMeanwhile(resource.gvr, own.name);
};

const statusOf = (object: JsonObject): JsonObject => (object['status'] === undefined ? {} : { status: object['status'] });

const completed = ({ resource, before, wanted, subresource }: Change): KubeObject => {
	if (subresource === 'status') return { ...before, ...statusOf(wanted) };
	const { kind: _kind, apiVersion: _apiVersion, status: _status, metadata, ...rest } = wanted;
	const status = resource.custom?.hasStatus === false ? statusOf(wanted) : statusOf(before);
	const whole = { metadata: keptMetadata(before, fieldsOf(metadata)), ...rest, ...status };
	const after = withDefaults(resource, whole) as unknown as KubeObject;
	// What only the defaults fill in where a controller left it out is no change of anybody's.
	if (!hasGeneration(resource) || sameJson(withDefaults(resource, before)['spec'], after['spec'])) return after;
	return { ...after, metadata: { ...after.metadata, generation: Number(before.metadata['generation'] ?? 1) + 1 } };
};

const withoutOwners = ({ managedFields: _fields, ...metadata }: KubeObject['metadata']) => metadata;

/**
 * Puts a change through what a server does with it: identity and version, defaults, validation, generation, field ownership. What changes
 * nothing is not stored. An object that only waited for its last finalizer is gone afterwards. Throws a StatusError 400, 409 or 422.
 */
export const storeChange = (change: Change): KubeObject => {
	const { world, resource, before, dryRun } = change;
	checkIdentity(change);
	const after = completed(change);
	const causes = change.subresource === '' ? objectCauses(resource, after, withDefaults(resource, before) as unknown as KubeObject) : [];
	if (causes.length > 0) throw invalidObject(resource, before.metadata.name, causes);
	const same = sameJson({ ...after, metadata: withoutOwners(after.metadata) }, { ...before, metadata: withoutOwners(before.metadata) });
	const tracked = change.track(after);
	if (same && sameJson(tracked.metadata['managedFields'], before.metadata['managedFields'])) return before;
	if (dryRun) return tracked;
	const { namespace, name } = before.metadata;
	const stored = world.patch(resourceName(resource.gvr), namespace, name, () => tracked) ?? tracked;
	const ended = finalizersOf(before).length > 0 && (stored.metadata['deletionGracePeriodSeconds'] ?? 0) === 0;
	if (ended && resource.kind !== 'Namespace') finishDeletion(world, resource, stored);
	return stored;
};
