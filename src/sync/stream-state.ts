import type { ApiError } from '../base/api-error.ts';
import type { Tries } from '../base/backoff.ts';

/** Why everything is listed again although it was complete before. */
export type RelistCause = 'expired' | 'rewind' | 'drift' | 'broken' | 'requested';

/** Why a stream is polled: a watch cannot be had, or the open one is no longer proven. */
export type PollCause = 'watch forbidden' | 'watch unsupported' | 'watch failing' | 'unproven';

/** A list of several pages that is under way. */
export interface ListProgress {
	readonly pages: number;
	/** When page 1 of a list that is awaited was asked for. */
	readonly askedAt?: number;
	/** How often a continue token expired under it: after the first time it starts again, after the second it asks without a limit. */
	readonly restarts: number;
	/** The store itself (the first list, painted as it comes), or a replacement that shows when it is complete. */
	readonly into: 'store' | 'replacement';
	/** Of a list beside a watch: the stream's version when it was asked for. A list that is older is one of a server that went back. */
	readonly from?: string;
	/** What page 1 reports. All pages are of it, and the watch begins there: where a later page reports another one, nothing in between is lost. */
	readonly version?: string;
	/** A continue token that was sent: should it come again, the pages go round in a circle. */
	readonly pastToken?: string;
	/** Pages in a row that brought no new object. */
	readonly barren?: number;
}

/**
 * What is done to find out whether a silent watch still lives: one short LIST; where anything has happened since, a watch that ends
 * at once and brings what was missed; then a second watch beside the first.
 */
export interface Probe {
	readonly stage: 'asked' | 'checking' | 'reopening';
	readonly sentAt: number;
	/** The server's version when it answered. */
	readonly version?: string;
	/** Of a server that told of an older version: the one that it must not be older than. */
	readonly against?: string;
	/** The open watch has told all that there was to tell. */
	readonly proven?: true;
}

/**
 * Where a stream is. One variant a situation, each holding only what that situation needs; times are epoch milliseconds.
 * What survives from one situation to the next stands beside it, in Stream.
 */
export type StreamState =
	/** Made, not asked for yet. Left by `start`. */
	| { readonly kind: 'idle' }
	/** A paged LIST is under way. `again` is absent the first time. Left by the last page or a failure. */
	| { readonly kind: 'listing'; readonly list: ListProgress; readonly again?: RelistCause }
	/** The present objects are streamed (WatchList). Left by the mark, or after 10 s without progress for `listing`. */
	| { readonly kind: 'seeding'; readonly lastProgressAt: number }
	/** A watch is asked for and its headers are not in. `proven`: it takes over from one that ended cleanly. */
	| { readonly kind: 'connecting'; readonly since: number; readonly proven: boolean }
	/** The watch is open. Left when it ends, fails, or stays silent past the proof window without an answer. */
	| {
			readonly kind: 'watching';
			readonly headersAt: number;
			/** An event or bookmark on this connection. */
			readonly lastDeliveryAt?: number;
			/** The last time a probe was answered. */
			readonly probedAt?: number;
			readonly probe?: Probe;
			/** It took the place of a silent connection. */
			readonly reopened?: true;
			/** A LIST asked for by hand, swapped in while the watch stays. */
			readonly refresh?: ListProgress;
	  }
	/** Waiting to ask again. `list`: everything; `watch`: from the last version; `poll`: as before the failure. */
	| { readonly kind: 'backing-off'; readonly until: number; readonly error: ApiError; readonly loop: boolean; readonly resume: Resume }
	/** Lists on an interval and swaps the difference in. `watch` says whether one is open or asked for beside it. */
	| {
			readonly kind: 'polling';
			readonly why: PollCause;
			readonly watch: 'none' | 'opening' | 'open';
			readonly nextPollAt: number;
			readonly nextWatchAt: number;
			/** When the watch beside it got its headers: it is trusted once it delivers, or lives for a second. */
			readonly openedAt?: number;
			readonly list?: ListProgress;
	  }
	/** 403, settled. Asked again at `recheckAt`, by hand, and with new credentials. */
	| { readonly kind: 'denied'; readonly recheckAt: number; readonly error: ApiError }
	/** 401 that one refresh of the credential did not cure. */
	| { readonly kind: 'needs-credentials'; readonly recheckAt: number; readonly error: ApiError }
	/** The server has no such resource. */
	| { readonly kind: 'absent'; readonly recheckAt: number; readonly error: ApiError }
	/** Released: nothing is asked; rows and version stay for a while. */
	| { readonly kind: 'stopped' };

