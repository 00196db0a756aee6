import type { CellGrid, Pools } from './cell-grid.ts';
import { plainStyle } from './style-pool.ts';

/** Text, then what ends it: an SGR sequence (its parameters are the second group), any other sequence, or the end. */
const stretch = /([^\x1b]*)(?:\x1b\[([\d;]*)m|\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])?|$)/gy;

/** Writes a line with SGR sequences into a row, blanks to its end included. Other sequences are left out. */
export function readPainted(grid: CellGrid, row: number, line: string, pools: Pools): void {
	let column = 0;
	let style = plainStyle;
	for (const [found, text = '', parameters] of line.matchAll(stretch)) {
		if (found === '') break;
		column = grid.write(row, column, text, style, pools);
		if (parameters !== undefined) style = pools.styles.after(style, parameters);
	}
	grid.clear(row, column);
}
