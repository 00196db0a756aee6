import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../src/diagnostics/report.ts';
import { findDomain } from '../../../src/domains/registry.ts';
import type { Domain } from '../../../src/domains/types.ts';
import type { RequestEntry, Scope } from '../../../src/kube/types.ts';
import type { DomainFeed, Lease, MetricsLease, StreamStatus, TransitionEntry } from '../../../src/sync/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { delivering } from '../../support/stream-status.ts';

const forbidden: StreamStatus = {
	...delivering,
	mode: 'snapshot',
	level: 'unhealthy',
	reason: 'permissions',
	live: false,
	polling: { kind: 'disabled' },
};
const sampled: StreamStatus = { ...delivering, mode: 'metrics-only', reason: 'sample', polling: { kind: 'every', intervalMs: 5_000 } };

const lease = (streamId: string, status: StreamStatus, size = 3): Lease =>
	({ streamId, status: () => status, rows: { size }, resourceVersion: () => '42' }) as unknown as Lease;
const metricsLease = (streamId: string): MetricsLease => ({ streamId, status: () => sampled, samples: 7 }) as unknown as MetricsLease;

function domainNamed(name: string): Domain {
	const domain = findDomain(name);
	if (domain === undefined) throw new Error(`no domain ${name}`);
	return domain;
}

const feed = (name: string, scope: Scope, leases: readonly Lease[], metrics?: MetricsLease): DomainFeed =>
	({ domain: domainNamed(name), scope, leases, metrics, status: () => leases[0]?.status() }) as unknown as DomainFeed;

const request = (at: number, more: Partial<RequestEntry> = {}): RequestEntry => ({
	at,
	streamId: 'prod pods',
	verb: 'list',
	method: 'GET',
	path: '/api/v1/pods',
	status: 200,
	tookMs: 20,
	bytes: 10,
	...more,
});
const transition = (at: number, more: Partial<TransitionEntry> = {}): TransitionEntry => ({
	at,
	streamId: 'prod pods',
	from: 'watching',
	to: 'listing',
	cause: '410 Expired',
	did: 'list again',
	level: 'degraded',
	reason: 'relisting',
	relist: true,
	...more,
});

