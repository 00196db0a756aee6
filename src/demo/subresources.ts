import type { Resource } from './resources.ts';

export interface Subresource {
	readonly name: string;
	/** Of what is sent and answered; group and version only where they are not those of the resource. */
	readonly kind: string;
	readonly group?: string;
	readonly version?: string;
	readonly verbs: readonly string[];
}

const both = ['get', 'patch', 'update'];

const scale: Subresource = { name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: both };

const isScaled = (resource: Resource): boolean => ['deployments', 'replicasets', 'statefulsets'].includes(resource.gvr.resource);

const builtIn = (resource: Resource): readonly Subresource[] => [
	...(resource.kind === 'Pod'
		? [
				{ name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
				{ name: 'log', kind: 'Pod', verbs: ['get'] },
			]
		: []),
	...(isScaled(resource) ? [scale] : []),
	...(resource.empty?.['status'] === undefined || !resource.verbs.includes('patch')
		? []
		: [{ name: 'status', kind: resource.kind, verbs: both }]),
];

/** What may be asked of one object beside itself, as discovery lists it. */
export const subresourcesOf = (resource: Resource): readonly Subresource[] =>
	resource.custom === undefined
		? builtIn(resource)
		: resource.custom.hasStatus
			? [{ name: 'status', kind: resource.kind, verbs: both }]
			: [];
