import type { KubeObject } from '../kube/types.ts';
import type { AskedRequest } from './faults.ts';
import { nameSuffix, randomFor } from './random.ts';
import { type Rendering, singleBody } from './representation.ts';
import { type Resource, resourceName } from './resources.ts';
import { alreadyExists, badRequest, failure, methodNotAllowed, notFoundObject, StatusError } from './status.ts';
import { mergePatch, type NewObject, strategicPatch, type World } from './world.ts';

export interface Written {
	readonly status: number;
	readonly body: (rendering: Rendering) => string;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const bodyOf = (object: KubeObject, status: number): Written => ({ status, body: (rendering) => singleBody(rendering, object) });

const json = (value: object, status: number): Written => ({ status, body: () => JSON.stringify(value) });

const patchTypes = ['application/merge-patch+json', 'application/strategic-merge-patch+json'];

const scaleOf = (object: KubeObject): object => {
	const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
	const spec = fieldsOf(object['spec']);
	const selector = fieldsOf(fieldsOf(spec['selector'])['matchLabels']);
	return {
		kind: 'Scale',
		apiVersion: 'autoscaling/v1',
		metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
		spec: { replicas: spec['replicas'] },
		status: {
			replicas: fieldsOf(object['status'])['replicas'] ?? 0,
			selector: Object.entries(selector)
				.map(([key, value]) => `${key}=${String(value)}`)
				.join(','),
		},
	};
};

/** What later code reads of every object of the kind, and a client may leave out. */
const defaultsOf = (resource: Resource): Fields => {
	if (resource.kind === 'Pod') return { spec: { containers: [] }, status: { phase: 'Pending', qosClass: 'BestEffort' } };
	return ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(resource.kind) ? { status: {} } : {};
};

const create = (world: World, resource: Resource, info: AskedRequest, body: unknown): Written => {
	const given = fieldsOf(body);
	const metadata = fieldsOf(given['metadata']);
	const prefix = metadata['generateName'];
	const random = randomFor(world.seed, 'generated', String(prefix), world.store.version);
	const name = metadata['name'] ?? (typeof prefix === 'string' ? `${prefix}${nameSuffix(random)}` : undefined);
	if (typeof name !== 'string') throw badRequest('name or generateName is required');
	if (world.store.get(resource, resource.namespaced ? info.namespace : undefined, name) !== undefined)
		throw alreadyExists(resource.gvr, name);
	const object: NewObject = {
		...defaultsOf(resource),
		...given,
		metadata: { ...metadata, name, ...(resource.namespaced && info.namespace !== undefined ? { namespace: info.namespace } : {}) },
	};
	return bodyOf(world.put(resourceName(resource.gvr), object), 201);
};

/** A change of the spec is a new generation, which is what controllers act on. */
const withGeneration = (before: KubeObject, after: KubeObject): KubeObject => {
	if (JSON.stringify(before['spec']) === JSON.stringify(after['spec'])) return after;
	const generation = Number(before.metadata['generation'] ?? 1) + 1;
	return { ...after, metadata: { ...after.metadata, generation } };
};

const patch = (world: World, resource: Resource, info: AskedRequest, object: KubeObject, body: unknown): Written => {
	const type = String(info.headers['content-type'] ?? '').split(';')[0] ?? '';
	if (!patchTypes.includes(type))
		throw new StatusError(
			failure(
				415,
				'UnsupportedMediaType',
				`the body of the request was in an unknown format - accepted media types include: ${patchTypes.join(', ')}`,
				{},
			),
		);
	const apply = type === 'application/merge-patch+json' ? mergePatch : strategicPatch;
	const change = apply(object, body) as KubeObject;
	const kept = { ...change, metadata: { ...change.metadata, name: object.metadata.name, uid: object.metadata.uid } };
	const { name, namespace } = object.metadata;
	const stored = world.patch(resourceName(resource.gvr), namespace, name, () => withGeneration(object, kept));
	if (stored === undefined) throw notFoundObject(resource.gvr, name);
	return info.subresource === 'scale' ? json(scaleOf(stored), 200) : bodyOf(stored, 200);
};

const remove = (world: World, resource: Resource, object: KubeObject, body: unknown): Written => {
	const { name, namespace, uid } = object.metadata;
	const grace = fieldsOf(body)['gracePeriodSeconds'];
	if (resource.kind === 'Pod' && world.kubelets && grace !== 0) {
		const terminating = world.terminate(object, typeof grace === 'number' ? grace : undefined);
		return bodyOf(terminating, 200);
	}
	world.remove(resourceName(resource.gvr), namespace, name);
	return json(
		{
			kind: 'Status',
			apiVersion: 'v1',
			metadata: {},
			status: 'Success',
			details: { name, ...(resource.gvr.group === '' ? {} : { group: resource.gvr.group }), kind: resource.gvr.resource, uid },
		},
		200,
	);
};

/** POST, PATCH and DELETE on stored objects, as far as discovery announces them. Throws a StatusError. */
export const writeObject = (world: World, resource: Resource, info: AskedRequest, body: unknown): Written => {
	if (info.verb === 'create' && info.subresource === '') return create(world, resource, info, body);
	const name = info.name ?? '';
	const object = world.store.get(resource, resource.namespaced ? info.namespace : undefined, name);
	if (object === undefined) throw notFoundObject(resource.gvr, name);
	if (info.verb === 'create' && info.subresource === 'eviction' && resource.kind === 'Pod') {
		remove(world, resource, object, undefined);
		return json({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
	}
	if (info.verb === 'patch' && (info.subresource === '' || info.subresource === 'status' || info.subresource === 'scale'))
		return patch(world, resource, info, object, body);
	if (info.verb === 'delete' && info.subresource === '') return remove(world, resource, object, body);
	throw methodNotAllowed();
};
