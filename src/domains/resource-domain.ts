import type { Domain, Read, ResourceSpec, Row } from './types.ts';

interface ResourceDomain<R extends Row> extends Pick<Domain<R>, 'columns'>, Partial<Omit<Domain<R>, 'columns' | 'reads'>> {
	readonly resource: ResourceSpec<R>;
	/** What is read beside it. */
	readonly joins?: readonly Read[];
}

/** `deployment.apps`, as `-o name` has it. */
export const objectNameOf = ({ singular, gvr }: Pick<ResourceSpec, 'singular' | 'gvr'>): string =>
	gvr.group === '' ? singular : `${singular}.${gvr.group}`;

/** The view of one resource: called as the resource is, sorted by name, unless it says otherwise. */
export const resourceDomain = <R extends Row>({ resource, joins = [], ...own }: ResourceDomain<R>): Domain<R> => ({
	name: resource.gvr.resource,
	title: resource.gvr.resource.toUpperCase(),
	aliases: [resource.singular, ...resource.shortNames],
	scope: resource.namespaced ? 'namespaces' : 'cluster',
	reads: [{ role: 'rows', resource }, ...joins],
	sort: { column: 'name', descending: false },
	objectName: () => objectNameOf(resource),
	...own,
});
