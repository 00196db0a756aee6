import { byCodeUnits } from './by-code-units.ts';

/** Reading of what may have any shape: an object that somebody's own API made, or of which only a part was read. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON with the keys of mappings in order, as Go's encoding/json writes a map. */
export const sortedJson = (value: unknown): string =>
	JSON.stringify(value, (_, part: unknown) =>
		isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byCodeUnits(a, b))) : part,
	);

/** What stands at a path of keys; undefined where the path ends before. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
	let at = value;
	for (const key of path) {
		if (!isJsonObject(at) || !Object.hasOwn(at, key)) return undefined;
		at = at[key];
	}
	return at;
}

/** The mapping at a path; an empty one where there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject {
	const found = valueAt(value, ...path);
	return isJsonObject(found) ? found : {};
}

/** The mappings of the list at a path. */
export function objectsAt(value: unknown, ...path: readonly string[]): readonly JsonObject[] {
	const found = valueAt(value, ...path);
	return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** The text at a path; '' where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
	const found = valueAt(value, ...path);
	return typeof found === 'string' ? found : '';
}

/** The texts of the list at a path. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
	const found = valueAt(value, ...path);
	return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
}
