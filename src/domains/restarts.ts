import { age } from '../base/age.ts';
import type { Cell, ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { absentCell, knownNumber, knownText } from './cells.ts';
import { foundColumn } from './columns.ts';
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

/** RESTARTS: a number, with the age of the last one. */
export const restartsColumn = <R extends Row>(worth: number, find: RestartsOf<R>): Column<R> =>
	foundColumn({
		id: 'restarts',
		title: 'RESTARTS',
		align: 'right',
		worth,
		min: 8,
		max: 18,
		sortKey: 'T',
		find,
		value: ({ restarts }) => restarts,
		cell: (found, _row, { now }) => cell(restartsText(found, now), health(found, now)),
	});

/** With ctrl-w: when the last restart was (epoch seconds), what the container had ended with before it, and its exit code. */
export const lastRestartColumns = <R extends Row>(worth: number, find: RestartsOf<R>): readonly Column<R>[] => [
	foundColumn({
		id: 'lastRestart',
		title: 'LAST RESTART',
		align: 'right',
		worth,
		wide: true,
		min: 12,
		sortKey: 'L',
		printsAge: true,
		find,
		value: ({ lastRestart }) => knownNumber(lastRestart),
		cell: (found, _row, { now }) =>
			found.lastRestart === 0 ? absentCell('no restart known') : cell(age(found.lastRestart, now), health(found, now)),
	}),
	foundColumn({
		id: 'lastReason',
		title: 'LAST REASON',
		worth: worth + 1,
		wide: true,
		min: 12,
		max: 40,
		find,
		value: ({ lastReason }) => knownText(lastReason),
		cell: (found, _row, { now }) => lastEndCell(found, now),
	}),
	foundColumn({
		id: 'lastExitCode',
		title: 'EXIT CODE',
		align: 'right',
		worth: worth + 2,
		wide: true,
		min: 9,
		find,
		value: ({ lastExitCode }) => lastExitCode ?? null,
		cell: ({ lastExitCode }) => (lastExitCode === undefined ? absentCell('no restart known') : cell(`${lastExitCode}`)),
	}),
];
