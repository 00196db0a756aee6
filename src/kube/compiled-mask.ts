import { isArrayMask } from '../base/unite-masks.ts';
import type { Mask, SizesMask } from './types.ts';

/** A mask in the form that bytes are compared with: keys by their length, then byte by byte. */
export interface CompiledMask {
	/** Each element of an array is read with this. */
	readonly item: CompiledMask | null;
	/** Keys of an object, by length in UTF-8 bytes; undefined for an array mask. */
	readonly keys: readonly (readonly CompiledKey[] | undefined)[] | undefined;
	readonly byName: ReadonlyMap<string, CompiledKey> | undefined;
	/** In place of all the others. */
	readonly sizes: SizesMask | undefined;
}

export interface CompiledKey {
	readonly bytes: Buffer;
	readonly name: string;
	/** null: the whole value. */
	readonly mask: CompiledMask | null;
}

/** Compiles a mask; null stands for `true`, the whole value. */
export function compileMask(mask: Mask): CompiledMask | null {
	if (mask === true) return null;
	if (isArrayMask(mask)) return { item: compileMask(mask[0]), keys: undefined, byName: undefined, sizes: undefined };
	if (typeof mask === 'string') return { item: null, keys: undefined, byName: undefined, sizes: mask };
	const keys: CompiledKey[][] = [];
	const byName = new Map<string, CompiledKey>();
	for (const [name, inner] of Object.entries(mask)) {
		const bytes = Buffer.from(name);
		const key = { bytes, name, mask: compileMask(inner) };
		byName.set(name, key);
		const sameLength = keys[bytes.length];
		if (sameLength === undefined) keys[bytes.length] = [key];
		else sameLength.push(key);
	}
	return { item: null, keys, byName, sizes: undefined };
}

/**
 * What the reader does, said over a parsed value: the truth that it is tested against, and what reads the few values
 * that come through JSON.parse. Where the mask expects an array or an object and something else stands, null is kept, and of an
 * array only the elements are kept that are what the mask expects: who goes through them need not ask.
 */
export function project(value: unknown, mask: CompiledMask | null): unknown {
	if (mask === null) return value;
	if (typeof value !== 'object' || value === null) return null;
	if (mask.sizes !== undefined) return Array.isArray(value) ? null : sizesOf(value, mask.sizes);
	if (Array.isArray(value)) {
		if (mask.keys !== undefined) return null;
		const elements = value.map((element) => project(element, mask.item));
		return mask.item === null ? elements : elements.filter((element) => element !== null);
	}
	if (mask.byName === undefined) return null;
	const kept: Record<string, unknown> = {};
	for (const [name, inner] of Object.entries(value)) {
		const key = mask.byName.get(name);
		if (key !== undefined) put(kept, name, project(inner, key.mask));
	}
	return kept;
}

function sizesOf(texts: object, mask: SizesMask): Record<string, number> {
	const sizes: Record<string, number> = {};
	for (const [name, text] of Object.entries(texts)) put(sizes, name, sizeOf(text, mask));
	return sizes;
}

/** A number is a size that was read before; whatever else is no text has none. */
export function sizeOf(text: unknown, mask: SizesMask): number {
	if (typeof text === 'number') return text;
	if (typeof text !== 'string') return 0;
	return mask === 'sizes'
		? Buffer.byteLength(text)
		: decodedSize(Buffer.byteLength(text), text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
}

/** Bytes that base64 of this length stands for (RFC 4648, section 4). */
export const decodedSize = (length: number, padding: number): number => Math.max(0, Math.floor(length / 4) * 3 - padding);

export function put(object: Record<string, unknown>, name: string, value: unknown): void {
	if (name === '__proto__') Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
	else object[name] = value;
}
