import { type Cell, cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import type { Scope } from '../kube/types.ts';
import { absentCell, kibOf, usageCell, usageNumber } from './columns.ts';
import { anyTally } from './erase.ts';
import { keysOfPods, type PodsOf, podsByOwner, restartsOfPods } from './owned-pods.ts';
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

/** CPU (millicores) and memory (bytes) that are used, without what was asked for: pods of one workload may differ in that. */
export const usageColumns = <R extends Row>(usageOf: UsageOf<R>): readonly Column<R>[] => [
	{
		id: 'cpu',
		title: 'CPU',
		align: 'right',
		worth: 9,
		min: 7,
		max: 9,
		sortKey: 'C',
		unit: 'millicores',
		volatile: true,
		value: (row, context) => usageNumber(usageOf(row, context), ({ cpuMilli }) => cpuMilli),
		cell: (row, context) => usageCell(usageOf(row, context), ({ cpuMilli }) => ({ used: cpuMilli, of: 0, limit: 0 }), cpuText),
	},
	{
		id: 'memory',
		title: 'MEM',
		align: 'right',
		worth: 10,
		min: 7,
		max: 9,
		sortKey: 'M',
		unit: 'bytes',
		volatile: true,
		value: (row, context) => usageNumber(usageOf(row, context), ({ memoryMiB }) => memoryMiB * 1048576),
		cell: (row, context) => usageCell(usageOf(row, context), (usage) => ({ used: kibOf(usage), of: 0, limit: 0 }), memoryText),
	},
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
	{
		id: 'pods',
		title: 'PODS',
		align: 'right',
		worth: 26,
		wide: true,
		min: 5,
		volatile: true,
		value: (row, context) => {
			const groups = podsOf(row, context);
			return typeof groups === 'string' ? null : countOf(groups);
		},
		cell: (row, context): Cell => {
			const groups = podsOf(row, context);
			return typeof groups === 'string' ? absentCell(groups) : cell(`${countOf(groups)}`);
		},
	},
	...lastRestartColumns<R>(23, restartsThrough(podsOf)),
];

const countOf = (groups: readonly { readonly keys: ReadonlyMap<string, string> }[]): number =>
	groups.reduce((sum, { keys }) => sum + keys.size, 0);
