import type { DemoServer } from '../../../src/demo/server.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { recording } from '../recorded-http.ts';
import { change, type Deed, eventsOf, type StreamReplays } from '../replay-stream.ts';
import { labPod, labPods, reachVersion } from './reads.ts';

const labelled =
	(color: string) =>
	(object: KubeObject): KubeObject => ({
		...object,
		metadata: { ...object.metadata, labels: { ...(object.metadata['labels'] as object), color } },
	});

/** The cells of a pod: name, ready, status, restarts, age, IP, node. */
type Cells = readonly [string, string, string, ...string[]];

interface Row {
	readonly cells: Cells;
	readonly object: { readonly metadata: KubeObject['metadata'] } | null;
}

/** A pod that prints as these cells, with the metadata of the row where it has some. */
const podOfRow = ({ cells, object }: Row, server: DemoServer): KubeObject => {
	const [name, ready, status, , , ip, node] = cells;
	const isReady = ready === '1/1';
	const stamp = server.world.timestamp();
	const own = object?.metadata ?? { creationTimestamp: stamp, ...(status === 'Terminating' ? { deletionTimestamp: stamp } : {}) };
	return {
		...labPod(name, { metadata: { labels: {}, managedFields: [] } }),
		metadata: { name, namespace: 'lab', uid: `uid-of-${name}`, ...own } as KubeObject['metadata'],
		spec: { containers: [{ name: 'app', image: 'app:1' }], ...(node === undefined || node === '<none>' ? {} : { nodeName: node }) },
		status: {
			phase: isReady ? 'Running' : 'Pending',
			...(ip === undefined || ip === '<none>' ? {} : { podIP: ip, podIPs: [{ ip }] }),
			...(isReady ? { containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }] } : {}),
		},
	};
};

const rowsOf = (name: string): readonly Deed[] =>
	eventsOf(recording(name)).map(({ type, object, atMs }, index, all) => ({
		atMs: type === 'BOOKMARK' ? (all[index - 1]?.atMs ?? 0) : atMs,
		run: (server) => {
			const version = Number(object.metadata.resourceVersion);
			if (type === 'BOOKMARK') reachVersion(server, version);
			else change(server, 'pods', type, podOfRow(object.rows[0] as Row, server), version);
		},
	}));

/** As the first events of a WatchList showed them. */
const initialRows =
	(name: string) =>
	(server: DemoServer): void => {
		for (const { type, object } of eventsOf(recording(name))) {
			if (type === 'BOOKMARK') {
				reachVersion(server, Number(object.metadata.resourceVersion));
				return;
			}
			server.world.load('pods', [podOfRow(object.rows[0] as Row, server)]);
		}
	};

/** Pods changed up to the recorded events, which are history when the watch opens. */
const afterwards =
	(name: string, from: number) =>
	(server: DemoServer): void => {
		server.world.load('pods', labPods());
		reachVersion(server, from);
		server.world.store.expireHistory();
		for (const { type, object } of eventsOf(recording(name)))
			change(server, 'pods', type, object as KubeObject, Number(object.metadata.resourceVersion));
	};

/** A server whose caches begin at that version. */
const restartedAt =
	(version: number) =>
	(server: DemoServer): void => {
		reachVersion(server, version);
		server.world.store.expireHistory();
	};

const ends = (name: string, atMs: number): readonly Deed[] => [
	...eventsOf(recording(name))
		.filter(({ type }) => type !== 'BOOKMARK')
		.map(
			(event): Deed => ({
				atMs: event.atMs,
				run: (server) => change(server, 'pods', event.type, event.object as KubeObject, Number(event.object.metadata.resourceVersion)),
			}),
		),
	{ atMs, run: (server) => void server.faults.endWatches() },
];

/** Recorded watches, asked again. Those of the demo's own tests of watches are here as well, event by event. */
export const watches: StreamReplays = {
	'watch-pods-add-modify-delete': {},
	'watch-timeout-3s': {},
	'watch-bookmark-130s': {},
	'watch-bookmark-timeout-20s': {},
	'watch-bookmark-equal-start': {},
	'watch-nobookmarks-130s': {},
	'watch-events-130s': {},
	'watch-events-timeout-20s': {},
	'watch-future-rv': {},
	'watch-notfound-namespace': {},
	'watch-single-object': {},
	'watch-rv-0': {},
	'watch-rv-unset': {},
	'watch-rv-unset-nobookmarks': {},
	'watch-rv-1': { given: restartedAt(2089) },
	'watch-after-restart-410': { given: restartedAt(2694) },
	'watch-after-restart-old-410': { given: restartedAt(2694) },
	'watch-after-compaction-events': { given: restartedAt(2586) },
	'watch-after-compaction-pods': { given: afterwards('watch-after-compaction-pods', 2574), meanwhile: [] },
	'watch-open-across-compaction': {},
	'watch-etcd-stalled': {},
	'watch-apiserver-shutdown-timeout': {},
	'watch-apiserver-shutdown': { meanwhile: ends('watch-apiserver-shutdown', 61_042) },
	'watch-selector': {
		given: (server) => {
			server.world.load(
				'pods',
				labPods().map((pod) => (pod.metadata.name === 'lab-0' ? labelled('blue')(pod) : pod)),
			);
			reachVersion(server, 2318);
		},
		leaving: labelled('blue'),
	},
	'watch-fieldselector': { leaving: (pod) => ({ ...pod, status: { ...(pod['status'] as object), phase: 'Succeeded' } }) },
	'watch-table': { meanwhile: rowsOf('watch-table'), startMs: 500 },
	'watch-table-none': { meanwhile: rowsOf('watch-table-none') },
	'watch-table-bookmark': { meanwhile: rowsOf('watch-table-bookmark') },
	'watch-partialmetadata': {},
	'watch-partialmetadatalist-accept': {
		meanwhile: [{ atMs: 5, run: ({ world }) => void world.put('configmaps', { metadata: { name: 'c2', namespace: 'lab' } }) }],
	},
	watchlist: {},
	'watchlist-empty': {},
	'watchlist-events': {},
	'watchlist-shop-events': {},
	'watchlist-no-bookmarks': {},
	'watchlist-table': { given: initialRows('watchlist-table'), meanwhile: [] },
	'watchlist-future-rv': { given: restartedAt(2356), meanwhile: [] },
};
