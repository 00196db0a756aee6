import type { KubeObject } from '../kube/types.ts';
import { encodeContinue } from './continue-token.ts';
import type { FaultState } from './faults.ts';
import type { ListOptions } from './list-options.ts';
import type { ListMeta } from './representation.ts';
import type { Resource } from './resources.ts';
import { expiredContinue, expiredList } from './status.ts';
import type { Snapshot, VersionedStore } from './versioned-store.ts';

export interface ListResult {
	readonly meta: ListMeta;
	readonly objects: readonly KubeObject[];
}

/** The asked version lies ahead: the server waits for it, and then answers 504. */
export const isAhead = (store: VersionedStore, options: ListOptions): boolean =>
	options.continueToken === undefined && options.resourceVersion !== '' && Number.parseInt(options.resourceVersion, 10) > store.version;

/** Which version a LIST reads (apiserver pkg/storage/cacher/delegator): the latest, or exactly the one that it names. */
const snapshotFor = (store: VersionedStore, resource: Resource, options: ListOptions): Snapshot | 'expired' => {
	const token = options.continueToken;
	if (token !== undefined) return store.snapshot(resource, token.version < 0 ? undefined : token.version);
	const exact = options.match === 'Exact' || (options.match === '' && options.limit > 0 && !['', '0'].includes(options.resourceVersion));
	return store.snapshot(resource, exact ? Number.parseInt(options.resourceVersion, 10) : undefined);
};

/** The first index whose key is not before `start`. */
const lowerBound = (keys: readonly string[], start: string): number => {
	let low = 0;
	let high = keys.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((keys[middle] ?? '') < start) low = middle + 1;
		else high = middle;
	}
	return low;
};

/** One page of a LIST, with the server's rules on versions, tokens and what remains. Throws a StatusError. */
export const listPage = (
	store: VersionedStore,
	faults: FaultState,
	resource: Resource,
	scope: { readonly namespace: string | undefined; readonly name: string | undefined },
	options: ListOptions,
): ListResult => {
	const token = options.continueToken;
	const namespace = resource.namespaced ? scope.namespace : undefined;
	// Keys in a token are relative to what was listed: the name alone within one namespace.
	const prefix = namespace === undefined ? '' : `${namespace}/`;
	const stale = token !== undefined && token.version >= 0 && token.version <= faults.continueFloor;
	const snapshot = stale ? 'expired' : snapshotFor(store, resource, options);
	if (snapshot === 'expired') {
		if (token === undefined) throw expiredList();
		throw expiredContinue(encodeContinue({ version: -1, start: token.start }, false));
	}
	const { keys, objects } = snapshot;
	const first = lowerBound(keys, token === undefined ? prefix : prefix + token.start);
	// '0' (char after '/') ends the keys of a namespace.
	const end = namespace === undefined ? keys.length : lowerBound(keys, `${namespace}0`);
	const limit = options.resourceVersion === '0' && token === undefined ? 0 : options.limit;
	const selects = options.labels !== undefined || options.fields !== undefined;
	const page: KubeObject[] = [];
	let next = first;
	for (; next < end; next++) {
		if (limit > 0 && page.length === limit) break;
		const object = objects[next] as KubeObject;
		if (scope.name !== undefined && object.metadata.name !== scope.name) continue;
		if (options.labels?.(object) === false || options.fields?.(object) === false) continue;
		page.push(object);
	}
	const version = String(snapshot.version);
	if (next >= end) return { meta: { resourceVersion: version }, objects: page };
	const start = `${(keys[next - 1] ?? '').slice(prefix.length)}\0`;
	return {
		meta: {
			resourceVersion: version,
			continue: encodeContinue({ version: snapshot.version, start }, resource.uncached !== true),
			...(selects ? {} : { remainingItemCount: end - next }),
		},
		objects: page,
	};
};
