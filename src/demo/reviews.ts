import { type Attributes, allows, type User } from './access.ts';
import { badRequest } from './status.ts';

interface ReviewSpec {
	readonly resourceAttributes?: {
		readonly verb?: string;
		readonly group?: string;
		readonly resource?: string;
		readonly subresource?: string;
		readonly namespace?: string;
		readonly name?: string;
	};
	readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
	readonly namespace?: string;
}

const specOf = (body: unknown): ReviewSpec => ((body as { readonly spec?: ReviewSpec } | undefined)?.spec ?? {}) as ReviewSpec;

/** `refuses`: what a fault knob forbids on top of the user's rules. */
export const accessReview = (user: User, body: unknown, refuses: (asked: Attributes) => boolean): object => {
	const spec = specOf(body);
	const asked = spec.resourceAttributes;
	const attributes: Attributes = {
		verb: asked?.verb ?? '',
		group: asked?.group ?? '',
		resource:
			asked?.subresource === undefined || asked.subresource === '' ? (asked?.resource ?? '') : `${asked.resource}/${asked.subresource}`,
		namespace: asked?.namespace === '' ? undefined : asked?.namespace,
	};
	const allowed = asked === undefined ? user.rules === undefined : allows(user, attributes) && !refuses(attributes);
	return {
		kind: 'SelfSubjectAccessReview',
		apiVersion: 'authorization.k8s.io/v1',
		metadata: {},
		spec,
		status: { allowed, ...(allowed ? { reason: 'RBAC: allowed by the rules of the demo cluster' } : {}) },
	};
};

/** Throws a StatusError 400 without a namespace. */
export const rulesReview = (user: User, body: unknown): object => {
	const namespace = specOf(body).namespace ?? '';
	if (namespace === '') throw badRequest('no namespace on request');
	const rules = user.rules ?? [{ verbs: ['*'], groups: ['*'], resources: ['*'] }];
	return {
		kind: 'SelfSubjectRulesReview',
		apiVersion: 'authorization.k8s.io/v1',
		metadata: {},
		spec: {},
		status: {
			resourceRules: rules
				.filter((rule) => !('namespace' in rule) || rule.namespace === undefined || rule.namespace === namespace)
				.map((rule) => ({ verbs: rule.verbs, apiGroups: rule.groups, resources: rule.resources })),
			nonResourceRules: [
				{ verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/readyz', '/version'] },
			],
			incomplete: false,
		},
	};
};

export const subjectReview = (user: User, now: number): object => ({
	kind: 'SelfSubjectReview',
	apiVersion: 'authentication.k8s.io/v1',
	metadata: { creationTimestamp: `${new Date(now).toISOString().slice(0, 19)}Z` },
	status: { userInfo: { username: user.name, ...(user.uid === undefined ? {} : { uid: user.uid }), groups: user.groups } },
});
