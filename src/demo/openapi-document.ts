import { createHash } from 'node:crypto';
import { fieldsOf } from './json-value.ts';
import { type ScalarName, type Struct, type StructField, structNameOf, structsFrom, type ValueType } from './kind-schema.ts';
import { apiVersionOf, type Resource } from './resources.ts';

/** `apps.v1.Deployment` under the name that OpenAPI documents of Kubernetes have for it. */
const schemaName = (name: string): string => `io.k8s.${packages[name.slice(0, name.indexOf('.'))] ?? 'api'}.${name}`;

/** Where the types of a group are kept that are not in k8s.io/api. */
const packages: Readonly<Record<string, string>> = {
	meta: 'apimachinery.pkg.apis',
	apiextensions: 'apiextensions-apiserver.pkg.apis',
	apiregistration: 'kube-aggregator.pkg.apis',
};

const scalars: Readonly<Record<ScalarName, object>> = {
	string: { type: 'string' },
	byte: { type: 'string', format: 'byte' },
	boolean: { type: 'boolean' },
	int32: { type: 'integer', format: 'int32' },
	int64: { type: 'integer', format: 'int64' },
	double: { type: 'number', format: 'double' },
	number: { type: 'number' },
	time: { type: 'string', format: 'date-time' },
	microtime: { type: 'string', format: 'date-time' },
	quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
	intorstring: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
	object: { type: 'object' },
};

const typeSchema = (type: ValueType): object => {
	switch (type.is) {
		case 'scalar':
			return { ...scalars[type.name], ...(type.values === undefined ? {} : { enum: type.values }) };
		case 'struct':
			return { allOf: [{ $ref: `#/components/schemas/${schemaName(type.name)}` }] };
		case 'map':
			return {
				type: 'object',
				additionalProperties: typeSchema(type.values),
				...(type.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
			};
		case 'list':
			return {
				type: 'array',
				items: typeSchema(type.items),
				'x-kubernetes-list-type': type.keys === undefined ? 'atomic' : type.keys === 'set' ? 'set' : 'map',
				...(Array.isArray(type.keys) ? { 'x-kubernetes-list-map-keys': type.keys } : {}),
				...(type.mergeKey === undefined || type.mergeKey === '' ? {} : { 'x-kubernetes-patch-merge-key': type.mergeKey }),
			};
	}
};

const fieldSchema = ({ type, retainKeys }: StructField): object => {
	const merges = type.is === 'list' && type.mergeKey !== undefined;
	const strategies = [...(merges ? ['merge'] : []), ...(retainKeys ? ['retainKeys'] : [])];
	return { ...typeSchema(type), ...(strategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategies.join(',') }) };
};

const structSchema = ({ fields }: Struct, kinds: readonly object[]): object => {
	const required = [...fields].filter(([, field]) => field.required).map(([name]) => name);
	return {
		type: 'object',
		...(required.length === 0 ? {} : { required }),
		properties: Object.fromEntries([...fields].map(([name, field]) => [name, fieldSchema(field)])),
		...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
	};
};

const kindOf = ({ gvr, kind }: Resource) => ({ group: gvr.group, version: gvr.version, kind });

const parameter = (name: string, type: string) => ({ name, in: 'query', schema: { type, uniqueItems: true } });

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => parameter(name, 'string'));

/** The name of a custom kind in OpenAPI documents: its group backwards. */
const customName = (group: string, version: string, kind: string): string => [...group.split('.').reverse(), version, kind].join('.');

const objectSchema = ({ gvr, kind, custom }: Resource): object =>
	custom === undefined
		? typeSchema({ is: 'struct', name: structNameOf(apiVersionOf(gvr), kind), atomic: false })
		: { $ref: `#/components/schemas/${customName(gvr.group, gvr.version, kind)}` };

const operation = (resource: Resource, action: string, parameters: readonly object[]) => ({
	parameters,
	responses: {
		'200': {
			description: 'OK',
			content: {
				'application/json': {
					schema: objectSchema(resource),
				},
			},
		},
	},
	'x-kubernetes-action': action,
	'x-kubernetes-group-version-kind': kindOf(resource),
});

