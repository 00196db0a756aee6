import { type ApiError, ApiFailure } from '../base/api-error.ts';
import { causeInFull } from '../base/api-error-sentences.ts';
import { delayAfter, failedAgain, noTries, type Tries } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { safeText } from '../base/safe-text.ts';
import type { Connection, ContainerLog } from '../kube/connection.ts';
import type { SyncObserver } from '../sync/types.ts';
import { LogLines } from './log-lines.ts';
import type { LogState } from './log-state.ts';
import { logStatus } from './log-state.ts';
import { cutWords, type KnownContainer, type NextStep, nextStep, type Outcome } from './next-step.ts';
import type { Pace } from './pace.ts';
import { ResumePoint, wholeSeconds } from './resume-point.ts';
import type { LogMarkKind, LogRequest, LogSource, LogStream } from './types.ts';
import { WakingSleep } from './waking-sleep.ts';

/** Where the lines of one source go. */
export interface FollowerSink {
	/** `text` is a view of the chunk that it came in. */
	line(stamp: string, text: Buffer): void;
	mark(mark: LogMarkKind, words: string): void;
	/** Whoever takes the lines is behind: nothing more is read before it is done. */
	ready(): Promise<void> | undefined;
}

export interface FollowerOptions {
	readonly connection: Pick<Connection, 'log'>;
	readonly clock: Clock;
	/** 0 ≤ dice < 1 */
	readonly dice: () => number;
	readonly observer: SyncObserver;
	readonly pace: Pace;
	readonly request: LogRequest;
	readonly source: LogSource;
	readonly streamId: string;
	readonly container: () => KnownContainer;
	/** What is known of the container is what the server says now. */
	readonly isKnownLive: () => boolean;
	readonly sink: FollowerSink;
	/** The state changed, or lines came. */
	readonly onChange: () => void;
}

/** A log ends a moment before its pod says why. */
const SETTLE_MS = 1_000;
/** After a cut the pods are asked first what happened meanwhile, for at most so long. */
const KNOW_MS = 3_000;
/** A pod that says nothing new is asked again after this long: what tells of it may be broken. */
const ASK_AGAIN_MS = 15_000;
const RECHECK_MS = 300_000;
/** A log that ended sooner and brought nothing is not opened again at once. */
const SHORT_MS = 1_000;

/** Reads the log of one container, through cuts and restarts, and delivers each of its lines once. */
export class LogFollower {
	readonly source: LogSource;
	readonly streamId: string;
	lines = 0;
	deliveredAt: number | undefined;
	#state: LogState = { kind: 'connecting' };
	readonly #options: FollowerOptions;
	readonly #abort = new AbortController();
	readonly #point = new ResumePoint();
	readonly #splitter: LogLines;
	readonly #wait: WakingSleep;
	#tries: Tries = noTries;
	#openedAt: number | undefined;
	/** The server's clock at the first opening, epoch ms. */
	#firstOpenedAt: number | undefined;
	#refusedSince: number | undefined;
	#isCut: boolean = false;
	/** Lines that come may have lost others before them. */
	#mayHaveGap: boolean = false;
	#hasWaited: boolean = false;
	/** The run of the container that is read, by its count of restarts. */
	#runNumber: number | undefined;
	#linesOfBatch = 0;
	#ended: Promise<void> = Promise.resolve();

	constructor(options: FollowerOptions) {
		this.#options = options;
		this.source = options.source;
		this.streamId = options.streamId;
		this.#wait = new WakingSleep(options.clock, this.#abort.signal);
		this.#splitter = new LogLines((stamp, text) => this.#line(stamp, text));
	}

	get state(): LogState {
		return this.#state;
	}

