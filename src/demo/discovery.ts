import { createHash } from 'node:crypto';
import { byVersion } from './custom-kinds.ts';
import type { Resource } from './resources.ts';
import { type Subresource, subresourcesOf } from './subresources.ts';

interface Served {
	readonly group: string;
	/** In the order of preference. */
	readonly versions: readonly ServedVersion[];
}

interface ServedVersion {
	readonly version: string;
	readonly resources: readonly DiscoveredResource[];
}

interface DiscoveredResource {
	readonly name: string;
	readonly kind: string;
	readonly singular: string;
	readonly namespaced: boolean;
	readonly shortNames: readonly string[];
	readonly categories: readonly string[];
	readonly verbs: readonly string[];
	readonly subresources: readonly Subresource[];
}

const discovered = (resource: Resource): DiscoveredResource => ({
	name: resource.gvr.resource,
	kind: resource.kind,
	singular: resource.singular,
	namespaced: resource.namespaced,
	shortNames: resource.shortNames,
	categories: resource.categories ?? [],
	verbs: resource.verbs,
	subresources: subresourcesOf(resource),
});

const plain = (name: string, kind: string, namespaced: boolean, verbs: readonly string[]): DiscoveredResource => ({
	name,
	kind,
	singular: kind.toLowerCase(),
	namespaced,
	shortNames: [],
	categories: [],
	verbs,
	subresources: [],
});

const oneVersion = (group: string, version: string, resources: readonly DiscoveredResource[]): Served => ({
	group,
	versions: [{ version, resources }],
});

const virtual: readonly Served[] = [
	oneVersion('authentication.k8s.io', 'v1', [plain('selfsubjectreviews', 'SelfSubjectReview', false, ['create'])]),
	oneVersion('authorization.k8s.io', 'v1', [
		plain('selfsubjectaccessreviews', 'SelfSubjectAccessReview', false, ['create']),
		plain('selfsubjectrulesreviews', 'SelfSubjectRulesReview', false, ['create']),
	]),
];

const metrics: readonly DiscoveredResource[] = [
	{ ...plain('nodes', 'NodeMetrics', false, ['get', 'list']), singular: '' },
	{ ...plain('pods', 'PodMetrics', true, ['get', 'list']), singular: '' },
];

export type MetricsServed = 'yes' | 'no' | 'stale';

const groupsServed = (resources: readonly Resource[], served: MetricsServed): readonly Served[] => {
	const groups = new Map<string, Map<string, DiscoveredResource[]>>();
	for (const resource of resources) {
		const { group, version } = resource.gvr;
		const versions = groups.get(group) ?? new Map<string, DiscoveredResource[]>();
		groups.set(group, versions);
		versions.set(version, [...(versions.get(version) ?? []), discovered(resource)]);
	}
	const stored = [...groups].map(
		([group, versions]): Served => ({
			group,
			versions: [...versions].map(([version, list]) => ({ version, resources: list })).sort((a, b) => byVersion(a.version, b.version)),
		}),
	);
	const aggregated = served === 'no' ? [] : [oneVersion('metrics.k8s.io', 'v1beta1', served === 'stale' ? [] : metrics)];
	return [...stored, ...virtual, ...aggregated];
};

const aggregatedResource = (entry: DiscoveredResource) => ({
	resource: entry.name,
	responseKind: { group: '', version: '', kind: entry.kind },
	scope: entry.namespaced ? 'Namespaced' : 'Cluster',
	singularResource: entry.singular,
	verbs: entry.verbs,
	...(entry.shortNames.length === 0 ? {} : { shortNames: entry.shortNames }),
	...(entry.categories.length === 0 ? {} : { categories: entry.categories }),
	...(entry.subresources.length === 0
		? {}
		: {
				subresources: entry.subresources.map((sub) => ({
					subresource: sub.name,
					responseKind: { group: sub.group ?? '', version: sub.version ?? '', kind: sub.kind },
					verbs: sub.verbs,
				})),
			}),
});

/** A version of which nothing is known is one whose server does not answer. */
const aggregatedGroup = ({ group, versions }: Served) => ({
	metadata: group === '' ? {} : { name: group },
	versions: versions.map(({ version, resources }) => ({
		version,
		...(resources.length === 0 ? {} : { resources: resources.map(aggregatedResource) }),
		freshness: resources.length === 0 ? 'Stale' : 'Current',
	})),
});

