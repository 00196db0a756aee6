import { mergedDomain, part } from './merged-domain.ts';
import { BindingRow, boundText, ClusterBindingRow, clusterRoleBindingsResource, roleBindingsResource } from './role-bindings.ts';
import { allowsText, ClusterRoleRow, clusterAllowsText, clusterRolesResource, RoleRow, rolesResource } from './roles.ts';
import { accountText, ServiceAccountRow, serviceAccountsResource } from './service-accounts.ts';

/** Who may do what in a namespace. */
export const rbac = mergedDomain({
	name: 'rbac',
	parts: [
		part({ resource: rolesResource, row: RoleRow, details: allowsText }),
		part({ resource: roleBindingsResource, row: BindingRow, details: boundText }),
		part({ resource: serviceAccountsResource, row: ServiceAccountRow, details: accountText }),
	],
	emptyHint: 'No Role, RoleBinding or ServiceAccount is here.',
});

/** Who may do what in the whole cluster, and the roles that are given out in namespaces too. */
export const clusterRbac = mergedDomain({
	name: 'cluster-rbac',
	parts: [
		part({ resource: clusterRolesResource, row: ClusterRoleRow, details: clusterAllowsText }),
		part({ resource: clusterRoleBindingsResource, row: ClusterBindingRow, details: boundText }),
	],
	emptyHint: 'The server lists no ClusterRole and no ClusterRoleBinding.',
});
