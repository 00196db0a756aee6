import { delayAfter, failedAgain, noTries } from '../base/backoff.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import type { KindDefinition } from '../domains/types.ts';
import type { Engine, Lease } from './types.ts';

/** A joined stream begins with a whole page; of definitions of one name there is one. */
const FIRST_PAGE = 1;

export interface KindReturnOptions {
	readonly engine: Engine;
	readonly clock: Clock;
	/** The stream of the kind. */
	readonly of: Lease;
	readonly definition: KindDefinition;
}

/**
 * While the server does not serve a kind, its definition is watched: as soon as that is there, the kind is asked for again, which the
 * stream by itself does once a minute. A definition may be seen a moment before its objects are served, so it is asked for more than
 * once, at growing distances. Where definitions may not be read, the minute remains.
 */
export class KindReturn {
	readonly #options: KindReturnOptions;
	readonly #stopListening: () => void;
	#lease: Lease | undefined;
	#tries = noTries;
	#cancel: Cancel | undefined;

	constructor(options: KindReturnOptions) {
		this.#options = options;
		this.#stopListening = options.engine.subscribe(() => this.#look());
	}

	/** The stream of the definition, while it is watched. */
	get lease(): Lease | undefined {
		return this.#lease;
	}

	close(): void {
		this.#stopListening();
		this.#letGo();
	}

	#look(): void {
		const { of, engine, definition } = this.#options;
		const { reason, live } = of.status();
		// That the server has no such kind is itself known to be so now: it is live, and nothing to let go for.
		if (live && reason !== 'absent') this.#letGo();
		if (reason !== 'absent') return;
		const { resource, name, serves } = definition;
		this.#lease ??= engine.lease({ resource, scope: { fieldSelector: `metadata.name=${name}` }, visible: false, firstPage: FIRST_PAGE });
		if (this.#cancel === undefined && [...this.#lease.rows.values()].some(serves)) this.#askSoon();
	}

	#askSoon(): void {
		const { clock, of } = this.#options;
		// Nobody else waits for this one kind: there is no crowd to keep out of step with.
		const delay = this.#tries.count === 0 ? 0 : delayAfter(this.#tries, 0);
		this.#tries = failedAgain(this.#tries, clock.now());
		this.#cancel = clock.after(delay, () => {
			this.#cancel = undefined;
			of.askAgain('its definition is there again');
		});
	}

	#letGo(): void {
		this.#cancel?.();
		this.#cancel = undefined;
		this.#tries = noTries;
		this.#lease?.release();
		this.#lease = undefined;
	}
}
