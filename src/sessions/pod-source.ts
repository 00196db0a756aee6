import { ApiFailure } from '../base/api-error.ts';
import { delayAfter, failedAgain, noTries } from '../base/backoff.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import type { Connection } from '../kube/connection.ts';
import type { Scope } from '../kube/types.ts';
import type { Engine, Lease, StreamStatus } from '../sync/types.ts';
import { podSelector, readObject, templateContainers } from './log-owner.ts';
import { LogPod, type LogPodObject, logPods } from './log-pod.ts';
import { logStatus } from './log-state.ts';
import type { LogRequest } from './types.ts';

export interface PodSourceOptions {
	readonly connection: Pick<Connection, 'get' | 'context'>;
	readonly engine: Pick<Engine, 'lease' | 'subscribe'>;
	readonly clock: Clock;
	readonly dice: () => number;
	readonly request: LogRequest;
	/** The pods, or what is known of them, may have changed. */
	readonly onChange: () => void;
}

/** Where pods may not be watched, a single one is asked for this often. */
const ASK_MS = 5_000;
const PAGE = 500;

/**
 * The pods whose logs are read: a lease on a stream of the engine, for an owner once its selector is known. Who may read one
 * pod but not list any still reads its log: it is then asked for by its name, again and again.
 */
export class PodSource {
	readonly #options: PodSourceOptions;
	readonly #abort = new AbortController();
	#lease: Lease<LogPod> | undefined;
	/** While the way to the pods is being found, and when there is none. */
	#before: StreamStatus;
	/** By its name alone; null: it is not there. */
	#single: LogPod | null | undefined;
	#asks: boolean = false;
	#template: readonly { readonly name: string }[] = [];
	#stops: (() => void)[] = [];
	#cancel: Cancel = () => undefined;

	constructor(options: PodSourceOptions) {
		this.#options = options;
		this.#before = logStatus({ state: { kind: 'connecting' }, deliveredAt: undefined }, options.clock.now());
		const { target, namespace } = options.request;
		if (target.kind === 'pod') this.#watch({ namespace, fieldSelector: `metadata.name=${target.name}` });
		else if (target.kind === 'selector') this.#watch({ namespace, labelSelector: target.labelSelector });
		else void this.#findOwner(target);
	}

	/** In the order of the list, then of arrival. */
	pods(): readonly LogPod[] {
		if (this.#single !== undefined) return this.#single === null ? [] : [this.#single];
		return this.#lease === undefined ? [] : [...this.#lease.rows.values()];
	}

	/** Those of the pods that the owner would make now; none where it makes none, or is not known. */
	get templateContainers(): readonly { readonly name: string }[] {
		return this.#template;
	}

	/** Every pod that there is was told. */
	get isComplete(): boolean {
		return this.#single !== undefined || this.#lease?.status().rows === 'complete';
	}

	get isLive(): boolean {
		return this.#single !== undefined || (this.#lease?.status().live === true && this.isComplete);
	}

	/** Of the lease that tells of the pods, for diagnostics. */
	get streamId(): string | undefined {
		return this.#lease?.streamId;
	}

	status(): StreamStatus {
		return this.#single !== undefined || this.#lease === undefined ? this.#before : this.#lease.status();
	}

	close(): void {
		this.#abort.abort();
		this.#cancel();
		for (const stop of this.#stops) stop();
		this.#lease?.release();
	}

	#watch(scope: Scope): void {
		const { engine, onChange } = this.#options;
		const lease = engine.lease({ resource: logPods, scope, visible: true, firstPage: PAGE });
		this.#lease = lease;
		this.#stops = [
			lease.rows.observe({ changed: onChange, synced: onChange }),
			engine.subscribe(() => {
				if (lease.status().reason === 'permissions' && !this.#asks) void this.#askForOne();
				onChange();
			}),
		];
	}

	async #findOwner(target: Extract<LogRequest['target'], { kind: 'owner' }>): Promise<void> {
		const { connection, clock, dice, request, onChange } = this.#options;
		for (let tries = noTries; !this.#abort.signal.aborted; ) {
			try {
				const owner = await readObject(connection, target.gvr, request.namespace, target.name, this.#abort.signal);
				this.#template = templateContainers(owner);
				const labelSelector = podSelector(owner);
				if (labelSelector !== undefined) this.#watch({ namespace: request.namespace, labelSelector });
				else this.#fail(new ApiFailure({ kind: 'not-found', message: `${target.gvr.resource} "${target.name}" selects no pods` }));
				return onChange();
			} catch (error) {
				if (!(error instanceof ApiFailure)) throw error;
				if (this.#abort.signal.aborted) return;
				tries = failedAgain(tries, clock.now());
				const delay = delayAfter(tries, dice());
				this.#fail(error, clock.now() + delay);
				onChange();
				await new Promise<void>((resolve) => {
					this.#cancel = clock.after(delay, resolve);
				});
			}
		}
	}

	#fail({ error }: ApiFailure, until?: number): void {
		const { clock } = this.#options;
		const isRefused = error.kind === 'forbidden' || error.kind === 'unauthorized';
		const state =
			isRefused && until !== undefined
				? ({ kind: 'denied', recheckAt: until, error } as const)
				: error.kind === 'not-found' || until === undefined
					? ({ kind: 'failed', error } as const)
					: ({ kind: 'backing-off', until, error } as const);
		this.#before = logStatus({ state, deliveredAt: undefined }, clock.now());
	}

	async #askForOne(): Promise<void> {
		const { connection, clock, request, onChange } = this.#options;
		const { target, namespace } = request;
		if (target.kind !== 'pod') return;
		this.#asks = true;
		while (!this.#abort.signal.aborted) {
			try {
				const pod = await readObject(connection, logPods.gvr, namespace, target.name, this.#abort.signal);
				this.#single = new LogPod(pod as unknown as LogPodObject);
				this.#before = logStatus({ state: { kind: 'open' }, deliveredAt: clock.now() }, clock.now());
			} catch (error) {
				if (!(error instanceof ApiFailure)) throw error;
				if (error.error.kind === 'not-found') this.#single = null;
				this.#fail(error, clock.now() + ASK_MS);
				// Who may not read the pod itself either is told what was refused first.
				if (error.error.kind === 'forbidden' && this.#single === undefined) return;
			}
			onChange();
			await new Promise<void>((resolve) => {
				this.#cancel = clock.after(ASK_MS, resolve);
			});
		}
	}
}
