import { apiVersionOf, resources } from './resources.ts';
import type { World } from './world.ts';

const hour = 3_600_000;

const rules = (apiGroups: readonly string[], ...names: readonly string[]) => [
	{ apiGroups, apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: names, scope: '*' },
];

const webhook = (name: string, service: string, failurePolicy: 'Fail' | 'Ignore', asked: ReturnType<typeof rules>) => ({
	name,
	clientConfig: { service: { namespace: 'kube-system', name: service, path: '/', port: 443 } },
	rules: asked,
	failurePolicy,
	matchPolicy: 'Equivalent',
	namespaceSelector: {},
	objectSelector: {},
	sideEffects: 'None',
	timeoutSeconds: 10,
	admissionReviewVersions: ['v1'],
});

/** The groups that the server has itself, and two of others, of which one does not answer. */
const buildApiServices = (world: World, creationTimestamp: string): void => {
	const put = (group: string, version: string, service: object | undefined, [status, reason, message]: readonly [string, string, string]) =>
		world.put('apiservices.apiregistration.k8s.io', {
			metadata: { name: `${version}.${group}`, creationTimestamp },
			spec: { group, version, groupPriorityMinimum: 100, versionPriority: 100, ...(service === undefined ? {} : { service }) },
			status: { conditions: [{ type: 'Available', status, reason, message, lastTransitionTime: creationTimestamp }] },
		});
	const local = ['True', 'Local', 'Local APIServices are always available'] as const;
	for (const apiVersion of new Set(resources.map(({ gvr }) => apiVersionOf(gvr)))) {
		const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
		put(group, version, undefined, local);
	}
	const metrics = { namespace: 'kube-system', name: 'metrics-server', port: 443 };
	put('metrics.k8s.io', 'v1beta1', metrics, ['True', 'Passed', 'all checks passed']);
	const adapter = { namespace: 'observability', name: 'prometheus-adapter', port: 443 };
	put('custom.metrics.k8s.io', 'v1beta1', adapter, [
		'False',
		'ServiceNotFound',
		'service/prometheus-adapter in "observability" is not present',
	]);
};

/** A definition whose names another one has: it is not served, so its kind is not found either. */
const buildDefinitions = (world: World): void => {
	const at = world.timestamp(world.clock.now() - 3 * hour);
	const condition = (type: string, reason: string, message: string) => ({
		type,
		status: 'False',
		reason,
		message,
		lastTransitionTime: at,
	});
	const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
	world.put('customresourcedefinitions.apiextensions.k8s.io', {
		metadata: { name: 'deploys.release.example.com', creationTimestamp: at },
		spec: {
			group: 'release.example.com',
			names: { plural: 'deploys', singular: 'deployment', kind: 'Deploy', listKind: 'DeployList' },
			scope: 'Namespaced',
			versions: [
				{ name: 'v1alpha1', served: true, storage: false, deprecated: true, schema },
				{ name: 'v1', served: true, storage: true, schema },
			],
			conversion: { strategy: 'None' },
		},
		status: {
			conditions: [
				condition('NamesAccepted', 'ListKindConflict', '"DeployList" is already in use'),
				condition('Established', 'NotAccepted', 'not all names are accepted'),
			],
			acceptedNames: { plural: '', kind: '' },
			storedVersions: ['v1'],
		},
	});
};

/** What a cluster is set up with beside its workloads: classes, webhooks, API services, definitions. */
export const buildClusterConfig = (world: World): void => {
	const creationTimestamp = world.timestamp(world.clock.now() - 5000 * hour);
	const meta = (name: string) => ({ name, creationTimestamp });
	world.put('ingressclasses.networking.k8s.io', {
		metadata: { ...meta('nginx'), annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
		spec: { controller: 'k8s.io/ingress-nginx' },
	});
	world.put('ingressclasses.networking.k8s.io', {
		metadata: meta('internal'),
		spec: {
			controller: 'ingress.k8s.aws/alb',
			parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'internal', scope: 'Cluster' },
		},
	});
	for (const [name, value, description] of [
		['system-cluster-critical', 2_000_000_000, 'Used for system critical pods that must run in the cluster.'],
		['system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'],
		['customer-facing', 100_000, 'What a customer waits for.'],
	] as const) {
		world.put('priorityclasses.scheduling.k8s.io', {
			metadata: meta(name),
			value,
			description,
			preemptionPolicy: 'PreemptLowerPriority',
		});
	}
	world.put('runtimeclasses.node.k8s.io', {
		metadata: meta('gvisor'),
		handler: 'runsc',
		overhead: { podFixed: { cpu: '50m', memory: '64Mi' } },
	});
	world.put('validatingwebhookconfigurations.admissionregistration.k8s.io', {
		metadata: meta('image-policy'),
		webhooks: [
			webhook('images.policy.example.com', 'image-policy', 'Fail', rules([''], 'pods')),
			webhook('names.policy.example.com', 'image-policy', 'Ignore', rules(['apps'], 'deployments', 'statefulsets')),
		],
	});
	world.put('mutatingwebhookconfigurations.admissionregistration.k8s.io', {
		metadata: meta('sidecar-injector'),
		webhooks: [{ ...webhook('inject.mesh.example.com', 'mesh', 'Ignore', rules([''], 'pods')), reinvocationPolicy: 'Never' }],
	});
	buildApiServices(world, creationTimestamp);
	buildDefinitions(world);
};
