import type { CellContext, Column, Row } from '../domains/types.ts';
import { plainColumns, plainText, textTest } from './filter.ts';
import type { FilterSyntax } from './syntax.ts';

/** The first column that is not on the screen and alone lets a plain word of the filter find this row; undefined: what is seen is enough. */
export function foundBy(
	{ words }: FilterSyntax,
	row: Row,
	context: CellContext,
	columns: readonly Column[],
	across: boolean,
	isShown: (column: Column) => boolean,
): Column | undefined {
	if (words.length === 0) return undefined;
	const plain = plainColumns(columns, across);
	for (const { negated, alternatives } of words) {
		// A column that was named is no surprise.
		if (negated || alternatives.some(({ column }) => column !== undefined)) continue;
		const tests = alternatives.map(({ match }) => textTest(match));
		const found = plain.filter((column) => tests.some((test) => test(plainText(column, row, context))));
		if (found[0] !== undefined && !found.some(isShown)) return found[0];
	}
	return undefined;
}
