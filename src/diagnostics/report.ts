import type { Clock } from '../base/clock.ts';
import { Rate } from '../base/rate.ts';
import type { RequestEntry } from '../kube/types.ts';
import type { DomainFeed, Lease, MetricsLease, StreamLevel, StreamStatus, SyncObserver } from '../sync/types.ts';
import { Journal } from './journal.ts';
import { StreamCounters } from './stream-counters.ts';
import type { Diagnostics, DomainDiagnostics, StreamDiagnostics } from './types.ts';

const severity: Readonly<Record<StreamLevel, number>> = { healthy: 0, degraded: 1, unhealthy: 2 };

/** Refused or not served, and without a row. */
const isMissing = ({ status: { reason, rows } }: StreamDiagnostics): boolean =>
	rows === 'none' && (reason === 'permissions' || reason === 'absent');

/** The worst; of equally bad ones that which the list speaks of, else the first. */
function worstOf(first: StreamDiagnostics, rest: readonly StreamDiagnostics[], listed: StreamStatus): StreamDiagnostics {
	const worst = rest.reduce((least, each) => (severity[each.status.level] > severity[least.status.level] ? each : least), first);
	const { level } = worst.status;
	return [first, ...rest].find(({ status }) => status.level === level && status.reason === listed.reason) ?? worst;
}

/**
 * As the list has it, a stream that is missing does not silence its siblings: the row is about those that are read, while any that
 * has rows to show is.
 */
function toldBy(
	feed: DomainFeed,
	streams: readonly [StreamDiagnostics, ...StreamDiagnostics[]],
): Pick<DomainDiagnostics, 'worst' | 'missing'> {
	const [first, ...rest] = rowStreamsOf(feed, streams).every(isMissing) ? streams : streams.filter((stream) => !isMissing(stream));
	if (first === undefined) return { worst: streams[0], missing: [] };
	const missing = streams.filter((stream) => stream !== first && !rest.includes(stream));
	return { worst: worstOf(first, rest, feed.status()), missing };
}

/** Journal, counters and the rows of the diagnostics pane. `also` is told everything too (the file of --journal). */
export function createDiagnostics(clock: Clock, also: readonly SyncObserver[] = []): Diagnostics {
	const journal = new Journal();
	const counters = new Map<string, StreamCounters>();
	const requests = new Rate();

	const countersOf = (streamId: string): StreamCounters => {
		const known = counters.get(streamId) ?? new StreamCounters();
		counters.set(streamId, known);
		return known;
	};

	/** What a stream had under way at its end is withdrawn behind it: that would begin a count that nobody ends, for each log ever read. */
	const isOfItsTime = ({ streamId = '', error }: RequestEntry): boolean => error?.kind !== 'aborted' || counters.has(streamId);

	const observer: SyncObserver = {
		transition(entry) {
			journal.transition(entry);
			countersOf(entry.streamId).transition(entry);
			for (const each of also) each.transition?.(entry);
		},
		request(entry) {
			journal.request(entry);
			requests.add(clock.now());
			if (entry.streamId !== undefined && isOfItsTime(entry)) countersOf(entry.streamId).request(entry);
			for (const each of also) each.request?.(entry);
		},
		warned(entry) {
			journal.warned(entry);
			for (const each of also) each.warned?.(entry);
		},
		delivered(streamId, at, events, bookmarks) {
			countersOf(streamId).delivered(at, events);
			for (const each of also) each.delivered?.(streamId, at, events, bookmarks);
		},
		stopped(streamId, at) {
			counters.delete(streamId);
			for (const each of also) each.stopped?.(streamId, at);
		},
	};

	const streamRow = (streamId: string, status: StreamStatus, objects: number, resourceVersion: string): StreamDiagnostics => {
		const counted = counters.get(streamId);
		const streams = status.mode === 'watch' || status.mode === 'streaming';
		return {
			streamId,
			status,
			objects,
			deliveredAt: counted?.deliveredAt,
			eventsPerSecond: streams ? (counted?.eventsPerSecond(clock.now()) ?? 0) : undefined,
			relists: counted?.relists ?? 0,
			errors: counted?.errors ?? 0,
			requests: counted?.requests ?? 0,
			probes: counted?.probes ?? 0,
			resourceVersion,
		};
	};
	const leaseRow = (lease: Lease) => streamRow(lease.streamId, lease.status(), lease.rows.size, lease.resourceVersion());
	const metricsRow = (lease: MetricsLease) => streamRow(lease.streamId, lease.status(), lease.samples, '');

	return {
		observer,
		rows(context, feeds, logs = []) {
			const rows: DomainDiagnostics[] = [];
			for (const feed of feeds) {
				const [first, ...rest] = feed.leases.map(leaseRow);
				if (first !== undefined) {
					const streams = [first, ...rest] as const;
					const { name } = feed.domain;
					rows.push({
						domain: name,
						scope: scopeText(context, feed),
						...toldBy(feed, streams),
						objects: objectsOf(feed, streams),
						streams,
					});
				}
				for (const [lease, kind] of metricsOf(feed)) {
					const metrics = metricsRow(lease);
					// Two panes that show the same samples share one ticker, and so one row.
					if (rows.some((row) => row.worst.streamId === metrics.streamId)) continue;
					rows.push({
						domain: `${kind}-metrics`,
						scope: scopeText(context, feed),
						worst: metrics,
						missing: [],
						objects: metrics.objects,
						streams: [metrics],
					});
				}
			}
			for (const { id, source, status, lines } of logs) {
				const stream = { ...streamRow(id, status, lines, ''), relists: undefined };
				const scope = `${source.pod}/${source.container}`;
				rows.push({ domain: 'logs', scope, worst: stream, missing: [], objects: lines, streams: [stream] });
			}
			return rows;
		},
		journal: (streamId) => journal.transitions(streamId),
		requests: (streamId) => journal.requests(streamId),
		warnings: (streamId) => journal.warnings(streamId),
		requestsPerMinute: () => requests.total(clock.now()),
	};
}

/** Row streams come first; lines are over all that is joined. */
function rowStreamsOf({ domain }: DomainFeed, streams: readonly StreamDiagnostics[]): readonly StreamDiagnostics[] {
	const rowStreams = new Set(domain.reads.filter(({ role }) => role === 'rows').map(({ resource }) => resource)).size;
	return rowStreams === 0 ? streams : streams.slice(0, rowStreams);
}

const objectsOf = (feed: DomainFeed, streams: readonly StreamDiagnostics[]): number =>
	rowStreamsOf(feed, streams).reduce((sum, { objects }) => sum + objects, 0);

/** The metrics that a feed reads, with what they are of. */
function* metricsOf({ domain, metrics, nodeMetrics }: DomainFeed): Generator<readonly [MetricsLease, 'node' | 'pod']> {
	if (metrics !== undefined) yield [metrics, domain.metrics === 'nodes' ? 'node' : 'pod'];
	if (nodeMetrics !== undefined) yield [nodeMetrics, 'node'];
}

const scopeText = (context: string, feed: DomainFeed): string => {
	const place = feed.scope.namespace === undefined || feed.domain.scope === 'cluster' ? context : `${context}/${feed.scope.namespace}`;
	const selectors = [feed.scope.labelSelector, feed.scope.fieldSelector].filter((selector) => selector !== undefined && selector !== '');
	return [place, ...selectors].join(' ');
};
