import { safeText } from '../../src/base/safe-text.ts';
import type { Row } from '../../src/domains/types.ts';
import { quoted } from './screen-table.ts';

/** A line of the overview, as far as it is compared. */
interface CountedLine extends Row {
	readonly unit: string;
	readonly value: number | null;
	readonly total: number | null;
}

/** What is counted. What is measured is of a sample that another look does not have. */
const isCounted = (row: Row): row is CountedLine => {
	const { unit, value } = row as Partial<CountedLine>;
	return unit === 'count' && typeof value === 'number';
};

/** In words, each line of the overview that does not stand on the screen with its number, and of which. */
export function compareCards(rows: readonly Row[], screen: readonly string[]): readonly string[] {
	const counted = rows.filter(isCounted);
	if (counted.length === 0) return ['nothing is counted'];
	return counted
		.map(({ name, value, total }) => `${quoted(safeText(name))} +${value}${total === null ? '' : `/${total}`}`)
		.filter((line) => !screen.some((each) => new RegExp(`(?:^|[ ▸])${line}(?![\\d/])`, 'u').test(each)))
		.map((line) => `this is not on the screen: ${line}`);
}
