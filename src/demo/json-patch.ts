import { isJsonObject } from '../base/json-parts.ts';
import { sameJson } from './json-value.ts';
import { badRequest, failure, StatusError } from './status.ts';

interface Operation {
	readonly op: string;
	readonly path: string;
	readonly from?: string;
	readonly value?: unknown;
}

/** A patch that is well written and cannot be done (apiserver pkg/endpoints/handlers/patch.go). */
const undoable = (): StatusError =>
	new StatusError(failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {}));

const pointerParts = (pointer: string): string[] => {
	if (pointer === '') return [];
	if (!pointer.startsWith('/')) throw undoable();
	return pointer
		.slice(1)
		.split('/')
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const indexIn = (list: readonly unknown[], key: string, last: number): number => {
	if (key === '-') return list.length;
	const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : Number.NaN;
	if (!(index <= last)) throw undoable();
	return index;
};

const read = (document: unknown, parts: readonly string[]): unknown =>
	parts.reduce((value, key) => {
		if (Array.isArray(value)) return value[indexIn(value, key, value.length - 1)] as unknown;
		if (!isJsonObject(value) || !Object.hasOwn(value, key)) throw undoable();
		return value[key];
	}, document);

/** A copy of the document with one place changed. `change` gets what holds the place and its key. */
const changed = (document: unknown, parts: readonly string[], change: (holder: unknown, key: string) => unknown): unknown => {
	const [key = '', ...rest] = parts;
	if (rest.length === 0) return change(document, key);
	const inner = changed(read(document, [key]), rest, change);
	if (Array.isArray(document)) return document.with(indexIn(document, key, document.length - 1), inner);
	return { ...(document as object), [key]: inner };
};

const add = (document: unknown, parts: readonly string[], value: unknown): unknown =>
	parts.length === 0
		? value
		: changed(document, parts, (holder, key) => {
				if (Array.isArray(holder)) return holder.toSpliced(indexIn(holder, key, holder.length), 0, value);
				if (!isJsonObject(holder)) throw undoable();
				return { ...holder, [key]: value };
			});

const remove = (document: unknown, parts: readonly string[]): unknown => {
	read(document, parts);
	return changed(document, parts, (holder, key) => {
		if (Array.isArray(holder)) return holder.toSpliced(indexIn(holder, key, holder.length - 1), 1);
		const { [key]: _gone, ...kept } = holder as Readonly<Record<string, unknown>>;
		return kept;
	});
};

const perform = (document: unknown, { op, path, from, value }: Operation): unknown => {
	const parts = pointerParts(path);
	switch (op) {
		case 'add':
			return add(document, parts, value);
		case 'remove':
			return remove(document, parts);
		case 'replace':
			return parts.length === 0 ? value : add(remove(document, parts), parts, value);
		case 'move': {
			const source = pointerParts(from ?? '');
			const moved = read(document, source);
			return add(remove(document, source), parts, moved);
		}
		case 'copy':
			return add(document, parts, read(document, pointerParts(from ?? '')));
		case 'test':
			if (!sameJson(read(document, parts), value)) throw undoable();
			return document;
		default:
			throw undoable();
	}
};

/**
 * RFC 6902, all operations or none. Throws a StatusError: 400 when the patch is no list of operations, 422 in the server's few words
 * when one of them cannot be done.
 */
export const jsonPatch = (document: unknown, patch: unknown): unknown => {
	if (!Array.isArray(patch) || !patch.every((operation) => isJsonObject(operation) && typeof operation['path'] === 'string'))
		throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
	return (patch as readonly Operation[]).reduce(perform, document);
};
