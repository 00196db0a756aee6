/** How long an Esc waits for the rest of a sequence: longer than a slow link tears one apart, shorter than is felt. */
export const escapeHoldMs = 50;

const finalBytes: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	H: 'home',
	F: 'end',
	Z: 'shift-tab',
	'5~': 'page-up',
	'6~': 'page-down',
	'3~': 'delete',
	'1~': 'home',
	'7~': 'home',
	'4~': 'end',
	'8~': 'end',
	'1;2C': 'shift-right',
	'1;2D': 'shift-left',
};

const unfinished = /^(O|\[[0-9;]*)$/;
const finished = /^(?:O|\[)([0-9;]*[A-Za-z~])$/;

export interface EscapeHold {
	/** Characters that came after an Esc that is being held; undefined: none is held. */
	readonly held: string | undefined;
}

export const nothingHeld: EscapeHold = { held: undefined };

export interface HoldStep {
	readonly hold: EscapeHold;
	/** Chords to act on now, in order. */
	readonly chords: readonly string[];
}

/**
 * An escape sequence that the link tore apart arrives as Esc and then as text: an arrow key would first close
 * what is open and then type `[A`. An Esc is therefore held for `escapeHoldMs`; what follows within that time
 * and completes a sequence is that key.
 */
export function pushChords(state: EscapeHold, chords: readonly string[]): HoldStep {
	if (state.held === undefined) {
		return chords.length === 1 && chords[0] === 'esc' ? { hold: { held: '' }, chords: [] } : { hold: nothingHeld, chords };
	}
	const sequence = state.held + chords.join('');
	if (unfinished.test(sequence)) return { hold: { held: sequence }, chords: [] };
	const rest = finished.exec(sequence)?.[1];
	if (rest !== undefined) {
		const key = finalBytes[rest];
		return { hold: nothingHeld, chords: key === undefined ? [] : [key] };
	}
	return { hold: nothingHeld, chords: [...releaseHeld(state), ...chords] };
}

/** The chords of a hold whose time is over: it was a key after all. */
export const releaseHeld = (state: EscapeHold): readonly string[] => (state.held === undefined ? [] : ['esc', ...Array.from(state.held)]);
