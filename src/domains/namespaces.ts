import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { namespaceSymptoms } from './attention/cluster-symptoms.ts';
import { deletionMask } from './attention/deletion.ts';
import { ageColumn, cpuColumn, foundColumn, memoryColumn, nameColumn, statusColumn } from './columns.ts';
import { anyTally } from './erase.ts';
import { eventsResource } from './events.ts';
import { ObjectRow, rowsWithSymptoms } from './object-row.ts';
import { podsResource } from './pod-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import { resourceQuotasResource } from './resource-quotas.ts';
import type { NamespacePods, NamespaceQuotas, NamespaceWarnings } from './tallies.ts';
import { podsByNamespace, quotasByNamespace, warningsByNamespace, worstQuota } from './tallies.ts';
import type { CellContext, Column, Intern, PrintedColumn, ResourceSpec, Usage } from './types.ts';
import { conditionMask, type WorkloadConditions } from './workload-row.ts';

interface NamespaceObject {
	readonly metadata: ObjectMeta;
	readonly status?: {
		readonly phase?: string;
		readonly conditions?: WorkloadConditions;
	};
}

export class NamespaceRow extends ObjectRow {
	/** Active or Terminating. */
	readonly status: string;

	constructor(object: NamespaceObject, intern: Intern) {
		super(object.metadata, namespaceHealth(object), intern);
		this.status = intern(object.status?.phase ?? '');
	}
}

/** What the namespace controller sets to True when it cannot go on (core/v1 NamespaceConditionType). What merely remains is progress. */
const obstacles: ReadonlySet<string> = new Set([
	'NamespaceDeletionDiscoveryFailure',
	'NamespaceDeletionGroupVersionParsingFailure',
	'NamespaceDeletionContentFailure',
]);

/** warning: its deletion has met an obstacle. progressing: it is being deleted. */
function namespaceHealth({ metadata, status }: NamespaceObject): ObjectHealth {
	for (const condition of status?.conditions ?? []) {
		if (condition.status === 'True' && obstacles.has(condition.type)) return 'warning';
	}
	if (metadata.deletionTimestamp !== undefined || status?.phase === 'Terminating') return 'progressing';
	return status?.phase === 'Active' ? 'ok' : 'unknown';
}

export const namespacesResource: ResourceSpec<NamespaceRow> = {
	gvr: { group: '', version: 'v1', resource: 'namespaces' },
	kind: 'Namespace',
	singular: 'namespace',
	shortNames: ['ns'],
	namespaced: false,
	mask: { metadata: deletionMask, status: { phase: true, conditions: [conditionMask] } },
	project: rowsWithSymptoms(NamespaceRow, namespaceSymptoms),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<NamespaceRow>[] = [
	printedName,
	{ name: 'Status', priority: 0, cell: (row) => row.status },
	printedAge,
];

const noPods: NamespacePods = { pods: 0, unhealthy: 0, failing: 0 };
const noWarnings: NamespaceWarnings = { warnings: 0 };

const podsIn = (row: NamespaceRow, context: CellContext): NamespacePods | string =>
	context.tally<NamespacePods>(podsByNamespace.name, row.name) ?? noPods;

const warningsIn = (row: NamespaceRow, context: CellContext): NamespaceWarnings | string =>
	context.tally<NamespaceWarnings>(warningsByNamespace.name, row.name) ?? noWarnings;

const usageIn = (row: NamespaceRow, context: CellContext): Usage | string => context.namespaceUsage(row.name);

function quotaOf(row: NamespaceRow, context: CellContext): { readonly ratio: number; readonly resource: string } | string {
	const quotas = context.tally<NamespaceQuotas>(quotasByNamespace.name, row.name);
	return typeof quotas === 'string' ? quotas : (worstQuota(quotas) ?? 'no quota');
}

/** From here on a quota is worth a colour. At 1 nothing more is admitted. */
const quotaWarningRatio = 0.8;

/**
 * Raw values: `pods`, `unhealthy`, `warnings` numbers; `cpu` millicores and `memory` bytes used by all pods; `quota` used of hard
 * (1 is all of it) of the worst resource, which `quotaResource` names; `age` epoch seconds of the creation. null: not known.
 */
const columns: readonly Column<NamespaceRow>[] = [
	nameColumn({ min: 14 }),
	statusColumn({ min: 6, max: 11 }),
	foundColumn({
		id: 'pods',
		title: 'PODS',
		align: 'right',
		worth: 4,
		min: 5,
		sortKey: 'P',
		find: podsIn,
		value: ({ pods }) => pods,
		cell: ({ pods }) => cell(`${pods}`),
	}),
	foundColumn({
		id: 'unhealthy',
		title: 'UNHEALTHY',
		align: 'right',
		worth: 5,
		min: 9,
		sortKey: 'U',
		find: podsIn,
		value: ({ unhealthy }) => unhealthy,
		cell: ({ unhealthy, failing }) => cell(`${unhealthy}`, failing > 0 ? 'failing' : unhealthy > 0 ? 'warning' : undefined),
	}),
	foundColumn({
		id: 'warnings',
		title: 'WARNINGS',
		align: 'right',
		worth: 6,
		min: 8,
		sortKey: 'W',
		find: warningsIn,
		value: ({ warnings }) => warnings,
		cell: ({ warnings }) => cell(`${warnings}`, warnings > 0 ? 'warning' : undefined),
	}),
	cpuColumn({ worth: 7, min: 9, find: usageIn }),
	memoryColumn({ worth: 8, min: 9, find: usageIn }),
	foundColumn({
		id: 'quota',
		title: 'QUOTA',
		unit: 'share',
		worth: 9,
		min: 6,
		max: 34,
		sortKey: 'Q',
		find: quotaOf,
		value: ({ ratio }) => ratio,
		cell: ({ ratio, resource }) =>
			cell(`${Math.round(ratio * 100)}% ${resource}`, ratio >= 1 ? 'failing' : ratio >= quotaWarningRatio ? 'warning' : undefined),
	}),
	foundColumn({
		id: 'quotaResource',
		title: 'QUOTA OF',
		worth: 10,
		wide: true,
		min: 8,
		max: 30,
		find: quotaOf,
		value: ({ resource }) => resource,
		cell: ({ resource }) => cell(resource),
	}),
	ageColumn(3),
];

/** Whatever the selector of the namespaces, what is in them is summed up over all. */
const everywhere = () => ({});

export const namespaces = resourceDomain({
	resource: namespacesResource,
	joins: [
		{ role: 'joined', resource: podsResource, tally: anyTally(podsByNamespace), scope: everywhere },
		{ role: 'joined', resource: eventsResource, tally: anyTally(warningsByNamespace), scope: everywhere },
		{ role: 'joined', resource: resourceQuotasResource, tally: anyTally(quotasByNamespace), scope: everywhere },
	],
	metrics: 'pods',
	columns,
	printed,
	emptyHint: 'The server lists no namespace.',
});
