import {
	imagesColumn,
	listColumn,
	nameColumn,
	namespaceColumn,
	ownerColumn,
	type Ready,
	readyColumn,
	statusColumn,
	textColumn,
} from './columns.ts';
import { orNone } from './printed.ts';
import type { Column, PrintedColumn, Row } from './types.ts';
import type { WorkloadRow } from './workload-row.ts';

/** Columns that panes of workloads have in common. Raw values: `ready` is "1/2", images and containers are lists. */

export const nameColumns: readonly Column[] = [nameColumn(), namespaceColumn(5)];

interface Replicated extends Row {
	readonly ready: number;
	readonly desired: number;
}

export const replicasReady = ({ ready, desired }: Replicated): Ready => ({ text: `${ready}/${desired}`, short: ready < desired });

export const replicasColumn: Column<Replicated> = readyColumn({ worth: 4, max: 9 }, replicasReady);

/** The rollout as a sentence. */
export const rolloutColumn = statusColumn({ min: 9, max: 60, whole: 24 });

/** What it runs, and with ctrl-w under which names, selected how and owned by whom. Most kinds select their pods by labels. */
export const templateColumns = (selects: boolean): readonly Column<WorkloadRow>[] => [
	workloadImages,
	listColumn({
		id: 'containers',
		title: 'CONTAINERS',
		worth: 20,
		wide: true,
		min: 10,
		max: 40,
		of: (row) => row.containers,
		absent: 'no containers',
	}),
	...(selects ? [selectorColumn] : []),
	workloadOwner,
];

export const workloadImages = imagesColumn({ worth: 11, sortKey: 'I' });
export const workloadOwner = ownerColumn({ worth: 22, wide: true });

const selectorColumn: Column<WorkloadRow> = textColumn({
	id: 'selector',
	title: 'SELECTOR',
	worth: 21,
	wide: true,
	min: 12,
	max: 60,
	of: (row) => row.selector,
	absent: 'selects nothing',
});

export const printedReplicas: PrintedColumn<Replicated> = { name: 'Ready', priority: 0, cell: (row) => replicasReady(row).text };

/** What the printers say of pods with `-o wide`. */
export const printedContainers: readonly PrintedColumn<WorkloadRow>[] = [
	{ name: 'Containers', priority: 1, cell: (row) => row.containers },
	{ name: 'Images', priority: 1, cell: (row) => row.images },
];

export const printedSelector: PrintedColumn<WorkloadRow> = { name: 'Selector', priority: 1, cell: (row) => orNone(row.selector) };
