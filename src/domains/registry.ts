import { anyDomain } from './erase.ts';
import { events } from './events.ts';
import { namespaces } from './namespaces.ts';
import { nodes } from './nodes.ts';
import { pods } from './pods.ts';
import type { Domain } from './types.ts';

/** Every view of resources, in the order of the tabs. A new domain is one file, one fixture and one line here. */
export const domains: readonly Domain[] = [anyDomain(nodes), anyDomain(pods), anyDomain(namespaces), anyDomain(events)];

/**
 * The domain that is meant by a name: its own, an alias, or any name kubectl knows of the resource that its rows are
 * (`po`, `pod`, `pods`, `pods.v1.`, `deployments.apps`). Case does not count.
 */
export const findDomain = (name: string): Domain | undefined => byName.get(name.toLowerCase());

const byName: ReadonlyMap<string, Domain> = new Map(
	domains.flatMap((domain) => namesOf(domain).map((name): [string, Domain] => [name.toLowerCase(), domain])),
);

function namesOf(domain: Domain): string[] {
	const names = [domain.name, ...domain.aliases];
	const rows = domain.reads.filter((read) => read.role === 'rows');
	// A merged domain is not what one of its resources is called.
	const only = rows.length === 1 ? rows[0]?.resource : undefined;
	if (only === undefined) return names;
	const { group, version, resource } = only.gvr;
	names.push(resource, only.singular, only.kind, ...only.shortNames, `${resource}.${version}.${group}`);
	if (group !== '') names.push(`${resource}.${group}`, `${only.singular}.${group}`, `${only.singular}.${version}.${group}`);
	else names.push(`${only.singular}.${version}.`);
	return names;
}
