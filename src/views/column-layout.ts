/** What a column asks for. Widths are terminal columns. */
export interface ColumnWish {
	/** The widest of its title and of its cells on the screen. */
	readonly natural: number;
	readonly min: number;
	readonly max: number | undefined;
	/** 1 survives longest on a narrow terminal. */
	readonly worth: number;
	/** Text up to here is not cut to make room for a column of less worth; absent: `shortText`. */
	readonly whole?: number;
	/** The list is sorted by it. */
	readonly sorted?: boolean;
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

/** What a column has before others of less worth get anything: its min or a short text, unless all that it shows is shorter. */
const ample = (wish: ColumnWish): number => Math.min(wanted(wish), Math.max(wish.min, wish.whole ?? shortText));

/** Below this a column says nothing. */
const least = (wish: ColumnWish): number => Math.min(wanted(wish), wish.min);

/** Worthier first; what the list is sorted by is worthier than all: an order that cannot be seen is no order. */
const byWorth = (a: ColumnWish, b: ColumnWish): number => Number(b.sorted === true) - Number(a.sorted === true) || a.worth - b.worth;

/**
 * Which columns are shown in `width`, and how wide.
 *
 * The first column names the row: it is always there, and up to half of the width is its own before any other column gets a
 * place, because a name without its end names nothing. With `offset` 0 the others are taken by worth, each with its short
 * texts whole. The first one for which there is not room enough for that has what is left, down to its min, and there it
 * ends: no column is left out for others of less worth, but one that would not even fit alone beside the name. The column
 * that the list is sorted by has its place before all others, if need be at the expense of the name.
 * With an offset, that many of the others are skipped and the rest taken in order, so that every column can be reached whole.
 * What is left goes to the shown columns by worth, until each shows all it has.
 */
export function layOutColumns(wishes: readonly ColumnWish[], width: number, offset: number, gap: number): ColumnLayout {
	const [first, ...others] = wishes;
	if (first === undefined || width <= 0) return { columns: [], hiddenLeft: 0, hiddenRight: wishes.length };
	const skipped = Math.min(offset, Math.max(0, others.length - 1));
	const order = others.map((wish, at) => ({ wish, index: at + 1 })).slice(skipped);
	if (skipped === 0) order.sort((a, b) => byWorth(a.wish, b.wish) || a.index - b.index);

	const sorted = skipped === 0 ? others.find((wish) => wish.sorted === true) : undefined;
	const reserved = sorted === undefined ? 0 : Math.max(0, Math.min(least(sorted), Math.floor((width - gap) / 2)));
	const mostName = width - (reserved === 0 ? 0 : reserved + gap);
	const naming = Math.min(mostName, wanted(first), Math.max(first.min, Math.floor(width / 2)));
	const shown: PlacedColumn[] = [{ index: 0, width: naming }];
	let room = width - naming;
	for (const { wish, index } of order) {
		const free = room - gap;
		const given = Math.min(ample(wish), free);
		const needed = skipped > 0 ? ample(wish) : wish === sorted ? reserved : least(wish);
		if (given > 0 && given >= needed) {
			shown.push({ index, width: given });
			room = free - given;
		}
		const wouldFitAlone = least(wish) + gap <= width - naming;
		if (given < ample(wish) && (skipped > 0 || wouldFitAlone)) break;
	}

	const worth = ({ index }: PlacedColumn): number => wishes[index]?.worth ?? 0;
	const widened = shown
		.toSorted((a, b) => worth(a) - worth(b) || a.index - b.index)
		.map(({ index, width: narrow }): PlacedColumn => {
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
	const { columns, hiddenRight } = layOutColumns(wishes, width, 0, gap);
	const isAmple = ({ index, width: given }: PlacedColumn): boolean => {
		const wish = wishes[index];
		return wish === undefined || given >= ample(wish);
	};
	if (hiddenRight === 0 && columns.every(isAmple)) return 0;
	for (let offset = 1; offset < wishes.length - 1; offset++) {
		if (layOutColumns(wishes, width, offset, gap).hiddenRight === 0) return offset;
	}
	return Math.max(0, wishes.length - 2);
}