describe('the rows of diagnostics', () => {
	it('count what the observer was told, each stream for itself', async () => {
		const clock = new FakeClock();
		const diagnostics = createDiagnostics(clock);
		const now = clock.now();
		const { observer } = diagnostics;
		observer.request?.(request(now));
		observer.request?.(request(now, { verb: 'watch', tookMs: 1_000 }));
		observer.request?.(request(now, { streamId: 'prod nodes' }));
		observer.transition?.(transition(now));
		observer.transition?.(transition(now, { relist: false, error: { kind: 'network', code: 'ECONNRESET', message: 'reset' } }));
		observer.transition?.(transition(now, { relist: false, error: { kind: 'aborted', message: 'released' } }));
		observer.delivered?.('prod pods', now + 500, 30, 1);
		const [row] = diagnostics.rows('prod', [feed('pods', { namespace: 'shop' }, [lease('prod pods', delivering)])]);
		expect(row).toMatchObject({
			domain: 'pods',
			scope: 'prod/shop',
			worst: { objects: 3, deliveredAt: now + 500, eventsPerSecond: 30, relists: 1, errors: 1, requests: 2, resourceVersion: '42' },
		});
		expect(diagnostics.requestsPerMinute()).toBe(3);
		await clock.advance(61_000);
		expect(diagnostics.requestsPerMinute()).toBe(0);
	});

	it('count what a silent watch is proven by among the requests, and by itself', () => {
		const clock = new FakeClock();
		const diagnostics = createDiagnostics(clock);
		const asked = (more: Partial<RequestEntry>) => diagnostics.observer.request?.(request(clock.now(), more));
		asked({});
		asked({ verb: 'probe', path: '/api/v1/pods?limit=1' });
		asked({ verb: 'watch', path: '/api/v1/pods?watch=1&timeoutSeconds=1&resourceVersion=7' });
		asked({ verb: 'watch', path: '/api/v1/pods?watch=1&timeoutSeconds=100&resourceVersion=7' });
		const [row] = diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', delivering)])]);
		expect(row?.worst).toMatchObject({ requests: 4, probes: 2 });
	});

	it('have each log as a row of its own, with its lines, and what the observer was told of it', () => {
		const clock = new FakeClock();
		const diagnostics = createDiagnostics(clock);
		const id = 'prod/shop logs cart-1/app';
		const status = { ...delivering, mode: 'streaming' } as const;
		diagnostics.observer.delivered?.(id, clock.now(), 120, 0);
		diagnostics.observer.request?.(request(clock.now(), { streamId: id, verb: 'log' }));
		const logs = [{ id, source: { pod: 'cart-1', container: 'app' }, status, lines: 120 }];
		const [, row] = diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', delivering)])], logs);
		expect(row).toMatchObject({
			domain: 'logs',
			scope: 'cart-1/app',
			worst: { status, objects: 120, deliveredAt: clock.now(), eventsPerSecond: 120, requests: 1 },
		});
	});

	it('count every failed answer of a ticker, which tells of the first only', () => {
		const diagnostics = createDiagnostics(new FakeClock());
		const error = { kind: 'server', message: 'not ready', status: 503 } as const;
		for (const at of [1_000, 6_000, 11_000]) diagnostics.observer.request?.(request(at, { verb: 'metrics', status: 503, error }));
		diagnostics.observer.transition?.(transition(1_000, { relist: false, error }));
		expect(diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', delivering)])])[0]?.worst.errors).toBe(3);
	});

	it('take a page as a delivery, and a failed one as none', () => {
		const clock = new FakeClock();
		const diagnostics = createDiagnostics(clock);
		const rows = () => diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', delivering)])]);
		diagnostics.observer.request?.(request(1_000, { status: 500, error: { kind: 'server', message: 'no', status: 500 } }));
		expect(rows()[0]?.worst.deliveredAt).toBeUndefined();
		diagnostics.observer.request?.(request(2_000));
		expect(rows()[0]?.worst.deliveredAt).toBe(2_020);
	});

	it('show the worst stream of a domain, and metrics once as a row of their own', () => {
		const diagnostics = createDiagnostics(new FakeClock());
		const shared = metricsLease('prod pod-metrics');
		const rows = diagnostics.rows('prod', [
			feed('nodes', {}, [lease('prod nodes', delivering), lease('prod pods', forbidden)], metricsLease('prod node-metrics')),
			feed('pods', { labelSelector: 'app=x' }, [lease('prod pods app=x', delivering)], shared),
			feed('pods', { labelSelector: 'app=x' }, [lease('prod pods app=x', delivering)], shared),
		]);
		expect(rows.map(({ domain, scope, worst }) => [domain, scope, worst.streamId, worst.objects])).toEqual([
			['nodes', 'prod', 'prod pods', 3],
			['node-metrics', 'prod', 'prod node-metrics', 7],
			['pods', 'prod app=x', 'prod pods app=x', 3],
			['pod-metrics', 'prod app=x', 'prod pod-metrics', 7],
			['pods', 'prod app=x', 'prod pods app=x', 3],
		]);
	});

	describe('of a view of several kinds', () => {
		const missing = { ...forbidden, rows: 'none' } as const;
		const absent = { ...missing, reason: 'absent' } as const;
		const polled: StreamStatus = {
			...delivering,
			mode: 'polling',
			level: 'degraded',
			reason: 'watch forbidden',
			polling: { kind: 'every', intervalMs: 5_000 },
		};
		const told = (name: string, listed: StreamStatus, ...statuses: readonly StreamStatus[]) => {
			const leases = statuses.map((status, at) => lease(`prod ${at}`, status));
			const of = { ...feed(name, {}, leases), status: () => listed } as DomainFeed;
			const [row] = createDiagnostics(new FakeClock()).rows('prod', [of]);
			return [row?.worst.streamId, row?.missing.map(({ streamId }) => streamId)];
		};

		it('are told by those that can be read, with what is missing beside them', () => {
			expect(told('cluster-storage', delivering, missing, delivering, missing, delivering, absent)).toEqual([
				'prod 1',
				['prod 0', 'prod 2', 'prod 4'],
			]);
			expect(told('cluster-storage', polled, delivering, missing, polled, delivering, delivering)).toEqual(['prod 2', ['prod 1']]);
		});

		it('are told as the list is where several are equally bad', () => {
			const relisting = { ...polled, reason: 'relisting' } as const;
			expect(told('cluster-storage', relisting, polled, relisting, delivering, delivering, delivering)).toEqual(['prod 1', []]);
		});

		it('tell of what was read and is refused now, whose rows are still there', () => {
			expect(told('cluster-storage', forbidden, delivering, forbidden, delivering, delivering, delivering)).toEqual(['prod 1', []]);
		});

		it('are refused where nothing of which there are rows may be read', () => {
			expect(told('cluster-storage', missing, missing, missing, missing, missing, missing)).toEqual(['prod 0', []]);
			expect(told('nodes', missing, missing, delivering)).toEqual(['prod 0', []]);
			expect(told('nodes', delivering, delivering, missing)).toEqual(['prod 0', ['prod 1']]);
		});
	});

	it('count the objects of all row streams, of all streams where the rows are lines over them, and not what is only joined', () => {
		const diagnostics = createDiagnostics(new FakeClock());
		const sizes = (...each: readonly number[]) => each.map((size, at) => lease(`prod ${at}`, delivering, size));
		const rows = diagnostics.rows('prod', [
			feed('overview', {}, sizes(6, 20, 300)),
			feed('nodes', {}, sizes(6, 300)),
			feed('cluster-storage', {}, sizes(1, 2, 3, 4, 5)),
		]);
		expect(rows.map(({ objects }) => objects)).toEqual([326, 6, 15]);
	});

	it('give no rate where nothing is streamed', () => {
		const diagnostics = createDiagnostics(new FakeClock());
		const rows = diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', forbidden)], metricsLease('prod pod-metrics'))]);
		expect(rows.map(({ worst }) => worst.eventsPerSecond)).toEqual([undefined, undefined]);
	});

	it('forget the counters of a stream that was released, and keep its journal', () => {
		const diagnostics = createDiagnostics(new FakeClock());
		diagnostics.observer.transition?.(transition(1));
		diagnostics.observer.stopped?.('prod pods', 2);
		expect(diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', delivering)])])[0]?.worst.relists).toBe(0);
		expect(diagnostics.journal('prod pods')).toHaveLength(1);
	});

	it('count nothing for a stream that was released before what it had under way was withdrawn', () => {
		const diagnostics = createDiagnostics(new FakeClock());
		diagnostics.observer.transition?.(transition(1));
		diagnostics.observer.stopped?.('prod pods', 2);
		diagnostics.observer.request?.({
			...request(3),
			streamId: 'prod pods',
			error: { kind: 'aborted', message: 'the request was aborted' },
		});
		expect(diagnostics.rows('prod', [feed('pods', {}, [lease('prod pods', delivering)])])[0]?.worst.requests).toBe(0);
		expect(diagnostics.requests('prod pods')).toHaveLength(1);
	});

	it('tell whoever listens too', () => {
		const heard: string[] = [];
		const also = { transition: () => heard.push('transition'), request: () => heard.push('request') };
		const { observer } = createDiagnostics(new FakeClock(), [also]);
		observer.transition?.(transition(1));
		observer.request?.(request(1));
		observer.delivered?.('x', 1, 1, 0);
		observer.stopped?.('x', 1);
		expect(heard).toEqual(['transition', 'request']);
	});
});
