/** What Ink's input hook tells of one key, as far as chords are made of it. */
export interface KeyFlags {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageUp: boolean;
	readonly pageDown: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly tab: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly meta: boolean;
}

/** One key as the keymap writes it: `j`, `G`, `up`, `enter`, `ctrl-f`, `shift-left`, `alt-x`, `space`. */
export type Chord = string;

const named: readonly (readonly [keyof KeyFlags, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'page-up'],
	['pageDown', 'page-down'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'esc'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

const modified = (name: string, flags: KeyFlags, shift: boolean): Chord =>
	`${flags.ctrl ? 'ctrl-' : ''}${flags.meta && name !== 'esc' ? 'alt-' : ''}${shift && flags.shift ? 'shift-' : ''}${name}`;

const characterChord = (character: string): Chord => {
	if (character === ' ') return 'space';
	if (character === '\r' || character === '\n') return 'enter';
	if (character === '\t') return 'tab';
	const code = character.charCodeAt(0);
	return code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : character;
};

/**
 * The chords of one input event, in the order in which they were typed. Keys typed faster than they are read
 * come as one event (`jjj`), control keys among them, so text is taken apart by character; what is no key is dropped.
 */
export function chordsOf(input: string, flags: KeyFlags): readonly Chord[] {
	for (const [flag, name] of named) if (flags[flag]) return [modified(name, flags, true)];
	if (input === '') return [];
	if (flags.ctrl || flags.meta) return [modified(characterChord(input), flags, false)];
	return Array.from(input, characterChord).filter((chord) => !/^[\x00-\x1f\x7f]$/.test(chord));
}

/** The text that a chord types into a line of input; undefined for keys that type nothing. */
export function typedText(chord: Chord): string | undefined {
	if (chord === 'space') return ' ';
	return Array.from(chord).length === 1 ? chord : undefined;
}
