import { describe, expect, test } from 'vitest';
import { takesLabels } from '../../../src/domains/label-selector.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { customRule } from '../../../src/relations/cluster-rules.ts';
import { apps, core, inGroup, type KindName, type Link, scopeOfLink } from '../../../src/relations/link.ts';
import { linkedKind, servedKind } from '../../../src/relations/linked-kinds.ts';
import { isMeant, type LinkedRow } from '../../../src/relations/linked-row.ts';
import { podSpecLinks } from '../../../src/relations/pod-links.ts';
import { masked } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;

function linked(kind: KindName, object: object, metadata: object = {}): LinkedRow {
	const spec = linkedKind(kind)?.resource;
	if (spec === undefined) throw new Error(`no rule knows ${kind.kind}`);
	const whole = { metadata: { name: 'one', namespace: 'shop', uid: 'u1', resourceVersion: '1', ...metadata }, ...object };
	return spec.project(masked(whole as KubeObject, spec.mask), same);
}

/** `mounts ConfigMap/shop/settings`, `owns Pod/shop by owner -l app=cart` */
function written({ words, kind, namespace, meant, ...link }: Link): string {
	const scope = scopeOfLink({ words, kind, namespace, meant, ...link });
	const selectors = `${scope.labelSelector === undefined ? '' : ` -l ${scope.labelSelector}`}`;
	if (meant.by === 'name')
		return `${words} ${kind.kind}${namespace === undefined ? '' : `/${namespace}`}/${meant.name}${meant.optional ? '?' : ''}`;
	return `${words} ${kind.kind}${namespace === undefined ? '' : `/${namespace}`} by ${meant.by}${selectors}`;
}

const links = (kind: KindName, object: object, metadata?: object): readonly string[] => linked(kind, object, metadata).links.map(written);

test('a pod names what it mounts, reads, pulls with and runs as, each once, and as needed as its neediest mention', () => {
	const spec = {
		nodeName: 'n1',
		serviceAccountName: 'cart',
		priorityClassName: 'high',
		runtimeClassName: 'gvisor',
		imagePullSecrets: [{ name: 'registry' }],
		volumes: [
			{ name: 'data', persistentVolumeClaim: { claimName: 'cart-data' } },
			{ name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
			{ name: 'settings', configMap: { name: 'settings', optional: true } },
			{ name: 'tls', secret: { secretName: 'tls' } },
			{ name: 'both', projected: { sources: [{ configMap: { name: 'more' } }, { secret: { name: 'tls' } }, { serviceAccountToken: {} }] } },
			{ name: 'empty', emptyDir: {} },
		],
		initContainers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'init', key: 'a', optional: true } } }] }],
		containers: [
			{
				env: [
					{ name: 'PLAIN', value: 'settings' },
					{ name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'b' } } },
				],
				envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'flags', optional: true } }],
			},
		],
	};
	expect(links(core('Pod'), { spec }).slice(3)).toEqual([
		'runs on Node/n1',
		'mounts PersistentVolumeClaim/shop/cart-data',
		'mounts PersistentVolumeClaim/shop/one-scratch',
		'mounts ConfigMap/shop/settings',
		'mounts Secret/shop/tls',
		'mounts ConfigMap/shop/more',
		'reads Secret/shop/init?',
		'reads Secret/shop/all',
		'reads ConfigMap/shop/flags?',
		'pulls with Secret/shop/registry?',
		'runs as ServiceAccount/shop/cart',
		'priority PriorityClass/high',
		'runtime RuntimeClass/gvisor',
	]);
});

test('a pod may be taken by services, budgets and policies of its namespace', () => {
	expect(links(core('Pod'), {})).toEqual([
		'selected by Service/shop by their selector',
		'selected by PodDisruptionBudget/shop by their selector',
		'selected by NetworkPolicy/shop by their selector',
	]);
});

test('a job and a replica set are asked for by labels where they carry those of their owner, and else by namespace', () => {
	const selector = { matchLabels: { app: 'cart' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['web'] }] };
	expect(links(apps('Deployment'), { spec: { selector } })[0]).toBe('owns ReplicaSet/shop by owner -l app=cart,tier in (web)');
	expect(links(inGroup('batch', 'Job'), { spec: { selector } })[0]).toBe('owns Pod/shop by owner -l app=cart,tier in (web)');
	const emptied = { spec: { selector, replicas: 0 }, status: { replicas: 0 } };
	expect(links(apps('ReplicaSet'), { ...emptied, status: { replicas: 1 } })[0]).toContain('owns Pod/shop');
	expect(links(apps('ReplicaSet'), emptied)[0]).not.toContain('owns Pod/shop');
	const template = { spec: { containers: [{ envFrom: [{ secretRef: { name: 'key' } }] }] } };
	expect(links(inGroup('batch', 'CronJob'), { spec: { jobTemplate: { spec: { template } } } })).toEqual([
		'owns Job/shop by owner',
		'reads Secret/shop/key',
	]);
});

test('an ingress names its backends, certificates and class, of old by an annotation', () => {
	const backend = (name: string) => ({ backend: { service: { name, port: { number: 80 } } } });
	const spec = {
		defaultBackend: { service: { name: 'front' } },
		rules: [{ http: { paths: [backend('cart'), backend('front')] } }, { host: 'no.http' }],
		tls: [{ secretName: 'cert', hosts: [] }, { hosts: ['wild'] }],
	};
	expect(links(inGroup('networking.k8s.io', 'Ingress'), { spec }, { annotations: { 'kubernetes.io/ingress.class': 'nginx' } })).toEqual([
		'routes to Service/shop/front',
		'routes to Service/shop/cart',
		'certificate Secret/shop/cert',
		'class IngressClass/nginx',
	]);
});

