import type { KubeObject } from '../kube/types.ts';
import { type Resource, resourceName } from './resources.ts';

export interface StoreEvent {
	readonly version: number;
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
	/** After the change; of a deletion the last state, under the deletion's version. */
	readonly object: KubeObject;
	/** Before the change; absent for ADDED. */
	readonly previous: KubeObject | undefined;
}

/** All objects of one resource at one version, in key order. */
export interface Snapshot {
	readonly version: number;
	readonly keys: readonly string[];
	readonly objects: readonly KubeObject[];
}

interface Shelf {
	objects: Map<string, KubeObject>;
	keys: readonly string[] | undefined;
	/** Of the last change. */
	version: number;
	/** A watch may resume from this version and later ones. */
	floor: number;
	history: StoreEvent[];
	readonly listeners: Set<(event: StoreEvent) => void>;
	/** Newest last; pages of one list share theirs. */
	snapshots: Snapshot[];
}

const snapshotsKept = 8;

/** Key order is the byte order of etcd: `namespace/name`, or the name alone. */
export const keyOf = (namespace: string | undefined, name: string): string =>
	namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;

const byteOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What etcd and the watch cache are to an API server: objects by resource and key under one rising version, a bounded history of
 * changes, and any version within that history on demand. Objects are never changed in place, so snapshots are arrays of references.
 */
export class VersionedStore {
	private current = 0;
	/** The floor of resources that nothing was ever stored of. */
	private emptyFloor = 0;
	private readonly shelves = new Map<string, Shelf>();
	private readonly historyLength: number;

	constructor(historyLength: number) {
		this.historyLength = historyLength;
	}

	/** The version of the last change of any resource. */
	get version(): number {
		return this.current;
	}

	/** The oldest version from which a watch of the resource may resume. */
	floor(resource: Resource): number {
		return this.shelf(resource).floor;
	}

	get(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
		return this.shelf(resource).objects.get(keyOf(namespace, name));
	}

	values(resource: Resource): Iterable<KubeObject> {
		return this.shelf(resource).objects.values();
	}

	count(resource: Resource): number {
		return this.shelf(resource).objects.size;
	}

