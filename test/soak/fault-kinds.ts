import type { Asked } from '../../src/demo/faults.ts';
import { between, pick, type Random } from '../../src/demo/random.ts';
import { failedStatus } from '../support/kube-status.ts';
import type { SoakedCluster } from './soaked-cluster.ts';

export interface FaultTarget {
	readonly cluster: SoakedCluster;
	/** Stops every program that is soaked, as the machine does when it sleeps; the function lets them go on. */
	readonly stopPrograms: () => () => void;
}

/** Ends a fault. */
export type End = () => void | Promise<void>;

interface Named {
	/** In words, for the report. */
	readonly name: string;
	/** How often beside the others. */
	readonly weight: number;
}

/** It is over at once. */
interface Momentary extends Named {
	readonly strike: (target: FaultTarget, random: Random) => void;
}

interface Lasting extends Named {
	/** From and to, ms. */
	readonly lastsMs: readonly [number, number];
	/** What came of it stays until somebody asks again (ctrl-r), or for minutes: that is what kyacht promises. */
	readonly settles?: true;
	readonly begin: (target: FaultTarget, random: Random) => End;
}

export type FaultKind = Momentary | Lasting;

const anything: Asked = () => true;
const short = [1_000, 5_000] as const;

/** Chosen anew at each call. */
const half = (random: Random) => (): boolean => random() < 0.5;
const lists: Asked = ({ verb }) => verb === 'list';

