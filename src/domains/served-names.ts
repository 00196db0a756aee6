import type { ServedResource } from '../kube/types.ts';
import { groupName } from './table-domain.ts';

/** What a name means among the resources of a server. */
export interface ServedName {
	readonly resource: ServedResource;
	/** `plural.group` of what else it could mean, in the order of the server. */
	readonly others: readonly string[];
}

const isListed = ({ verbs }: ServedResource): boolean => verbs.includes('list');

const singularOf = ({ singular, kind }: ServedResource): string => (singular === '' ? kind : singular).toLowerCase();

/** `plural`, `singular` or `Kind`; case does not count. */
const isCalled = (resource: ServedResource, name: string): boolean =>
	resource.gvr.resource === name || singularOf(resource) === name || resource.kind.toLowerCase() === name;

/**
 * The listable resource that kubectl means by a name (apimachinery pkg/api/meta restmapper.go, priority.go; client-go restmapper
 * shortcut.go): `plural.version.group`, `plural.group` (a group may be cut short), a plural, a short name, a singular or a kind. Of
 * several groups the first of the server's order, and of that the version that it prefers. Undefined: nothing is called so.
 */
export const findServed = (resources: readonly ServedResource[], typed: string): ServedName | undefined =>
	findAmong(resources.filter(isListed), typed);

/** The same of what a server offers and does not list: reviews, bindings, and other answers to what is created of them. */
export const findUnlisted = (resources: readonly ServedResource[], typed: string): ServedResource | undefined =>
	findAmong(
		resources.filter((resource) => !isListed(resource)),
		typed,
	)?.resource;

function findAmong(listed: readonly ServedResource[], typed: string): ServedName | undefined {
	const name = typed.toLowerCase();
	const [head = '', ...tail] = name.split('.');
	if (tail.length === 0) return among(byWord(listed, name));
	const [version = '', ...group] = tail;
	const versioned = listed.filter(({ gvr }) => gvr.version === version && gvr.group === group.join('.'));
	const exact = byWord(versioned, head);
	if (exact.length > 0) return among(exact);
	const wanted = tail.join('.');
	for (const isWanted of [(its: string) => its === wanted, (its: string) => its.startsWith(wanted)]) {
		const found = byWord(
			listed.filter(({ gvr }) => isWanted(gvr.group)),
			head,
		);
		if (found.length > 0) return among(found);
	}
	return undefined;
}

/** A plural comes before a short name, and that before a singular. */
function byWord(resources: readonly ServedResource[], word: string): readonly ServedResource[] {
	const plural = resources.filter(({ gvr }) => gvr.resource === word);
	const short = resources.filter(({ shortNames }) => shortNames.some((each) => each.toLowerCase() === word));
	const called = resources.filter((resource) => isCalled(resource, word));
	const first = [plural, short, called].find((found) => found.length > 0) ?? [];
	// What else the word could have meant stands behind.
	return [...new Set([...first, ...plural, ...short, ...called])];
}

function among(found: readonly ServedResource[]): ServedName | undefined {
	const [first] = found;
	if (first === undefined) return undefined;
	const resource = found.find((one) => groupName(one) === groupName(first) && one.preferred) ?? first;
	const others = new Set(found.map(groupName));
	others.delete(groupName(resource));
	return { resource, others: [...others] };
}
