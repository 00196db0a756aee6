import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { schemaCauses } from './custom-schema.ts';
import { type Cause, forbiddenValue, immutable, invalidValue, required, unsupported } from './invalid.ts';
import { fieldsOf, listOf, sameJson, valueAt } from './json-value.ts';
import { fieldsOfStruct, typeOfResource, type ValueType } from './kind-schema.ts';
import type { Resource } from './resources.ts';
import { metadataCauses, nameCauses } from './validate-metadata.ts';
import { anyRestart, podSpecCauses } from './validate-pod.ts';

const notNegative = (field: string, value: unknown): Cause[] =>
	typeof value === 'number' && value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : [];

const selectsTemplate = (spec: JsonObject): Cause[] => {
	const labels = valueAt(spec, 'template.metadata.labels');
	const wanted = fieldsOf(valueAt(spec, 'selector.matchLabels'));
	const missing = spec['selector'] === undefined || spec['selector'] === null ? [required('spec.selector')] : [];
	const expressions = listOf(valueAt(spec, 'selector.matchExpressions'));
	const matches = Object.entries(wanted).every(([key, value]) => fieldsOf(labels)[key] === value);
	if (missing.length === 0 && matches && (Object.keys(wanted).length > 0 || expressions.length > 0)) return [];
	return [...missing, invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')];
};

const templated = (spec: JsonObject, restarts: readonly string[], selects: boolean): Cause[] => [
	...(selects && spec['selector'] === undefined ? [required('spec.selector')] : []),
	...notNegative('spec.replicas', spec['replicas']),
	...(selects ? selectsTemplate(spec).filter(({ field }) => field !== 'spec.selector') : []),
	...podSpecCauses('spec.template.spec', fieldsOf(valueAt(spec, 'template.spec')), restarts),
];

const portCauses = (spec: JsonObject): Cause[] => {
	const ports = listOf(spec['ports']);
	if (ports.length === 0 && spec['type'] !== 'ExternalName' && spec['clusterIP'] !== 'None') return [required('spec.ports')];
	return ports.flatMap((entry, index) => {
		const { port, name } = fieldsOf(entry);
		const named = ports.length > 1 && (name ?? '') === '' ? [required(`spec.ports[${index}].name`)] : [];
		const inRange = typeof port === 'number' && port >= 1 && port <= 65_535;
		return [...named, ...(inRange ? [] : [invalidValue(`spec.ports[${index}].port`, port ?? 0, 'must be between 1 and 65535, inclusive')])];
	});
};

const dataCauses = (object: JsonObject, fields: readonly string[]): Cause[] =>
	fields.flatMap((field) => Object.keys(fieldsOf(object[field])).flatMap((key) => nameCauses(`${field}[${key}]`, key, 'configKey')));

const budgetCauses = (spec: JsonObject): Cause[] =>
	spec['minAvailable'] !== undefined && spec['maxUnavailable'] !== undefined
		? [invalidValue('spec', spec, 'minAvailable and maxUnavailable cannot be both set')]
		: [...notNegative('spec.minAvailable', spec['minAvailable']), ...notNegative('spec.maxUnavailable', spec['maxUnavailable'])];

const scalerCauses = (spec: JsonObject): Cause[] => {
	const low = spec['minReplicas'];
	const high = spec['maxReplicas'];
	if (typeof high !== 'number' || high < 1) return [invalidValue('spec.maxReplicas', high ?? 0, 'must be greater than 0')];
	return typeof low === 'number' && low > high
		? [invalidValue('spec.maxReplicas', high, 'must be greater than or equal to `minReplicas`')]
		: [];
};

const cronFields = /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every \S+|(\S+\s+){4}\S+)$/;

const scheduleCauses = (spec: JsonObject): Cause[] => {
	const schedule = String(spec['schedule'] ?? '');
	if (schedule === '') return [required('spec.schedule')];
	if (cronFields.test(schedule)) return [];
	return [invalidValue('spec.schedule', schedule, `expected exactly 5 fields, found ${schedule.split(/\s+/).length}: [${schedule}]`)];
};

