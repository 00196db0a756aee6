import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { domains, findDomain } from '../domains/registry.ts';
import type { Domain } from '../domains/types.ts';

export interface NamedView {
	readonly domain: Domain;
	/** `pod/cart-1` names one object. */
	readonly object?: string;
}

/** What a view may be called in help, completion and hints: its name and its aliases. */
export const viewNames = (): readonly string[] => domains.flatMap(({ name, aliases }) => [name, ...aliases]);

/** The view that `typed` names under any name kubectl knows it by, `pod/name` included. Throws SentenceError (2) with the nearest names. */
export function findView(typed: string): NamedView {
	const slash = typed.indexOf('/');
	const [name, object] = slash < 0 ? [typed, undefined] : [typed.slice(0, slash), typed.slice(slash + 1)];
	const domain = findDomain(name);
	if (domain === undefined) {
		// An alias that is near means its view, which is named once.
		const near = [...new Set(nearestNames(name, viewNames()).map((each) => findDomain(each)?.name ?? each))];
		const next = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${domains.map((each) => each.name).join(', ')}.`;
		throw new SentenceError(`There is no view "${name}"; ${next}`, 2);
	}
	if (object === undefined) return { domain };
	if (object === '' || object.includes('/')) throw new SentenceError(`"${typed}" names no object; write ${name}/NAME.`, 2);
	return { domain, object };
}
