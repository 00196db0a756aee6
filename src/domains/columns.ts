import { age } from '../base/age.ts';
import type { Cell, ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { Column, Row, Usage } from './types.ts';

/** Cells and values that several domains have in common. */

/** A dash that knows why it is one. */
export const absentCell = (why: string): Cell => ({ text: '–', absent: why });

/** null where '' or 0 stand for "there is none". */
export const knownText = (text: string): string | null => (text === '' ? null : text);
export const knownNumber = (value: number): number | null => (value === 0 ? null : value);

/** The order in which the server sorts names: byte by byte, and so without a locale. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The key of a pod in a sample of pod metrics. */
export const usageKey = (row: Row): string => `${row.namespace}/${row.name}`;

export const kibOf = (usage: Usage): number => usage.memoryMiB * 1024;

export const usageNumber = (usage: Usage | string, of: (usage: Usage) => number): number | null =>
	typeof usage === 'string' ? null : of(usage);

/** Past these parts of what must not be passed, use is worth a colour. */
const warningPart = 0.9;

/**
 * `12m/250m`: what is used, and of what. `limit` is what the use must not reach (0: nothing is set), `of` only what is shown;
 * both 0 shows the use alone.
 */
export function usageCell(
	usage: Usage | string,
	measure: (usage: Usage) => { readonly used: number; readonly of: number; readonly limit: number },
	text: (amount: number) => string,
): Cell {
	if (typeof usage === 'string') return absentCell(usage);
	const { used, of, limit } = measure(usage);
	return agedAs(usage, cell(of === 0 ? text(used) : `${text(used)}/${text(of)}`, pressure(used, limit)));
}

/** A value of an old sample stays on the screen, and says that it is old. */
export const agedAs = ({ aged }: Usage, fresh: Cell): Cell =>
	aged === undefined || fresh.absent !== undefined ? fresh : { text: fresh.text, aged };

export function pressure(used: number, limit: number): ObjectHealth | undefined {
	return limit > 0 && used >= limit * warningPart ? 'warning' : undefined;
}

/** `31%` of a total; '' where there is no total. */
export const percent = (part: number, total: number): string => (total > 0 ? `${Math.round((part / total) * 100)}%` : '');

/** The age of the object: epoch seconds of its creation as a value, so sorting up shows the oldest first. */
export function ageCell<R extends Row>(worth: number): Column<R> {
	return {
		id: 'age',
		title: 'AGE',
		align: 'right',
		worth,
		min: 6,
		max: 9,
		sortKey: 'A',
		printsAge: true,
		volatile: true,
		value: (row) => knownNumber(row.created),
		cell: (row, { now }) => cell(age(row.created, now)),
	};
}
