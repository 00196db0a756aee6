import { safeText } from '../base/safe-text.ts';
import type { Span, Style } from './styled-line.ts';

/**
 * Text with the colours that a program wrote for a terminal (ECMA-48 8.3.117, SGR), made safe: colours and weights are kept as
 * data, every other escape sequence and control is shown as text that does nothing.
 */

const ESCAPE = '\u001b';
/** CSI, parameters, `m`. Colons apart sub-parameters, as in `38:2::1:2:3`. */
const SGR = /\u001b\[([0-9;:]*)m/g;

/** SGR 30 to 37, by the names that a theme knows; black and white are the terminal's own. */
const COLOURS = [0, 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 7] as const;

interface Pen {
	colour: Style['colour'] | undefined;
	background: Style['background'] | undefined;
	bold: boolean;
	dim: boolean;
	inverse: boolean;
	underline: boolean;
}

/** One line as spans: what it looks like is in their styles, and their texts are safe. */
export function ansiSpans(text: string): readonly Span[] {
	if (!text.includes(ESCAPE)) return [{ text: safeText(text) }];
	const spans: Span[] = [];
	const pen: Pen = { colour: undefined, background: undefined, bold: false, dim: false, inverse: false, underline: false };
	let from = 0;
	const put = (end: number): void => {
		if (end > from) spans.push(spanOf(safeText(text.slice(from, end)), pen));
	};
	for (const found of text.matchAll(SGR)) {
		put(found.index);
		apply(found[1] ?? '', pen);
		from = found.index + found[0].length;
	}
	put(text.length);
	return spans;
}

/** For a terminal that is written to as it is: SGR sequences stay but for what hides text, and the line ends without any; everything else is made safe. */
export function ansiForTerminal(text: string, colour: boolean): string {
	if (!text.includes(ESCAPE)) return safeText(text);
	let out = '';
	let from = 0;
	let isStyled = false;
	for (const found of text.matchAll(SGR)) {
		out += safeText(text.slice(from, found.index));
		const shown = colour ? withoutConceal(found[1] ?? '') : undefined;
		if (shown !== undefined) {
			out += `${ESCAPE}[${shown}m`;
			isStyled = true;
		}
		from = found.index + found[0].length;
	}
	out += safeText(text.slice(from));
	return isStyled ? `${out}${ESCAPE}[0m` : out;
}

const conceal = 8;

/**
 * The parameters without the one that hides what follows: a line would say less on a terminal than it does in a file. An 8 that is one of
 * the numbers of a colour stays, `38;5;8` or `38;2;8;8;8`. Undefined: none is left.
 */
function withoutConceal(parameters: string): string | undefined {
	const codes = parameters.split(';');
	const kept: string[] = [];
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? '';
		const number = Number.parseInt(code, 10);
		if (code !== '38' && code !== '48') {
			if (number !== conceal) kept.push(code);
			continue;
		}
		const kind = Number(codes[at + 1]);
		const end = at + (kind === 5 ? 2 : kind === 2 ? 4 : 0);
		kept.push(...codes.slice(at, end + 1));
		at = end;
	}
	return kept.length === 0 ? undefined : kept.join(';');
}

function spanOf(text: string, { colour, background, bold, dim, inverse, underline }: Pen): Span {
	const style: Style = {
		...(colour === undefined ? {} : { colour }),
		...(background === undefined ? {} : { background }),
		...(bold ? { bold } : {}),
		...(dim ? { dim } : {}),
		...(inverse ? { inverse } : {}),
		...(underline ? { underline } : {}),
	};
	return Object.keys(style).length === 0 ? { text } : { text, style };
}

function apply(parameters: string, pen: Pen): void {
	const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
	for (let index = 0; index < codes.length; index += 1) {
		const code = codes[index] ?? 0;
		if (code !== 38 && code !== 48) {
			applyOne(code, pen);
			continue;
		}
		const { colour, length } = extended(codes, index);
		if (code === 38) pen.colour = colour;
		else pen.background = colour;
		index += length;
	}
}

/** The colour after a 38 or 48, `5;N` or `2;R;G;B`, and how many codes it takes; what is none of these takes one. */
function extended(codes: readonly number[], at: number): { readonly colour: Style['colour'] | undefined; readonly length: number } {
	const byte = (offset: number): number => Math.min(255, codes[at + offset] ?? 0);
	if (codes[at + 1] === 5) return { colour: byte(2), length: 2 };
	if (codes[at + 1] !== 2) return { colour: undefined, length: 1 };
	const hex = [2, 3, 4].map((offset) => byte(offset).toString(16).padStart(2, '0')).join('');
	return { colour: `#${hex}`, length: 4 };
}

function applyOne(code: number, pen: Pen): void {
	if (code === 0)
		Object.assign(pen, { colour: undefined, background: undefined, bold: false, dim: false, inverse: false, underline: false });
	else if (code === 1) pen.bold = true;
	else if (code === 2) pen.dim = true;
	else if (code === 4) pen.underline = true;
	else if (code === 7) pen.inverse = true;
	else if (code === 22) Object.assign(pen, { bold: false, dim: false });
	else if (code === 24) pen.underline = false;
	else if (code === 27) pen.inverse = false;
	else if (code === 39) pen.colour = undefined;
	else if (code === 49) pen.background = undefined;
	else if (code >= 30 && code <= 37) pen.colour = COLOURS[code - 30];
	else if (code >= 40 && code <= 47) pen.background = COLOURS[code - 40];
	// The bright ones are the upper eight of a terminal's own sixteen.
	else if (code >= 90 && code <= 97) pen.colour = code - 82;
	else if (code >= 100 && code <= 107) pen.background = code - 92;
}
