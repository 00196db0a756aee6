import { safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { ObjectKind } from '../domains/object-ref.ts';
import type { KubeObject } from '../kube/types.ts';
import { type Comparison, compareObjects, compareWithApplied } from './compared.ts';

/** An object to be read once. */
export interface WantedObject {
	/** A kind, or any name that kubectl knows one by. */
	readonly kind: ObjectKind | string;
	/** Undefined: that of the context. A kind of the cluster is in none. */
	readonly namespace: string | undefined;
	readonly name: string;
}

/** An object as a server had it when it was asked. */
export interface ReadObject {
	readonly of: ObjectKind;
	/** '' for what is in no namespace. */
	readonly namespace: string;
	readonly context: string;
	readonly object: KubeObject;
}

export interface ReadComparison extends Comparison {
	/** What each side is: `deployment shop/cart (prod)`. Not yet made safe. */
	readonly names: readonly [left: string, right: string];
}

const nameOf = ({ of, namespace, context, object }: ReadObject): string =>
	`${of.singular} ${namespace === '' ? '' : `${namespace}/`}${object.metadata.name} (${context})`;

/**
 * Two objects that were read, as texts to be compared; `right` undefined: what was applied last of the one, on the left, and what is
 * there of it. Throws SentenceError where nothing was applied, or nobody can read what it was.
 */
export function compareRead(left: ReadObject, right: ReadObject | undefined, noise: boolean): ReadComparison {
	if (right !== undefined) return { ...compareObjects(left.object, right.object, { noise }), names: [nameOf(left), nameOf(right)] };
	const whose = `${left.of.singular} ${safeText(left.object.metadata.name)}`;
	let comparison: Comparison | undefined;
	try {
		comparison = compareWithApplied(left.object, { noise });
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw new SentenceError(`What was applied last of ${whose} cannot be read, it is no JSON object; apply it again.`, 2);
	}
	if (comparison === undefined)
		throw new SentenceError(`Of ${whose} nothing was applied with kubectl apply; name another object to compare it with.`, 2);
	return { ...comparison, names: [`${nameOf(left)}, as it was applied last`, nameOf(left)] };
}