/** Everything that is done to a cluster while it is soaked. */
export const faultKinds: readonly FaultKind[] = [
	{ name: 'watches reset', weight: 3, strike: ({ cluster }, random) => cluster.server.faults.resetWatches(half(random)) },
	{ name: 'half a line', weight: 2, strike: ({ cluster }, random) => cluster.server.faults.cutWatches(half(random)) },
	{
		name: 'broken JSON',
		weight: 1,
		strike: ({ cluster }, random) => cluster.server.faults.sendLine('{"type":"MODIFIED","object":{"meta]\n', half(random)),
	},
	{ name: 'watches ended', weight: 2, strike: ({ cluster }, random) => cluster.server.faults.endWatches(half(random)) },
	{
		name: 'versions expired',
		weight: 3,
		strike({ cluster }, random) {
			cluster.server.faults.expireHistory();
			if (random() < 0.5) cluster.server.faults.resetWatches();
			else cluster.server.faults.errorWatches(failedStatus(410, 'Expired', 'too old resource version'));
		},
	},
	{
		name: 'continue tokens expired',
		weight: 1,
		strike: ({ cluster }) => {
			cluster.server.faults.expireContinueTokens();
			cluster.server.faults.expireHistory();
			cluster.server.faults.resetWatches();
		},
	},
	{
		name: 'ERROR 500 in watches',
		weight: 1,
		strike: ({ cluster }, random) =>
			cluster.server.faults.errorWatches(failedStatus(500, 'InternalError', 'storage is not readable'), half(random)),
	},
	{ name: 'watches silent for good', weight: 2, strike: ({ cluster }, random) => cluster.server.faults.silenceWatches(half(random)) },
	{ name: 'connections cut', weight: 3, strike: ({ cluster }, random) => cluster.proxy.cut(half(random)) },
	{ name: 'connections half-open', weight: 2, strike: ({ cluster }, random) => cluster.proxy.forget(half(random)) },
	{ name: 'network frozen', weight: 2, lastsMs: short, begin: ({ cluster }) => cluster.proxy.freeze() },
	{ name: 'network slow', weight: 2, lastsMs: short, begin: ({ cluster }, random) => cluster.proxy.delay(between(random, 50, 900)) },
	{ name: 'proxy deaf', weight: 1, lastsMs: short, begin: ({ cluster }) => cluster.proxy.deafen() },
	{ name: 'proxy gone', weight: 2, lastsMs: short, begin: ({ cluster }) => cluster.proxy.refuse() },
	{
		name: 'server stopped and started',
		weight: 3,
		lastsMs: short,
		begin({ cluster }) {
			void cluster.server.faults.refuseConnections();
			return () => cluster.server.faults.acceptConnections();
		},
	},
	{ name: 'headers held back', weight: 1, lastsMs: [2_000, 6_000], begin: ({ cluster }) => cluster.server.faults.holdHeaders(anything) },
	{ name: 'no bookmarks', weight: 1, lastsMs: short, begin: ({ cluster }) => cluster.server.faults.dropBookmarks() },
	{
		name: '429 storm',
		weight: 2,
		lastsMs: short,
		begin({ cluster }, random) {
			cluster.server.faults.resetWatches(half(random));
			return cluster.server.faults.throttle(anything, between(random, 1, 3));
		},
	},
	{
		name: 'server shutting down',
		weight: 1,
		lastsMs: short,
		begin({ cluster }, random) {
			const undo = cluster.server.faults.announceShutdown();
			cluster.server.faults.endWatches(half(random));
			return undo;
		},
	},
	{
		name: 'foreign answers',
		weight: 2,
		lastsMs: short,
		begin({ cluster }, random) {
			const html = { 'content-type': 'text/html' };
			const answer = pick(random, [
				{ status: 502, headers: html, body: '<html>Bad Gateway</html>' },
				{ status: 503, body: failedStatus(503, 'ServiceUnavailable', 'apiserver is shutting down') },
				{ status: 500, body: failedStatus(500, 'InternalError', 'an error on the server') },
				{ status: 200, headers: html, body: '<html>Log in</html>' },
			]);
			cluster.server.faults.resetWatches(half(random));
			return cluster.server.faults.answer(anything, answer);
		},
	},
	{ name: 'requests reset', weight: 1, lastsMs: short, begin: ({ cluster }) => cluster.server.faults.reset(anything) },
	{ name: 'a list never answered', weight: 1, strike: ({ cluster }) => cluster.server.faults.hang(lists, 1) },
	{ name: 'storage stalled', weight: 2, lastsMs: [2_000, 20_000], begin: ({ cluster }) => cluster.server.faults.stallStorage() },
	{
		name: 'metrics gone',
		weight: 2,
		lastsMs: short,
		settles: true,
		begin({ cluster }, random) {
			cluster.server.faults.metrics(pick(random, ['absent', 'unavailable', 'frozen']));
			return () => cluster.server.faults.metrics('none');
		},
	},
	{
		name: 'rights taken away',
		weight: 2,
		lastsMs: short,
		settles: true,
		begin({ cluster }, random) {
			const resource = pick(random, ['*', 'pods', 'events', 'nodes']);
			const undo = cluster.server.faults.forbid({ user: 'admin', verb: pick(random, ['*', 'list', 'watch']), resource });
			// An open watch is not asked for its rights again.
			cluster.server.faults.endWatches(half(random));
			return () => void undo();
		},
	},
	{
		name: 'tokens revoked',
		weight: 2,
		lastsMs: short,
		settles: true,
		begin({ cluster }, random) {
			cluster.server.faults.revokeTokens();
			cluster.server.faults.resetWatches(half(random));
			return () => cluster.writeKubeconfig();
		},
	},
	{
		name: 'a resource gone',
		weight: 1,
		lastsMs: [1_500, 5_000],
		settles: true,
		begin({ cluster: { server } }) {
			const name = 'cronjobs.batch';
			const kept = server.world.list(name);
			const undo = server.faults.removeResource(name);
			return () => {
				undo();
				for (const { metadata, ...object } of kept) {
					const { uid: _, ...again } = metadata;
					server.world.put(name, { ...object, metadata: again });
				}
			};
		},
	},
	{
		name: 'logs broken off',
		weight: 2,
		strike({ cluster: { server } }, random) {
			pick(random, [server.faults.resetLogs, server.faults.endLogs, server.faults.silenceLogs])(half(random));
		},
	},
	{ name: 'programs stopped (SIGSTOP)', weight: 1, lastsMs: [500, 15_000], begin: ({ stopPrograms }) => stopPrograms() },
];
