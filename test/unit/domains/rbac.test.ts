import { describe, expect, test } from 'vitest';
import { clusterRbac, rbac } from '../../../src/domains/rbac.ts';
import { roleBindings, roleBindingsResource } from '../../../src/domains/role-bindings.ts';
import { clusterRolesResource, rolesResource } from '../../../src/domains/roles.ts';
import { serviceAccountsResource } from '../../../src/domains/service-accounts.ts';
import type { Domain, ResourceSpec, Row } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const rowOf = <R extends Row>(resource: ResourceSpec<R>, fields: object): R =>
	resource.project({ metadata: { name: 'x', uid: 'u', resourceVersion: '1' }, ...fields } as KubeObject, (text) => text);

const detailsOf = ({ columns }: Domain, row: Row): string | undefined =>
	columns.find(({ id }) => id === 'details')?.cell(row, cellContext({})).text;

/** Kind, name and details of what was recorded. */
const listed = (domain: Domain) =>
	domain.reads.flatMap(({ resource }) =>
		recordedObjects(resource.gvr.resource).map((object) => {
			const row = resource.project(object, (text) => text);
			return [resource.kind, row.name, detailsOf(domain, row)];
		}),
	);

describe('a role', () => {
	const allows = (rules: unknown) => detailsOf(rbac, rowOf(rolesResource, { rules }));

	test('says what it allows on what, each resource with its group', () => {
		expect(
			allows([
				{ verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods', 'deployments'] },
				{ verbs: ['update'], apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['a', 'b'] },
				{ verbs: ['get'], nonResourceURLs: ['/healthz'] },
			]),
		).toBe('get,list pods,deployments,pods.apps,deployments.apps; update leases.coordination.k8s.io named a,b; get /healthz');
	});

	test('that allows everything or nothing says so', () => {
		const everything = [
			{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
			{ verbs: ['*'], nonResourceURLs: ['*'] },
		];
		expect(allows(everything)).toBe('* *.*; * /*');
		expect([allows([]), allows(null), allows(undefined)]).toEqual(['allows nothing', 'allows nothing', 'allows nothing']);
	});

	test('of the cluster that is put together of others says of which', () => {
		const row = rowOf(clusterRolesResource, {
			rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
			aggregationRule: { clusterRoleSelectors: [{ matchLabels: { team: 'a' } }, { matchLabels: { team: 'b' } }] },
		});
		expect(detailsOf(clusterRbac, row)).toBe('all of team=a or team=b: get pods');
	});
});

describe('a binding', () => {
	const roleRef = { kind: 'ClusterRole', name: 'edit' };

	test('says who has which role, and prints each kind of subject apart', () => {
		const row = rowOf(roleBindingsResource, {
			roleRef,
			subjects: [
				{ kind: 'ServiceAccount', name: 'ci', namespace: 'shop' },
				{ kind: 'Group', name: 'devs' },
				{ kind: 'User', name: 'jane' },
				{ kind: 'ServiceAccount', name: 'bot' },
				{ kind: 'User', name: 'joe' },
				{ kind: 'Robot', name: 'r2' },
			],
		});
		expect(detailsOf(rbac, row)).toBe('ClusterRole/edit for user jane, joe, group devs, serviceaccount shop/ci, /bot');
		expect(roleBindings.printed?.map(({ cell }) => cell(row, 0)).slice(3)).toEqual(['jane, joe', 'devs', 'shop/ci, /bot']);
		const users = roleBindings.columns.find(({ id }) => id === 'users');
		expect(users?.value(row, cellContext({}))).toEqual(['jane', 'joe']);
	});

	test('of nobody says so', () => {
		expect(detailsOf(rbac, rowOf(roleBindingsResource, { roleRef }))).toBe('ClusterRole/edit for nobody');
	});
});

test('a service account says whether its token is mounted, and which Secrets it names', () => {
	const said = (fields: object) => detailsOf(rbac, rowOf(serviceAccountsResource, fields));
	expect(said({})).toBe('token mounted');
	expect(said({ automountServiceAccountToken: true, imagePullSecrets: [{ name: 'a' }, { name: 'b' }] })).toBe(
		'token mounted · pulls with a, b',
	);
	expect(said({ automountServiceAccountToken: false, secrets: [{ name: 'old-token' }] })).toBe('token not mounted · secrets old-token');
});

test('roles, bindings and accounts of namespaces are one list, those of the cluster another', () => {
	expect(listed(rbac)).toEqual(
		expect.arrayContaining([
			['Role', 'empty-role', 'allows nothing'],
			['RoleBinding', 'ci-deployer', 'Role/pod-reader for user jane@example.com, serviceaccount shop/ci, gone/ghost'],
			['ServiceAccount', 'pull', 'token not mounted · pulls with regcred · secrets old-token'],
		]),
	);
	expect(listed(clusterRbac)).toEqual(
		expect.arrayContaining([
			['ClusterRole', 'cluster-admin', '* *.*; * /*'],
			['ClusterRoleBinding', 'viewers', 'ClusterRole/view for group viewers, serviceaccount observability/dashboard'],
		]),
	);
	expect([rbac.scope, clusterRbac.scope]).toEqual(['namespaces', 'cluster']);
});
