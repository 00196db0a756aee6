import { Chalk, type ChalkInstance } from 'chalk';
import { textWidth, truncate } from './width.ts';

/** Colours of the program itself. How each looks, so that it can be read, is the theme's. */
export type ColourName = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray';

/** A colour as it is: one of the 256 of a terminal by its index (the first sixteen are the reader's own), or `#rrggbb`. */
export type FixedColour = number | `#${string}`;

export type Colour = ColourName | FixedColour;

/** How a stretch of text looks. Colour is never the only bearer of a meaning. */
export interface Style {
	readonly colour?: Colour;
	readonly background?: Colour;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly inverse?: boolean;
	readonly underline?: boolean;
}

/** As chalk's: 0 none, 1 sixteen colours, 2 256, 3 true colour. */
export type ColourLevel = 0 | 1 | 2 | 3;

/** How styles become colours on one kind of terminal. */
export interface Theme {
	/** More than the terminal can show is brought down to it. */
	readonly level: ColourLevel;
	/** undefined: as other text. */
	readonly colours: Readonly<Record<ColourName, FixedColour | undefined>>;
	/** What is dim has this colour; undefined: it has the terminal's faint attribute. */
	readonly dim: FixedColour | undefined;
}

/** The first of a terminal's own sixteen colours, as its owner chose them. */
const ownColours: Theme['colours'] = { red: 1, green: 2, yellow: 3, blue: 4, magenta: 5, cyan: 6, gray: 8 };

/** Nothing but the terminal's own colours; with `level` 0 none. */
export const ownTheme = (level: ColourLevel): Theme => ({ level, colours: ownColours, dim: undefined });

export interface Span {
	readonly text: string;
	readonly style?: Style;
}

/** One line of the screen, left to right. */
export type Line = readonly Span[];

export const span = (text: string, style?: Style): Span => (style === undefined ? { text } : { text, style });

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + textWidth(text), 0);

export const lineText = (line: Line): string => line.map(({ text }) => text).join('');

/** The beginning of a line that fits into `width` columns, ending in an ellipsis when something was left out. */
export function cutLine(line: Line, width: number, ellipsis = '…'): Line {
	if (lineWidth(line) <= width) return line;
	const kept: Span[] = [];
	let room = width;
	for (const [index, part] of line.entries()) {
		const columns = textWidth(part.text);
		const more = line.slice(index + 1).some(({ text }) => text !== '');
		if (columns < room || (columns === room && !more)) {
			kept.push(part);
			room -= columns;
			continue;
		}
		// The part is made longer than its room, so that the ellipsis is set even where the part alone would just fit.
		kept.push({ ...part, text: truncate(`${part.text}${more ? '  ' : ''}`, room, ellipsis) });
		break;
	}
	return kept;
}

/** A line cut or padded to exactly `width` columns. */
export function fitLine(line: Line, width: number, ellipsis = '…'): Line {
	const cut = cutLine(line, width, ellipsis);
	const missing = width - lineWidth(cut);
	return missing > 0 ? [...cut, span(' '.repeat(missing))] : cut;
}

/** Turns styled lines into text with SGR sequences; without colour the other attributes (bold, dim, inverse) stay. */
export type Painter = (line: Line) => string;

type Brush = (text: string) => string;

const fixed = (colour: Colour, theme: Theme): FixedColour | undefined =>
	typeof colour === 'number' || colour.startsWith('#') ? (colour as FixedColour) : theme.colours[colour as ColourName];

/** A terminal's own sixteen, in the order of their indices. Their short sequences are understood where those of the 256 are not. */
const sixteen = [
	['black', 'bgBlack'],
	['red', 'bgRed'],
	['green', 'bgGreen'],
	['yellow', 'bgYellow'],
	['blue', 'bgBlue'],
	['magenta', 'bgMagenta'],
	['cyan', 'bgCyan'],
	['white', 'bgWhite'],
	['blackBright', 'bgBlackBright'],
	['redBright', 'bgRedBright'],
	['greenBright', 'bgGreenBright'],
	['yellowBright', 'bgYellowBright'],
	['blueBright', 'bgBlueBright'],
	['magentaBright', 'bgMagentaBright'],
	['cyanBright', 'bgCyanBright'],
	['whiteBright', 'bgWhiteBright'],
] as const;

function coloured(chalk: ChalkInstance, colour: FixedColour | undefined, ground: 0 | 1): ChalkInstance {
	if (colour === undefined) return chalk;
	if (typeof colour === 'string') return ground === 1 ? chalk.bgHex(colour) : chalk.hex(colour);
	const own = sixteen[colour]?.[ground];
	if (own !== undefined) return chalk[own];
	return ground === 1 ? chalk.bgAnsi256(colour) : chalk.ansi256(colour);
}

function brushOf(style: Style, theme: Theme): Brush {
	// Level 1 keeps attributes where colours are off.
	let brush = new Chalk({ level: theme.level === 0 ? 1 : theme.level });
	if (style.bold === true) brush = brush.bold;
	const muted = style.dim === true && theme.level > 0 ? theme.dim : undefined;
	if (style.dim === true && muted === undefined) brush = brush.dim;
	if (style.underline === true) brush = brush.underline;
	if (style.inverse === true) brush = brush.inverse;
	if (theme.level > 0) {
		const front = style.colour === undefined ? undefined : fixed(style.colour, theme);
		brush = coloured(brush, front ?? muted, 0);
		if (style.background !== undefined) brush = coloured(brush, fixed(style.background, theme), 1);
	}
	return brush;
}

const mark = 'x';

/** What a terminal is to be told before text of this style: the parameters of one SGR sequence, `1;38;5;203`; '' for ordinary text. */
export function sgrOf(style: Style, theme: Theme): string {
	const [before = ''] = brushOf(style, theme)(mark).split(mark);
	return before.replaceAll('\x1b[', '').replaceAll('m', ';').replace(/;$/, '');
}

/** Chalk's own detection of the terminal is not asked: it does not honour NO_COLOR. */
export function createPainter(theme: Theme): Painter {
	// Styles are made anew for each frame, and are few: a brush is known by what it does.
	const brushes = new Map<string, Brush>();
	const styled = (style: Style): Brush => {
		const { colour = '', background = '', bold, dim, underline, inverse } = style;
		const key = `${colour},${background},${bold === true},${dim === true},${underline === true},${inverse === true}`;
		const known = brushes.get(key);
		if (known !== undefined) return known;
		const made = brushOf(style, theme);
		// Log text may bring any of sixteen million colours.
		if (brushes.size >= mostBrushes) brushes.clear();
		brushes.set(key, made);
		return made;
	};
	return (line) => line.map(({ text, style }) => (style === undefined || text === '' ? text : styled(style)(text))).join('');
}

const mostBrushes = 512;