export type Resume =
	| { readonly to: 'list'; readonly again?: RelistCause }
	| { readonly to: 'watch' }
	| { readonly to: 'poll'; readonly why: PollCause; readonly nextWatchAt: number };

/** A stream's state and what it remembers across states. */
export interface Stream {
	readonly state: StreamState;
	/** Of the row store: none, a part of the first list, all. */
	readonly rows: 'none' | 'partial' | 'complete';
	/** The version of the last list or the last event of any type but ERROR; '' before the first, and where the server gives none. Opaque. */
	readonly version: string;
	/** When the rows were last known to be the server's; undefined: never. While the stream is live that is now. */
	readonly syncedAt: number | undefined;
	readonly tries: Tries;
	/** The last list was refused so, and its one object read by its name instead. */
	readonly unlisted: ApiError | undefined;
	/** Why the last try failed, until one succeeds: a first list that is tried again says so. */
	readonly lastError: ApiError | undefined;
	/** A LIST, a WATCH of this stream was answered with 200 once. */
	readonly listServed: boolean;
	readonly watchServed: boolean;
	/** Watches in a row that ended without having proved anything. */
	readonly poorWatches: number;
	/** Watches in a row that stayed open and silent while there was something to tell. */
	readonly deafWatches: number;
	/** Broken answers (half lines, bad JSON) in a row. */
	readonly brokenAnswers: number;
	/** 5xx in a row inside the stream. */
	readonly serverErrors: number;
	/** When everything was listed again, within the last minute. */
	readonly relistedAt: readonly number[];
	/** What the last complete LIST took, in ms: polls are spaced by it. */
	readonly listTookMs: number;
	/** Sums up the pages of the LIST under way. */
	readonly pagesTookMs: number;
	/** When an unsettled 403 or 404 was first answered. */
	readonly refusedSince: number | undefined;
	/** The server does not stream initial objects. */
	readonly noSeeding: boolean;
	/** How long nothing was said on the watch that was cut last, where it was long enough to be why; see idle-cuts.ts. */
	readonly cutAfterMs: number | undefined;
	/** Something on the way cuts connections that are silent for this long. */
	readonly idleLimitMs: number | undefined;
}

export const newStream: Stream = {
	state: { kind: 'idle' },
	rows: 'none',
	version: '',
	syncedAt: undefined,
	tries: { count: 0, lastAt: undefined },
	unlisted: undefined,
	lastError: undefined,
	listServed: false,
	watchServed: false,
	poorWatches: 0,
	deafWatches: 0,
	brokenAnswers: 0,
	serverErrors: 0,
	relistedAt: [],
	listTookMs: 0,
	pagesTookMs: 0,
	refusedSince: undefined,
	noSeeding: false,
	cutAfterMs: undefined,
	idleLimitMs: undefined,
};