	/** Creates or replaces, under the next version; returns the object as stored. */
	put(resource: Resource, object: KubeObject): KubeObject {
		const shelf = this.shelf(resource);
		const key = keyOf(object.metadata.namespace, object.metadata.name);
		const previous = shelf.objects.get(key);
		this.current += 1;
		const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.current) } };
		shelf.objects.set(key, stored);
		if (previous === undefined) shelf.keys = undefined;
		this.record(shelf, { version: this.current, type: previous === undefined ? 'ADDED' : 'MODIFIED', object: stored, previous });
		return stored;
	}

	/** Keeps the object's own resourceVersion and makes no event: for a world that is loaded before anyone looks. */
	load(resource: Resource, object: KubeObject): void {
		const shelf = this.shelf(resource);
		shelf.objects.set(keyOf(object.metadata.namespace, object.metadata.name), object);
		shelf.keys = undefined;
		const version = Number.parseInt(object.metadata.resourceVersion, 10);
		shelf.version = Math.max(shelf.version, version);
		this.current = Math.max(this.current, version);
	}

	remove(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
		const shelf = this.shelf(resource);
		const key = keyOf(namespace, name);
		const previous = shelf.objects.get(key);
		if (previous === undefined) return undefined;
		this.current += 1;
		shelf.objects.delete(key);
		shelf.keys = undefined;
		const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(this.current) } };
		this.record(shelf, { version: this.current, type: 'DELETED', object, previous });
		return object;
	}

	/** Called with every change of the resource, in version order. */
	subscribe(resource: Resource, listener: (event: StoreEvent) => void): () => void {
		const { listeners } = this.shelf(resource);
		listeners.add(listener);
		return () => listeners.delete(listener);
	}

	/** Changes after a version, oldest first; `expired` when history no longer reaches back to it. */
	eventsAfter(resource: Resource, version: number): readonly StoreEvent[] | 'expired' {
		const shelf = this.shelf(resource);
		if (version < shelf.floor) return 'expired';
		const first = shelf.history.findIndex((event) => event.version > version);
		return first < 0 ? [] : shelf.history.slice(first);
	}

	/** The resource as it was at a version: by default the latest. `expired` as for events. */
	snapshot(resource: Resource, version = this.current): Snapshot | 'expired' {
		const shelf = this.shelf(resource);
		const kept = shelf.snapshots.find((snapshot) => snapshot.version === version);
		if (kept !== undefined) return kept;
		if (version < shelf.floor) return 'expired';
		const made = version >= shelf.version ? this.latest(shelf, version) : this.rewound(shelf, version);
		shelf.snapshots.push(made);
		if (shelf.snapshots.length > snapshotsKept) shelf.snapshots.shift();
		return made;
	}

	/** Forgets all history: watches from any earlier version answer 410, as after a restart of the API server. */
	expireHistory(resource?: Resource): void {
		if (resource === undefined) this.emptyFloor = this.current;
		for (const shelf of resource === undefined ? this.shelves.values() : [this.shelf(resource)]) {
			shelf.history = [];
			shelf.floor = this.current;
			shelf.snapshots = [];
		}
	}

	/** As an etcd that was restored from a backup: the objects and the version of that time, and silence about it. */
	rewindTo(version: number): void {
		for (const shelf of this.shelves.values()) {
			if (version < shelf.floor) {
				shelf.floor = version;
				shelf.history = [];
				continue;
			}
			const then = version >= shelf.version ? this.latest(shelf, version) : this.rewound(shelf, version);
			shelf.objects = new Map(then.keys.map((key, index) => [key, then.objects[index] as KubeObject]));
			shelf.keys = then.keys;
			shelf.history = shelf.history.filter((event) => event.version <= version);
			shelf.version = Math.min(shelf.version, version);
			shelf.snapshots = [];
		}
		this.current = version;
		this.emptyFloor = Math.min(this.emptyFloor, version);
	}

	private latest(shelf: Shelf, version: number): Snapshot {
		shelf.keys ??= [...shelf.objects.keys()].sort(byteOrder);
		return { version, keys: shelf.keys, objects: shelf.keys.map((key) => shelf.objects.get(key) as KubeObject) };
	}

	private rewound(shelf: Shelf, version: number): Snapshot {
		const objects = new Map(shelf.objects);
		for (let index = shelf.history.length - 1; index >= 0; index--) {
			const event = shelf.history[index];
			if (event === undefined || event.version <= version) break;
			const key = keyOf(event.object.metadata.namespace, event.object.metadata.name);
			if (event.previous === undefined) objects.delete(key);
			else objects.set(key, event.previous);
		}
		const keys = [...objects.keys()].sort(byteOrder);
		return { version, keys, objects: keys.map((key) => objects.get(key) as KubeObject) };
	}

	private record(shelf: Shelf, event: StoreEvent): void {
		shelf.version = event.version;
		shelf.history.push(event);
		// Cut in bulk, because shifting one by one would move the whole array at every change.
		if (shelf.history.length > this.historyLength * 1.25 + 1) {
			const cut = shelf.history.length - this.historyLength;
			shelf.floor = shelf.history[cut - 1]?.version ?? shelf.floor;
			shelf.history = shelf.history.slice(cut);
		}
		for (const listener of [...shelf.listeners]) listener(event);
	}

	private shelf(resource: Resource): Shelf {
		const name = resource.storedAs ?? resourceName(resource.gvr);
		let shelf = this.shelves.get(name);
		if (shelf === undefined) {
			shelf = { objects: new Map(), keys: undefined, version: 0, floor: this.emptyFloor, history: [], listeners: new Set(), snapshots: [] };
			this.shelves.set(name, shelf);
		}
		return shelf;
	}
}
