import type { Gvr, Scope } from '../kube/types.ts';
import type { StreamKey } from './types.ts';

const resourceName = (gvr: Gvr): string => (gvr.group === '' ? gvr.resource : `${gvr.resource}.${gvr.group}`);

/** The text of a stream key, the same for equal keys: `prod/shop pods -l app=cart`, `prod nodes`. Read by people in the journal. */
export function streamId(key: StreamKey, what: string = resourceName(key.gvr)): string {
	const { namespace, labelSelector, fieldSelector } = key.scope;
	const where = namespace === undefined ? key.context : `${key.context}/${namespace}`;
	const selectors = [
		...(labelSelector === undefined ? [] : [`-l ${labelSelector}`]),
		...(fieldSelector === undefined ? [] : [`-f ${fieldSelector}`]),
	];
	return [where, what, ...selectors].join(' ');
}

/** A cluster-scoped resource has no namespace, whatever the pane shows. */
export function scopeFor(scope: Scope, namespaced: boolean): Scope {
	if (namespaced || scope.namespace === undefined) return scope;
	const { namespace: _, ...rest } = scope;
	return rest;
}

const both = (one: string | undefined, other: string | undefined): string | undefined =>
	one === undefined || other === undefined || one === '' ? (other ?? one) : `${one},${other}`;

/** A scope narrowed to what the resource is read for at all; what was selected beside it holds as well. */
export function selected(scope: Scope, only: Pick<Scope, 'labelSelector' | 'fieldSelector'> | undefined): Scope {
	if (only === undefined) return scope;
	const labelSelector = both(only.labelSelector, scope.labelSelector);
	const fieldSelector = both(only.fieldSelector, scope.fieldSelector);
	return { ...scope, ...(labelSelector !== undefined && { labelSelector }), ...(fieldSelector !== undefined && { fieldSelector }) };
}

const ONE = /^metadata\.name==?([^=,]+)$/;

/** The name of the one object that a scope selects, where that and its namespace are all that is needed to read it. */
export function onlyName({ namespace, labelSelector = '', fieldSelector = '' }: Scope, namespaced: boolean): string | undefined {
	if (labelSelector !== '' || (namespaced && namespace === undefined)) return undefined;
	return ONE.exec(fieldSelector)?.[1];
}
