import { SentenceError } from '../base/sentence-error.ts';
import type { AppServices, OpenContext } from './app-services.ts';

/** What a person reads of something that was thrown: its own sentence, or one that names what was being done. */
export const sentenceOf = (error: unknown, doing: string): string => {
	if (error instanceof SentenceError) return error.message;
	return `${doing} failed: ${error instanceof Error ? error.message : String(error)}.`;
};

/** The contexts that were opened, each once: coming back to one finds its rows. */
export class OpenContexts {
	readonly #services: AppServices;
	readonly #open: Map<string, OpenContext>;
	#closed = false;

	constructor(services: AppServices) {
		this.#services = services;
		this.#open = new Map([[services.context.name, services.context]]);
	}

	/** Throws what `openContext` throws. */
	async open(name: string): Promise<OpenContext> {
		const known = this.#open.get(name);
		if (known !== undefined) return known;
		const opened = await this.#services.openContext(name);
		const raced = this.#open.get(name);
		if (raced !== undefined || this.#closed) {
			await opened.close();
			return raced ?? opened;
		}
		this.#open.set(name, opened);
		return opened;
	}

	/** Closes what was opened here; the context that the program began with belongs to whoever gave it. */
	async close(): Promise<void> {
		this.#closed = true;
		const opened = Array.from(this.#open.values()).filter((context) => context !== this.#services.context);
		await Promise.allSettled(opened.map((context) => context.close()));
	}
}