	stream(now: number): LogStream {
		return {
			id: this.streamId,
			source: this.source,
			status: logStatus({ state: this.#state, deliveredAt: this.deliveredAt }, now),
			lines: this.lines,
			deliveredAt: this.deliveredAt,
		};
	}

	/** What is known of the container may have changed. */
	podChanged(): void {
		this.#wait.wake();
	}

	stop(): void {
		this.#abort.abort();
		this.#wait.wake();
	}

	/** Resolves when nothing more will come, or after `stop()`. */
	get ended(): Promise<void> {
		return this.#ended;
	}

	/** Once. */
	start(): void {
		this.#ended = this.#run();
	}

	async #run(): Promise<void> {
		while (!this.#isStopped) {
			// Under the name of a pod that is gone there may be another one.
			if (this.#options.container() === 'gone') return this.#left();
			if (!(await this.#untilItCanBeRead())) continue;
			const outcome = await this.#readOn();
			if (this.#isStopped) return;
			if ('end' in outcome) await this.#settle();
			if (this.#isStopped || (await this.#follow(outcome))) return;
		}
	}

	get #isStopped(): boolean {
		return this.#abort.signal.aborted;
	}

	/** False: look again. A container that has never run has no log, and its pod will tell when it has: the server is not asked. */
	async #untilItCanBeRead(): Promise<boolean> {
		const { container, isKnownLive, request } = this.#options;
		const known = container();
		if (!request.follow || typeof known !== 'object' || !isKnownLive()) return true;
		if (known.state !== 'waiting' || known.restarts > 0 || known.lastEnd !== '') return true;
		await this.#await(known.reason === '' ? 'waiting for its start' : `waiting: ${known.reason}`);
		return false;
	}

	async #await(words: string): Promise<void> {
		const isNews = this.#state.kind !== 'waiting' || this.#state.words !== words;
		if (isNews) this.#enter({ kind: 'waiting', words }, words, 'wait for the pod');
		if (!this.#hasWaited) this.#options.sink.mark('waiting', words);
		this.#hasWaited = true;
		await this.#wait.sleep(ASK_AGAIN_MS);
	}

	/** Reads the log from where it stopped; of a container that ran anew meanwhile first what its last run still said. */
	async #readOn(): Promise<Outcome> {
		const { container, sink, request } = this.#options;
		const known = container();
		const restarts = typeof known === 'object' ? known.restarts : undefined;
		const missed = this.#runNumber === undefined || restarts === undefined ? 0 : restarts - this.#runNumber;
		if (missed > 0 && typeof known === 'object' && !request.previous) {
			if (this.#mayHaveGap && !this.#point.isEmpty) {
				const before = await this.#attempt({ previous: true });
				if ('error' in before && isPassing(before.error)) return before;
				this.#splitter.release();
				if ('error' in before) sink.mark('gap', 'what the run before said at its end is not kept by the node');
			}
			if (missed > 1 && this.#mayHaveGap) sink.mark('gap', `${missed - 1} runs between are not kept by the node`);
			const why = known.lastEnd === '' ? '' : `: ${known.lastEnd}`;
			sink.mark('restarted', `restarted (${restarts})${why}`);
			this.#mayHaveGap = false;
		}
		if (restarts !== undefined) this.#runNumber = restarts;
		return this.#attempt({ previous: request.previous });
	}

	async #attempt({ previous }: { readonly previous: boolean }): Promise<Outcome> {
		const { connection } = this.#options;
		const log = this.#query(previous);
		this.#enter({ kind: 'connecting' }, 'the log is to be read', previous ? 'read what ran before' : 'read the log');
		this.#splitter.forget();
		this.#linesOfBatch = 0;
		this.#openedAt = undefined;
		if (!this.#point.isEmpty) this.#point.resume();
		try {
			const end = await connection.log({
				log,
				streamId: this.streamId,
				signal: this.#abort.signal,
				onOpen: (serverDate) => this.#opened(serverDate),
				onBytes: (chunks) => this.#take(chunks),
			});
			return { end };
		} catch (error) {
			if (error instanceof ApiFailure) return { error: error.error };
			throw error;
		}
	}

	#query(previous: boolean): ContainerLog {
		const { request, source } = this.#options;
		const { namespace, tailLines, sinceSeconds, sinceTime } = request;
		const follow = request.follow && !previous;
		const log = { namespace, ...source, follow, previous, timestamps: true };
		if (!this.#point.isEmpty) return { ...log, sinceTime: this.#point.sinceTime() };
		// Of an end of no lines nothing can be resumed but the moment.
		if (tailLines === 0 && this.#firstOpenedAt !== undefined) return { ...log, sinceTime: wholeSeconds(this.#firstOpenedAt) };
		return {
			...log,
			...(tailLines === undefined ? {} : { tailLines }),
			...(sinceSeconds === undefined ? {} : { sinceSeconds }),
			...(sinceTime === undefined ? {} : { sinceTime }),
		};
	}

	#opened(serverDate: number | undefined): void {
		this.#openedAt = this.#options.clock.now();
		this.#firstOpenedAt ??= serverDate;
		this.#refusedSince = undefined;
		this.#hasWaited = false;
		this.#enter({ kind: 'open' }, 'the server answers', 'read on');
		if (this.#isCut) this.#options.sink.mark('resumed', 'resumed');
		this.#isCut = false;
	}

	async #take(chunks: readonly Buffer[]): Promise<void> {
		const { clock, observer, pace, sink, onChange } = this.#options;
		this.#linesOfBatch = 0;
		for (const chunk of chunks) {
			this.#splitter.feed(chunk);
			const breath = pace.breathe();
			if (breath !== undefined) await breath;
		}
		const now = clock.now();
		this.deliveredAt = now;
		observer.delivered?.(this.streamId, now, this.#linesOfBatch, 0);
		onChange();
		await sink.ready();
	}

	#line(stamp: string, text: Buffer): void {
		const verdict = this.#point.next(stamp);
		if (verdict === 'double') return;
		if (verdict === 'after a gap' && this.#mayHaveGap)
			this.#options.sink.mark('gap', 'lines may be missing here: the node has begun a new file');
		this.#mayHaveGap = false;
		this.#linesOfBatch += 1;
		this.lines += 1;
		this.#options.sink.line(stamp, text);
	}

	/** The log ended: its pod is given a moment to say why. */
	async #settle(): Promise<void> {
		const { container, request } = this.#options;
		const runs = (): boolean => {
			const known = container();
			return typeof known === 'object' && known.state === 'running' && known.restarts === this.#runNumber;
		};
		if (request.follow && !request.previous) await this.#wait.sleep(SETTLE_MS, () => !runs());
	}

	/** Does what follows from how the reading ended. True: nothing more will come. */
	async #follow(outcome: Outcome): Promise<boolean> {
		const { request, container, clock, sink } = this.#options;
		const now = clock.now();
		const isRefused = 'error' in outcome && (outcome.error.kind === 'forbidden' || outcome.error.kind === 'unauthorized');
		this.#refusedSince = isRefused ? (this.#refusedSince ?? now) : undefined;
		const step = nextStep(outcome, {
			follow: request.follow && !request.previous,
			container: container(),
			wasServed: this.#firstOpenedAt !== undefined,
			refusedForMs: now - (this.#refusedSince ?? now),
		});
		if (step.do !== 'reopen' && 'end' in outcome) this.#splitter.release();
		switch (step.do) {
			case 'end':
				this.#enter({ kind: 'ended', words: step.words }, 'the log ended', 'no more');
				sink.mark('ended', step.words);
				return true;
			case 'leave':
				this.#left();
				return true;
			case 'fail':
				this.#enter({ kind: 'failed', error: step.error }, cutWords(step.error), 'no more', step.error);
				sink.mark('failed', failWords(step.error));
				return true;
			case 'await-start':
				await this.#await(step.words);
				return false;
			case 'await-restart':
				await this.#awaitRestart(step.words);
				return false;
			case 'reopen':
				await this.#reopen();
				return false;
			case 'back-off':
			case 'deny':
				await this.#retry(step);
				return false;
		}
	}

	#left(): void {
		this.#enter({ kind: 'ended', words: 'its pod is gone' }, 'its pod is gone', 'no more');
	}

	async #awaitRestart(words: string): Promise<void> {
		const { container } = this.#options;
		this.#enter({ kind: 'waiting', words }, 'the container ended', 'wait for its restart');
		const rests = (): boolean => {
			const known = container();
			return typeof known === 'object' && !known.isOver && known.state !== 'running' && known.restarts === this.#runNumber;
		};
		while (!this.#isStopped && rests()) await this.#wait.sleep(ASK_AGAIN_MS, () => !rests());
	}

	async #reopen(): Promise<void> {
		const { clock } = this.#options;
		const wasShort = this.#linesOfBatch === 0 && clock.now() - (this.#openedAt ?? 0) < SHORT_MS + SETTLE_MS;
		if (!wasShort) {
			this.#tries = noTries;
			return;
		}
		this.#tries = failedAgain(this.#tries, clock.now());
		const words = 'the log ends again and again';
		this.#enter({ kind: 'waiting', words }, words, 'wait and read again');
		await this.#wait.sleep(delayAfter(this.#tries, this.#options.dice()));
	}

	async #retry({ do: what, error }: Extract<NextStep, { do: 'back-off' | 'deny' }>): Promise<void> {
		const { clock, dice, isKnownLive, sink } = this.#options;
		const now = clock.now();
		const wasOpen = this.#openedAt !== undefined;
		if (wasOpen) this.#tries = noTries;
		this.#tries = failedAgain(this.#tries, now);
		if (!this.#isCut) sink.mark(what === 'deny' ? 'failed' : 'cut', failWords(error));
		this.#isCut = true;
		if (wasOpen) this.#mayHaveGap = true;
		if (what === 'deny') {
			this.#enter({ kind: 'denied', recheckAt: now + RECHECK_MS, error }, cutWords(error), 'ask again in 5 min', error);
			await this.#wait.sleep(RECHECK_MS);
			return;
		}
		const floor = 'retryAfterMs' in error ? (error.retryAfterMs ?? 0) : 0;
		const delay = delayAfter(this.#tries, dice(), floor);
		this.#enter(
			{ kind: 'backing-off', until: now + delay, error },
			cutWords(error),
			`try again in ${Math.round(delay / 100) / 10} s`,
			error,
		);
		// Whoever tells of the pods may find out first that the server is back.
		const wasLive = isKnownLive();
		await this.#wait.sleep(delay, () => floor === 0 && !wasLive && isKnownLive());
		await this.#wait.sleep(KNOW_MS, isKnownLive);
	}

	#enter(state: LogState, cause: string, did: string, error?: ApiError): void {
		const { clock, observer, onChange } = this.#options;
		const from = this.#state.kind;
		this.#state = state;
		const now = clock.now();
		const { level, reason } = logStatus({ state, deliveredAt: this.deliveredAt }, now);
		observer.transition?.({
			at: now,
			streamId: this.streamId,
			from,
			to: state.kind,
			cause,
			did,
			level,
			reason,
			relist: false,
			...(error === undefined ? {} : { error }),
		});
		onChange();
	}
}

/** It may go away by itself. */
const isPassing = (error: ApiError): boolean =>
	error.kind === 'network' || error.kind === 'throttled' || error.kind === 'aborted' || error.kind === 'server';

/** The server's own words where it says what is wrong with the request, else the cause. */
function failWords(error: ApiError): string {
	if (error.kind === 'bad-request' || error.kind === 'not-found') return safeText(error.message);
	return error.kind === 'server' ? causeInFull(error) : cutWords(error);
}
