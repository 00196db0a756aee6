/** kubectl's tab writer (k8s.io/cli-runtime pkg/printers/tabwriter.go): cells at least this wide, padding included, by blanks. */
const leastWidth = 6;
const padding = 3;

/**
 * Lays out lines of cells as kubectl does. Widths count code points, as Go's tabwriter counts runes, and are kept from one
 * call to the next (its RememberWidths), so that the lines of a watch stand under those before them. The last cell of a
 * line is not padded; an empty one leaves the blanks of the one before it, as kubectl's does.
 */
export class TableWriter {
	readonly #widths: number[] = [];

	/** One text, each line ended by a newline. */
	layOut(lines: readonly (readonly string[])[]): string {
		for (const line of lines) {
			for (let column = 0; column < line.length - 1; column++) {
				const wanted = Math.max(leastWidth, lengthOf(line[column] ?? '') + padding);
				if (wanted > (this.#widths[column] ?? 0)) this.#widths[column] = wanted;
			}
		}
		return lines.map((line) => `${this.#pad(line)}\n`).join('');
	}

	#pad(line: readonly string[]): string {
		const last = line.length - 1;
		return line.map((text, column) => (column === last ? text : text + ' '.repeat((this.#widths[column] ?? 0) - lengthOf(text)))).join('');
	}
}

function lengthOf(text: string): number {
	let length = text.length;
	for (let index = 0; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		if (unit >= 0xd800 && unit < 0xdc00) length--;
	}
	return length;
}
