import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import { pressure, usageKey } from './cells.ts';
import {
	ageColumn,
	amountColumn,
	cpuColumn,
	imagesColumn,
	memoryColumn,
	nameColumn,
	namespaceColumn,
	ownerColumn,
	type Ready,
	readyColumn,
	statusColumn,
	textColumn,
} from './columns.ts';
import { type PodRow, podsResource } from './pod-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { lastRestartColumns, restartsColumn, restartsText } from './restarts.ts';
import type { CellContext, Column, PrintedColumn, Usage } from './types.ts';
import { usagePictures } from './usage-pictures.ts';

export const podReady = (row: PodRow): Ready => ({
	text: `${row.ready}/${row.containers}`,
	short: row.ready < row.containers && !row.terminal,
});

/** '' when it has none. */
const gatesText = (row: PodRow): string => (row.gates === 0 ? '' : `${row.gatesHeld}/${row.gates}`);

const printed: readonly PrintedColumn<PodRow>[] = [
	printedName,
	{ name: 'Ready', priority: 0, cell: (row) => podReady(row).text },
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	{ name: 'Restarts', priority: 0, cell: restartsText },
	printedAge,
	{ name: 'IP', priority: 1, cell: (row) => orNone(row.ip) },
	{ name: 'Node', priority: 1, cell: (row) => orNone(row.node) },
	{ name: 'Nominated Node', priority: 1, cell: (row) => orNone(row.nominatedNode) },
	{ name: 'Readiness Gates', priority: 1, cell: (row) => orNone(gatesText(row)) },
];

/** Of a pod that has ended there will never be a sample: nothing is to be waited for. */
const usageOf = (row: PodRow, context: CellContext): Usage | string => {
	const usage = context.usage(usageKey(row));
	return row.terminal && usage === 'no sample yet' ? 'the pod has ended' : usage;
};

/** `12m/250m`: what is used, and of what; without a limit nothing of it is a warning. 0: nothing is set. */
const usedCell = (used: number, of: number, limit: number, text: (amount: number) => string): Cell =>
	cell(of === 0 ? text(used) : `${text(used)}/${text(of)}`, pressure(used, limit));

/**
 * Raw values: `ready` is "1/2"; `restarts`, `lastExitCode` numbers; `lastRestart` and `age` (creation) epoch seconds; `cpu*` millicores;
 * `memory*` bytes; `node`, `ip`, `owner`, `lastReason` null when there is none; `images` a list.
 */
const columns: readonly Column<PodRow>[] = [
	nameColumn({ max: 80 }),
	namespaceColumn(4),
	readyColumn({ worth: 3, max: 7 }, podReady),
	statusColumn({ min: 9, max: 28 }),
	restartsColumn<PodRow>(5, (row) => row),
	cpuColumn({
		title: 'CPU/REQ',
		worth: 7,
		min: 13,
		max: 13,
		find: usageOf,
		cell: (used, row) => usedCell(used, row.cpuRequest, row.cpuLimit, cpuText),
	}),
	memoryColumn({
		title: 'MEM/LIM',
		worth: 8,
		min: 13,
		max: 13,
		find: usageOf,
		cell: (used, row) => usedCell(used, row.memoryLimit, row.memoryLimit, memoryText),
	}),
	textColumn({ id: 'node', title: 'NODE', worth: 9, min: 8, max: 40, sortKey: 'O', of: (row) => row.node, absent: 'not scheduled yet' }),
	textColumn({ id: 'ip', title: 'IP', worth: 11, min: 7, max: 39, sortKey: 'I', of: (row) => row.ip, absent: 'no address yet' }),
	ownerColumn({ worth: 10 }),
	...lastRestartColumns<PodRow>(19, (row) => row),
	{ ...setting('cpuRequest', 'CPU REQ', 'millicores', 12, (row) => row.cpuRequest), sortKey: 'Q' },
	setting('cpuLimit', 'CPU LIM', 'millicores', 13, (row) => row.cpuLimit),
	setting('memoryRequest', 'MEM REQ', 'bytes', 14, (row) => row.memoryRequest),
	setting('memoryLimit', 'MEM LIM', 'bytes', 15, (row) => row.memoryLimit),
	textColumn({
		id: 'nominatedNode',
		title: 'NOMINATED NODE',
		worth: 17,
		wide: true,
		min: 14,
		max: 40,
		of: (row) => row.nominatedNode,
		absent: 'not nominated',
	}),
	textColumn({ id: 'readinessGates', title: 'GATES', worth: 18, wide: true, min: 5, of: gatesText, absent: 'no readiness gates' }),
	imagesColumn({ worth: 16, wide: true }),
	ageColumn(6),
];

function setting(id: string, title: string, unit: 'millicores' | 'bytes', worth: number, of: (row: PodRow) => number): Column<PodRow> {
	return amountColumn({ id, title, unit, worth, wide: true, of, absent: 'none set' });
}

export const pods = resourceDomain({
	resource: podsResource,
	metrics: 'pods',
	columns,
	pictures: usagePictures<PodRow>({
		word: 'LIMIT',
		absent: 'no limit is set',
		cpu: (row) => row.cpuLimit,
		memory: (row) => row.memoryLimit,
		key: usageKey,
		find: usageOf,
		worth: 8,
	}),
	printed,
	emptyHint: 'No pods run here.',
});
