import { createHash } from 'node:crypto';
import { apiVersionOf, type Resource, resources } from './resources.ts';
import { type Subresource, subresourcesOf } from './subresources.ts';

interface Served {
	readonly group: string;
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

const virtual: readonly Served[] = [
	{ group: 'authentication.k8s.io', version: 'v1', resources: [plain('selfsubjectreviews', 'SelfSubjectReview', false, ['create'])] },
	{
		group: 'authorization.k8s.io',
		version: 'v1',
		resources: [
			plain('selfsubjectaccessreviews', 'SelfSubjectAccessReview', false, ['create']),
			plain('selfsubjectrulesreviews', 'SelfSubjectRulesReview', false, ['create']),
		],
	},
];

const metricsGroup: Served = {
	group: 'metrics.k8s.io',
	version: 'v1beta1',
	resources: [
		{ ...plain('nodes', 'NodeMetrics', false, ['get', 'list']), singular: '' },
		{ ...plain('pods', 'PodMetrics', true, ['get', 'list']), singular: '' },
	],
};

export type MetricsServed = 'yes' | 'no' | 'stale';

const groupsServed = (metrics: MetricsServed): readonly Served[] => {
	const groups = new Map<string, DiscoveredResource[]>();
	for (const resource of resources) {
		const key = apiVersionOf(resource.gvr);
		const list = groups.get(key) ?? [];
		list.push(discovered(resource));
		groups.set(key, list);
	}
	const stored = [...groups].map(([key, list]): Served => {
		const [group, version] = key.includes('/') ? (key.split('/') as [string, string]) : ['', key];
		return { group, version, resources: list };
	});
	const aggregated = metrics === 'no' ? [] : [metrics === 'stale' ? { ...metricsGroup, resources: [] } : metricsGroup];
	return [...stored, ...virtual, ...aggregated];
};

const aggregatedGroup = ({ group, version, resources: list }: Served, stale: boolean) => ({
	metadata: group === '' ? {} : { name: group },
	versions: [
		{
			version,
			...(list.length === 0
				? {}
				: {
						resources: list.map((entry) => ({
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
						})),
					}),
			freshness: stale ? 'Stale' : 'Current',
		},
	],
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
		items: groups.map((group) => aggregatedGroup(group, group.resources.length === 0)),
	})}\n`;
	return { contentType: aggregatedType, etag: `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`, body };
};

const json = (value: object): DiscoveryAnswer => ({ contentType: 'application/json', body: `${JSON.stringify(value)}\n` });

const groupOf = ({ group, version }: Served) => {
	const entry = { groupVersion: `${group}/${version}`, version };
	return { name: group, versions: [entry], preferredVersion: entry };
};

const resourceList = ({ group, version, resources: list }: Served) => ({
	kind: 'APIResourceList',
	...(group === '' ? {} : { apiVersion: 'v1' }),
	groupVersion: group === '' ? version : `${group}/${version}`,
	resources: list.flatMap((entry) => [
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

/** /api, /apis, /api/v1, /apis/GROUP, /apis/GROUP/VERSION; `undefined` for any other path and for groups that are not served. */
export const discoveryAnswer = (path: string, accept: string, metrics: MetricsServed, address: string): DiscoveryAnswer | undefined => {
	const groups = groupsServed(metrics);
	const parts = path.split('/').filter((part) => part !== '');
	if (parts[0] === 'api' && parts.length === 1) {
		if (wantsAggregated(accept)) return aggregated(groups.filter((served) => served.group === ''));
		return json({
			kind: 'APIVersions',
			versions: ['v1'],
			serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
		});
	}
	if (parts[0] === 'api' && parts.length === 2) {
		const core = groups.find((served) => served.group === '' && served.version === parts[1]);
		return core === undefined ? undefined : json(resourceList(core));
	}
	if (parts[0] !== 'apis') return undefined;
	const named = groups.filter((served) => served.group !== '');
	if (parts.length === 1) {
		if (wantsAggregated(accept)) return aggregated(named);
		return json({ kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(groupOf) });
	}
	const found = named.find((served) => served.group === parts[1] && (parts.length === 2 || served.version === parts[2]));
	if (found === undefined) return undefined;
	if (parts.length === 2) return json({ kind: 'APIGroup', apiVersion: 'v1', ...groupOf(found) });
	return parts.length === 3 ? json(resourceList(found)) : undefined;
};

/** Whether the group version is served at all: its unknown resources are then a Status 404, otherwise the path is unknown. */
export const servesGroupVersion = (group: string, version: string): boolean =>
	[...groupsServed('no')].some((served) => served.group === group && served.version === version);
