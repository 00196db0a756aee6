import { SentenceError } from '../base/sentence-error.ts';
import type { OpenContext } from './app-services.ts';
import { sentenceOf } from './open-contexts.ts';
import type { Note, UiState } from './ui-state.ts';

/** What of the session a lookup sees, and what it does to it. */
export interface LookupScreen {
	readonly isOpen: () => boolean;
	readonly state: () => UiState;
	readonly say: (level: Note['level'], sentence: string) => void;
	readonly unsay: () => void;
	readonly repaint: () => void;
}

export interface Lookup {
	readonly name: string;
	/** The screen does not wait for it in silence. */
	readonly isTold?: boolean;
	/** Whether whoever asked still wants to know. */
	readonly isWanted: (state: UiState) => boolean;
	/** The view is known now; `note`: what is to be said of the choice. */
	readonly found: (note: string | undefined) => void;
	/** Absent: it is said. `isUnknown`: the server answered, and has nothing of this name. */
	readonly failed?: (sentence: string, isUnknown: boolean) => void;
}

/** What a SentenceError of bad usage ends with: that there is nothing of a name. */
const badUsage = 2;

/** Names that no view has, asked of the server while the screen goes on. Of several only the last is answered. */
export class ServedLookup {
	readonly #screen: LookupScreen;
	#turn = 0;
	/** What was said of the one that is under way. */
	#told: Note | undefined;

	constructor(screen: LookupScreen) {
		this.#screen = screen;
	}

	async ask({ served }: OpenContext, { name, isTold, isWanted, found, failed }: Lookup): Promise<void> {
		const turn = ++this.#turn;
		const { isOpen, state, say, repaint } = this.#screen;
		this.#takeBack();
		if (isTold === true) {
			say('info', `Asking the server for ${name}…`);
			this.#told = state().note;
		}
		const answer = (act: () => void): void => {
			if (turn !== this.#turn || !isOpen()) return;
			this.#takeBack();
			if (isWanted(state())) act();
			repaint();
		};
		try {
			const { note } = await served.resolve(name);
			answer(() => found(note));
		} catch (error) {
			const sentence = sentenceOf(error, `Looking for ${name}`);
			const isUnknown = error instanceof SentenceError && error.exitCode === badUsage;
			answer(() => (failed === undefined ? say('error', sentence) : failed(sentence, isUnknown)));
		}
	}

	/** Nobody waits for it any more; what was said since stays. */
	#takeBack(): void {
		if (this.#told !== undefined && this.#told === this.#screen.state().note) this.#screen.unsay();
		this.#told = undefined;
	}
}
