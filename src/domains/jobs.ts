import { epochSeconds, humanDuration } from '../base/age.ts';
import { cell } from '../base/cell.ts';
import { counted } from '../base/counted.ts';
import { jobSymptoms } from './attention/workload-symptoms.ts';
import { countColumn, foundColumn, textColumn } from './columns.ts';
import { rowsWithSymptoms } from './object-row.ts';
import { ownPods } from './owned-pods.ts';
import { printedAge, printedName } from './printed.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { printedContainers, printedSelector, rolloutColumn } from './workload-columns.ts';
import { workloadDomain } from './workload-domain.ts';
import type { PodsSpec, Rollout, WorkloadConditions, WorkloadMeta } from './workload-row.ts';
import { conditionMask, conditionOf, heldCondition, podsSpecMask, reasonOf, WorkloadRow, workloadMetaMask } from './workload-row.ts';

interface JobObject {
	readonly metadata: WorkloadMeta;
	readonly spec?: PodsSpec & {
		readonly completions?: number | null;
		readonly parallelism?: number | null;
		readonly backoffLimit?: number | null;
		readonly suspend?: boolean | null;
	};
	readonly status?: {
		readonly active?: number;
		readonly succeeded?: number;
		readonly failed?: number;
		readonly startTime?: string | null;
		readonly completionTime?: string | null;
		readonly conditions?: WorkloadConditions;
	};
}

export class JobRow extends WorkloadRow {
	/** `Complete`, `Running`…: kubectl's word. */
	readonly phase: string;
	/** `1/4`, or `1/1 of 3` where it only says how many run at once. */
	readonly completions: string;
	readonly succeeded: number;
	/** Pods that failed. */
	readonly failed: number;
	/** Pods that run now. */
	readonly active: number;
	/** Epoch seconds; 0: not started. */
	readonly started: number;
	/** Epoch seconds of the completion; 0: not completed, failed Jobs included. */
	readonly completed: number;
	/** Epoch seconds of its end, whether it completed or failed; 0: not ended. */
	readonly ended: number;

	constructor(job: JobObject, intern: Intern) {
		const { metadata, spec, status } = job;
		super(metadata, spec, jobRollout(job), intern);
		this.phase = jobPhase(job);
		this.completions = intern(completionsText(job));
		this.succeeded = status?.succeeded ?? 0;
		this.failed = status?.failed ?? 0;
		this.active = status?.active ?? 0;
		this.started = epochSeconds(status?.startTime);
		this.completed = epochSeconds(status?.completionTime);
		this.ended = this.completed || epochSeconds(heldCondition(status?.conditions, 'Failed')?.lastTransitionTime);
	}

	get kind(): string {
		return 'Job';
	}
}

