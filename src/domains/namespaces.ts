import { age, epochSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { cpuText, memoryText } from '../base/quantity.ts';
import type { KubeObject, ObjectMeta } from '../kube/types.ts';
import { absentCell, ageCell, kibOf, usageCell, usageNumber } from './columns.ts';
import { anyTally } from './erase.ts';
import { eventsResource } from './events.ts';
import { podsResource } from './pod-row.ts';
import { resourceQuotasResource } from './resource-quotas.ts';
import type { NamespacePods, NamespaceQuotas, NamespaceWarnings } from './tallies.ts';
import { podsByNamespace, quotasByNamespace, warningsByNamespace, worstQuota } from './tallies.ts';
import type { CellContext, Column, Domain, Intern, PrintedColumn, ResourceSpec, Row } from './types.ts';

interface NamespaceObject {
	readonly metadata: ObjectMeta;
	readonly status?: {
		readonly phase?: string;
		readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null;
	};
}

export class NamespaceRow implements Row {
	readonly uid: string;
	/** '': a namespace is in none. */
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion: string;
	readonly created: number;
	readonly health: ObjectHealth;
	/** Active or Terminating. */
	readonly phase: string;

	constructor(object: NamespaceObject, intern: Intern) {
		const { metadata, status } = object;
		this.uid = metadata.uid;
		this.namespace = '';
		this.name = intern(metadata.name);
		this.resourceVersion = metadata.resourceVersion;
		this.created = epochSeconds(metadata.creationTimestamp);
		this.health = namespaceHealth(object);
		this.phase = intern(status?.phase ?? '');
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
	mask: { status: { phase: true, conditions: [{ type: true, status: true }] } },
	project: (object: KubeObject, intern: Intern) => new NamespaceRow(object as unknown as NamespaceObject, intern),
	pollIntervalMs: 10_000,
};

const printed: readonly PrintedColumn<NamespaceRow>[] = [
	{ name: 'Name', priority: 0, cell: (row) => row.name },
	{ name: 'Status', priority: 0, cell: (row) => row.phase },
	{ name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) },
];

const noPods: NamespacePods = { pods: 0, unhealthy: 0, failing: 0 };
const noWarnings: NamespaceWarnings = { warnings: 0 };

const podsIn = (row: NamespaceRow, context: CellContext): NamespacePods | string =>
	context.tally<NamespacePods>(podsByNamespace.name, row.name) ?? noPods;

const warningsIn = (row: NamespaceRow, context: CellContext): NamespaceWarnings | string =>
	context.tally<NamespaceWarnings>(warningsByNamespace.name, row.name) ?? noWarnings;

function quotaOf(row: NamespaceRow, context: CellContext): { readonly ratio: number; readonly resource: string } | undefined | string {
	const quotas = context.tally<NamespaceQuotas>(quotasByNamespace.name, row.name);
	return typeof quotas === 'string' ? quotas : worstQuota(quotas);
}

/** From here on a quota is worth a colour. At 1 nothing more is admitted. */
const quotaWarningRatio = 0.8;

/**
 * Raw values: `pods`, `unhealthy`, `warnings` numbers; `cpu` millicores and `memory` bytes used by all pods; `quota` used of hard
 * (1 is all of it) of the worst resource, which `quotaResource` names; `age` epoch seconds of the creation. null: not known.
 */
const columns: readonly Column<NamespaceRow>[] = [
	{ id: 'name', title: 'NAME', worth: 1, min: 14, max: 63, sortKey: 'E', value: (row) => row.name, cell: (row) => cell(row.name) },
	{
		id: 'status',
		title: 'STATUS',
		worth: 2,
		min: 6,
		max: 11,
		sortKey: 'S',
		value: (row) => row.phase,
		cell: (row) => cell(row.phase, row.health),
	},
	{
		id: 'pods',
		title: 'PODS',
		align: 'right',
		worth: 4,
		min: 5,
		sortKey: 'P',
		volatile: true,
		value: (row, context) => {
			const pods = podsIn(row, context);
			return typeof pods === 'string' ? null : pods.pods;
		},
		cell: (row, context) => {
			const pods = podsIn(row, context);
			return typeof pods === 'string' ? absentCell(pods) : cell(`${pods.pods}`);
		},
	},
	{
		id: 'unhealthy',
		title: 'UNHEALTHY',
		align: 'right',
		worth: 5,
		min: 9,
		sortKey: 'U',
		volatile: true,
		value: (row, context) => {
			const pods = podsIn(row, context);
			return typeof pods === 'string' ? null : pods.unhealthy;
		},
		cell: (row, context) => {
			const pods = podsIn(row, context);
			if (typeof pods === 'string') return absentCell(pods);
			return cell(`${pods.unhealthy}`, pods.failing > 0 ? 'failing' : pods.unhealthy > 0 ? 'warning' : undefined);
		},
	},
	{
		id: 'warnings',
		title: 'WARNINGS',
		align: 'right',
		worth: 6,
		min: 8,
		sortKey: 'W',
		volatile: true,
		value: (row, context) => {
			const events = warningsIn(row, context);
			return typeof events === 'string' ? null : events.warnings;
		},
		cell: (row, context) => {
			const events = warningsIn(row, context);
			if (typeof events === 'string') return absentCell(events);
			return cell(`${events.warnings}`, events.warnings > 0 ? 'warning' : undefined);
		},
	},
	{
		id: 'cpu',
		title: 'CPU',
		unit: 'millicores',
		align: 'right',
		worth: 7,
		min: 9,
		sortKey: 'C',
		volatile: true,
		value: (row, context) => usageNumber(context.namespaceUsage(row.name), ({ cpuMilli }) => cpuMilli),
		cell: (row, context) => usageCell(context.namespaceUsage(row.name), ({ cpuMilli }) => ({ used: cpuMilli, of: 0, limit: 0 }), cpuText),
	},
	{
		id: 'memory',
		title: 'MEM',
		unit: 'bytes',
		align: 'right',
		worth: 8,
		min: 9,
		sortKey: 'M',
		volatile: true,
		value: (row, context) => usageNumber(context.namespaceUsage(row.name), ({ memoryMiB }) => memoryMiB * 1048576),
		cell: (row, context) => usageCell(context.namespaceUsage(row.name), (usage) => ({ used: kibOf(usage), of: 0, limit: 0 }), memoryText),
	},
	{
		id: 'quota',
		title: 'QUOTA',
		unit: 'share',
		worth: 9,
		min: 6,
		max: 34,
		sortKey: 'Q',
		volatile: true,
		value: (row, context) => {
			const worst = quotaOf(row, context);
			return typeof worst === 'object' ? worst.ratio : null;
		},
		cell: (row, context) => {
			const worst = quotaOf(row, context);
			if (worst === undefined) return absentCell('no quota');
			if (typeof worst === 'string') return absentCell(worst);
			return cell(
				`${Math.round(worst.ratio * 100)}% ${worst.resource}`,
				worst.ratio >= 1 ? 'failing' : worst.ratio >= quotaWarningRatio ? 'warning' : undefined,
			);
		},
	},
	{
		id: 'quotaResource',
		title: 'QUOTA OF',
		worth: 10,
		wide: true,
		min: 8,
		max: 30,
		volatile: true,
		value: (row, context) => {
			const worst = quotaOf(row, context);
			return typeof worst === 'object' ? worst.resource : null;
		},
		cell: (row, context) => {
			const worst = quotaOf(row, context);
			if (worst === undefined) return absentCell('no quota');
			return typeof worst === 'string' ? absentCell(worst) : cell(worst.resource);
		},
	},
	ageCell(3),
];

/** Whatever the selector of the namespaces, what is in them is summed up over all. */
const everywhere = () => ({});

export const namespaces: Domain<NamespaceRow> = {
	name: 'namespaces',
	title: 'NAMESPACES',
	aliases: ['namespace', 'ns'],
	scope: 'cluster',
	reads: [
		{ role: 'rows', resource: namespacesResource },
		{ role: 'joined', resource: podsResource, tally: anyTally(podsByNamespace), scope: everywhere },
		{ role: 'joined', resource: eventsResource, tally: anyTally(warningsByNamespace), scope: everywhere },
		{ role: 'joined', resource: resourceQuotasResource, tally: anyTally(quotasByNamespace), scope: everywhere },
	],
	metrics: 'pods',
	columns,
	printed,
	sort: { column: 'name', descending: false },
	objectName: () => 'namespace',
	emptyHint: 'The server lists no namespace.',
};
