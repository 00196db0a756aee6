import { describe, expect, it } from 'vitest';
import { plainOf } from '../../../src/base/text-line.ts';
import type { Gvr, KubeObject } from '../../../src/kube/types.ts';
import { describeObject } from '../../../src/objects/describe.ts';

const gvrOf = (group: string, resource: string): Gvr => ({ group, version: 'v1', resource });

const told = (kind: string, gvr: Gvr, fields: object): string => {
	const object: KubeObject = {
		apiVersion: gvr.group === '' ? 'v1' : `${gvr.group}/v1`,
		kind,
		metadata: { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-22T01:00:00Z' },
		...fields,
	};
	const { head, tail } = describeObject(object, { gvr, now: Date.parse('2026-11-22T02:00:00Z'), revealed: new Set() });
	return [...head, ...tail].flatMap(({ title, lines }) => [title, ...lines.map(plainOf)]).join('\n');
};

describe('what a kind is asked for first', () => {
	it('is of an Ingress where each path leads, which hosts have which certificate, and what takes the rest', () => {
		const service = (name: string, port: object) => ({ backend: { service: { name, port } } });
		const text = told('Ingress', gvrOf('networking.k8s.io', 'ingresses'), {
			spec: {
				ingressClassName: 'nginx',
				defaultBackend: service('fallback', { name: 'web' }).backend,
				tls: [{ hosts: ['a.example.com', 'b.example.com'], secretName: 'a-tls' }, { hosts: ['c.example.com'] }],
				rules: [
					{ host: 'a.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', ...service('cart', { number: 80 }) }] } },
					{ http: { paths: [{ path: '/static', pathType: 'Exact', backend: { resource: { kind: 'Bucket', name: 'files' } } }] } },
					{ host: 'd.example.com' },
				],
			},
		});
		expect(text).toContain(
			[
				'Routes',
				'  a.example.com/ → cart:80  Prefix',
				'  */static → Bucket/files  Exact',
				'  d.example.com → fallback:web',
				'  anything else → fallback:web  default backend',
				'  TLS for a.example.com, b.example.com with Secret/a-tls',
				'  TLS for c.example.com with the certificate of its controller',
			].join('\n'),
		);
		expect(text).not.toMatch(/backend=|rules|…/);
		expect(text).toMatch(/Spec\n {2}ingressClassName {2}nginx/);
	});

	it('is of a webhook whom it calls for what, and what happens where nobody answers', () => {
		const text = told('ValidatingWebhookConfiguration', gvrOf('admissionregistration.k8s.io', 'validatingwebhookconfigurations'), {
			webhooks: [
				{
					name: 'images.example.com',
					clientConfig: { service: { namespace: 'kube-system', name: 'policy', path: '/v' }, caBundle: 'QUJD' },
					rules: [{ operations: ['CREATE'], apiGroups: ['', 'apps'], apiVersions: ['*'], resources: ['pods', 'deployments'], scope: '*' }],
					namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['a'] }] },
					failurePolicy: 'Fail',
					timeoutSeconds: 10,
				},
				{ name: 'out.example.com', clientConfig: { url: 'https://hooks.example.com' }, failurePolicy: 'Ignore' },
			],
		});
		for (const words of [
			'calls       Service/policy in kube-system, port 443, /v',
			'on          CREATE of pods, deployments (apps)',
			'failure     Fail  refused where it does not answer',
			'timeout     10s',
			'namespaces  team notin (a)',
			'calls    https://hooks.example.com',
			'failure  Ignore  let through where it does not answer',
		])
			expect(text).toContain(words);
		expect(text).not.toContain('QUJD');
	});

	it('is of a role which verbs it allows on what, and of a definition which of its versions is stored', () => {
		const role = told('Role', gvrOf('rbac.authorization.k8s.io', 'roles'), {
			rules: [
				{ verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods'], resourceNames: ['a'] },
				{ verbs: ['*'], nonResourceURLs: ['/metrics'] },
			],
		});
		expect(role).toContain('Allows\n  get list  pods, pods.apps  named a only\n  *         /metrics');
		const definition = told('CustomResourceDefinition', gvrOf('apiextensions.k8s.io', 'customresourcedefinitions'), {
			spec: {
				group: 'example.com',
				versions: [
					{ name: 'v1', served: true, storage: true, schema: {}, additionalPrinterColumns: [{ name: 'Ready' }] },
					{ name: 'v1beta1', served: false, deprecated: true },
				],
			},
		});
		expect(definition).toContain('Versions\n  v1       served, stored  columns Ready\n  v1beta1  not served, deprecated: it may go');
		expect(definition).not.toContain('schema');
	});

	it('is of a pod what decides where it runs: tolerations that not every pod has, affinity, and where its volumes come from', () => {
		const text = told('Pod', gvrOf('', 'pods'), {
			spec: {
				tolerations: [
					{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
					{ key: 'spot', value: 'true', effect: 'NoSchedule' },
					{ operator: 'Exists' },
				],
				affinity: { nodeAffinity: { required: { terms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }] } } },
				containers: [
					{
						name: 'c',
						image: 'i',
						securityContext: {
							privileged: false,
							allowPrivilegeEscalation: false,
							capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] },
							runAsUser: 0,
						},
						volumeMounts: [{ name: 'kube-api-access-x', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
						env: [{ name: 'A' }, { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
					},
				],
				volumes: [
					{ name: 'data', persistentVolumeClaim: { claimName: 'cl', readOnly: true } },
					{ name: 'all', projected: { sources: [{ secret: { name: 'one' } }, { serviceAccountToken: { path: 'token' } }] } },
					{ name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
					{ name: 'nas', nfs: { server: 'nas', path: '/x' } },
					{ name: 'kube-api-access-x', projected: {} },
				],
			},
		});
		for (const words of [
			'Name      web  in shop',
			'Tolerations  spot=true:NoSchedule, any taint',
			'key=zone operator=In values=[a]',
			'data: persistentVolumeClaim cl (ro)',
			'all: projected secret one, serviceAccountToken token',
			'cache: emptyDir in memory of 1Gi at most',
			'nas: nfs nas:/x',
			'environment  2 variables (1 of secret s)',
			'security     capabilities={add=[NET_ADMIN]} runAsUser=0',
		])
			expect(text).toContain(words);
		expect(text).not.toContain('kube-api-access');
	});

	it('is of a Service without a selector that it has none, and of a class that it is the default one', () => {
		expect(told('Service', gvrOf('', 'services'), { spec: { type: 'ClusterIP' } })).toMatch(
			/Selector +none: it leads to what somebody else/,
		);
		expect(told('Service', gvrOf('', 'services'), { spec: { type: 'ExternalName', externalName: 'a.example.com' } })).not.toContain(
			'Selector',
		);
		const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
		const metadata = { name: 'gp3', uid: 'u', resourceVersion: '1', annotations };
		expect(told('StorageClass', gvrOf('storage.k8s.io', 'storageclasses'), { metadata })).toMatch(/Name +gp3 \(default\)\n/);
	});
});
