import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/sync/engine.ts';
import type { Engine, TransitionEntry } from '../../../src/sync/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeConnection } from '../../support/fake-connection.ts';

let clock: FakeClock;
let connection: FakeConnection;
let engine: Engine;
let journal: TransitionEntry[];

beforeEach(() => {
	clock = new FakeClock();
	connection = new FakeConnection(clock);
	journal = [];
	engine = createEngine({ connection, clock, dice: () => 0, observer: { transition: (entry) => journal.push(entry) } });
});

afterEach(() => engine.close());

function measure(name: string, cpu: string, memory: string, ageMs = 0): void {
	connection.source('nodes.metrics.k8s.io').create({
		metadata: { name },
		timestamp: new Date(clock.now() - ageMs).toISOString(),
		window: '15s',
		usage: { cpu, memory },
	});
}

describe('a lease of metrics', () => {
	it('knows which use most, by CPU and by memory, each with its age where it is old', async () => {
		measure('small', '10m', '512Mi');
		measure('large', '900500u', '64Mi');
		measure('old', '2', '16Mi', 130_000);
		const lease = engine.leaseMetrics('nodes', {});
		await clock.advance(0);
		expect(lease.heaviest('cpuMilli')).toEqual([
			{ key: 'old', usage: { cpuMilli: 2_000, memoryMiB: 16, aged: 'stale 2m10s' } },
			{ key: 'large', usage: { cpuMilli: 901, memoryMiB: 64 } },
			{ key: 'small', usage: { cpuMilli: 10, memoryMiB: 512 } },
		]);
		expect(lease.heaviest('memoryMiB')).toMatchObject([{ key: 'small' }, { key: 'large' }, { key: 'old' }]);
		expect(lease.totalUsage()).toEqual({ cpuMilli: 2_911, memoryMiB: 592 });
	});

	it('says why none is known to use most, before the first answer and after a refusal', async () => {
		const lease = engine.leaseMetrics('nodes', {});
		expect(lease.heaviest('cpuMilli')).toBe('no sample yet');
		connection.source('nodes.metrics.k8s.io').listError = { kind: 'forbidden', message: 'nodes.metrics.k8s.io is forbidden' };
		await clock.advance(0);
		expect([lease.heaviest('cpuMilli'), lease.totalUsage()]).toEqual(['metrics: forbidden', 'metrics: forbidden']);
	});

	it('misses no samples where nothing is open that should have some', async () => {
		const lease = engine.leaseMetrics('pods', { namespace: 'shop' });
		await clock.advance(0);
		expect(lease.status()).toMatchObject({ level: 'healthy', reason: 'sample', detail: 'nothing to sample' });
	});

	it('writes into the journal when it is asked again: after a failure, and after a refusal', async () => {
		const samples = connection.source('nodes.metrics.k8s.io');
		engine.leaseMetrics('nodes', {});
		samples.listError = { kind: 'server', status: 503, message: 'service unavailable' };
		await clock.advance(0);
		samples.listError = { kind: 'unauthorized', message: 'token expired' };
		await clock.advance(5_000);
		expect(journal.map(({ to, did }) => `${to}: ${did}`)).toEqual([
			'failing: ask again in 5.0 s',
			'needs-credentials: stop asking; again in 30 s, and on ctrl-r',
		]);
	});
});
