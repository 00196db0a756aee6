import { type AccessRule, reviews, type UserKey, users } from './access.ts';
import type { World } from './world.ts';

const hour = 3_600_000;
const apiGroup = 'rbac.authorization.k8s.io';

interface Grant {
	/** Of the role and of its binding. */
	readonly role: string;
	readonly binding: string;
	readonly rules: readonly object[];
	readonly groups: readonly string[];
	/** Absent: in the whole cluster. */
	readonly namespace?: string;
}

const ruleOf = ({ verbs, groups, resources }: AccessRule): object => ({ verbs, apiGroups: groups, resources });

/** What a user may do beside what everybody may. */
const ownRules = (user: UserKey): readonly object[] => (users[user].rules ?? []).filter((rule) => !reviews.includes(rule)).map(ruleOf);

const health = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/** What access.ts decides by, as the objects that a cluster with RBAC would hold. */
const grants: readonly Grant[] = [
	{
		role: 'cluster-admin',
		binding: 'cluster-admin',
		rules: [
			{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
			{ verbs: ['*'], nonResourceURLs: ['*'] },
		],
		groups: ['system:masters'],
	},
	{ role: 'system:basic-user', binding: 'system:basic-user', rules: reviews.map(ruleOf), groups: ['system:authenticated'] },
	{
		role: 'system:discovery',
		binding: 'system:discovery',
		rules: [{ verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', ...health] }],
		groups: ['system:authenticated'],
	},
	{
		role: 'system:public-info-viewer',
		binding: 'system:public-info-viewer',
		rules: [{ verbs: ['get'], nonResourceURLs: health }],
		groups: ['system:authenticated', 'system:unauthenticated'],
	},
	{ role: 'view', binding: 'viewers', rules: ownRules('viewer'), groups: ['viewers'] },
	{ role: 'list-only', binding: 'nowatch', rules: ownRules('nowatch'), groups: ['nowatch'] },
	{ role: 'shop-dev', binding: 'shop-devs', rules: ownRules('shop'), groups: ['shop-devs'], namespace: 'shop' },
];

/** Roles and bindings, to be read: what the users of the demo may do is settled, and no object changes it. */
export const buildRbac = (world: World): void => {
	const creationTimestamp = world.timestamp(world.clock.now() - 5000 * hour);
	for (const { role, binding, rules, groups, namespace } of grants) {
		const where = { creationTimestamp, ...(namespace === undefined ? {} : { namespace }) };
		const kind = namespace === undefined ? 'ClusterRole' : 'Role';
		world.put(`${kind.toLowerCase()}s.${apiGroup}`, { metadata: { name: role, ...where }, rules });
		world.put(`${kind.toLowerCase()}bindings.${apiGroup}`, {
			metadata: { name: binding, ...where },
			subjects: groups.map((name) => ({ kind: 'Group', apiGroup, name })),
			roleRef: { apiGroup, kind, name: role },
		});
	}
};
