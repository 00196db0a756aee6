import type { ObjectMeta } from '../kube/types.ts';
import { ageColumn, countColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { type LabelSelector, selectorMask, selectorText } from './label-selector.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedCreatedAt, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, ResourceSpec } from './types.ts';

/** rbac.authorization.k8s.io/v1 PolicyRule. */
interface Rule {
	readonly verbs?: readonly string[] | null;
	readonly apiGroups?: readonly string[] | null;
	readonly resources?: readonly string[] | null;
	readonly resourceNames?: readonly string[] | null;
	readonly nonResourceURLs?: readonly string[] | null;
}

interface RoleObject {
	readonly metadata: ObjectMeta;
	readonly rules?: readonly Rule[] | null;
}

interface ClusterRoleObject extends RoleObject {
	readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] | null };
}

export class RoleRow extends ObjectRow {
	readonly rules: number;
	/** `get,list pods,services; * deployments.apps; get /healthz`; '' when it allows nothing. */
	readonly allows: string;

	constructor({ metadata, rules }: RoleObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.rules = rules?.length ?? 0;
		this.allows = intern((rules ?? []).map(ruleText).join('; '));
	}
}

export class ClusterRoleRow extends RoleRow {
	/** The labels of the ClusterRoles whose rules a controller puts in; '' when it has rules of its own. */
	readonly aggregates: string;

	constructor(role: ClusterRoleObject, intern: Intern) {
		super(role, intern);
		this.aggregates = intern((role.aggregationRule?.clusterRoleSelectors ?? []).map(selectorText).join(' or '));
	}
}

function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string {
	const urls = (nonResourceURLs ?? []).map((url) => (url === '*' ? '/*' : url));
	const where = [...urls, ...namesOf(resources ?? [], apiGroups ?? [])].join(',');
	const named = (resourceNames ?? []).length === 0 ? '' : ` named ${resourceNames?.join(',')}`;
	return `${(verbs ?? []).join(',')} ${where}${named}`;
}

/** `pods`, `deployments.apps`; every resource of every group is `*.*`, and every path that is none `/*`. */
const namesOf = (resources: readonly string[], groups: readonly string[]): readonly string[] =>
	groups.flatMap((group) => resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)));

const ruleMask = { verbs: true, apiGroups: true, resources: true, resourceNames: true, nonResourceURLs: true } as const;

export const rolesResource: ResourceSpec<RoleRow> = {
	gvr: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'roles' },
	kind: 'Role',
	singular: 'role',
	shortNames: [],
	namespaced: true,
	mask: { rules: [ruleMask] },
	project: rowsOf(RoleRow),
	pollIntervalMs: 30_000,
};

export const clusterRolesResource: ResourceSpec<ClusterRoleRow> = {
	gvr: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' },
	kind: 'ClusterRole',
	singular: 'clusterrole',
	shortNames: [],
	namespaced: false,
	mask: { rules: [ruleMask], aggregationRule: { clusterRoleSelectors: [selectorMask] } },
	project: rowsOf(ClusterRoleRow),
	pollIntervalMs: 30_000,
};

export const allowsText = ({ allows }: RoleRow): string => (allows === '' ? 'allows nothing' : allows);

export const clusterAllowsText = (row: ClusterRoleRow): string =>
	row.aggregates === '' ? allowsText(row) : `all of ${row.aggregates}: ${allowsText(row)}`;

/** Raw values: `rules` how many there are, `allows` what they say. */
const columns: readonly Column<RoleRow>[] = [
	nameColumn({ max: 80 }),
	namespaceColumn(4),
	countColumn({ id: 'rules', title: 'RULES', worth: 3, sortKey: 'R', of: ({ rules }) => rules }),
	textColumn({ id: 'allows', title: 'ALLOWS', worth: 2, min: 16, max: 120, sortKey: 'L', of: ({ allows }) => allows, absent: 'nothing' }),
];

export const roles = resourceDomain({
	resource: rolesResource,
	tab: false,
	columns: [...columns, ageColumn(5)],
	printed: [printedName, printedCreatedAt],
	emptyHint: 'No Role is here.',
});

export const clusterRoles = resourceDomain<ClusterRoleRow>({
	resource: clusterRolesResource,
	tab: false,
	columns: [
		...columns.filter(({ id }) => id !== 'namespace'),
		textColumn({
			id: 'aggregates',
			title: 'AGGREGATES',
			worth: 5,
			min: 16,
			max: 70,
			sortKey: 'T',
			of: ({ aggregates }) => aggregates,
			absent: 'it has rules of its own',
		}),
		ageColumn(6),
	],
	printed: [printedName, printedCreatedAt],
	emptyHint: 'The server lists no ClusterRole.',
});
