import { age } from '../base/age.ts';
import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import { absentCell, ageCell, agedAs, kibOf, knownNumber, knownText, percent, pressure, usageNumber } from './columns.ts';
import { anyTally } from './erase.ts';
import { type NodeRow, nodesResource } from './node-row.ts';
import { podsResource } from './pod-row.ts';
import type { NodePods } from './tallies.ts';
import { podsByNode } from './tallies.ts';
import type { CellContext, Column, Domain, PrintedColumn } from './types.ts';
import { usagePictures } from './usage-pictures.ts';

const or = (text: string, otherwise: string): string => (text === '' ? otherwise : text);

function kernelText(row: NodeRow): string {
	const kernel = or(row.kernel, '<unknown>');
	return row.architecture === '' ? kernel : `${kernel} (${row.architecture})`;
}

const printed: readonly PrintedColumn<NodeRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	{ name: 'Roles', priority: 0, cell: (row) => or(row.roles, '<none>') },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'Version', priority: 0, cell: (row) => row.version },
	{ name: 'Internal-IP', priority: 1, cell: (row) => or(row.internalIp, '<none>') },
	{ name: 'External-IP', priority: 1, cell: (row) => or(row.externalIp, '<none>') },
	{ name: 'OS-Image', priority: 1, cell: (row) => or(row.osImage, '<unknown>') },
	{ name: 'Kernel-Version', priority: 1, cell: kernelText },
	{ name: 'Container-Runtime', priority: 1, cell: (row) => or(row.runtime, '<unknown>') },
];

const noPods: NodePods = { pods: 0, cpuMilli: 0, memoryKiB: 0 };

/** What runs on the node, or why that is not known. */
const podsOn = (row: NodeRow, context: CellContext): NodePods | string => context.tally<NodePods>(podsByNode.name, row.name) ?? noPods;

/** `2500m 64%`, warning when it is nearly all. */
function share(amount: number, total: number, text: (amount: number) => string): Cell {
	const part = percent(amount, total);
	return cell(part === '' ? text(amount) : `${text(amount)} ${part}`, pressure(amount, total));
}

const list = (joined: string): readonly string[] => (joined === '' ? [] : joined.split(','));

/**
 * Raw values: `pods`, `podsAllocatable` numbers; `cpu*` millicores; `memory*` bytes; `pressure` and `taints` lists;
 * `age` epoch seconds of the creation. What another stream or the metrics would have to say is null while it is not known.
 */
