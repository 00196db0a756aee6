import { activeList, type Composed, composeScreen, timedText } from './compose-screen.ts';
import { follow } from './list-position.ts';
import { quietSeconds } from './next-change.ts';
import type { Cause } from './repaint.ts';
import { emptySource } from './row-source.ts';
import { type Screen, sameScreen } from './screen.ts';
import type { ActiveList, ScreenFacts } from './screen-facts.ts';
import { type SessionNow, screenFacts } from './session-facts.ts';
import type { SessionState } from './session-state.ts';
import { topOverlay, topText, viewState } from './ui-state.ts';

/** However quiet the screen is, the header's request count is looked at this often. */
const mostQuietMs = 10_000;

const nothingActive: ActiveList = { rows: emptySource, height: 1, lastOffset: 0, position: { key: undefined, index: 0, top: 0 } };

/** The screens that are made of a session, one after the other, and the list on the last of them that the keys move over. */
export class SessionFrames {
	readonly #state: SessionState;
	readonly #now: () => SessionNow;
	#active: ActiveList = nothingActive;
	#screen: Screen | undefined;

	constructor(state: SessionState, now: () => SessionNow) {
		this.#state = state;
		this.#now = now;
	}

	get active(): ActiveList {
		return this.#active;
	}

	/** The last one that was drawn. */
	screen(): Screen {
		return this.#screen ?? this.#compose().screen;
	}

	/** A key that moves over the list that is on the screen composes nothing but the screen that comes of it. */
	refreshActive(): void {
		const { current } = this.#state;
		if (this.#state.isOtherList || topOverlay(current) !== undefined) {
			this.#active = activeList(screenFacts(this.#now()));
			this.#state.listComposed();
			return;
		}
		const { rows, height } = this.#active;
		this.#active = { ...this.#active, position: follow(viewState(current).position, rows, height) };
	}

	/** `changed` is called when something is different. Returns in how many milliseconds time alone will make it so. */
	draw(cause: Cause, changed: () => void): number {
		const { screen, facts } = this.#compose();
		if (!sameScreen(this.#screen, screen)) {
			this.#screen = screen;
			changed();
		}
		// Where something changes all the time, what time alone would change is not worth looking ahead for.
		// Diagnostics counts since the last delivery, and a filter by age lets rows come and go; everything else is asked when it next reads otherwise.
		const seconds =
			cause === 'change' || facts.diagnostics.length > 0 || topText(this.#state.current) !== undefined || facts.pane.turnsWithTime
				? 1
				: quietSeconds((seconds) => timedText(facts, this.#active, seconds));
		// Just past the turn of the second, where ages turn.
		return Math.min(mostQuietMs, this.#state.noteLeftMs(), seconds * 1000 - (facts.now % 1000) + 5);
	}

	#compose(): Composed & { readonly facts: ScreenFacts } {
		const facts = screenFacts(this.#now());
		const composed = composeScreen(facts);
		this.#active = composed.active;
		this.#state.listComposed();
		this.#state.reduce({ type: 'position', position: composed.active.position });
		return { ...composed, facts };
	}
}
