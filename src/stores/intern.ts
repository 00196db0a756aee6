import { textOf } from '../base/cell.ts';
import type { Intern } from '../domains/types.ts';

/** Nodes and namespaces of the largest clusters (5 000, 10 000) fit into one generation. */
const GENERATION = 16_384;

export interface InternPool {
	readonly intern: Intern;
	/** Strings that are kept. */
	size(): number;
}

/**
 * A pool that hands out one shared copy of equal strings, so that 10 000 rows on 50 nodes hold 50 node names.
 *
 * The pool must not keep names of what is long gone (an hour of rolled-out ReplicaSets). It does not count references: it
 * keeps two generations of at most `generation` strings. A string that is asked for moves to the young one; when that is
 * full it becomes the old one, and what nobody asked for during a whole generation is forgotten. Rows keep the copies that
 * they have; forgetting costs at most a second copy later.
 */
export function createInternPool(generation: number = GENERATION): InternPool {
	let young = new Map<string, string>();
	let old = new Map<string, string>();
	return {
		intern: (given) => {
			const text = textOf(given);
			const known = young.get(text);
			if (known !== undefined) return known;
			const shared = old.get(text) ?? text;
			old.delete(text);
			if (young.size >= generation) {
				old = young;
				young = new Map();
			}
			young.set(shared, shared);
			return shared;
		},
		size: () => young.size + old.size,
	};
}
