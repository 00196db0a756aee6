import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kube/types.ts';
import { RowView } from '../../src/stores/row-view.ts';
import { follow, type ListPosition } from '../../src/views/list-position.ts';
import { startFault } from '../support/fault-record.ts';
import { type LivePods, livePods, podWatches } from '../support/live-pods.ts';
import { runningPods, touchPod } from '../support/pod-changes.ts';

const HEIGHT = 20;

/** A list of these rows whose cursor somebody put on one of them. */
function cursorOn({ pods }: Pick<LivePods, 'pods'>, object: KubeObject) {
	const view = new RowView(pods.feed.rows);
	const keys = {
		get length() {
			return view.length;
		},
		keyAt: (index: number) => view.at(index)?.uid,
		indexOf: (uid: string) => view.indexOf(uid),
	};
	const { uid } = object.metadata;
	let position: ListPosition = { key: uid, index: view.indexOf(uid), top: 0 };
	return {
		index: position.index,
		/** Where it is now that the rows are what they are. */
		now: () => {
			position = follow(position, keys, HEIGHT);
			return { uid: position.key, index: position.index, row: view.at(position.index) };
		},
	};
}

/** The pod of this name is another one from now on. */
function recreate({ server }: Pick<LivePods, 'server'>, { metadata, ...rest }: KubeObject): KubeObject {
	const { uid: _, resourceVersion: __, creationTimestamp: ___, ...kept } = metadata;
	server.world.remove('pods', metadata.namespace, metadata.name);
	return server.world.put('pods', { ...rest, metadata: kept });
}

/** One in the middle, so that it has neighbours. */
function someRunning(live: LivePods): KubeObject {
	const running = runningPods(live.server.world);
	const found = running[Math.floor(running.length / 2)];
	if (found === undefined) throw new Error('no pod runs');
	return found;
}

describe('an object that was deleted and made again under its name', () => {
	it('fault 32: in a gap of the watch is another row after the list: the old one is deleted, the new one added, none modified', async () => {
		const live = await livePods();
		const { server, wire, pods } = live;
		const old = someRunning(live);
		const cursor = cursorOn(live, old);
		const fault = startFault(32, wire, pods);
		server.faults.silenceWatches(podWatches);
		const made = recreate(live, old);
		expect(made.metadata.uid).not.toBe(old.metadata.uid);
		server.faults.expireHistory();
		const mark = wire.mark();
		await server.faults.refuseConnections();
		await server.faults.acceptConnections();
		await pods.shows('unhealthy (disconnected)');
		// Until the server tells, the cursor stays on what it was put on.
		expect(cursor.now()).toMatchObject({ uid: old.metadata.uid, index: cursor.index });
		await wire.pass(800);
		await pods.isLive();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list'))).toEqual(['list limit=500']);
		expect(pods.batches.map((batch) => batch.map(({ type, row }) => `${type} ${row.uid}`))).toEqual([
			[`deleted ${old.metadata.uid}`, `added ${made.metadata.uid}`],
		]);
		expect(pods.feed.rows.get(old.metadata.uid)).toBeUndefined();
	});

	it('fault 32: on an open watch loses the cursor, which stays on its line and takes what stands there for what it is', async () => {
		const live = await livePods();
		const { server, pods } = live;
		const old = someRunning(live);
		const cursor = cursorOn(live, old);
		server.world.remove('pods', old.metadata.namespace, old.metadata.name);
		await pods.isLive();
		const neighbour = cursor.now();
		expect(neighbour.index).toBe(cursor.index);
		expect(neighbour.uid).not.toBe(old.metadata.uid);
		const made = recreate(live, old);
		await pods.isLive();
		// The one of the old name is back, above the cursor, which has its neighbour still.
		expect(cursor.now()).toMatchObject({ uid: neighbour.uid, index: cursor.index + 1 });
		expect(pods.row(old.metadata.name)?.uid).toBe(made.metadata.uid);
	});
});

