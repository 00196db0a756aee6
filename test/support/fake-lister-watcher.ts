import { type ApiError, ApiFailure } from '../../src/base/api-error.ts';
import type { ListerWatcher, ListPage, ListRequest, WatchRequest } from '../../src/kube/lister-watcher.ts';
import type { KubeObject, WatchEvent } from '../../src/kube/types.ts';

interface OpenWatch {
	readonly request: WatchRequest;
	readonly end: () => void;
	readonly cut: (error: ApiError) => void;
}

interface LoggedEvent {
	readonly version: number;
	readonly event: WatchEvent;
}

/** What a caller says of an object; the server's part (uid, resourceVersion) is filled in when it is missing. */
export interface ObjectDraft {
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly uid?: string;
		readonly [field: string]: unknown;
	};
	readonly [field: string]: unknown;
}

const aborted = (): ApiFailure => new ApiFailure({ kind: 'aborted', message: 'the request was aborted' });
const keyOf = (object: ObjectDraft): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

/**
 * An API server's one resource in memory: it really lists (in pages, at the version of page 1) and really watches
 * (strictly after a version, in order, 410 for what it has forgotten). Nothing in it waits for time: answers come
 * on a microtask, events are delivered in the call that causes them.
 */
export class FakeListerWatcher implements ListerWatcher {
	/** By `namespace/name`, in no order: lists are sorted by this key, as the server's are. */
	readonly objects = new Map<string, KubeObject>();
	/** Every LIST that was asked, in order. */
	readonly lists: ListRequest[] = [];
	/** Every WATCH that was asked, in order. */
	readonly watches: WatchRequest[] = [];
	/** The Date header of every page, epoch ms; undefined: none. */
	serverDate: number | undefined;
	/** What every page says it took. */
	listTookMs = 1;
	/** While set, every LIST fails with it. */
	listError: ApiError | undefined;
	/** While set, every WATCH fails with it. */
	watchError: ApiError | undefined;
	/** True: a streamed list never sends the mark of its end, as behind some proxies. */
	neverEndSeeds: boolean = false;
	/** False: `remaining` is absent, as with selectors. */
	tellRemaining: boolean = true;
	private version = 100;
	private oldest = 0;
	private nextUid = 1;
	private log: LoggedEvent[] = [];
	private readonly open = new Set<OpenWatch>();
	private readonly nextListErrors: ApiError[] = [];
	private readonly nextWatchErrors: ApiError[] = [];
	private readonly snapshots = new Map<string, { readonly rest: readonly KubeObject[]; readonly version: number }>();
	private nextToken = 1;
	private listsHeld: boolean = false;
	private watchesHeld: boolean = false;
	private readonly heldLists: Array<() => void> = [];
	private readonly heldWatches: Array<() => void> = [];

	get listCalls(): number {
		return this.lists.length;
	}

	get watchCalls(): number {
		return this.watches.length;
	}

	/** Watches that are open now, whose headers are out. */
	get openWatches(): number {
		return this.open.size;
	}

	/** LISTs that wait for releaseLists. */
	get waitingLists(): number {
		return this.heldLists.length;
	}

	get resourceVersion(): string {
		return String(this.version);
	}

	create(draft: ObjectDraft): KubeObject {
		const object = this.stamped({ ...draft, metadata: { uid: `uid-${this.nextUid++}`, ...draft.metadata } });
		this.objects.set(keyOf(object), object);
		this.publish({ type: 'added', object });
		return object;
	}

	/** Merges into the object of the same namespace and name, which keeps its uid. */
	update(draft: ObjectDraft): KubeObject {
		const known = this.objects.get(keyOf(draft));
		if (known === undefined) throw new Error(`no object ${keyOf(draft)} to update`);
		const object = this.stamped({ ...known, ...draft, metadata: { ...known.metadata, ...draft.metadata } });
		this.objects.set(keyOf(object), object);
		this.publish({ type: 'modified', object });
		return object;
	}

	remove(draft: ObjectDraft): KubeObject {
		const known = this.objects.get(keyOf(draft));
		if (known === undefined) throw new Error(`no object ${keyOf(draft)} to remove`);
		this.objects.delete(keyOf(draft));
		const object = this.stamped(known);
		this.publish({ type: 'deleted', object });
		return object;
	}

	failNextList(error: ApiError): void {
		this.nextListErrors.push(error);
	}

	failNextWatch(error: ApiError): void {
		this.nextWatchErrors.push(error);
	}

	/** Every open watch ends cleanly, as at its timeout. */
	endWatches(): void {
		for (const watch of [...this.open]) watch.end();
	}

	/** Every open watch fails. */
	cutWatches(error: ApiError): void {
		for (const watch of [...this.open]) watch.cut(error);
	}

	/** The watches that are open now hear nothing any more, as after a cable was pulled: no event, no end. */
	goDeaf(): void {
		this.open.clear();
	}

	/** Forgets its history: every version and continue token handed out so far is 410 from now on. Open watches go on. */
	expire(): void {
		this.version += 1;
		this.oldest = this.version;
		this.log = [];
		this.snapshots.clear();
	}

	/** An etcd restore: the version goes back; watches opened at later versions are silent. Objects stay as they are. */
	rewind(version: number): void {
		this.version = version;
		this.oldest = Math.min(this.oldest, version);
		this.log = this.log.filter((entry) => entry.version <= version);
	}

