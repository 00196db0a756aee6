/** One character of a terminal's screen, as far as a picture of it needs to know. */
export interface ScreenCell {
	/** Empty: the second half of a wide character. */
	readonly text: string;
	/** One of the 256 by its index, or `#rrggbb`; undefined: the usual one. */
	readonly colour: number | string | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	readonly underline: boolean;
}

const cellWidth = 8.4;
const lineHeight = 18;
const baseline = 13.5;
const margin = 12;

/** What a terminal with this ground looks like. */
export interface Surface {
	readonly ground: string;
	readonly ink: string;
	/** The sixteen that are the terminal's own. */
	readonly own: readonly string[];
}

export const darkSurface: Surface = {
	ground: '#16191f',
	ink: '#d5d9e0',
	own: '#6b7280 #ff7b72 #7ee787 #e3b341 #79c0ff #d2a8ff #76e3ea #d5d9e0 #9aa3b2 #ffa198 #a5f3ae #f2cc60 #a5d6ff #e2c5ff #b3f0ff #ffffff'.split(
		' ',
	),
};

export const lightSurface: Surface = {
	ground: '#ffffff',
	ink: '#24292f',
	own: '#24292f #b3261e #1a6330 #7a4b00 #0550ae #7b2fa8 #0b5d6b #6e7781 #57606a #b3261e #1a6330 #7a4b00 #0550ae #7b2fa8 #0b5d6b #8c959f'.split(
		' ',
	),
};

const hexOf = (...parts: readonly number[]): string => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Of the 256 the first sixteen are the terminal's own, then comes a cube of six steps a side, then 24 greys (xterm, 256colres.h). */
function colourOf(colour: ScreenCell['colour'], { own, ink }: Surface): string {
	if (typeof colour === 'string') return colour;
	if (colour === undefined) return ink;
	if (colour < 16) return own[colour] ?? ink;
	if (colour >= 232) return hexOf(...[0, 0, 0].map(() => 8 + (colour - 232) * 10));
	const step = (side: number): number => (side === 0 ? 0 : 55 + side * 40);
	return hexOf(...[36, 6, 1].map((size) => step(Math.floor((colour - 16) / size) % 6)));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const sameStyle = (one: ScreenCell, other: ScreenCell): boolean =>
	one.colour === other.colour &&
	one.bold === other.bold &&
	one.dim === other.dim &&
	one.inverse === other.inverse &&
	one.underline === other.underline;

interface Run {
	readonly at: number;
	readonly cells: readonly ScreenCell[];
}

function runsOf(line: readonly ScreenCell[]): readonly Run[] {
	const runs: { at: number; cells: ScreenCell[] }[] = [];
	for (const [at, cell] of line.entries()) {
		const last = runs.at(-1);
		const first = last?.cells[0];
		if (last !== undefined && first !== undefined && sameStyle(first, cell)) last.cells.push(cell);
		else runs.push({ at, cells: [cell] });
	}
	return runs;
}

/** Where its words are: blanks are left to the places of the words, because readers of SVG fold them. */
function wordsOf(cells: readonly ScreenCell[]): readonly Run[] {
	const words: { at: number; cells: ScreenCell[] }[] = [];
	let blanks: ScreenCell[] = [];
	for (const [at, cell] of cells.entries()) {
		const last = words.at(-1);
		if (cell.text === ' ') blanks.push(cell);
		else if (last === undefined || blanks.length > 1) words.push({ at, cells: [cell] });
		else last.cells.push(...blanks, cell);
		if (cell.text !== ' ') blanks = [];
	}
	return words;
}

const rounded = (number: number): string => String(Math.round(number * 10) / 10);

const left = (column: number): string => rounded(margin + column * cellWidth);

function drawRun({ at, cells }: Run, row: number, surface: Surface): string {
	const { ground, ink } = surface;
	const [first] = cells;
	if (first === undefined) return '';
	const y = margin + row * lineHeight;
	const colour = colourOf(first.colour, surface);
	const box = first.inverse
		? `<rect x="${left(at)}" y="${y}" width="${rounded(cells.length * cellWidth)}" height="${lineHeight}" fill="${colour}"/>`
		: '';
	const style = [
		...(first.inverse || colour !== ink ? [` fill="${first.inverse ? ground : colour}"`] : []),
		...(first.bold ? [' font-weight="bold"'] : []),
		...(first.dim ? [' opacity="0.62"'] : []),
		...(first.underline ? [' text-decoration="underline"'] : []),
	].join('');
	const words = wordsOf(cells).map((word) => {
		const text = escaped(word.cells.map((cell) => cell.text).join(''));
		// The length is given, so that the columns stand under each other whatever font the reader has.
		const length = rounded(word.cells.length * cellWidth);
		return `<text x="${left(at + word.at)}" y="${rounded(y + baseline)}" textLength="${length}"${style}>${text}</text>`;
	});
	return `${box}${words.join('')}`;
}

/** A picture of a screen: a line of SVG for each of its lines, so that a changed capture can be read as a difference. */
export function terminalSvg(lines: readonly (readonly ScreenCell[])[], title: string, surface: Surface = darkSurface): string {
	const columns = Math.max(0, ...lines.map((line) => line.length));
	const width = rounded(columns * cellWidth + 2 * margin);
	const height = lines.length * lineHeight + 2 * margin;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="6" fill="${surface.ground}"/>`,
		`<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${surface.ink}">`,
		...lines.map((line, row) =>
			runsOf(line)
				.map((run) => drawRun(run, row, surface))
				.join(''),
		),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}
