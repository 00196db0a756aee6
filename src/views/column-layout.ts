/** What a column asks for. Widths are terminal columns. */
export interface ColumnWish {
	/** The widest of its title and of its cells on the screen. */
	readonly natural: number;
	readonly min: number;
	readonly max: number | undefined;
	/** 1 survives longest on a narrow terminal. */
	readonly worth: number;
}

export interface PlacedColumn {
	/** Which of the columns that were asked for. */
	readonly index: number;
	readonly width: number;
}

export interface ColumnLayout {
	/** Left to right. */
	readonly columns: readonly PlacedColumn[];
	/** Columns that did not fit, and lie to the left or the right of what is shown. */
	readonly hiddenLeft: number;
	readonly hiddenRight: number;
}

const wanted = ({ natural, max }: ColumnWish): number => Math.max(1, max === undefined ? natural : Math.min(natural, max));

/** Up to here text is not cut to make room for another column: `CrashLoop…` saves seven columns and costs the meaning. */
const shortText = 16;

/** What a column cannot do without: its min or a short text, unless all that it shows is shorter. */
const least = (wish: ColumnWish): number => Math.min(wanted(wish), Math.max(wish.min, shortText));

/**
 * Which columns are shown in `width`, and how wide.
 *
 * The first column names the row: it is always there, and up to half of the width is its own before any other column gets a
 * place, because a name without its end names nothing. With `offset` 0 the others are taken by worth while their least
 * widths fit; with an offset, that many of the others are skipped and the rest taken in order, so that every column can
 * be reached. What is left goes to the shown columns by worth, until each shows all it has.
 */
export function layOutColumns(wishes: readonly ColumnWish[], width: number, offset: number, gap: number): ColumnLayout {
	const [first, ...others] = wishes;
	if (first === undefined || width <= 0) return { columns: [], hiddenLeft: 0, hiddenRight: wishes.length };
	const skipped = Math.min(offset, Math.max(0, others.length - 1));
	const order = others.map((_, at) => at + 1).slice(skipped);
	if (skipped === 0) order.sort((a, b) => (wishes[a]?.worth ?? 0) - (wishes[b]?.worth ?? 0) || a - b);

	const naming = Math.min(width, wanted(first), Math.max(first.min, Math.floor(width / 2)));
	const shown: PlacedColumn[] = [{ index: 0, width: naming }];
	let room = width - naming;
	for (const index of order) {
		const wish = wishes[index];
		if (wish === undefined) continue;
		// The next column in worth may be too wide where a later one still fits; scrolled, order matters more than filling.
		if (least(wish) + gap > room) {
			if (skipped === 0) continue;
			break;
		}
		shown.push({ index, width: least(wish) });
		room -= least(wish) + gap;
	}

	const byWorth = shown.toSorted((a, b) => (wishes[a.index]?.worth ?? 0) - (wishes[b.index]?.worth ?? 0) || a.index - b.index);
	const widened = byWorth.map(({ index, width: narrow }): PlacedColumn => {
		const wish = wishes[index];
		const more = wish === undefined ? 0 : Math.min(room, Math.max(0, wanted(wish) - narrow));
		room -= more;
		return { index, width: narrow + more };
	});
	const columns = widened.toSorted((a, b) => a.index - b.index);
	return { columns, hiddenLeft: skipped, hiddenRight: wishes.length - columns.length - skipped };
}

/** The largest offset that still brings something new into view: from there on all columns to the right fit. */
export function lastOffset(wishes: readonly ColumnWish[], width: number, gap: number): number {
	if (layOutColumns(wishes, width, 0, gap).hiddenRight === 0) return 0;
	for (let offset = 1; offset < wishes.length - 1; offset++) {
		if (layOutColumns(wishes, width, offset, gap).hiddenRight === 0) return offset;
	}
	return Math.max(0, wishes.length - 2);
}
