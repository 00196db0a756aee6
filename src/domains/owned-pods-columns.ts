import { cell } from '../base/cell.ts';
import type { Scope } from '../kube/types.ts';
import { cpuColumn, foundColumn, memoryColumn } from './columns.ts';
import { anyTally } from './erase.ts';
import { keysOfPods, type OwnedPods, type PodsOf, podsByOwner, restartsOfPods } from './owned-pods.ts';
import { podsResource } from './pod-row.ts';
import { lastRestartColumns, restartsColumn } from './restarts.ts';
import type { CellContext, Column, Read, Row, Usage } from './types.ts';

/** Where a workload's pods are: beside it. What selects workloads selects no pods. */
export const besideIt = ({ namespace }: Scope): Scope => (namespace === undefined ? {} : { namespace });

/** The same stream that the pods view reads. */
export const podsRead: Read = { role: 'joined', resource: podsResource, tally: anyTally(podsByOwner), scope: besideIt };

/** What the pods of a row use together; a string says why that is not known. */
export function usageOfPods<R extends Row>(podsOf: PodsOf<R>, row: R, context: CellContext): Usage | string {
	const groups = podsOf(row, context);
	if (typeof groups === 'string') return groups;
	return groups.every(({ keys }) => keys.size === 0) ? 'no pods' : context.usageOf(keysOfPods(groups));
}

type UsageOf<R extends Row> = (row: R, context: CellContext) => Usage | string;

/** What is used, without what was asked for: pods of one workload may differ in that. */
export const usageColumns = <R extends Row>(find: UsageOf<R>): readonly Column<R>[] => [
	cpuColumn({ worth: 9, min: 7, max: 9, find }),
	memoryColumn({ worth: 10, min: 7, max: 9, find }),
];

const restartsThrough =
	<R extends Row>(podsOf: PodsOf<R>) =>
	(row: R, context: CellContext) => {
		const groups = podsOf(row, context);
		return typeof groups === 'string' ? groups : restartsOfPods(groups);
	};

/** How many pods there are, how often they restarted, and what they use. */
export const ownedPodsColumns = <R extends Row>(podsOf: PodsOf<R>): readonly Column<R>[] => [
	restartsColumn<R>(8, restartsThrough(podsOf)),
	...usageColumns<R>((row, context) => usageOfPods(podsOf, row, context)),
];

/** With ctrl-w: how many pods there are, and of the one that restarted last when and why. */
export const ownedPodsDetails = <R extends Row>(podsOf: PodsOf<R>): readonly Column<R>[] => [
	foundColumn({
		id: 'pods',
		title: 'PODS',
		align: 'right',
		worth: 26,
		wide: true,
		min: 5,
		find: (row: R, context) => countOf(podsOf(row, context)),
		value: (count) => count,
		cell: (count) => cell(`${count}`),
	}),
	...lastRestartColumns<R>(23, restartsThrough(podsOf)),
];

const countOf = (groups: readonly OwnedPods[] | string): number | string =>
	typeof groups === 'string' ? groups : groups.reduce((sum, { keys }) => sum + keys.size, 0);
