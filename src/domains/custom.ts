import { cell } from '../base/cell.ts';
import type { ObjectMeta } from '../kube/types.ts';
import { absentCell, knownText } from './cells.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { conditionStatus } from './condition-status.ts';
import { customHealth, isFault } from './custom-health.ts';
import { type DefinedKind, followDefined } from './defined-kinds.ts';
import { ObjectRow } from './object-row.ts';
import type { Column, Domain, Following, Intern, ResourceSpec } from './types.ts';
import { conditionMask, type WorkloadCondition, type WorkloadConditions } from './workload-row.ts';

interface CustomObject {
	readonly metadata: ObjectMeta;
	readonly status?: { readonly conditions?: WorkloadConditions } | null;
}

export class CustomRow extends ObjectRow {
	readonly kind: string;
	/** `certificate.cert-manager.io` */
	readonly objectName: string;
	/** `True`, `False (DoesNotExist)`, of a fault its name `Stalled (QuotaExceeded)`; '': it has no such condition. */
	readonly ready: string;
	/** Of a condition that is not as it should be, in words; ''. */
	readonly message: string;

	constructor({ metadata, status }: CustomObject, intern: Intern, { kind, singular, group }: DefinedKind) {
		const { health, condition: found } = customHealth(metadata, status?.conditions);
		super(metadata, health, intern);
		this.kind = kind;
		this.objectName = intern(`${singular}.${group}`);
		this.ready = intern(found === undefined ? '' : wordsOf(found));
		this.message = found === undefined || isWell(found) ? '' : (found.message ?? '');
	}
}

const isWell = (condition: WorkloadCondition): boolean => (condition.status === 'True') !== isFault(condition);

function wordsOf(condition: WorkloadCondition): string {
	if (!isFault(condition)) return conditionStatus(condition);
	return condition.reason ? `${condition.type} (${condition.reason})` : condition.type;
}

/** A custom kind as far as every one of them is alike. */
const resourceOf = (custom: DefinedKind): ResourceSpec<CustomRow> => ({
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

const following = (namespaced: boolean): Following =>
	followDefined((kind) => (kind.namespaced === namespaced ? resourceOf(kind) : undefined));

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
