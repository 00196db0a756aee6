import type { ObjectMeta } from '../kube/types.ts';
import { deletionMask } from './attention/deletion.ts';
import { budgetSymptoms } from './attention/policy-symptoms.ts';
import { ageColumn, countColumn, nameColumn, namespaceColumn, statusColumn, textColumn } from './columns.ts';
import { type LabelSelector, selectorMask, selectorText } from './label-selector.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { conditionMask, conditionOf, type Rollout, reasonOf, unobserved, type WorkloadConditions } from './workload-row.ts';

interface BudgetObject {
	readonly metadata: ObjectMeta & { readonly generation?: number };
	readonly spec?: {
		/** A count, or `50%`. */
		readonly minAvailable?: number | string | null;
		readonly maxUnavailable?: number | string | null;
		readonly selector?: LabelSelector | null;
		readonly unhealthyPodEvictionPolicy?: string | null;
	};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly disruptionsAllowed?: number;
		readonly currentHealthy?: number;
		readonly desiredHealthy?: number;
		readonly expectedPods?: number;
		readonly conditions?: WorkloadConditions;
	};
}

export class BudgetRow extends ObjectRow {
	/** `3`, `50%`; '' when the other one is set. */
	readonly minAvailable: string;
	readonly maxUnavailable: string;
	/** Pods that may be evicted now. */
	readonly allowed: number;
	readonly healthy: number;
	/** Healthy pods that are needed. */
	readonly needed: number;
	/** Pods that it counts. */
	readonly expected: number;
	/** As a sentence without its full stop. */
	readonly status: string;
	readonly selector: string;
	/** The same as it is asked of labels: one, or none, which takes no pod. */
	readonly takes: readonly LabelSelector[];
	/** Its status is of the spec that it has. */
	readonly isObserved: boolean;
	/** Pods that are not ready may go whatever it says. */
	readonly sparesUnready: boolean;

	constructor(budget: BudgetObject, intern: Intern) {
		const { metadata, spec, status } = budget;
		const state = stateOf(budget);
		super(metadata, state.health, intern);
		this.status = intern(state.status);
		this.minAvailable = intern(`${spec?.minAvailable ?? ''}`);
		this.maxUnavailable = intern(`${spec?.maxUnavailable ?? ''}`);
		this.allowed = status?.disruptionsAllowed ?? 0;
		this.healthy = status?.currentHealthy ?? 0;
		this.needed = status?.desiredHealthy ?? 0;
		this.expected = status?.expectedPods ?? 0;
		this.selector = intern(selectorText(spec?.selector));
		this.takes = spec?.selector === undefined || spec.selector === null ? [] : [spec.selector];
		this.isObserved = (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0);
		this.sparesUnready = spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow';
	}
}

/**
 * By what the disruption controller says (pkg/controller/disruption/disruption.go, 1.36). warning: nothing may be evicted, so that a
 * node with one of its pods cannot be drained. failing: the controller could not make out what may.
 */
function stateOf({ metadata, status }: BudgetObject): Rollout {
	const { observedGeneration = 0, disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = status ?? {};
	if ((metadata.generation ?? 0) > observedGeneration) return unobserved;
	const allowed = conditionOf(status?.conditions, 'DisruptionAllowed');
	if (allowed?.reason === 'SyncFailed') return { status: `cannot be worked out: ${reasonOf(allowed)}`, health: 'failing' };
	if (expectedPods === 0) return { status: 'there is no pod that it counts', health: 'ok' };
	const healthy = `${currentHealthy} of ${expectedPods} healthy`;
	if (disruptionsAllowed > 0) return { status: `${healthy}, ${disruptionsAllowed} may be evicted`, health: 'ok' };
	return { status: `${healthy} and ${desiredHealthy} needed, none may be evicted`, health: 'warning' };
}

export const disruptionBudgetsResource: ResourceSpec<BudgetRow> = {
	gvr: { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' },
	kind: 'PodDisruptionBudget',
	singular: 'poddisruptionbudget',
	shortNames: ['pdb'],
	namespaced: true,
	mask: {
		metadata: { generation: true, ...deletionMask },
		spec: { minAvailable: true, maxUnavailable: true, selector: selectorMask, unhealthyPodEvictionPolicy: true },
		status: {
			observedGeneration: true,
			disruptionsAllowed: true,
			currentHealthy: true,
			desiredHealthy: true,
			expectedPods: true,
			conditions: [conditionMask],
		},
	},
	project: rowsWithSymptoms(BudgetRow, budgetSymptoms),
	pollIntervalMs: 15_000,
};

const printed: readonly PrintedColumn<BudgetRow>[] = [
	printedName,
	{ name: 'Min Available', priority: 0, cell: (row) => orNotSet(row.minAvailable) },
	{ name: 'Max Unavailable', priority: 0, cell: (row) => orNotSet(row.maxUnavailable) },
	{ name: 'Allowed Disruptions', priority: 0, type: 'integer', cell: (row) => row.allowed },
	printedAge,
];

const orNotSet = (value: string): string => (value === '' ? 'N/A' : value);

const columns: readonly Column<BudgetRow>[] = [
	nameColumn(),
	namespaceColumn(5),
	countColumn({ id: 'allowed', title: 'ALLOWED', worth: 3, sortKey: 'L', of: (row) => row.allowed }),
	countColumn({ id: 'healthy', title: 'HEALTHY', worth: 6, sortKey: 'H', of: (row) => row.healthy }),
	countColumn({ id: 'needed', title: 'NEEDED', worth: 7, sortKey: 'D', of: (row) => row.needed }),
	countColumn({ id: 'expected', title: 'EXPECTED', worth: 8, sortKey: 'X', of: (row) => row.expected }),
	textColumn({
		id: 'minAvailable',
		title: 'MIN AVAILABLE',
		worth: 9,
		min: 13,
		sortKey: 'M',
		of: (row) => row.minAvailable,
		absent: 'it says how many may be unavailable',
	}),
	textColumn({
		id: 'maxUnavailable',
		title: 'MAX UNAVAILABLE',
		worth: 10,
		min: 15,
		sortKey: 'U',
		of: (row) => row.maxUnavailable,
		absent: 'it says how many have to be available',
	}),
	statusColumn({ min: 9, max: 60, whole: 24 }),
	textColumn({ id: 'selector', title: 'SELECTOR', worth: 11, min: 10, max: 40, of: (row) => row.selector, absent: 'selects every pod' }),
	ageColumn(4),
];

export const disruptionBudgets = resourceDomain({
	resource: disruptionBudgetsResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No PodDisruptionBudget is here.',
});
