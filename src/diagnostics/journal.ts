import type { RequestEntry, WarningEntry } from '../kube/types.ts';
import type { TransitionEntry } from '../sync/types.ts';
import { Ring } from './ring.ts';

/** An hour of a stream that reconnects every few seconds, in some hundred KB. */
const keptTransitions = 2_000;
const keptRequests = 500;
const keptWarnings = 200;

/** The last transitions and requests. Bounded, so that a program left open for days does not grow. */
export class Journal {
	readonly #transitions = new Ring<TransitionEntry>(keptTransitions);
	readonly #requests = new Ring<RequestEntry>(keptRequests);
	readonly #warnings = new Ring<WarningEntry>(keptWarnings);

	transition(entry: TransitionEntry): void {
		this.#transitions.push(entry);
	}

	request(entry: RequestEntry): void {
		this.#requests.push(entry);
	}

	warned(entry: WarningEntry): void {
		this.#warnings.push(entry);
	}

	/** Oldest first; of one stream when it is named. */
	transitions(streamId?: string): readonly TransitionEntry[] {
		return ofStream(this.#transitions.values(), streamId);
	}

	requests(streamId?: string): readonly RequestEntry[] {
		return ofStream(this.#requests.values(), streamId);
	}

	warnings(streamId?: string): readonly WarningEntry[] {
		return ofStream(this.#warnings.values(), streamId);
	}
}

const ofStream = <T extends { readonly streamId?: string }>(entries: readonly T[], streamId: string | undefined): readonly T[] =>
	streamId === undefined ? entries : entries.filter((entry) => entry.streamId === streamId);