test('bindings, webhooks, APIServices and events name what they are about', () => {
	const rbac = 'rbac.authorization.k8s.io';
	const subjects = [
		{ kind: 'ServiceAccount', name: 'ci', namespace: 'tools' },
		{ kind: 'User', name: 'ada' },
	];
	expect(links(inGroup(rbac, 'RoleBinding'), { roleRef: { kind: 'Role', name: 'read' }, subjects })).toEqual([
		'grants Role/shop/read',
		'to ServiceAccount/tools/ci',
	]);
	const service = { namespace: 'policy', name: 'guard' };
	expect(
		links(inGroup('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration'), {
			webhooks: [{ clientConfig: { service } }, { clientConfig: { service } }, { clientConfig: { url: 'https://x' } }],
		}),
	).toEqual(['calls Service/policy/guard']);
	expect(links(inGroup('apiregistration.k8s.io', 'APIService'), { spec: { service } })).toEqual(['calls Service/policy/guard']);
	const involvedObject = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'cart' };
	expect(links(core('Event'), { involvedObject })).toEqual(['about Deployment/shop/cart']);
});

test('an object of a kind that is found by discovery names its owners, and what is made of it is looked for', () => {
	const gvr = { group: 'data.example.com', version: 'v1', resource: 'databases' };
	const backup = inGroup('data.example.com', 'Backup');
	const { resource } = servedKind({ gvr, kind: 'Database', singular: 'database', shortNames: [], namespaced: true }, customRule([backup]));
	const object = {
		metadata: {
			name: 'orders',
			namespace: 'data',
			uid: 'd1',
			resourceVersion: '1',
			ownerReferences: [{ apiVersion: 'data.example.com/v1', kind: 'Cluster', name: 'main', uid: 'c1' }],
		},
		status: { conditions: [{ type: 'Ready', status: 'False' }] },
	};
	const row = resource.project(masked(object as unknown as KubeObject, resource.mask), same);
	expect(row.health).toBe('failing');
	expect(row.links.map(written).slice(0, 3)).toEqual([
		'owned by Cluster/data/main',
		'owns Backup/data by owner',
		'owns Deployment/data by owner',
	]);
	expect(row.links[0]?.kind).toEqual({ group: 'data.example.com', version: 'v1', kind: 'Cluster' });
});

test('what a custom object or a broken server puts in the place of texts and lists breaks nothing', () => {
	const odd = { volumes: 'none', containers: [null, 7, { env: {} }], nodeName: 5, imagePullSecrets: [{ name: {} }] };
	expect(podSpecLinks(odd, 'shop')).toEqual([]);
});

describe('which objects are meant', () => {
	const set = linked(apps('StatefulSet'), {
		spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }], selector: { matchLabels: { app: 'db' } } },
	});
	const claims = set.links.find(({ words }) => words === 'claims') as Link;
	const claim = (name: string): boolean => isMeant(claims, set, linked(core('PersistentVolumeClaim'), {}, { name, uid: name }));

	test('claims of a stateful set end in a number', () => {
		expect(scopeOfLink(claims)).toEqual({ namespace: 'shop', labelSelector: 'app=db' });
		expect(['data-one-0', 'data-one-17', 'data-one-x', 'data-one-', 'data-other-0'].map(claim)).toEqual([true, true, false, false, false]);
	});

	test('selectors take labels as a server does', () => {
		const labels = new Map([
			['app', 'cart'],
			['tier', 'web'],
		]);
		const takes = (key: string, operator: string, values?: readonly string[]) =>
			takesLabels({ matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }] }, labels);
		expect(takesLabels({}, labels)).toBe(true);
		expect(takesLabels({ matchLabels: { app: 'cart', tier: 'db' } }, labels)).toBe(false);
		expect([takes('tier', 'In', ['web']), takes('tier', 'NotIn', ['web']), takes('zone', 'NotIn', ['a'])]).toEqual([true, false, true]);
		expect([takes('zone', 'In', ['a']), takes('app', 'Exists'), takes('app', 'DoesNotExist')]).toEqual([false, true, false]);
		expect(takes('app', 'Unheard', ['cart'])).toBe(false);
	});

	test('a service without a selector takes no pod, a policy with an empty one takes all of its namespace', () => {
		const pod = linked(core('Pod'), {}, { labels: { app: 'cart' } });
		const [byService, , byPolicy] = pod.links;
		const policy = linked(inGroup('networking.k8s.io', 'NetworkPolicy'), { spec: { podSelector: {} } });
		expect(isMeant(byService as Link, pod, linked(core('Service'), { spec: { selector: {} } }))).toBe(false);
		expect(isMeant(byService as Link, pod, linked(core('Service'), { spec: { selector: { app: 'cart' } } }))).toBe(true);
		expect(isMeant(byPolicy as Link, pod, policy)).toBe(true);
	});

	test('a Secret is used by what names it in its own namespace', () => {
		const secret = linked(core('Secret'), {}, { name: 'tls' });
		const [byPods] = secret.links;
		const spec = { volumes: [{ secret: { secretName: 'tls' } }] };
		expect(isMeant(byPods as Link, secret, linked(core('Pod'), { spec }))).toBe(true);
		expect(isMeant(byPods as Link, secret, linked(core('Pod'), { spec }, { namespace: 'other' }))).toBe(false);
	});
});
