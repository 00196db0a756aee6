import { counted } from '../base/counted.ts';
import type { DomainFeed } from '../sync/types.ts';
import { groups } from './grouped-digits.ts';
import { kindWords } from './row-words.ts';

/** Of a view whose rows are made of others': what they are made of, as far as it was read. */
export interface LookedAt {
	readonly objects: number;
	/** `1204 pods, 84 deployments, 10 nodes and 31 objects of 7 other kinds`; '' when nothing was read. */
	readonly words: string;
	/** Kinds that the server has, and of which nothing could be read. */
	readonly unread: number;
}

const mostNamed = 4;

/** undefined: the rows of the view are what was read. */
export function lookedAt({ domain, leases }: DomainFeed): LookedAt | undefined {
	if (domain.derived === undefined) return undefined;
	const kinds = leases
		.map(({ resource: { kind, gvr }, rows }) => ({ count: rows.size, called: kindWords(kind, gvr.resource) }))
		.filter(({ count }) => count > 0);
	const named = kinds.slice(0, kinds.length === mostNamed + 1 ? mostNamed + 1 : mostNamed);
	const rest = kinds.slice(named.length);
	const others = rest.reduce((sum, { count }) => sum + count, 0);
	const parts = [
		...named.map(({ count, called }) => `${groups(count)} ${count === 1 ? called.replace(/s$/, '') : called}`),
		...(rest.length === 0 ? [] : [`${groups(others)} objects of ${rest.length} other kinds`]),
	];
	const last = parts.pop() ?? '';
	const objects = kinds.reduce((sum, { count }) => sum + count, 0);
	const unread = leases.map((lease) => lease.status()).filter(({ rows, reason }) => rows !== 'complete' && reason !== 'absent').length;
	return { objects, unread, words: parts.length === 0 ? last : `${parts.join(', ')} and ${last}` };
}

/**
 * That nothing was found, `head` and how far that goes: what could not be read may be full of faults, so that it is no all-clear then.
 * `where`: ` in namespace shop`.
 */
export function nothingFound({ objects, words, unread }: LookedAt, where: string): { readonly head: string; readonly tail: string } {
	if (unread > 0) {
		const kinds = counted(unread, 'kind');
		const tail = `; ${kinds} could not be read`;
		if (words === '') return { head: `Nothing could be read${where} that tells what is wrong`, tail };
		return { head: `Of what may be read${where} (${words}) nothing is wrong`, tail };
	}
	if (words === '') return { head: `Nothing is wrong${where}`, tail: ', and nothing is there' };
	return { head: `Nothing is wrong${where}`, tail: `, as far as ${words} ${objects === 1 ? 'tells' : 'tell'}` };
}
