import { sharePart } from './object-json.ts';
import { hashOf } from './random.ts';
import type { WorkloadPlan } from './workload-plan.ts';

export interface Container {
	readonly name: string;
	readonly image: string;
	readonly [field: string]: unknown;
}

export interface PodTemplate {
	readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
	readonly spec: { readonly containers: readonly Container[]; readonly [field: string]: unknown };
}

export interface ManagedField {
	readonly manager: string;
	readonly operation: string;
	readonly apiVersion: string;
	readonly time: string;
	readonly fieldsType: 'FieldsV1';
	readonly fieldsV1: object;
	readonly subresource?: string;
}

/** A set of field paths as server-side apply writes it: fields as `f:`, named list entries as `k:` (structured-merge-diff). */
export const fieldSet = (value: unknown): object => {
	if (Array.isArray(value)) {
		const named = value.every((entry) => typeof entry === 'object' && entry !== null && ('name' in entry || 'type' in entry));
		if (!named || value.length === 0) return {};
		return Object.fromEntries(
			value.map((entry: Record<string, unknown>) => {
				const key = 'type' in entry ? 'type' : 'name';
				return [`k:${JSON.stringify({ [key]: entry[key] })}`, { '.': {}, ...fieldSet(entry) }];
			}),
		);
	}
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [`f:${key}`, fieldSet(entry)]));
};

const probe = (path: string) => ({
	httpGet: { path, port: 'http', scheme: 'HTTP' },
	timeoutSeconds: 1,
	periodSeconds: 10,
	successThreshold: 1,
	failureThreshold: 3,
});

const tokenMount = { name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };

const variables = [
	'LOG_LEVEL',
	'REGION',
	'OTEL_EXPORTER_OTLP_ENDPOINT',
	'DATABASE_URL',
	'CACHE_URL',
	'FEATURE_FLAGS',
	'BROKERS',
	'ERROR_SINK',
];

const container = (name: string, image: string, port: number | undefined, cpu: string, memory: string, service: string): Container => ({
	name,
	image,
	...(port === undefined ? {} : { ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] }),
	env: [
		...variables.map((variable) => ({ name: variable, value: `${variable.toLowerCase().replaceAll('_', '-')}-for-${service}` })),
		{ name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
		{ name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
		{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db-credentials', key: 'password', optional: true } } },
	],
	resources: { limits: { memory: doubled(memory) }, requests: { cpu, memory } },
	volumeMounts: [{ name: 'config', mountPath: '/etc/app' }, { name: 'tmp', mountPath: '/tmp' }, tokenMount],
	...(port === undefined ? {} : { livenessProbe: probe('/livez'), readinessProbe: probe('/readyz') }),
	terminationMessagePath: '/dev/termination-log',
	terminationMessagePolicy: 'File',
	imagePullPolicy: 'IfNotPresent',
	securityContext: { capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
});

const doubled = (memory: string): string => memory.replace(/^\d+/, (digits) => String(Number.parseInt(digits, 10) * 2));

const volumes = (app: string) => [
	{ name: 'config', configMap: { name: `${app}-config`, defaultMode: 420, optional: true } },
	{ name: 'tmp', emptyDir: {} },
	{
		name: 'kube-api-access',
		projected: {
			sources: [
				{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
				{ configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
				{ downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
			],
			defaultMode: 420,
		},
	},
];

/** The template of a planned workload, with the image given: a rollout is the same plan with another one. */
export const templateOf = (plan: WorkloadPlan, image = plan.image): PodTemplate => {
	const version = image.slice(image.lastIndexOf(':') + 1);
	const labels = {
		app: plan.name,
		'app.kubernetes.io/name': plan.name,
		'app.kubernetes.io/part-of': plan.namespace,
		'app.kubernetes.io/version': version,
	};
	const main = container(plan.name, image, plan.port, plan.cpu, plan.memory, plan.name);
	const proxy = container('proxy', 'registry.example.com/mesh/envoy:1.35.1', 15_001, '20m', '48Mi', 'mesh');
	return {
		metadata: { labels, annotations: { 'prometheus.io/port': String(plan.port ?? 9100), 'prometheus.io/scrape': 'true' } },
		spec: {
			volumes: sharePart(volumes(plan.name)),
			containers: sharePart(plan.proxy === true ? [main, proxy] : [main]),
			restartPolicy: 'Always',
			terminationGracePeriodSeconds: 30,
			dnsPolicy: 'ClusterFirst',
			serviceAccountName: 'default',
			serviceAccount: 'default',
			securityContext: { runAsUser: 10_001, runAsNonRoot: true },
			schedulerName: 'default-scheduler',
		},
	};
};

const hashLetters = '0123456789abcdef';

/** The pod-template-hash of a template: the same text for the same template, another one for each collision. */
export const templateHash = (template: PodTemplate, collisions = 0): string => {
	const text = JSON.stringify(template.spec.containers) + JSON.stringify(template.metadata) + (collisions === 0 ? '' : String(collisions));
	const one = hashOf(text);
	return Array.from({ length: 10 }, (_, index) => hashLetters[(hashOf(`${one}/${index}`) >>> 4) % 16]).join('');
};

/** What every pod of a template carries unchanged; made once for all of them. */
export interface SharedPodParts {
	readonly tolerations: readonly object[];
	readonly managedSpec: ManagedField;
	readonly managedStatus: ManagedField;
}

const tolerations = sharePart([
	{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
	{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
]);

export const everyNodeTolerations = sharePart([
	{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
	{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
	{ key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
	{ key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
	{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
	{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
]);

const sharedParts = new WeakMap<object, SharedPodParts>();

const statusFields = fieldSet({
	conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
		type,
		status: '',
		lastProbeTime: '',
		lastTransitionTime: '',
	})),
	containerStatuses: 0,
	hostIP: 0,
	hostIPs: 0,
	phase: 0,
	podIP: 0,
	podIPs: 0,
	startTime: 0,
});

export const sharedPodParts = (template: PodTemplate, time: string): SharedPodParts => {
	const known = sharedParts.get(template.spec.containers);
	if (known !== undefined) return known;
	const parts: SharedPodParts = {
		tolerations,
		managedSpec: {
			manager: 'kube-controller-manager',
			operation: 'Update',
			apiVersion: 'v1',
			time,
			fieldsType: 'FieldsV1',
			fieldsV1: {
				'f:metadata': { 'f:generateName': {}, ...fieldSet(template.metadata), 'f:ownerReferences': { '.': {} } },
				'f:spec': fieldSet(template.spec),
			},
		},
		managedStatus: {
			manager: 'kubelet',
			operation: 'Update',
			apiVersion: 'v1',
			time,
			fieldsType: 'FieldsV1',
			fieldsV1: { 'f:status': statusFields },
			subresource: 'status',
		},
	};
	sharedParts.set(template.spec.containers, parts);
	return parts;
};
