import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import type { Row } from '../domains/types.ts';
import type { ListerWatcher } from '../kube/lister-watcher.ts';
import type { KubeObject, WatchEvent } from '../kube/types.ts';
import type { Replacement, RowStore } from '../stores/row-store.ts';
import { compareVersions } from './compare-versions.ts';
import { watchSeconds } from './idle-cuts.ts';
import { streamStatus } from './stream-health.ts';
import { alarm, type Effect, isPlace, newStream, type Signal, type Stream, type StreamSettings } from './stream-state.ts';
import { transition } from './stream-transition.ts';
import type { StreamStatus, SyncObserver } from './types.ts';

export interface ReflectorOptions<R extends Row> {
	readonly streamId: string;
	readonly source: ListerWatcher;
	readonly project: (object: KubeObject) => R;
	readonly store: RowStore<R>;
	readonly settings: StreamSettings;
	readonly clock: Clock;
	/** 0 ≤ dice < 1. */
	readonly dice: () => number;
	/** When a request of this context last failed without an HTTP answer, epoch ms. */
	readonly transportFailedAt: () => number | undefined;
	readonly observer: SyncObserver;
	/** Rows or status may have changed. */
	readonly onChange: () => void;
	/** The server's version went back. */
	readonly onRewound: () => void;
}

/** One open or opening watch. What it tells after it was closed is not heard. */
interface WatchConnection {
	readonly abort: AbortController;
	/** Set on a second watch: what it brings up to this version, the first one should have brought. */
	readonly driftBelow?: string;
}

/**
 * Keeps one row store equal to what one ListerWatcher serves: it performs the effects that `transition` asks for,
 * and tells it what came of them. It decides nothing itself.
 */
export class Reflector<R extends Row> {
	readonly #options: ReflectorOptions<R>;
	#stream: Stream = newStream;
	readonly #queue: Signal[] = [];
	#working: boolean = false;
	#cancelAlarm: Cancel | undefined;
	#alarmAt: number | undefined;
	#list: AbortController | undefined;
	#replacement: Replacement<R> | undefined;
	#watch: WatchConnection | undefined;
	#second: WatchConnection | undefined;
	#probe: AbortController | undefined;

	constructor(options: ReflectorOptions<R>) {
		this.#options = options;
	}

	get stream(): Stream {
		return this.#stream;
	}

	status(): StreamStatus {
		return streamStatus(this.#stream, this.#options.clock.now(), this.#options.settings);
	}

	/** Takes a signal in. Signals that come while another is worked on wait their turn, so that effects never nest. */
	signal(signal: Signal): void {
		this.#queue.push(signal);
		if (this.#working) return;
		this.#working = true;
		try {
			for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next);
		} finally {
			this.#working = false;
		}
		this.#setAlarm();
		this.#options.onChange();
	}

	#take(signal: Signal): void {
		const { clock, dice, transportFailedAt, settings, observer, streamId } = this.#options;
		const now = clock.now();
		const before = this.#stream.state.kind;
		const step = transition(this.#stream, signal, { now, dice: dice(), transportFailedAt: transportFailedAt(), settings });
		this.#stream = step.stream;
		for (const effect of step.effects) this.#perform(effect);
		if (step.rewound === true) this.#options.onRewound();
		if (step.entry === undefined) return;
		const { level, reason } = this.status();
		const { cause, did, relist, error } = step.entry;
		observer.transition?.({
			at: now,
			streamId,
			from: before,
			to: step.stream.state.kind,
			cause,
			did,
			level,
			reason,
			relist: relist === true,
			...(error !== undefined && { error }),
		});
	}

	#setAlarm(): void {
		const { clock, settings } = this.#options;
		const at = alarm(this.#stream, settings);
		if (at === this.#alarmAt) return;
		this.#cancelAlarm?.();
		this.#alarmAt = at;
		this.#cancelAlarm =
			at === undefined
				? undefined
				: clock.after(at - clock.now(), () => {
						this.#alarmAt = undefined;
						this.signal({ kind: 'tick' });
					});
	}

	#perform(effect: Effect): void {
		switch (effect.kind) {
			case 'list':
				this.#askPage(effect);
				return;
			case 'discard-list':
				this.#list?.abort();
				this.#list = undefined;
				this.#replacement?.abandon();
				this.#replacement = undefined;
				return;
			case 'publish':
				this.#publish();
				return;
			case 'watch':
				this.#watch?.abort.abort();
				this.#watch = this.#openWatch({ abort: new AbortController() }, false);
				return;
			case 'seed':
				this.#watch?.abort.abort();
				this.#watch = this.#openWatch({ abort: new AbortController() }, true);
				return;
			case 'close-watch':
				this.#watch?.abort.abort();
				this.#watch = undefined;
				return;
			case 'probe':
				this.#askProbe();
				return;
			case 'cancel-probe':
				this.#probe?.abort();
				this.#probe = undefined;
				return;
			case 'catch-up':
				this.#second?.abort.abort();
				this.#second = this.#catchUp();
				return;
			case 'second-watch':
				this.#second?.abort.abort();
				this.#second = this.#openWatch({ abort: new AbortController(), driftBelow: effect.driftBelow }, false);
				return;
			case 'adopt-second':
				this.#watch?.abort.abort();
				this.#watch = this.#second;
				this.#second = undefined;
				return;
			case 'drop-second':
				this.#second?.abort.abort();
				this.#second = undefined;
				return;
			case 'clear-rows':
				this.#options.store.clear();
				return;
		}
	}

	/** A replacement begins before its LIST is sent, so that what the watch tells meanwhile is not undone by it. */
	#gather(into: 'store' | 'replacement'): void {
		if (into === 'replacement' && this.#replacement === undefined) this.#replacement = this.#options.store.replaceWith();
	}

	get #gathered(): number {
		return this.#replacement?.size ?? this.#options.store.size;
	}

