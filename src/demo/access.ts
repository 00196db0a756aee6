/** Who may do what on the demo cluster: the same identities as a cluster with RBAC would have, as data. */
export interface AccessRule {
	readonly verbs: readonly string[];
	readonly groups: readonly string[];
	readonly resources: readonly string[];
	/** Absent: in every namespace and at the cluster scope. */
	readonly namespace?: string;
}

export interface User {
	readonly name: string;
	readonly uid?: string;
	readonly groups: readonly string[];
	/** `undefined`: everything (system:masters). */
	readonly rules: readonly AccessRule[] | undefined;
}

export interface Attributes {
	readonly verb: string;
	readonly group: string;
	/** With its subresource: `pods/log`. */
	readonly resource: string;
	/** Absent: cluster scope, or all namespaces. */
	readonly namespace: string | undefined;
	readonly name?: string | undefined;
}

/** The kubeconfig's users. */
export type UserKey = 'admin' | 'viewer' | 'shop' | 'nowatch';

const reads = ['get', 'list', 'watch'];
/** What everybody may ask who is logged in. */
export const reviews: readonly AccessRule[] = [
	{ verbs: ['create'], groups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'] },
	{ verbs: ['create'], groups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
];

/** What the cluster role `view` reads: neither nodes nor secrets nor metrics. */
const viewed: AccessRule[] = [
	{
		verbs: reads,
		groups: [''],
		resources: [
			'configmaps',
			'endpoints',
			'events',
			'limitranges',
			'namespaces',
			'persistentvolumeclaims',
			'pods',
			'pods/log',
			'pods/status',
			'resourcequotas',
			'serviceaccounts',
			'services',
		],
	},
	{
		verbs: reads,
		groups: ['apps', 'batch', 'autoscaling', 'networking.k8s.io', 'policy', 'discovery.k8s.io', 'events.k8s.io'],
		resources: ['*'],
	},
	{ verbs: reads, groups: ['cert-manager.io'], resources: ['certificates'] },
	{ verbs: reads, groups: ['gateway.networking.k8s.io'], resources: ['gateways', 'httproutes', 'grpcroutes'] },
];

export const users: Readonly<Record<UserKey, User>> = {
	admin: { name: 'admin', uid: '1', groups: ['system:masters', 'system:authenticated'], rules: undefined },
	viewer: { name: 'viewer', uid: '2', groups: ['viewers', 'system:authenticated'], rules: [...reviews, ...viewed] },
	shop: {
		name: 'shopper',
		uid: '3',
		groups: ['shop-devs', 'system:authenticated'],
		rules: [
			...reviews,
			{
				verbs: ['*'],
				groups: [
					'',
					'apps',
					'batch',
					'autoscaling',
					'networking.k8s.io',
					'policy',
					'discovery.k8s.io',
					'events.k8s.io',
					'metrics.k8s.io',
					'cert-manager.io',
					'gateway.networking.k8s.io',
				],
				resources: ['*'],
				namespace: 'shop',
			},
		],
	},
	nowatch: {
		name: 'nowatch',
		uid: '4',
		groups: ['nowatch', 'system:authenticated'],
		rules: [...reviews, { verbs: ['get', 'list'], groups: ['', 'apps'], resources: ['*'] }],
	},
};

/**
 * What somebody by this name and in these groups may do: what the users of the demo may who have the name or one of the groups.
 * Everything is allowed to the group system:masters, not to a name.
 */
export const rulesOf = (name: string, groups: readonly string[]): readonly AccessRule[] | undefined => {
	if (groups.includes('system:masters')) return undefined;
	const isBoundTo = (user: User): boolean =>
		user.name === name || user.groups.some((group) => group !== 'system:authenticated' && groups.includes(group));
	return [...new Set([...reviews, ...Object.values(users).flatMap((user) => (isBoundTo(user) ? (user.rules ?? []) : []))])];
};

export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'], rules: [] };

/** `admin-token`, and `admin-token-2` once tokens were revoked: every token of an earlier issue is nobody's. */
export const tokenOf = (user: UserKey, issue = 1): string => `${user}-token${issue === 1 ? '' : `-${issue}`}`;

const userOf = (token: string, issue: number): User | undefined => {
	const key = (Object.keys(users) as UserKey[]).find((candidate) => tokenOf(candidate, issue) === token);
	return key === undefined ? undefined : users[key];
};

/**
 * kubectl sends no credentials to a server without TLS, so that a kubeconfig of the demo also says in the server's path who asks:
 * `http://127.0.0.1:PORT/as/viewer`. Returns the rest of the path and the user.
 */
export const splitUser = (url: string): { readonly url: string; readonly user: UserKey | undefined } => {
	const found = /^\/as\/(admin|viewer|shop|nowatch)(?=\/|\?|$)/.exec(url);
	if (found === null) return { url, user: undefined };
	const rest = url.slice(found[0].length);
	return { url: rest.startsWith('/') ? rest : `/${rest}`, user: found[1] as UserKey };
};

/** `undefined`: the token is nobody's, which is 401. No header at all is whom the path names, else anonymous. */
export const authenticate = (authorization: string | undefined, named: UserKey | undefined, issue = 1): User | undefined => {
	if (authorization === undefined || authorization === '') return named === undefined ? anonymous : users[named];
	const found = /^Bearer (.+)$/i.exec(authorization);
	return userOf(found?.[1]?.trim() ?? '', issue);
};

const covers = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);

export const allows = (user: User, asked: Attributes): boolean =>
	user.rules === undefined ||
	user.rules.some(
		(rule) =>
			(rule.namespace === undefined || rule.namespace === asked.namespace) &&
			covers(rule.verbs, asked.verb) &&
			covers(rule.groups, asked.group) &&
			covers(rule.resources, asked.resource),
	);

/** Paths that are no resource: discovery and versions for whoever is logged in, health for everyone (RBAC's default roles). */
export const allowsPath = (user: User, path: string): boolean => {
	if (/^\/(healthz|livez|readyz|version)(\/|$)/.test(path)) return true;
	if (user === anonymous) return false;
	return user.rules === undefined || /^\/(api|apis|openapi)(\/|$)/.test(path);
};
