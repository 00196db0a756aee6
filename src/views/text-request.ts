import type { ObjectRef } from '../domains/object-ref.ts';
import type { DiffWish } from '../objects/diff-wish.ts';

/** What a text over the list is about. It is what the state of the interface knows of it; `openText` makes its source. */
export type TextRequest = ObjectRequest | { readonly kind: 'diff'; readonly wish: DiffWish };

/** An object: what there is to know of it, or its YAML. */
export interface ObjectRequest {
	readonly kind: 'object';
	readonly page: 'summary' | 'yaml';
	readonly object: ObjectRef;
}
