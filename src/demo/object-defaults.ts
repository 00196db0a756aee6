import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import { withSchemaDefaults } from './custom-schema.ts';
import { fieldsOf, listOf, valueAt, withoutNulls, withValueAt } from './json-value.ts';
import { hashOf } from './random.ts';
import type { Resource } from './resources.ts';

/** Fields that are not there are filled in, at any depth; what is there stays. */
const filled = (value: unknown, defaults: JsonObject): JsonObject => {
	const given = fieldsOf(value);
	const result: Record<string, unknown> = { ...given };
	for (const [key, preset] of Object.entries(defaults)) {
		if (given[key] === undefined || given[key] === null) result[key] = preset;
		else if (isJsonObject(preset) && isJsonObject(given[key]) && Object.keys(preset).length > 0) result[key] = filled(given[key], preset);
	}
	return result;
};

const eachIn = (holder: JsonObject, key: string, change: (entry: JsonObject) => JsonObject): JsonObject =>
	Array.isArray(holder[key])
		? { ...holder, [key]: listOf(holder[key]).map((entry) => (isJsonObject(entry) ? change(entry) : entry)) }
		: holder;

const changeAt = (holder: JsonObject, key: string, change: (inner: JsonObject) => JsonObject): JsonObject =>
	isJsonObject(holder[key]) ? { ...holder, [key]: change(holder[key]) } : holder;

const probe = (given: JsonObject): JsonObject =>
	changeAt(filled(given, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }), 'httpGet', (get) =>
		filled(get, { path: '/', scheme: 'HTTP' }),
	);

const pullPolicy = (image: unknown): string => {
	const name = String(image ?? '').split('@')[0] ?? '';
	const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1];
	return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
};

const container = (given: JsonObject): JsonObject => {
	const base = filled(given, {
		resources: {},
		terminationMessagePath: '/dev/termination-log',
		terminationMessagePolicy: 'File',
		imagePullPolicy: pullPolicy(given['image']),
	});
	const probed = ['livenessProbe', 'readinessProbe', 'startupProbe'].reduce((at, key) => changeAt(at, key, probe), base);
	const withPorts = eachIn(probed, 'ports', (port) => filled(port, { protocol: 'TCP' }));
	return eachIn(withPorts, 'env', (entry) =>
		changeAt(entry, 'valueFrom', (from) => changeAt(from, 'fieldRef', (ref) => filled(ref, { apiVersion: 'v1' }))),
	);
};

const volume = (given: JsonObject): JsonObject =>
	['configMap', 'secret', 'downwardAPI', 'projected'].reduce(
		(at, key) => changeAt(at, key, (source) => filled(source, { defaultMode: 420 })),
		given,
	);

const podSpec = (given: JsonObject): JsonObject => {
	const base = filled(given, {
		restartPolicy: 'Always',
		terminationGracePeriodSeconds: 30,
		dnsPolicy: 'ClusterFirst',
		securityContext: {},
		schedulerName: 'default-scheduler',
	});
	return eachIn(eachIn(eachIn(base, 'containers', container), 'initContainers', container), 'volumes', volume);
};

const tolerations = ['not-ready', 'unreachable'].map((name) => ({
	key: `node.kubernetes.io/${name}`,
	operator: 'Exists',
	effect: 'NoExecute',
	tolerationSeconds: 300,
}));

const ownTolerations = (given: unknown): readonly unknown[] => [
	...listOf(given),
	...tolerations.filter(({ key }) => !listOf(given).some((entry) => fieldsOf(entry)['key'] === key)),
];

/** What admission adds to a pod beside the defaults of its template. */
const wholePodSpec = (given: JsonObject): JsonObject => {
	const account = given['serviceAccountName'] ?? 'default';
	return filled(
		{ ...podSpec(given), tolerations: ownTolerations(given['tolerations']) },
		{
			enableServiceLinks: true,
			serviceAccountName: account,
			serviceAccount: account,
			priority: 0,
			preemptionPolicy: 'PreemptLowerPriority',
		},
	);
};

