const enterAlternateScreen = '\x1b[?1049h';
const leaveAlternateScreen = '\x1b[?1049l';
const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const home = '\x1b[H';
const eraseBelow = '\x1b[J';
const resetStyle = '\x1b[0m';
const autowrapOn = '\x1b[?7h';
const autowrapOff = '\x1b[?7l';
const wholeScreenScrolls = '\x1b[r';
const endSynchronized = '\x1b[?2026l';
const bracketedPasteOn = '\x1b[?2004h';
const bracketedPasteOff = '\x1b[?2004l';

/** Where the screen is written: a terminal's stdout. */
export interface TerminalOutput {
	write(text: string): void;
}

/** The terminal's second screen, entered once and left once, whichever way the program ends. */
export interface AlternateScreen {
	enter(): void;
	/** Enters again after the shell had the terminal (SIGCONT), whether or not it was left for it. */
	reenter(): void;
	/** Gives the terminal back as it was: first screen, cursor, no style, no paste marks, lines that wrap. Doing it twice does nothing. */
	leave(): void;
}

/** Lines that wrap would push others out of their places wherever a character is wider than it was taken for. */
const enter = enterAlternateScreen + hideCursor + autowrapOff + resetStyle + home + eraseBelow;

export function alternateScreen(output: TerminalOutput): AlternateScreen {
	let entered = false;
	return {
		enter() {
			if (entered) return;
			entered = true;
			// Terminals keep the cursor where it was on the first screen, so it is sent home before anything is drawn.
			output.write(enter);
		},
		reenter() {
			entered = true;
			output.write(enter + bracketedPasteOn);
		},
		leave() {
			if (!entered) return;
			entered = false;
			output.write(endSynchronized + resetStyle + wholeScreenScrolls + autowrapOn + bracketedPasteOff + leaveAlternateScreen + showCursor);
		},
	};
}
