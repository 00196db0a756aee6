import type { RequestInfo } from './request-info.ts';
import type { StorageStall } from './storage-stall.ts';

/** A request as predicates of fault knobs see it. */
export interface AskedRequest extends RequestInfo {
	readonly user: string;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Asked = (request: AskedRequest) => boolean;

export interface CannedAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object is sent as JSON, a text as it is. */
	readonly body?: string | object;
}

export interface Forbidden {
	/** By name (`viewer`, `shopper`), absent: everyone. */
	readonly user?: string;
	readonly verb: string;
	readonly resource: string;
	/** Absent: everywhere. */
	readonly namespace?: string;
	/** Only what asks for all namespaces is refused. */
	readonly acrossNamespaces?: true;
}

/**
 * `absent`: 404 text; `unavailable`: 503 text; `frozen`: the same sample under the same timestamp again and again; `empty`: answers
 * without samples, as of a metrics-server that reaches no kubelet.
 */
export type MetricsFault = 'none' | 'absent' | 'unavailable' | 'frozen' | 'empty';

/** Undoes a knob. */
export type Undo = () => void;

/** A log is broken off when it has sent so many bytes, which is mostly within a line. */
export interface LogCut {
	readonly afterBytes: number;
	/** `silence`: it stays open and sends nothing more, for good. */
	readonly how: 'reset' | 'end' | 'silence';
}

/** How versions stand on the wire, where they are not what the store counts. */
export interface VersionSpelling {
	readonly write: (version: string) => string;
	/** Undefined: no version of this server. */
	readonly read: (text: string) => string | undefined;
}

/** What a test may do to the server while clients are on it. Open watches are chosen by what they asked; absent: all of them. */
export interface Faults {
	/** All earlier versions are too old from now on: a watch from one is 200 and an ERROR 410, a LIST of one is 410. */
	expireHistory(): void;
	/** Continue tokens given out until now are 410 with a token that continues inconsistently. */
	expireContinueTokens(): void;
	/** Closes the listener and every socket; connections are refused until `acceptConnections`, which listens on the same port. */
	refuseConnections(): Promise<void>;
	acceptConnections(): Promise<void>;
	/** Ends open watches with a TCP reset in the middle of a chunk. Returns how many. */
	resetWatches(which?: Asked): number;
	/** Sends half an event line, then a clean end of the body. */
	cutWatches(which?: Asked): number;
	/** Sends one line as it is (broken JSON, a made-up event) on open watches. */
	sendLine(line: string, which?: Asked): number;
	/** Clean end of the stream. */
	endWatches(which?: Asked): number;
	/** Sends an ERROR event with this Status, then a clean end. */
	errorWatches(status: object, which?: Asked): number;
	/** Open watches stay open and deliver nothing more, for good: a half-open connection. New ones work. */
	silenceWatches(which?: Asked): number;
	/** Ends open log streams with a TCP reset. Returns how many. */
	resetLogs(which?: Asked): number;
	/** A clean end, though the container goes on. */
	endLogs(which?: Asked): number;
	/** Open log streams stay open and deliver nothing more, for good. */
	silenceLogs(which?: Asked): number;
	/** The next `times` matching log requests (absent: all, until undone) are broken off. */
	cutLogs(which: Asked, cut: LogCut, times?: number): Undo;
	/** The next `times` matching requests (absent: all, until undone) get this answer, before authentication. */
	answer(which: Asked, answer: CannedAnswer, times?: number): Undo;
	/** The next `times` matching requests are too many: 429 in plain text (apiserver pkg/server/filters/maxinflight.go). */
	throttle(which: Asked, retryAfterSeconds: number, times?: number): Undo;
	/**
	 * Until undone the server is about to stop: every request is 429, Retry-After 5, and its connection is closed behind it (apiserver
	 * pkg/server/filters/with_retry_after.go). Open watches go on.
	 */
	announceShutdown(): Undo;
	/** Tokens given out until now are nobody's. The kubeconfig holds new ones from now on. */
	revokeTokens(): void;
	/** The next `times` matching requests are accepted and never answered. */
	hang(which: Asked, times?: number): Undo;
	/** Matching requests have their connection reset before any answer. */
	reset(which: Asked, times?: number): Undo;
	/** Refuses a verb on a resource with the 403 of RBAC. */
	forbid(rule: Forbidden): Undo;
	/** No watch gets a bookmark, as behind some proxies. */
	dropBookmarks(): Undo;
	/** Matching watches send their headers only with their first event. */
	holdHeaders(which: Asked): Undo;
	metrics(fault: MetricsFault): void;
	/** Back to the objects and the resourceVersion of an earlier time, as an etcd restored from a backup. */
	rewind(version: number): void;
	/**
	 * The storage answers nobody: lists lose their connection after a minute, open watches are silent, what is in memory is served.
	 * `onWait` is called whenever a request begins to wait for it, or ends to.
	 */
	stallStorage(onWait?: () => void): Undo;
	/**
	 * `cronjobs.batch`: its objects are deleted, its watches end a second later, and whatever is asked of it is 404, as when a CRD is
	 * deleted. Undone it is there again, empty. Discovery goes on naming it.
	 */
	removeResource(name: string): Undo;
	/** From now on versions are written and read in this way, whatever clients hold. */
	spellVersions(spelling: VersionSpelling): Undo;
}

