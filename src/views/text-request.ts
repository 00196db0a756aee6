import type { ObjectRef } from '../domains/object-ref.ts';

/** What a text over the list is about. It is what the state of the interface knows of it; `openText` makes its source. */
export type TextRequest = { readonly kind: 'object'; readonly page: 'yaml'; readonly object: ObjectRef };
