import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/domains/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startFault } from '../support/fault-record.ts';
import { type LivePods, livePods } from '../support/live-pods.ts';
import { addPod, runningPods } from '../support/pod-changes.ts';
import { WireEngine, type Witness } from '../support/wire-engine.ts';

const METRICS = 'metrics of pods';

/** Pods with a sample beside them; what is told counts from here on. */
async function sampledPods(): Promise<LivePods & { readonly sampled: string; readonly rows: readonly Row[] }> {
	const live = await livePods();
	const { server, wire, pods } = live;
	const [pod] = runningPods(server.world);
	const sampled = `shop/${pod?.metadata.name ?? ''}`;
	await wire.until('a sample', () => typeof usage(pods, sampled) !== 'string');
	pods.forget();
	return { ...live, sampled, rows: [...pods.feed.rows.values()] };
}

const usage = (pods: Witness, key: string) => pods.feed.context().usage(key);
/** What the CPU cell of the pod says beside its text. */
function cellWords(pods: Witness, key: string): readonly unknown[] {
	const { columns } = pods.feed.domain;
	const cpu = columns.find(({ id }) => id === 'cpu');
	const row = pods.row(key.split('/')[1] ?? '');
	if (cpu === undefined || row === undefined) throw new Error(`no CPU cell of ${key}`);
	return Object.values(cpu.cell(row, pods.feed.context()));
}
const STALE: unknown = expect.stringMatching(/^stale \d+s$/);
const metricsHealth = (pods: Witness): string => {
	const status = pods.feed.metrics?.status();
	return `${status?.level} (${status?.reason})`;
};

const gaps = (times: readonly number[]): readonly number[] => times.slice(1).map((time, index) => time - (times[index] ?? 0));

/** The very same rows, told of as healthy and live all the while. */
function expectUntouched(pods: Witness, rows: readonly Row[]): void {
	expect(pods.batches).toEqual([]);
	const now = [...pods.feed.rows.values()];
	expect(now).toHaveLength(rows.length);
	expect(now.every((row, index) => row === rows[index])).toBe(true);
	expect(pods.statuses.every(({ level, live }) => level === 'healthy' && live)).toBe(true);
}

