import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import { fieldsOf, sameJson } from './json-value.ts';
import { fieldType, type ListType, type ValueType } from './kind-schema.ts';
import { badRequest } from './status.ts';

const orderDirective = '$setElementOrder/';
const deleteDirective = '$deleteFromPrimitiveList/';

const entriesOf = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);

const keyOf = (entry: unknown, mergeKey: string): unknown => {
	if (mergeKey === '') return entry;
	const key = fieldsOf(entry)[mergeKey];
	if (key === undefined) throw badRequest(`map: ${JSON.stringify(entry)} does not contain declared merge key: ${mergeKey}`);
	return key;
};

/** Entries in the order that the client has them in; what only the server has keeps its place after what stood before it. */
const inOrder = (entries: readonly unknown[], order: readonly unknown[], mergeKey: string): readonly unknown[] => {
	const wanted = order.map((entry) => keyOf(entry, mergeKey));
	const rank = (entry: unknown): number => wanted.findIndex((key) => sameJson(key, keyOf(entry, mergeKey)));
	const sorted = entries.filter((entry) => rank(entry) >= 0).sort((a, b) => rank(a) - rank(b));
	const result: unknown[] = [];
	for (const entry of entries)
		if (rank(entry) < 0) result.push(entry);
		else {
			const next = sorted.shift();
			if (next !== undefined) result.push(next);
		}
	return result;
};

const mergeList = (target: unknown, patch: readonly unknown[], type: ListType, mergeKey: string): readonly unknown[] => {
	if (patch.some((entry) => isJsonObject(entry) && entry['$patch'] === 'replace'))
		return patch.filter((entry) => !(isJsonObject(entry) && entry['$patch'] === 'replace'));
	let merged = [...entriesOf(target)];
	for (const change of patch) {
		const key = keyOf(change, mergeKey);
		const at = merged.findIndex((entry) => sameJson(keyOf(entry, mergeKey), key));
		if (isJsonObject(change) && change['$patch'] === 'delete') merged = merged.filter((_, index) => index !== at);
		else if (at < 0) merged.push(withoutDirectives(change, type.items));
		else merged[at] = strategicMerge(merged[at], change, type.items);
	}
	return merged;
};

/** What a patch adds where nothing was: itself, without nulls and directives. */
const withoutDirectives = (patch: unknown, type: ValueType | undefined): unknown =>
	isJsonObject(patch) ? strategicMerge({}, patch, type) : patch;

const retained = (merged: JsonObject, keep: unknown): JsonObject =>
	Array.isArray(keep) ? Object.fromEntries(Object.entries(merged).filter(([key]) => keep.includes(key))) : merged;

/**
 * A strategic merge patch by the merge keys of the built-in kinds, with its directives `$patch`, `$retainKeys`, `$setElementOrder` and
 * `$deleteFromPrimitiveList` (apimachinery pkg/util/strategicpatch). Throws a StatusError 400 for an entry without its merge key.
 */
export const strategicMerge = (target: unknown, patch: unknown, type: ValueType | undefined): unknown => {
	if (!isJsonObject(patch)) return patch;
	if (patch['$patch'] === 'delete') return {};
	const start = patch['$patch'] === 'replace' ? {} : fieldsOf(target);
	const merged: Record<string, unknown> = { ...start };
	for (const [key, change] of Object.entries(patch)) {
		if (key.startsWith(deleteDirective)) {
			const name = key.slice(deleteDirective.length);
			merged[name] = entriesOf(merged[name]).filter((entry) => !entriesOf(change).some((gone) => sameJson(gone, entry)));
		}
		if (key.startsWith('$')) continue;
		const inner = fieldType(type, key);
		if (change === null) delete merged[key];
		else if (inner?.is === 'list' && inner.mergeKey !== undefined && Array.isArray(change))
			merged[key] = mergeList(merged[key], change, inner, inner.mergeKey);
		else if (isJsonObject(change) && (inner === undefined || inner.is === 'struct' || inner.is === 'map'))
			merged[key] = strategicMerge(merged[key], change, inner);
		else merged[key] = change;
	}
	for (const [key, order] of Object.entries(patch)) {
		if (!key.startsWith(orderDirective)) continue;
		const name = key.slice(orderDirective.length);
		const inner = fieldType(type, name);
		if (inner?.is === 'list' && inner.mergeKey !== undefined && Array.isArray(merged[name]))
			merged[name] = inOrder(merged[name], entriesOf(order), inner.mergeKey);
	}
	return retained(merged, patch['$retainKeys']);
};
