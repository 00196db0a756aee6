import type { Cancel, Clock } from '../base/clock.ts';
import { rethrowLater } from '../base/rethrow-later.ts';
import { isSampled } from '../domains/sampled.ts';
import type { ResourceSpec, Row } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import type { Scope } from '../kube/types.ts';
import { createInternPool } from '../stores/intern.ts';
import { createNotifier, type Schedule } from '../stores/notifier.ts';
import { RowStore } from '../stores/row-store.ts';
import { ContextPulse } from './context-pulse.ts';
import { Lookups } from './lookups.ts';
import { MetricsLeases } from './metrics-leases.ts';
import { namespaceCheck } from './namespace-check.ts';
import { meantToBePolled, unversioned } from './polled.ts';
import { namespaceSearch } from './readable-namespaces.ts';
import { Reflector } from './reflector.ts';
import { rowOf } from './row-of.ts';
import { combineObservers } from './safe-observer.ts';
import { onlyName, scopeFor, selected, streamId } from './stream-key.ts';
import { defaultSettings, type StreamSettings } from './stream-state.ts';
import type { Engine, Lease, LeaseRequest, SyncObserver } from './types.ts';

export interface EngineOptions {
	readonly connection: Connection;
	readonly clock: Clock;
	/** Hears of everything that happens; the default hears nothing. */
	readonly observer?: SyncObserver;
	/** Overrides what each resource asks for. */
	readonly pollIntervalMs?: number;
	/** Milliseconds between metrics; default 5 000. */
	readonly metricsIntervalMs?: number;
	/** The proof window; default 75 000. */
	readonly watchdogMs?: number;
	readonly initial?: 'list' | 'stream';
	/** 0 ≤ dice < 1. Default Math.random: jitter needs no secrecy. */
	readonly dice?: () => number;
	/** When subscribers are told of changes; default: at most every 33 ms. */
	readonly schedule?: Schedule;
	/** What an observer or a subscriber threw. Default: rethrown on a later tick, so that it is not lost. */
	readonly onError?: (error: unknown) => void;
}

/** A pane may be left and opened again within this without its stream noticing; the promise is that a hidden one stops within a second. */
const RELEASE_GRACE_MS = 400;
/** Rows of released streams are kept this long, and of so many streams. */
const RETAIN_MS = 10 * 60_000;
/** As many as attention reads, and some. */
const RETAIN_STREAMS = 24;
const NOTIFY_MS = 33;

interface StreamEntry {
	readonly id: string;
	readonly resource: ResourceSpec;
	readonly scope: Scope;
	readonly reflector: Reflector<Row>;
	readonly store: RowStore<Row>;
	readonly leases: Set<LeaseRequest>;
	stoppedAt: number | undefined;
	cancelRelease: Cancel | undefined;
}

const nameOf = ({ gvr: { group, version, resource } }: ResourceSpec): string => `${group}/${version}/${resource}`;

