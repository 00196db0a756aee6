import { createHash } from 'node:crypto';
import { type ScalarName, type Struct, type StructField, structNameOf, structsFrom, type ValueType } from './kind-schema.ts';
import { apiVersionOf, type Resource, resources } from './resources.ts';

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

const operation = (resource: Resource, action: string, parameters: readonly object[]) => ({
	parameters,
	responses: {
		'200': {
			description: 'OK',
			content: {
				'application/json': {
					schema: typeSchema({ is: 'struct', name: structNameOf(apiVersionOf(resource.gvr), resource.kind), atomic: false }),
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

const documentOf = (apiVersion: string): string => {
	const mine = resources.filter(({ gvr }) => apiVersionOf(gvr) === apiVersion);
	const kinds = new Map(mine.map((resource) => [structNameOf(apiVersion, resource.kind), kindOf(resource)]));
	const structs = structsFrom([...kinds.keys(), ...(sentKinds[apiVersion] ?? [])]);
	const schemas = structs.map((struct) => {
		const kind = kinds.get(struct.name);
		return [schemaName(struct.name), structSchema(struct, kind === undefined ? [] : [kind])];
	});
	return JSON.stringify({
		openapi: '3.0.0',
		info: { title: 'Kubernetes', version: 'v1.36.3' },
		paths: Object.fromEntries(mine.flatMap(pathsOf)),
		components: { schemas: Object.fromEntries(schemas) },
	});
};

const documents = new Map<string, string>();

const documentText = (apiVersion: string): string => {
	const made = documents.get(apiVersion) ?? documentOf(apiVersion);
	documents.set(apiVersion, made);
	return made;
};

const pathOf = (apiVersion: string): string => (apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`);

const apiVersions = (): readonly string[] => [...new Set(resources.map(({ gvr }) => apiVersionOf(gvr)))];

/**
 * OpenAPI v3 of the kinds that are served: the index, or one group version; undefined for another path. kubectl reads from it whether
 * the server validates fields and how lists are merged. `prefix` is what a client's paths begin with, because it takes those of the index
 * as they are.
 */
export const openapiAnswer = (path: string, prefix: string): string | undefined => {
	const asked = /^\/openapi\/v3(?:\/(.+))?$/.exec(path);
	if (asked === null) return undefined;
	if (asked[1] !== undefined) {
		const found = apiVersions().find((apiVersion) => pathOf(apiVersion) === asked[1]);
		return found === undefined ? undefined : documentText(found);
	}
	const entries = apiVersions().map((apiVersion) => {
		const hash = createHash('sha256').update(documentText(apiVersion)).digest('hex').toUpperCase();
		return [pathOf(apiVersion), { serverRelativeURL: `${prefix}/openapi/v3/${pathOf(apiVersion)}?hash=${hash}` }];
	});
	return JSON.stringify({ paths: Object.fromEntries(entries) });
};
