import { type JsonObject, objectsAt, textAt, valueAt } from '../base/json-parts.ts';
import type { Mask } from '../kube/types.ts';
import { core, inGroup, type Link, toMeant, toName, withoutRepeats } from './link.ts';

const reference = { name: true, optional: true } as const satisfies Mask;
const namedSecret = { name: true } as const satisfies Mask;

const containerMask = {
	envFrom: [{ configMapRef: reference, secretRef: reference }],
	env: [{ valueFrom: { configMapKeyRef: reference, secretKeyRef: reference } }],
} as const satisfies Mask;

/** The controllers put it into every pod (kubernetes pkg/controller/certificates/rootcacertpublisher): it tells nothing of this one. */
const rootCertificates = 'kube-root-ca.crt';

/** What of a pod's spec names other objects (core/v1 PodSpec); the values of environment variables are not read. */
export const podSpecMask = {
	nodeName: true,
	serviceAccountName: true,
	priorityClassName: true,
	runtimeClassName: true,
	imagePullSecrets: [namedSecret],
	volumes: [
		{
			name: true,
			persistentVolumeClaim: { claimName: true },
			ephemeral: {},
			configMap: reference,
			secret: { secretName: true, optional: true },
			projected: { sources: [{ configMap: reference, secret: reference }] },
			csi: { nodePublishSecretRef: namedSecret },
		},
	],
	containers: [containerMask],
	initContainers: [containerMask],
} as const satisfies Mask;

const optional = (from: unknown): { optional?: true } => (valueAt(from, 'optional') === true ? { optional: true } : {});

/**
 * What the spec of a pod, or of a template of pods, names: node, account, claims, config maps, secrets, classes. Config and secrets
 * that are mounted come before those that are only read into the environment.
 */
export function podSpecLinks(spec: JsonObject, namespace: string, podName?: string): readonly Link[] {
	const volumes = objectsAt(spec, 'volumes');
	const containers = [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')];
	const claims = volumes.flatMap((volume) => {
		const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
		// A claim of the pod's own is called after both (KEP-1698); of a template there is none yet.
		const own = podName !== undefined && valueAt(volume, 'ephemeral') ? `${podName}-${textAt(volume, 'name')}` : '';
		return toName(['beside', 'mounts', core('PersistentVolumeClaim'), namespace], claim || own);
	});
	const mounts = (kind: 'ConfigMap' | 'Secret', from: unknown, name: string): readonly Link[] =>
		toName(['beside', 'mounts', core(kind), namespace], name, optional(from));
	const mounted = volumes.flatMap((volume) => [
		...mounts('ConfigMap', valueAt(volume, 'configMap'), textAt(volume, 'configMap', 'name')),
		...mounts('Secret', valueAt(volume, 'secret'), textAt(volume, 'secret', 'secretName')),
		...mounts('Secret', undefined, textAt(volume, 'csi', 'nodePublishSecretRef', 'name')),
		...objectsAt(volume, 'projected', 'sources').flatMap((source) => [
			...mounts('ConfigMap', valueAt(source, 'configMap'), textAt(source, 'configMap', 'name').replace(rootCertificates, '')),
			...mounts('Secret', valueAt(source, 'secret'), textAt(source, 'secret', 'name')),
		]),
	]);
	const reads = (kind: 'ConfigMap' | 'Secret', from: unknown): readonly Link[] =>
		toName(['beside', 'reads', core(kind), namespace], textAt(from, 'name'), optional(from));
	const read = containers.flatMap((container) => [
		...objectsAt(container, 'envFrom').flatMap((from) => [
			...reads('ConfigMap', valueAt(from, 'configMapRef')),
			...reads('Secret', valueAt(from, 'secretRef')),
		]),
		...objectsAt(container, 'env').flatMap((variable) => [
			...reads('ConfigMap', valueAt(variable, 'valueFrom', 'configMapKeyRef')),
			...reads('Secret', valueAt(variable, 'valueFrom', 'secretKeyRef')),
		]),
	]);
	return withoutRepeats([
		...toName(['beside', 'runs on', core('Node'), undefined], textAt(spec, 'nodeName')),
		...claims,
		...mounted,
		...read,
		...objectsAt(spec, 'imagePullSecrets').flatMap((secret) =>
			// The kubelet goes on without a pull secret that is not there.
			toName(['beside', 'pulls with', core('Secret'), namespace], textAt(secret, 'name'), { optional: true }),
		),
		...toName(['beside', 'runs as', core('ServiceAccount'), namespace], textAt(spec, 'serviceAccountName')),
		...toName(['beside', 'priority', inGroup('scheduling.k8s.io', 'PriorityClass'), undefined], textAt(spec, 'priorityClassName')),
		...toName(['beside', 'runtime', inGroup('node.k8s.io', 'RuntimeClass'), undefined], textAt(spec, 'runtimeClassName')),
	]);
}

/** Whatever takes pods by their labels. */
export const selectingPods = (namespace: string): readonly Link[] => [
	toMeant(['beside', 'selected by', core('Service'), namespace], { by: 'their selector' }),
	toMeant(['beside', 'selected by', inGroup('policy', 'PodDisruptionBudget'), namespace], { by: 'their selector' }),
	toMeant(['beside', 'selected by', inGroup('networking.k8s.io', 'NetworkPolicy'), namespace], { by: 'their selector' }),
];