const columns: readonly Column<NodeRow>[] = [
	{ id: 'name', title: 'NAME', worth: 1, min: 16, max: 60, sortKey: 'E', value: (row) => row.name, cell: (row) => cell(row.name) },
	{
		id: 'status',
		title: 'STATUS',
		worth: 2,
		min: 8,
		max: 27,
		sortKey: 'S',
		value: (row) => row.status,
		cell: (row) => cell(row.status, row.health),
	},
	{
		id: 'roles',
		title: 'ROLES',
		worth: 8,
		min: 6,
		max: 28,
		sortKey: 'R',
		value: (row) => knownText(row.roles),
		cell: (row) => (row.roles === '' ? absentCell('no role label') : cell(row.roles)),
	},
	{
		id: 'version',
		title: 'VERSION',
		worth: 7,
		min: 7,
		max: 20,
		sortKey: 'V',
		value: (row) => knownText(row.version),
		cell: (row) => (row.version === '' ? absentCell('not reported by the kubelet') : cell(row.version)),
	},
	{
		id: 'pods',
		title: 'PODS',
		align: 'right',
		worth: 6,
		min: 6,
		max: 9,
		sortKey: 'P',
		volatile: true,
		value: (row, context) => {
			const on = podsOn(row, context);
			return typeof on === 'string' ? null : on.pods;
		},
		cell: (row, context) => {
			const on = podsOn(row, context);
			return typeof on === 'string' ? absentCell(on) : cell(`${on.pods}/${row.podsAllocatable}`, pressure(on.pods, row.podsAllocatable));
		},
	},
	{
		id: 'cpu',
		title: 'CPU',
		unit: 'millicores',
		align: 'right',
		worth: 4,
		min: 12,
		max: 12,
		sortKey: 'C',
		volatile: true,
		value: (row, context) => usageNumber(context.usage(row.name), ({ cpuMilli }) => cpuMilli),
		cell: (row, context) => {
			const usage = context.usage(row.name);
			return typeof usage === 'string' ? absentCell(usage) : agedAs(usage, share(usage.cpuMilli, row.cpuAllocatable, cpuText));
		},
	},
	{
		id: 'cpuRequests',
		title: 'CPU REQ',
		unit: 'millicores',
		align: 'right',
		worth: 9,
		min: 12,
		max: 12,
		sortKey: 'Q',
		volatile: true,
		value: (row, context) => {
			const on = podsOn(row, context);
			return typeof on === 'string' ? null : on.cpuMilli;
		},
		cell: (row, context) => {
			const on = podsOn(row, context);
			return typeof on === 'string' ? absentCell(on) : share(on.cpuMilli, row.cpuAllocatable, cpuText);
		},
	},
	{
		id: 'cpuAllocatable',
		title: 'CPU ALLOC',
		unit: 'millicores',
		align: 'right',
		worth: 11,
		min: 9,
		value: (row) => knownNumber(row.cpuAllocatable),
		cell: (row) => (row.cpuAllocatable === 0 ? absentCell('not reported by the kubelet') : cell(cpuText(row.cpuAllocatable))),
	},
	{
		id: 'memory',
		title: 'MEM',
		unit: 'bytes',
		align: 'right',
		worth: 5,
		min: 12,
		max: 12,
		sortKey: 'M',
		volatile: true,
		value: (row, context) => usageNumber(context.usage(row.name), ({ memoryMiB }) => memoryMiB * 1048576),
		cell: (row, context) => {
			const usage = context.usage(row.name);
			return typeof usage === 'string' ? absentCell(usage) : agedAs(usage, share(kibOf(usage), row.memoryAllocatable, memoryText));
		},
	},
	{
		id: 'memoryRequests',
		title: 'MEM REQ',
		unit: 'bytes',
		align: 'right',
		worth: 10,
		min: 12,
		max: 12,
		volatile: true,
		value: (row, context) => {
			const on = podsOn(row, context);
			return typeof on === 'string' ? null : on.memoryKiB * 1024;
		},
		cell: (row, context) => {
			const on = podsOn(row, context);
			return typeof on === 'string' ? absentCell(on) : share(on.memoryKiB, row.memoryAllocatable, memoryText);
		},
	},
	{
		id: 'memoryAllocatable',
		title: 'MEM ALLOC',
		unit: 'bytes',
		align: 'right',
		worth: 12,
		min: 9,
		value: (row) => (row.memoryAllocatable === 0 ? null : row.memoryAllocatable * 1024),
		cell: (row) => (row.memoryAllocatable === 0 ? absentCell('not reported by the kubelet') : cell(memoryText(row.memoryAllocatable))),
	},
	{
		id: 'pressure',
		title: 'PRESSURE',
		worth: 13,
		min: 8,
		max: 40,
		sortKey: 'U',
		value: (row) => list(row.pressure),
		cell: (row) => (row.pressure === '' ? absentCell('no pressure') : cell(row.pressure, 'warning')),
	},
	{
		id: 'taints',
		title: 'TAINTS',
		worth: 14,
		min: 6,
		max: 60,
		sortKey: 'T',
		value: (row) => list(row.taints),
		cell: (row) => (row.taints === '' ? absentCell('no taints') : cell(row.taints)),
	},
	detail('internalIp', 'INTERNAL-IP', 15, (row) => row.internalIp),
	detail('externalIp', 'EXTERNAL-IP', 16, (row) => row.externalIp),
	detail('osImage', 'OS-IMAGE', 17, (row) => row.osImage),
	detail('kernelVersion', 'KERNEL-VERSION', 18, (row) => (row.kernel === '' ? '' : kernelText(row))),
	detail('containerRuntime', 'CONTAINER-RUNTIME', 19, (row) => row.runtime),
	{
		id: 'podsAllocatable',
		title: 'PODS MAX',
		align: 'right',
		worth: 20,
		wide: true,
		min: 8,
		value: (row) => knownNumber(row.podsAllocatable),
		cell: (row) => (row.podsAllocatable === 0 ? absentCell('not reported by the kubelet') : cell(`${row.podsAllocatable}`)),
	},
	ageCell(3),
];

function detail(id: string, title: string, worth: number, of: (row: NodeRow) => string): Column<NodeRow> {
	return {
		id,
		title,
		worth,
		wide: true,
		min: title.length,
		max: 40,
		value: (row) => knownText(of(row)),
		cell: (row) => (of(row) === '' ? absentCell('none reported') : cell(of(row))),
	};
}

export const nodes: Domain<NodeRow> = {
	name: 'nodes',
	title: 'NODES',
	aliases: ['node', 'no'],
	scope: 'cluster',
	reads: [
		{ role: 'rows', resource: nodesResource },
		// Pods of every namespace, whatever the selector of the nodes: the same stream that the pods view of all namespaces reads.
		{ role: 'joined', resource: podsResource, tally: anyTally(podsByNode), scope: () => ({}) },
	],
	metrics: 'nodes',
	columns,
	pictures: usagePictures({
		word: 'ALLOC',
		absent: 'not reported by the kubelet',
		cpu: (row) => row.cpuAllocatable,
		memory: (row) => row.memoryAllocatable,
		key: (row) => row.name,
		worth: 5,
	}),
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'node',
	emptyHint: 'No node has joined this cluster.',
};
