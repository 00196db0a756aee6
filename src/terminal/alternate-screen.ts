const enterAlternateScreen = '\x1b[?1049h';
const leaveAlternateScreen = '\x1b[?1049l';
const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const home = '\x1b[H';
const eraseBelow = '\x1b[J';
const resetStyle = '\x1b[0m';
const endSynchronized = '\x1b[?2026l';
const bracketedPasteOn = '\x1b[?2004h';
const bracketedPasteOff = '\x1b[?2004l';

/** Where the screen is written: a terminal's stdout. */
export interface TerminalOutput {
	write(text: string): boolean;
}

/** The terminal's second screen, entered once and left once, whichever way the program ends. */
export interface AlternateScreen {
	enter(): void;
	/** An empty screen with the cursor at its top left, whatever was there. Not inside synchronized output: tmux 3.7a loses what follows. */
	erase(): void;
	/** Enters again after the shell had the terminal (SIGCONT). */
	reenter(): void;
	/** Gives the terminal back as it was: first screen, cursor, no style, no paste marks. Doing it twice does nothing. */
	leave(): void;
}

export function alternateScreen(output: TerminalOutput): AlternateScreen {
	let entered = false;
	return {
		enter() {
			if (entered) return;
			entered = true;
			// Terminals keep the cursor where it was on the first screen, so it is sent home before anything is drawn.
			output.write(enterAlternateScreen + hideCursor + home + eraseBelow);
		},
		erase() {
			if (entered) output.write(endSynchronized + resetStyle + home + eraseBelow);
		},
		reenter() {
			if (entered) output.write(enterAlternateScreen + hideCursor + bracketedPasteOn);
		},
		leave() {
			if (!entered) return;
			entered = false;
			output.write(endSynchronized + resetStyle + bracketedPasteOff + leaveAlternateScreen + showCursor);
		},
	};
}
