import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourceNamed } from '../../../src/demo/resources.ts';
import { type Snapshot, type StoreEvent, VersionedStore } from '../../../src/demo/versioned-store.ts';
import type { KubeObject } from '../../../src/kube/types.ts';

const pods = resourceNamed('pods');
const nodes = resourceNamed('nodes');

const pod = (name: string, mark: number): KubeObject => ({ metadata: { name, namespace: 'a', uid: name, resourceVersion: '' }, mark });

type Change = readonly [name: string, mark: number | 'remove'];

const changes = fc.array(fc.tuple(fc.constantFrom('p', 'q', 'r', 's'), fc.oneof(fc.nat(9), fc.constant('remove' as const))), {
	maxLength: 40,
});

const apply = (store: VersionedStore, [name, mark]: Change): void => {
	if (mark === 'remove') store.remove(pods, 'a', name);
	else store.put(pods, pod(name, mark));
};

const read = (snapshot: Snapshot | 'expired'): unknown =>
	snapshot === 'expired' ? snapshot : snapshot.keys.map((key, index) => [key, snapshot.objects[index]]);

describe('the versioned store', () => {
	test('gives every change of any resource the next version', () => {
		const store = new VersionedStore(10);
		store.put(pods, pod('p', 1));
		store.put(nodes, { metadata: { name: 'n', uid: 'n', resourceVersion: '' } });
		expect(store.put(pods, pod('p', 2)).metadata.resourceVersion).toBe('3');
		expect(store.remove(pods, 'a', 'p')?.metadata.resourceVersion).toBe('4');
		expect(store.remove(pods, 'a', 'p')).toBeUndefined();
		expect(store.version).toBe(4);
	});

	test('shows any remembered version as it was then', () => {
		fc.assert(
			fc.property(changes, (list) => {
				const store = new VersionedStore(1_000);
				const seen: [number, unknown][] = [];
				for (const change of list) {
					apply(store, change);
					seen.push([store.version, read(store.snapshot(pods))]);
				}
				const fresh = new VersionedStore(1_000);
				for (const change of list) apply(fresh, change);
				for (const [version, expected] of seen) expect(read(fresh.snapshot(pods, version))).toEqual(expected);
			}),
		);
	});

	test('events after a version lead from its snapshot to the latest', () => {
		fc.assert(
			fc.property(changes, fc.nat(), (list, pick) => {
				const store = new VersionedStore(1_000);
				for (const change of list) apply(store, change);
				const from = store.version === 0 ? 0 : pick % (store.version + 1);
				const then = store.snapshot(pods, from) as Snapshot;
				const objects = new Map(then.keys.map((key, index) => [key, then.objects[index]]));
				for (const { type, object } of store.eventsAfter(pods, from) as readonly StoreEvent[]) {
					if (type === 'DELETED') expect(objects.delete(`a/${object.metadata.name}`)).toBe(true);
					else {
						expect(objects.has(`a/${object.metadata.name}`)).toBe(type === 'MODIFIED');
						objects.set(`a/${object.metadata.name}`, object);
					}
				}
				const now = store.snapshot(pods) as Snapshot;
				expect([...objects].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(now.keys.map((key, index) => [key, now.objects[index]]));
			}),
		);
	});

	test('goes back to an earlier version whole, and counts on from there', () => {
		fc.assert(
			fc.property(changes, changes, (before, after) => {
				const store = new VersionedStore(1_000);
				for (const change of before) apply(store, change);
				const version = store.version;
				const then = read(store.snapshot(pods));
				for (const change of after) apply(store, change);
				store.rewindTo(version);
				expect(read(store.snapshot(pods))).toEqual(then);
				expect(store.put(pods, pod('new', 1)).metadata.resourceVersion).toBe(String(version + 1));
			}),
		);
	});

	test('forgets old changes, and says so instead of leaving some out', () => {
		const store = new VersionedStore(10);
		for (let mark = 0; mark < 100; mark++) store.put(pods, pod('p', mark));
		expect(store.eventsAfter(pods, 1)).toBe('expired');
		expect(store.snapshot(pods, 1)).toBe('expired');
		const floor = store.floor(pods);
		expect((store.eventsAfter(pods, floor) as readonly StoreEvent[]).map(({ version }) => version)).toEqual(
			Array.from({ length: 100 - floor }, (_, index) => floor + 1 + index),
		);
	});

	test('expires the history of resources that were never stored, too', () => {
		const store = new VersionedStore(10);
		store.put(pods, pod('p', 1));
		store.expireHistory();
		expect(store.eventsAfter(nodes, 0)).toBe('expired');
		expect(store.eventsAfter(nodes, 1)).toEqual([]);
	});

	test('orders keys as etcd does, by bytes with the slash in between', () => {
		const store = new VersionedStore(10);
		for (const namespace of ['a', 'a-b', 'ab'])
			store.put(pods, { metadata: { name: 'x', namespace, uid: namespace, resourceVersion: '' } });
		expect((store.snapshot(pods) as Snapshot).keys).toEqual(['a-b/x', 'a/x', 'ab/x']);
	});
});