/** printJob, kubernetes pkg/printers/internalversion/printers.go (1.36): the first of these that holds. */
function jobPhase({ metadata, status }: JobObject): string {
	const holds = (type: string): boolean => conditionOf(status?.conditions, type)?.status === 'True';
	if (holds('Complete')) return 'Complete';
	if (holds('Failed')) return 'Failed';
	if (metadata.deletionTimestamp !== undefined) return 'Terminating';
	return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

/** printJob again. */
function completionsText({ spec, status }: JobObject): string {
	const succeeded = status?.succeeded ?? 0;
	const { completions, parallelism } = spec ?? {};
	if (completions !== undefined && completions !== null) return `${succeeded}/${completions}`;
	return (parallelism ?? 0) > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** failing: it failed, or is about to. warning: pods of it failed, and others are tried. */
function jobRollout(job: JobObject): Rollout {
	const { spec, status } = job;
	const { active = 0, succeeded = 0, failed = 0, conditions } = status ?? {};
	if (heldCondition(conditions, 'Complete') !== undefined) return { status: 'complete', health: 'ok' };
	// The server sets the limit to 6 where none is asked for.
	const limit = spec?.backoffLimit ?? 6;
	const failure = heldCondition(conditions, 'Failed') ?? heldCondition(conditions, 'FailureTarget');
	if (failure !== undefined) {
		const word = failure.type === 'Failed' ? 'failed' : 'failing';
		const why =
			failure.reason === 'BackoffLimitExceeded'
				? `${failure.reason} (${counted(failed, 'pod')} failed, the limit is ${limit})`
				: reasonOf(failure);
		return { status: why === '' ? word : `${word}: ${why}`, health: 'failing' };
	}
	const completions = completionsText(job);
	if (heldCondition(conditions, 'Suspended') !== undefined || spec?.suspend === true) {
		return { status: succeeded === 0 ? 'suspended' : `suspended at ${completions} complete`, health: 'ok' };
	}
	if (heldCondition(conditions, 'SuccessCriteriaMet') !== undefined) {
		return { status: `${completions} complete, enough: waiting for the others to end`, health: 'progressing' };
	}
	const tries = failed === 0 ? '' : `, ${failed} failed (the limit is ${limit})`;
	return { status: `${completions} complete, ${active} running${tries}`, health: failed > 0 ? 'warning' : 'progressing' };
}

export const jobsResource: ResourceSpec<JobRow> = {
	gvr: { group: 'batch', version: 'v1', resource: 'jobs' },
	kind: 'Job',
	singular: 'job',
	shortNames: [],
	namespaced: true,
	mask: {
		metadata: workloadMetaMask,
		spec: {
			completions: true,
			parallelism: true,
			backoffLimit: true,
			suspend: true,
			...podsSpecMask,
		},
		status: {
			active: true,
			succeeded: true,
			failed: true,
			startTime: true,
			completionTime: true,
			conditions: [conditionMask],
		},
	},
	project: rowsWithSymptoms(JobRow, jobSymptoms),
	pollIntervalMs: 10_000,
};

/** Seconds from the start to `end` (epoch seconds; 0: it goes on, so to `now`, epoch ms). undefined: it has not started. */
function secondsUntil(row: JobRow, end: number, now: number): number | undefined {
	if (row.started === 0) return undefined;
	return end === 0 ? (now - row.started * 1000) / 1000 : end - row.started;
}

/** printJob counts a Job that failed on and on; the pane's column does not. */
function printedDuration(row: JobRow, now: number): string {
	const seconds = secondsUntil(row, row.completed, now);
	return seconds === undefined ? '' : humanDuration(seconds);
}

const printed: readonly PrintedColumn<JobRow>[] = [
	printedName,
	{ name: 'Status', priority: 0, cell: (row) => row.phase },
	{ name: 'Completions', priority: 0, cell: (row) => row.completions },
	{ name: 'Duration', priority: 0, cell: printedDuration },
	printedAge,
	...printedContainers,
	printedSelector,
];

/** Raw values: `completions` is "1/4"; `failed`, `active` numbers; `duration` seconds, null before the start. */
const columns: readonly Column<JobRow>[] = [
	rolloutColumn,
	textColumn({ id: 'completions', title: 'COMPLETIONS', worth: 4, min: 11, sortKey: 'O', of: (row) => row.completions }),
	countColumn({ id: 'active', title: 'ACTIVE', worth: 7, sortKey: 'V', of: (row) => row.active }),
	countColumn({ id: 'failed', title: 'FAILED', worth: 12, sortKey: 'F', of: (row) => row.failed }),
	foundColumn({
		id: 'duration',
		title: 'DURATION',
		align: 'right',
		worth: 6,
		min: 8,
		sortKey: 'D',
		find: (row, { now }) => secondsUntil(row, row.ended, now) ?? 'not started',
		value: (seconds) => seconds,
		cell: (seconds) => cell(humanDuration(seconds)),
	}),
];

export const jobs = workloadDomain({
	resource: jobsResource,
	podsOf: ownPods,
	columns,
	printed,
	emptyHint: 'No Job is here; one that ended may be gone already.',
});
