import { type JsonObject, objectAt, objectsAt } from '../base/json-parts.ts';
import { type Labels, labelsText, selectorText } from '../domains/label-selector.ts';
import type { Connection } from '../kube/connection.ts';
import { jsonAnswer } from '../kube/json-answer.ts';
import { resourcePath } from '../kube/paths.ts';
import type { Gvr } from '../kube/types.ts';

type Getter = Pick<Connection, 'get'>;

/** One object, whole; undefined: it is in no namespace. Throws ApiFailure. */
export async function readObject(
	connection: Getter,
	gvr: Gvr,
	namespace: string | undefined,
	name: string,
	signal: AbortSignal,
): Promise<JsonObject> {
	const path = `${resourcePath(gvr, namespace)}/${encodeURIComponent(name)}`;
	const { body } = await connection.get({ path, verb: 'other', signal });
	return jsonAnswer(body, path);
}

/**
 * The label selector of an object's pods, as kubectl finds them (k8s.io/kubectl pkg/polymorphichelpers): that of a workload or a
 * job with its expressions, the plain labels of a service or a replication controller. Undefined: it selects no pods.
 */
export function podSelector(object: JsonObject): string | undefined {
	const selector = objectAt(object, 'spec', 'selector');
	const isStructured = 'matchLabels' in selector || 'matchExpressions' in selector;
	// What a server sends of the kinds that are asked for is of the one form or the other.
	return (isStructured ? selectorText(selector) : labelsText(selector as Labels)) || undefined;
}

/** The containers of the pods that a workload makes, init containers first; none where it has no template. */
export function templateContainers(object: JsonObject): readonly { readonly name: string }[] {
	const pod = objectAt(object, 'spec', 'template', 'spec');
	return [...objectsAt(pod, 'initContainers'), ...objectsAt(pod, 'containers')].flatMap(({ name }) =>
		typeof name === 'string' ? { name } : [],
	);
}
