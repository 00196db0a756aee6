import type { ApiError } from '../base/api-error.ts';
import type { Cancel, Clock } from '../base/clock.ts';
import type { Connection } from '../kube/connection.ts';
import type { RequestEntry } from '../kube/types.ts';
import {
	answered,
	type Contact,
	cut,
	failed,
	hangs,
	heard,
	listed,
	noContact,
	outlivedCut,
	PULSE_DEADLINE_MS,
	pulseIsDue,
} from './pulse.ts';
import type { SyncObserver } from './types.ts';

export interface ContextPulseOptions {
	readonly connection: Connection;
	readonly clock: Clock;
	/** Silence after which a pulse is sent, in ms: a metrics tick. */
	readonly quietMs: number;
	/** Something is shown: without that, nothing is asked. */
	readonly isNeeded: () => boolean;
	readonly onHanging: () => void;
	readonly onReachable: () => void;
	readonly onWoke: () => void;
	readonly onChange: () => void;
}

const BEAT_MS = 1_000;
/** A beat that comes this late means that the machine slept, that this process was suspended, or that the clock was set forward. */
const SLEPT_MS = 10_000;

/**
 * Listens on all connections of a context, and asks only when nothing is heard: tells its streams when the server
 * hangs, when it can be reached again, and when the machine slept. The rules are in pulse.ts.
 */
export class ContextPulse {
	readonly #options: ContextPulseOptions;
	#contact: Contact;
	#cancelBeat: Cancel | undefined;
	#lastBeatAt: number;
	readonly #abort = new AbortController();

	constructor(options: ContextPulseOptions) {
		this.#options = options;
		this.#lastBeatAt = options.clock.now();
		this.#contact = noContact(this.#lastBeatAt);
		this.#beatSoon();
	}

	/** For the engine's observers: whatever comes from the server is a sign of life. */
	readonly observer: SyncObserver = {
		delivered: (_, at) => {
			this.#contact = heard(this.#contact, at);
		},
		transition: (entry) => {
			if (entry.to === 'watching') this.#contact = heard(this.#contact, entry.at);
		},
		request: (entry) => this.#requestEnded(entry),
	};

	get failedAt(): number | undefined {
		return this.#contact.failedAt;
	}

	get trouble(): { readonly error: ApiError; readonly since: number } | undefined {
		return this.#contact.trouble;
	}

	stop(): void {
		this.#cancelBeat?.();
		this.#abort.abort();
	}

	#requestEnded(entry: RequestEntry): void {
		const at = this.#options.clock.now();
		if (entry.status === 0) {
			// A watch that is cut is told by its stream; it says nothing about new connections, nor does a request that was withdrawn.
			if (entry.error?.kind === 'network') this.#failedWith(entry.error, at);
			return;
		}
		// A node that cuts its log says nothing about the way to the server.
		if (entry.verb === 'log') return;
		if (entry.error?.kind === 'network') this.#cutAt(at);
		const wasTrouble = this.#contact.trouble !== undefined;
		// A watch is told when it ends: its answer came long before, and the server may be gone since.
		this.#contact = entry.verb === 'watch' ? this.#contact : answered(this.#contact, at, entry.at);
		if (entry.verb === 'list' && entry.error === undefined) this.#contact = listed(this.#contact, entry.at);
		if (wasTrouble && this.#contact.trouble === undefined) {
			this.#options.onReachable();
			this.#options.onChange();
		}
	}

	/**
	 * An answer broke off. Whether its server is still there is asked at once: one that is down for two seconds would otherwise
	 * not be missed, nobody would be told of its return, and its streams would sit out waits that are longer than the outage.
	 */
	#cutAt(at: number): void {
		this.#contact = cut(this.#contact, at);
		const { trouble, pulseSentAt } = this.#contact;
		if (trouble === undefined && pulseSentAt === undefined && this.#options.isNeeded()) this.#send(at);
	}

	#failedWith(error: ApiError, at: number): void {
		const first = this.#contact.trouble === undefined;
		this.#contact = failed(this.#contact, at, error);
		if (first) this.#options.onChange();
	}

	#beatSoon(): void {
		this.#cancelBeat = this.#options.clock.after(BEAT_MS, () => {
			this.#beat();
			this.#beatSoon();
		});
	}

	#beat(): void {
		const { clock, connection, quietMs, isNeeded, onHanging, onReachable, onWoke } = this.#options;
		const now = clock.now();
		const late = now - this.#lastBeatAt - BEAT_MS;
		this.#lastBeatAt = now;
		if (late > SLEPT_MS) {
			onWoke();
			return;
		}
		if (!isNeeded()) return;
		if (outlivedCut(this.#contact, now)) {
			this.#contact = { ...this.#contact, cutAt: undefined };
			onReachable();
		}
		if (hangs(this.#contact, now, connection.unanswered())) onHanging();
		if (pulseIsDue(this.#contact, now, quietMs)) this.#send(now);
	}

	#send(now: number): void {
		const { clock, connection } = this.#options;
		this.#contact = { ...this.#contact, pulseSentAt: now, lastPulseAt: now };
		// What comes of it is heard through the connection's own report of the request; here it only ends.
		const ended = () => {
			this.#contact = { ...this.#contact, pulseSentAt: undefined, lastPulseAt: clock.now() };
		};
		connection.get({ path: '/version', verb: 'probe', signal: this.#abort.signal, timeoutMs: 4 * PULSE_DEADLINE_MS }).then(ended, ended);
	}
}