const template = (spec: JsonObject): JsonObject => {
	const given = fieldsOf(spec['template']);
	return { ...spec, template: { ...given, metadata: fieldsOf(given['metadata']), spec: podSpec(fieldsOf(given['spec'])) } };
};

/** A fixed address for a service in the demo's range. */
const serviceAddress = (name: string): string => {
	const hash = hashOf(name);
	return `10.96.${hash % 256}.${1 + ((hash >>> 8) % 254)}`;
};

const service = (spec: JsonObject, key: string): JsonObject => {
	const type = spec['type'] ?? 'ClusterIP';
	const ports = eachIn(spec, 'ports', (port) => {
		const named = filled(port, { protocol: 'TCP', targetPort: port['port'] });
		return type === 'NodePort' || type === 'LoadBalancer'
			? filled(named, { nodePort: 30_000 + (hashOf(`${key}/${port['port']}`) % 2768) })
			: named;
	});
	const base = filled(ports, { type, sessionAffinity: 'None' });
	if (type === 'ExternalName') return base;
	const address = base['clusterIP'] ?? serviceAddress(key);
	return filled(base, {
		clusterIP: address,
		clusterIPs: [address],
		ipFamilies: ['IPv4'],
		ipFamilyPolicy: 'SingleStack',
		internalTrafficPolicy: 'Cluster',
		...(type === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Cluster' }),
		...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
	});
};

const rolling = (replicas: boolean) => ({
	...(replicas ? { replicas: 1 } : {}),
	revisionHistoryLimit: 10,
});

const jobDefaults = {
	parallelism: 1,
	completions: 1,
	backoffLimit: 6,
	completionMode: 'NonIndexed',
	suspend: false,
	podReplacementPolicy: 'TerminatingOrFailed',
};

/** What an autoscaler goes by that names nothing (kubernetes/kubernetes pkg/apis/autoscaling/v2/defaults.go). */
const usualMetric = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

/** apiextensions pkg/apis/apiextensions/v1/defaults.go */
const definitionSpec = (spec: JsonObject): JsonObject => {
	const names = fieldsOf(spec['names']);
	const kind = String(names['kind'] ?? '');
	return filled(spec, { names: { singular: kind.toLowerCase(), listKind: `${kind}List` }, conversion: { strategy: 'None' } });
};

/** Defaults of the spec, by kind (kubernetes/kubernetes pkg/apis/*\/v1/defaults.go). */
const specs: Readonly<Record<string, (spec: JsonObject, key: string) => JsonObject>> = {
	Pod: wholePodSpec,
	Deployment: (spec) => {
		const type = valueAt(spec, 'strategy.type') ?? 'RollingUpdate';
		const strategy = type === 'RollingUpdate' ? { type, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } } : { type };
		return filled(template(spec), { ...rolling(true), strategy, progressDeadlineSeconds: 600 });
	},
	ReplicaSet: (spec) => filled(template(spec), { replicas: 1 }),
	StatefulSet: (spec) =>
		filled(template(spec), {
			...rolling(true),
			podManagementPolicy: 'OrderedReady',
			serviceName: '',
			updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
			persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
		}),
	DaemonSet: (spec) =>
		filled(template(spec), {
			...rolling(false),
			updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
		}),
	Job: (spec) => filled(template(spec), jobDefaults),
	CronJob: (spec) =>
		changeAt(
			filled(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
			'jobTemplate',
			(job) => ({ metadata: {}, ...changeAt(job, 'spec', template) }),
		),
	Service: service,
	HorizontalPodAutoscaler: (spec) => filled(spec, { minReplicas: 1, metrics: [usualMetric] }),
	PersistentVolumeClaim: (spec) => filled(spec, { volumeMode: 'Filesystem', storageClassName: 'gp3' }),
	Namespace: (spec) => filled(spec, { finalizers: ['kubernetes'] }),
};

/** Kinds whose spec is counted by metadata.generation. */
export const hasGeneration = ({ kind, custom }: Resource): boolean =>
	custom !== undefined ||
	[
		'Pod',
		'Deployment',
		'ReplicaSet',
		'StatefulSet',
		'DaemonSet',
		'Job',
		'CronJob',
		'PodDisruptionBudget',
		'Ingress',
		'CustomResourceDefinition',
	].includes(kind);

const isBestEffort = (spec: unknown): boolean =>
	listOf(fieldsOf(spec)['containers']).every((entry) => {
		const resources = fieldsOf(fieldsOf(entry)['resources']);
		return Object.keys({ ...fieldsOf(resources['limits']), ...fieldsOf(resources['requests']) }).length === 0;
	});

/** The status of a new object, before any controller has seen it. Absent: the kind has none. */
const newStatus = (resource: Resource, object: JsonObject): JsonObject | undefined => {
	switch (resource.kind) {
		case 'Pod':
			return { phase: 'Pending', qosClass: isBestEffort(object['spec']) ? 'BestEffort' : 'Burstable' };
		case 'Namespace':
			return { phase: 'Active' };
		case 'PersistentVolumeClaim':
			return { phase: 'Pending' };
		case 'CustomResourceDefinition': {
			const versions = listOf(valueAt(object, 'spec.versions')).map(fieldsOf);
			return {
				conditions: null,
				acceptedNames: { plural: '', kind: '' },
				storedVersions: versions.flatMap(({ storage, name }) => (storage === true ? [name] : [])),
			};
		}
		default:
			return resource.empty?.['status'] as JsonObject | undefined;
	}
};

/** What the server fills in: on every write the defaults of the spec, so that what a patch takes away comes back. */
export const withDefaults = (resource: Resource, object: JsonObject): JsonObject => {
	const { kind } = resource;
	if (resource.custom !== undefined) return fieldsOf(withSchemaDefaults(object, resource.custom.schema));
	// A status has fields that are null and stay so.
	const { status, ...typed } = object;
	return { ...filledIn(kind, withoutNulls(typed) as JsonObject), ...(status === undefined ? {} : { status }) };
};

const filledIn = (kind: string, object: JsonObject): JsonObject => {
	const metadata = fieldsOf(object['metadata']);
	const key = `${String(metadata['namespace'])}/${String(metadata['name'])}`;
	const spec = specs[kind];
	const defaulted = spec === undefined ? object : { ...object, spec: spec(fieldsOf(object['spec']), key) };
	if (kind === 'Namespace')
		return {
			...defaulted,
			metadata: { ...metadata, labels: { ...fieldsOf(metadata['labels']), 'kubernetes.io/metadata.name': metadata['name'] } },
		};
	if (kind === 'Secret') {
		const { stringData, ...secret } = filled(defaulted, { type: 'Opaque' });
		const encoded = Object.entries(fieldsOf(stringData)).map(([name, text]) => [name, Buffer.from(String(text)).toString('base64')]);
		return encoded.length === 0 ? secret : { ...secret, data: { ...fieldsOf(secret['data']), ...Object.fromEntries(encoded) } };
	}
	if (kind === 'CustomResourceDefinition') return { ...defaulted, spec: definitionSpec(fieldsOf(defaulted['spec'])) };
	if (kind === 'StorageClass') return filled(defaulted, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
	return defaulted;
};

/** A new object: whatever status a client sent is not its to say. */
export const asNew = (resource: Resource, object: JsonObject): JsonObject => {
	const { status: _given, ...rest } = object;
	if (resource.custom !== undefined)
		return withValueAt(withDefaults(resource, resource.custom.hasStatus ? rest : object), 'metadata.generation', 1);
	const defaulted = withDefaults(resource, rest);
	const status = newStatus(resource, defaulted);
	const whole = status === undefined ? defaulted : { ...defaulted, status };
	return hasGeneration(resource) ? withValueAt(whole, 'metadata.generation', 1) : whole;
};
