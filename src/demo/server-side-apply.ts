import { byCodeUnits } from '../base/by-code-units.ts';
import { isJsonObject, type JsonObject } from '../base/json-parts.ts';
import type { KubeObject } from '../kube/types.ts';
import { appliedFields, compareFields, entryElement, type FieldSet, joinPath, printPath, union, without } from './field-set.ts';
import { fieldsOf } from './json-value.ts';
import { fieldType, typeOfResource, type ValueType } from './kind-schema.ts';
import { type ManagedEntry, ownEntry, sortOut, type Writer, withEntries } from './managed-fields.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { failure, StatusError } from './status.ts';

/** The live value with the applied one laid over it: lists with keys by their keys, everything granular field by field. */
const lay = (live: unknown, applied: unknown, type: ValueType | undefined): unknown => {
	if (isJsonObject(applied)) {
		if ((type?.is === 'struct' || type?.is === 'map') && type.atomic) return applied;
		const merged: Record<string, unknown> = { ...fieldsOf(live) };
		for (const [key, value] of Object.entries(applied)) if (value !== null) merged[key] = lay(merged[key], value, fieldType(type, key));
		return merged;
	}
	if (!Array.isArray(applied) || !Array.isArray(live) || type?.is !== 'list' || type.keys === undefined) return applied;
	const left = new Map(live.map((entry) => [entryElement(type, entry), entry as unknown]));
	const laid = applied.map((entry: unknown) => {
		const element = entryElement(type, entry);
		const merged = left.has(element) ? lay(left.get(element), entry, type.items) : entry;
		left.delete(element);
		return merged;
	});
	// Entries of others keep their order, before what is new.
	const places = live.filter((entry) => left.has(entryElement(type, entry)));
	return [...laid, ...places];
};

/** The value without the places that are given up; a list entry goes when it is one of them. */
const prune = (value: unknown, type: ValueType | undefined, gone: FieldSet, path = ''): unknown => {
	if (isJsonObject(value)) {
		if (type !== undefined && type.is !== 'list' && type.is !== 'scalar' && type.atomic) return value;
		const kept: Record<string, unknown> = {};
		for (const [key, inner] of Object.entries(value)) {
			const at = joinPath(path, `f:${key}`);
			if (!gone.has(at)) kept[key] = prune(inner, fieldType(type, key), gone, at);
		}
		return kept;
	}
	if (!Array.isArray(value) || type?.is !== 'list' || type.keys === undefined) return value;
	return value.flatMap((entry: unknown) => {
		const at = joinPath(path, entryElement(type, entry) ?? '');
		return gone.has(at) ? [] : [prune(entry, type.items, gone, at)];
	});
};

const printManager = ({ manager, subresource, operation, apiVersion, time }: ManagedEntry): string => {
	const name = `${JSON.stringify(manager ?? '')}${subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
	if (operation === 'Apply') return name;
	return `${name} using ${apiVersion}${time === undefined ? '' : ` at ${time}`}`;
};

interface Conflict {
	readonly manager: string;
	readonly path: string;
}

/** apimachinery pkg/util/managedfields/internal/conflict.go */
const conflicting = (conflicts: readonly Conflict[]): StatusError => {
	const [first] = conflicts;
	const managers = [...new Set(conflicts.map(({ manager }) => manager))].sort(byCodeUnits);
	const byManager = managers.map((manager) =>
		[`conflicts with ${manager}:`, ...conflicts.filter((conflict) => conflict.manager === manager).map(({ path }) => `- ${path}`)].join(
			'\n',
		),
	);
	const message =
		conflicts.length === 1
			? `Apply failed with 1 conflict: conflict with ${first?.manager}: ${first?.path}`
			: `Apply failed with ${conflicts.length} conflicts: ${byManager.join('\n')}`;
	return new StatusError(
		failure(409, 'Conflict', message, {
			causes: conflicts.map(({ manager, path }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field: path })),
		}),
	);
};

/** Fields that are owned because something below them is. */
const withParents = (set: FieldSet): FieldSet => {
	const all = new Set(set);
	for (const path of set)
		for (let at = path.lastIndexOf('\u001f'); at > 0; at = path.lastIndexOf('\u001f', at - 1)) all.add(path.slice(0, at));
	return all;
};

/**
 * Server-side apply: the live object with the configuration laid over it, and without what its manager applied before, leaves out now
 * and nobody else owns. Throws a StatusError 409 for what others own with another value, unless forced: then they lose it.
 */
export const serverSideApply = (
	resource: Resource,
	live: KubeObject | undefined,
	applied: JsonObject,
	writer: Writer,
	force: boolean,
): { readonly merged: KubeObject; readonly track: (complete: KubeObject) => KubeObject } => {
	const type = typeOfResource(resource);
	const apiVersion = apiVersionOf(resource.gvr);
	const { metadata: given, apiVersion: _apiVersion, kind: _kind, ...rest } = applied;
	const { managedFields: _managed, ...metadata } = fieldsOf(given);
	const configuration = { metadata, ...rest };
	const laid = live === undefined ? (configuration as unknown as KubeObject) : (lay(live, configuration, type) as KubeObject);
	const { changed } = compareFields(live ?? { metadata: {} }, laid, type);
	const { mine, others } = sortOut(live, writer, apiVersion);
	const conflicts = others.flatMap(({ entry, fields }) =>
		[...fields].filter((path) => changed.has(path)).map((path) => ({ manager: printManager(entry), path: printPath(path) })),
	);
	if (conflicts.length > 0 && !force) throw conflicting(conflicts);
	const own = appliedFields(configuration, type);
	const owned = others.reduce<FieldSet>((all, { fields }) => union(all, fields), own);
	const givenUp = without(mine?.fields ?? new Set(), withParents(owned));
	const merged = prune(laid, type, givenUp) as KubeObject;
	const remaining = others.map(({ entry, fields }) => ({ entry, fields: without(fields, changed) }));
	return { merged, track: (complete) => withEntries(complete, [...remaining, ownEntry(mine, writer, apiVersion, own)]) };
};
