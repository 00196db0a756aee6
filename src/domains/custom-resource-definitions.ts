import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, listColumn, nameColumn, textColumn } from './columns.ts';
import { conditionStatus } from './condition-status.ts';
import { countQuestion, objectsColumn, objectsLookup } from './object-counts.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';
import { conditionMask, conditionOf, heldCondition, type WorkloadConditions } from './workload-row.ts';

interface CustomResourceDefinitionObject {
	readonly metadata: ObjectMeta;
	readonly spec?: {
		readonly group?: string;
		readonly scope?: string;
		readonly names?: {
			readonly kind?: string;
			readonly plural?: string;
			readonly singular?: string;
			readonly shortNames?: readonly string[] | null;
		};
		readonly versions?:
			| readonly { readonly name?: string; readonly served?: boolean; readonly storage?: boolean; readonly deprecated?: boolean }[]
			| null;
	};
	readonly status?: { readonly conditions?: WorkloadConditions };
}

export class CustomResourceDefinitionRow extends ObjectRow {
	readonly group: string;
	readonly kind: string;
	/** `Namespaced`, `Cluster` */
	readonly scope: string;
	/** `certificates` */
	readonly plural: string;
	/** ''; the server says it once the definition is established. */
	readonly singular: string;
	/** What its objects are asked for in: the version that is stored where it is served, else the first that is; '': none is. */
	readonly servedVersion: string;
	/** Joined by a comma; of one that is not served, or will not be for long, it is said behind it: `v1,v1beta1 (deprecated)`. */
	readonly versions: string;
	readonly shortNames: string;
	/** `True`, `False (NotAccepted)` */
	readonly established: string;
	/** What is wrong with it; '' when nothing is. */
	readonly message: string;

	constructor(definition: CustomResourceDefinitionObject, intern: Intern) {
		const { metadata, spec, status } = definition;
		super(metadata, definitionHealth(definition), intern);
		this.group = intern(spec?.group ?? '');
		this.kind = spec?.names?.kind ?? '';
		this.scope = intern(spec?.scope ?? '');
		this.plural = spec?.names?.plural ?? '';
		this.singular = spec?.names?.singular ?? '';
		const served = (spec?.versions ?? []).filter((version) => version.served !== false);
		this.servedVersion = intern((served.find(({ storage }) => storage === true) ?? served[0])?.name ?? '');
		this.versions = intern(
			(spec?.versions ?? [])
				.map(({ name = '', served, deprecated }) =>
					served === false ? `${name} (not served)` : deprecated === true ? `${name} (deprecated)` : name,
				)
				.join(','),
		);
		this.shortNames = intern((spec?.names?.shortNames ?? []).join(','));
		this.established = intern(conditionStatus(conditionOf(status?.conditions, 'Established')));
		this.message = intern(troubleOf(status?.conditions));
	}
}

/** Of what is not as it should be, the cause first: names that are taken keep it from being established. */
function troubleOf(conditions: WorkloadConditions | undefined): string {
	for (const type of ['NamesAccepted', 'Established']) {
		const condition = conditionOf(conditions, type);
		if (condition?.status === 'False') return condition.message ?? '';
	}
	return heldCondition(conditions, 'NonStructuralSchema')?.message ?? '';
}

/**
 * failing: it is not served, because its names are taken. warning: it is served, but not under all its names.
 * progressing: it comes, or it goes with its objects (apiextensions/v1 CustomResourceDefinitionConditionType).
 */
function definitionHealth({ metadata, status }: CustomResourceDefinitionObject): ObjectHealth {
	const conditions = status?.conditions;
	if (metadata.deletionTimestamp !== undefined || heldCondition(conditions, 'Terminating') !== undefined) return 'progressing';
	const taken = conditionOf(conditions, 'NamesAccepted')?.status === 'False';
	const established = conditionOf(conditions, 'Established')?.status;
	if (established === 'True') return taken ? 'warning' : 'ok';
	if (established === 'False') return taken ? 'failing' : 'progressing';
	return 'unknown';
}

export const customResourceDefinitionsResource: ResourceSpec<CustomResourceDefinitionRow> = {
	gvr: { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' },
	kind: 'CustomResourceDefinition',
	singular: 'customresourcedefinition',
	shortNames: ['crd', 'crds'],
	namespaced: false,
	mask: {
		spec: {
			group: true,
			scope: true,
			names: { kind: true, plural: true, singular: true, shortNames: true },
			versions: [{ name: true, served: true, storage: true, deprecated: true }],
		},
		status: { conditions: [conditionMask] },
	},
	project: rowsOf(CustomResourceDefinitionRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<CustomResourceDefinitionRow>[] = [
	printedName,
	{ name: 'Created At', priority: 0, type: 'date', cell: ({ created }) => dateOf(created) },
];

/** RFC 3339 in whole seconds; Go's zero time where nothing is known. */
const dateOf = (seconds: number): string =>
	seconds === 0 ? '0001-01-01T00:00:00Z' : new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

const objects = objectsLookup<CustomResourceDefinitionRow>(({ group, plural, servedVersion, established, scope: kindScope }, scope) => {
	if (!established.startsWith('True')) return 'it is not established, so nothing of its kind is served';
	if (servedVersion === '') return 'it serves no version';
	return countQuestion({ group, version: servedVersion, resource: plural }, kindScope === 'Namespaced', scope);
});

/** Raw values: `versions` and `shortNames` lists; `established` as `True` or `False (REASON)`. */
const columns: readonly Column<CustomResourceDefinitionRow>[] = [
	nameColumn(),
	textColumn({ id: 'group', title: 'GROUP', worth: 6, min: 10, max: 40, sortKey: 'R', of: ({ group }) => group }),
	listColumn({
		id: 'versions',
		title: 'VERSIONS',
		worth: 5,
		min: 8,
		max: 40,
		sortKey: 'V',
		of: ({ versions }) => versions,
		absent: 'it has none',
	}),
	textColumn({ id: 'scope', title: 'SCOPE', worth: 7, min: 7, max: 10, sortKey: 'S', of: ({ scope }) => scope }),
	{
		id: 'established',
		title: 'ESTABLISHED',
		worth: 2,
		min: 11,
		max: 30,
		sortKey: 'T',
		value: ({ established }) => established,
		cell: ({ established, health }) => cell(established, health),
	},
	objectsColumn({ worth: 3, sortKey: 'O' }),
	textColumn({ id: 'kind', title: 'KIND', worth: 8, min: 8, max: 40, sortKey: 'K', of: ({ kind }) => kind }),
	textColumn({
		id: 'message',
		title: 'MESSAGE',
		worth: 9,
		min: 12,
		max: 80,
		sortKey: 'M',
		of: ({ message }) => message,
		absent: 'nothing is wrong with it',
	}),
	listColumn({
		id: 'shortNames',
		title: 'SHORT NAMES',
		worth: 10,
		wide: true,
		min: 11,
		max: 30,
		sortKey: 'H',
		of: ({ shortNames }) => shortNames,
		absent: 'it has none',
	}),
	ageColumn(4),
];

export const crds = resourceDomain({
	resource: customResourceDefinitionsResource,
	name: 'crds',
	title: 'CRDS',
	columns,
	lookups: [objects],
	printed,
	emptyHint: 'The cluster has no CustomResourceDefinition.',
});