/** What happened to a stream. */
export type Signal =
	| { readonly kind: 'start' }
	/**
	 * One page is in. `token`: there are more. `barren`: the pages before it held all that it brought. `unlisted`: the list was refused
	 * so, and what came is the one object, read by its name.
	 */
	| {
			readonly kind: 'page';
			readonly version: string;
			readonly token?: string;
			readonly tookMs: number;
			readonly barren?: true;
			readonly unlisted?: ApiError;
	  }
	| { readonly kind: 'list-failed'; readonly error: ApiError }
	/** Initial objects came on the watch; `end` is their mark. */
	| { readonly kind: 'seeds'; readonly end?: { readonly version: string } }
	| { readonly kind: 'watch-opened' }
	/** Events and bookmarks were applied; the version is that of the last of them. */
	| { readonly kind: 'delivered'; readonly version: string }
	| { readonly kind: 'watch-ended' }
	| { readonly kind: 'watch-failed'; readonly error: ApiError }
	| { readonly kind: 'probe-answered'; readonly version: string }
	| { readonly kind: 'probe-failed'; readonly error: ApiError }
	/** The watch that asked for what was missed ended cleanly. */
	| { readonly kind: 'caught-up'; readonly missed: boolean }
	| { readonly kind: 'second-opened' }
	/** The second watch brought an event that the first one should have had. */
	| { readonly kind: 'drifted' }
	| { readonly kind: 'second-failed'; readonly error: ApiError }
	/** The time that `alarm` named has come. */
	| { readonly kind: 'tick' }
	/** Asked for by hand, unless a cause is given. */
	| { readonly kind: 'refresh'; readonly cause?: string }
	/** Another request of this context has waited too long for an answer. */
	| { readonly kind: 'hanging' }
	/** The server could not be reached, and now answers somebody. */
	| { readonly kind: 'reachable' }
	| { readonly kind: 'credentials-renewed' }
	/** Another stream of this context has found out that the server's version went back. */
	| { readonly kind: 'rewound' }
	/** The clock jumped: the machine slept, and no open connection can be trusted. */
	| { readonly kind: 'woke' }
	| { readonly kind: 'stop' };

/** What the reflector has to do, in this order. */
export type Effect =
	/** Ask for one page. `into`: the store itself (the first list, painted as it comes) or a replacement that shows at `publish`. */
	| {
			readonly kind: 'list';
			readonly purpose: 'list' | 'poll';
			readonly into: 'store' | 'replacement';
			readonly token?: string;
			readonly limit?: number;
	  }
	/** Abort the LIST under way and forget what it brought. */
	| { readonly kind: 'discard-list' }
	/** The list is complete: show it. */
	| { readonly kind: 'publish' }
	/** Open a watch from the stream's version, closing the one before. */
	| { readonly kind: 'watch' }
	| { readonly kind: 'seed' }
	| { readonly kind: 'close-watch' }
	| { readonly kind: 'probe' }
	| { readonly kind: 'cancel-probe' }
	/** Open a watch from the stream's version that ends after a second. What it brings is not applied: that it brings something is told. */
	| { readonly kind: 'catch-up' }
	/** Open a second watch from the stream's version beside the first. What it brings up to `driftBelow` the first one should have brought. */
	| { readonly kind: 'second-watch'; readonly driftBelow: string }
	/** The second becomes the first; the old one is closed. */
	| { readonly kind: 'adopt-second' }
	| { readonly kind: 'drop-second' }
	/** The resource is gone, and its rows with it. */
	| { readonly kind: 'clear-rows' };

/** What a transition may know beside the stream. */
export interface TransitionContext {
	/** Epoch ms. */
	readonly now: number;
	/** 0 ≤ dice < 1, for jitter. */
	readonly dice: number;
	/** When a request of this context last failed without an HTTP answer; undefined: never. */
	readonly transportFailedAt: number | undefined;
	readonly settings: StreamSettings;
}

export interface StreamSettings {
	/** Objects in the first page: the height of the screen. */
	readonly firstPage: number;
	readonly pageSize: number;
	readonly pollIntervalMs: number;
	/** A silent watch is proven again after this long: a bookmark's minute and a quarter. */
	readonly proofWindowMs: number;
	readonly initial: 'list' | 'stream';
}

export const defaultSettings: StreamSettings = {
	firstPage: 50,
	pageSize: 500,
	pollIntervalMs: 10_000,
	proofWindowMs: 75_000,
	initial: 'list',
};

