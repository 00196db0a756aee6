import type { Gvr, Scope } from './types.ts';

/** `/api/v1/namespaces/shop/pods`, `/apis/apps/v1/deployments`: the collection of a resource, in one namespace or in all. */
export function resourcePath(gvr: Gvr, namespace?: string): string {
	const root =
		gvr.group === ''
			? `/api/${encodeURIComponent(gvr.version)}`
			: `/apis/${encodeURIComponent(gvr.group)}/${encodeURIComponent(gvr.version)}`;
	const inside = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
	return `${root}${inside}/${encodeURIComponent(gvr.resource)}`;
}

/** The query that selects a scope: it stays the same over the pages of a list and its watch. */
export function scopeQuery(scope: Scope): URLSearchParams {
	const query = new URLSearchParams();
	if (scope.labelSelector !== undefined && scope.labelSelector !== '') query.set('labelSelector', scope.labelSelector);
	if (scope.fieldSelector !== undefined && scope.fieldSelector !== '') query.set('fieldSelector', scope.fieldSelector);
	return query;
}

export const withQuery = (path: string, query: URLSearchParams): string => (query.size === 0 ? path : `${path}?${query.toString()}`);
