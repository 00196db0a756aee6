import type { KubeObject } from '../kube/types.ts';
import { definitionOf } from './kind-definition.ts';
import { apiVersionOf, type ObjectKind, type ObjectRef } from './object-ref.ts';
import { ObjectRow } from './object-row.ts';
import { resourceDomain } from './resource-domain.ts';
import type { Domain, Intern } from './types.ts';

const same: Intern = (text) => text;

/**
 * One object, whole. The only row that keeps its object, for as long as a panel of it is open. The field is private, so that what
 * lists or prints the fields of a row does not come by it.
 */
export class WholeRow extends ObjectRow {
	readonly #object: KubeObject;

	constructor(object: KubeObject) {
		super(object.metadata, 'ok', same);
		this.#object = object;
	}

	get object(): KubeObject {
		return this.#object;
	}
}

/** The objects of a kind, whole, as the domain `object`; it is opened for one of them by its name. */
export function wholeObject({ gvr, kind, singular, namespaced }: ObjectKind): Domain<WholeRow> {
	const apiVersion = apiVersionOf(gvr);
	return resourceDomain<WholeRow>({
		name: 'object',
		title: kind.toUpperCase(),
		aliases: [],
		resource: {
			gvr,
			kind,
			singular,
			shortNames: [],
			namespaced,
			// Objects of one name but of two kinds are two streams.
			reading: `object ${gvr.group === '' ? gvr.resource : `${gvr.resource}.${gvr.group}`}`,
			retained: false,
			mask: true,
			// A list tells the kind of its objects once, beside them.
			project: (object) => new WholeRow({ ...object, apiVersion, kind }),
			pollIntervalMs: 5_000,
		},
		columns: [],
		...definitionOf({ gvr }),
	});
}

/** Where a stream of this one object looks. */
export const scopeOfObject = ({ of, namespace, name }: ObjectRef) => ({
	...(of.namespaced ? { namespace } : {}),
	fieldSelector: `metadata.name=${name}`,
});
