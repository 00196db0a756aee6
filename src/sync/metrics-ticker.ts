import { type ApiError, ApiFailure } from '../base/api-error.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import type { Consumer, MetricsKind, PastUsage, Usage, UsageField } from '../domains/types.ts';
import type { Connection } from '../kube/connection.ts';
import type { ListerWatcher } from '../kube/lister-watcher.ts';
import type { Scope } from '../kube/types.ts';
import { type MetricsSample, MetricsStore } from '../stores/metrics-store.ts';
import { type EmptyAnswer, emptyAnswer } from './empty-metrics.ts';
import { absence, type MetricsFacts, metricsStatus, staleAfterMs, withAge } from './metrics-health.ts';
import { metricsGvr, metricsKey, metricsMask, sampleOf } from './metrics-sample.ts';
import { type FailedMetrics, type MetricsState, metricsDueAt, metricsFailed } from './metrics-state.ts';
import type { MetricsSamples, StreamStatus, SyncObserver } from './types.ts';

/** A tick that takes longer than this is given up; the API server itself gives up on metrics-server after as long. */
const ANSWER_DEADLINE_MS = 30_000;

export interface MetricsTickerOptions {
	readonly connection: Pick<Connection, 'listerWatcher' | 'clockSkewMs'>;
	readonly kind: MetricsKind;
	readonly scope: Scope;
	/** What was asked for (`--metrics-interval`); what is really waited is never shorter than ten times what an answer costs. */
	readonly intervalMs: number;
	readonly clock: Clock;
	/** Must not throw. Told of transitions and samples; requests are told by the connection. */
	readonly observer: SyncObserver;
	readonly streamId: string;
	/** A sample came, or the reason why there is none changed. */
	readonly onChange: () => void;
	/** Whether something in the scope is known that should have a sample. Asked of an answer without any. */
	readonly runs: () => boolean;
	/** When a request of this context last got no proper answer. */
	readonly transportFailedAt: () => number | undefined;
	/** 0 ≤ dice < 1; spreads retries. */
	readonly dice: () => number;
}

/** Asks metrics.k8s.io on a tick between `start` and `stop`. Samples outlive a stop, and age. */
export interface MetricsTicker extends MetricsSamples {
	start(): void;
	stop(): void;
	/** Asks now, whatever was settled; does nothing while an answer is awaited. */
	refresh(): void;
}

export function createMetricsTicker(options: MetricsTickerOptions): MetricsTicker {
	return new Ticker(options);
}

class Ticker implements MetricsTicker {
	readonly #options: MetricsTickerOptions;
	readonly #source: ListerWatcher;
	readonly #store = new MetricsStore();
	#state: MetricsState = { kind: 'awaiting' };
	/** Of the last answer that was. */
	#empty: EmptyAnswer = 'nothing to sample';
	#revision = 0;
	#running: boolean = false;
	#served: boolean = false;
	#startedAt: number | undefined;
	/** What the last two answers took, the newest last; ms. */
	#tookMs: readonly number[] = [];
	/** A failure of our own counts as the context's: the tick may be the first to notice. */
	#ownFailureAt: number | undefined;
	#asking: AbortController | undefined;
	#cancelTick: Cancel = () => {};
	#cancelStaleness: Cancel = () => {};
	#told: { readonly kind: MetricsState['kind']; readonly status: StreamStatus };

