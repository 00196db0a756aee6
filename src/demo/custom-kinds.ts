import { isJsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { customColumns } from './custom-columns.ts';
import { customType } from './custom-schema.ts';
import { fieldsOf, listOf, valueAt } from './json-value.ts';
import type { Resource } from './resources.ts';

/** The order in which discovery names it, and clients send it. */
const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'] as const;

export const holdsCondition = (definition: KubeObject, type: string): boolean =>
	listOf(valueAt(definition, 'status.conditions')).some((entry) => {
		const condition = fieldsOf(entry);
		return condition['type'] === type && condition['status'] === 'True';
	});

const texts = (value: unknown): readonly string[] => listOf(value).map(String);

const made = (definition: KubeObject): readonly Resource[] => {
	const spec = fieldsOf(definition['spec']);
	const names = fieldsOf(spec['names']);
	const kind = String(names['kind']);
	return listOf(spec['versions'])
		.map(fieldsOf)
		.filter(({ served }) => served === true)
		.map((version): Resource => {
			const schema = fieldsOf(valueAt(version, 'schema.openAPIV3Schema'));
			const categories = texts(names['categories']);
			return {
				gvr: { group: String(spec['group']), version: String(version['name']), resource: String(names['plural']) },
				kind,
				singular: String(names['singular'] ?? kind.toLowerCase()),
				shortNames: texts(names['shortNames']),
				namespaced: spec['scope'] === 'Namespaced',
				...(categories.length === 0 ? {} : { categories }),
				verbs,
				custom: {
					schema,
					type: customType(kind, schema),
					columns: customColumns(version),
					hasStatus: isJsonObject(valueAt(version, 'subresources.status')),
				},
			};
		});
};

const kept = new WeakMap<KubeObject, readonly Resource[]>();

/** Discovery's order: stable versions first, newer ones first among them (apimachinery pkg/version CompareKubeAwareVersionStrings). */
const rank = (version: string): readonly [number, number, number] => {
	const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
	return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)];
};

export const byVersion = (a: string, b: string): number => {
	const [left, right] = [rank(a), rank(b)];
	return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
};

/** The kinds of a definition, one for each version that it serves; none before it is established. The same objects for the same definition. */
export const customKinds = (definition: KubeObject): readonly Resource[] => {
	if (!holdsCondition(definition, 'Established')) return [];
	let kinds = kept.get(definition);
	if (kinds === undefined) {
		kinds = [...made(definition)].sort((a, b) => byVersion(a.gvr.version, b.gvr.version));
		kept.set(definition, kinds);
	}
	return kinds;
};
