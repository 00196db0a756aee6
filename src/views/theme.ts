import type { ObjectHealth } from '../base/cell.ts';
import type { StreamLevel } from '../sync/types.ts';
import type { Line, Style } from '../terminal/styled-line.ts';

/** Marks that carry a meaning also without colour; each has a form in plain ASCII. */
export interface Glyphs {
	readonly live: string;
	readonly degraded: string;
	readonly down: string;
	readonly cursor: string;
	/** A marked row, and one that is also under the cursor. */
	readonly mark: string;
	readonly markedCursor: string;
	readonly into: string;
	readonly bar: string;
	readonly ellipsis: string;
	readonly descending: string;
	readonly ascending: string;
	readonly dot: string;
	readonly dash: string;
	readonly line: string;
	readonly left: string;
	readonly right: string;
	/** Before and behind a bar. */
	readonly barEnds: readonly [string, string];
	/** One column of a bar, from empty to full. */
	readonly barParts: readonly string[];
	/** A sample, from the lowest to the highest. */
	readonly heights: readonly string[];
	/** The whole is passed. */
	readonly over: string;
}

export const unicodeGlyphs: Glyphs = {
	live: '●',
	degraded: '◐',
	down: '○',
	cursor: '▸',
	mark: '◆',
	markedCursor: '◈',
	into: '▸',
	bar: '│',
	ellipsis: '…',
	descending: '▼',
	ascending: '▲',
	dot: '·',
	dash: '–',
	line: '─',
	left: '←',
	right: '→',
	barEnds: ['▕', '▏'],
	barParts: Array.from(' ▏▎▍▌▋▊▉█'),
	heights: Array.from('▁▂▃▄▅▆▇█'),
	over: '▶',
};

export const asciiGlyphs: Glyphs = {
	live: '*',
	degraded: '~',
	down: 'o',
	cursor: '>',
	mark: '+',
	markedCursor: '#',
	into: '>',
	bar: '|',
	ellipsis: '~',
	descending: 'v',
	ascending: '^',
	dot: '-',
	dash: '-',
	line: '-',
	left: '<-',
	right: '->',
	barEnds: ['[', ']'],
	barParts: Array.from(' #'),
	heights: Array.from('_.-~=+*#'),
	over: '>',
};

/** Characters that our own texts contain, in ASCII. */
const asciiForms: readonly (readonly [RegExp, string])[] = [
	[/[–—]/g, '-'],
	[/·/g, '-'],
	[/…/g, '~'],
	[/→/g, '>'],
];

/** A text of ours in the glyphs that the terminal has. Cells are left as they are: their text is the cluster's. */
export const plainText = (text: string, glyphs: Glyphs): string =>
	glyphs === asciiGlyphs ? asciiForms.reduce((plain, [pattern, form]) => plain.replace(pattern, form), text) : text;

export const plainLine = (line: Line, glyphs: Glyphs): Line =>
	glyphs === asciiGlyphs ? line.map((part) => ({ ...part, text: plainText(part.text, glyphs) })) : line;

const healthStyles: Readonly<Record<ObjectHealth, Style | undefined>> = {
	ok: undefined,
	progressing: { colour: 'cyan' },
	warning: { colour: 'yellow' },
	failing: { colour: 'red' },
	unknown: { colour: 'magenta' },
};

export const healthStyle = (health: ObjectHealth | undefined): Style | undefined =>
	health === undefined ? undefined : healthStyles[health];

const levelStyles: Readonly<Record<StreamLevel, Style>> = {
	healthy: { colour: 'green' },
	degraded: { colour: 'yellow' },
	unhealthy: { colour: 'red' },
};

export const levelStyle = (level: StreamLevel): Style => levelStyles[level];

export const levelGlyph = (level: StreamLevel, glyphs: Glyphs): string =>
	level === 'healthy' ? glyphs.live : level === 'degraded' ? glyphs.degraded : glyphs.down;

export const dim: Style = { dim: true };
export const bold: Style = { bold: true };
