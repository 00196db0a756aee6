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
	/** Its cells are numbers: one that is cut says something wrong, so it is whole or not there. */
	readonly isNumber?: boolean;
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

const wanted = ({ natural, max, isNumber }: ColumnWish): number =>
	Math.max(1, max === undefined || isNumber === true ? natural : Math.min(natural, max));

/** Up to here text is not cut to make room for another column: `CrashLoop…` saves seven columns and costs the meaning. */
const shortText = 16;

/** Below this a column says nothing. */
const least = (wish: ColumnWish): number => (wish.isNumber === true ? wanted(wish) : Math.min(wanted(wish), wish.min));

/** What a column has before others of less worth get anything: its min or a short text, unless all that it shows is shorter. */
const ample = (wish: ColumnWish): number => Math.max(least(wish), Math.min(wanted(wish), Math.max(wish.min, wish.whole ?? shortText)));

/** What the list is sorted by comes before all: an order that cannot be seen is no order. */
const bySorted = (a: ColumnWish, b: ColumnWish): number => Number(b.sorted === true) - Number(a.sorted === true);

const byWorth = (a: ColumnWish, b: ColumnWish): number => bySorted(a, b) || a.worth - b.worth;

/**
 * What can be seen in `width` as the columns are moved: which of them are shown, and how wide. The first is where nothing is
 * moved; every other shows something that the one before it did not, so that no key seems to be lost.
 *
 * The first column names the row: it is always there, and up to half of the width is its own before any other column gets a
 * place, because a name without its end names nothing. At first the others are taken by worth, each with its short texts
 * whole. The first one for which there is not room enough for that has what is left, down to its min, and there it ends: no
 * column is left out for others of less worth, but one that would not even fit alone beside the name. The column that the
 * list is sorted by has its place before all others, if need be at the expense of the name, and keeps it however far the
 * columns are moved. What is left goes to the shown columns by worth, until each shows all it has.
 * Further on the others are taken in order, without one more of the leftmost each time, until all to the right are whole.
 */
export function columnStops(wishes: readonly ColumnWish[], width: number, gap: number): readonly ColumnLayout[] {
	let layout = placeColumns(wishes, width, undefined, gap);
	const stops = [layout];
	const movable = wishes.filter((wish, index) => index > 0 && wish.sorted !== true).length;
	for (let skipped = 0; skipped < movable && !isWhole(layout, wishes); skipped++) {
		const next = placeColumns(wishes, width, skipped, gap);
		if (!showsMore(next, layout, wishes)) continue;
		layout = next;
		stops.push(layout);
	}
	return stops;
}

/** Nothing more would come into sight to the right. */
const isWhole = ({ columns, hiddenRight }: ColumnLayout, wishes: readonly ColumnWish[]): boolean =>
	hiddenRight === 0 && columns.every((column) => isAmple(column, wishes));

/** A column that `before` did not have, or had to cut. */
const showsMore = (layout: ColumnLayout, before: ColumnLayout, wishes: readonly ColumnWish[]): boolean =>
	layout.columns.some((column) => {
		const known = before.columns.find(({ index }) => index === column.index);
		return known === undefined || (isAmple(column, wishes) && !isAmple(known, wishes));
	});

function isAmple({ index, width }: PlacedColumn, wishes: readonly ColumnWish[]): boolean {
	const wish = wishes[index];
	return wish === undefined || width >= ample(wish);
}

/** `skipped` undefined: by worth; else in order, without so many of those after the name that may go. */
function placeColumns(wishes: readonly ColumnWish[], width: number, skipped: number | undefined, gap: number): ColumnLayout {
	const [first, ...others] = wishes;
	if (first === undefined || width <= 0) return { columns: [], hiddenLeft: 0, hiddenRight: wishes.length };
	const gone = new Set(others.flatMap((wish, at) => (wish.sorted === true ? [] : [at + 1])).slice(0, skipped ?? 0));
	const order = others.map((wish, at) => ({ wish, index: at + 1 })).filter(({ index }) => !gone.has(index));
	order.sort((a, b) => (skipped === undefined ? byWorth(a.wish, b.wish) : bySorted(a.wish, b.wish)) || a.index - b.index);

	const sorted = others.find((wish) => wish.sorted === true);
	const reserved = sorted === undefined ? 0 : Math.max(0, Math.min(least(sorted), Math.floor((width - gap) / 2)));
	const mostName = width - (reserved === 0 ? 0 : reserved + gap);
	const naming = Math.min(mostName, wanted(first), Math.max(first.min, Math.floor(width / 2)));
	const shown: PlacedColumn[] = [{ index: 0, width: naming }];
	let room = width - naming;
	for (const { wish, index } of order) {
		const free = room - gap;
		const given = Math.min(ample(wish), free);
		if (given > 0 && given >= (wish === sorted ? reserved : least(wish))) {
			shown.push({ index, width: given });
			room = free - given;
		}
		const wouldFitAlone = least(wish) + gap <= width - naming;
		if (wish !== sorted && given < ample(wish) && (skipped !== undefined || wouldFitAlone)) break;
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
	return { columns, hiddenLeft: gone.size, hiddenRight: wishes.length - columns.length - gone.size };
}
