import { nearestNames } from '../base/nearest-name.ts';
import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { domains, findDomain } from '../domains/registry.ts';
import type { Domain } from '../domains/types.ts';
import type { ServedResource } from '../kube/types.ts';
import { exitCodes } from './exit-codes.ts';
import { isVerb, withoutVerb } from './usage-sentence.ts';

const mostOfCategory = 4;

export interface NamedView {
	readonly domain: Domain;
	/** `pod/cart-1` names one object. */
	readonly object?: string;
}

/** What a built-in view may be called in help, completion and hints: its name and its aliases. */
export const viewNames = (): readonly string[] => domains.flatMap(({ name, aliases }) => [name, ...aliases]);

/** Built-in views that may have been meant. An alias that is near means its view, which is named once. */
export const builtInNear = (name: string): readonly string[] => [
	...new Set(nearestNames(name, viewNames()).map((each) => findDomain(each)?.name ?? each)),
];

/** There is nothing of this name, neither here nor, as far as it is known, on the server; `more` is what the server has that is near. */
export function noView(name: string, more: readonly string[] = []): SentenceError {
	if (isVerb(name)) return new SentenceError(withoutVerb(name, []), 2);
	const near = [...new Set([...builtInNear(name), ...more])].slice(0, 4);
	const next =
		near.length > 0
			? `did you mean ${near.join(', ')}, or one of those that kyacht --help and kyacht catalog list?`
			: 'kyacht catalog lists what the server has, and kyacht --help the views.';
	return new SentenceError(`There is no view "${safeText(name)}"; ${next}`, 2);
}

/** Why a kind is neither a view nor that of an object: it is offered for something else. Not of bad usage: the name is right. */
export function notOffered(doing: 'listed' | 'read', { gvr: { group, resource }, verbs }: ServedResource): SentenceError {
	const name = safeText(group === '' ? resource : `${resource}.${group}`);
	const offers = verbs.length === 0 ? 'nothing' : safeText(verbs.join(', '));
	return new SentenceError(
		`${name} cannot be ${doing}, as all that the server offers of them is ${offers}; kyacht catalog lists what can be.`,
		exitCodes.failed,
	);
}

/** `all`: what kubectl takes for several kinds at once. */
export function categoryOnly(name: string, kinds: readonly string[]): SentenceError {
	const more = kinds.length - mostOfCategory;
	const some = `${kinds.slice(0, mostOfCategory).map(safeText).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	return new SentenceError(
		`${safeText(name)} is a category, not a kind (${some}); write one of these, or kyacht catalog --filter categories:${safeText(name)} to see them all.`,
		exitCodes.usage,
	);
}

/** What was typed: a name, and the object behind its slash (`pod/cart-1`). Throws SentenceError (2). */
export function splitName(typed: string): { readonly name: string; readonly object?: string } {
	const slash = typed.indexOf('/');
	if (typed.trim() === '')
		throw new SentenceError('The name of the view is empty; leave it out for attention, or write one that kyacht --help lists.', 2);
	if (slash < 0) return { name: typed };
	const [name, object] = [typed.slice(0, slash), typed.slice(slash + 1)];
	if (name.trim() === '') throw new SentenceError(`"${typed}" names no kind; write KIND${typed}.`, 2);
	if (object === '' || object.includes('/')) throw new SentenceError(`"${typed}" names no object; write ${name}/NAME.`, 2);
	return { name, object };
}

/** The built-in view of any name that kubectl knows it by. Undefined: it is none, and only a server may know it. Throws SentenceError (2). */
export function builtInView(typed: string): NamedView | undefined {
	const { name, object } = splitName(typed);
	const domain = findDomain(name);
	if (domain === undefined) return undefined;
	return object === undefined ? { domain } : { domain, object };
}