export interface DiscoveryAnswer {
	readonly contentType: string;
	/** Only the aggregated form has one. */
	readonly etag?: string;
	readonly body: string;
}

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const wantsAggregated = (accept: string): boolean =>
	accept.split(',').some((wish) => {
		const parts = wish.split(';').map((part) => part.trim());
		return ['g=apidiscovery.k8s.io', 'v=v2', 'as=APIGroupDiscoveryList'].every((part) => parts.includes(part));
	});

const aggregated = (groups: readonly Served[]): DiscoveryAnswer => {
	const body = `${JSON.stringify({
		kind: 'APIGroupDiscoveryList',
		apiVersion: 'apidiscovery.k8s.io/v2',
		metadata: {},
		items: groups.map(aggregatedGroup),
	})}\n`;
	return { contentType: aggregatedType, etag: `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`, body };
};

const json = (value: object): DiscoveryAnswer => ({ contentType: 'application/json', body: `${JSON.stringify(value)}\n` });

const groupOf = ({ group, versions }: Served) => {
	const entries = versions.map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
	return { name: group, versions: entries, preferredVersion: entries[0] };
};

const resourceList = (group: string, { version, resources }: ServedVersion) => ({
	kind: 'APIResourceList',
	...(group === '' ? {} : { apiVersion: 'v1' }),
	groupVersion: group === '' ? version : `${group}/${version}`,
	resources: resources.flatMap((entry) => [
		{
			name: entry.name,
			singularName: entry.singular,
			namespaced: entry.namespaced,
			kind: entry.kind,
			verbs: entry.verbs,
			...(entry.shortNames.length === 0 ? {} : { shortNames: entry.shortNames }),
			...(entry.categories.length === 0 ? {} : { categories: entry.categories }),
		},
		...entry.subresources.map((sub) => ({
			name: `${entry.name}/${sub.name}`,
			singularName: '',
			namespaced: entry.namespaced,
			...(sub.group === undefined ? {} : { group: sub.group, version: sub.version }),
			kind: sub.kind,
			verbs: sub.verbs,
		})),
	]),
});

const listOf = (groups: readonly Served[], group: string, version: string | undefined): DiscoveryAnswer | undefined => {
	const found = groups.find((served) => served.group === group)?.versions.find((served) => served.version === version);
	return found === undefined ? undefined : json(resourceList(group, found));
};

/** /api, /apis, /api/v1, /apis/GROUP, /apis/GROUP/VERSION; `undefined` for any other path and for groups that are not served. */
export const discoveryAnswer = (
	resources: readonly Resource[],
	path: string,
	accept: string,
	served: MetricsServed,
	address: string,
): DiscoveryAnswer | undefined => {
	const groups = groupsServed(resources, served);
	const parts = path.split('/').filter((part) => part !== '');
	if (parts[0] === 'api' && parts.length === 1) {
		if (wantsAggregated(accept)) return aggregated(groups.filter(({ group }) => group === ''));
		return json({
			kind: 'APIVersions',
			versions: ['v1'],
			serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
		});
	}
	if (parts[0] === 'api' && parts.length === 2) {
		return listOf(groups, '', parts[1]);
	}
	if (parts[0] !== 'apis') return undefined;
	const named = groups.filter(({ group }) => group !== '');
	if (parts.length === 1) {
		if (wantsAggregated(accept)) return aggregated(named);
		return json({ kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(groupOf) });
	}
	const found = named.find(({ group }) => group === parts[1]);
	if (found === undefined) return undefined;
	if (parts.length === 2) return json({ kind: 'APIGroup', apiVersion: 'v1', ...groupOf(found) });
	return parts.length === 3 ? listOf([found], found.group, parts[2]) : undefined;
};

/** Whether the group version is served at all: its unknown resources are then a Status 404, otherwise the path is unknown. */
export const servesGroupVersion = (resources: readonly Resource[], group: string, version: string): boolean =>
	groupsServed(resources, 'no').some((served) => served.group === group && served.versions.some((one) => one.version === version));
