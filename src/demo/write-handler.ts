import type { KubeObject } from '../kube/types.ts';
import { createObject } from './create-handler.ts';
import { deleteObject } from './deletion.ts';
import { evict } from './eviction.ts';
import type { AskedRequest } from './faults.ts';
import { parseListOptions } from './list-options.ts';
import { type ManagedEntry, trackUpdate, type Writer } from './managed-fields.ts';
import { applyTo, decodeApplied, patchObject } from './patch-handler.ts';
import { listBody, type Rendering, singleBody } from './representation.ts';
import type { Resource } from './resources.ts';
import { changeScale, isScalable, scaleOf } from './scale-subresource.ts';
import { serverSideApply } from './server-side-apply.ts';
import { methodNotAllowed, notFoundObject, notFoundResource } from './status.ts';
import { storeChange } from './stored-change.ts';
import type { World } from './world.ts';
import { type BodyText, decodeDeleteOptions, decodeObject, kindOf, patchTypeOf } from './write-body.ts';
import { parseDeleteOptions, parseWriteOptions, type WriteOptions } from './write-options.ts';

export interface Written {
	readonly status: number;
	readonly body: (rendering: Rendering) => string;
	/** Sentences for Warning headers. */
	readonly warnings: readonly string[];
}

const objectAnswer = (object: KubeObject, status: number, warnings: readonly string[] = []): Written => ({
	status,
	warnings,
	body: (rendering) => singleBody(rendering, object),
});

const jsonAnswer = (value: object, status: number): Written => ({ status, warnings: [], body: () => JSON.stringify(value) });

const writerOf = (world: World, info: AskedRequest, options: WriteOptions, operation: ManagedEntry['operation']): Writer => ({
	manager: options.manager,
	operation,
	subresource: info.subresource,
	now: world.timestamp(),
});

const create = (world: World, resource: Resource, info: AskedRequest, text: BodyText): Written => {
	const options = parseWriteOptions(info, 'CreateOptions');
	const { object: given, warnings } = decodeObject(text, info, kindOf(resource), options);
	const writer = writerOf(world, info, options, 'Update');
	const track = (object: KubeObject) => trackUpdate(resource, undefined, object, writer);
	return objectAnswer(createObject({ world, resource, info, given, dryRun: options.dryRun, track }), 201, warnings);
};

const update = (world: World, resource: Resource, info: AskedRequest, before: KubeObject, text: BodyText): Written => {
	const options = parseWriteOptions(info, 'UpdateOptions');
	const { object: wanted, warnings } = decodeObject(text, info, kindOf(resource), options);
	const writer = writerOf(world, info, options, 'Update');
	const track = (after: KubeObject) => trackUpdate(resource, before, after, writer);
	const { subresource } = info;
	return objectAnswer(storeChange({ world, resource, before, wanted, subresource, dryRun: options.dryRun, track }), 200, warnings);
};

const patch = (world: World, resource: Resource, info: AskedRequest, object: KubeObject | undefined, text: BodyText): Written => {
	const type = patchTypeOf(info);
	const isApply = type === 'application/apply-patch+yaml';
	const options = parseWriteOptions(info, 'PatchOptions', isApply);
	const writer = writerOf(world, info, options, isApply ? 'Apply' : 'Update');
	const name = info.name ?? '';
	if (object !== undefined) {
		const request = { world, resource, info, object, text, type, options, writer };
		const patched = isApply ? applyTo(request) : patchObject(request);
		return objectAnswer(patched.object, 200, patched.warnings);
	}
	if (!isApply) throw notFoundObject(resource.gvr, name);
	const applied = decodeApplied(resource, text, name);
	const { merged, track } = serverSideApply(resource, undefined, applied, writer, options.force);
	const given = { ...merged, metadata: { ...merged.metadata, name } };
	return objectAnswer(createObject({ world, resource, info, given, dryRun: options.dryRun, track }), 201);
};

