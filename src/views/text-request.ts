import type { ReleaseRef, ReleaseWish } from '../domains/helm-records.ts';
import type { ObjectRef } from '../domains/object-ref.ts';
import type { DiffWish } from '../objects/diff-wish.ts';
import type { ReleasePage } from './release-text.ts';

/** What a text over the list is about. It is what the state of the interface knows of it; `openText` makes its source. */
export type TextRequest = ObjectRequest | ReleaseRequest | { readonly kind: 'diff'; readonly wish: DiffWish };

/** An object: what there is to know of it, or its YAML. */
export interface ObjectRequest {
	readonly kind: 'object';
	readonly page: 'summary' | 'yaml';
	readonly object: ObjectRef;
}

/** One revision of a Helm release, or the newest of one that is named. */
export interface ReleaseRequest {
	readonly kind: 'release';
	readonly page: ReleasePage;
	readonly release: ReleaseRef | ReleaseWish;
}
