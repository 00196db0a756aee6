import { age, epochSeconds } from '../base/age.ts';
import { cronJobSymptoms } from './attention/workload-symptoms.ts';
import { countColumn, momentColumn, textColumn } from './columns.ts';
import { anyTally } from './erase.ts';
import { jobsResource } from './jobs.ts';
import { rowsWithSymptoms } from './object-row.ts';
import { jobsByOwner, podsOfJobs } from './owned-pods.ts';
import { besideIt } from './owned-pods-columns.ts';
import { printedAge, printedName } from './printed.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { printedContainers, printedSelector, rolloutColumn } from './workload-columns.ts';
import { workloadDomain } from './workload-domain.ts';
import { type PodsSpec, podsSpecMask, type Rollout, type WorkloadMeta, WorkloadRow, workloadMetaMask } from './workload-row.ts';

interface CronJobObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: {
		readonly schedule?: string;
		readonly timeZone?: string | null;
		readonly suspend?: boolean | null;
		readonly jobTemplate?: { readonly spec?: PodsSpec };
	};
	readonly status?: {
		readonly active?: readonly { readonly name?: string }[] | null;
		readonly lastScheduleTime?: string | null;
		readonly lastSuccessfulTime?: string | null;
	};
}

export class CronJobRow extends WorkloadRow {
	readonly schedule: string;
	/** '' when it goes by the controller's own. */
	readonly timeZone: string;
	/** `True`, `False`, `<unset>`: kubectl's word. */
	readonly suspend: string;
	/** Jobs that run now. */
	readonly active: number;
	/** Epoch seconds; 0: never. */
	readonly lastSchedule: number;
	readonly lastSuccess: number;
	/** kubectl prints a time zone that is set to '' as nothing, and one that is not set as `<none>`. */
	readonly hasTimeZone: boolean;

	constructor(cron: CronJobObject, intern: Intern) {
		const { metadata, spec, status } = cron;
		super(metadata, spec?.jobTemplate?.spec, cronJobRollout(cron), intern);
		this.schedule = intern(spec?.schedule ?? '');
		this.timeZone = intern(spec?.timeZone ?? '');
		this.hasTimeZone = typeof spec?.timeZone === 'string';
		this.suspend = typeof spec?.suspend === 'boolean' ? (spec.suspend ? 'True' : 'False') : '<unset>';
		this.active = status?.active?.length ?? 0;
		this.lastSchedule = epochSeconds(status?.lastScheduleTime);
		this.lastSuccess = epochSeconds(status?.lastSuccessfulTime);
	}

	get kind(): string {
		return 'CronJob';
	}
}

/** warning: nothing runs, and the last run that was begun has not succeeded (the controller notes both times and what is active at once). */
function cronJobRollout({ spec, status }: CronJobObject): Rollout {
	const active = status?.active?.length ?? 0;
	const running = active === 0 ? '' : `${active} running`;
	const lastSchedule = epochSeconds(status?.lastScheduleTime);
	const lastFailed = active === 0 && lastSchedule > 0 && epochSeconds(status?.lastSuccessfulTime) < lastSchedule;
	const health = lastFailed ? 'warning' : active > 0 ? 'progressing' : 'ok';
	if (spec?.suspend === true) return { status: running === '' ? 'suspended' : `suspended, ${running}`, health };
	if (lastFailed) return { status: 'its last run did not succeed', health };
	return { status: running === '' ? (lastSchedule === 0 ? 'waiting for its first run' : 'waiting for its next run') : running, health };
}

export const cronJobsResource: ResourceSpec<CronJobRow> = {
	gvr: { group: 'batch', version: 'v1', resource: 'cronjobs' },
	kind: 'CronJob',
	singular: 'cronjob',
	shortNames: ['cj'],
	namespaced: true,
	mask: {
		metadata: workloadMetaMask,
		spec: {
			schedule: true,
			timeZone: true,
			suspend: true,
			jobTemplate: { spec: podsSpecMask },
		},
		status: { active: [{ name: true }], lastScheduleTime: true, lastSuccessfulTime: true },
	},
	project: rowsWithSymptoms(CronJobRow, cronJobSymptoms),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<CronJobRow>[] = [
	printedName,
	{ name: 'Schedule', priority: 0, cell: (row) => row.schedule },
	{ name: 'Timezone', priority: 0, cell: (row) => (row.hasTimeZone ? row.timeZone : '<none>') },
	{ name: 'Suspend', priority: 0, type: 'boolean', cell: (row) => row.suspend },
	{ name: 'Active', priority: 0, type: 'integer', cell: (row) => row.active },
	{ name: 'Last Schedule', priority: 0, cell: (row, now) => (row.lastSchedule === 0 ? '<none>' : age(row.lastSchedule, now)) },
	printedAge,
	...printedContainers,
	printedSelector,
];

/** Raw values: `active` a number; `lastSchedule`, `lastSuccess` epoch seconds, null when it never was. */
const columns: readonly Column<CronJobRow>[] = [
	textColumn({ id: 'schedule', title: 'SCHEDULE', worth: 4, min: 9, max: 24, sortKey: 'H', of: (row) => row.schedule }),
	rolloutColumn,
	countColumn({ id: 'active', title: 'ACTIVE', worth: 6, sortKey: 'V', of: (row) => row.active }),
	momentColumn({ id: 'lastSchedule', title: 'LAST SCHEDULE', worth: 7, sortKey: 'D', of: (row) => row.lastSchedule, absent: 'never' }),
	momentColumn({ id: 'lastSuccess', title: 'LAST SUCCESS', worth: 12, sortKey: 'U', of: (row) => row.lastSuccess, absent: 'none known' }),
	textColumn({
		id: 'timeZone',
		title: 'TIMEZONE',
		worth: 13,
		min: 8,
		max: 24,
		sortKey: 'Z',
		of: (row) => row.timeZone,
		absent: 'the controller’s own',
	}),
];

export const cronJobs = workloadDomain({
	resource: cronJobsResource,
	joins: [{ role: 'joined', resource: jobsResource, tally: anyTally(jobsByOwner), scope: besideIt }],
	podsOf: podsOfJobs,
	columns,
	selects: false,
	printed,
});
