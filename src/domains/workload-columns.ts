import { cell } from '../base/cell.ts';
import { absentCell, knownText } from './columns.ts';
import type { Column, Row } from './types.ts';
import type { WorkloadRow } from './workload-row.ts';

/** Columns that panes of workloads have in common. Raw values: counts are numbers, `ready` is "1/2". */

export const nameColumns = <R extends Row>(): readonly Column<R>[] => [
	{ id: 'name', title: 'NAME', worth: 1, min: 16, max: 63, sortKey: 'E', value: (row) => row.name, cell: (row) => cell(row.name) },
	{
		id: 'namespace',
		title: 'NAMESPACE',
		worth: 5,
		acrossNamespaces: true,
		min: 9,
		max: 30,
		sortKey: 'P',
		value: (row) => row.namespace,
		cell: (row) => cell(row.namespace),
	},
];

interface Replicated extends Row {
	readonly ready: number;
	readonly desired: number;
}

/** `2/5` */
export const readyColumn = <R extends Replicated>(): Column<R> => ({
	id: 'ready',
	title: 'READY',
	worth: 4,
	min: 5,
	max: 9,
	sortKey: 'R',
	value: (row) => `${row.ready}/${row.desired}`,
	cell: (row) => cell(`${row.ready}/${row.desired}`, row.ready < row.desired ? 'warning' : undefined),
});

/** The rollout as a sentence: the health of the row is its colour. */
export const statusColumn = <R extends WorkloadRow>(): Column<R> => ({
	id: 'status',
	title: 'STATUS',
	worth: 2,
	min: 20,
	max: 60,
	sortKey: 'S',
	value: (row) => row.status,
	cell: (row) => cell(row.status, row.health),
});

export const countColumn = <R extends Row>(
	id: string,
	title: string,
	worth: number,
	sortKey: string,
	of: (row: R) => number,
): Column<R> => ({
	id,
	title,
	align: 'right',
	worth,
	min: title.length,
	sortKey,
	value: of,
	cell: (row) => cell(`${of(row)}`),
});

interface TemplateColumns {
	/** Most kinds select their pods by labels. */
	readonly selector?: boolean;
}

/** What the workload runs, and with ctrl-w under which names, selected how and owned by whom. */
export function templateColumns<R extends WorkloadRow>({ selector = true }: TemplateColumns = {}): readonly Column<R>[] {
	return [
		{
			id: 'images',
			title: 'IMAGES',
			worth: 11,
			min: 12,
			max: 60,
			sortKey: 'I',
			value: (row) => list(row.images),
			cell: (row) => (row.images === '' ? absentCell('no containers') : cell(row.images)),
		},
		{
			id: 'containers',
			title: 'CONTAINERS',
			worth: 20,
			wide: true,
			min: 10,
			max: 40,
			value: (row) => list(row.containers),
			cell: (row) => (row.containers === '' ? absentCell('no containers') : cell(row.containers)),
		},
		...(selector ? [selectorColumn<R>()] : []),
		{
			id: 'owner',
			title: 'OWNER',
			worth: 22,
			wide: true,
			min: 10,
			max: 40,
			sortKey: 'W',
			value: (row) => knownText(row.owner),
			cell: (row) => (row.owner === '' ? absentCell('no owner') : cell(row.owner)),
		},
	];
}

const selectorColumn = <R extends WorkloadRow>(): Column<R> => ({
	id: 'selector',
	title: 'SELECTOR',
	worth: 21,
	wide: true,
	min: 12,
	max: 60,
	value: (row) => knownText(row.selector),
	cell: (row) => (row.selector === '' ? absentCell('selects nothing') : cell(row.selector)),
});

const list = (joined: string): readonly string[] => (joined === '' ? [] : joined.split(','));
