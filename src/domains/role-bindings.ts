import type { ObjectMeta } from '../kube/types.ts';
import { textCell } from './cells.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { ObjectRow, rowsOf } from './object-row.ts';
import { printedAge, printedName } from './printed.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Column, Intern, PrintedColumn, ResourceSpec } from './types.ts';

interface Subject {
	/** `User`, `Group`, `ServiceAccount`. */
	readonly kind: string;
	readonly name: string;
	readonly namespace?: string;
}

interface BindingObject {
	readonly metadata: ObjectMeta;
	readonly subjects?: readonly Subject[] | null;
	readonly roleRef?: { readonly kind?: string; readonly name?: string };
}

/** Who has which role. */
export class BindingRow extends ObjectRow {
	/** `ClusterRole/edit` */
	readonly role: string;
	/** Names, each list joined by a comma and a space as kubectl has them; service accounts are `shop/ci`. */
	readonly users: string;
	readonly groups: string;
	readonly accounts: string;

	constructor({ metadata, subjects, roleRef }: BindingObject, intern: Intern) {
		super(metadata, 'ok', intern);
		this.role = intern(`${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`);
		const of = (kind: string, name: (subject: Subject) => string) =>
			intern((subjects ?? []).flatMap((subject) => (subject.kind === kind ? [name(subject)] : [])).join(', '));
		this.users = of('User', ({ name }) => name);
		this.groups = of('Group', ({ name }) => name);
		this.accounts = of('ServiceAccount', ({ namespace = '', name }) => `${namespace}/${name}`);
	}
}

export class ClusterBindingRow extends BindingRow {}

const mask = { subjects: [{ kind: true, name: true, namespace: true }], roleRef: { kind: true, name: true } } as const;

export const roleBindingsResource: ResourceSpec<BindingRow> = {
	gvr: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'rolebindings' },
	kind: 'RoleBinding',
	singular: 'rolebinding',
	shortNames: [],
	namespaced: true,
	mask,
	project: rowsOf(BindingRow),
	pollIntervalMs: 30_000,
};

export const clusterRoleBindingsResource: ResourceSpec<ClusterBindingRow> = {
	gvr: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' },
	kind: 'ClusterRoleBinding',
	singular: 'clusterrolebinding',
	shortNames: [],
	namespaced: false,
	mask,
	project: rowsOf(ClusterBindingRow),
	pollIntervalMs: 30_000,
};

/** `ClusterRole/edit for group shop-devs, serviceaccount shop/ci` */
export function boundText({ role, users, groups, accounts }: BindingRow): string {
	const subjects = Object.entries({ user: users, group: groups, serviceaccount: accounts }).flatMap(([kind, names]) =>
		names === '' ? [] : [`${kind} ${names}`],
	);
	return `${role} for ${subjects.length === 0 ? 'nobody' : subjects.join(', ')}`;
}

const namesColumn = (
	heading: Pick<Column, 'id' | 'title' | 'worth' | 'min' | 'max' | 'sortKey'>,
	of: (row: BindingRow) => string,
): Column<BindingRow> => ({
	...heading,
	value: (row) => (of(row) === '' ? [] : of(row).split(', ')),
	cell: (row) => textCell(of(row), 'it names none'),
});

const columns: readonly Column<BindingRow>[] = [
	nameColumn({ max: 80 }),
	namespaceColumn(6),
	textColumn({ id: 'role', title: 'ROLE', worth: 2, min: 14, max: 60, sortKey: 'R', of: ({ role }) => role }),
	namesColumn({ id: 'users', title: 'USERS', worth: 5, min: 8, max: 40, sortKey: 'U' }, ({ users }) => users),
	namesColumn({ id: 'groups', title: 'GROUPS', worth: 4, min: 8, max: 40, sortKey: 'O' }, ({ groups }) => groups),
	namesColumn({ id: 'serviceAccounts', title: 'SERVICEACCOUNTS', worth: 3, min: 10, max: 50, sortKey: 'S' }, ({ accounts }) => accounts),
	ageColumn(7),
];

const printed: readonly PrintedColumn<BindingRow>[] = [
	printedName,
	{ name: 'Role', priority: 0, cell: ({ role }) => role },
	printedAge,
	{ name: 'Users', priority: 1, cell: ({ users }) => users },
	{ name: 'Groups', priority: 1, cell: ({ groups }) => groups },
	{ name: 'ServiceAccounts', priority: 1, cell: ({ accounts }) => accounts },
];

export const roleBindings = resourceDomain({
	resource: roleBindingsResource,
	tab: false,
	columns,
	printed,
	emptyHint: 'No RoleBinding is here.',
});

export const clusterRoleBindings = resourceDomain<ClusterBindingRow>({
	resource: clusterRoleBindingsResource,
	tab: false,
	columns: columns.filter(({ id }) => id !== 'namespace'),
	printed,
	emptyHint: 'The server lists no ClusterRoleBinding.',
});
