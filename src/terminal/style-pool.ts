/** How a cell is drawn, as SGR knows it; `''` is the terminal's own. */
interface Pen {
	/** `31`, `38;5;9`, `38;2;1;2;3`. */
	readonly foreground: string;
	readonly background: string;
	/** Attributes that are on, by the number that sets them. */
	readonly attributes: ReadonlySet<number>;
}

export const plainStyle = 0;

const plainPen: Pen = { foreground: '', background: '', attributes: new Set() };

/** Attributes and the number that ends them (ECMA-48 8.3.117). Bold and dim end together. */
const endOf: ReadonlyMap<number, number> = new Map([
	[1, 22],
	[2, 22],
	[3, 23],
	[4, 24],
	[7, 27],
	[9, 29],
	[53, 55],
]);

/** Those that can be seen where nothing is written. */
const seenOnBlank: ReadonlySet<number> = new Set([4, 7, 9, 53]);

const keyOf = ({ foreground, background, attributes }: Pen): string =>
	[...Array.from(attributes).sort((a, b) => a - b), foreground, background].filter((part) => part !== '').join(';');

/** `38` and `48` take the numbers behind them along: `5;n` or `2;r;g;b`. */
function extendedColour(numbers: readonly number[], at: number): number {
	return numbers[at + 1] === 5 ? 3 : numbers[at + 1] === 2 ? 5 : 1;
}

function penAfter(pen: Pen, numbers: readonly number[]): Pen {
	let { foreground, background } = pen;
	const attributes = new Set(pen.attributes);
	for (let at = 0; at < numbers.length; at++) {
		const number = numbers[at] ?? 0;
		if (number === 0) {
			foreground = '';
			background = '';
			attributes.clear();
		} else if (number === 38 || number === 48) {
			const length = extendedColour(numbers, at);
			const colour = numbers.slice(at, at + length).join(';');
			if (length > 1 && number === 38) foreground = colour;
			else if (length > 1) background = colour;
			at += length - 1;
		} else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) foreground = String(number);
		else if ((number >= 40 && number <= 47) || (number >= 100 && number <= 107)) background = String(number);
		else if (number === 39) foreground = '';
		else if (number === 49) background = '';
		else if (endOf.has(number)) attributes.add(number);
		else for (const [attribute, end] of endOf) if (end === number) attributes.delete(attribute);
	}
	return { foreground, background, attributes };
}

/** The numbers that lead from one pen to another without a reset. */
function stepsBetween(from: Pen, to: Pen): readonly string[] {
	const ends = new Set<number>();
	for (const attribute of from.attributes) if (!to.attributes.has(attribute)) ends.add(endOf.get(attribute) ?? 0);
	const sets = Array.from(to.attributes).filter((attribute) => !from.attributes.has(attribute) || ends.has(endOf.get(attribute) ?? 0));
	return [
		...Array.from(ends, String),
		...sets.map(String),
		...(from.foreground === to.foreground ? [] : [to.foreground === '' ? '39' : to.foreground]),
		...(from.background === to.background ? [] : [to.background === '' ? '49' : to.background]),
	];
}

/** Styles by number, so that cells can be compared: equal numbers look the same. 0 is plain. */
export class StylePool {
	readonly #pens: Pen[] = [plainPen];
	readonly #numbers = new Map<string, number>([['', plainStyle]]);
	readonly #after = new Map<string, number>();
	readonly #changes = new Map<number, string>();
	readonly #onBlank: number[] = [plainStyle];

	get size(): number {
		return this.#pens.length;
	}

	/** The style after an SGR sequence of these parameters (`1;38;5;9`). What is not known changes nothing. */
	after(style: number, parameters: string): number {
		const key = `${style}:${parameters}`;
		const known = this.#after.get(key);
		if (known !== undefined) return known;
		const numbers = parameters.split(';').map(Number);
		const number = this.#numberOf(penAfter(this.#penOf(style), numbers));
		this.#after.set(key, number);
		return number;
	}

	/** The style that looks the same on a blank: the colour of a letter that is not there cannot be seen. */
	onBlank(style: number): number {
		const known = this.#onBlank[style];
		if (known !== undefined) return known;
		const { attributes, background, foreground } = this.#penOf(style);
		const seen = new Set(Array.from(attributes).filter((attribute) => seenOnBlank.has(attribute)));
		const number =
			seen.size === 0
				? this.#numberOf({ foreground: '', background, attributes: seen })
				: this.#numberOf({ foreground, background, attributes });
		this.#onBlank[style] = number;
		return number;
	}

	/** The shortest SGR sequence that leads from one style to another. */
	change(from: number, to: number): string {
		if (from === to) return '';
		const key = from * 0x10000 + to;
		const known = this.#changes.get(key);
		if (known !== undefined) return known;
		const whole = to === plainStyle ? '' : `0;${keyOf(this.#penOf(to))}`;
		const steps = stepsBetween(this.#penOf(from), this.#penOf(to)).join(';');
		const sequence = `\x1b[${steps.length < whole.length ? steps : whole}m`;
		this.#changes.set(key, sequence);
		return sequence;
	}

	#penOf(style: number): Pen {
		return this.#pens[style] ?? plainPen;
	}

	#numberOf(pen: Pen): number {
		const key = keyOf(pen);
		const known = this.#numbers.get(key);
		if (known !== undefined) return known;
		const number = this.#pens.push(pen) - 1;
		this.#numbers.set(key, number);
		return number;
	}
}
