import { describe, expect, it } from 'vitest';
import type { Diagnostics, StreamDiagnostics } from '../../src/diagnostics/types.ts';
import { findDomain } from '../../src/domains/registry.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import type { MetricsState } from '../../src/sync/metrics-state.ts';
import type { StreamState } from '../../src/sync/stream-state.ts';
import type { Polling, StreamLevel, StreamMode, StreamReason } from '../../src/sync/types.ts';
import { streamDetailColumns } from '../../src/views/diagnostics-rows.ts';
import { failedStatus } from '../support/kube-status.ts';
import { podWatches } from '../support/live-pods.ts';
import { addPod, changePods } from '../support/pod-changes.ts';
import { keysOf, type Scene, type ShownDiagnostics, scene } from '../support/shown-diagnostics.ts';
import type { Witness } from '../support/wire-engine.ts';

/** Makes something happen on the wire. The tables below have one for everything that can be shown: the compiler asks for a new one. */
type Happening = (scene: Scene) => Promise<void>;

async function live(scene: Scene): Promise<Witness> {
	const pods = scene.open();
	await pods.isLive();
	// A watch that ends within its first second is a fault of its own.
	await scene.wire.pass(2_000);
	return pods;
}

/** The watch of live pods ends, and asked again it meets this. */
const atNextWatch =
	(meet: (scene: Scene) => unknown, passMs = 0): Happening =>
	async (on) => {
		await live(on);
		meet(on);
		on.server.faults.endWatches(podWatches);
		await on.wire.pass(passMs);
	};

const nobodyAnswers: Happening = async (on) => {
	await live(on);
	await on.server.faults.refuseConnections();
	await on.wire.pass(10_000);
};
const silence =
	(meet: (scene: Scene) => unknown = () => undefined): Happening =>
	async (on) => {
		await live(on);
		on.server.faults.silenceWatches(podWatches);
		changePods(on.server.world);
		meet(on);
		await on.wire.pass(90_000);
	};
const metricsAre =
	(fault: 'absent' | 'empty' | 'unavailable'): Happening =>
	async (on) => {
		on.server.faults.metrics(fault);
		await live(on);
		await on.wire.pass(10_000);
	};
const metricsAnswer = ({ server }: Scene, status: number, reason: string) =>
	server.faults.answer(({ group }) => group === 'metrics.k8s.io', { status, body: failedStatus(status, reason, reason) });
const answered =
	(status: number, body: object): Happening =>
	async (on) => {
		on.server.faults.answer(podWatches, { status, body });
		on.open();
		await on.wire.pass(5_000);
	};
const sampled: Happening = async (on) => {
	await live(on);
	await on.wire.pass(10_000);
};
const opened: Happening = async (on) => void (await live(on));
/** Its first rows are streamed. */
const seeded: Happening = async (on) => void (await live(on));
const unwatchable = answered(405, failedStatus(405, 'MethodNotAllowed', 'the server does not allow this method'));
const refused: Happening = async (on) => {
	on.server.faults.forbid({ verb: 'list', resource: 'pods' });
	on.open();
	await on.wire.pass(70_000);
};
const unauthorized = atNextWatch(({ server }) => server.faults.revokeTokens(), 5_000);
const gone: Happening = async (on) => {
	const cronjobs = on.open('cronjobs');
	await cronjobs.isLive();
	on.server.faults.removeResource('cronjobs.batch');
	await on.wire.pass(10_000);
};
const expired = atNextWatch(({ server }) => {
	server.faults.silenceWatches(podWatches);
	changePods(server.world);
	server.faults.expireHistory();
}, 5_000);
const held = atNextWatch(({ server }) => server.faults.holdHeaders(podWatches), 6_000);
const broken = answered(500, failedStatus(500, 'InternalError', 'broken'));

