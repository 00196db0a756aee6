import { counted } from '../base/counted.ts';
import { type JsonObject, objectAt, valueAt } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';

/** `kubectl apply` writes the whole object there, values and all. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Fields of a Secret that hold values by key: `data` in base64, `stringData` as they are. */
export const secretFields = ['data', 'stringData'] as const;
export type SecretField = (typeof secretFields)[number] | 'annotations';

/** One value of a Secret, as the lines of a text name it: `data/password`. */
export const secretTarget = (field: SecretField, key: string): string => `${field}/${key}`;

export const isSecret = ({ apiVersion, kind }: KubeObject): boolean => kind === 'Secret' && apiVersion === 'v1';

const byteLength = (value: unknown, field: SecretField): number =>
	typeof value === 'string' ? Buffer.byteLength(value, field === 'data' ? 'base64' : 'utf8') : 0;

/** What stands in the place of a value. It is no base64, so that a server refuses to take it for one. */
export function maskOf(value: unknown, field: SecretField): string {
	return `<masked, ${counted(byteLength(value, field), 'byte')}>`;
}

function masked(values: JsonObject, field: SecretField, isMasked: (target: string) => boolean): JsonObject {
	return Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, isMasked(secretTarget(field, key)) ? maskOf(value, field) : value]),
	);
}

/** A Secret with its values masked but for those that somebody asked for; any other object as it is. */
export function maskSecret(object: KubeObject, revealed: ReadonlySet<string> = new Set()): KubeObject {
	if (!isSecret(object)) return object;
	const hidden = (target: string): boolean => !revealed.has(target);
	const fields = secretFields.filter((field) => object[field] !== undefined);
	const { annotations } = object.metadata;
	return {
		...object,
		...Object.fromEntries(fields.map((field) => [field, masked(objectAt(object, field), field, hidden)])),
		metadata: {
			...object.metadata,
			...(annotations === undefined
				? {}
				: {
						annotations: masked(
							objectAt(annotations),
							'annotations',
							(target) => target === secretTarget('annotations', lastApplied) && hidden(target),
						),
					}),
		},
	};
}

/** A value of a Secret as it is meant: what `data` holds, decoded; undefined: there is no such value. */
export function secretValue(object: KubeObject, target: string): Buffer | undefined {
	const slash = target.indexOf('/');
	const field = target.slice(0, slash);
	const key = target.slice(slash + 1);
	const value = field === 'annotations' ? valueAt(object, 'metadata', 'annotations', key) : valueAt(object, field, key);
	return typeof value === 'string' ? Buffer.from(value, field === 'data' ? 'base64' : 'utf8') : undefined;
}

/** Bytes as the text that they are; undefined: they are none. */
export function secretText(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
