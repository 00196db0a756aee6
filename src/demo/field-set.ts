import { byCodeUnits } from '../base/by-code-units.ts';
import { isJsonObject, type JsonObject, sortedJson } from '../base/json-parts.ts';
import { fieldsOf } from './json-value.ts';
import { fieldType, type ListType, type ValueType } from './kind-schema.ts';

/**
 * Places in an object, as field ownership names them (structured-merge-diff fieldpath): `f:spec`, `k:{"name":"app"}` for an entry of a
 * list with keys, `v:"x"` for an entry of a set. A path is its elements joined by a separator.
 */
export type FieldSet = ReadonlySet<string>;

const separator = '\u001f';

export const joinPath = (path: string, element: string): string => (path === '' ? element : path + separator + element);
export const pathParts = (path: string): readonly string[] => path.split(separator);

/** Defaults of keys that a client may leave out of a list's entries. */
const keyDefaults: JsonObject = { protocol: 'TCP' };

/** How an entry of a list is named in a path; undefined where the list is owned as a whole. */
export const entryElement = (type: ListType, entry: unknown): string | undefined => {
	if (type.keys === undefined) return undefined;
	if (type.keys === 'set') return `v:${JSON.stringify(entry)}`;
	const keys = type.keys.map((key) => [key, fieldsOf(entry)[key] ?? keyDefaults[key]] as const).filter(([, value]) => value !== undefined);
	return `k:${sortedJson(Object.fromEntries(keys))}`;
};

interface Visited {
	readonly path: string;
	readonly value: unknown;
	/** Owned as one: a scalar, a list or struct that is atomic, an empty container. */
	readonly leaf: boolean;
	readonly entry: boolean;
}

const isGranular = (value: unknown, type: ValueType | undefined): boolean => {
	if (Array.isArray(value)) return type?.is === 'list' && type.keys !== undefined && value.length > 0;
	if (!isJsonObject(value) || Object.keys(value).length === 0) return false;
	if (type === undefined) return true;
	return (type.is === 'struct' || type.is === 'map') && !type.atomic;
};

/** Every place of a value below the root, parents before what they hold. */
function* visit(value: unknown, type: ValueType | undefined, path: string, entry = false): Generator<Visited> {
	const granular = isGranular(value, type);
	if (path !== '') yield { path, value, leaf: !granular, entry };
	if (!granular) return;
	if (Array.isArray(value)) {
		if (type?.is !== 'list') return;
		for (const item of value) {
			const element = entryElement(type, item);
			if (element !== undefined) yield* visit(item, type.items, joinPath(path, element), true);
		}
		return;
	}
	for (const [key, inner] of Object.entries(value as JsonObject))
		if (inner !== undefined && inner !== null) yield* visit(inner, fieldType(type, key), joinPath(path, `f:${key}`));
}

/** What nobody owns, because the server keeps it (apimachinery util/managedfields stripmeta.go). */
const unowned = [
	'apiVersion',
	'kind',
	...['creationTimestamp', 'generation', 'managedFields', 'name', 'namespace', 'resourceVersion', 'selfLink', 'uid'].map(
		(field) => `metadata${separator}f:${field}`,
	),
].map((path) => `f:${path}`);

const isOwnable = (path: string): boolean =>
	path !== 'f:metadata' && !unowned.some((fixed) => path === fixed || path.startsWith(fixed + separator));

/** What an applied configuration claims: its leaves, and the entries of its lists. */
export const appliedFields = (value: unknown, type: ValueType): FieldSet => {
	const set = new Set<string>();
	for (const { path, leaf, entry } of visit(value, type, '')) if ((leaf || entry) && isOwnable(path)) set.add(path);
	return set;
};

export interface Comparison {
	/** Added or given another value. */
	readonly changed: FieldSet;
	readonly removed: FieldSet;
}

const marks = (value: unknown, type: ValueType): Map<string, string> => {
	const found = new Map<string, string>();
	for (const { path, value: inner, leaf } of visit(value, type, '')) found.set(path, leaf ? sortedJson(inner) : '');
	return found;
};

export const compareFields = (before: unknown, after: unknown, type: ValueType): Comparison => {
	const old = marks(before, type);
	const now = marks(after, type);
	const changed = new Set<string>();
	const removed = new Set<string>();
	for (const [path, mark] of now) {
		const was = old.get(path);
		// A container that was there stays its owner's, however much is in it now.
		if (isOwnable(path) && (was === undefined || (was !== mark && mark !== '' && !(mark === '{}' && was === '')))) changed.add(path);
	}
	for (const path of old.keys()) if (!now.has(path)) removed.add(path);
	return { changed, removed };
};

interface Tree {
	[element: string]: Tree;
}

/** FieldsV1: a place that is owned and holds others has a `.` beside them. */
export const toFieldsV1 = (set: FieldSet): object => {
	const root: Tree = {};
	for (const path of [...set].sort(byCodeUnits)) {
		let node = root;
		for (const element of pathParts(path)) {
			node[element] ??= {};
			node = node[element];
		}
	}
	const finish = (node: Tree, path: string): object => {
		const inner = Object.entries(node).map(([element, child]) => [element, finish(child, joinPath(path, element))] as const);
		return Object.fromEntries(inner.length > 0 && set.has(path) ? [['.', {}], ...inner] : inner);
	};
	return finish(root, '');
};

export const fromFieldsV1 = (fields: unknown): FieldSet => {
	const set = new Set<string>();
	const read = (node: JsonObject, path: string): void => {
		const inner = Object.entries(node).filter(([element]) => element !== '.');
		if (path !== '' && (inner.length === 0 || node['.'] !== undefined)) set.add(path);
		for (const [element, child] of inner) read(fieldsOf(child), joinPath(path, element));
	};
	read(fieldsOf(fields), '');
	return set;
};

/** `.spec.containers[name="app"].image`, as messages name a place. */
export const printPath = (path: string): string =>
	pathParts(path)
		.map((element) => {
			const text = element.slice(2);
			if (element.startsWith('f:')) return `.${text}`;
			if (element.startsWith('v:')) return `[=${text}]`;
			const keys = Object.entries(JSON.parse(text) as JsonObject);
			return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
		})
		.join('');

export const union = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a, ...b]);
export const without = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => !b.has(path)));
