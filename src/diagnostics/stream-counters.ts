import { Rate } from '../base/rate.ts';
import type { RequestEntry } from '../kube/types.ts';
import type { TransitionEntry } from '../sync/types.ts';

const isFailure = ({ error }: RequestEntry | TransitionEntry): boolean => error !== undefined && error.kind !== 'aborted';

/** A LIST of one object, and the watch that ends at once. The watch that then takes the place of the open one is a watch like any other. */
const isProbe = ({ verb, path }: RequestEntry): boolean =>
	verb === 'probe' || (verb === 'watch' && /[?&]timeoutSeconds=1(?:&|$)/.test(path));

/** What is counted of one stream from its start to its release. */
export class StreamCounters {
	/** Epoch ms of the last event, bookmark, page or sample. */
	deliveredAt: number | undefined;
	relists = 0;
	errors = 0;
	requests = 0;
	/** Of them, those that only ask whether a silent watch still lives. */
	probes = 0;
	readonly #events = new Rate();
	#asksOnTicks: boolean = false;

	delivered(at: number, events: number): void {
		this.deliveredAt = at;
		this.#events.add(at, events);
	}

	transition(entry: TransitionEntry): void {
		if (entry.relist) this.relists += 1;
		if (!this.#asksOnTicks && isFailure(entry)) this.errors += 1;
	}

	request(entry: RequestEntry): void {
		this.requests += 1;
		if (isProbe(entry)) this.probes += 1;
		// A ticker tells of the first failure only, and goes on asking: each answer counts.
		this.#asksOnTicks ||= entry.verb === 'metrics';
		if (this.#asksOnTicks && isFailure(entry)) this.errors += 1;
		const brought = entry.verb === 'list' || entry.verb === 'metrics';
		if (brought && entry.error === undefined && entry.status === 200) {
			this.deliveredAt = Math.max(this.deliveredAt ?? 0, entry.at + entry.tookMs);
		}
	}

	eventsPerSecond(now: number): number {
		return this.#events.perSecond(now);
	}
}
