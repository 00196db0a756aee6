import type { JsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { admitNamespace, admitQuota } from './admission.ts';
import type { AskedRequest } from './faults.ts';
import { invalidObject, required } from './invalid.ts';
import { fieldsOf } from './json-value.ts';
import { asNew } from './object-defaults.ts';
import { nameSuffix, randomFor } from './random.ts';
import { type Resource, resourceName } from './resources.ts';
import { alreadyExists, badRequest } from './status.ts';
import { objectCauses } from './validate-object.ts';
import type { World } from './world.ts';

export interface Creation {
	readonly world: World;
	readonly resource: Resource;
	readonly info: AskedRequest;
	/** As the client sent it. */
	readonly given: JsonObject;
	readonly dryRun: boolean;
	/** Enters the new fields in managedFields. */
	readonly track: (object: KubeObject) => KubeObject;
}

/** metadata that is the server's to say. */
const withoutServerFields = (metadata: JsonObject): JsonObject => {
	const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, deletionTimestamp: _deleted, ...given } = metadata;
	const { deletionGracePeriodSeconds: _grace, generation: _generation, selfLink: _link, managedFields: _fields, ...rest } = given;
	return rest;
};

const nameFor = (world: World, resource: Resource, metadata: JsonObject): string => {
	const { name, generateName } = metadata;
	if (typeof name === 'string' && name !== '') return name;
	if (typeof generateName !== 'string' || generateName === '')
		throw invalidObject(resource, '', [required('metadata.name', 'name or generateName is required')]);
	return `${generateName}${nameSuffix(randomFor(world.seed, 'generated', generateName, world.store.version))}`;
};

/**
 * Creates an object: name, namespace, quota, defaults, validation, field ownership. Throws a StatusError 400, 403, 404, 409 or 422 in
 * the order in which the server looks.
 */
export const createObject = ({ world, resource, info, given, dryRun, track }: Creation): KubeObject => {
	const metadata = fieldsOf(given['metadata']);
	const namespace = resource.namespaced ? info.namespace : undefined;
	if (resource.namespaced && metadata['namespace'] !== undefined && metadata['namespace'] !== namespace)
		throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
	const name = nameFor(world, resource, metadata);
	admitNamespace(world, resource, namespace, name);
	const { kind: _kind, apiVersion: _apiVersion, metadata: _metadata, ...rest } = given;
	const { namespace: _namespace, ...own } = withoutServerFields(metadata);
	const object = asNew(resource, { metadata: { ...own, name, ...(namespace === undefined ? {} : { namespace }) }, ...rest });
	const complete = world.complete(resource, object as unknown as KubeObject);
	const causes = objectCauses(resource, complete, undefined);
	if (causes.length > 0) throw invalidObject(resource, name, causes);
	if (world.store.get(resource, namespace, name) !== undefined) throw alreadyExists(resource.gvr, name);
	admitQuota(world, resource, namespace, name);
	const tracked = track(complete);
	if (!dryRun) return world.put(resourceName(resource.gvr), tracked);
	const { resourceVersion: _none, ...unstored } = tracked.metadata;
	return { ...tracked, metadata: unstored as KubeObject['metadata'] };
};
