import type { KubeObject } from '../kube/types.ts';
import { deleteObject, finalizersOf, finishDeletion, plainDeletion } from './deletion.ts';
import { listOf } from './json-value.ts';
import type { Owner } from './pod-object.ts';
import { type Resource, resourceName, resourceNamed, resources } from './resources.ts';
import type { Simulation } from './simulation.ts';
import type { StoreEvent } from './versioned-store.ts';
import type { World } from './world.ts';

/** Real collectors work off a queue; some time after the owner its dependents follow. */
const delayMs = 150;
/** How often an owner that waits for its dependents is looked at again. */
const againMs = 400;

/** They own nothing, and there are too many of them to look for what they might own. */
const ownsNothing = new Set(['Pod', 'Event', 'Lease', 'EndpointSlice']);
const ownedByNobody = new Set(['Event', 'Lease', 'Node', 'Namespace']);

type OwnerReference = Owner & { readonly blockOwnerDeletion?: boolean };

const ownersOf = (object: KubeObject): readonly OwnerReference[] => listOf(object.metadata['ownerReferences']) as readonly OwnerReference[];

interface Dependent {
	readonly resource: Resource;
	readonly object: KubeObject;
}

const dependentsOf = (world: World, uid: string): readonly Dependent[] =>
	world
		.resources()
		.filter(({ kind }) => !ownedByNobody.has(kind))
		.flatMap((resource) =>
			[...world.store.values(resource)]
				.filter((object) => ownersOf(object).some((owner) => owner.uid === uid))
				.map((object) => ({ resource, object })),
		);

const withoutOwner = (object: KubeObject, uid: string): KubeObject => {
	const left = ownersOf(object).filter((owner) => owner.uid !== uid);
	const { ownerReferences: _old, ...metadata } = object.metadata;
	return { ...object, metadata: { ...metadata, ...(left.length === 0 ? {} : { ownerReferences: left }) } as KubeObject['metadata'] };
};

const change = (world: World, { resource, object }: Dependent, made: (object: KubeObject) => KubeObject): KubeObject | undefined =>
	world.patch(resourceName(resource.gvr), object.metadata.namespace, object.metadata.name, made);

/** Deletes what belonged to nobody else; of the others only the reference goes. */
const letGo = (world: World, dependent: Dependent, uid: string, propagation: 'Background' | 'Foreground'): void => {
	const { resource, object } = dependent;
	if (ownersOf(object).length > 1) change(world, dependent, (now) => withoutOwner(now, uid));
	else if (object.metadata.deletionTimestamp === undefined)
		deleteObject(world, resource, object, { ...plainDeletion, propagation: ownsNothing.has(resource.kind) ? undefined : propagation });
};

const withoutFinalizer = (object: KubeObject, name: string): KubeObject => {
	const { finalizers: _old, ...metadata } = object.metadata;
	const left = finalizersOf(object).filter((finalizer) => finalizer !== name);
	return { ...object, metadata: { ...metadata, ...(left.length === 0 ? {} : { finalizers: left }) } as KubeObject['metadata'] };
};

/** Takes away what has lost its owner, by ownerReferences: after it, before it (foreground), or not at all (orphan). */
export const runGarbageCollector = (world: World, simulation: Simulation): void => {
	const finish = (resource: Resource, object: KubeObject, finalizer: string): void => {
		const done = change(world, { resource, object }, (now) => withoutFinalizer(now, finalizer));
		if (done !== undefined) finishDeletion(world, resource, done);
	};

	const orphan = (resource: Resource, object: KubeObject): void => {
		const { uid } = object.metadata;
		for (const dependent of dependentsOf(world, uid)) change(world, dependent, (now) => withoutOwner(now, uid));
		finish(resource, object, 'orphan');
	};

	const foreground = (resource: Resource, object: KubeObject): void => {
		const { uid, namespace, name } = object.metadata;
		const current = world.store.get(resource, namespace, name);
		if (current?.metadata.uid !== uid) return;
		const dependents = dependentsOf(world, uid);
		for (const dependent of dependents) letGo(world, dependent, uid, 'Foreground');
		const blocking = dependents.filter(({ object: one }) =>
			ownersOf(one).some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
		);
		if (blocking.length === 0) finish(resource, current, 'foregroundDeletion');
		else simulation.after(againMs, () => foreground(resource, object));
	};

	const heard = (resource: Resource, { type, object, previous }: StoreEvent): void => {
		if (type === 'DELETED') {
			const { uid } = object.metadata;
			simulation.after(delayMs, () => {
				for (const dependent of dependentsOf(world, uid)) letGo(world, dependent, uid, 'Background');
			});
			return;
		}
		if (object.metadata.deletionTimestamp === undefined) return;
		const isNew = (finalizer: string): boolean =>
			finalizersOf(object).includes(finalizer) &&
			!(previous?.metadata.deletionTimestamp !== undefined && finalizersOf(previous).includes(finalizer));
		if (isNew('orphan')) simulation.after(delayMs, () => orphan(resource, object));
		if (isNew('foregroundDeletion')) simulation.after(delayMs, () => foreground(resource, object));
	};

	for (const resource of resources)
		if (!ownsNothing.has(resource.kind)) simulation.onEnd(world.store.subscribe(resource, (event) => heard(resource, event)));

	// Custom kinds own things as others do, also those that come later.
	const followed = new Set<string>();
	const follow = (): void => {
		for (const resource of world.resources()) {
			const name = resourceName(resource.gvr);
			if (resource.custom === undefined || followed.has(name)) continue;
			followed.add(name);
			simulation.onEnd(world.store.subscribe(resource, (event) => heard(resource, event)));
		}
	};
	follow();
	simulation.onEnd(world.store.subscribe(resourceNamed('customresourcedefinitions.apiextensions.k8s.io'), follow));
};
