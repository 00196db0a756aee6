/** Which row of the drawn entries is at the top: a row of an entry that is wrapped may be. */
export interface ScrollTop {
	readonly place: number;
	readonly row: number;
}

/** What is scrolled over: entries by their place, each as many rows high as it is drawn. */
export interface ScrollHeights {
	readonly length: number;
	/** At least 1. */
	rowsAt(place: number): number;
}

/** The top from which the last row is at the bottom of a pane of `height` rows. */
export function lastTop(heights: ScrollHeights, height: number): ScrollTop {
	let missing = height;
	for (let place = heights.length - 1; place >= 0; place--) {
		const rows = heights.rowsAt(place);
		if (rows >= missing) return { place, row: rows - missing };
		missing -= rows;
	}
	return { place: 0, row: 0 };
}

export const isBefore = (one: ScrollTop, other: ScrollTop): boolean =>
	one.place < other.place || (one.place === other.place && one.row < other.row);

/** The top `by` rows further down, or up where it is negative; never past the first, nor past what fills the pane at the end. */
export function scrolled(heights: ScrollHeights, top: ScrollTop, by: number, height: number): ScrollTop {
	if (by < 0) return scrolledUp(heights, top, -by);
	let { place, row } = top;
	for (let left = by; left > 0; ) {
		const below = heights.rowsAt(place) - row;
		if (below > left || place >= heights.length - 1) {
			row += left;
			break;
		}
		left -= below;
		place += 1;
		row = 0;
	}
	const last = lastTop(heights, height);
	const there = { place, row };
	return isBefore(there, last) ? there : last;
}

function scrolledUp(heights: ScrollHeights, top: ScrollTop, by: number): ScrollTop {
	let { place, row } = top;
	let left = by;
	while (left > row) {
		if (place === 0) return { place: 0, row: 0 };
		left -= row;
		place -= 1;
		row = heights.rowsAt(place);
	}
	row -= left;
	return { place, row };
}
