import type { ObjectHealth } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { CatalogRow, catalogResource } from './catalog.ts';
import { absentCell, knownText } from './cells.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { conditionStatus } from './condition-status.ts';
import { CustomResourceDefinitionRow, customResourceDefinitionsResource } from './custom-resource-definitions.ts';
import { ObjectRow } from './object-row.ts';
import type { Column, Domain, Following, Intern, ResourceSpec, Row } from './types.ts';
import { conditionMask, conditionOf, type WorkloadCondition, type WorkloadConditions } from './workload-row.ts';

interface CustomObject {
	readonly metadata: ObjectMeta;
	readonly status?: { readonly conditions?: WorkloadConditions } | null;
}

/** What a kind has to be known by. */
interface CustomKind {
	readonly group: string;
	readonly version: string;
	readonly plural: string;
	readonly kind: string;
	readonly singular: string;
	readonly namespaced: boolean;
}

/** By convention `Ready`; kinds that have none say something of the same sense, the earlier the nearer. */
const readyTypes = ['Ready', 'Available', 'Programmed', 'Accepted', 'Synced', 'Healthy', 'Established'] as const;

export class CustomRow extends ObjectRow {
	readonly kind: string;
	/** `certificate.cert-manager.io` */
	readonly objectName: string;
	/** `True`, `False (DoesNotExist)`; '': it has no such condition. */
	readonly ready: string;
	/** Of a condition that is not as it should be, in words; ''. */
	readonly message: string;

	constructor({ metadata, status }: CustomObject, intern: Intern, { kind, singular, group }: CustomKind) {
		const found = readyOf(status?.conditions);
		super(metadata, healthOf(metadata, found?.status), intern);
		this.kind = kind;
		this.objectName = intern(`${singular}.${group}`);
		this.ready = intern(found === undefined ? '' : conditionStatus(found));
		this.message = found === undefined || found.status === 'True' ? '' : (found.message ?? '');
	}
}

/** Whatever stands in the place of the conditions: no two kinds are the work of the same hands. */
function readyOf(given: WorkloadConditions | undefined) {
	const isCondition = (one: unknown): one is WorkloadCondition => typeof one === 'object' && one !== null;
	const conditions = Array.isArray(given) ? given.filter(isCondition) : [];
	for (const type of readyTypes) {
		const found = conditionOf(conditions, type);
		if (found !== undefined) return found;
	}
	return undefined;
}

function healthOf({ deletionTimestamp }: ObjectMeta, ready: string | undefined): ObjectHealth {
	if (deletionTimestamp !== undefined) return 'progressing';
	if (ready === undefined || ready === 'True') return 'ok';
	return ready === 'False' ? 'failing' : 'progressing';
}

/** A custom kind as far as every one of them is alike. */
const resourceOf = (custom: CustomKind): ResourceSpec<CustomRow> => ({
	gvr: { group: custom.group, version: custom.version, resource: custom.plural },
	kind: custom.kind,
	singular: custom.singular,
	shortNames: [],
	namespaced: custom.namespaced,
	// As a Table it is another stream: that of its own view.
	reading: `${custom.plural}.${custom.group} (conditions)`,
	mask: { status: { conditions: [conditionMask] } },
	project: (object, intern) => new CustomRow(object as CustomObject, intern, custom),
	pollIntervalMs: 30_000,
});

/** Groups of Kubernetes' own projects that are served from definitions, whatever their names end with. */
const isProjectGroup = (group: string): boolean =>
	/(^|\.)x-k8s\.io$/.test(group) || ['gateway.networking.k8s.io', 'policy.networking.k8s.io', 'snapshot.storage.k8s.io'].includes(group);

/** Where definitions may not be read: discovery does not say what a group is served from, but built-in ones have no dot or end so. */
const isCustomGroup = (group: string): boolean => group.includes('.') && (!group.endsWith('.k8s.io') || isProjectGroup(group));

function customKind(row: Row): CustomKind | undefined {
	if (row instanceof CustomResourceDefinitionRow) {
		const { group, plural, kind, singular, servedVersion: version, scope, established } = row;
		if (version === '' || !established.startsWith('True')) return undefined;
		return { group, version, plural, kind, singular: singular || kind.toLowerCase(), namespaced: scope === 'Namespaced' };
	}
	if (!(row instanceof CatalogRow) || row.version === '' || !isCustomGroup(row.group)) return undefined;
	const { group, version, plural, kind, singular, namespaced } = row;
	return { group, version, plural, kind, singular: singular || kind.toLowerCase(), namespaced };
}

const following = (namespaced: boolean): Following => ({
	kinds: customResourceDefinitionsResource,
	otherwise: catalogResource,
	readOf: (row) => {
		const found = customKind(row);
		return found?.namespaced === namespaced ? resourceOf(found) : undefined;
	},
});

/** Raw values: `ready` the text of the pane; `age` epoch seconds of the creation. */
const columns = (namespaced: boolean): readonly Column<CustomRow>[] => [
	textColumn({ id: 'kind', title: 'KIND', worth: 2, min: 8, max: 40, sortKey: 'K', of: ({ kind }) => kind }),
	nameColumn(),
	...(namespaced ? [namespaceColumn(4)] : []),
	{
		id: 'ready',
		title: 'READY',
		worth: 3,
		min: 7,
		max: 30,
		sortKey: 'R',
		value: ({ ready }) => knownText(ready),
		cell: ({ ready, health }) =>
			ready === '' ? absentCell('it has no such condition') : cell(ready, health === 'ok' ? undefined : health),
	},
	textColumn({
		id: 'message',
		title: 'MESSAGE',
		worth: 6,
		min: 12,
		max: 80,
		sortKey: 'M',
		of: ({ message }) => message,
		absent: 'nothing is wrong with it',
	}),
	ageColumn(5),
];

const customDomain = (namespaced: boolean, own: Pick<Domain<CustomRow>, 'name' | 'aliases' | 'emptyHint'>): Domain<CustomRow> => ({
	title: own.name.toUpperCase(),
	scope: namespaced ? 'namespaces' : 'cluster',
	called: 'custom resources',
	reads: [],
	follows: following(namespaced),
	columns: columns(namespaced),
	sort: { column: 'name', descending: false },
	objectName: ({ objectName }) => objectName,
	...own,
});

/** Objects of all kinds that the cluster was given, where they are in namespaces. */
export const custom = customDomain(true, {
	name: 'custom',
	aliases: ['crs', 'customresources'],
	emptyHint: 'No object of a custom kind is here; kyacht crds shows which kinds there are.',
});

export const clusterCustom = customDomain(false, {
	name: 'cluster-custom',
	aliases: ['clustercustomresources'],
	emptyHint: 'No object of a custom kind that is in no namespace; kyacht crds shows which kinds there are.',
});