describe('metrics that the server', () => {
	it('fault 37: does not have are said to be absent, asked for again every five minutes, and shown once they are there', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		server.faults.metrics('absent');
		const wire = new WireEngine({ server, clock });
		const mark = wire.mark();
		const pods = wire.open('pods');
		await pods.isLive();
		const [pod] = runningPods(server.world);
		const key = `shop/${pod?.metadata.name ?? ''}`;
		await wire.pass(1);
		pods.forget();
		const rows = [...pods.feed.rows.values()];
		expect(pods.feed.metrics?.status()).toMatchObject({
			mode: 'metrics-only',
			level: 'unhealthy',
			reason: 'absent',
			polling: { kind: 'disabled' },
		});
		expect(usage(pods, key)).toBe('no metrics API');
		await wire.pass(299_000);
		expect(mark.asked(METRICS)).toEqual(['list']);
		expectUntouched(pods, rows);
		server.faults.metrics('none');
		await wire.pass(1_000);
		await wire.until('a sample', () => metricsHealth(pods) === 'healthy (sample)');
		expect(mark.asked(METRICS)).toEqual(['list', 'list']);
		expect(usage(pods, key)).toMatchObject({ cpuMilli: expect.any(Number), memoryMiB: expect.any(Number) });
		expectUntouched(pods, rows);
	});

	it('fault 37: cannot give for a while stay with their age, then say stale, and are asked for ever more slowly', async () => {
		const { server, wire, pods, sampled, rows } = await sampledPods();
		const fault = startFault(37, wire, pods, 'metrics');
		server.faults.metrics('unavailable');
		const mark = wire.mark();
		await wire.pass(30_000);
		expect(typeof usage(pods, sampled)).toBe('object');
		expect(cellWords(pods, sampled)).not.toContainEqual(STALE);
		expect(pods.feed.metrics?.status()).toMatchObject({ level: 'healthy', reason: 'sample', polling: { kind: 'retry' } });
		expect(pods.feed.metrics?.status().detail).toMatch(/^sample \d+s old, 503 unavailable$/);
		await wire.pass(60_000);
		expect(metricsHealth(pods)).toBe('degraded (stale)');
		expect(cellWords(pods, sampled)).toContainEqual(STALE);
		await wire.pass(210_000);
		expect(gaps(mark.of(METRICS).map(({ startedAt }) => startedAt))).toEqual([
			...[5_000, 5_000, 5_000, 6_400, 12_800, 25_600],
			...Array.from({ length: 7 }, () => 30_000),
		]);
		expectUntouched(pods, rows);
		// No list of pods for it: only the quiet watch is proven now and then, as ever.
		expect(mark.asked('pods').filter((asked) => asked.startsWith('list') && asked !== 'list limit=1')).toEqual([]);
		server.faults.metrics('none');
		fault.over();
		await wire.pass(30_000);
		fault.recovered();
		expect(metricsHealth(pods)).toBe('healthy (sample)');
		expect(typeof usage(pods, sampled)).toBe('object');
		expect(cellWords(pods, sampled)).not.toContainEqual(STALE);
		expectUntouched(pods, rows);
	});

	it('fault 37: has not taken of a new pod yet are missing for that pod alone', async () => {
		const { server, wire, pods, sampled } = await sampledPods();
		const pending = server.world.put('pods', {
			metadata: { name: 'just-made', namespace: 'shop' },
			spec: { containers: [{ name: 'app' }] },
			status: { phase: 'Pending' },
		});
		addPod(server.world, 'sampled-too');
		await pods.isLive();
		const [...revisions] = pods.shown();
		await wire.pass(10_000);
		expect(usage(pods, `shop/${pending.metadata.name}`)).toBe('no sample yet');
		expect(typeof usage(pods, 'shop/sampled-too')).toBe('object');
		expect(typeof usage(pods, sampled)).toBe('object');
		expect(metricsHealth(pods)).toBe('healthy (sample)');
		expect(
			pods.batches
				.flat()
				.map(({ type, row }) => `${type} ${row.name}`)
				.sort(),
		).toEqual(['added just-made', 'added sampled-too']);
		expect([...pods.shown()]).toEqual(revisions);
	});

	it('fault 37: gives without any sample are missed where something runs for a minute, and nowhere else', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ clock });
		server.faults.metrics('empty');
		server.world.put('namespaces', { metadata: { name: 'bare' } });
		const wire = new WireEngine({ server, clock });
		const bare = wire.open('pods', { namespace: 'bare' });
		const others = [wire.open('nodes'), wire.open('pods'), wire.open('pods', { namespace: 'shop' })];
		for (const each of [bare, ...others]) await each.isLive();
		const [model] = runningPods(server.world);
		const metadata = { name: 'fresh', namespace: 'bare', creationTimestamp: server.world.timestamp() };
		server.world.put('pods', { ...model, metadata });
		await wire.pass(10_000);
		const told = (witness: Witness) => `${metricsHealth(witness)} ${witness.feed.metrics?.status().detail}`;
		const missed = 'degraded (no samples) metrics.k8s.io answers, and has none';
		expect(others.map(told)).toEqual([missed, missed, missed]);
		expect(told(bare)).toBe('healthy (sample) nothing to sample');
		await wire.pass(60_000);
		expect(told(bare)).toBe(missed);
		expect(usage(bare, 'bare/fresh')).toBe('no sample yet');
		server.faults.metrics('none');
		await wire.pass(5_000);
		expect([bare, ...others].map(metricsHealth)).toEqual(Array.from({ length: 4 }, () => 'healthy (sample)'));
	});

	it('fault 37: gives with a timestamp that stands still say stale after a minute, although every answer is 200', async () => {
		const { server, wire, pods, sampled, rows } = await sampledPods();
		server.faults.metrics('frozen');
		const mark = wire.mark();
		await wire.pass(55_000);
		expect(metricsHealth(pods)).toBe('healthy (sample)');
		await wire.pass(25_000);
		expect(metricsHealth(pods)).toBe('degraded (stale)');
		expect(cellWords(pods, sampled)).toContainEqual(STALE);
		expect(mark.of(METRICS).map(({ status }) => status)).toEqual(Array.from({ length: 16 }, () => 200));
		expect(pods.everyJournal.filter(({ streamId }) => streamId === pods.feed.metrics?.streamId)).toMatchObject([
			{ reason: 'stale', level: 'degraded' },
		]);
		expectUntouched(pods, rows);
		server.faults.metrics('none');
		await wire.pass(5_000);
		expect(metricsHealth(pods)).toBe('healthy (sample)');
	});
});
