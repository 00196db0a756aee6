import type { AskedRequest } from './faults.ts';
import type { Resource } from './resources.ts';
import { failure, type StatusBody } from './status.ts';

const inContainers: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy', 'ephemeralcontainers']);

/** The request wants something of a program that runs, which the demo only tells of. */
export const needsContainers = (resource: Resource, { subresource }: Pick<AskedRequest, 'subresource'>): boolean =>
	['Pod', 'Node', 'Service'].includes(resource.kind) && inContainers.has(subresource.split('/')[0] ?? '');

/** One sentence for whoever typed `kubectl exec`, with what can be had instead. */
export const noContainers = (resource: Resource, { subresource }: Pick<AskedRequest, 'subresource'>): StatusBody =>
	failure(
		501,
		'NotImplemented',
		`the demo cluster runs no containers, so there is nothing behind ${resource.gvr.resource}/${subresource.split('/')[0]}; of its pods there are logs and metrics`,
		{},
	);