interface Planned<T> {
	readonly which: Asked;
	readonly what: T;
	left: number;
}

/** A list of plans with a predicate each, the first that matches is used up by one. */
export class Plans<T> {
	private plans: Planned<T>[] = [];

	add(which: Asked, what: T, times = Number.POSITIVE_INFINITY): Undo {
		const plan = { which, what, left: times };
		this.plans.push(plan);
		return () => {
			this.plans = this.plans.filter((other) => other !== plan);
		};
	}

	take(request: AskedRequest): T | undefined {
		const plan = this.plans.find((candidate) => candidate.left > 0 && candidate.which(request));
		if (plan === undefined) return undefined;
		plan.left -= 1;
		return plan.what;
	}
}

export type RequestFault = { readonly do: 'answer'; readonly answer: CannedAnswer } | { readonly do: 'hang' } | { readonly do: 'reset' };

/** The knobs that are state; those that act on sockets are the server's. */
export class FaultState {
	readonly requests = new Plans<RequestFault>();
	readonly heldHeaders = new Plans<true>();
	readonly logCuts = new Plans<LogCut>();
	metrics: MetricsFault = 'none';
	bookmarksDropped = 0;
	stall: StorageStall | undefined;
	spelling: VersionSpelling | undefined;
	/** Of resources that are not served any more. */
	readonly absent = new Set<string>();
	/** See `tokenOf`. */
	tokenIssue = 1;
	/** Continue tokens of this version and earlier ones are expired. */
	continueFloor = -1;
	private readonly refusals = new Set<Forbidden>();

	forbid(rule: Forbidden): Undo {
		this.refusals.add(rule);
		return () => this.refusals.delete(rule);
	}

	refuses(user: string, verb: string, resource: string, namespace: string | undefined): boolean {
		return [...this.refusals].some(
			(rule) =>
				(rule.user === undefined || rule.user === user) &&
				(rule.verb === '*' || rule.verb === verb) &&
				(rule.resource === '*' || rule.resource === resource) &&
				(rule.namespace === undefined || rule.namespace === namespace) &&
				(rule.acrossNamespaces !== true || namespace === undefined),
		);
	}

	dropBookmarks(): Undo {
		let dropped = true;
		this.bookmarksDropped += 1;
		return () => {
			if (dropped) this.bookmarksDropped -= 1;
			dropped = false;
		};
	}
}

const tooMany = (text: string, headers: Readonly<Record<string, string>>): CannedAnswer => ({
	status: 429,
	headers: { 'x-content-type-options': 'nosniff', ...headers },
	body: text,
});

export const tooManyRequests = (retryAfterSeconds: number): CannedAnswer =>
	tooMany('Too many requests, please try again later.\n', { 'retry-after': String(retryAfterSeconds) });

export const shuttingDown = tooMany('The apiserver is shutting down, please try again later.\n', {
	'retry-after': '5',
	connection: 'close',
});
