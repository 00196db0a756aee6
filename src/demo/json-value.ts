import { isJsonObject, type JsonObject } from '../base/json-parts.ts';

/** The value when it is an object, else an empty one. */
export const fieldsOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether two parsed JSON values are the same; the order of an object's keys does not matter. */
export const sameJson = (a: unknown, b: unknown): boolean => {
	if (a === b) return true;
	if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((entry, index) => sameJson(entry, b[index]));
	if (!isJsonObject(a) || !isJsonObject(b)) return false;
	const keys = Object.keys(a).filter((key) => a[key] !== undefined);
	return keys.length === Object.keys(b).filter((key) => b[key] !== undefined).length && keys.every((key) => sameJson(a[key], b[key]));
};

/** The value at a dotted path. */
export const valueAt = (value: unknown, path: string): unknown =>
	path.split('.').reduce<unknown>((found, key) => (isJsonObject(found) ? found[key] : undefined), value);

/** A copy with another value at a dotted path; `undefined` takes the field away. */
export const withValueAt = (value: unknown, path: string, next: unknown): JsonObject => {
	const [key = '', ...rest] = path.split('.');
	const fields = fieldsOf(value);
	const changed = rest.length === 0 ? next : withValueAt(fields[key], rest.join('.'), next);
	if (changed !== undefined) return { ...fields, [key]: changed };
	const { [key]: _gone, ...kept } = fields;
	return kept;
};

/** The value without fields that are null, at any depth: a typed server reads them as not there. */
export const withoutNulls = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (!isJsonObject(value)) return value;
	return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (entry === null ? [] : [[key, withoutNulls(entry)]])));
};
