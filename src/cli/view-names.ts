import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { domains, findDomain } from '../domains/registry.ts';
import type { Domain } from '../domains/types.ts';

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
	const near = [...new Set([...builtInNear(name), ...more])].slice(0, 4);
	const next =
		near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'kyacht catalog lists what the server has, and kyacht --help the views.';
	return new SentenceError(`There is no view "${name}"; ${next}`, 2);
}

/** What was typed: a name, and the object behind its slash (`pod/cart-1`). Throws SentenceError (2). */
export function splitName(typed: string): { readonly name: string; readonly object?: string } {
	const slash = typed.indexOf('/');
	if (slash < 0) return { name: typed };
	const [name, object] = [typed.slice(0, slash), typed.slice(slash + 1)];
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