	#add(rows: readonly R[]): void {
		if (this.#replacement === undefined) this.#options.store.appendPage(rows);
		else this.#replacement.add(rows);
	}

	#publish(): void {
		this.#list = undefined;
		if (this.#replacement === undefined) this.#options.store.completeFirstList();
		else this.#replacement.commit();
		this.#replacement = undefined;
	}

	#askPage(effect: Extract<Effect, { kind: 'list' }>): void {
		const { source, project, clock, observer, streamId, onChange } = this.#options;
		this.#list ??= new AbortController();
		const { signal } = this.#list;
		// What a first list showed before it broke off may be gone: the next one does not add to it.
		const beginsAnew = effect.token === undefined && this.#options.store.size > 0;
		this.#gather(beginsAnew ? 'replacement' : effect.into);
		const before = this.#gathered;
		source
			.list({
				purpose: effect.purpose,
				signal,
				...(effect.limit !== undefined && { limit: effect.limit }),
				...(effect.token !== undefined && { continueToken: effect.token }),
				onObjects: (objects) => {
					if (signal.aborted) return;
					this.#add(objects.map((object) => project(object)));
					onChange();
				},
			})
			.then(
				(page) => {
					if (signal.aborted) return;
					observer.delivered?.(streamId, clock.now(), 0, 0);
					this.signal({
						kind: 'page',
						version: page.resourceVersion,
						tookMs: page.tookMs,
						...(page.continueToken !== undefined && { token: page.continueToken }),
						...(this.#gathered === before && { barren: true }),
						...(page.unlisted !== undefined && { unlisted: page.unlisted }),
					});
				},
				(reason: unknown) => {
					if (!signal.aborted) this.signal({ kind: 'list-failed', error: errorOf(reason) });
				},
			);
	}

