import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiError, ApiFailure } from '../../../src/base/api-error.ts';
import { createEngine } from '../../../src/sync/engine.ts';
import type { Engine, Lease, TransitionEntry } from '../../../src/sync/types.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { FakeConnection } from '../../support/fake-connection.ts';
import type { FakeListerWatcher } from '../../support/fake-lister-watcher.ts';
import { plainResource } from '../../support/plain-resource.ts';

const refused: ApiError = { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' };
const reset: ApiError = { kind: 'network', code: 'ECONNRESET', message: 'read ECONNRESET' };
const forbidden: ApiError = {
	kind: 'forbidden',
	message: 'pods is forbidden',
	verb: 'watch',
	resource: 'pods',
	scope: 'the whole cluster',
};

let clock: FakeClock;
let connection: FakeConnection;
let pods: FakeListerWatcher;
let engine: Engine;
let journal: TransitionEntry[];

function start(over: Partial<Parameters<typeof createEngine>[0]> = {}): Engine {
	return createEngine({ connection, clock, dice: () => 0, observer: { transition: (entry) => journal.push(entry) }, ...over });
}

beforeEach(() => {
	clock = new FakeClock();
	connection = new FakeConnection(clock);
	pods = connection.source('pods');
	journal = [];
	engine = start();
});

afterEach(() => engine.close());

const open = (firstPage = 50): Lease => engine.lease({ resource: plainResource(), scope: {}, visible: true, firstPage });
const fill = (count: number) => {
	for (let index = 0; index < count; index += 1)
		pods.create({ metadata: { name: `pod-${String(index).padStart(5, '0')}`, namespace: 'shop' } });
};
const shown = (lease: Lease) =>
	[...lease.rows.values()].map((row) => `${row.uid}@${row.resourceVersion}`).toSorted((a, b) => (a < b ? -1 : 1));
const served = () =>
	[...pods.objects.values()].map(({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`).toSorted((a, b) => (a < b ? -1 : 1));
const health = (lease: Lease) => `${lease.status().level} (${lease.status().reason})`;
const relists = () => journal.filter((entry) => entry.relist).length;

describe('the engine', () => {
	it('paints the first page at once, then the rest, then follows the watch from the version of the list', async () => {
		fill(1_200);
		const lease = open(24);
		await settle();
		expect(pods.lists.map((list) => list.limit)).toEqual([24, 500, 500, 500]);
		expect(shown(lease)).toEqual(served());
		expect(health(lease)).toBe('healthy (synchronized)');
		pods.create({ metadata: { name: 'late', namespace: 'shop' } });
		expect(shown(lease)).toEqual(served());
		expect(health(lease)).toBe('healthy (delivering)');
	});

	it('shows rows of page one while page two is still to come', async () => {
		fill(60);
		pods.holdLists();
		const lease = open(24);
		await settle();
		pods.releaseLists();
		pods.holdLists();
		await settle();
		expect(lease.rows.size).toBe(24);
		expect(lease.status()).toMatchObject({ reason: 'awaiting first delivery', rows: 'partial', live: true });
		pods.releaseLists();
		await settle();
		expect(lease.rows.size).toBe(60);
	});

	it('opens one stream for two leases of one key, and none of its own for the second', async () => {
		fill(3);
		const first = open();
		const second = open();
		await settle();
		expect([pods.listCalls, pods.watchCalls]).toEqual([1, 1]);
		expect(first.rows).toBe(second.rows);
		first.release();
		await clock.advance(2_000);
		expect(pods.openWatches).toBe(1);
	});

	it('stops a released stream within a second, keeps its rows, and resumes without listing', async () => {
		fill(3);
		const lease = open();
		await settle();
		lease.release();
		await clock.advance(1_000);
		expect(pods.openWatches).toBe(0);
		pods.create({ metadata: { name: 'meanwhile', namespace: 'shop' } });
		const again = open();
		expect(again.rows.size).toBe(3);
		await settle();
		expect(shown(again)).toEqual(served());
		expect(pods.listCalls).toBe(1);
	});

	it('forgets at once what a stream read whose resource is not to be kept', async () => {
		fill(3);
		const whole = { ...plainResource(), retained: false };
		const lease = engine.lease({ resource: whole, scope: {}, visible: true, firstPage: 50 });
		await settle();
		lease.release();
		await clock.advance(1_000);
		expect(engine.reports()).toEqual([]);
		expect(pods.openWatches).toBe(0);
	});

	it('does not stop a stream that is let go and taken again at once', async () => {
		fill(1);
		const lease = open();
		await settle();
		lease.release();
		open();
		await clock.advance(1_000);
		expect([pods.openWatches, pods.watchCalls]).toEqual([1, 1]);
	});

	it('keeps its rows when the version expired, lists again once, and swaps the difference in', async () => {
		fill(3);
		const lease = open();
		await settle();
		pods.cutWatches(reset);
		await settle();
		pods.remove({ metadata: { name: 'pod-00000', namespace: 'shop' } });
		pods.create({ metadata: { name: 'new', namespace: 'shop' } });
		pods.expire();
		expect(lease.rows.size).toBe(3);
		await clock.advance(1_000);
		expect(shown(lease)).toEqual(served());
		expect(relists()).toBe(1);
		expect(health(lease)).toBe('healthy (synchronized)');
	});

	it('keeps rows and says disconnected while the server is gone, and is live within a second of its return', async () => {
		fill(3);
		const lease = open();
		await settle();
		pods.listError = refused;
		pods.watchError = refused;
		connection.getError = new ApiFailure(refused);
		pods.cutWatches(reset);
		await clock.advance(50_000);
		expect(lease.rows.size).toBe(3);
		expect(lease.status()).toMatchObject({ level: 'unhealthy', reason: 'disconnected', live: false });
		expect(lease.status().asOf).toBeLessThanOrEqual(clock.now() - 49_000);
		pods.listError = undefined;
		pods.watchError = undefined;
		connection.getError = undefined;
		await clock.advance(1_300);
		expect(lease.status()).toMatchObject({ level: 'healthy', live: true });
		expect(relists()).toBe(0);
	});

	it('does not call a server forbidden that answers 403 while it starts, on LIST and then on WATCH', async () => {
		fill(3);
		const lease = open();
		await settle();
		pods.watchError = refused;
		connection.getError = new ApiFailure(refused);
		pods.cutWatches(reset);
		await clock.advance(5_000);
		connection.getError = undefined;
		pods.watchError = forbidden;
		pods.listError = { ...forbidden, verb: 'list' };
		await clock.advance(3_000);
		expect(lease.rows.size).toBe(3);
		pods.watchError = undefined;
		pods.listError = undefined;
		await clock.advance(1_600);
		expect(health(lease)).toMatch(/^healthy/);
		expect(journal.map((entry) => `${entry.to} ${entry.reason}`).join()).not.toMatch(/denied|polling|permissions|forbidden/);
	});

	it('polls a resource whose watch is forbidden, at the effective interval, and tries the watch every five minutes', async () => {
		fill(3);
		pods.watchError = forbidden;
		pods.listTookMs = 900;
		const lease = open();
		await settle();
		expect(lease.status()).toMatchObject({
			mode: 'polling',
			level: 'degraded',
			reason: 'watch forbidden',
			polling: { kind: 'every', intervalMs: 9_000 },
		});
		pods.create({ metadata: { name: 'late', namespace: 'shop' } });
		const before = pods.listCalls;
		await clock.advance(9_000);
		expect(pods.listCalls).toBe(before + 1);
		expect(shown(lease)).toEqual(served());
		await clock.advance(60_000);
		expect(pods.watchCalls).toBe(1);
		pods.watchError = undefined;
		await clock.advance(240_000);
		expect(lease.status()).toMatchObject({ mode: 'watch', level: 'healthy', polling: { kind: 'paused' } });
	});

	it('says permissions of a forbidden list, leaves its siblings alone, and asks again after five minutes', async () => {
		pods.listError = { ...forbidden, verb: 'list' };
		const denied = open();
		const nodes = engine.lease({ resource: plainResource('nodes', false), scope: {}, visible: true, firstPage: 10 });
		await settle();
		expect(health(denied)).toBe('unhealthy (permissions)');
		expect(health(nodes)).toBe('healthy (synchronized)');
		expect(pods.listCalls).toBe(1);
		await clock.advance(299_000);
		expect(pods.listCalls).toBe(1);
		pods.listError = undefined;
		await clock.advance(2_000);
		expect(health(denied)).toBe('healthy (synchronized)');
	});

	it('asks a settled 403 again when it is refreshed by hand', async () => {
		pods.listError = { ...forbidden, verb: 'list' };
		const lease = open();
		await settle();
		pods.listError = undefined;
		engine.refresh();
		await settle();
		expect(health(lease)).toBe('healthy (synchronized)');
	});

	it('refreshes by hand with one list beside the watch, however often it is asked meanwhile', async () => {
		fill(3);
		open();
		await settle();
		pods.holdLists();
		engine.refresh();
		engine.refresh();
		await settle();
		expect(pods.waitingLists).toBe(1);
		pods.releaseLists();
		await settle();
		expect([pods.listCalls, pods.openWatches, pods.watchCalls]).toEqual([2, 1, 1]);
	});

	it('probes a silent watch after the window and replaces it, quietly', async () => {
		fill(3);
		const lease = open();
		await settle();
		await clock.advance(74_000);
		expect(pods.lists.filter((list) => list.purpose === 'probe')).toHaveLength(0);
		await clock.advance(2_000);
		expect(pods.lists.filter((list) => list.purpose === 'probe')).toHaveLength(1);
		expect([pods.watchCalls, pods.openWatches]).toEqual([2, 1]);
		expect(health(lease)).toBe('healthy (synchronized)');
		pods.create({ metadata: { name: 'late', namespace: 'shop' } });
		expect(shown(lease)).toEqual(served());
	});

	it('finds an event that a dead watch missed: drift, and one relist', async () => {
		fill(3);
		const lease = open();
		await settle();
		pods.goDeaf();
		pods.create({ metadata: { name: 'missed', namespace: 'shop' } });
		expect(lease.rows.size).toBe(3);
		// This server does not end a watch by time: what it was to tell at once is waited for five seconds.
		await clock.advance(81_000);
		expect(shown(lease)).toEqual(served());
		expect(journal.map((entry) => entry.reason)).toContain('drift');
	});

	it('lists again when the version of the server went back', async () => {
		fill(5);
		const lease = open();
		await settle();
		pods.rewind(50);
		await clock.advance(76_000);
		expect(shown(lease)).toEqual(served());
		expect(relists()).toBe(1);
	});

	it('calls every stream unproven when the server leaves a request unanswered for ten seconds', async () => {
		fill(3);
		const lease = open();
		await settle();
		pods.holdLists();
		connection.waiting = [{ verb: 'other', waitedMs: 10_000 }];
		await clock.advance(1_000);
		expect(lease.status()).toMatchObject({ mode: 'watch', level: 'degraded', reason: 'unproven', live: false, polling: { kind: 'retry' } });
		connection.waiting = [];
		pods.releaseLists();
		await settle();
		expect(lease.status()).toMatchObject({ level: 'healthy', live: true });
	});

	it('asks a server that does not answer anew when it is told to, and says so', async () => {
		fill(3);
		const lease = open();
		await settle();
		pods.holdLists();
		connection.waiting = [{ verb: 'other', waitedMs: 10_000 }];
		await clock.advance(10_000);
		const before = pods.lists.length;
		expect(lease.status().polling).toMatchObject({ kind: 'retry', at: expect.toSatisfy((at: number) => at > clock.now() + 30_000) });
		engine.refresh();
		expect(lease.status()).toMatchObject({ live: false, polling: { kind: 'retry', at: clock.now() } });
		await settle();
		expect(pods.lists.length).toBe(before + 1);
		connection.waiting = [];
		pods.releaseLists();
		await settle();
		expect(lease.status()).toMatchObject({ level: 'healthy', live: true });
	});

	it('finds a frozen server within twenty seconds where nothing else asks it anything', async () => {
		fill(3);
		const lease = open();
		await settle();
		connection.silent = true;
		pods.holdLists();
		await clock.advance(20_000);
		expect(health(lease)).toBe('degraded (unproven)');
	});

	it('sends no pulse while the server is heard', async () => {
		fill(1);
		open();
		await settle();
		for (let second = 0; second < 60; second += 1) {
			pods.create({ metadata: { name: `n${second}`, namespace: 'shop' } });
			await clock.advance(1_000);
		}
		expect(connection.gets).toHaveLength(0);
	});

	it('says what keeps new requests from the server while its open watches still deliver', async () => {
		fill(1);
		const lease = open();
		await settle();
		connection.getError = new ApiFailure(refused);
		await clock.advance(6_000);
		expect(engine.trouble()?.error).toEqual(refused);
		expect(health(lease)).toBe('healthy (synchronized)');
		connection.getError = undefined;
		await clock.advance(2_000);
		expect(engine.trouble()).toBeUndefined();
	});

	it('cuts and resumes everything after the machine slept', async () => {
		fill(3);
		const lease = open();
		await settle();
		const before = pods.watchCalls;
		await clock.jump(3_600_000);
		await clock.advance(3_000);
		expect(pods.watchCalls).toBeGreaterThan(before);
		expect(pods.openWatches).toBe(1);
		expect(health(lease)).toBe('healthy (synchronized)');
	});

	it('goes on when an observer throws, and tells the others', async () => {
		const errors: unknown[] = [];
		const heard: string[] = [];
		await engine.close();
		engine = start({
			observer: {
				transition: () => {
					throw new Error('observer');
				},
				delivered: (id) => heard.push(id),
			},
			onError: (error) => errors.push(error),
		});
		fill(2);
		const lease = open();
		await settle();
		expect(lease.rows.size).toBe(2);
		expect(errors.length).toBeGreaterThan(0);
		expect(heard.length).toBeGreaterThan(0);
	});

	it('streams the present objects when told to, and lists where the server does not know how', async () => {
		await engine.close();
		engine = start({ initial: 'stream' });
		fill(3);
		pods.failNextWatch({ kind: 'bad-request', status: 422, message: 'sendInitialEvents is forbidden' });
		const lease = open();
		await settle();
		expect(shown(lease)).toEqual(served());
		expect(health(lease)).toBe('healthy (synchronized)');
	});

	it('goes on with the same stream where the server streams the present objects', async () => {
		await engine.close();
		engine = start({ initial: 'stream' });
		fill(3);
		const lease = open();
		await settle();
		expect(lease.status()).toMatchObject({ mode: 'watch', level: 'healthy', rows: 'complete' });
		pods.create({ metadata: { name: 'late', namespace: 'shop' } });
		expect(shown(lease)).toEqual(served());
		expect([pods.listCalls, pods.watchCalls]).toEqual([0, 1]);
	});

	it('gives a streamed first list ten seconds without progress, then lists', async () => {
		await engine.close();
		engine = start({ initial: 'stream' });
		fill(3);
		pods.neverEndSeeds = true;
		const lease = open();
		await settle();
		expect(lease.status()).toMatchObject({ mode: 'streaming', reason: 'awaiting first delivery', rows: 'partial' });
		await clock.advance(10_000);
		expect(lease.status()).toMatchObject({ mode: 'watch', level: 'healthy' });
		expect(shown(lease)).toEqual(served());
	});

	it('ignores a namespace for what is of the whole cluster', async () => {
		const lease = engine.lease({
			resource: plainResource('nodes', false),
			scope: { namespace: 'shop', labelSelector: 'a=b', fieldSelector: 'c=d' },
			visible: false,
			firstPage: 5,
		});
		expect(lease.streamId).toBe('test nodes -l a=b -f c=d');
		await settle();
		expect(connection.targets[0]?.scope).toEqual({ labelSelector: 'a=b', fieldSelector: 'c=d' });
		expect(connection.targets[0]?.priority()).toBe('background');
	});

	it('does not believe a stream past an object that no row can be made of', async () => {
		fill(1);
		const resource = {
			...plainResource(),
			project: () => {
				throw new Error('no such shape');
			},
		};
		const lease = engine.lease({ resource, scope: {}, visible: true, firstPage: 5 });
		await settle();
		expect(lease.status()).toMatchObject({
			level: 'unhealthy',
			reason: 'errors',
			error: { message: expect.stringContaining('no such shape') },
		});
	});

	it('forgets streams that were released long ago, and the oldest of too many', async () => {
		for (let index = 0; index < 30; index += 1) {
			const lease = engine.lease({ resource: plainResource(`kind${index}`), scope: {}, visible: true, firstPage: 5 });
			await settle();
			lease.release();
			await clock.advance(1_000);
		}
		expect(engine.reports()).toHaveLength(24);
		await clock.advance(11 * 60_000);
		open();
		expect(engine.reports()).toHaveLength(1);
	});

	it('ticks metrics once for all who lease them, asks on refresh, and stops with the last of them', async () => {
		const samples = connection.source('nodes.metrics.k8s.io');
		samples.create({
			metadata: { name: 'node-1' },
			timestamp: new Date(clock.now()).toISOString(),
			window: '15s',
			usage: { cpu: '250m', memory: '64Mi' },
		});
		const first = engine.leaseMetrics('nodes', { namespace: 'shop' });
		const second = engine.leaseMetrics('nodes', {});
		await clock.advance(0);
		expect(samples.listCalls).toBe(1);
		expect([first.usage('node-1'), second.usage('node-2')]).toEqual([{ cpuMilli: 250, memoryMiB: 64 }, 'no sample yet']);
		expect([first.streamId, first.samples, first.status().mode]).toEqual(['test node-metrics', 1, 'metrics-only']);
		expect(first.namespaceUsage('shop')).toBe('no sample yet');
		const { revision } = first;
		engine.refresh();
		await settle();
		expect(samples.listCalls).toBe(2);
		expect(first.revision).toBeGreaterThan(revision);
		first.release();
		first.release();
		await clock.advance(5_000);
		expect(samples.listCalls).toBe(3);
		second.release();
		await clock.advance(60_000);
		expect(samples.listCalls).toBe(3);
	});

	it('tells the server’s clock from ours, and its streams to whoever asks', async () => {
		connection.skewMs = 7_000;
		fill(2);
		const lease = open();
		await settle();
		let told = 0;
		const stop = engine.subscribe(() => {
			told += 1;
		});
		pods.create({ metadata: { name: 'late', namespace: 'shop' } });
		await clock.advance(100);
		expect([engine.clockSkewMs, engine.serverNow() - clock.now(), engine.context, told]).toEqual([7_000, 7_000, 'test', 1]);
		expect([engine.reports().map(({ id, leases }) => [id, leases]), lease.rows.size]).toEqual([[['test pods', 1]], 3]);
		stop();
	});

	it('ends everything when it is closed', async () => {
		fill(1);
		open();
		await settle();
		await engine.close();
		expect(pods.openWatches).toBe(0);
		expect(connection.closed).toBe(true);
		await clock.advance(100);
		expect(clock.waiting).toBe(0);
	});
});

type Act = {
	readonly act: 'create' | 'update' | 'remove' | 'cut' | 'end' | 'expire' | 'failList' | 'failWatch' | 'refresh' | 'bookmark' | 'wait';
	readonly index: number;
};

const acts: fc.Arbitrary<Act> = fc.record({
	act: fc.constantFrom('create', 'update', 'remove', 'cut', 'end', 'expire', 'failList', 'failWatch', 'refresh', 'bookmark', 'wait'),
	index: fc.integer({ min: 0, max: 9 }),
});

describe('whatever happens on the way', () => {
	it('the rows are the server’s again, by uid and version, once it is quiet', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(acts, { maxLength: 40, size: 'max' }), fc.integer({ min: 0, max: 999 }), async (script, seed) => {
				const ownClock = new FakeClock();
				const own = new FakeConnection(ownClock);
				const source = own.source('pods');
				let roll = seed;
				const dice = () => {
					roll = (roll * 7919 + 13) % 1000;
					return roll / 1000;
				};
				const ownEngine = createEngine({ connection: own, clock: ownClock, dice });
				const lease = ownEngine.lease({ resource: plainResource(), scope: {}, visible: true, firstPage: 3 });
				for (const { act, index } of script) {
					const metadata = { name: `pod-${index}`, namespace: 'shop' };
					const known = source.objects.has(`shop/pod-${index}`);
					if (act === 'create' && !known) source.create({ metadata });
					if (act === 'update' && known) source.update({ metadata });
					if (act === 'remove' && known) source.remove({ metadata });
					if (act === 'cut') source.cutWatches(reset);
					if (act === 'end') source.endWatches();
					if (act === 'expire') source.expire();
					if (act === 'failList') source.failNextList(index % 2 === 0 ? refused : { kind: 'server', status: 503, message: 'busy' });
					if (act === 'failWatch') source.failNextWatch(index % 2 === 0 ? reset : { kind: 'protocol', message: 'half a line' });
					if (act === 'refresh') ownEngine.refresh();
					if (act === 'bookmark') source.bookmark();
					if (act === 'wait') await ownClock.advance(index * 700);
					else if (index % 3 === 0) await settle();
				}
				// Failures that were ordered above may still be waiting to be met, each after a longer wait.
				await ownClock.advance(1_800_000);
				const expected = [...source.objects.values()]
					.map(({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`)
					.toSorted((a, b) => (a < b ? -1 : 1));
				expect([...lease.rows.values()].map((row) => `${row.uid}@${row.resourceVersion}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
					expected,
				);
				expect(lease.status().level).toBe('healthy');
				await ownEngine.close();
			}),
			{ numRuns: 60 },
		);
	});
});
