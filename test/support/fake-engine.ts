import { lookingUp } from '../../src/domains/cells.ts';
import type { Consumer, MetricsKind, Question, Row, Usage } from '../../src/domains/types.ts';
import type { Scope } from '../../src/kube/types.ts';
import type { RowStore } from '../../src/stores/row-store.ts';
import type { LookupLease } from '../../src/sync/lookups.ts';
import type { ReadableNamespaces } from '../../src/sync/readable-namespaces.ts';
import type { Engine, Lease, LeaseRequest, MetricsLease, StreamStatus } from '../../src/sync/types.ts';
import { newPlainStore, type PlainRow } from './plain-rows.ts';
import { delivering as watched } from './stream-status.ts';

export const delivering: StreamStatus = { ...watched, asOf: 1000 };
export const forbidden: StreamStatus = {
	mode: 'snapshot',
	level: 'unhealthy',
	reason: 'permissions',
	detail: 'list pods',
	polling: { kind: 'disabled', askAgainAt: 2000 },
	live: false,
	rows: 'none',
};
export const loading: StreamStatus = { ...delivering, level: 'degraded', reason: 'awaiting first delivery', live: false, rows: 'partial' };
export const sampled: StreamStatus = { ...delivering, mode: 'metrics-only', reason: 'sample' };

/** What all leases of one stream share: a test sets its rows and its status. */
class FakeSource {
	readonly rows: RowStore<PlainRow> = newPlainStore();
	status = delivering;
}

/** One lease of the engine below. */
class FakeStream {
	readonly request: LeaseRequest;
	released = 0;
	asked = 0;
	readonly #source: FakeSource;

	constructor(request: LeaseRequest, source: FakeSource) {
		this.request = request;
		this.#source = source;
	}

	get rows(): RowStore<PlainRow> {
		return this.#source.rows;
	}

	get status(): StreamStatus {
		return this.#source.status;
	}

	set status(status: StreamStatus) {
		this.#source.status = status;
	}
}

/** An engine whose streams do what the test says; it hands out a lease for each request and notes what it was asked for. */
export class FakeEngine implements Engine {
	readonly context = 'test';
	readonly clockSkewMs = undefined;
	/** One for each lease, in the order in which they were taken. */
	readonly streams: FakeStream[] = [];
	readonly metricsScopes: Array<{ readonly kind: MetricsKind; readonly scope: Scope }> = [];
	metricsReleased = 0;
	metricsRevision = 0;
	metricsStatus = sampled;
	answer: Usage | string = 'no sample yet';
	samples = 0;
	consumers: readonly Consumer[] | string = [];
	/** By the key of the question; what has none is being looked up. */
	readonly answers = new Map<string, object | string>();
	readonly questions: Question[] = [];
	lookupsReleased = 0;
	now = 12_345;
	troubled: ReturnType<Engine['trouble']>;
	readonly #sources = new Map<string, FakeSource>();
	readonly #listeners = new Set<() => void>();
	readonly #wakes = new Set<{ readonly at: number; readonly call: () => void }>();

	lease<R extends Row>(request: LeaseRequest<R>): Lease<R> {
		const { gvr, reading } = request.resource;
		const streamId = `test ${reading ?? gvr.resource}`;
		const source = this.#sources.get(streamId) ?? new FakeSource();
		this.#sources.set(streamId, source);
		const stream = new FakeStream(request as unknown as LeaseRequest, source);
		this.streams.push(stream);
		return {
			streamId,
			resource: request.resource,
			// Every resource that is leased of this engine has plain rows.
			rows: source.rows as unknown as Lease<R>['rows'],
			status: () => source.status,
			resourceVersion: () => '1',
			askAgain: () => {
				stream.asked += 1;
			},
			release: () => {
				stream.released += 1;
			},
		};
	}

	leaseLookups(): LookupLease {
		const engine = this;
		return {
			ask: (question) => {
				engine.questions.push(question);
				return engine.answers.get(question.key) ?? lookingUp;
			},
			isSettled: ({ key }) => engine.answers.has(key),
			get revision() {
				return engine.answers.size;
			},
			release: () => {
				engine.lookupsReleased += 1;
			},
		};
	}

	leaseMetrics(kind: MetricsKind, scope: Scope): MetricsLease {
		this.metricsScopes.push({ kind, scope });
		const engine = this;
		return {
			streamId: 'metrics',
			status: () => engine.metricsStatus,
			get samples() {
				return engine.samples;
			},
			usage: () => engine.answer,
			history: () => undefined,
			namespaceUsage: () => engine.answer,
			usageOf: () => engine.answer,
			totalUsage: () => engine.answer,
			heaviest: () => engine.consumers,
			get revision() {
				return engine.metricsRevision;
			},
			release: () => {
				engine.metricsReleased += 1;
			},
		};
	}

	/** The first lease of a resource. */
	stream(resource: string): FakeStream {
		const found = this.streams.find(({ request }) => request.resource.gvr.resource === resource);
		if (found === undefined) throw new Error(`${resource} was not leased`);
		return found;
	}

	/** Resources whose leases are not released, each once. */
	get held(): readonly string[] {
		return [...new Set(this.streams.filter(({ released }) => released === 0).map(({ request }) => request.resource.gvr.resource))];
	}

	trouble(): ReturnType<Engine['trouble']> {
		return this.troubled;
	}

	namespaceExists(): undefined {
		return undefined;
	}

	readableNamespaces(): ReadableNamespaces {
		return { readable: [], forbidden: new Set(), left: 0 };
	}

	wakeAt(at: number, call: () => void): () => void {
		const wake = { at, call };
		this.#wakes.add(wake);
		return () => this.#wakes.delete(wake);
	}

	serverNow(): number {
		return this.now;
	}

	/** Time goes on: who wanted to be woken is, and everybody is told. */
	pass(ms: number): void {
		this.now += ms;
		for (const wake of [...this.#wakes]) if (wake.at <= this.now && this.#wakes.delete(wake)) wake.call();
		this.notify();
	}

	refresh(): void {}

	reports(): readonly [] {
		return [];
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** A status may be another. */
	notify(): void {
		for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener();
	}

	async close(): Promise<void> {}
}
