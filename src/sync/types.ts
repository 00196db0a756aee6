import type { ApiError } from '../base/api-error.ts';
import type { Cancel } from '../base/clock.ts';
import type { CellContext, Consumer, Domain, MetricsKind, PastUsage, ResourceSpec, Row, Usage, UsageField } from '../domains/types.ts';
import type { Gvr, RequestEntry, Scope, WarningEntry } from '../kube/types.ts';
import type { ReadableRows } from '../stores/types.ts';
import type { LookupLease } from './lookups.ts';
import type { ReadableNamespaces } from './readable-namespaces.ts';

export type StreamMode = 'snapshot' | 'watch' | 'streaming' | 'polling' | 'metrics-only';
export type StreamLevel = 'healthy' | 'degraded' | 'unhealthy';

/** The closed list of reasons: every one has a producer in stream-health.ts or metrics-health.ts, and a test that makes it show. */
export type StreamReason =
	| 'delivering'
	| 'synchronized'
	| 'sample'
	| 'awaiting first delivery'
	| 'relisting'
	| 'drift'
	| 'connecting'
	| 'throttled'
	| 'relist loop'
	| 'watch forbidden'
	| 'watch failing'
	| 'watch unsupported'
	| 'unproven'
	| 'stale'
	| 'no samples'
	| 'disconnected'
	| 'errors'
	| 'no scope'
	| 'permissions'
	| 'unauthorized'
	| 'absent';

export type Polling =
	| { readonly kind: 'paused' }
	| { readonly kind: 'every'; readonly intervalMs: number }
	| { readonly kind: 'retry'; readonly at: number }
	| { readonly kind: 'disabled'; readonly askAgainAt?: number };

/** What a stream is, at one moment. Derived from its state and the clock, never stored. */
export interface StreamStatus {
	readonly mode: StreamMode;
	readonly level: StreamLevel;
	readonly reason: StreamReason;
	/** The cause in words: "connection refused", "pods: list forbidden in all namespaces", "sample 11s old". '' when there is nothing to add. */
	readonly detail: string;
	readonly error?: ApiError;
	readonly polling: Polling;
	/** Epoch ms of the last moment the rows were known to be what the server holds; undefined: never. While the stream is live this is "now". */
	readonly asOf?: number;
	/** The rows on the screen are the server's, as far as was proven. False: dim them and say since when. */
	readonly live: boolean;
	/** none: nothing came yet; partial: the first list is under way; complete. */
	readonly rows: 'none' | 'partial' | 'complete';
}

export interface StreamKey {
	readonly context: string;
	readonly gvr: Gvr;
	readonly scope: Scope;
}

/** A stream that is open, or whose rows are kept. */
export interface StreamReport {
	/** Canonical text of the key: `prod/shop pods -l app=x`. */
	readonly id: string;
	readonly status: StreamStatus;
	readonly leases: number;
}

/** A visible pane's claim on a stream. Equal keys share one stream; the last release stops it within a second. */
export interface Lease<R extends Row = Row> {
	readonly streamId: string;
	readonly resource: ResourceSpec<R>;
	readonly rows: ReadableRows<R>;
	status(): StreamStatus;
	resourceVersion(): string;
	/** As by hand, of this stream alone: one LIST whose difference is swapped in. The journal has the cause. */
	askAgain(cause: string): void;
	release(): void;
}

/** What is known of what pods or nodes use. */
export interface MetricsSamples {
	status(): StreamStatus;
	/** By key, of a pod `namespace/name`, of a node `name`; or the reason why there is none. CPU is rounded up to whole millicores, as kubectl top does. */
	usage(key: string): Usage | string;
	/** By the same keys, the samples up to now; undefined: none is kept. */
	history(key: string): PastUsage | undefined;
	/** The sum over the pods of a namespace that have a sample. */
	namespaceUsage(namespace: string): Usage | string;
	/** The sum over those of these keys that have a sample, or the reason why none has. */
	usageOf(keys: Iterable<string>): Usage | string;
	/** The sum over all samples, or the reason why there is none. */
	totalUsage(): Usage | string;
	/** Those that use most, the greatest first: a few. */
	heaviest(by: UsageField): readonly Consumer[] | string;
	/** How many pods or nodes have a sample: the OBJECTS of diagnostics. */
	readonly samples: number;
	/** Grows with every answer and every change of the status. */
	readonly revision: number;
}

/** A claim on a metrics ticker. */
export interface MetricsLease extends MetricsSamples {
	readonly streamId: string;
	release(): void;
}

export interface LeaseRequest<R extends Row = Row> {
	readonly resource: ResourceSpec<R>;
	readonly scope: Scope;
	/** Its LIST goes before those of streams that only feed joins. */
	readonly visible: boolean;
	/** Objects in the first page: the height of the screen. */
	readonly firstPage: number;
}

