import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import { percent, pressure } from './cells.ts';
import {
	ageColumn,
	amountColumn,
	countColumn,
	cpuColumn,
	foundColumn,
	listColumn,
	memoryColumn,
	nameColumn,
	statusColumn,
	textColumn,
} from './columns.ts';
import { anyTally } from './erase.ts';
import { type NodeRow, nodesResource } from './node-row.ts';
import { podsResource } from './pod-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { NodePods } from './tallies.ts';
import { podsByNode } from './tallies.ts';
import type { CellContext, Column, PrintedColumn, Usage } from './types.ts';
import { usagePictures } from './usage-pictures.ts';

const orUnknown = (text: string): string => (text === '' ? '<unknown>' : text);

function kernelText(row: NodeRow): string {
	const kernel = orUnknown(row.kernel);
	return row.architecture === '' ? kernel : `${kernel} (${row.architecture})`;
}

const printed: readonly PrintedColumn<NodeRow>[] = [
	printedName,
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	{ name: 'Roles', priority: 0, cell: (row) => orNone(row.roles) },
	printedAge,
	{ name: 'Version', priority: 0, cell: (row) => row.version },
	{ name: 'Internal-IP', priority: 1, cell: (row) => orNone(row.internalIp) },
	{ name: 'External-IP', priority: 1, cell: (row) => orNone(row.externalIp) },
	{ name: 'OS-Image', priority: 1, cell: (row) => orUnknown(row.osImage) },
	{ name: 'Kernel-Version', priority: 1, cell: kernelText },
	{ name: 'Container-Runtime', priority: 1, cell: (row) => orUnknown(row.runtime) },
];

const noPods: NodePods = { pods: 0, cpuMilli: 0, memoryKiB: 0 };

/** What runs on the node, or why that is not known. */
const podsOn = (row: NodeRow, context: CellContext): NodePods | string => context.tally<NodePods>(podsByNode.name, row.name) ?? noPods;

/** `2500m 64%`, warning when it is nearly all. */
function share(amount: number, total: number, text: (amount: number) => string): Cell {
	const part = percent(amount, total);
	return cell(part === '' ? text(amount) : `${text(amount)} ${part}`, pressure(amount, total));
}

const usageOf = (row: NodeRow, context: CellContext): Usage | string => context.usage(row.name);

const notReported = 'not reported by the kubelet';

/**
 * Raw values: `pods`, `podsAllocatable` numbers; `cpu*` millicores; `memory*` bytes; `pressure` and `taints` lists;
 * `age` epoch seconds of the creation. What another stream or the metrics would have to say is null while it is not known.
 */
const columns: readonly Column<NodeRow>[] = [
	nameColumn({ max: 60 }),
	statusColumn({ min: 8, max: 27 }),
	textColumn({ id: 'roles', title: 'ROLES', worth: 8, min: 6, max: 28, sortKey: 'R', of: (row) => row.roles, absent: 'no role label' }),
	textColumn({ id: 'version', title: 'VERSION', worth: 7, min: 7, max: 20, sortKey: 'V', of: (row) => row.version, absent: notReported }),
	foundColumn({
		id: 'pods',
		title: 'PODS',
		align: 'right',
		worth: 6,
		min: 6,
		max: 9,
		sortKey: 'P',
		find: podsOn,
		value: ({ pods }) => pods,
		cell: ({ pods }, row) => cell(`${pods}/${row.podsAllocatable}`, pressure(pods, row.podsAllocatable)),
	}),
	cpuColumn({ worth: 4, min: 12, max: 12, find: usageOf, cell: (used, row) => share(used, row.cpuAllocatable, cpuText) }),
	foundColumn({
		id: 'cpuRequests',
		title: 'CPU REQ',
		unit: 'millicores',
		align: 'right',
		worth: 9,
		min: 12,
		max: 12,
		sortKey: 'Q',
		find: podsOn,
		value: ({ cpuMilli }) => cpuMilli,
		cell: ({ cpuMilli }, row) => share(cpuMilli, row.cpuAllocatable, cpuText),
	}),
	amountColumn({
		id: 'cpuAllocatable',
		title: 'CPU ALLOC',
		unit: 'millicores',
		worth: 11,
		of: (row) => row.cpuAllocatable,
		absent: notReported,
	}),
	memoryColumn({ worth: 5, min: 12, max: 12, find: usageOf, cell: (used, row) => share(used, row.memoryAllocatable, memoryText) }),
	foundColumn({
		id: 'memoryRequests',
		title: 'MEM REQ',
		unit: 'bytes',
		align: 'right',
		worth: 10,
		min: 12,
		max: 12,
		find: podsOn,
		value: ({ memoryKiB }) => memoryKiB * 1024,
		cell: ({ memoryKiB }, row) => share(memoryKiB, row.memoryAllocatable, memoryText),
	}),
	amountColumn({
		id: 'memoryAllocatable',
		title: 'MEM ALLOC',
		unit: 'bytes',
		worth: 12,
		of: (row) => row.memoryAllocatable,
		absent: notReported,
	}),
	listColumn({
		id: 'pressure',
		title: 'PRESSURE',
		worth: 13,
		min: 8,
		max: 40,
		sortKey: 'U',
		of: (row) => row.pressure,
		absent: 'no pressure',
		health: 'warning',
	}),
	listColumn({ id: 'taints', title: 'TAINTS', worth: 14, min: 6, max: 60, sortKey: 'T', of: (row) => row.taints, absent: 'no taints' }),
	detail('internalIp', 'INTERNAL-IP', 15, (row) => row.internalIp),
	detail('externalIp', 'EXTERNAL-IP', 16, (row) => row.externalIp),
	detail('osImage', 'OS-IMAGE', 17, (row) => row.osImage),
	detail('kernelVersion', 'KERNEL-VERSION', 18, (row) => (row.kernel === '' ? '' : kernelText(row))),
	detail('containerRuntime', 'CONTAINER-RUNTIME', 19, (row) => row.runtime),
	countColumn({ id: 'podsAllocatable', title: 'PODS MAX', worth: 20, wide: true, of: (row) => row.podsAllocatable, absent: notReported }),
	ageColumn(3),
];

function detail(id: string, title: string, worth: number, of: (row: NodeRow) => string): Column<NodeRow> {
	return textColumn({ id, title, worth, wide: true, min: title.length, max: 40, of, absent: 'none reported' });
}

export const nodes = resourceDomain({
	resource: nodesResource,
	// Pods of every namespace, whatever the selector of the nodes: the same stream that the pods view of all namespaces reads.
	joins: [{ role: 'joined', resource: podsResource, tally: anyTally(podsByNode), scope: () => ({}) }],
	metrics: 'nodes',
	columns,
	pictures: usagePictures<NodeRow>({
		word: 'ALLOC',
		absent: notReported,
		cpu: (row) => row.cpuAllocatable,
		memory: (row) => row.memoryAllocatable,
		key: (row) => row.name,
		worth: 5,
	}),
	printed,
	emptyHint: 'No node has joined this cluster.',
});
