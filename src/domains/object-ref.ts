import type { Gvr } from '../kube/types.ts';
import { objectNameOf } from './resource-domain.ts';
import type { Domain, ResourceSpec, Row } from './types.ts';

/** What has to be known of a kind to read one object of it. */
export type ObjectKind = Pick<ResourceSpec, 'gvr' | 'kind' | 'singular' | 'namespaced'>;

/** One object by its name: an object that is made again under it is meant, too. */
export interface ObjectRef {
	readonly of: ObjectKind;
	/** '' for what is in no namespace. */
	readonly namespace: string;
	readonly name: string;
	/** As far as it is known. */
	readonly uid?: string;
}

/** The kinds that a domain's rows are of: none where they are made of others, or tell of kinds themselves. */
export const rowKinds = ({ reads, derived }: Domain): readonly ResourceSpec[] =>
	derived === undefined
		? reads.filter(({ role, resource }) => role === 'rows' && resource.form !== 'discovery').map(({ resource }) => resource)
		: [];

/** The object that a row is of; undefined where the domain's rows are no objects. */
export function objectRefOf(domain: Domain, row: Row): ObjectRef | undefined {
	const kinds = rowKinds(domain);
	const about = domain.about?.(row);
	if (about !== undefined) {
		const of = kinds.find(({ kind }) => kind === about.kind);
		return of === undefined ? undefined : { of, namespace: about.namespace, name: about.name };
	}
	const name = kinds.length === 1 ? undefined : domain.objectName(row);
	const of = name === undefined ? kinds[0] : kinds.find((kind) => objectNameOf(kind) === name);
	return of === undefined ? undefined : { of, namespace: of.namespaced ? row.namespace : '', name: row.name, uid: row.uid };
}

/** `v1`, `apps/v1` */
export const apiVersionOf = ({ group, version }: Gvr): string => (group === '' ? version : `${group}/${version}`);

/** `pod shop/cart-1`, `node ip-10-0-1-21` */
export const refWords = ({ of, namespace, name }: ObjectRef): string =>
	`${of.kind.toLowerCase()} ${namespace === '' ? name : `${namespace}/${name}`}`;