/** apiextensions pkg/apis/apiextensions/validation: what every client runs into first. */
const definitionCauses = (object: JsonObject, spec: JsonObject): Cause[] => {
	const name = valueAt(object, 'metadata.name');
	const wanted = `${String(valueAt(spec, 'names.plural'))}.${String(spec['group'])}`;
	const versions = listOf(spec['versions']).map(fieldsOf);
	const stored = versions.filter(({ storage }) => storage === true);
	return [
		...(name === wanted ? [] : [invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
		...versions.flatMap((version, index) =>
			version['schema'] === undefined ? [required(`spec.versions[${index}].schema.openAPIV3Schema`, 'schemas are required')] : [],
		),
		...(stored.length === 1
			? []
			: [invalidValue('spec.versions', spec['versions'], 'must have exactly one version marked as storage version')]),
	];
};

type Validator = (object: JsonObject, spec: JsonObject) => Cause[];

const validators: Readonly<Record<string, Validator>> = {
	Pod: (_, spec) => podSpecCauses('spec', spec, anyRestart),
	Deployment: (_, spec) => templated(spec, ['Always'], true),
	ReplicaSet: (_, spec) => templated(spec, ['Always'], true),
	StatefulSet: (_, spec) => templated(spec, ['Always'], true),
	DaemonSet: (_, spec) => templated(spec, ['Always'], true),
	Job: (_, spec) => templated(spec, ['OnFailure', 'Never'], false),
	CronJob: (_, spec) => [
		...scheduleCauses(spec),
		...podSpecCauses('spec.jobTemplate.spec.template.spec', fieldsOf(valueAt(spec, 'jobTemplate.spec.template.spec')), [
			'OnFailure',
			'Never',
		]),
	],
	Service: (_, spec) => portCauses(spec),
	ConfigMap: (object) => dataCauses(object, ['data', 'binaryData']),
	Secret: (object) => dataCauses(object, ['data']),
	PodDisruptionBudget: (_, spec) => budgetCauses(spec),
	HorizontalPodAutoscaler: (_, spec) => scalerCauses(spec),
	CustomResourceDefinition: definitionCauses,
};

/** Fields with a closed list of values that hold another one, apart from those that a validator has its own words for. */
const closedLists = (value: unknown, type: ValueType, path: string): Cause[] => {
	if (type.is === 'list') return listOf(value).flatMap((entry, index) => closedLists(entry, type.items, `${path}[${index}]`));
	if (type.is === 'scalar')
		return type.values !== undefined && typeof value === 'string' && value !== '' && !type.values.includes(value)
			? [unsupported(path, value, type.values)]
			: [];
	if (type.is !== 'struct' || !isJsonObject(value)) return [];
	const fields = fieldsOfStruct(type);
	return Object.entries(value).flatMap(([key, entry]) => {
		const field = fields.get(key);
		return field === undefined ? [] : closedLists(entry, field.type, path === '' ? key : `${path}.${key}`);
	});
};

const podChange = [
	'pod updates may not change fields other than `spec.containers[*].image`',
	'`spec.initContainers[*].image`',
	'`spec.activeDeadlineSeconds`',
	'`spec.tolerations` (only additions to existing tolerations)',
	'`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

const setChange =
	"updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** A pod without what may be changed of it. */
const fixedPod = (spec: JsonObject): JsonObject => {
	const imageless = (list: unknown) => listOf(list).map((entry) => ({ ...fieldsOf(entry), image: '' }));
	return {
		...spec,
		containers: imageless(spec['containers']),
		initContainers: imageless(spec['initContainers']),
		activeDeadlineSeconds: 0,
		tolerations: [],
		terminationGracePeriodSeconds: 0,
		// The scheduler's doing, and not asked for by a client that leaves it out.
		nodeName: spec['nodeName'] ?? '',
	};
};

const fixedSet = (spec: JsonObject): JsonObject => ({
	...spec,
	...Object.fromEntries(
		[
			'replicas',
			'ordinals',
			'template',
			'updateStrategy',
			'revisionHistoryLimit',
			'persistentVolumeClaimRetentionPolicy',
			'minReadySeconds',
		].map((key) => [key, null]),
	),
});

type Fixed = (before: JsonObject, after: JsonObject) => Cause[];

const unchanged =
	(...paths: readonly string[]): Fixed =>
	(before, after) =>
		paths.flatMap((path) => (sameJson(valueAt(before, path), valueAt(after, path)) ? [] : [immutable(path, valueAt(after, path))]));

/** What may not be changed once it is there. */
const fixedFields: Readonly<Record<string, Fixed>> = {
	Pod: (before, after) =>
		sameJson(fixedPod(fieldsOf(before['spec'])), fixedPod(fieldsOf(after['spec']))) ? [] : [forbiddenValue('spec', podChange)],
	Deployment: unchanged('spec.selector'),
	ReplicaSet: unchanged('spec.selector'),
	DaemonSet: unchanged('spec.selector'),
	StatefulSet: (before, after) =>
		sameJson(fixedSet(fieldsOf(before['spec'])), fixedSet(fieldsOf(after['spec']))) ? [] : [forbiddenValue('spec', setChange)],
	Job: unchanged('spec.selector', 'spec.template'),
	Service: (before, after) => {
		const [old, now] = [valueAt(before, 'spec.clusterIP'), valueAt(after, 'spec.clusterIP')];
		return old === now || old === undefined ? [] : [invalidValue('spec.clusterIPs[0]', [now], 'may not change once set')];
	},
	ConfigMap: (before, after) =>
		before['immutable'] === true
			? ['data', 'binaryData', 'immutable']
					.filter((field) => !sameJson(before[field], after[field]))
					.map((field) => forbiddenValue(field, 'field is immutable when `immutable` is set'))
			: [],
	Secret: unchanged('type'),
};

/** By the definition's schema, which says nothing of metadata that counts. */
const customCauses = ({ metadata: _metadata, ...rest }: KubeObject, schema: JsonObject): Cause[] => {
	const { metadata: _unchecked, apiVersion: _version, kind: _kind, ...properties } = fieldsOf(schema['properties']);
	return schemaCauses(rest, { ...schema, properties }, '');
};

/** Everything that is wrong with an object, in the order that the server says it; `before` when it is a change. */
export const objectCauses = (resource: Resource, object: KubeObject, before: KubeObject | undefined): readonly Cause[] => {
	if (resource.custom !== undefined) return [...metadataCauses('', object.metadata), ...customCauses(object, resource.custom.schema)];
	const causes = [
		...metadataCauses(resource.kind, object.metadata),
		...(validators[resource.kind]?.(object, fieldsOf(object['spec'])) ?? []),
		...(before === undefined ? [] : (fixedFields[resource.kind]?.(before, object) ?? [])),
	];
	const said = new Set(causes.map(({ field }) => field));
	return [
		...causes,
		...closedLists({ ...object, status: undefined }, typeOfResource(resource), '').filter(({ field }) => !said.has(field)),
	];
};
