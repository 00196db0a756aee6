import type { ApiError } from '../base/api-error.ts';
import type { KubeObject, WatchEvent } from './types.ts';

/** A stalled etcd answers after 60 s with a closed connection: a LIST that is silent for longer than that will not be answered. */
export const LIST_SILENCE_MS = 65_000;

export interface ListRequest {
	/** Why it is asked, for the journal: absent means `list`. */
	readonly purpose?: 'list' | 'probe' | 'poll' | 'metrics';
	/** Objects in this page at most; absent: no limit. */
	readonly limit?: number;
	/** From the page before; the server then answers at the version of page 1. */
	readonly continueToken?: string;
	readonly signal: AbortSignal;
	/** The response headers are in; with them the server's Date, epoch ms, when it sent one. */
	readonly onAnswer?: (serverDate: number | undefined) => void;
	/** Called as the bytes arrive, in the order of the list, several times a page. */
	readonly onObjects: (objects: readonly KubeObject[]) => void;
}

/** What a page says of itself. Its objects went through `onObjects` before this resolves. */
export interface ListPage {
	readonly resourceVersion: string;
	/** Absent on the last page. Only this decides whether there is more. */
	readonly continueToken?: string;
	/** The server's estimate of what is left; absent with selectors and on the last page. */
	readonly remaining?: number;
	/** The server's Date header in epoch milliseconds (whole seconds), when it sent one. */
	readonly serverDate?: number;
	/** From sending the request to the end of the body. */
	readonly tookMs: number;
	/** The list was refused so, and the one object that it is of was read by its name: there is no version to watch from. */
	readonly unlisted?: ApiError;
}

export interface WatchRequest {
	/** Events strictly after this version. */
	readonly resourceVersion: string;
	/**
	 * Ask for the present objects first (KEP-3157 WatchList: sendInitialEvents, resourceVersionMatch=NotOlderThan, no version);
	 * they end with a bookmark that has `initialEventsEnd`. A server without it answers 422 or 403, or never sends the mark.
	 */
	readonly initialEvents?: boolean;
	readonly timeoutSeconds: number;
	readonly signal: AbortSignal;
	/** The response headers are in: the server accepted the watch. */
	readonly onOpen: () => void;
	/** What one socket read brought, in stream order; never empty. */
	readonly onEvents: (events: readonly WatchEvent[]) => void;
}

/**
 * The seam between the sync engine and whatever serves a resource: one resource in one scope.
 * Both methods throw ApiFailure and nothing else; an aborted signal throws kind `aborted`.
 */
export interface ListerWatcher {
	list(request: ListRequest): Promise<ListPage>;
	/** Resolves at a clean end of the stream. */
	watch(request: WatchRequest): Promise<void>;
}
