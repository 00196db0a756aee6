import { type Cell, cell } from '../base/cell.ts';
import { absentCell, ageCell, knownText, usageKey } from './columns.ts';
import { CronJobRow, cronJobsResource } from './cron-jobs.ts';
import { DaemonSetRow, daemonSetsResource } from './daemon-sets.ts';
import { DeploymentRow, deploymentsResource } from './deployments.ts';
import { anyKeep, anyTally } from './erase.ts';
import { JobRow, jobsResource } from './jobs.ts';
import { jobsByOwner, ownPods, podsOfJobs, podsOfReplicaSets, replicaSetsByOwner, restartsOfPods } from './owned-pods.ts';
import { besideIt, podsRead, usageColumns, usageOfPods } from './owned-pods-columns.ts';
import { PodRow, podsResource } from './pod-row.ts';
import { type ReplicaSetRow, replicaSetsResource } from './replica-sets.ts';
import { lastRestartColumns, type Restarts, restartsColumn } from './restarts.ts';
import { StatefulSetRow, statefulSetsResource } from './stateful-sets.ts';
import type { CellContext, Column, Domain, ResourceSpec, Usage } from './types.ts';
import { nameColumns } from './workload-columns.ts';

type Controller = DeploymentRow | StatefulSetRow | DaemonSetRow | ReplicaSetRow | JobRow | CronJobRow;
type Workload = Controller | PodRow;

const resources: readonly ResourceSpec[] = [
	deploymentsResource,
	statefulSetsResource,
	daemonSetsResource,
	replicaSetsResource,
	jobsResource,
	cronJobsResource,
	podsResource,
];

const listed: ReadonlySet<string> = new Set(resources.map(({ kind }) => kind));

/** Whatever a row of this list owns is told in that row; what nobody here owns (a mirror pod, a set of another controller) has its own. */
const isItsOwn = anyKeep(({ owner }: PodRow | ReplicaSetRow) => !listed.has(owner.slice(0, Math.max(0, owner.indexOf('/')))));

const kindOf = (row: Workload): string => (row instanceof PodRow ? 'Pod' : row.kind);

const objectNames: ReadonlyMap<string, string> = new Map(
	resources.map(({ kind, singular, gvr }) => [kind, gvr.group === '' ? singular : `${singular}.${gvr.group}`]),
);

/** Of what a workload wants, how much is ready; a string says why there is nothing to count. */
function readyOf(row: Workload): { readonly text: string; readonly short: boolean } | string {
	if (row instanceof CronJobRow) return 'a CronJob has Jobs, and no pods of its own';
	if (row instanceof JobRow) return { text: row.completions, short: false };
	if (row instanceof PodRow) return { text: `${row.ready}/${row.containers}`, short: row.ready < row.containers && !row.terminal };
	return { text: `${row.ready}/${row.desired}`, short: row.ready < row.desired };
}

/** Pods of the newest revision; undefined where there are no revisions. */
const updatedOf = (row: Workload): number | undefined =>
	row instanceof DeploymentRow || row instanceof StatefulSetRow || row instanceof DaemonSetRow ? row.updated : undefined;

function podsOf(row: Controller, context: CellContext) {
	if (row instanceof DeploymentRow) return podsOfReplicaSets(row, context);
	return row instanceof CronJobRow ? podsOfJobs(row, context) : ownPods(row, context);
}

function restartsOf(row: Workload, context: CellContext): Restarts | string {
	if (row instanceof PodRow) return row;
	const groups = podsOf(row, context);
	return typeof groups === 'string' ? groups : restartsOfPods(groups);
}

const usageOf = (row: Workload, context: CellContext): Usage | string =>
	row instanceof PodRow ? context.usage(usageKey(row)) : usageOfPods(podsOf, row, context);

const text = (found: string, why: string): Cell => (found === '' ? absentCell(why) : cell(found));

/**
 * Raw values: `ready` is "2/5", of a Job its completions; `upToDate`, `restarts` numbers; `cpu` millicores and `memory` bytes that all
 * its pods use; `images` a list; `lastRestart` and `age` (creation) epoch seconds. null: not known, or not of this kind.
 */
const columns: readonly Column<Workload>[] = [
	{ id: 'kind', title: 'KIND', worth: 3, min: 6, max: 11, sortKey: 'K', value: kindOf, cell: (row) => cell(kindOf(row)) },
	...nameColumns<Workload>(),
	{
		id: 'ready',
		title: 'READY',
		worth: 4,
		min: 5,
		max: 9,
		sortKey: 'R',
		value: (row) => {
			const ready = readyOf(row);
			return typeof ready === 'string' ? null : ready.text;
		},
		cell: (row) => {
			const ready = readyOf(row);
			return typeof ready === 'string' ? absentCell(ready) : cell(ready.text, ready.short ? 'warning' : undefined);
		},
	},
	{
		id: 'upToDate',
		title: 'UP-TO-DATE',
		align: 'right',
		worth: 7,
		min: 10,
		sortKey: 'D',
		value: (row) => updatedOf(row) ?? null,
		cell: (row) => {
			const updated = updatedOf(row);
			return updated === undefined ? absentCell(`a ${kindOf(row)} is not rolled out`) : cell(`${updated}`);
		},
	},
	{
		id: 'status',
		title: 'STATUS',
		worth: 2,
		min: 20,
		max: 60,
		sortKey: 'S',
		value: (row) => row.status,
		cell: (row) => cell(row.status, row.health),
	},
	restartsColumn<Workload>(8, restartsOf),
	...usageColumns<Workload>(usageOf),
	{
		id: 'images',
		title: 'IMAGES',
		worth: 11,
		min: 12,
		max: 60,
		sortKey: 'I',
		value: (row) => (row.images === '' ? [] : row.images.split(',')),
		cell: (row) => text(row.images, 'no containers'),
	},
	{
		id: 'owner',
		title: 'OWNER',
		worth: 22,
		wide: true,
		min: 10,
		max: 40,
		sortKey: 'W',
		value: (row) => knownText(row.owner),
		cell: (row) => text(row.owner, 'no owner'),
	},
	...lastRestartColumns<Workload>(23, restartsOf),
	ageCell(6),
];

export const workloads: Domain<Workload> = {
	name: 'workloads',
	title: 'WORKLOADS',
	aliases: ['workload', 'wl'],
	scope: 'namespaces',
	reads: [
		{ role: 'rows', resource: deploymentsResource },
		{ role: 'rows', resource: statefulSetsResource },
		{ role: 'rows', resource: daemonSetsResource },
		{ role: 'rows', resource: replicaSetsResource, keep: isItsOwn },
		{ role: 'rows', resource: jobsResource },
		{ role: 'rows', resource: cronJobsResource },
		{ role: 'rows', resource: podsResource, keep: isItsOwn },
		{ role: 'joined', resource: replicaSetsResource, tally: anyTally(replicaSetsByOwner), scope: besideIt },
		{ role: 'joined', resource: jobsResource, tally: anyTally(jobsByOwner), scope: besideIt },
		podsRead,
	],
	metrics: 'pods',
	columns,
	sort: { column: 'name', descending: false },
	objectName: (row) => objectNames.get(kindOf(row)) ?? '',
	emptyHint: 'Nothing is deployed here.',
};