const pathsOf = (resource: Resource): readonly (readonly [string, object])[] => {
	const { group, version, resource: name } = resource.gvr;
	const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
	const collection = resource.namespaced ? `${root}/namespaces/{namespace}/${name}` : `${root}/${name}`;
	const writes = resource.verbs.includes('patch');
	return [
		[collection, { get: operation(resource, 'list', []), ...(writes ? { post: operation(resource, 'post', writeParameters) } : {}) }],
		[
			`${collection}/{name}`,
			{
				get: operation(resource, 'get', []),
				...(writes
					? {
							put: operation(resource, 'put', writeParameters),
							patch: operation(resource, 'patch', [...writeParameters, parameter('force', 'boolean')]),
							delete: operation(resource, 'delete', [parameter('dryRun', 'string'), parameter('propagationPolicy', 'string')]),
						}
					: {}),
			},
		],
	];
};

/** The kinds that a client sends to subresources, by the group version that has them. */
const sentKinds: Readonly<Record<string, readonly string[]>> = { 'policy/v1': ['policy.v1.Eviction'], 'apps/v1': ['autoscaling.v1.Scale'] };

/** Of a custom kind: what its definition says, and what every object has. */
const customSchema = (resource: Resource): readonly (readonly [string, object])[] => {
	const { group, version } = resource.gvr;
	const schema = resource.custom?.schema ?? {};
	const properties = {
		...fieldsOf(schema['properties']),
		apiVersion: scalars.string,
		kind: scalars.string,
		metadata: typeSchema({ is: 'struct', name: 'meta.v1.ObjectMeta', atomic: false }),
	};
	const whole = { type: 'object', ...schema, properties, 'x-kubernetes-group-version-kind': [kindOf(resource)] };
	return [[customName(group, version, resource.kind), whole]];
};

const documentOf = (apiVersion: string, mine: readonly Resource[]): string => {
	const builtIn = mine.filter(({ custom }) => custom === undefined);
	const custom = mine.filter((resource) => resource.custom !== undefined);
	const kinds = new Map(builtIn.map((resource) => [structNameOf(apiVersion, resource.kind), kindOf(resource)]));
	const meta = custom.length === 0 ? [] : ['meta.v1.ObjectMeta'];
	const structs = structsFrom([...kinds.keys(), ...(sentKinds[apiVersion] ?? []), ...meta]);
	const schemas = structs.map((struct) => {
		const kind = kinds.get(struct.name);
		return [schemaName(struct.name), structSchema(struct, kind === undefined ? [] : [kind])];
	});
	return JSON.stringify({
		openapi: '3.0.0',
		info: { title: 'Kubernetes', version: 'v1.36.3' },
		paths: Object.fromEntries(mine.flatMap(pathsOf)),
		components: { schemas: Object.fromEntries([...schemas, ...custom.flatMap(customSchema)]) },
	});
};

/** Of the built-in kinds, which stay as they are. */
const documents = new Map<string, string>();

const documentText = (resources: readonly Resource[], apiVersion: string): string => {
	const known = documents.get(apiVersion);
	if (known !== undefined) return known;
	const mine = resources.filter(({ gvr }) => apiVersionOf(gvr) === apiVersion);
	const made = documentOf(apiVersion, mine);
	if (mine.every(({ custom }) => custom === undefined)) documents.set(apiVersion, made);
	return made;
};

const pathOf = (apiVersion: string): string => (apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`);

/**
 * OpenAPI v3 of the kinds that are served: the index, or one group version; undefined for another path. kubectl reads from it whether
 * the server validates fields and how lists are merged. `prefix` is what a client's paths begin with, because it takes those of the index
 * as they are.
 */
export const openapiAnswer = (resources: readonly Resource[], path: string, prefix: string): string | undefined => {
	const asked = /^\/openapi\/v3(?:\/(.+))?$/.exec(path);
	if (asked === null) return undefined;
	const apiVersions = [...new Set(resources.map(({ gvr }) => apiVersionOf(gvr)))];
	if (asked[1] !== undefined) {
		const found = apiVersions.find((apiVersion) => pathOf(apiVersion) === asked[1]);
		return found === undefined ? undefined : documentText(resources, found);
	}
	const entries = apiVersions.map((apiVersion) => {
		const hash = createHash('sha256').update(documentText(resources, apiVersion)).digest('hex').toUpperCase();
		return [pathOf(apiVersion), { serverRelativeURL: `${prefix}/openapi/v3/${pathOf(apiVersion)}?hash=${hash}` }];
	});
	return JSON.stringify({ paths: Object.fromEntries(entries) });
};
