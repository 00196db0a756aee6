import type { Mask } from '../kube/types.ts';

export const isArrayMask = (mask: Mask): mask is readonly [Mask] => Array.isArray(mask);

/** The fields that either asks for. Where they expect different things (an array, an object, sizes), the whole value is read. */
export function uniteMasks(a: Mask, b: Mask): Mask {
	if (a === true || b === true) return true;
	if (typeof a === 'string' || typeof b === 'string') return a === b ? a : true;
	if (isArrayMask(a) || isArrayMask(b)) return isArrayMask(a) && isArrayMask(b) ? [uniteMasks(a[0], b[0])] : true;
	const united = new Map<string, Mask>(Object.entries(a));
	for (const [key, mask] of Object.entries(b)) {
		const known = united.get(key);
		united.set(key, known === undefined ? mask : uniteMasks(known, mask));
	}
	return Object.fromEntries(united);
}
