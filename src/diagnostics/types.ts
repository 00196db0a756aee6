import type { RequestEntry, WarningEntry } from '../kube/types.ts';
import type { DomainFeed, StreamStatus, SyncObserver, TransitionEntry } from '../sync/types.ts';

/** What the diagnostics pane says of one stream. */
export interface StreamDiagnostics {
	readonly streamId: string;
	readonly status: StreamStatus;
	readonly objects: number;
	/** Epoch ms of the last delivery (an event, a bookmark, a page, a sample); undefined: never. */
	readonly deliveredAt: number | undefined;
	/** Over the last 60 s; undefined where nothing is streamed. */
	readonly eventsPerSecond: number | undefined;
	/** undefined: it is never listed, and nothing polls in its place. */
	readonly relists: number | undefined;
	readonly errors: number;
	readonly requests: number;
	/** Of the requests, those that proved a silent watch. */
	readonly probes: number;
	readonly resourceVersion: string;
}

/** One row of the pane: an active domain, told by the worst of its streams that can be read at all, or the log of a container. */
export interface DomainDiagnostics {
	readonly domain: string;
	/** `prod-eu/shop`, or `prod-eu` for a cluster-scoped domain or all namespaces; `cart-7c9/cart` of a log. */
	readonly scope: string;
	readonly worst: StreamDiagnostics;
	/** Streams that are refused or not served while others are read: told beside `worst`, which is none of them. */
	readonly missing: readonly StreamDiagnostics[];
	/** Of all its row streams, or of all its streams where none is one. */
	readonly objects: number;
	readonly streams: readonly StreamDiagnostics[];
}

/** A log that is read, as its session tells of it. */
export interface LogReport {
	readonly id: string;
	readonly source: { readonly pod: string; readonly container: string };
	readonly status: StreamStatus;
	readonly lines: number;
}

export interface Diagnostics {
	/** Hand it to the engine. */
	readonly observer: SyncObserver;
	/** The metrics of a feed are a row of their own (`pod-metrics`), and so is each log; its objects are its lines. */
	rows(context: string, feeds: readonly DomainFeed[], logs?: readonly LogReport[]): readonly DomainDiagnostics[];
	/** The last transitions, oldest first; of one stream when it is named. Bounded. */
	journal(streamId?: string): readonly TransitionEntry[];
	requests(streamId?: string): readonly RequestEntry[];
	/** What the server warned of, oldest first; of one stream when it is named. Bounded. */
	warnings(streamId?: string): readonly WarningEntry[];
	/** Counted over the last 60 s, watches included once each. */
	requestsPerMinute(): number;
}
