import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, flagColumn, nameColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { orNone, printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface IngressClassObject {
	readonly metadata: ObjectMeta & { readonly annotations?: Readonly<Record<string, string>> | null };
	readonly spec?: {
		readonly controller?: string;
		readonly parameters?: { readonly apiGroup?: string | null; readonly kind?: string; readonly name?: string } | null;
	};
}

const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';

export class IngressClassRow extends ObjectRow {
	readonly controller: string;
	/** `IngressClassParams.elbv2.k8s.aws/alb`; '' when it has none. */
	readonly parameters: string;
	readonly isDefault: boolean;

	constructor({ metadata, spec }: IngressClassObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.controller = intern(spec?.controller ?? '');
		const { parameters } = spec ?? {};
		const group = typeof parameters?.apiGroup === 'string' ? `.${parameters.apiGroup}` : '';
		this.parameters = parameters ? `${parameters.kind ?? ''}${group}/${parameters.name ?? ''}` : '';
		this.isDefault = metadata.annotations?.[defaultAnnotation] === 'true';
	}
}

export const ingressClassesResource: ResourceSpec<IngressClassRow> = {
	gvr: { group: 'networking.k8s.io', version: 'v1', resource: 'ingressclasses' },
	kind: 'IngressClass',
	singular: 'ingressclass',
	shortNames: [],
	namespaced: false,
	mask: {
		metadata: { annotations: { [defaultAnnotation]: true } },
		spec: { controller: true, parameters: { apiGroup: true, kind: true, name: true } },
	},
	project: rowsOf(IngressClassRow),
	pollIntervalMs: 30_000,
};

const printed: readonly PrintedColumn<IngressClassRow>[] = [
	{ ...printedName, cell: (row) => (row.isDefault ? `${row.name} (default)` : row.name) },
	{ name: 'Controller', priority: 0, cell: (row) => row.controller },
	{ name: 'Parameters', priority: 0, cell: (row) => orNone(row.parameters) },
	printedAge,
];

export const ingressClasses = resourceDomain({
	resource: ingressClassesResource,
	tab: false,
	columns: [
		nameColumn(),
		textColumn<IngressClassRow>({
			id: 'controller',
			title: 'CONTROLLER',
			worth: 2,
			min: 12,
			max: 50,
			sortKey: 'C',
			of: ({ controller }) => controller,
			absent: 'it names none',
		}),
		flagColumn<IngressClassRow>({ id: 'default', title: 'DEFAULT', worth: 3, sortKey: 'D', of: ({ isDefault }) => isDefault }),
		textColumn<IngressClassRow>({
			id: 'parameters',
			title: 'PARAMETERS',
			worth: 5,
			min: 12,
			max: 60,
			sortKey: 'P',
			of: ({ parameters }) => parameters,
			absent: 'it has none',
		}),
		ageColumn(4),
	],
	printed,
	emptyHint: 'The cluster has no IngressClass.',
});
