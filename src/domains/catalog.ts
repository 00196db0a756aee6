import { cell } from '../base/cell.ts';
import type { OfferedObject } from '../kube/types.ts';
import { absentCell } from './cells.ts';
import { flagColumn, listColumn, textColumn } from './columns.ts';
import { countQuestion, objectsColumn, objectsLookup } from './object-counts.ts';
import { apiVersionOf } from './object-ref.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

/** One resource that the server offers; or a group version that does not answer, of which nothing else is known. */
export class CatalogRow extends ObjectRow {
	readonly group: string;
	/** '': of what does not answer. */
	readonly version: string;
	/** `deployments`; of what does not answer `metrics.k8s.io/v1beta1`. */
	readonly plural: string;
	/** `apps/v1` */
	readonly apiVersion: string;
	readonly kind: string;
	readonly singular: string;
	readonly namespaced: boolean;
	/** These three joined by a comma. */
	readonly verbs: string;
	readonly shortNames: string;
	readonly categories: string;
	/** Why it does not answer; '': it does. */
	readonly failure: string;

	constructor({ metadata, offered, failure }: OfferedObject, intern: Intern) {
		super(metadata, failure === undefined ? 'ok' : 'failing', intern);
		this.group = intern(offered?.gvr.group ?? '');
		this.version = intern(offered?.gvr.version ?? '');
		this.plural = offered?.gvr.resource ?? metadata.name;
		this.apiVersion = intern(offered === undefined ? metadata.name : apiVersionOf(offered.gvr));
		this.kind = offered?.kind ?? '';
		this.singular = offered?.singular ?? '';
		this.namespaced = offered?.namespaced ?? false;
		this.verbs = intern((offered?.verbs ?? []).join(','));
		this.shortNames = (offered?.shortNames ?? []).join(',');
		this.categories = intern((offered?.categories ?? []).join(','));
		this.failure = failure ?? '';
	}
}

/** Not a resource of any server, but what discovery tells, read as if it were one. */
export const catalogResource: ResourceSpec<CatalogRow> = {
	gvr: { group: '', version: 'discovery', resource: 'api-resources' },
	kind: 'APIResource',
	singular: 'apiresource',
	shortNames: [],
	namespaced: false,
	form: 'discovery',
	polled: { why: 'discovery is asked, and cannot be watched', isEnough: true },
	mask: true,
	project: rowsOf(CatalogRow),
	pollIntervalMs: 60_000,
};

const notKnown = 'the group does not answer';

const objects = objectsLookup<CatalogRow>(({ group, version, plural, namespaced }, scope) => {
	if (version === '') return notKnown;
	// Its server makes a sample of every object for each list, however few are asked for.
	if (group.endsWith('metrics.k8s.io')) return 'samples are not counted';
	return countQuestion({ group, version, resource: plural }, namespaced, scope);
});

const columns: readonly Column<CatalogRow>[] = [
	textColumn({ id: 'name', title: 'NAME', worth: 1, min: 16, max: 45, sortKey: 'E', of: ({ plural }) => plural }),
	textColumn({ id: 'kind', title: 'KIND', worth: 2, min: 10, max: 40, sortKey: 'K', of: ({ kind }) => kind, absent: notKnown }),
	{
		id: 'apiVersion',
		title: 'API VERSION',
		worth: 4,
		min: 11,
		max: 45,
		sortKey: 'I',
		value: ({ apiVersion }) => apiVersion,
		cell: ({ apiVersion, health }) => cell(apiVersion, health === 'ok' ? undefined : health),
	},
	{
		...flagColumn<CatalogRow>({ id: 'namespaced', title: 'NAMESPACED', worth: 5, sortKey: 'P', of: ({ namespaced }) => namespaced }),
		value: ({ version, namespaced }) => (version === '' ? null : namespaced),
		cell: ({ version, namespaced }) => (version === '' ? absentCell(notKnown) : cell(namespaced ? 'yes' : 'no')),
	},
	objectsColumn({ worth: 3, sortKey: 'O' }),
	{
		id: 'message',
		title: 'MESSAGE',
		worth: 6,
		min: 12,
		max: 60,
		sortKey: 'M',
		value: ({ failure }) => failure,
		cell: ({ failure }) => (failure === '' ? absentCell('nothing is wrong with it') : cell(failure, 'failing')),
	},
	listColumn({ id: 'verbs', title: 'VERBS', worth: 7, min: 10, max: 70, sortKey: 'V', of: ({ verbs }) => verbs, absent: notKnown }),
	listColumn({
		id: 'shortNames',
		title: 'SHORT NAMES',
		worth: 8,
		min: 11,
		max: 24,
		sortKey: 'H',
		of: ({ shortNames }) => shortNames,
		absent: 'it has none',
	}),
	listColumn({
		id: 'categories',
		title: 'CATEGORIES',
		worth: 9,
		wide: true,
		min: 10,
		max: 30,
		sortKey: 'C',
		of: ({ categories }) => categories,
		absent: 'it is in none',
	}),
];

/** As `kubectl api-resources` has them. */
const printed: readonly PrintedColumn<CatalogRow>[] = [
	{ name: 'Name', priority: 0, cell: ({ plural }) => plural },
	{ name: 'Shortnames', priority: 0, cell: ({ shortNames }) => shortNames },
	{ name: 'Apiversion', priority: 0, cell: ({ apiVersion }) => apiVersion },
	{ name: 'Namespaced', priority: 0, cell: ({ version, namespaced }) => (version === '' ? '' : String(namespaced)) },
	{ name: 'Kind', priority: 0, cell: ({ kind, failure }) => (failure === '' ? kind : `<${failure}>`) },
	{ name: 'Verbs', priority: 1, cell: ({ verbs }) => verbs },
	{ name: 'Categories', priority: 1, cell: ({ categories }) => categories },
];

/** Everything that the server lists, and how much there is of it in the namespace that is open. */
export const catalog = resourceDomain<CatalogRow>({
	resource: catalogResource,
	name: 'catalog',
	title: 'CATALOG',
	aliases: ['aliases', 'kinds'],
	called: 'kinds',
	scope: 'namespaces',
	columns,
	lookups: [objects],
	objectUid: () => '',
	printed,
	emptyHint: 'The server offers nothing that can be listed.',
});
