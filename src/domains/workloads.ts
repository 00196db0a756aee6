import { cell } from '../base/cell.ts';
import { usageKey } from './cells.ts';
import { ageColumn, foundColumn, type Ready, readyColumn, textColumn } from './columns.ts';
import { CronJobRow, cronJobsResource } from './cron-jobs.ts';
import { DaemonSetRow, daemonSetsResource } from './daemon-sets.ts';
import { DeploymentRow, deploymentsResource } from './deployments.ts';
import { anyKeep, anyTally } from './erase.ts';
import { JobRow, jobsResource } from './jobs.ts';
import { jobsByOwner, ownPods, podsOfJobs, podsOfReplicaSets, replicaSetsByOwner, restartsOfPods } from './owned-pods.ts';
import { besideIt, podsRead, usageColumns, usageOfPods } from './owned-pods-columns.ts';
import { PodRow, podsResource } from './pod-row.ts';
import { podReady } from './pods.ts';
import { type ReplicaSetRow, replicaSetsResource } from './replica-sets.ts';
import { objectNameOf } from './resource-domain.ts';
import { lastRestartColumns, type Restarts, restartsColumn } from './restarts.ts';
import { StatefulSetRow, statefulSetsResource } from './stateful-sets.ts';
import type { CellContext, Column, Domain, ResourceSpec, Usage } from './types.ts';
import { nameColumns, replicasReady, rolloutColumn, workloadImages, workloadOwner } from './workload-columns.ts';

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

const objectNames: ReadonlyMap<string, string> = new Map(resources.map((resource) => [resource.kind, objectNameOf(resource)]));

/** Of what a workload wants, how much is ready; a string says why there is nothing to count. */
function readyOf(row: Workload): Ready | string {
	if (row instanceof CronJobRow) return 'a CronJob has Jobs, and no pods of its own';
	if (row instanceof JobRow) return { text: row.completions, short: false };
	return row instanceof PodRow ? podReady(row) : replicasReady(row);
}

/** Pods of the newest revision; a string where there are no revisions. */
const updatedOf = (row: Workload): number | string =>
	row instanceof DeploymentRow || row instanceof StatefulSetRow || row instanceof DaemonSetRow
		? row.updated
		: `a ${kindOf(row)} is not rolled out`;

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

/**
 * Raw values: `ready` is "2/5", of a Job its completions; `upToDate`, `restarts` numbers; `cpu` millicores and `memory` bytes that all
 * its pods use; `images` a list; `lastRestart` and `age` (creation) epoch seconds. null: not known, or not of this kind.
 */
const columns: readonly Column<Workload>[] = [
	textColumn({ id: 'kind', title: 'KIND', worth: 3, min: 6, max: 11, sortKey: 'K', of: kindOf }),
	...nameColumns,
	readyColumn({ worth: 4, max: 9 }, readyOf),
	foundColumn({
		id: 'upToDate',
		title: 'UP-TO-DATE',
		align: 'right',
		worth: 7,
		min: 10,
		sortKey: 'D',
		volatile: false,
		find: updatedOf,
		value: (updated) => updated,
		cell: (updated) => cell(`${updated}`),
	}),
	rolloutColumn,
	restartsColumn<Workload>(8, restartsOf),
	...usageColumns<Workload>(usageOf),
	workloadImages,
	workloadOwner,
	...lastRestartColumns<Workload>(23, restartsOf),
	ageColumn(6),
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
