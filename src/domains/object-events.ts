import type { KubeObject, Scope } from '../kube/types.ts';
import { type EventRow, events, eventsResource } from './events.ts';
import type { ObjectRef } from './object-ref.ts';
import type { Domain } from './types.ts';

/** The events about one object, as the domain `object-events`. */
export const objectEvents: Domain<EventRow> = {
	...events,
	name: 'object-events',
	aliases: [],
	reads: [{ role: 'rows', resource: { ...eventsResource, retained: false } }],
};

/** A static pod is made from a file, and the kubelet writes its events under the hash of that file, not under the uid of its mirror. */
const mirror = 'kubernetes.io/config.mirror';

/**
 * Where the events about an object are, as `kubectl describe` looks for them. Those of a node are found by its name: the kubelet writes
 * the name in the place of the uid. What is in no namespace may have its events in any.
 */
export function scopeOfEvents({ of, namespace, name, uid }: ObjectRef, object?: KubeObject): Scope {
	const place = of.namespaced ? { namespace } : {};
	if (of.kind === 'Node' && of.gvr.group === '') return { ...place, fieldSelector: `involvedObject.kind=Node,involvedObject.name=${name}` };
	const annotations = object?.metadata.annotations as Readonly<Record<string, unknown>> | undefined;
	const mirrored = annotations?.[mirror];
	const known = typeof mirrored === 'string' ? mirrored : (object?.metadata.uid ?? uid);
	if (known === undefined) return { ...place, fieldSelector: `involvedObject.kind=${of.kind},involvedObject.name=${name}` };
	return { ...place, fieldSelector: `involvedObject.uid=${known}` };
}
