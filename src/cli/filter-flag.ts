import { SentenceError } from '../base/sentence-error.ts';
import type { Domain } from '../domains/types.ts';
import { type Filter, filterFor } from '../filter/filter.ts';
import type { Scope } from '../kube/types.ts';
import { exitCodes } from './exit-codes.ts';

/** --filter, in the language of the screen's filter. Throws SentenceError (2) that names the place. */
export function readFilterFlag(domain: Domain, text = '', scope: Scope = {}): Filter {
	const { filter, fault } = filterFor(domain, text, scope.namespace === undefined);
	if (filter === undefined)
		throw new SentenceError(`--filter ${JSON.stringify(text)}: ${fault.sentence.replace(/\.$/, '')}.`, exitCodes.usage);
	return filter;
}