	/** Every open watch is sent a bookmark at the current version; as on a server, none that equals the version it began at (see `advance`). */
	bookmark(): void {
		this.deliver({ type: 'bookmark', resourceVersion: String(this.version), initialEventsEnd: false });
	}

	/** Raises the version without an event, as writes to other resources do. */
	advance(by = 1): void {
		this.version += by;
	}

	/** LISTs wait from now on, until released. */
	holdLists(): void {
		this.listsHeld = true;
	}

	releaseLists(): void {
		this.listsHeld = false;
		for (const release of this.heldLists.splice(0)) release();
	}

	/** Watches get no headers from now on, until released. */
	holdWatches(): void {
		this.watchesHeld = true;
	}

	releaseWatches(): void {
		this.watchesHeld = false;
		for (const release of this.heldWatches.splice(0)) release();
	}

	async list(request: ListRequest): Promise<ListPage> {
		this.lists.push(request);
		await this.turn(request.signal, this.listsHeld ? this.heldLists : undefined);
		const error = this.nextListErrors.shift() ?? this.listError;
		if (error !== undefined) throw new ApiFailure(error);
		const { rest, version } = this.pageStart(request.continueToken);
		const limit = request.limit ?? rest.length;
		const page = rest.slice(0, limit);
		const left = rest.slice(limit);
		// Two calls a page: whoever reads a list must not take one call for the whole of it.
		const half = Math.ceil(page.length / 2);
		for (const part of [page.slice(0, half), page.slice(half)]) if (part.length > 0) request.onObjects(part);
		if (request.signal.aborted) throw aborted();
		const tail =
			left.length === 0 ? {} : { continueToken: this.keep(left, version), ...(this.tellRemaining ? { remaining: left.length } : {}) };
		const date = this.serverDate === undefined ? {} : { serverDate: this.serverDate };
		return { resourceVersion: String(version), tookMs: this.listTookMs, ...tail, ...date };
	}

	async watch(request: WatchRequest): Promise<void> {
		this.watches.push(request);
		await this.turn(request.signal, this.watchesHeld ? this.heldWatches : undefined);
		const error = this.nextWatchErrors.shift() ?? this.watchError;
		if (error !== undefined) throw new ApiFailure(error);
		const from = Number(request.resourceVersion || 0);
		const done = new Promise<void>((resolve, reject) => {
			const leave = (settle: () => void): void => {
				this.open.delete(watch);
				request.signal.removeEventListener('abort', onAbort);
				settle();
			};
			const onAbort = (): void => leave(() => reject(aborted()));
			const watch: OpenWatch = {
				request,
				end: () => leave(resolve),
				cut: (failure) => leave(() => reject(new ApiFailure(failure))),
			};
			request.signal.addEventListener('abort', onAbort, { once: true });
			this.open.add(watch);
			request.onOpen();
			if (request.initialEvents === true) {
				this.seed(request);
				return;
			}
			if (from < this.oldest) {
				watch.cut({ kind: 'expired', message: `too old resource version: ${from} (${this.oldest})` });
				return;
			}
			const missed = this.log.filter((entry) => entry.version > from).map((entry) => entry.event);
			if (missed.length > 0 && this.open.has(watch)) request.onEvents(missed);
		});
		await done;
	}

	private seed(request: WatchRequest): void {
		const present: WatchEvent[] = [...this.objects.values()].map((object) => ({ type: 'added', object }));
		const end: WatchEvent[] = this.neverEndSeeds
			? []
			: [{ type: 'bookmark', resourceVersion: String(this.version), initialEventsEnd: true }];
		if (present.length + end.length > 0) request.onEvents([...present, ...end]);
	}

	private async turn(signal: AbortSignal, held: Array<() => void> | undefined): Promise<void> {
		await Promise.resolve();
		if (held !== undefined && !signal.aborted) {
			await new Promise<void>((resolve) => {
				held.push(resolve);
				signal.addEventListener('abort', () => resolve(), { once: true });
			});
		}
		if (signal.aborted) throw aborted();
	}

	private pageStart(token: string | undefined): { readonly rest: readonly KubeObject[]; readonly version: number } {
		if (token === undefined) {
			const rest = [...this.objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
			return { rest, version: this.version };
		}
		const snapshot = this.snapshots.get(token);
		if (snapshot !== undefined) return snapshot;
		const message = 'The provided continue parameter is too old to display a consistent list result.';
		throw new ApiFailure({ kind: 'expired', message, continueToken: `inconsistent-${token}` });
	}

	private keep(rest: readonly KubeObject[], version: number): string {
		const token = `token-${this.nextToken++}`;
		this.snapshots.set(token, { rest, version });
		return token;
	}

	private stamped(object: ObjectDraft): KubeObject {
		this.version += 1;
		return { ...object, metadata: { uid: '', ...object.metadata, resourceVersion: String(this.version) } };
	}

	private publish(event: WatchEvent): void {
		this.log.push({ version: this.version, event });
		this.deliver(event);
	}

	private deliver(event: WatchEvent): void {
		// A watch from a version that is still to come hears nothing, bookmarks included.
		for (const watch of [...this.open]) if (this.version > Number(watch.request.resourceVersion || 0)) watch.request.onEvents([event]);
	}
}
