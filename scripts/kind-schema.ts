import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';

/**
 * Writes src/demo/kind-schema-text.ts from OpenAPI v3 documents of a real API server:
 * `kubectl get --raw /openapi/v3/api/v1 > v1.json` and so on for each group, then `node scripts/kind-schema.ts *.json`.
 * Only names, types, list keys and patch strategies are kept; src/demo/kind-schema.ts has the notation.
 */
interface Property {
	readonly type?: string;
	readonly format?: string;
	readonly enum?: readonly string[];
	readonly $ref?: string;
	readonly allOf?: readonly [{ readonly $ref: string }];
	readonly items?: Property;
	readonly additionalProperties?: Property;
	readonly 'x-kubernetes-map-type'?: string;
	readonly 'x-kubernetes-list-type'?: string;
	readonly 'x-kubernetes-list-map-keys'?: readonly string[];
	readonly 'x-kubernetes-patch-strategy'?: string;
	readonly 'x-kubernetes-patch-merge-key'?: string;
}

interface Definition {
	readonly properties?: Readonly<Record<string, Property>>;
	readonly required?: readonly string[];
	readonly 'x-kubernetes-map-type'?: string;
}

const kinds = [
	'ConfigMap Endpoints core.v1.Event events.v1.Event LimitRange Namespace Node PersistentVolumeClaim PersistentVolume Pod ResourceQuota Secret ServiceAccount Service',
	'DaemonSet Deployment ReplicaSet StatefulSet CronJob Job v2.HorizontalPodAutoscaler v1.HorizontalPodAutoscaler Lease EndpointSlice Ingress NetworkPolicy PodDisruptionBudget CSINode',
	'VolumeAttachment CSIDriver IngressClass PriorityClass RuntimeClass ValidatingWebhookConfiguration MutatingWebhookConfiguration',
	'APIService CustomResourceDefinition ControllerRevision Role RoleBinding ClusterRole ClusterRoleBinding',
	'StorageClass Eviction Scale DeleteOptions Status SelfSubjectAccessReview SelfSubjectRulesReview SelfSubjectReview',
].flatMap((line) => line.split(' '));

const definitions = new Map<string, Definition>();
for (const file of argv.slice(2)) {
	const document = JSON.parse(readFileSync(file, 'utf8')) as { readonly components: { readonly schemas: Record<string, Definition> } };
	for (const [name, definition] of Object.entries(document.components.schemas)) definitions.set(name, definition);
}

const shortOf = (name: string): string =>
	name.replace(/^io\.k8s\.(api|(apimachinery|apiextensions-apiserver|kube-aggregator)\.pkg\.apis)\./, '');

const scalars: Readonly<Record<string, string>> = {
	'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'time',
	'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'microtime',
	'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'intorstring',
	'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
	'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'object',
	'io.k8s.apimachinery.pkg.runtime.RawExtension': 'object',
};

const wanted: string[] = [];

const typeText = (property: Property): string => {
	const ref = (property.$ref ?? property.allOf?.[0].$ref)?.replace('#/components/schemas/', '');
	if (ref !== undefined) {
		const scalar = scalars[ref];
		if (scalar !== undefined) return scalar;
		if (!wanted.includes(ref)) wanted.push(ref);
		return `${shortOf(ref)}${property['x-kubernetes-map-type'] === 'atomic' ? '!' : ''}`;
	}
	switch (property.type) {
		case 'array': {
			const keys = property['x-kubernetes-list-map-keys'] ?? [];
			const list = property['x-kubernetes-list-type'];
			const merge = property['x-kubernetes-patch-merge-key'];
			const strategy = property['x-kubernetes-patch-strategy'] ?? '';
			const marks = [
				list === 'map' ? `@${keys.join('+')}` : list === 'set' ? '@' : '',
				strategy.includes('merge') ? `^${merge ?? ''}` : '',
				strategy.includes('retainKeys') ? '=' : '',
			];
			return `[${typeText(property.items ?? {})}]${marks.join('')}`;
		}
		case 'object':
			if (property.additionalProperties === undefined) return 'object';
			return `{${typeText(property.additionalProperties)}}${property['x-kubernetes-map-type'] === 'atomic' ? '!' : ''}`;
		case 'integer':
			return property.format ?? 'int64';
		case 'string': {
			if (property.format !== undefined) return property.format;
			const values = property.enum?.filter((value) => value !== '') ?? [];
			return values.length === 0 ? 'string' : `"${values.join('|')}"`;
		}
		default:
			return property.type ?? 'object';
	}
};

const lines: string[] = [];
for (const kind of kinds) {
	const found = [...definitions.keys()].find(
		(name) => name.endsWith(`.${kind}`) && !name.includes('.core.v1.Scale') && !/v1beta|v1alpha/.test(name),
	);
	if (found === undefined) throw new Error(`no document defines ${kind}`);
	wanted.push(found);
}
for (const name of wanted) {
	const definition = definitions.get(name);
	if (definition === undefined) throw new Error(`no document defines ${name}`);
	const fields = Object.entries(definition.properties ?? {}).map(([field, property]) => {
		const strategy = property['x-kubernetes-patch-strategy'] ?? '';
		const retains = property.type !== 'array' && strategy.includes('retainKeys') ? '=' : '';
		return `${field}${definition.required?.includes(field) === true ? '*' : ''}:${typeText(property)}${retains}`;
	});
	lines.push(`${shortOf(name)}${definition['x-kubernetes-map-type'] === 'atomic' ? '!' : ''} ${fields.join(' ')}`.trimEnd());
}
stdout.write(`/** Written by scripts/kind-schema.ts from the OpenAPI documents of kube-apiserver 1.36.3. */
export const kindSchemaText = \`${lines.join('\n')}\`;
`);
