import type { GivenFlag } from '../base/api-error-sentences.ts';
import type { ListerWatcher } from './lister-watcher.ts';
import type { Gvr, LoginWait, Mask, RequestEntry, Scope, WarningEntry } from './types.ts';

export interface StreamTarget {
	readonly gvr: Gvr;
	readonly scope: Scope;
	/** Of the one object that the scope selects, which can be read by it where it may not be listed. */
	readonly name?: string;
	readonly mask: Mask;
	/** Only the metadata of each object is sent. */
	readonly metadataOnly?: boolean;
	/**
	 * `table`: each object is a TableObject, printed by the server, with the metadata that the mask names. `discovery`: an OfferedObject,
	 * what the server says it has. Absent: as the mask says.
	 */
	readonly form?: 'table' | 'discovery';
	/** For the journal. */
	readonly streamId: string;
	/** Asked whenever a LIST waits for one of the four places: visible ones go first. */
	readonly priority: () => 'visible' | 'background';
}

export interface GetRequest {
	/** Path and query: `/version`. */
	readonly path: string;
	readonly method?: 'GET' | 'POST';
	/** Sent as JSON. */
	readonly body?: unknown;
	readonly verb: RequestEntry['verb'];
	readonly accept?: string;
	readonly signal?: AbortSignal;
	/** Until the end of the body; default 30 000. */
	readonly timeoutMs?: number;
}

export interface GetAnswer {
	readonly status: number;
	readonly contentType: string;
	readonly body: Buffer;
	/** The Date header, epoch ms. */
	readonly serverDate?: number;
}

/** The log of one container (kubernetes pkg/apis/core/types.go, PodLogOptions). `sinceTime` and `sinceSeconds` exclude each other. */
export interface ContainerLog {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
	readonly follow?: boolean;
	readonly previous?: boolean;
	/** Before each line the time at which it was written: RFC 3339 with nine digits of a second, and a space. */
	readonly timestamps?: boolean;
	/** RFC 3339; the server cuts it to whole seconds. */
	readonly sinceTime?: string;
	readonly sinceSeconds?: number;
	readonly tailLines?: number;
	/** Of the whole answer, stamps included. */
	readonly limitBytes?: number;
}

export interface LogRequest {
	readonly log: ContainerLog;
	/** For the journal. */
	readonly streamId: string;
	readonly signal: AbortSignal;
	/** The response headers are in; with them the server's Date, epoch ms, when it sent one. */
	readonly onOpen?: (serverDate: number | undefined) => void;
	/**
	 * What came, as it came: chunks end anywhere. Nothing more is read before it is done, and the socket waits. The buffers
	 * are the reader's own: they may be kept, and then keep all that they were cut from.
	 */
	readonly onBytes: (chunks: readonly Buffer[]) => void | Promise<void>;
}

/** How a log that was answered ended: with the log, or at once, because the pod is on no node yet (HTTP 204). */
export type LogEnd = 'ended' | 'unscheduled';

export interface Unanswered {
	readonly verb: RequestEntry['verb'];
	readonly waitedMs: number;
}

/** An authenticated way to one API server: one keep-alive agent, a socket of its own for each watch, at most four LISTs in flight. */
export interface Connection {
	readonly context: string;
	readonly cluster: string;
	readonly user: string;
	/** `https://host:port`, without credentials. */
	readonly server: string;
	/** The context's namespace, when it names one. */
	readonly namespace: string | undefined;
	/** The server's certificate is not checked: whoever is on the way can pass for it. */
	readonly insecure: boolean;
	/** What is on the way to the server, and what named it (`proxy-url`, `HTTPS_PROXY`); its address without credentials. */
	readonly proxy: { readonly address: string; readonly from: string } | undefined;
	/** What the command line said instead of the kubeconfig; for sentences. */
	readonly given: readonly GivenFlag[];
	/** Server clock minus ours in ms, from Date headers; undefined until one was seen. */
	clockSkewMs(): number | undefined;
	listerWatcher(target: StreamTarget): ListerWatcher;
	/** One short request. Throws ApiFailure on no answer and on status >= 400. */
	get(request: GetRequest): Promise<GetAnswer>;
	/** Reads a log, on a socket of its own. Resolves at its clean end. Throws ApiFailure, also when it is cut. */
	log(request: LogRequest): Promise<LogEnd>;
	/** Requests that were sent and whose response headers are not in: a server that hangs shows here first. */
	unanswered(): readonly Unanswered[];
	/** Told of every request that ended. */
	onRequest(listener: (entry: RequestEntry) => void): () => void;
	/** Told of what the server warns of beside its answers, each once for each stream. */
	onWarning(listener: (entry: WarningEntry) => void): () => void;
	/** Told when the server takes new credentials: who was refused may ask again. */
	onAccepted(listener: () => void): () => void;
	/** Somebody asks by hand: a login that failed a moment ago is tried again. */
	forgetRefusals(): void;
	/** The credential plugin that is waited for; undefined: none runs. */
	loginWait(): LoginWait | undefined;
	/** What a credential plugin prints while it runs, or what is wrong with files that credentials come from or go to; safe for a terminal, lines apart by \n; else ''. */
	credentialOutput(): string;
	/** Aborts everything, closes every socket, ends credential plugins. */
	close(): Promise<void>;
}
