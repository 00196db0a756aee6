import { bytes, nanocores } from '../base/quantity.ts';
import type { Column } from '../domains/types.ts';
import { FilterProblem } from './filter-problem.ts';

/** What the numbers of a column are, as they are typed and compared. */
export type Measure = 'count' | 'millicores' | 'bytes' | 'share' | 'age';

/** Undefined: the column is text. */
export function measureOf({ printsAge, unit, align }: Column): Measure | undefined {
	if (printsAge === true) return 'age';
	return unit ?? (align === 'right' ? 'count' : undefined);
}

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };

const forms: Readonly<Record<Measure, string>> = {
	count: 'a number; write it like 5',
	millicores: 'an amount of CPU; write it like 200m or 1.5',
	bytes: 'an amount of memory; write it like 512Mi or 1.5Gi',
	share: 'a share; write it like 80% or 0.8',
	age: 'a duration; write it like 45s, 10m, 2h30m or 3d',
};

/** The number that was typed, in the unit of the column's value; ages in seconds. Throws FilterProblem. */
export function readAmount(text: string, measure: Measure): number {
	const amount = readers[measure](text);
	if (amount === undefined || !Number.isFinite(amount)) throw new FilterProblem(`"${text}" is not ${forms[measure]}`);
	return amount;
}

const number = (text: string): number | undefined => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined);

const readers: Readonly<Record<Measure, (text: string) => number | undefined>> = {
	count: number,
	// Thousand-millionths are whole numbers: what is typed as 70m is 70 and not 70.00000000000001.
	millicores: (text) => (/^\d+(\.\d+)?[num]?$/.test(text) ? scaled(nanocores(text), 1e-6) : undefined),
	bytes: (text) => (/^\d+(\.\d+)?(k|[MGTPE]|[KMGTPE]i)?$/.test(memorySuffix(text)) ? bytes(memorySuffix(text)) : undefined),
	share: (text) => (text.endsWith('%') ? scaled(number(text.slice(0, -1)), 0.01) : number(text)),
	age: (text) =>
		/^(\d+(\.\d+)?[smhdwy])+$/.test(text)
			? Array.from(text.matchAll(/([\d.]+)([smhdwy])/g)).reduce(
					(sum, [, count, unit]) => sum + Number(count) * (seconds[unit ?? ''] ?? 0),
					0,
				)
			: undefined,
};

const scaled = (value: number | undefined, factor: number): number | undefined => (value === undefined ? undefined : value * factor);

/** Nobody minds the case of `gi`. `m` is left alone: in a quantity it is a thousandth, and of a byte that is a mistake. */
const memorySuffix = (text: string): string =>
	text
		.replace(/(?<=\d)([kmgtpe])i$/i, (suffix) => `${suffix[0]?.toUpperCase()}i`)
		.replace(/(?<=\d)[gtp]$/, (suffix) => suffix.toUpperCase());
