import type { NamedPods } from '../domains/named-pods.ts';
import type { StreamStatus } from '../sync/types.ts';

/** Whose logs are read: one pod, the pods of a workload as they come and go, or the pods that a selector finds. */
export type LogTarget = NamedPods | { readonly kind: 'selector'; readonly labelSelector: string };

/**
 * Which containers of each pod. `default`: what kubectl takes, the one that the annotation
 * kubectl.kubernetes.io/default-container names, else the first. `all`: init and ephemeral ones too.
 */
export type LogContainers = 'default' | 'all' | { readonly name: string };

export interface LogRequest {
	readonly namespace: string;
	readonly target: LogTarget;
	readonly containers: LogContainers;
	readonly follow: boolean;
	/** Of the container that ran before the last restart. */
	readonly previous: boolean;
	/** Lines from the end of each container; absent: from its start, or from `sinceSeconds`. Pods that come later are read from their start. */
	readonly tailLines?: number;
	readonly sinceSeconds?: number;
	/** RFC 3339. Not together with `sinceSeconds`. */
	readonly sinceTime?: string;
}

/** One container of one pod. One object a source: equal sources are the same object. */
export interface LogSource {
	readonly pod: string;
	readonly container: string;
}

export interface LogLine {
	readonly kind: 'line';
	/** Rises by one an entry, through the whole session. */
	readonly seq: number;
	readonly source: LogSource;
	/** RFC 3339 with nanoseconds, as the kubelet wrote it. */
	readonly stamp: string;
	/** As the container wrote it: hostile, ANSI sequences included. */
	readonly text: string;
}

export type LogMarkKind =
	/** A source that is read from now on. */
	| 'joined'
	/** Its pod is gone: nothing more will come. */
	| 'left'
	| 'restarted'
	/** There is nothing to read yet: the container is being created, its image pulled, its pod scheduled. */
	| 'waiting'
	/** The connection was lost; it is being opened again. */
	| 'cut'
	/** The connection is back, and lines go on where they stopped. */
	| 'resumed'
	/** Lines may be missing here: the node no longer had those after the last one that came. */
	| 'gap'
	/** The container ended, or its log was read to its end. */
	| 'ended'
	| 'failed';

/** What happened to a source between two lines. */
export interface LogMark {
	readonly kind: 'mark';
	readonly seq: number;
	/** Absent: the whole session. */
	readonly source?: LogSource;
	readonly mark: LogMarkKind;
	/** Epoch ms, on our clock. */
	readonly at: number;
	/** A few words on it, safe for a terminal: `restarted (3): Error, exit 1`. */
	readonly words: string;
}

export type LogEntry = LogLine | LogMark;

/** The newest entries, bounded in number and bytes. */
export interface LogEntries {
	/** The oldest that is still kept. */
	readonly firstSeq: number;
	/** One past the newest. */
	readonly nextSeq: number;
	/** Lines that had to make room for newer ones. */
	readonly droppedLines: number;
	/** `undefined`: dropped, or not there yet. */
	at(seq: number): LogEntry | undefined;
}

/** One log stream, for the pane's title and for diagnostics. */
export interface LogStream {
	/** `prod/shop logs cart-7c9/cart` */
	readonly id: string;
	readonly source: LogSource;
	readonly status: StreamStatus;
	/** Lines that came, doubles of a resumption left out. */
	readonly lines: number;
	/** Epoch ms; undefined: nothing came yet. */
	readonly deliveredAt: number | undefined;
}

/** Logs that are open. */
export interface LogSession {
	readonly request: LogRequest;
	readonly entries: LogEntries;
	/** Those that are read or waited for, in the order in which they joined; of those that left none. */
	streams(): readonly LogStream[];
	/** The worst of its streams; before any is open, that of finding the pods. */
	status(): StreamStatus;
	/** Called, coalesced, when entries or statuses may have changed. */
	subscribe(listener: () => void): () => void;
	close(): void;
}
