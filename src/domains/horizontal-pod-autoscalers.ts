import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { deletionMask } from './attention/deletion.ts';
import { autoscalerSymptoms } from './attention/policy-symptoms.ts';
import {
	type MetricSpecs,
	type MetricStatuses,
	metricSpecMask,
	metricStatusMask,
	printedTargets,
	targetsOf,
} from './autoscaler-targets.ts';
import { absentCell } from './cells.ts';
import { ageColumn, countColumn, nameColumn, namespaceColumn, statusColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { conditionMask, conditionOf, heldCondition, type Rollout, reasonOf, type WorkloadConditions } from './workload-row.ts';

interface AutoscalerObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
		readonly minReplicas?: number | null;
		readonly maxReplicas?: number;
		readonly metrics?: MetricSpecs;
	};
	readonly status?: {
		readonly currentReplicas?: number;
		readonly desiredReplicas?: number;
		readonly currentMetrics?: MetricStatuses;
		readonly conditions?: WorkloadConditions;
	};
}

export class AutoscalerRow extends ObjectRow {
	/** `Deployment/cart`: what it scales. */
	readonly reference: string;
	/** What holds it back, or where it is going, as a sentence without its full stop. */
	readonly status: string;
	/** -1: not set, which is 1. */
	readonly min: number;
	readonly max: number;
	readonly current: number;
	readonly desired: number;
	/** What it goes by, each `cpu: 45%/70%`. */
	readonly metrics: readonly string[];
	/** How much there is of one of them is not known. */
	readonly blind: boolean;
	/** kubectl's: two of them, and how many more. */
	readonly targets: string;

	constructor(object: AutoscalerObject, intern: Intern) {
		const { metadata, spec, status } = object;
		const scaling = scalingOf(object);
		super(metadata, scaling.health, intern);
		this.status = intern(scaling.status);
		this.reference = intern(`${spec?.scaleTargetRef?.kind ?? ''}/${spec?.scaleTargetRef?.name ?? ''}`);
		this.min = spec?.minReplicas ?? -1;
		this.max = spec?.maxReplicas ?? 0;
		this.current = status?.currentReplicas ?? 0;
		this.desired = status?.desiredReplicas ?? 0;
		const targets = targetsOf(spec?.metrics, status?.currentMetrics);
		this.metrics = targets.map(({ named }) => intern(named));
		this.blind = targets.some(({ unknown }) => unknown);
		this.targets = intern(printedTargets(targets));
	}
}

/**
 * By the conditions of the controller (pkg/controller/podautoscaler/horizontal.go, 1.36). failing: it cannot scale at all. warning: it
 * knows no metric, or wants more than its maximum. A target that somebody scaled to 0 is left alone, which is as it should be.
 */
function scalingOf({ spec, status }: AutoscalerObject): Rollout {
	const { conditions, currentReplicas = 0, desiredReplicas = 0 } = status ?? {};
	const able = conditionOf(conditions, 'AbleToScale');
	if (able === undefined) return { status: 'no controller has looked at it yet', health: 'unknown' };
	if (able.status === 'False') return { status: `cannot scale: ${reasonOf(able)}`, health: 'failing' };
	const active = conditionOf(conditions, 'ScalingActive');
	if (active?.status === 'False') {
		if (active.reason === 'ScalingDisabled') return { status: 'off: its target is scaled to 0', health: 'ok' };
		return { status: `does not know what to scale to: ${reasonOf(active)}`, health: 'warning' };
	}
	if (desiredReplicas !== currentReplicas)
		return { status: `scaling from ${currentReplicas} to ${desiredReplicas}`, health: 'progressing' };
	const limited = heldCondition(conditions, 'ScalingLimited')?.reason;
	if (limited === 'TooManyReplicas') return { status: `at its maximum of ${spec?.maxReplicas ?? 0}, and wants more`, health: 'warning' };
	if (limited === 'TooFewReplicas') return { status: 'at its minimum', health: 'ok' };
	return { status: 'steady', health: 'ok' };
}

export const autoscalersResource: ResourceSpec<AutoscalerRow> = {
	gvr: { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' },
	kind: 'HorizontalPodAutoscaler',
	singular: 'horizontalpodautoscaler',
	shortNames: ['hpa'],
	namespaced: true,
	mask: {
		metadata: deletionMask,
		spec: { scaleTargetRef: { kind: true, name: true }, minReplicas: true, maxReplicas: true, metrics: [metricSpecMask] },
		status: { currentReplicas: true, desiredReplicas: true, currentMetrics: [metricStatusMask], conditions: [conditionMask] },
	},
	project: rowsWithSymptoms(AutoscalerRow, autoscalerSymptoms),
	pollIntervalMs: 10_000,
};

/** Every column says that it is a string, and two hold numbers (printers.go printHorizontalPodAutoscaler, 1.36). */
const printed: readonly PrintedColumn<AutoscalerRow>[] = [
	printedName,
	{ name: 'Reference', priority: 0, cell: (row) => row.reference },
	{ name: 'Targets', priority: 0, cell: (row) => row.targets },
	{ name: 'MinPods', priority: 0, cell: (row) => (row.min < 0 ? '<unset>' : `${row.min}`) },
	{ name: 'MaxPods', priority: 0, cell: (row) => row.max },
	{ name: 'Replicas', priority: 0, cell: (row) => row.current },
	printedAge,
];

/** Raw values: `metrics` a list, `min`, `max`, `current`, `desired` numbers; `min` is 1 where it is not set. */
const columns: readonly Column<AutoscalerRow>[] = [
	nameColumn(),
	namespaceColumn(5),
	textColumn({ id: 'target', title: 'TARGET', worth: 6, min: 10, max: 40, sortKey: 'T', of: (row) => row.reference }),
	{
		id: 'metrics',
		title: 'METRICS',
		worth: 3,
		min: 14,
		max: 60,
		sortKey: 'M',
		value: (row) => row.metrics,
		cell: (row) =>
			row.metrics.length === 0
				? absentCell('it goes by no metric')
				: cell(row.metrics.join(', '), row.blind && row.health !== 'ok' ? row.health : undefined),
	},
	countColumn({ id: 'min', title: 'MIN', worth: 9, min: 4, sortKey: 'I', of: (row) => (row.min < 0 ? 1 : row.min) }),
	countColumn({ id: 'max', title: 'MAX', worth: 8, min: 5, sortKey: 'X', of: (row) => row.max }),
	countColumn({ id: 'current', title: 'CURRENT', worth: 4, sortKey: 'C', of: (row) => row.current }),
	countColumn({ id: 'desired', title: 'DESIRED', worth: 7, sortKey: 'D', of: (row) => row.desired }),
	statusColumn({ min: 9, max: 60, whole: 20 }),
	ageColumn(10),
];

export const autoscaling = resourceDomain({
	resource: autoscalersResource,
	name: 'autoscaling',
	title: 'AUTOSCALING',
	aliases: [],
	columns,
	printed,
	emptyHint: 'No HorizontalPodAutoscaler is here.',
});