const reasons: Readonly<Record<StreamReason, Happening>> = {
	delivering: async (on) => {
		const pods = await live(on);
		addPod(on.server.world, 'new');
		await pods.isLive();
	},
	synchronized: opened,
	sample: sampled,
	'awaiting first delivery': opened,
	relisting: expired,
	drift: silence(),
	connecting: held,
	throttled: atNextWatch(({ server }) => server.faults.throttle(podWatches, 4, 1)),
	'relist loop': atNextWatch(
		({ server }) => server.faults.answer(podWatches, { status: 410, body: failedStatus(410, 'Expired', 'too old resource version') }),
		30_000,
	),
	'watch forbidden': async (on) => {
		on.server.faults.forbid({ verb: 'watch', resource: 'pods' });
		on.open();
		await on.wire.pass(70_000);
	},
	'watch failing': held,
	'watch unsupported': unwatchable,
	unproven: silence(({ server }) => server.faults.hang(({ resource, verb }) => resource === 'pods' && verb === 'list')),
	stale: async (on) => {
		await sampled(on);
		on.server.faults.metrics('unavailable');
		await on.wire.pass(90_000);
	},
	'no samples': metricsAre('empty'),
	disconnected: nobodyAnswers,
	errors: broken,
	'no scope': async (on) => {
		on.server.faults.forbid({ verb: 'list', resource: 'pods' });
		const pods = findDomain('pods');
		if (pods !== undefined) on.watch(openDomainFeed(on.wire.engine, pods, {}, { visible: true, firstPage: 50, namespaceKnown: false }));
		await on.wire.pass(70_000);
	},
	permissions: refused,
	unauthorized,
	absent: gone,
};

const modes: Readonly<Record<StreamMode, Happening>> = {
	snapshot: opened,
	watch: opened,
	streaming: seeded,
	polling: unwatchable,
	'metrics-only': opened,
};

const levels: Readonly<Record<StreamLevel, Happening>> = { healthy: opened, degraded: opened, unhealthy: nobodyAnswers };

const pollings: Readonly<Record<Polling['kind'], readonly [happening: Happening, words: RegExp]>> = {
	paused: [opened, /^paused$/],
	every: [unwatchable, /^every 5s$/],
	retry: [nobodyAnswers, /^retry in \d+s$/],
	disabled: [refused, /^disabled$/],
};

const states: Readonly<Record<StreamState['kind'], Happening>> = {
	idle: opened,
	listing: opened,
	seeding: seeded,
	connecting: opened,
	watching: opened,
	'backing-off': nobodyAnswers,
	polling: unwatchable,
	denied: refused,
	'needs-credentials': unauthorized,
	absent: gone,
	stopped: async (on) => {
		const pods = await live(on);
		pods.feed.close();
		await on.wire.pass(1_000);
	},
};

/** And why a pod has no sample then. */
const tickerStates: Readonly<Record<MetricsState['kind'], readonly [happening: Happening, absence: string]>> = {
	awaiting: [opened, 'no sample yet'],
	sampled: [metricsAre('empty'), 'no sample yet'],
	failing: [metricsAre('unavailable'), 'metrics: not ready'],
	denied: [
		async (on) => {
			metricsAnswer(on, 403, 'Forbidden');
			await live(on);
			await on.wire.pass(70_000);
		},
		'metrics: forbidden',
	],
	absent: [metricsAre('absent'), 'no metrics API'],
	'needs-credentials': [
		async (on) => {
			metricsAnswer(on, 401, 'Unauthorized');
			await live(on);
			await on.wire.pass(10_000);
		},
		'metrics: not logged in',
	],
};

type Counter = Exclude<keyof StreamDiagnostics, 'streamId' | 'status'>;

/** What moves each counter, and the column that shows it. */
const counters: Readonly<Record<Counter, readonly [happening: Happening, column: string]>> = {
	objects: [opened, 'objects'],
	deliveredAt: [sampled, 'delivered'],
	eventsPerSecond: [reasons.delivering, 'events'],
	relists: [expired, 'relists'],
	errors: [nobodyAnswers, 'errors'],
	requests: [opened, 'requests'],
	probes: [silence(), 'probes'],
	resourceVersion: [reasons.delivering, 'version'],
};

