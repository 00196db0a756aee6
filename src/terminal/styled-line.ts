import { Chalk, type ChalkInstance } from 'chalk';
import { textWidth, truncate } from './width.ts';

export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray';

/** How a stretch of text looks. Colour is never the only bearer of a meaning. */
export interface Style {
	readonly colour?: Colour;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly inverse?: boolean;
	readonly underline?: boolean;
}

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

/** `level` 0: no colour. Chalk's own detection is not asked: it does not honour NO_COLOR. */
export function createPainter(level: 0 | 1 | 2 | 3): Painter {
	// Level 1 is enough for the sixteen colours that are used, and keeps attributes where colours are off.
	const chalk = new Chalk({ level: level === 0 ? 1 : level });
	const styled = (style: Style): ChalkInstance => {
		let brush: ChalkInstance = chalk;
		if (style.colour !== undefined && level > 0) brush = brush[style.colour];
		if (style.bold === true) brush = brush.bold;
		if (style.dim === true) brush = brush.dim;
		if (style.underline === true) brush = brush.underline;
		if (style.inverse === true) brush = brush.inverse;
		return brush;
	};
	return (line) => line.map(({ text, style }) => (style === undefined || text === '' ? text : styled(style)(text))).join('');
}
