import type { KubeObject } from '../kube/types.ts';
import { apiVersionOf, type Resource } from './resources.ts';

/** Texts of parts that many objects have in common (a template's containers, its managedFields): made once, not ten thousand times. */
const sharedTexts = new WeakMap<object, string>();

/** Marks a value that many objects refer to. It is not changed afterwards. */
export const sharePart = <T extends object>(part: T): T => {
	sharedTexts.set(part, '');
	return part;
};

const partJson = (value: unknown): string | undefined => {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const text = sharedTexts.get(value);
	if (text === undefined) return JSON.stringify(value);
	if (text !== '') return text;
	const made = JSON.stringify(value);
	sharedTexts.set(value, made);
	return made;
};

const fieldsJson = (value: Readonly<Record<string, unknown>>, render: (part: unknown) => string | undefined): string => {
	const fields: string[] = [];
	for (const key in value) {
		const text = render(value[key]);
		if (text !== undefined) fields.push(`${JSON.stringify(key)}:${text}`);
	}
	return `{${fields.join(',')}}`;
};

const sectionJson = (value: unknown): string | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !sharedTexts.has(value)
		? fieldsJson(value as Readonly<Record<string, unknown>>, partJson)
		: partJson(value);

/** As it stands in a list: without kind and apiVersion, which the server leaves out there. */
export const itemJson = (object: KubeObject): string => fieldsJson(object, sectionJson);

/** As a GET or a watch event gives it. */
export const objectJson = (resource: Resource, object: KubeObject): string =>
	`{"kind":${JSON.stringify(resource.kind)},"apiVersion":${JSON.stringify(apiVersionOf(resource.gvr))},${itemJson(object).slice(1)}`;

export const partialItemJson = (object: KubeObject): string =>
	`{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":${sectionJson(object.metadata)}}`;