/** Kinds whose DELETE answers with the object, and not with a Status (ReturnDeletedObject in pkg/registry). */
const returnsObject = (resource: Resource): boolean =>
	['Pod', 'PersistentVolumeClaim', 'PersistentVolume', 'ServiceAccount', 'ResourceQuota', 'StorageClass', 'CSINode', 'Service'].includes(
		resource.kind,
	);

const remove = (world: World, resource: Resource, info: AskedRequest, object: KubeObject, text: BodyText): Written => {
	const options = parseDeleteOptions(info, decodeDeleteOptions(text, info));
	const { object: last, gone } = deleteObject(world, resource, object, options);
	if (!gone || returnsObject(resource)) return objectAnswer(last, 200);
	const { name, uid } = object.metadata;
	const { group, resource: kind } = resource.gvr;
	const details = { name, ...(group === '' ? {} : { group }), kind, uid };
	return jsonAnswer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }, 200);
};

/** Everything that the selectors of the query choose, one by one. */
const removeAll = (world: World, resource: Resource, info: AskedRequest, text: BodyText): Written => {
	const options = parseDeleteOptions(info, decodeDeleteOptions(text, info));
	const { labels, fields } = parseListOptions(info.query, resource);
	const chosen = [...world.store.values(resource)].filter(
		(object) =>
			(!resource.namespaced || info.namespace === undefined || object.metadata.namespace === info.namespace) &&
			labels?.(object) !== false &&
			fields?.(object) !== false,
	);
	for (const object of chosen) deleteObject(world, resource, object, options);
	const meta = { resourceVersion: String(world.store.version) };
	return { status: 200, warnings: [], body: (rendering) => [...listBody(rendering, meta, chosen)].join('').trimEnd() };
};

const evicted = (world: World, resource: Resource, info: AskedRequest, pod: KubeObject, text: BodyText): Written => {
	const write = parseWriteOptions(info, 'CreateOptions');
	const { object } = decodeObject(text, info, { apiVersion: 'policy/v1', kind: 'Eviction' }, write);
	const options = parseDeleteOptions(info, object['deleteOptions']);
	evict(world, resource, pod, { ...options, dryRun: options.dryRun || write.dryRun });
	return jsonAnswer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
};

const scale = (world: World, resource: Resource, info: AskedRequest, object: KubeObject, text: BodyText): Written => {
	if (!isScalable(resource)) throw notFoundResource();
	if (info.verb === 'get') return jsonAnswer(scaleOf(object), 200);
	if (info.verb !== 'update' && info.verb !== 'patch') throw methodNotAllowed();
	const options = parseWriteOptions(info, info.verb === 'update' ? 'UpdateOptions' : 'PatchOptions');
	const writer = writerOf(world, info, options, 'Update');
	return jsonAnswer(scaleOf(changeScale({ world, resource, info, object, text, options, writer })), 200);
};

/** POST, PUT, PATCH and DELETE on stored objects, and the scale in either direction. Throws a StatusError in the server's words. */
export const writeObject = (world: World, resource: Resource, info: AskedRequest, text: BodyText): Written => {
	const { verb, subresource } = info;
	if (verb === 'deletecollection') return removeAll(world, resource, info, text);
	if (verb === 'create' && subresource === '' && info.name === undefined) return create(world, resource, info, text);
	const name = info.name ?? '';
	if (name === '') throw methodNotAllowed();
	const object = world.store.get(resource, resource.namespaced ? info.namespace : undefined, name);
	if (verb === 'patch' && (subresource === '' || subresource === 'status')) return patch(world, resource, info, object, text);
	if (object === undefined) throw notFoundObject(resource.gvr, name);
	if (subresource === 'scale') return scale(world, resource, info, object, text);
	if (verb === 'create' && subresource === 'eviction' && resource.kind === 'Pod') return evicted(world, resource, info, object, text);
	if (verb === 'update' && (subresource === '' || subresource === 'status')) return update(world, resource, info, object, text);
	if (verb === 'delete' && subresource === '') return remove(world, resource, info, object, text);
	throw methodNotAllowed();
};
