import { objectAt, objectsAt, textAt } from '../base/json-parts.ts';
import type { Mask } from '../kube/types.ts';
import { core, inGroup, type KindName, kindOf, type Link, toMeant, toName, withoutRepeats } from './link.ts';
import type { LinkRule } from './rule.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const roleBinding = inGroup(rbacGroup, 'RoleBinding');
const clusterRoleBinding = inGroup(rbacGroup, 'ClusterRoleBinding');
const storageGroup = 'storage.k8s.io';

export const nodeRule: LinkRule = {
	mask: {},
	links: ({ name }) => [
		toMeant(['below', 'runs', core('Pod'), undefined], { by: 'selectors', fields: `spec.nodeName=${name}` }),
		// The kubelet renews it as long as it lives (KEP-589).
		...toName(['beside', 'heartbeat', inGroup('coordination.k8s.io', 'Lease'), 'kube-node-lease'], name, { optional: true }),
		...toName(['beside', 'drivers', inGroup(storageGroup, 'CSINode'), undefined], name, { optional: true }),
		toMeant(['beside', 'attached', inGroup(storageGroup, 'VolumeAttachment'), undefined], { by: 'mention' }),
	],
};

export const namespaceRule: LinkRule = {
	mask: {},
	links: ({ name }) => [
		toMeant(['below', 'holds', core('Pod'), name], { by: 'place' }),
		toMeant(['below', 'limited by', core('ResourceQuota'), name], { by: 'selectors' }),
		toMeant(['below', 'limited by', core('LimitRange'), name], { by: 'selectors' }),
	],
};

export const serviceAccountRule: LinkRule = {
	mask: { secrets: [{ name: true }], imagePullSecrets: [{ name: true }] },
	links: ({ object, namespace }) =>
		withoutRepeats([
			...objectsAt(object, 'secrets').flatMap((secret) =>
				toName(['beside', 'may mount', core('Secret'), namespace], textAt(secret, 'name')),
			),
			...objectsAt(object, 'imagePullSecrets').flatMap((secret) =>
				toName(['beside', 'pulls with', core('Secret'), namespace], textAt(secret, 'name'), { optional: true }),
			),
			toMeant(['beside', 'granted by', roleBinding, namespace], { by: 'mention' }),
			toMeant(['beside', 'granted by', clusterRoleBinding, undefined], { by: 'mention' }),
			toMeant(['beside', 'used by', core('Pod'), namespace], { by: 'mention' }),
		]),
};

/** A binding in a namespace may name an account of another one. */
export const bindingRule: LinkRule = {
	mask: { roleRef: { kind: true, name: true }, subjects: [{ kind: true, name: true, namespace: true }] },
	links: ({ object, namespace }) => [
		...toName(
			['beside', 'grants', inGroup(rbacGroup, textAt(object, 'roleRef', 'kind')), namespace || undefined],
			textAt(object, 'roleRef', 'name'),
		),
		...objectsAt(object, 'subjects')
			.filter((subject) => textAt(subject, 'kind') === 'ServiceAccount')
			.flatMap((subject) =>
				toName(['beside', 'to', core('ServiceAccount'), textAt(subject, 'namespace') || namespace], textAt(subject, 'name')),
			),
	],
};

export const roleRule: LinkRule = {
	mask: {},
	links: ({ namespace }) => [toMeant(['beside', 'granted by', roleBinding, namespace], { by: 'mention' })],
};

export const clusterRoleRule: LinkRule = {
	mask: {},
	links: () => [
		toMeant(['beside', 'granted by', clusterRoleBinding, undefined], { by: 'mention' }),
		toMeant(['beside', 'granted by', roleBinding, undefined], { by: 'mention' }),
	],
};

const serviceMask = { namespace: true, name: true } as const satisfies Mask;

const calls = (service: unknown): readonly Link[] =>
	toName(['below', 'calls', core('Service'), textAt(service, 'namespace')], textAt(service, 'name'));

export const webhookRule: LinkRule = {
	mask: { webhooks: [{ clientConfig: { service: serviceMask } }] },
	links: ({ object }) =>
		withoutRepeats(objectsAt(object, 'webhooks').flatMap((webhook) => calls(objectAt(webhook, 'clientConfig', 'service')))),
};

export const apiServiceRule: LinkRule = {
	mask: { spec: { service: serviceMask } },
	links: ({ object }) => calls(objectAt(object, 'spec', 'service')),
};

export const eventRule: LinkRule = {
	mask: { involvedObject: { apiVersion: true, kind: true, namespace: true, name: true } },
	links: ({ object }) => {
		const about = objectAt(object, 'involvedObject');
		const kind = kindOf(textAt(about, 'apiVersion'), textAt(about, 'kind'));
		// Its uid does not say whether that one is meant: of a node and of a static pod the kubelet writes something else there.
		return toName(['above', 'about', kind, textAt(about, 'namespace') || undefined], textAt(about, 'name'));
	},
};

export const noRule: LinkRule = { mask: {}, links: () => [] };

/** What operators commonly make of a custom object: only the owner that each names tells whose it is. */
const madeKinds = [
	inGroup('apps', 'Deployment'),
	inGroup('apps', 'StatefulSet'),
	inGroup('apps', 'DaemonSet'),
	inGroup('batch', 'Job'),
	inGroup('batch', 'CronJob'),
	core('Pod'),
	core('Service'),
	core('PersistentVolumeClaim'),
	core('ConfigMap'),
	core('Secret'),
];

/**
 * Of an object in no namespace, what it made may be anywhere: too much to be read for this. `siblings`: kinds of its own API, which
 * often make one another.
 */
export const customRule = (siblings: readonly KindName[]): LinkRule => ({
	mask: {},
	links: ({ namespace }) =>
		namespace === '' ? [] : [...siblings, ...madeKinds].map((kind) => toMeant(['below', 'owns', kind, namespace], { by: 'owner' })),
});
