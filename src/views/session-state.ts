import type { Clock } from '../base/clock.ts';
import { keepsList } from './shows-other-rows.ts';
import { type UiAction, uiReducer } from './ui-reducer.ts';
import type { Note, UiState } from './ui-state.ts';

/** Long enough to be read beside what is looked at. */
const doneNoteMs = 3_000;

/** The state of the interface while it is open, and what is said in it. */
export class SessionState {
	readonly #clock: Clock;
	#current: UiState;
	#isOtherList: boolean = true;

	constructor(first: UiState, clock: Clock) {
		this.#current = first;
		this.#clock = clock;
	}

	get current(): UiState {
		return this.#current;
	}

	/** What was done since the list was composed may have put another one under the keys. */
	get isOtherList(): boolean {
		return this.#isOtherList;
	}

	/** What is under the keys now is the list of this state. */
	listComposed(): void {
		this.#isOtherList = false;
	}

	reduce(action: UiAction): void {
		this.#isOtherList ||= !keepsList(action);
		this.#current = uiReducer(this.#current, action);
	}

	/** Another context begins with a state of its own. */
	replace(state: UiState): void {
		this.#isOtherList = true;
		this.#current = state;
	}

	say(level: Note['level'], text: string): void {
		this.reduce({ type: 'note', note: { level, text } });
	}

	tell(level: Note['level'], text: string | undefined): void {
		if (text !== undefined) this.say(level, text);
	}

	/** Nobody has to do anything about it: it goes by itself, unless it failed. */
	sayDone(note: Note): void {
		this.reduce({ type: 'note', note: note.level === 'error' ? note : { ...note, until: this.#clock.now() + doneNoteMs } });
	}

	unsay(): void {
		this.reduce({ type: 'note', note: undefined });
	}

	/** Until the note goes by itself; infinite where it stays. */
	noteLeftMs(): number {
		const until = this.#current.note?.until;
		return until === undefined ? Number.POSITIVE_INFINITY : until - this.#clock.now();
	}
}
