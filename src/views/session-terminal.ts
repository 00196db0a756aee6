import type { CopyTarget } from '../terminal/clipboard.ts';
import type { Painter } from '../terminal/styled-line.ts';
import type { ScreenSize } from './screen.ts';
import type { Glyphs } from './theme.ts';

/** What a session asks of the terminal that it is shown on. */
export interface SessionTerminal {
	readonly size: () => ScreenSize;
	readonly glyphs: Glyphs;
	readonly paint: Painter;
	/** Draws everything again on an emptied screen. */
	readonly redraw: () => void;
	/** Gives the terminal back to the shell until somebody continues the program. */
	readonly suspend: () => void;
	/** Puts text on the clipboard. Does not reject. */
	readonly copy: (text: string) => Promise<CopyTarget>;
}