/** Told of all streams together. */
const totals: Readonly<Record<Exclude<keyof Diagnostics, 'observer' | 'rows'>, (diagnostics: Diagnostics) => number>> = {
	journal: (diagnostics) => diagnostics.journal().length,
	requests: (diagnostics) => diagnostics.requests().length,
	warnings: (diagnostics) => diagnostics.warnings().length,
	requestsPerMinute: (diagnostics) => diagnostics.requestsPerMinute(),
};

const played = new Map<Happening, Promise<ShownDiagnostics>>();

/** What was shown of it. It happens once, however much is looked for in it. */
function shownOf(happening: Happening): Promise<ShownDiagnostics> {
	const known = played.get(happening);
	if (known !== undefined) return known;
	const playing = scene({ initial: happening === seeded ? 'stream' : 'list' }).then(async (on) => {
		await happening(on);
		return on.shown;
	});
	played.set(happening, playing);
	return playing;
}

/** `degraded (drift)`, and of a sample its age. */
const says = (reason: StreamReason) => (words: string) => words.includes(reason === 'sample' ? '(sample ' : `(${reason})`);

describe('diagnostics shows', () => {
	it.each(keysOf(reasons))('the reason %s where it is one', async (reason) => {
		const healths = (await shownOf(reasons[reason])).of('health');
		expect(healths.filter(says(reason)), healths.join(', ')).not.toEqual([]);
	});

	it.each(keysOf(modes))('the mode %s', async (mode) => {
		expect((await shownOf(modes[mode])).of('mode')).toContain(mode);
	});

	it.each(keysOf(levels))('what is %s', async (level) => {
		expect((await shownOf(levels[level])).of('health').filter((words) => words.startsWith(`${level} (`))).not.toEqual([]);
	});

	it.each(keysOf(pollings))('that polling is %s', async (kind) => {
		const [happening, words] = pollings[kind];
		expect((await shownOf(happening)).of('polling')).toContainEqual(expect.stringMatching(words));
	});

	it.each(keysOf(states))('in the journal that a stream is %s', async (kind) => {
		expect([...(await shownOf(states[kind])).states]).toContain(kind);
	});

	it.each(keysOf(tickerStates))('of metrics that are %s why there is no sample', async (kind) => {
		const [happening, absence] = tickerStates[kind];
		const { absences, tickerStates: seen } = await shownOf(happening);
		expect([...absences]).toContain(absence);
		// The journal has no line of a ticker that begins, and is well.
		if (kind !== 'awaiting' && kind !== 'sampled') expect([...seen]).toContain(kind);
	});

	it.each(keysOf(counters))('%s move', async (counter) => {
		const [happening, column] = counters[counter];
		expect((await shownOf(happening)).of(column).length).toBeGreaterThan(1);
	});

	it('nothing else: every column is one of a counter, or of what a stream is', () => {
		const ofCounters = Object.values(counters).map(([, column]) => column);
		expect(new Set(streamDetailColumns.map(({ id }) => id))).toEqual(new Set(['stream', 'mode', 'health', 'polling', ...ofCounters]));
	});

	it('journal, requests and warnings of all streams together', async () => {
		const on = await scene();
		const { diagnostics } = on.shown;
		const before = keysOf(totals).map((name) => totals[name](diagnostics));
		on.server.faults.answer(
			({ resource, verb }) => resource === 'pods' && verb === 'list',
			{
				status: 200,
				headers: { warning: '299 - "pods are deprecated"', 'content-type': 'application/json' },
				body: { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: on.server.world.store.version }, items: [] },
			},
			1,
		);
		on.open();
		await on.wire.pass(2_000);
		for (const [index, name] of keysOf(totals).entries()) expect(totals[name](diagnostics), name).toBeGreaterThan(before[index] ?? 0);
	});
});
