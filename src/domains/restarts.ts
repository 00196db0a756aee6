import { age } from '../base/age.ts';
import type { Cell, ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { absentCell, knownNumber, knownText } from './columns.ts';
import type { CellContext, Column, Row } from './types.ts';

/** Restarts of a pod, or of all pods of a workload. */
export interface Restarts {
	readonly restarts: number;
	/** Epoch seconds of the latest; 0: none known. */
	readonly lastRestart: number;
	/** `OOMKilled`; '' when there is none. */
	readonly lastReason: string;
	/** undefined: no end is known. */
	readonly lastExitCode: number | undefined;
}

/** Of a row; a string says why they are not known. */
export type RestartsOf<R extends Row> = (row: R, context: CellContext) => Restarts | string;

/** `41 (12s ago)`, as kubectl prints it. */
export const restartsText = ({ restarts, lastRestart }: Restarts, now: number): string =>
	restarts === 0 || lastRestart === 0 ? `${restarts}` : `${restarts} (${age(lastRestart, now)} ago)`;

/** A restart this recent is worth a colour even though everything runs again. */
const recentMs = 10 * 60_000;

const health = ({ restarts, lastRestart }: Restarts, now: number): ObjectHealth | undefined =>
	restarts > 0 && lastRestart > 0 && now - lastRestart * 1000 < recentMs ? 'warning' : undefined;

/** `OOMKilled 137, 12s ago` */
function lastEndCell(found: Restarts, now: number): Cell {
	const { lastRestart, lastReason, lastExitCode } = found;
	if (lastExitCode === undefined) return absentCell('no restart known');
	const how = lastReason === '' ? `exit code ${lastExitCode}` : `${lastReason} ${lastExitCode}`;
	return cell(`${how}, ${age(lastRestart, now)} ago`, health(found, now));
}

/** Of `of`, or its reason as a dash. */
function cellOf(found: Restarts | string, of: (found: Restarts) => Cell): Cell {
	return typeof found === 'string' ? absentCell(found) : of(found);
}

/** RESTARTS: a number, with the age of the last one. */
export const restartsColumn = <R extends Row>(worth: number, of: RestartsOf<R>): Column<R> => ({
	id: 'restarts',
	title: 'RESTARTS',
	align: 'right',
	worth,
	min: 8,
	max: 18,
	sortKey: 'T',
	volatile: true,
	value: (row, context) => {
		const found = of(row, context);
		return typeof found === 'string' ? null : found.restarts;
	},
	cell: (row, context) => cellOf(of(row, context), (found) => cell(restartsText(found, context.now), health(found, context.now))),
});

/** With ctrl-w: when the last restart was (epoch seconds), what the container had ended with before it, and its exit code. */
export const lastRestartColumns = <R extends Row>(worth: number, of: RestartsOf<R>): readonly Column<R>[] => [
	{
		id: 'lastRestart',
		title: 'LAST RESTART',
		align: 'right',
		worth,
		wide: true,
		min: 12,
		sortKey: 'L',
		printsAge: true,
		volatile: true,
		value: (row, context) => {
			const found = of(row, context);
			return typeof found === 'string' ? null : knownNumber(found.lastRestart);
		},
		cell: (row, context) =>
			cellOf(of(row, context), (found) =>
				found.lastRestart === 0 ? absentCell('no restart known') : cell(age(found.lastRestart, context.now), health(found, context.now)),
			),
	},
	{
		id: 'lastReason',
		title: 'LAST REASON',
		worth: worth + 1,
		wide: true,
		min: 12,
		max: 40,
		volatile: true,
		value: (row, context) => {
			const found = of(row, context);
			return typeof found === 'string' ? null : knownText(found.lastReason);
		},
		cell: (row, context) => cellOf(of(row, context), (found) => lastEndCell(found, context.now)),
	},
	{
		id: 'lastExitCode',
		title: 'EXIT CODE',
		align: 'right',
		worth: worth + 2,
		wide: true,
		min: 9,
		volatile: true,
		value: (row, context) => {
			const found = of(row, context);
			return typeof found === 'string' ? null : (found.lastExitCode ?? null);
		},
		cell: (row, context) =>
			cellOf(of(row, context), ({ lastExitCode }) =>
				lastExitCode === undefined ? absentCell('no restart known') : cell(`${lastExitCode}`),
			),
	},
];
