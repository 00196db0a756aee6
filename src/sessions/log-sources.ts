import type { Clock } from '../base/clock.ts';
import { safeText } from '../base/safe-text.ts';
import type { Connection } from '../kube/connection.ts';
import type { Engine, StreamStatus, SyncObserver } from '../sync/types.ts';
import { LogFollower } from './log-follower.ts';
import { type LogContainer, type LogPod, readableContainers } from './log-pod.ts';
import { Pace } from './pace.ts';
import { PodSource } from './pod-source.ts';
import { StampMerge } from './stamp-merge.ts';
import type { LogMarkKind, LogRequest, LogSource, LogStream } from './types.ts';
import { worstLog } from './worst-log.ts';

/** Where lines and marks go, in the order in which they are to be shown. */
export interface LogSink {
	/** `text` is a view of the chunk that it came in, and is not changed: whoever keeps it keeps the chunk. */
	line(source: LogSource, stamp: string, text: Buffer): void;
	mark(mark: LogMarkKind, source: LogSource | undefined, words: string): void;
	/** Whoever takes the lines is behind: nothing more is read before it is done. */
	ready?(): Promise<void> | undefined;
}

export interface LogSourcesOptions {
	readonly connection: Connection;
	readonly engine: Pick<Engine, 'lease' | 'subscribe'>;
	readonly clock: Clock;
	readonly observer?: SyncObserver;
	/** 0 ≤ dice < 1. Default Math.random: jitter needs no secrecy. */
	readonly dice?: () => number;
	readonly request: LogRequest;
	readonly sink: LogSink;
	/** Logs that are open at once; default 100. Of more only so many are read, and a mark says so. */
	readonly mostStreams?: number;
	readonly onChange: () => void;
}

const MOST_STREAMS = 100;
/** The ends of several logs are put in the order of their times; whoever has not answered by then comes later. */
const MERGE_MS = 500;
/** A log that is followed says nowhere where its past ends; after this much silence it is taken to be there. */
const QUIET_MS = 100;

type Output = () => void;

function fromTheStart({ tailLines: _tail, sinceSeconds: _seconds, sinceTime: _time, ...request }: LogRequest): LogRequest {
	return request;
}

/** The logs of one request: finds its pods, follows their containers as they come and go, and merges what they say. */
export class LogSources {
	readonly pods: PodSource;
	readonly #options: LogSourcesOptions;
	readonly #followers = new Map<string, LogFollower>();
	readonly #sources = new Map<string, LogSource>();
	readonly #pace = new Pace();
	#merge: StampMerge<LogFollower, Output> | undefined;
	#cancelQuiet: () => void = () => undefined;
	#cancelMerge: (() => void) | undefined;
	#isCrowded: boolean = false;
	#isClosed: boolean = false;
	#wasComplete: boolean = false;
	/** Uids of the pods that were there when all pods were told for the first time. */
	#firstPods: ReadonlySet<string> = new Set();
	#running = 0;

