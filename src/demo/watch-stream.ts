import type { Cancel, Clock } from '../base/clock.ts';
import type { KubeObject } from '../kube/types.ts';
import type { AskedRequest, FaultState } from './faults.ts';
import type { ListOptions } from './list-options.ts';
import { bookmarkBody, type Rendering, singleBody } from './representation.ts';
import type { Resource } from './resources.ts';
import { expiredWatch, type StatusBody, tooLargeVersion } from './status.ts';
import type { StoreEvent, VersionedStore } from './versioned-store.ts';

/** The writing end of one response, with what faults do to it. */
export interface WatchSink {
	/** Sends status and headers. */
	open(): void;
	/** Returns how many bytes wait because the reader is slow. */
	write(text: string): number;
	/** Clean end of the body. */
	end(): void;
	/** TCP reset. */
	reset(): void;
}

export interface WatchSettings {
	readonly clock: Clock;
	readonly store: VersionedStore;
	readonly faults: FaultState;
	/** Milliseconds between bookmarks: 60 000 on a real server. */
	readonly bookmarkIntervalMs: number;
	/** A reader with more unread bytes than this is let go with a clean end, as the server's bounded buffers do. */
	readonly slowReaderBytes: number;
	/** Picks a duration for a watch without timeoutSeconds, in seconds. */
	readonly defaultTimeoutSeconds: () => number;
}

/** Before the deadline a bookmark is sent, so that the next watch resumes close to the present (measured at -2.2 and -1.1 s). */
const lastBookmarkMs = 1_200;
/** A watch that is not longer than this gets none of it: the server's time for it is over when it begins (measured on 1.36). */
const shortWatchMs = 2_000;
/** How long a streamed list waits for a version that the server has not reached. */
const futureVersionWaitMs = 3_000;

type EventType = StoreEvent['type'];

/** One open watch: from its first byte to its end. */
export class WatchStream {
	readonly request: AskedRequest;
	readonly openedAt: number;
	delivered = 0;
	private readonly rendering: () => Rendering;
	private readonly resource: Resource;
	private readonly options: ListOptions;
	private readonly namespace: string | undefined;
	private readonly name: string | undefined;
	private readonly settings: WatchSettings;
	private readonly sink: WatchSink;
	private readonly timers = new Map<string, Cancel>();
	private readonly onEnd: () => void;
	private unsubscribe: (() => void) | undefined;
	private open = false;
	private ended = false;
	private silent = false;
	private columnsSent = false;
	/** Events up to this version are not sent: they lie before the watch began. */
	private version = 0;

	constructor(input: {
		readonly request: AskedRequest;
		readonly resource: Resource;
		readonly options: ListOptions;
		readonly rendering: () => Rendering;
		readonly settings: WatchSettings;
		readonly sink: WatchSink;
		readonly onEnd: () => void;
	}) {
		this.request = input.request;
		this.resource = input.resource;
		this.options = input.options;
		this.namespace = input.request.namespace;
		this.name = input.request.name;
		this.rendering = input.rendering;
		this.settings = input.settings;
		this.sink = input.sink;
		this.onEnd = input.onEnd;
		this.openedAt = input.settings.clock.now();
	}

	/** The version that the client asked for; '' when it did not. */
	get fromVersion(): string {
		return this.options.resourceVersion;
	}

	get headersSent(): boolean {
		return this.open;
	}

	start(): void {
		const { store, faults } = this.settings;
		if (faults.heldHeaders.take(this.request) === undefined) this.openNow();
		const asked = this.options.resourceVersion;
		const initial = this.options.sendInitialEvents ?? (asked === '' || asked === '0');
		const version = asked === '' ? 0 : Number.parseInt(asked, 10);
		if (initial && version > store.version) {
			this.after('future', futureVersionWaitMs, () => this.fail(tooLargeVersion(asked, String(store.version))));
			return;
		}
		if (initial) {
			this.version = store.version;
			this.sendInitial();
		} else {
			this.version = version;
			const missed = store.eventsAfter(this.resource, version);
			if (missed === 'expired') {
				this.fail(expiredWatch(asked, String(store.floor(this.resource)), this.resource.uncached === true));
				return;
			}
			for (const event of missed) this.take(event);
		}
		if (this.ended) return;
		this.unsubscribe = store.subscribe(this.resource, (event) => this.take(event));
		this.scheduleEnd();
		this.scheduleBookmark();
	}

	/** Clean end of the stream. */
	end(): void {
		if (this.finish()) this.sink.end();
	}

