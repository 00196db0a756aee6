import type { Cell } from '../base/cell.ts';

/** What a list shows, row by row and only on demand: a screen asks for the rows on it and for no others. */
export interface RowSource {
	readonly length: number;
	/** Who the row is: stays the same while the object lives, whatever its place. */
	keyAt(index: number): string | undefined;
	/** -1 when it is not in the list. */
	indexOf(key: string): number;
	/** The cells of a row, in the order of the columns. */
	at(index: number): readonly Cell[];
}

/** What a list shows at the top of a column. */
export interface ListColumn {
	readonly id: string;
	readonly title: string;
	readonly align: 'left' | 'right';
	/** 1 survives longest on a narrow terminal. */
	readonly worth: number;
	readonly min: number;
	readonly max: number | undefined;
	/** Text up to here is not cut to make room for a column of less worth. Absent: what is usual for short text. */
	readonly whole?: number;
	readonly sortKey: string | undefined;
}

/** The order of a list, as it is read from the top to the bottom. */
export interface SortMark {
	readonly column: string;
	readonly descending: boolean;
}

export const emptySource: RowSource = { length: 0, keyAt: () => undefined, indexOf: () => -1, at: () => [] };
