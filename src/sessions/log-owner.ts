import { ApiFailure } from '../base/api-error.ts';
import { type Labels, labelsText, selectorText } from '../domains/label-selector.ts';
import type { Connection } from '../kube/connection.ts';
import { resourcePath } from '../kube/paths.ts';
import type { Gvr } from '../kube/types.ts';

type Getter = Pick<Connection, 'get'>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** One object, whole; undefined: it is in no namespace. Throws ApiFailure. */
export async function readObject(
	connection: Getter,
	gvr: Gvr,
	namespace: string | undefined,
	name: string,
	signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
	const path = `${resourcePath(gvr, namespace)}/${encodeURIComponent(name)}`;
	const { body } = await connection.get({ path, verb: 'other', signal });
	let object: unknown;
	try {
		object = JSON.parse(body.toString('utf8'));
	} catch {
		object = undefined;
	}
	if (isRecord(object)) return object;
	throw new ApiFailure({ kind: 'protocol', message: `the server's answer to ${path} is no JSON object` });
}

/**
 * The label selector of an object's pods, as kubectl finds them (k8s.io/kubectl pkg/polymorphichelpers): that of a workload or a
 * job with its expressions, the plain labels of a service or a replication controller. Undefined: it selects no pods.
 */
export function podSelector(object: Readonly<Record<string, unknown>>): string | undefined {
	const spec = isRecord(object.spec) ? object.spec : {};
	const selector = isRecord(spec.selector) ? spec.selector : {};
	const isStructured = 'matchLabels' in selector || 'matchExpressions' in selector;
	// What a server sends of the kinds that are asked for is of the one form or the other.
	return (isStructured ? selectorText(selector) : labelsText(selector as Labels)) || undefined;
}

/** The containers of the pods that a workload makes, init containers first; none where it has no template. */
export function templateContainers(object: Readonly<Record<string, unknown>>): readonly { readonly name: string }[] {
	const spec = isRecord(object.spec) ? object.spec : {};
	const template = isRecord(spec.template) ? spec.template : {};
	const pod = isRecord(template.spec) ? template.spec : {};
	const listed = [pod.initContainers, pod.containers].flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []));
	return listed.flatMap((each) => (isRecord(each) && typeof each.name === 'string' ? { name: each.name } : []));
}
