import { safeText } from '../base/safe-text.ts';
import { NoneThere } from '../base/sentence-error.ts';
import { exitCodes } from './exit-codes.ts';

/** What a list of a namespace that does not exist does not say: it is answered like that of an empty one. */
export const noNamespaceSentence = (namespace: string): string =>
	`There is no namespace ${safeText(namespace)}; kyacht namespaces lists those that there are.`;

/** What was named cannot be there. */
export const noNamespace = (namespace: string): NoneThere => new NoneThere(noNamespaceSentence(namespace), exitCodes.failed);