	#askProbe(): void {
		this.#probe?.abort();
		const abort = new AbortController();
		this.#probe = abort;
		this.#options.source.list({ purpose: 'probe', limit: 1, signal: abort.signal, onObjects: () => undefined }).then(
			(page) => {
				if (!abort.signal.aborted) this.signal({ kind: 'probe-answered', version: page.resourceVersion });
			},
			(reason: unknown) => {
				if (!abort.signal.aborted) this.signal({ kind: 'probe-failed', error: errorOf(reason) });
			},
		);
	}

	#openWatch(connection: WatchConnection, initialEvents: boolean): WatchConnection {
		const { source, dice } = this.#options;
		const { signal } = connection.abort;
		const second = connection.driftBelow !== undefined;
		const isFirst = () => this.#watch === connection || !second;
		source
			.watch({
				resourceVersion: initialEvents ? '' : this.#stream.version,
				...(initialEvents && { initialEvents }),
				timeoutSeconds: watchSeconds(this.#stream, dice()),
				signal,
				onOpen: () => {
					if (!signal.aborted) this.signal({ kind: isFirst() ? 'watch-opened' : 'second-opened' });
				},
				onEvents: (events) => {
					if (signal.aborted) return;
					try {
						this.#deliver(events, connection);
					} catch (reason) {
						// An object that no row can be made of: the stream cannot be believed past it.
						connection.abort.abort();
						this.signal({ kind: 'watch-failed', error: errorOf(reason) });
					}
				},
			})
			.then(
				() => {
					if (!signal.aborted)
						this.signal(
							isFirst()
								? { kind: 'watch-ended' }
								: { kind: 'second-failed', error: { kind: 'protocol', message: 'the second watch ended at once' } },
						);
				},
				(reason: unknown) => {
					if (!signal.aborted) this.signal({ kind: isFirst() ? 'watch-failed' : 'second-failed', error: errorOf(reason) });
				},
			);
		return connection;
	}

	/** What is told here the open watch tells as well, or it is deaf: nothing of it is applied. */
	#catchUp(): WatchConnection {
		const abort = new AbortController();
		let missed = false;
		const request = {
			resourceVersion: this.#stream.version,
			timeoutSeconds: 1,
			signal: abort.signal,
			onOpen: () => undefined,
			onEvents: (events: readonly WatchEvent[]) => {
				missed ||= events.some(({ type }) => type !== 'bookmark');
			},
		};
		this.#options.source.watch(request).then(
			() => {
				if (!abort.signal.aborted) this.signal({ kind: 'caught-up', missed });
			},
			(reason: unknown) => {
				if (!abort.signal.aborted) this.signal({ kind: 'second-failed', error: errorOf(reason) });
			},
		);
		return { abort };
	}

	#deliver(events: readonly WatchEvent[], connection: WatchConnection): void {
		const { clock, observer, streamId } = this.#options;
		let bookmarks = 0;
		let version = this.#stream.version;
		let seeds = 0;
		for (const event of events) {
			if (event.type === 'bookmark') {
				bookmarks += 1;
				if (isPlace(event.resourceVersion)) version = event.resourceVersion;
				if (event.initialEventsEnd && this.#stream.state.kind === 'seeding') this.signal({ kind: 'seeds', end: { version } });
			} else if (this.#stream.state.kind === 'seeding') {
				// Synthetic events come in no order of versions: none of them is a place to resume from.
				this.#add([this.#options.project(event.object)]);
				seeds += 1;
			} else {
				if (missedBefore(event.object, connection)) {
					this.signal({ kind: 'drifted' });
					return;
				}
				this.#apply(event);
				// Where an object has no version, the last one that was told is still the place to resume from.
				if (isPlace(event.object.metadata.resourceVersion)) version = event.object.metadata.resourceVersion;
			}
		}
		observer.delivered?.(streamId, clock.now(), events.length - bookmarks, bookmarks);
		this.signal(this.#stream.state.kind === 'seeding' ? { kind: 'seeds' } : { kind: 'delivered', version });
		if (seeds > 0) this.#options.onChange();
	}

	#apply(event: Extract<WatchEvent, { object: KubeObject }>): void {
		const { store, project } = this.#options;
		if (event.type === 'deleted') store.remove(event.object.metadata.uid);
		else store.upsert(project(event.object));
	}
}

function missedBefore(object: KubeObject, { driftBelow }: WatchConnection): boolean {
	if (driftBelow === undefined) return false;
	const order = compareVersions(object.metadata.resourceVersion, driftBelow);
	return order === 'older' || order === 'same';
}

/** Sources throw ApiFailure; anything else is a fault of this program and is told as such, never swallowed. */
function errorOf(reason: unknown): ApiError {
	if (reason instanceof ApiFailure) return reason.error;
	return { kind: 'protocol', message: reason instanceof Error ? reason.message : String(reason) };
}
