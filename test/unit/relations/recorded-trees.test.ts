import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kube/types.ts';
import { apps, core, inGroup, type KindName } from '../../../src/relations/link.ts';
import { recordedCluster } from '../../support/recorded-links.ts';
import { writtenTree } from '../../support/written-tree.ts';

const recorded = recordedCluster();
const treeOf = (kind: KindName, name: string, namespace = ''): readonly string[] => writtenTree(recorded, kind, name, namespace);

/** Alters one recorded object. */
const changed =
	(resource: string, name: string, change: (object: KubeObject) => object) =>
	(of: string, objects: readonly KubeObject[]): readonly KubeObject[] =>
		of === resource
			? objects.map((object) => (object.metadata.name === name ? ({ ...object, ...change(object) } as KubeObject) : object))
			: objects;

test('a pod belongs to a replica set, and that to a deployment; what uses it and what it uses lies beside', () => {
	expect(treeOf(core('Pod'), 'cart-698948564b-oom00', 'shop')).toEqual([
		'Pod/cart-698948564b-oom00 failing',
		'  owned by ReplicaSet/cart-698948564b ok',
		'    owned by Deployment/cart ok',
		'  selected by Service/cart ok',
		'  selected by PodDisruptionBudget/cart warning',
		'  selected by NetworkPolicy/deny-all ok',
		'  runs on Node/ip-10-0-1-21.eu-west-1.compute.internal ok',
		'  runs as ServiceAccount/default ok',
	]);
});

test('an autoscaler scales a deployment, whose pods come through its replica sets, the worst first', () => {
	expect(treeOf(inGroup('autoscaling', 'HorizontalPodAutoscaler'), 'cart', 'shop')).toEqual([
		'HorizontalPodAutoscaler/cart ok',
		'  scales Deployment/cart ok',
		'    owns ReplicaSet/cart-698948564b ok',
		'      owns Pod/cart-698948564b-oom00 failing',
		'      owns Pod/cart-698948564b-65dp8 ok',
		'      owns Pod/cart-698948564b-tjzjs ok',
		'      owns Pod/cart-698948564b-wvms9 ok',
	]);
});

test('replica sets of before stand behind the one that has pods, the newest two of them, and are not asked for pods', () => {
	const emptied = (object: KubeObject, at: number): KubeObject => ({
		...object,
		metadata: { ...object.metadata, name: `cart-${at}`, uid: `u${at}`, creationTimestamp: `2026-11-2${at}T00:00:00Z` },
		spec: { ...(object.spec as object), replicas: 0 },
		status: { replicas: 0, observedGeneration: 99 },
	});
	const cluster = recordedCluster((resource, objects) =>
		resource === 'replicasets'
			? objects.flatMap((object) =>
					object.metadata.name.startsWith('cart-') ? [1, 2, 3, 4].map((at) => emptied(object, at)).concat(object) : [object],
				)
			: objects,
	);
	expect(writtenTree(cluster, apps('Deployment'), 'cart', 'shop').filter((line) => /^ {2}owns/.test(line))).toEqual([
		'  owns ReplicaSet/cart-698948564b ok',
		'  owns ReplicaSet/cart-4 ok',
		'  owns ReplicaSet/cart-3 ok',
		'  owns 2 more',
	]);
});

test('a deployment is told of its autoscaler, and of a Secret that it reads and that is not there', () => {
	const tree = treeOf(apps('Deployment'), 'cart', 'shop');
	expect(tree).toContain('  scaled by HorizontalPodAutoscaler/cart ok');
	expect(treeOf(apps('Deployment'), 'coredns', 'kube-system')).toContain('  reads Secret/db-credentials is missing, as it may be');
});

test('a service has slices, they lead to pods, and a pod that is in none of them is named apart', () => {
	expect(treeOf(inGroup('networking.k8s.io', 'Ingress'), 'catch-all', 'payments')).toEqual([
		'Ingress/catch-all ok',
		'  routes to Service/gateway ok',
		'    endpoints EndpointSlice/gateway-mjpr9 ok',
		'    selects Pod/gateway-549ff54c95-7b58n warning',
		'    selects Pod/gateway-549ff54c95-krtnm warning',
		'  class IngressClass/alb ok',
	]);
	expect(treeOf(core('Service'), 'many-ports', 'data')).toEqual([
		'Service/many-ports ok',
		'  endpoints EndpointSlice/many-ports-p7l6q ok',
		'    leads to Pod/kafka-1 failing',
		'    leads to Pod/kafka-0 ok',
		'    leads to Pod/kafka-2 ok',
	]);
});