describe('an object that no longer matches what is shown', () => {
	const labelled = { scope: { namespace: 'shop', labelSelector: 'watched=yes' } } as const;

	/** Three pods of the demo bear the label. */
	async function selected() {
		const live = await livePods(labelled);
		const { server, pods } = live;
		const bearers = runningPods(server.world).slice(0, 3);
		for (const { metadata } of bearers) server.world.patch('pods', 'shop', metadata.name, { metadata: { labels: { watched: 'yes' } } });
		await live.wire.until('three rows', () => pods.feed.rows.size === 3);
		pods.forget();
		const [, leaving] = bearers;
		if (leaving === undefined) throw new Error('too few pods run');
		return { ...live, leaving };
	}

	const drop = (live: LivePods, { metadata }: KubeObject) =>
		live.server.world.patch('pods', 'shop', metadata.name, { metadata: { labels: { watched: 'no' } } });

	it('fault 33: leaves the list while it lives on, by the watch and without a list, and the cursor goes to its neighbour', async () => {
		const { leaving, ...live } = await selected();
		const { server, wire, pods } = live;
		const cursor = cursorOn(live, leaving);
		const mark = wire.mark();
		drop(live, leaving);
		await wire.until('two rows', () => pods.feed.rows.size === 2);
		expect(pods.feed.rows.get(leaving.metadata.uid)).toBeUndefined();
		expect(server.world.get('pods', 'shop', leaving.metadata.name)).toBeDefined();
		expect(cursor.now()).toMatchObject({ index: cursor.index });
		expect(cursor.now().uid).not.toBe(leaving.metadata.uid);
		// What changes of it now is nobody's business, and what comes back is the same object.
		touchPod(server.world, leaving.metadata.name);
		server.world.patch('pods', 'shop', leaving.metadata.name, { metadata: { labels: { watched: 'yes' } } });
		await wire.until('three rows', () => pods.feed.rows.size === 3);
		expect(pods.feed.rows.get(leaving.metadata.uid)).toBeDefined();
		expect(pods.batches.flat().map(({ type }) => type)).toEqual(['deleted', 'added']);
		expect(mark.asked('pods')).toEqual([]);
		expect(pods.statuses.every(({ live: isLive, level }) => isLive && level === 'healthy')).toBe(true);
	});

	it('fault 33: is resumed past by its own change: the version of the row that left is the place to go on from', async () => {
		const { leaving, ...live } = await selected();
		const { server, wire, pods } = live;
		const fault = startFault(33, wire, pods);
		const left = drop(live, leaving);
		await wire.until('two rows', () => pods.feed.rows.size === 2);
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(pods.version).toBe(left?.metadata.resourceVersion);
		await wire.pass(2_000);
		const mark = wire.mark();
		server.faults.endWatches(podWatches);
		await wire.quiet();
		expect(mark.asked('pods')).toEqual([`watch from ${left?.metadata.resourceVersion}`]);
		expect(pods.feed.rows.size).toBe(2);
	});

	it('fault 33: that left in a gap of the watch is gone after the list', async () => {
		const { leaving, ...live } = await selected();
		const { server, wire, pods } = live;
		await wire.pass(2_000);
		const fault = startFault(33, wire, pods);
		server.faults.silenceWatches(podWatches);
		drop(live, leaving);
		server.faults.expireHistory();
		server.faults.endWatches(podWatches);
		await pods.shows('degraded (relisting)');
		expect(pods.feed.rows.size).toBe(3);
		await wire.until('two rows', () => pods.feed.rows.size === 2);
		await wire.quiet();
		expect(fault.recovered()).toMatchObject({ rowsLost: 0 });
		expect(pods.status).toMatchObject({ level: 'healthy', live: true });
		expect(pods.batches.map((batch) => batch.map(({ type }) => type))).toEqual([['deleted']]);
	});
});
