import { ApiFailure } from '../../src/base/api-error.ts';
import type { Connection, GetAnswer, GetRequest, LogEnd, StreamTarget, Unanswered } from '../../src/kube/connection.ts';
import type { ListerWatcher } from '../../src/kube/lister-watcher.ts';
import type { RequestEntry } from '../../src/kube/types.ts';
import type { FakeClock } from './fake-clock.ts';
import { FakeListerWatcher } from './fake-lister-watcher.ts';

/** A connection whose resources are FakeListerWatchers, one a resource, made when they are first asked for. */
export class FakeConnection implements Connection {
	readonly context = 'test';
	readonly cluster = 'test-cluster';
	readonly user = 'tester';
	readonly server = 'https://127.0.0.1:1';
	readonly namespace = undefined;
	readonly given = [];
	readonly insecure = false;
	readonly proxy = undefined;
	/** By resource and namespace: `pods`, `shop/pods`, `nodes.metrics.k8s.io`. */
	readonly sources = new Map<string, FakeListerWatcher>();
	readonly targets: StreamTarget[] = [];
	readonly gets: GetRequest[] = [];
	waiting: Unanswered[] = [];
	/** While set, every GET fails with it. */
	getError: ApiFailure | undefined;
	/** While true, a GET is never answered. */
	silent: boolean = false;
	skewMs: number | undefined;
	closed: boolean = false;
	readonly #clock: FakeClock;
	readonly #listeners = new Set<(entry: RequestEntry) => void>();

	constructor(clock: FakeClock) {
		this.#clock = clock;
	}

	source(name: string): FakeListerWatcher {
		const known = this.sources.get(name) ?? new FakeListerWatcher();
		this.sources.set(name, known);
		return known;
	}

	onAccepted(): () => void {
		return () => undefined;
	}

	forgetRefusals(): void {
		// Nobody is refused here.
	}

	credentialOutput(): string {
		return '';
	}

	loginWait(): undefined {
		return undefined;
	}

	clockSkewMs(): number | undefined {
		return this.skewMs;
	}

	listerWatcher(target: StreamTarget): ListerWatcher {
		this.targets.push(target);
		const { namespace } = target.scope;
		const resource = target.gvr.group === '' ? target.gvr.resource : `${target.gvr.resource}.${target.gvr.group}`;
		return this.source(namespace === undefined ? resource : `${namespace}/${resource}`);
	}

	async get(request: GetRequest): Promise<GetAnswer> {
		this.gets.push(request);
		const at = this.#clock.now();
		if (this.silent) {
			const { signal } = request;
			await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
		}
		if (this.getError !== undefined) {
			this.tell({ at, verb: request.verb, method: 'GET', path: request.path, status: 0, tookMs: 0, bytes: 0, error: this.getError.error });
			throw this.getError;
		}
		this.tell({ at, verb: request.verb, method: 'GET', path: request.path, status: 200, tookMs: 0, bytes: 2 });
		return { status: 200, contentType: 'application/json', body: Buffer.from('{}') };
	}

	/** No log is ever faked: what a server sends of one, and when, is the wire's to say. */
	log(): Promise<LogEnd> {
		return Promise.reject(new ApiFailure({ kind: 'server', status: 500, message: 'this connection has no logs' }));
	}

	unanswered(): readonly Unanswered[] {
		return this.waiting;
	}

	onRequest(listener: (entry: RequestEntry) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	onWarning(): () => void {
		return () => {};
	}

	tell(entry: RequestEntry): void {
		for (const listener of this.#listeners) listener(entry);
	}

	async close(): Promise<void> {
		this.closed = true;
	}
}