test('a service that selects no pod says so, and by which labels', () => {
	const selecting = changed('services', 'many-ports', ({ spec }) => ({ spec: { ...(spec as object), selector: { app: 'nobody' } } }));
	expect(writtenTree(recordedCluster(selecting), core('Service'), 'many-ports', 'data').at(-1)).toBe(
		'  selects Pod: none has the labels app=nobody',
	);
});

test('an ingress names what its rules and its certificates name, served or not', () => {
	expect(treeOf(inGroup('networking.k8s.io', 'Ingress'), 'wildcard', 'data')).toEqual([
		'Ingress/wildcard ok',
		'  routes to StorageBucket: not served',
		'  class IngressClass/no-such-class is missing',
	]);
});

test('a claim has its volume and its class; a volume is attached to a node', () => {
	expect(treeOf(core('PersistentVolumeClaim'), 'data-postgres-0', 'data')).toEqual([
		'PersistentVolumeClaim/data-postgres-0 ok',
		'  bound to PersistentVolume/pv-bound-1 ok',
		'  class StorageClass/sc-pv-bound-1 is missing',
	]);
	expect(treeOf(core('PersistentVolume'), 'pv-bound-1')).toContain('  attached by VolumeAttachment/csi-0123456789abcdef ok');
	expect(treeOf(core('PersistentVolume'), 'pv-bound-1')).toContain('  bound to PersistentVolumeClaim/data-postgres-0 ok');
});

test('another object of the name that is meant is not taken for it', () => {
	const cluster = recordedCluster(
		changed('persistentvolumeclaims', 'data-postgres-0', ({ metadata }) => ({ metadata: { ...metadata, uid: 'made-anew' } })),
	);
	expect(writtenTree(cluster, core('PersistentVolume'), 'pv-bound-1')).toContain(
		'  bound to PersistentVolumeClaim/data-postgres-0 is another',
	);
});

test('a stateful set has its pods, the claims of its templates, its revisions and its service', () => {
	const withClaims = changed('statefulsets', 'postgres', (object) => ({
		spec: { ...(object.spec as object), volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
	}));
	const cluster = recordedCluster((resource, objects) =>
		resource === 'persistentvolumeclaims'
			? objects.map((claim) => ({ ...claim, metadata: { ...claim.metadata, labels: { app: 'postgres' } } }))
			: withClaims(resource, objects),
	);
	expect(writtenTree(cluster, apps('StatefulSet'), 'postgres', 'data')).toEqual([
		'StatefulSet/postgres warning',
		'  owns Pod/postgres-2 failing',
		'  owns Pod/postgres-0 ok',
		'  owns Pod/postgres-1 ok',
		'  claims PersistentVolumeClaim/data-postgres-0 ok',
		'  claims PersistentVolumeClaim/data-postgres-1 ok',
		'  owns ControllerRevision/postgres-659d6c697 ok',
		'  named by Service/postgres ok',
	]);
});

test('a policy that selects everything is cut, and what is cut is counted', () => {
	const tree = treeOf(inGroup('networking.k8s.io', 'NetworkPolicy'), 'deny-all', 'shop');
	expect(tree).toHaveLength(14);
	expect(tree.at(-1)).toBe('  selects 22 more');
	expect(treeOf(inGroup('policy', 'PodDisruptionBudget'), 'nobody', 'data')).toEqual(['PodDisruptionBudget/nobody ok']);
});

test('a node runs pods of every namespace, has its heartbeat and what is attached to it', () => {
	const tree = treeOf(core('Node'), 'ip-10-0-1-21.eu-west-1.compute.internal');
	expect(tree.filter((line) => line.startsWith('  runs Pod/'))).toHaveLength(12);
	expect(tree).toContain('  heartbeat Lease/ip-10-0-1-21.eu-west-1.compute.internal ok');
	expect(tree).toContain('  attached VolumeAttachment/csi-0123456789abcdef ok');
});

test('a namespace leads to what is in it, and is limited by its quotas', () => {
	expect(treeOf(core('Namespace'), 'data')).toEqual(['Namespace/data ok', '  holds Pod in data', '  limited by ResourceQuota/scoped ok']);
});

test('an account is told of the bindings that name it, in its namespace and in the cluster', () => {
	const tree = treeOf(core('ServiceAccount'), 'ci', 'shop');
	expect(tree.filter((line) => line.includes('granted by')).length).toBeGreaterThan(0);
});