	reset(): void {
		if (!this.finish()) return;
		this.sink.write('{"type":"MODIFIED","object":{"kind":"');
		this.sink.reset();
	}

	/** Half an event line, then the end of the body. */
	cut(): void {
		if (!this.finish()) return;
		this.sink.write('{"type":"MODIFIED","object":{"metadata":{"name":"ha');
		this.sink.end();
	}

	sendLine(line: string): void {
		this.write(`${line}\n`);
	}

	/** An ERROR event, then the end of the body. */
	fail(status: StatusBody | object): void {
		this.write(`{"type":"ERROR","object":${JSON.stringify(status)}}\n`);
		this.end();
	}

	silence(): void {
		this.silent = true;
		for (const cancel of this.timers.values()) cancel();
		this.timers.clear();
	}

	/** The client went away, or the listener did. */
	abandoned(): void {
		this.finish();
	}

	private sendInitial(): void {
		const snapshot = this.settings.store.snapshot(this.resource);
		if (snapshot === 'expired') return;
		for (const object of snapshot.objects) if (this.matches(object)) this.send('ADDED', object);
		if (this.options.bookmarks) this.bookmark(true);
	}

	private take(event: StoreEvent): void {
		if (event.version <= this.version || this.ended) return;
		this.version = event.version;
		const after = event.type !== 'DELETED' && this.matches(event.object);
		const before = event.previous !== undefined && this.matches(event.previous);
		if (after) this.send(before ? 'MODIFIED' : 'ADDED', event.object);
		// What left the selector is shown as it last matched, under the version of the change.
		else if (before && event.previous !== undefined)
			this.send('DELETED', {
				...event.previous,
				metadata: { ...event.previous.metadata, resourceVersion: event.object.metadata.resourceVersion },
			});
	}

	private matches(object: KubeObject): boolean {
		if (this.namespace !== undefined && this.resource.namespaced && object.metadata.namespace !== this.namespace) return false;
		if (this.name !== undefined && object.metadata.name !== this.name) return false;
		return this.options.labels?.(object) !== false && this.options.fields?.(object) !== false;
	}

	private send(type: EventType, object: KubeObject): void {
		const rendering = this.rendering();
		// Measured on 1.36: the list form of metadata is accepted for a watch, whose first event then ends it without a word.
		if (rendering.form === 'partial-list') {
			this.end();
			return;
		}
		this.write(`{"type":"${type}","object":${singleBody(rendering, object, !this.columnsSent)}}\n`);
		this.columnsSent = true;
		this.delivered += 1;
	}

	private bookmark(initialEventsEnd = false): void {
		const { store, faults } = this.settings;
		if (faults.bookmarksDropped > 0) return;
		const version = Math.max(this.version, store.version);
		// A watch from the future hears nothing until the server gets there, and none is told the version it began with.
		if (!initialEventsEnd && (this.version > store.version || String(version) === this.options.resourceVersion)) return;
		const body = bookmarkBody(this.rendering(), String(version), initialEventsEnd, !this.columnsSent);
		this.columnsSent = true;
		this.write(`{"type":"BOOKMARK","object":${body}}\n`);
	}

	private scheduleBookmark(): void {
		if (!this.options.bookmarks || this.resource.uncached === true) return;
		this.after('bookmark', this.settings.bookmarkIntervalMs, () => {
			this.bookmark();
			if (!this.ended) this.scheduleBookmark();
		});
	}

	private scheduleEnd(): void {
		const seconds = this.options.timeoutSeconds > 0 ? this.options.timeoutSeconds : this.settings.defaultTimeoutSeconds();
		const ms = seconds * 1000;
		if (this.options.bookmarks && this.resource.uncached !== true && ms > shortWatchMs)
			this.after('last bookmark', ms - lastBookmarkMs, () => this.bookmark());
		this.after('end', ms, () => this.end());
	}

	private after(name: string, ms: number, run: () => void): void {
		this.timers.get(name)?.();
		this.timers.set(name, this.settings.clock.after(ms, run));
	}

	private openNow(): void {
		if (this.open) return;
		this.open = true;
		this.sink.open();
	}

	private write(text: string): void {
		if (this.ended || this.silent) return;
		this.openNow();
		if (this.sink.write(text) > this.settings.slowReaderBytes) this.end();
	}

	private finish(): boolean {
		if (this.ended) return false;
		this.openNow();
		this.ended = true;
		this.unsubscribe?.();
		for (const cancel of this.timers.values()) cancel();
		this.timers.clear();
		this.onEnd();
		return true;
	}
}
