import { age, epochSeconds } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import type { KubeObject } from '../kube/types.ts';
import { absentCell, ageCell, knownNumber, knownText } from './columns.ts';
import { anyTally } from './erase.ts';
import { jobsResource } from './jobs.ts';
import { type LabelSelector, selectorMask } from './label-selector.ts';
import { jobsByOwner, podsOfJobs } from './owned-pods.ts';
import { besideIt, ownedPodsColumns, ownedPodsDetails, podsRead } from './owned-pods-columns.ts';
import { ownerMask } from './owner.ts';
import { type PodTemplate, podTemplateMask } from './pod-template.ts';
import type { Column, Domain, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { countColumn, nameColumns, statusColumn, templateColumns } from './workload-columns.ts';
import { type Rollout, type WorkloadMeta, WorkloadRow } from './workload-row.ts';

interface CronJobObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: {
		readonly schedule?: string;
		readonly timeZone?: string | null;
		readonly suspend?: boolean | null;
		readonly jobTemplate?: { readonly spec?: { readonly selector?: LabelSelector | null; readonly template?: PodTemplate } };
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
		const job = spec?.jobTemplate?.spec;
		super({ metadata, template: job?.template, selector: job?.selector, rollout: cronJobRollout(cron) }, intern);
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
		metadata: ownerMask,
		spec: {
			schedule: true,
			timeZone: true,
			suspend: true,
			jobTemplate: { spec: { selector: selectorMask, template: podTemplateMask } },
		},
		status: { active: [{ name: true }], lastScheduleTime: true, lastSuccessfulTime: true },
	},
	project: (object: KubeObject, intern: Intern) => new CronJobRow(object as unknown as CronJobObject, intern),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<CronJobRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Schedule', priority: 0, cell: (row) => row.schedule },
	{ name: 'Timezone', priority: 0, cell: (row) => (row.hasTimeZone ? row.timeZone : '<none>') },
	{ name: 'Suspend', priority: 0, type: 'boolean', cell: (row) => row.suspend },
	{ name: 'Active', priority: 0, type: 'integer', cell: (row) => row.active },
	{ name: 'Last Schedule', priority: 0, cell: (row, now) => (row.lastSchedule === 0 ? '<none>' : age(row.lastSchedule, now)) },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
	{ name: 'Containers', priority: 1, cell: (row) => row.containers },
	{ name: 'Images', priority: 1, cell: (row) => row.images },
	{ name: 'Selector', priority: 1, cell: (row) => (row.selector === '' ? '<none>' : row.selector) },
];

/** Raw values: `active` a number; `lastSchedule`, `lastSuccess` epoch seconds, null when it never was. */
const columns: readonly Column<CronJobRow>[] = [
	...nameColumns(),
	{
		id: 'schedule',
		title: 'SCHEDULE',
		worth: 4,
		min: 9,
		max: 24,
		sortKey: 'H',
		value: (row) => row.schedule,
		cell: (row) => cell(row.schedule),
	},
	statusColumn(),
	countColumn('active', 'ACTIVE', 6, 'V', (row) => row.active),
	moment('lastSchedule', 'LAST SCHEDULE', 7, 'D', 'never', (row) => row.lastSchedule),
	moment('lastSuccess', 'LAST SUCCESS', 12, 'U', 'none known', (row) => row.lastSuccess),
	{
		id: 'timeZone',
		title: 'TIMEZONE',
		worth: 13,
		min: 8,
		max: 24,
		sortKey: 'Z',
		value: (row) => knownText(row.timeZone),
		cell: (row) => (row.timeZone === '' ? absentCell('the controller’s own') : cell(row.timeZone)),
	},
	...ownedPodsColumns(podsOfJobs),
	...templateColumns({ selector: false }),
	...ownedPodsDetails(podsOfJobs),
	ageCell(3),
];

function moment(
	id: string,
	title: string,
	worth: number,
	sortKey: string,
	never: string,
	of: (row: CronJobRow) => number,
): Column<CronJobRow> {
	return {
		id,
		title,
		align: 'right',
		worth,
		min: title.length,
		sortKey,
		printsAge: true,
		volatile: true,
		value: (row) => knownNumber(of(row)),
		cell: (row, { now }) => (of(row) === 0 ? absentCell(never) : cell(age(of(row), now))),
	};
}

export const cronJobs: Domain<CronJobRow> = {
	name: 'cronjobs',
	title: 'CRONJOBS',
	aliases: ['cronjob', 'cj'],
	tab: false,
	scope: 'namespaces',
	reads: [
		{ role: 'rows', resource: cronJobsResource },
		{ role: 'joined', resource: jobsResource, tally: anyTally(jobsByOwner), scope: besideIt },
		podsRead,
	],
	metrics: 'pods',
	columns,
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'cronjob.batch',
	emptyHint: 'No CronJob is here.',
};