/** Everything that is streamed from one context: streams by key, counted by their leases, over one connection. */
export function createEngine(options: EngineOptions): Engine {
	const { connection, clock } = options;
	const dice = options.dice ?? Math.random;
	const onError = options.onError ?? rethrowLater;
	const intern = createInternPool().intern;
	const streams = new Map<string, StreamEntry>();
	/** What the server does not stream from its beginning, in any scope: another stream of it need not find out again. */
	const unseeded = new Set<string>();
	const notifier = createNotifier(options.schedule ?? notifySoon(clock), onError);
	const metricsIntervalMs = options.metricsIntervalMs ?? 5_000;
	const serverNow = (): number => clock.now() + (connection.clockSkewMs() ?? 0);

	const everyReflector = (): readonly Reflector<Row>[] => Array.from(streams.values(), (entry) => entry.reflector);
	const pulse = new ContextPulse({
		connection,
		clock,
		quietMs: metricsIntervalMs,
		isNeeded: () => [...streams.values()].some((entry) => entry.leases.size > 0),
		onHanging: () => tell('hanging'),
		onReachable: () => tell('reachable'),
		onWoke: () => tell('woke'),
		onChange: () => notifier.notify(),
	});
	const observer = combineObservers([pulse.observer, ...(options.observer === undefined ? [] : [options.observer])], onError);
	const stopRequests = connection.onRequest((entry) => observer.request(entry));
	const stopWarnings = connection.onWarning((entry) => observer.warned(entry));
	const stopAccepted = connection.onAccepted(() => tell('credentials-renewed'));

	const metrics = new MetricsLeases({
		connection,
		intervalMs: metricsIntervalMs,
		clock,
		observer,
		onChange: () => notifier.notify(),
		runs,
		transportFailedAt: () => pulse.failedAt,
		dice,
	});
	const lookups = new Lookups({ connection, clock, onChange: () => notifier.notify(), onError });
	const search = namespaceSearch({ connection, clock, onChange: () => notifier.notify(), onError });

	function tell(kind: 'hanging' | 'reachable' | 'woke' | 'refresh' | 'credentials-renewed'): void {
		if (kind === 'refresh' || kind === 'credentials-renewed') {
			search.forget();
			lookups.doubtAll();
		}
		for (const reflector of everyReflector()) reflector.signal({ kind });
		// Samples come back with the streams, not at the end of a wait of their own.
		if (kind !== 'hanging') metrics.refresh();
	}

	function settingsFor(request: LeaseRequest): StreamSettings {
		return {
			...defaultSettings,
			firstPage: request.firstPage,
			pollIntervalMs: options.pollIntervalMs ?? request.resource.pollIntervalMs,
			proofWindowMs: options.watchdogMs ?? defaultSettings.proofWindowMs,
			initial: unseeded.has(nameOf(request.resource)) ? 'list' : (options.initial ?? defaultSettings.initial),
		};
	}

	function openStream(id: string, scope: Scope, request: LeaseRequest): StreamEntry {
		const { resource } = request;
		const leases = new Set<LeaseRequest>();
		const store = new RowStore<Row>(onError);
		const name = onlyName(scope, resource.namespaced);
		const source = connection.listerWatcher({
			gvr: resource.gvr,
			scope,
			...(name !== undefined && { name }),
			mask: resource.mask,
			...(resource.metadataOnly === true && { metadataOnly: true }),
			...(resource.form === undefined ? {} : { form: resource.form }),
			streamId: id,
			priority: () => ([...leases].some((lease) => lease.visible) ? 'visible' : 'background'),
		});
		const reflector = new Reflector<Row>({
			streamId: id,
			source: resource.polled === undefined ? source : unversioned(source),
			project: (object) => rowOf(resource, object, intern),
			store,
			settings: settingsFor(request),
			clock,
			dice,
			transportFailedAt: () => pulse.failedAt,
			observer,
			onChange: () => {
				if (reflector.stream.noSeeding) unseeded.add(nameOf(resource));
				notifier.notify();
			},
			onRewound: () => distrustVersions(id),
		});
		return { id, resource, scope, reflector, store, leases, stoppedAt: undefined, cancelRelease: undefined };
	}

	/** One stream was told that the server went back. The others have no version either that it knows: what is kept begins anew. */
	function distrustVersions(toldBy: string): void {
		for (const { id, reflector, stoppedAt } of streams.values()) {
			if (stoppedAt !== undefined) streams.delete(id);
			else if (id !== toldBy) reflector.signal({ kind: 'rewound' });
		}
	}

	function release(entry: StreamEntry, request: LeaseRequest): void {
		if (!entry.leases.delete(request) || entry.leases.size > 0) return;
		entry.cancelRelease = clock.after(RELEASE_GRACE_MS, () => {
			entry.cancelRelease = undefined;
			entry.reflector.signal({ kind: 'stop' });
			entry.stoppedAt = clock.now();
			observer.stopped(entry.id, clock.now());
			if (entry.resource.retained === false) streams.delete(entry.id);
			forgetOldStreams();
		});
	}

	function forgetOldStreams(): void {
		const stopped = [...streams.values()]
			.flatMap(({ id, stoppedAt }) => (stoppedAt === undefined ? [] : [{ id, stoppedAt }]))
			.sort((a, b) => b.stoppedAt - a.stoppedAt);
		for (const [index, { id, stoppedAt }] of stopped.entries()) {
			if (index >= RETAIN_STREAMS || clock.now() - stoppedAt > RETAIN_MS) streams.delete(id);
		}
	}

	function lease<R extends Row>(request: LeaseRequest<R>): Lease<R> {
		// A stream's rows are of one class: that of the resource in its key.
		const anyRequest = request as unknown as LeaseRequest;
		const { namespaced, only } = request.resource;
		const scope = selected(scopeFor(request.scope, namespaced), only);
		const id = streamId({ context: connection.context, gvr: request.resource.gvr, scope }, request.resource.reading);
		forgetOldStreams();
		const entry = streams.get(id) ?? openStream(id, scope, anyRequest);
		streams.set(id, entry);
		const own: LeaseRequest = { ...anyRequest };
		entry.leases.add(own);
		entry.cancelRelease?.();
		entry.cancelRelease = undefined;
		entry.stoppedAt = undefined;
		entry.reflector.signal({ kind: 'start' });
		return {
			streamId: id,
			resource: request.resource,
			rows: entry.store as unknown as RowStore<R>,
			status: () => meantToBePolled(entry.resource, entry.reflector.status()),
			resourceVersion: () => entry.reflector.stream.version,
			askAgain: (cause) => entry.reflector.signal({ kind: 'refresh', cause }),
			release: () => release(entry, own),
		};
	}

	/** Whether a stream of pods or nodes that is open holds something that metrics-server should know of. */
	function runs(id: string): boolean {
		const now = serverNow();
		for (const row of streams.get(id)?.store.values() ?? []) if (isSampled(row, now)) return true;
		return false;
	}

	return {
		context: connection.context,
		lease,
		leaseMetrics: (kind, scope) => metrics.lease(kind, scope),
		leaseLookups: () => lookups.lease(),
		refresh() {
			connection.forgetRefusals();
			tell('refresh');
		},
		reports: () =>
			Array.from(streams.values(), ({ id, resource, reflector, leases }) => ({
				id,
				status: meantToBePolled(resource, reflector.status()),
				leases: leases.size,
			})),
		trouble: () => pulse.trouble,
		namespaceExists: namespaceCheck({ connection, clock, onChange: () => notifier.notify(), onError }),
		readableNamespaces: (resources, known) => search.of(resources, known),
		serverNow,
		wakeAt: (at, call) =>
			clock.after(Math.max(1, Math.ceil(at - serverNow())), () => {
				call();
				notifier.notify();
			}),
		get clockSkewMs() {
			return connection.clockSkewMs();
		},
		subscribe: (listener) => notifier.subscribe(listener),
		async close() {
			for (const entry of streams.values()) {
				entry.cancelRelease?.();
				entry.reflector.signal({ kind: 'stop' });
			}
			metrics.stop();
			pulse.stop();
			search.stop();
			lookups.stop();
			notifier.dispose();
			stopRequests();
			stopWarnings();
			stopAccepted();
			await connection.close();
		},
	};
}

/** One notification a frame of thirty, however many events come. */
function notifySoon(clock: Clock): Schedule {
	return (flush) => {
		clock.after(NOTIFY_MS, flush);
	};
}
