import { age } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import { absentCell, ageCell, kibOf, knownText, usageCell, usageKey, usageNumber } from './columns.ts';
import { type PodRow, podsResource } from './pod-row.ts';
import { lastRestartColumns, restartsColumn, restartsText } from './restarts.ts';
import type { CellContext, Column, Domain, PrintedColumn } from './types.ts';
import { usagePictures } from './usage-pictures.ts';

const none = (text: string): string => (text === '' ? '<none>' : text);

const gatesText = (row: PodRow): string => (row.gates === 0 ? '<none>' : `${row.gatesHeld}/${row.gates}`);

const printed: readonly PrintedColumn<PodRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Ready', priority: 0, cell: (row) => `${row.ready}/${row.containers}` },
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	{ name: 'Restarts', priority: 0, cell: restartsText },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'IP', priority: 1, cell: (row) => none(row.ip) },
	{ name: 'Node', priority: 1, cell: (row) => none(row.node) },
	{ name: 'Nominated Node', priority: 1, cell: (row) => none(row.nominatedNode) },
	{ name: 'Readiness Gates', priority: 1, cell: gatesText },
];

const readyHealth = (row: PodRow): ObjectHealth | undefined => (row.ready < row.containers && !row.terminal ? 'warning' : undefined);

const usage = (row: PodRow, context: CellContext) => context.usage(usageKey(row));

/**
 * Raw values: `ready` is "1/2"; `restarts`, `lastExitCode` numbers; `lastRestart` and `age` (creation) epoch seconds; `cpu*` millicores;
 * `memory*` bytes; `node`, `ip`, `owner`, `lastReason` null when there is none; `images` a list.
 */
const columns: readonly Column<PodRow>[] = [
	{ id: 'name', title: 'NAME', worth: 1, min: 16, max: 80, sortKey: 'E', value: (row) => row.name, cell: (row) => cell(row.name) },
	{
		id: 'namespace',
		title: 'NAMESPACE',
		worth: 4,
		acrossNamespaces: true,
		min: 9,
		max: 30,
		sortKey: 'P',
		value: (row) => row.namespace,
		cell: (row) => cell(row.namespace),
	},
	{
		id: 'ready',
		title: 'READY',
		worth: 3,
		min: 5,
		max: 7,
		sortKey: 'R',
		value: (row) => `${row.ready}/${row.containers}`,
		cell: (row) => cell(`${row.ready}/${row.containers}`, readyHealth(row)),
	},
	{
		id: 'status',
		title: 'STATUS',
		worth: 2,
		min: 9,
		max: 28,
		sortKey: 'S',
		value: (row) => row.status,
		cell: (row) => cell(row.status, row.health),
	},
	restartsColumn<PodRow>(5, (row) => row),
	{
		id: 'cpu',
		title: 'CPU',
		unit: 'millicores',
		align: 'right',
		worth: 7,
		min: 13,
		max: 13,
		sortKey: 'C',
		volatile: true,
		value: (row, context) => usageNumber(usage(row, context), ({ cpuMilli }) => cpuMilli),
		cell: (row, context) =>
			usageCell(usage(row, context), ({ cpuMilli }) => ({ used: cpuMilli, of: row.cpuRequest, limit: row.cpuLimit }), cpuText),
	},
	{
		id: 'memory',
		title: 'MEM',
		unit: 'bytes',
		align: 'right',
		worth: 8,
		min: 13,
		max: 13,
		sortKey: 'M',
		volatile: true,
		value: (row, context) => usageNumber(usage(row, context), ({ memoryMiB }) => memoryMiB * 1048576),
		cell: (row, context) =>
			usageCell(usage(row, context), (sample) => ({ used: kibOf(sample), of: row.memoryLimit, limit: row.memoryLimit }), memoryText),
	},
	{
		id: 'node',
		title: 'NODE',
		worth: 9,
		min: 8,
		max: 40,
		sortKey: 'O',
		value: (row) => knownText(row.node),
		cell: (row) => (row.node === '' ? absentCell('not scheduled yet') : cell(row.node)),
	},
	{
		id: 'ip',
		title: 'IP',
		worth: 11,
		min: 7,
		max: 39,
		sortKey: 'I',
		value: (row) => knownText(row.ip),
		cell: (row) => (row.ip === '' ? absentCell('no address yet') : cell(row.ip)),
	},
	{
		id: 'owner',
		title: 'OWNER',
		worth: 10,
		min: 10,
		max: 40,
		sortKey: 'W',
		value: (row) => knownText(row.owner),
		cell: (row) => (row.owner === '' ? absentCell('no owner') : cell(row.owner)),
	},
	...lastRestartColumns<PodRow>(19, (row) => row),
	amount('cpuRequest', 'CPU REQ', 'Q', 12, (row) => row.cpuRequest, cpuText, 'millicores'),
	amount('cpuLimit', 'CPU LIM', undefined, 13, (row) => row.cpuLimit, cpuText, 'millicores'),
	amount('memoryRequest', 'MEM REQ', undefined, 14, (row) => row.memoryRequest, memoryText, 'bytes'),
	amount('memoryLimit', 'MEM LIM', undefined, 15, (row) => row.memoryLimit, memoryText, 'bytes'),
	{
		id: 'nominatedNode',
		title: 'NOMINATED NODE',
		worth: 17,
		wide: true,
		min: 14,
		max: 40,
		value: (row) => knownText(row.nominatedNode),
		cell: (row) => (row.nominatedNode === '' ? absentCell('not nominated') : cell(row.nominatedNode)),
	},
	{
		id: 'readinessGates',
		title: 'GATES',
		worth: 18,
		wide: true,
		min: 5,
		value: (row) => (row.gates === 0 ? null : gatesText(row)),
		cell: (row) => (row.gates === 0 ? absentCell('no readiness gates') : cell(gatesText(row))),
	},
	{
		id: 'images',
		title: 'IMAGES',
		worth: 16,
		wide: true,
		min: 12,
		max: 60,
		value: (row) => (row.images === '' ? [] : row.images.split(',')),
		cell: (row) => (row.images === '' ? absentCell('no containers') : cell(row.images)),
	},
	ageCell(6),
];

function amount(
	id: string,
	title: string,
	sortKey: string | undefined,
	worth: number,
	of: (row: PodRow) => number,
	text: (amount: number) => string,
	unit: 'millicores' | 'bytes',
): Column<PodRow> {
	return {
		id,
		title,
		align: 'right',
		worth,
		wide: true,
		min: 7,
		unit,
		...(sortKey === undefined ? {} : { sortKey }),
		value: (row) => (of(row) === 0 ? null : of(row) * (unit === 'bytes' ? 1024 : 1)),
		cell: (row) => (of(row) === 0 ? absentCell('none set') : cell(text(of(row)))),
	};
}

export const pods: Domain<PodRow> = {
	name: 'pods',
	title: 'PODS',
	aliases: ['pod', 'po'],
	scope: 'namespaces',
	reads: [{ role: 'rows', resource: podsResource }],
	metrics: 'pods',
	columns,
	pictures: usagePictures({
		word: 'LIMIT',
		absent: 'no limit is set',
		cpu: (row) => row.cpuLimit,
		memory: (row) => row.memoryLimit,
		key: (row: PodRow) => usageKey(row),
		worth: 8,
	}),
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'pod',
	emptyHint: 'No pods run here.',
};
