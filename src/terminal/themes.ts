import type { Background } from './background.ts';
import { type ColourLevel, type FixedColour, ownTheme, type Theme } from './styled-line.ts';

type Palette = Omit<Theme, 'level'>;

const palette = (
	red: FixedColour,
	green: FixedColour | undefined,
	yellow: FixedColour,
	blue: FixedColour,
	magenta: FixedColour,
	cyan: FixedColour,
	gray: FixedColour | undefined,
	dim: FixedColour | undefined,
): Palette => ({ colours: { red, green, yellow, blue, magenta, cyan, gray }, dim });

/**
 * Each colour stands out from its ground by 4.5 to 1 or more (WCAG 2.2, 1.4.3), the grounds being black and the usual dark ones,
 * white and the usual light ones; a test computes it. A row under the cursor is drawn inverse, which keeps the ratio.
 *
 * Of a terminal's own sixteen nobody knows what they look like. On dark the bright ones can be read in every palette that
 * terminals come with; on light green, yellow and cyan cannot, and text in them looks like others that can, or plain:
 * what they mean is also in the words. Dim text has the faint attribute there, whose shade the terminal makes.
 */
const palettes: Readonly<Record<Background, Readonly<Record<1 | 2 | 3, Palette>>>> = {
	dark: {
		1: palette(9, 10, 11, 14, 13, 14, 7, undefined),
		2: palette(210, 114, 221, 117, 177, 80, 246, 246),
		3: palette('#ff8a80', '#7ee787', '#e8bf4f', '#79c0ff', '#d2a8ff', '#76e3ea', '#98a0ae', '#98a0ae'),
	},
	light: {
		1: palette(1, undefined, 5, 4, 5, 4, undefined, undefined),
		2: palette(124, 22, 94, 25, 91, 24, 240, 240),
		3: palette('#b3261e', '#1a6330', '#7a4b00', '#0550ae', '#7b2fa8', '#0b5d6b', '#57606a', '#57606a'),
	},
};

/** The colours for a terminal that shows so many of them on such a ground. Level 0 has none, and no need of a ground. */
export const themeFor = (level: ColourLevel, background: Background): Theme =>
	level === 0 ? ownTheme(0) : { level, ...palettes[background][level] };