/** Everything that is streamed from one context. */
export interface Engine {
	readonly context: string;
	lease<R extends Row>(request: LeaseRequest<R>): Lease<R>;
	leaseMetrics(kind: MetricsKind, scope: Scope): MetricsLease;
	/** The right to ask about single objects, for one pane. */
	leaseLookups(): LookupLease;
	/** One LIST a stream with the difference swapped in, settled 403s asked again, metrics asked. Single-flight. */
	refresh(): void;
	reports(): readonly StreamReport[];
	/**
	 * What keeps new requests from the server, while the streams that are open may still deliver: an API server that is
	 * stopping refuses new connections a minute before it ends its watches. It worsens the light, not the streams.
	 */
	trouble(): { readonly error: ApiError; readonly since: number } | undefined;
	/**
	 * Whether a namespace exists, as far as the server said; undefined: not known, or not to be read. Asking starts the request, at
	 * most one a minute for each name: for a list that came back empty, which says nothing of that.
	 */
	namespaceExists(name: string): boolean | undefined;
	/**
	 * The namespaces in which one of these resources may be listed, for who may list none in all of them: those that are known and,
	 * where they may be listed, all there are. Asking starts the search, at most one in five minutes.
	 */
	readableNamespaces(resources: readonly ResourceSpec[], known: readonly string[]): ReadableNamespaces;
	/** Now on the server's clock, epoch ms. */
	serverNow(): number;
	/** Calls once when it is `at` (epoch ms) on the server's clock, and then tells subscribers: what shows the time may have changed. */
	wakeAt(at: number, call: () => void): Cancel;
	/** Server clock minus ours in ms, when a Date header was seen. */
	readonly clockSkewMs: number | undefined;
	/** Called, coalesced, when any status, row or sample may have changed. */
	subscribe(listener: () => void): () => void;
	close(): Promise<void>;
}

/** A domain, open in one scope: its leases, joined. What panes and the headless output read. */
export interface DomainFeed<R extends Row = Row> {
	/** Where the server says what the columns are, it has those of the rows that are there now: another domain when they change. */
	readonly domain: Domain<R>;
	readonly scope: Scope;
	/** Row leases first, then joined ones, a stream that is both only once, then metrics; diagnostics shows each. */
	readonly leases: readonly Lease[];
	readonly metrics: MetricsLease | undefined;
	/** Those of nodes, where they are read beside the others. */
	readonly nodeMetrics: MetricsLease | undefined;
	/** The rows of all `rows` streams, or those that are derived of them, or the lines over all streams. */
	readonly rows: ReadableRows<R>;
	/** Makes lines what they are now; of rows of objects there is nothing to do. */
	settle(): void;
	/** For cells: tallies, usage and the server's clock. */
	context(): CellContext;
	/**
	 * The worst of its row streams; joined streams and metrics worsen the light but not the rows. Of several row streams one that
	 * is refused or not served, and has no rows to show, is `missing` and not part of this.
	 */
	status(): StreamStatus;
	/** How the stream is that the row of this uid comes from; `status` of a row that is made of several streams, or of none. */
	statusOf(uid: string): StreamStatus;
	/** Row streams that are refused or not served while others are read, in words: `cronjobs: forbidden`. */
	missing(): readonly string[];
	/** The worst of everything it shows, metrics included: the header's light. */
	light(): StreamStatus;
	/** Which kinds it reads is not known yet. */
	deciding(): boolean;
	/**
	 * Asks for what the cells of a row look up, and tells whether all of it is known, or will not be by itself: for who needs it of
	 * rows that are on no screen.
	 */
	lookUp(row: R): boolean;
	/** Grows when a tally, a sample or what was looked up changed. */
	readonly joinsRevision: number;
	close(): void;
}

/** What the engine tells whoever wants to know. Every method may throw; one observer that throws does not stop the others. */
export interface SyncObserver {
	/** A stream went from one state to another. */
	transition?(entry: TransitionEntry): void;
	/** A request was sent and ended (a watch: when it ended). */
	request?(entry: RequestEntry): void;
	/** The server warned of something beside a good answer. */
	warned?(entry: WarningEntry): void;
	/** A watch delivered; `events` excludes bookmarks, which count in `bookmarks`. */
	delivered?(streamId: string, at: number, events: number, bookmarks: number): void;
	/** A stream was released for good. */
	stopped?(streamId: string, at: number): void;
}

export interface TransitionEntry {
	readonly at: number;
	readonly streamId: string;
	readonly from: string;
	readonly to: string;
	/** What happened: "watch ended cleanly", "410 Expired"… */
	readonly cause: string;
	/** What was done about it: "list again from page 1"… */
	readonly did: string;
	readonly level: StreamLevel;
	readonly reason: StreamReason;
	/** It lists everything again although it was complete before. */
	readonly relist: boolean;
	readonly error?: ApiError;
}
