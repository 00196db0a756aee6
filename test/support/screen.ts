// biome-ignore lint/correctness/noUnresolvedImports: its types are an ambient module, which the linter does not read
import headless from '@xterm/headless';

/** What a terminal shows, read from an emulator that was fed the bytes. */
export class EmulatedScreen {
	readonly #terminal: InstanceType<typeof headless.Terminal>;
	/** Window titles that were asked for, in order. */
	readonly titles: string[] = [];

	constructor(columns: number, rows: number) {
		this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
		this.#terminal.onTitleChange((title) => this.titles.push(title));
	}

	/** Resolves when the emulator has taken the bytes in. */
	write(bytes: string): Promise<void> {
		return new Promise((resolve) => this.#terminal.write(bytes, resolve));
	}

	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
	}

	/** Every line, without the blanks at its end. */
	lines(): readonly string[] {
		return Array.from({ length: this.#terminal.rows }, (_, row) => this.#line(row));
	}

	text(): string {
		return this.lines().join('\n');
	}

	/** The emulator keeps what was right of the edge of a second screen that became narrower, which nobody sees. */
	#line(row: number): string {
		const { active } = this.#terminal.buffer;
		const line = active.getLine(active.baseY + row);
		let end = this.#terminal.cols;
		// The right half of a wide character is empty too, and has no width.
		while (end > 0 && line?.getCell(end - 1)?.getChars() === '' && line.getCell(end - 1)?.getWidth() !== 0) end -= 1;
		return line?.translateToString(false, 0, end) ?? '';
	}

	/** The second screen is shown. */
	get alternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	get bracketedPaste(): boolean {
		return this.#terminal.modes.bracketedPasteMode;
	}

	/** What programs may set beside the ones above, and none of ours does: arrow keys that send others, mouse reports, focus reports, inserting. */
	get otherModes(): readonly string[] {
		const { applicationCursorKeysMode, applicationKeypadMode, insertMode, mouseTrackingMode, originMode, sendFocusMode } =
			this.#terminal.modes;
		const set = { applicationCursorKeysMode, applicationKeypadMode, insertMode, originMode, sendFocusMode };
		return [...Object.entries(set).flatMap(([name, on]) => (on ? [name] : [])), ...(mouseTrackingMode === 'none' ? [] : ['mouse'])];
	}

	get cursor(): { readonly x: number; readonly y: number } {
		const { cursorX, cursorY } = this.#terminal.buffer.active;
		return { x: cursorX, y: cursorY };
	}

	/** The last column of a line in which this character stands; -1: in none. */
	columnOf(row: number, character: string): number {
		const { active } = this.#terminal.buffer;
		const line = active.getLine(active.baseY + row);
		for (let column = this.#terminal.cols - 1; column >= 0; column--) if (line?.getCell(column)?.getChars() === character) return column;
		return -1;
	}

	/** How the character at a place is drawn. */
	styleAt(
		x: number,
		y: number,
	): {
		readonly dim: boolean;
		readonly inverse: boolean;
		readonly bold: boolean;
		readonly coloured: boolean;
		/** Its index among the 256, or 0xrrggbb; -1: the usual one. */
		readonly colour: number;
	} {
		const cell = this.#terminal.buffer.active.getLine(this.#terminal.buffer.active.baseY + y)?.getCell(x);
		return {
			dim: cell?.isDim() === 1 || (cell?.isDim() ?? 0) !== 0,
			inverse: (cell?.isInverse() ?? 0) !== 0,
			bold: (cell?.isBold() ?? 0) !== 0,
			coloured: cell !== undefined && !cell.isFgDefault(),
			colour: cell === undefined || cell.isFgDefault() ? -1 : cell.getFgColor(),
		};
	}

	/**
	 * Every cell as text: what stands in it, and how it is drawn as far as that can be seen. Of a blank that is its background
	 * and its lines; the colour of a letter that is not there is nothing.
	 */
	cells(): readonly (readonly string[])[] {
		const { active } = this.#terminal.buffer;
		return Array.from({ length: this.#terminal.rows }, (_, row) => {
			const line = active.getLine(active.baseY + row);
			return Array.from({ length: this.#terminal.cols }, (_, column) => {
				const cell = line?.getCell(column);
				if (cell === undefined) return '';
				const text = cell.getChars() === '' && cell.getWidth() !== 0 ? ' ' : cell.getChars();
				const front = `${cell.getFgColorMode()}:${cell.getFgColor()}${cell.isBold() === 0 ? '' : ' bold'}${cell.isDim() === 0 ? '' : ' dim'}`;
				const seen = `${cell.getBgColorMode()}:${cell.getBgColor()}${cell.isInverse() === 0 ? '' : ' inverse'}${cell.isUnderline() === 0 ? '' : ' underline'}`;
				return `${text}|${text === ' ' && !/inverse|underline/.test(seen) ? '' : front}|${seen}`;
			});
		});
	}

	dispose(): void {
		this.#terminal.dispose();
	}
}