	constructor(options: LogSourcesOptions) {
		this.#options = options;
		const { connection, engine, clock, request } = options;
		this.#merge = new StampMerge((give) => give());
		this.pods = new PodSource({ connection, engine, clock, request, dice: options.dice ?? Math.random, onChange: () => this.#look() });
		this.#look();
	}

	streams(): readonly LogStream[] {
		const now = this.#options.clock.now();
		return Array.from(this.#followers.values(), (follower) => follower.stream(now));
	}

	status(): StreamStatus {
		const found = this.pods.status();
		const streams = this.streams();
		if (streams.length > 0) return worstLog(streams.map(({ status }) => status));
		if (!this.pods.isComplete || found.level === 'unhealthy') return found;
		const { target, previous } = this.#options.request;
		const none = previous && this.pods.pods().length > 0 ? 'none of its containers was restarted' : 'no pod matches';
		const detail = target.kind === 'pod' ? 'there is no such pod' : none;
		return { ...found, mode: 'streaming', level: 'degraded', reason: 'awaiting first delivery', detail };
	}

	/** Every pod was found, and every log that there is was read to its end. */
	get isDone(): boolean {
		return this.pods.isComplete && this.#running === 0;
	}

	close(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		this.#cancelMerge?.();
		this.#cancelQuiet();
		this.pods.close();
		for (const follower of this.#followers.values()) this.#stop(follower);
		this.#followers.clear();
	}

	#stop(follower: LogFollower): void {
		follower.stop();
		this.#options.observer?.stopped?.(follower.streamId, this.#options.clock.now());
	}

	#look(): void {
		if (this.#isClosed) return;
		const isPresent = new Set<string>();
		// Before all pods are told nobody knows which of them has the oldest line, nor of a missing one whether it is gone.
		if (!this.pods.isComplete) {
			this.#options.onChange();
			return;
		}
		if (!this.#wasComplete) this.#firstPods = new Set(this.pods.pods().map(({ uid }) => uid));
		for (const pod of this.pods.pods()) {
			for (const container of wanted(pod, this.#options.request)) {
				const key = `${pod.uid}/${container.name}`;
				isPresent.add(key);
				if (!this.#followers.has(key)) this.#join(key, pod, container);
			}
		}
		for (const [key, follower] of this.#followers) {
			follower.podChanged();
			if (!isPresent.has(key)) void this.#leave(key, follower);
		}
		this.#wasComplete = true;
		this.#options.onChange();
	}

	#join(key: string, pod: LogPod, container: LogContainer): void {
		const { connection, clock, request, sink, mostStreams = MOST_STREAMS } = this.#options;
		if (this.#followers.size >= mostStreams) {
			if (!this.#isCrowded) sink.mark('failed', undefined, crowdedWords(mostStreams));
			this.#isCrowded = true;
			return;
		}
		const source = this.#sourceOf(safeText(pod.name), container.name);
		const follower: LogFollower = new LogFollower({
			connection,
			clock,
			dice: this.#options.dice ?? Math.random,
			observer: this.#options.observer ?? {},
			pace: this.#pace,
			// What comes while the log is followed is heard from its first word: the tail is of what was there before.
			request: this.#firstPods.has(pod.uid) ? request : fromTheStart(request),
			source,
			streamId: `${connection.context}/${request.namespace} logs ${pod.name}/${container.name}`,
			container: () => this.#known(pod.uid, container.name),
			isKnownLive: () => this.pods.isLive,
			sink: {
				line: (stamp, text) => {
					if (this.#merge === undefined) sink.line(source, stamp, text);
					else this.#put(follower, stamp, () => sink.line(source, stamp, text));
				},
				mark: (mark, words) => this.#put(follower, '', () => sink.mark(mark, source, words)),
				ready: () => this.#ready(follower),
			},
			onChange: () => this.#options.onChange(),
		});
		this.#followers.set(key, follower);
		this.#merge?.add(follower);
		if (request.follow) this.#cancelMerge ??= clock.after(MERGE_MS, () => this.#endMerge());
		if (this.#wasComplete) this.#put(follower, '', () => sink.mark('joined', source, 'joined'));
		this.#running += 1;
		follower.start();
		void follower.ended.finally(() => {
			this.#running -= 1;
			this.#merge?.end(follower);
			this.#flush();
			this.#options.onChange();
		});
	}

	#sourceOf(pod: string, container: string): LogSource {
		const key = `${pod}/${container}`;
		const known = this.#sources.get(key) ?? { pod, container };
		this.#sources.set(key, known);
		return known;
	}

	#known(uid: string, name: string): LogContainer | 'gone' | undefined {
		const pod = this.pods.pods().find((each) => each.uid === uid);
		return pod === undefined ? 'gone' : pod.containers.find((each) => each.name === name);
	}

	/** What a pod says last comes after it is gone: the log is read to its end, for a moment at most. */
	async #leave(key: string, follower: LogFollower): Promise<void> {
		this.#followers.delete(key);
		const { clock, sink } = this.#options;
		const cancel = clock.after(LAST_WORDS_MS, () => follower.stop());
		await follower.ended;
		cancel();
		if (this.#isClosed) return;
		this.#stop(follower);
		this.#put(follower, '', () => sink.mark('left', follower.source, 'left'));
		this.#options.onChange();
	}

	#put(follower: LogFollower, stamp: string, output: Output): void {
		if (this.#merge?.has(follower) !== true) {
			output();
			return;
		}
		this.#merge.put(follower, stamp, output);
		if (!this.#options.request.follow) return;
		this.#cancelQuiet();
		this.#cancelQuiet = this.#options.clock.after(QUIET_MS, () => {
			if (this.#haveAllBegun()) this.#endMerge();
		});
	}

	#haveAllBegun(): boolean {
		return [...this.#followers.values()].every(({ state }) => state.kind !== 'connecting');
	}

	#ready(follower: LogFollower): Promise<void> | undefined {
		this.#flush();
		return this.#merge?.ready(follower) ?? this.#options.sink.ready?.();
	}

	#flush(): void {
		this.#merge?.flush(false);
	}

	#endMerge(): void {
		const merge = this.#merge;
		if (merge === undefined || this.#isClosed) return;
		merge.flush(true);
		this.#merge = undefined;
		this.#cancelQuiet();
		this.#cancelMerge?.();
		this.#options.onChange();
	}
}

const crowdedWords = (most: number): string =>
	most === 1 ? 'more than one container: only the first is read' : `more than ${most} containers: only the first ${most} are read`;

/** How long the log of a pod that is gone may go on. */
const LAST_WORDS_MS = 2_000;

function wanted(pod: LogPod, { containers, previous, target }: LogRequest): readonly LogContainer[] {
	if (containers === 'all') {
		const readable = readableContainers(pod, previous);
		// Of one that was named by itself the refusal is the answer; among several it has nothing to say.
		return target.kind === 'pod' || !previous ? readable : readable.filter(({ lastEnd }) => lastEnd !== '');
	}
	const name = containers === 'default' ? pod.defaultContainer : containers.name;
	return pod.containers.filter((each) => each.name === name);
}
