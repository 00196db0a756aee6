import { SentenceError } from '../base/sentence-error.ts';
import type { OpenContext } from './app-services.ts';
import { sentenceOf } from './open-contexts.ts';

export interface Lookup {
	readonly name: string;
	/** The view is known now; `note`: what is to be said of the choice. */
	readonly found: (note: string | undefined) => void;
	/** `isUnknown`: the server answered, and has nothing of this name. */
	readonly failed: (sentence: string, isUnknown: boolean) => void;
}

/** What a SentenceError of bad usage ends with: that there is nothing of a name. */
const badUsage = 2;

/** Names that no view has, asked of the server while the screen goes on. Of several only the last is answered. */
export class ServedLookup {
	#turn = 0;

	async ask({ served }: OpenContext, { name, found, failed }: Lookup): Promise<void> {
		const turn = ++this.#turn;
		try {
			const { note } = await served.resolve(name);
			if (turn === this.#turn) found(note);
		} catch (error) {
			if (turn !== this.#turn) return;
			failed(sentenceOf(error, `Looking for ${name}`), error instanceof SentenceError && error.exitCode === badUsage);
		}
	}

	/** Nobody waits for an answer any more. */
	forget(): void {
		this.#turn += 1;
	}
}
