import type { TextLine } from '../base/text-line.ts';
import { type Line, lineText } from '../terminal/styled-line.ts';
import { type FoundRange, shownLine, type TextLook, textRows } from './text-lines.ts';

/** The lines of a text as rows of the screen, each made once for as long as it is looked at in the same way. */
export class ShownText {
	readonly #lines = new WeakMap<TextLine, Line>();
	#rows = new WeakMap<TextLine, readonly Line[]>();
	#look: TextLook | undefined;

	/** Undefined until it is drawn first. */
	get look(): TextLook | undefined {
		return this.#look;
	}

	/** Returns whether it is another one than before. */
	setLook(look: TextLook): boolean {
		const old = this.#look;
		const isSame =
			old !== undefined &&
			old.wrap === look.wrap &&
			old.column === look.column &&
			old.width === look.width &&
			old.isDim === look.isDim &&
			old.glyphs === look.glyphs;
		if (isSame) return false;
		this.#look = look;
		this.forgetRows();
		return true;
	}

	/** Something else is found in the lines. */
	forgetRows(): void {
		this.#rows = new WeakMap();
	}

	/** What can be searched of a line; empty until it is drawn first. */
	textOf(line: TextLine): string {
		return lineText(this.#lineOf(line));
	}

	rowsOf(line: TextLine, found: () => readonly FoundRange[]): readonly Line[] {
		const look = this.#look;
		if (look === undefined) return [[]];
		const known = this.#rows.get(line);
		if (known !== undefined) return known;
		const rows = textRows(this.#lineOf(line), line.hang ?? 2, found(), look);
		this.#rows.set(line, rows);
		return rows;
	}

	#lineOf(line: TextLine): Line {
		const known = this.#lines.get(line);
		if (known !== undefined || this.#look === undefined) return known ?? [];
		const made = shownLine(line, this.#look.glyphs);
		this.#lines.set(line, made);
		return made;
	}
}