/** A probe, and a LIST that fills in for it, must be answered within this. */
export const PROBE_DEADLINE_MS = 5_000;
/** A LIST that was kept waiting for this long and then dropped is one that the server's storage did not answer. */
export const STALLED_MS = 10_000;
/** A first page that is awaited for so long is said to be. */
export const FIRST_PAGE_LATE_MS = 10_000;
/** A watch without headers for this long is polled beside; proxies may hold headers back until the first event. */
export const HEADERS_DEADLINE_MS = 5_000;
/** A streamed initial list without progress for this long is given up for a LIST. */
export const SEED_DEADLINE_MS = 10_000;
/** A settled 403, and a watch that is forbidden, are asked again this often. */
export const RECHECK_DENIED_MS = 300_000;
export const RECHECK_ABSENT_MS = 60_000;
export const RECHECK_CREDENTIALS_MS = 30_000;
/** This many relists within a minute are a loop. */
export const RELIST_LOOP = 3;
export const RELIST_LOOP_WINDOW_MS = 60_000;
/** A watch that ended sooner than this without an event was not one. */
export const SHORT_WATCH_MS = 1_000;
/** So many watches in a row that told nothing while another one did are polled instead. */
export const DEAF_WATCHES = 2;
export const SILENT_WATCH = 'the watch stays silent while objects change';
/** After a clean end the next watch may take this long before its stream counts as connecting. */
export const HANDOVER_MS = 1_000;

export interface Step {
	readonly stream: Stream;
	readonly effects: readonly Effect[];
	/** For the journal: what happened, and what was done. Absent when nothing is worth a line. */
	readonly entry?: { readonly cause: string; readonly did: string; readonly relist?: boolean; readonly error?: ApiError };
	/** The server's version went back: what other streams of it go on from may be a version to come. */
	readonly rewound?: true;
}

/**
 * Whether a watch can begin at a version. From none, and from 0, it would begin with whatever a cache of the server holds, in no
 * order, and say nothing of what is gone since the list (apiserver, resourceVersion semantics of watch).
 */
export const isPlace = (version: string): boolean => version !== '' && version !== '0';

/** Why a stream is polled that has no such place. */
export const NO_VERSION = 'its lists have no version to watch from';

/** Why a stream is polled that may `get` its object and not list it. */
export const READ_BY_NAME = 'list is forbidden, so it is read by its name';

/** Nothing changes, and there is nothing to do. */
export const stay = (stream: Stream): Step => ({ stream, effects: [] });

/** When a poll comes after the last: never more often than a tenth of the time that the LISTs themselves take. */
export const effectiveInterval = (stream: Stream, settings: StreamSettings): number =>
	Math.max(settings.pollIntervalMs, 10 * stream.listTookMs);

/** How long a poll may stay unanswered, in ms, before its server is said not to answer. */
export const pollPatience = ({ listTookMs }: Stream): number => Math.max(PROBE_DEADLINE_MS, 2 * listTookMs);

/** When the last proof of life of a watch was. */
export function provenAt(state: Extract<StreamState, { kind: 'watching' }>): number {
	return Math.max(state.headersAt, state.lastDeliveryAt ?? 0, state.probedAt ?? 0);
}

/** When `tick` must come next; undefined: not until something else happens. */
export function alarm(stream: Stream, settings: StreamSettings): number | undefined {
	const { state } = stream;
	switch (state.kind) {
		case 'seeding':
			return state.lastProgressAt + SEED_DEADLINE_MS;
		case 'connecting':
			return state.since + HEADERS_DEADLINE_MS;
		case 'watching':
			return state.probe === undefined ? provenAt(state) + settings.proofWindowMs : state.probe.sentAt + PROBE_DEADLINE_MS;
		case 'backing-off':
			return state.until;
		case 'polling':
			return pollingAlarm(state);
		case 'denied':
		case 'needs-credentials':
		case 'absent':
			return state.recheckAt;
		case 'idle':
		case 'listing':
		case 'stopped':
			return undefined;
	}
}

function pollingAlarm(state: Extract<StreamState, { kind: 'polling' }>): number | undefined {
	if (state.openedAt !== undefined) return state.openedAt + SHORT_WATCH_MS;
	if (state.list !== undefined) return undefined;
	return state.watch === 'none' ? Math.min(state.nextPollAt, state.nextWatchAt) : state.nextPollAt;
}
