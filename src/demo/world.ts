import type { Clock } from '../base/clock.ts';
import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import type { KubeObject, ObjectMeta } from '../kube/types.ts';
import { customKinds } from './custom-kinds.ts';
import { randomFor, uuid } from './random.ts';
import { builtInNamed, type Resource, resourceName, resourceNamed, resources } from './resources.ts';
import { VersionedStore } from './versioned-store.ts';

/** An object as it is handed in: what the server fills in may be left out. */
export interface NewObject {
	readonly metadata: Partial<ObjectMeta> & { readonly name: string };
	readonly [field: string]: unknown;
}

/** JSON merge patch (RFC 7386): null removes, objects are merged, everything else replaces. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
	if (!isJsonObject(patch)) return patch;
	const merged: Record<string, unknown> = { ...(isJsonObject(target) ? target : {}) };
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) delete merged[key];
		else merged[key] = mergePatch(merged[key], value);
	}
	return merged;
};

export interface WorldOptions {
	readonly clock: Clock;
	readonly seed: number;
	/** Changes a resource remembers for watches that resume. */
	readonly historyLength: number;
}

const definitions = resourceNamed('customresourcedefinitions.apiextensions.k8s.io');

/** The objects of the demo cluster and the ways to change them. Resources are named `pods`, `deployments.apps`. */
export class World {
	readonly clock: Clock;
	readonly seed: number;
	readonly store: VersionedStore;
	/** Whether simulated kubelets run, which is what ends a pod after its grace; without them a deletion is immediate. */
	kubelets = false;
	private made = 0;

	constructor(options: WorldOptions) {
		this.clock = options.clock;
		this.seed = options.seed;
		this.store = new VersionedStore(options.historyLength);
	}

	/** Everything that is served: the built-in resources, then those of definitions, in each version that they serve. */
	resources(): readonly Resource[] {
		return [...resources, ...this.customKinds()];
	}

	/** By `pods`, `deployments.apps`; throws on a name that is not served, which only a programming error gives. Of several versions the first. */
	resourceNamed(name: string): Resource {
		const found = builtInNamed(name) ?? this.customKinds().find(({ gvr }) => resourceName(gvr) === name);
		return found ?? resourceNamed(name);
	}

	findResource(group: string, version: string, name: string): Resource | undefined {
		const builtIn = builtInNamed(resourceName({ group, resource: name }));
		if (builtIn !== undefined) return builtIn.gvr.version === version ? builtIn : undefined;
		return this.customKinds().find(({ gvr }) => gvr.group === group && gvr.version === version && gvr.resource === name);
	}

	private customKinds(): readonly Resource[] {
		return [...this.store.values(definitions)].flatMap(customKinds);
	}

	/** RFC 3339 with whole seconds, which is how the server writes times. */
	timestamp(atMs = this.clock.now()): string {
		return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
	}

	get(resource: string, namespace: string | undefined, name: string): KubeObject | undefined {
		return this.store.get(this.resourceNamed(resource), namespace, name);
	}

	list(resource: string, namespace?: string): KubeObject[] {
		const objects = [...this.store.values(this.resourceNamed(resource))];
		return namespace === undefined ? objects : objects.filter((object) => object.metadata.namespace === namespace);
	}

	/** Creates or replaces. Fills in uid and creationTimestamp, and kind of its own for what has neither. */
	put(resource: string, object: NewObject): KubeObject {
		const found = this.resourceNamed(resource);
		return this.store.put(found, this.complete(found, object));
	}

	/** Applies a JSON merge patch, or what a function makes of the object. Returns undefined when there is no such object. */
	patch(
		resource: string,
		namespace: string | undefined,
		name: string,
		change: JsonObject | ((object: KubeObject) => KubeObject),
	): KubeObject | undefined {
		const found = this.resourceNamed(resource);
		const object = this.store.get(found, namespace, name);
		if (object === undefined) return undefined;
		const changed = typeof change === 'function' ? change(object) : (mergePatch(object, change) as KubeObject);
		return this.store.put(found, changed);
	}

	/** Gone at once, without grace. */
	remove(resource: string, namespace: string | undefined, name: string): KubeObject | undefined {
		return this.store.remove(this.resourceNamed(resource), namespace, name);
	}

	/** Marks a pod as terminating, as the server does at a DELETE with grace. */
	terminate(pod: KubeObject, graceSeconds = 30): KubeObject {
		const { name, namespace } = pod.metadata;
		if (pod.metadata.deletionTimestamp !== undefined) return pod;
		const metadata = {
			...pod.metadata,
			deletionTimestamp: this.timestamp(this.clock.now() + graceSeconds * 1000),
			deletionGracePeriodSeconds: graceSeconds,
		};
		return this.patch('pods', namespace, name, () => ({ ...pod, metadata })) ?? pod;
	}

	/**
	 * Serves the items of a recorded List as they are, under their own resourceVersions, before any client looks. kind and apiVersion
	 * of the items are dropped, because lists do not carry them.
	 */
	load(resource: string, items: readonly KubeObject[]): void {
		const found = this.resourceNamed(resource);
		for (const item of items) {
			const { kind: _kind, apiVersion: _apiVersion, ...object } = item;
			this.store.load(found, object as KubeObject);
		}
		this.store.expireHistory();
	}

	/** The object with what the server fills in, not stored. */
	complete(resource: Resource, object: NewObject): KubeObject {
		const previous = this.store.get(resource, object.metadata.namespace, object.metadata.name);
		const { kind: _kind, apiVersion: _apiVersion, metadata, ...rest } = object;
		this.made += 1;
		const { name, namespace, uid, resourceVersion: _version, creationTimestamp, ...more } = metadata;
		return {
			metadata: {
				name,
				...(namespace === undefined ? (resource.namespaced ? { namespace: 'default' } : {}) : { namespace }),
				uid: uid ?? previous?.metadata.uid ?? uuid(randomFor(this.seed, 'uid', resource.gvr.resource, namespace ?? '', name, this.made)),
				resourceVersion: '',
				creationTimestamp: creationTimestamp ?? previous?.metadata.creationTimestamp ?? this.timestamp(),
				...more,
			},
			...rest,
		};
	}
}