	constructor(options: MetricsTickerOptions) {
		this.#options = options;
		const { connection, kind, scope, streamId } = options;
		this.#source = connection.listerWatcher({
			gvr: metricsGvr(kind),
			scope,
			mask: metricsMask(kind),
			streamId,
			priority: () => 'background',
		});
		this.#told = { kind: this.#state.kind, status: this.status() };
	}

	get revision(): number {
		return this.#revision;
	}

	get samples(): number {
		return this.#store.size;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#scheduleTick();
		this.#watchStaleness();
	}

	stop(): void {
		this.#running = false;
		this.#cancelTick();
		this.#cancelStaleness();
		this.#asking?.abort();
		this.#asking = undefined;
	}

	refresh(): void {
		if (this.#running && this.#asking === undefined) void this.#ask();
	}

	status(): StreamStatus {
		return metricsStatus(this.#facts(), this.#options.clock.now());
	}

	usage(key: string): Usage | string {
		return this.#shown(this.#store.get(key));
	}

	history(key: string): PastUsage | undefined {
		return this.#store.history(key, this.#options.clock.now() + this.#skewMs());
	}

	namespaceUsage(namespace: string): Usage | string {
		return this.#shown(this.#store.ofNamespace(namespace));
	}

	usageOf(keys: Iterable<string>): Usage | string {
		return this.#shown(this.#store.sumOf(keys));
	}

	totalUsage(): Usage | string {
		return this.#shown(this.#store.total());
	}

	heaviest(by: UsageField): readonly Consumer[] | string {
		const found = this.#store.heaviest(by);
		return found.length === 0 ? absence(this.#state) : found.map(({ key, sample }) => ({ key, usage: this.#usageIn(sample) }));
	}

	#shown(sample: MetricsSample | undefined): Usage | string {
		return sample === undefined ? absence(this.#state) : this.#usageIn(sample);
	}

	#usageIn(sample: MetricsSample): Usage {
		const { aged, cpuMilli, memoryMiB } = withAge(sample, this.#options.clock.now(), this.#skewMs());
		// To the nanocore first: a sum of fractions may end a hair above a whole number.
		return { cpuMilli: Math.ceil(Math.round(cpuMilli * 1e6) / 1e6), memoryMiB, ...(aged !== undefined && { aged }) };
	}

	#skewMs(): number {
		return this.#options.connection.clockSkewMs() ?? 0;
	}

	#facts(): MetricsFacts {
		return {
			state: this.#state,
			newest: this.#store.newest,
			intervalMs: this.#intervalMs(),
			empty: this.#empty,
			skewMs: this.#skewMs(),
		};
	}

	/** One answer that was held up, by a server that froze and came back, is not what an answer costs: two that are slow are. */
	#intervalMs(): number {
		const costMs = this.#tookMs.length === 0 ? 0 : Math.min(...this.#tookMs);
		return Math.max(this.#options.intervalMs, 10 * costMs);
	}

	#scheduleTick(): void {
		const { clock } = this.#options;
		const now = clock.now();
		const dueAt = metricsDueAt(this.#state, this.#startedAt, this.#intervalMs(), now);
		this.#cancelTick();
		this.#cancelTick = clock.after(Math.max(0, dueAt - now), () => void this.#ask());
	}

	async #ask(): Promise<void> {
		const { clock, kind } = this.#options;
		this.#cancelTick();
		const asking = new AbortController();
		this.#asking = asking;
		this.#startedAt = clock.now();
		let overdue = false;
		const cancelDeadline = clock.after(ANSWER_DEADLINE_MS, () => {
			overdue = true;
			asking.abort();
		});
		const samples = new Map<string, MetricsSample>();
		const outcome = await this.#source
			.list({
				purpose: 'metrics',
				signal: asking.signal,
				onObjects: (objects) => {
					for (const object of objects) {
						const sample = sampleOf(kind, object);
						if (sample !== undefined) samples.set(metricsKey(object), sample);
					}
				},
			})
			.then(({ tookMs }) => ({ tookMs }), errorOf);
		cancelDeadline();
		// Stopped meanwhile, and perhaps started and asked again: this answer is nobody's.
		if (this.#asking !== asking) return;
		this.#asking = undefined;
		if ('tookMs' in outcome) this.#accept(samples, outcome.tookMs);
		else this.#fail(overdue ? noAnswer : outcome);
		this.#scheduleTick();
	}

	#accept(samples: ReadonlyMap<string, MetricsSample>, tookMs: number): void {
		const { clock, kind, observer, scope, streamId, runs } = this.#options;
		this.#store.replace(samples, this.#intervalMs());
		if (samples.size === 0) this.#empty = emptyAnswer(kind, scope, runs);
		// Nor is the first answer after failures, where there is none before to compare it with.
		if (this.#tookMs.length > 0 || this.#state.kind !== 'failing') this.#tookMs = [...this.#tookMs.slice(-1), tookMs];
		this.#state = { kind: 'sampled' };
		this.#served = true;
		observer.delivered?.(streamId, clock.now(), 0, 0);
		this.#changed('sample', `${samples.size} samples taken`);
		this.#watchStaleness();
	}

	#fail(error: ApiError): void {
		const { clock, dice, transportFailedAt } = this.#options;
		const now = clock.now();
		if (error.kind === 'network') this.#ownFailureAt = now;
		const failures = [transportFailedAt(), this.#ownFailureAt].filter((at) => at !== undefined);
		const state = metricsFailed(this.#state, error, {
			now,
			dice: dice(),
			served: this.#served,
			transportFailedAt: failures.length === 0 ? undefined : Math.max(...failures),
			intervalMs: this.#intervalMs(),
		});
		this.#state = state;
		// What is settled has no samples: their age would say that more are to come.
		if (state.kind === 'denied' || state.kind === 'absent') {
			this.#store.clear();
			this.#served = false;
		}
		this.#changed(error.message, didAbout(state, now), error);
	}

	/** Samples grow old while nothing happens: somebody has to say so when they do. */
	#watchStaleness(): void {
		this.#cancelStaleness();
		const { newest } = this.#store;
		if (newest === undefined) return;
		const { clock } = this.#options;
		const staleAt = newest.timestamp - this.#skewMs() + staleAfterMs(newest.windowSeconds) + 1;
		const wait = staleAt - clock.now();
		if (wait > 0) this.#cancelStaleness = clock.after(wait, () => this.#changed('no newer sample came', 'say that the samples are old'));
	}

	#changed(cause: string, did: string, error?: ApiError): void {
		const { clock, observer, onChange, streamId } = this.#options;
		const before = this.#told;
		const { kind } = this.#state;
		const status = this.status();
		this.#told = { kind, status };
		this.#revision += 1;
		if (before.kind !== kind || before.status.reason !== status.reason) {
			const { level, reason } = status;
			observer.transition?.({
				at: clock.now(),
				streamId,
				from: before.kind,
				to: kind,
				cause,
				did,
				level,
				reason,
				relist: false,
				...(error && { error }),
			});
		}
		onChange();
	}
}

const noAnswer: ApiError = { kind: 'network', code: 'ETIMEDOUT', message: `no answer within ${ANSWER_DEADLINE_MS / 1000} s` };

const errorOf = (thrown: unknown): ApiError =>
	thrown instanceof ApiFailure ? thrown.error : { kind: 'protocol', message: `the answer could not be read: ${String(thrown)}` };

function didAbout(state: FailedMetrics, now: number): string {
	return 'recheckAt' in state
		? `stop asking; again in ${Math.round((state.recheckAt - now) / 1000)} s, and on ctrl-r`
		: `ask again in ${((state.retryAt - now) / 1000).toFixed(1)} s`;
}
