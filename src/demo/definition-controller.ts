import type { KubeObject } from '../kube/types.ts';
import { customKinds } from './custom-kinds.ts';
import { settled } from './definition-status.ts';
import { deleteObject, plainDeletion } from './deletion.ts';
import { type Resource, resourceName, resourceNamed } from './resources.ts';
import type { Simulation } from './simulation.ts';
import type { StoreEvent } from './versioned-store.ts';
import type { World } from './world.ts';

/** Measured on 1.36: some milliseconds lie between a definition and what it defines, and its objects are gone as soon after it. */
const delayMs = 20;
/** How often objects that wait for finalizers are looked at again. */
const againMs = 1_000;

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';
const apiServices = 'apiservices.apiregistration.k8s.io';

/** The group versions of a definition, as the APIServices that stand for them. */
export const announce = (world: World, definition: KubeObject): void => {
	for (const { gvr } of customKinds(definition)) {
		const name = `${gvr.version}.${gvr.group}`;
		if (world.get(apiServices, undefined, name) !== undefined) continue;
		const { creationTimestamp } = definition.metadata;
		world.put(apiServices, {
			metadata: { name, ...(creationTimestamp === undefined ? {} : { creationTimestamp }) },
			spec: { group: gvr.group, version: gvr.version, groupPriorityMinimum: 1000, versionPriority: 100 },
			status: {
				conditions: [
					{
						type: 'Available',
						status: 'True',
						lastTransitionTime: creationTimestamp ?? world.timestamp(),
						reason: 'Local',
						message: 'Local APIServices are always available',
					},
				],
			},
		});
	}
};

/**
 * What the API server itself does with definitions, whether or not controllers run: it looks at their names and establishes them, and
 * takes the objects of one that is deleted away before it goes. `endWatches` is told of each kind that is not served any more.
 */
export const runDefinitions = (world: World, simulation: Simulation, endWatches: (resource: Resource) => void): void => {
	const resource = resourceNamed(definitions);

	const current = ({ metadata: { name, uid } }: KubeObject): KubeObject | undefined => {
		const found = world.get(definitions, undefined, name);
		return found?.metadata.uid === uid ? found : undefined;
	};

	const settle = (definition: KubeObject): void => {
		const found = current(definition);
		if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
		const next = settled(found, world.list(definitions), world.timestamp());
		world.patch(definitions, undefined, found.metadata.name, () => next);
		announce(world, next);
	};

	const finish = (definition: KubeObject, kinds: readonly Resource[]): void => {
		for (const kind of kinds) {
			world.store.expireHistory(kind);
			endWatches(kind);
		}
		world.remove(definitions, undefined, definition.metadata.name);
		for (const { gvr } of kinds) {
			const served = world.resources().some((other) => other.gvr.group === gvr.group && other.gvr.version === gvr.version);
			if (!served) world.remove(apiServices, undefined, `${gvr.version}.${gvr.group}`);
		}
	};

	/** Deletes every object; returns how many wait for a finalizer. */
	const takeAway = (kind: Resource): number => {
		for (const object of world.list(resourceName(kind.gvr)))
			if (object.metadata.deletionTimestamp === undefined) deleteObject(world, kind, object, plainDeletion);
		return world.store.count(kind);
	};

	const empty = (definition: KubeObject): void => {
		const found = current(definition);
		if (found === undefined) return;
		const kinds = customKinds(found);
		const [kind] = kinds;
		if (kind !== undefined && takeAway(kind) > 0) simulation.after(againMs, () => empty(definition));
		else finish(found, kinds);
	};

	simulation.onEnd(
		world.store.subscribe(resource, ({ type, object, previous }: StoreEvent) => {
			if (type === 'DELETED') return;
			const ends = object.metadata.deletionTimestamp !== undefined;
			if (ends && previous?.metadata.deletionTimestamp === undefined) simulation.after(delayMs, () => empty(object));
			// A change of the spec may be a change of its names; one of its status is this controller's own.
			const changed = previous === undefined || previous['spec'] !== object['spec'];
			if (!ends && changed) simulation.after(delayMs, () => settle(object));
		}),
	);
};
