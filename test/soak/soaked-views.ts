import { findResource } from '../../src/demo/resources.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import { domains } from '../../src/domains/registry.ts';
import type { Domain, Read, ResourceSpec } from '../../src/domains/types.ts';
import type { KubeObject } from '../../src/kube/types.ts';

const served = ({ gvr: { group, version, resource } }: ResourceSpec) => findResource(group, version, resource);

/** Its rows are those of the objects, one each. */
const isPlain = (read: Read): boolean =>
	read.role === 'rows' && read.group === undefined && read.resource.only === undefined && read.resource.reading === undefined;

/** The tables of what the embedded server has: what is a row of them is an object of the server. Those that follow definitions have other rows beside. */
export const soakedViews: readonly Domain[] = domains.filter(
	({ reads, follows }) =>
		follows === undefined &&
		reads.some(isPlain) &&
		reads.every((read) => (read.role === 'joined' || isPlain(read)) && served(read.resource) !== undefined),
);

/**
 * Those whose rows are made of more than one object, or of what the server says of itself: they are compared with the same view, read
 * anew. A custom kind is among them, whose columns are the server's.
 */
export const derivedViews: readonly string[] = [
	'attention',
	'overview',
	'helm',
	'network',
	'cluster-config',
	'custom',
	'cluster-custom',
	'catalog',
	'certificates.cert-manager.io',
];

/** What the server holds of a resource, as it shows it. */
export function servedObjects(world: DemoServer['world'], resource: ResourceSpec): readonly KubeObject[] {
	const known = served(resource);
	if (known === undefined) return [];
	const { group, resource: plural } = resource.gvr;
	return world.list(group === '' ? plural : `${plural}.${group}`).map((object) => known.shows?.(object) ?? object);
}
