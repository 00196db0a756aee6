import type { KubeObject } from '../kube/types.ts';
import { fieldsOf, listOf, sameJson, valueAt } from './json-value.ts';
import { isPodReady, isTerminating, ownerOf, ownerReference, podView } from './pod-object.ts';
import { hashOf } from './random.ts';
import { resourceNamed } from './resources.ts';
import { labelsOf } from './selectors.ts';
import type { Simulation } from './simulation.ts';
import { soonAfter } from './soon.ts';
import type { StoreEvent } from './versioned-store.ts';
import type { World } from './world.ts';

const settleMs = 200;
const slices = 'endpointslices.discovery.k8s.io';
const serviceLabel = 'kubernetes.io/service-name';

const selectorOf = (service: KubeObject): readonly (readonly [string, unknown])[] =>
	Object.entries(fieldsOf(valueAt(service, 'spec.selector')));

const endpointOf = (pod: KubeObject, publishesAll: boolean): object => {
	const { spec, status } = podView(pod);
	const isWell = isPodReady(pod);
	return {
		addresses: [status.podIP],
		conditions: { ready: publishesAll || (isWell && !isTerminating(pod)), serving: isWell, terminating: isTerminating(pod) },
		nodeName: spec.nodeName,
		targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
	};
};

/** A target by name is the port of that name of the first pod: pods of one Service do not differ in the demo. */
const targetPort = (port: Readonly<Record<string, unknown>>, pod: KubeObject | undefined): unknown => {
	const target = port['targetPort'] ?? port['port'];
	if (typeof target === 'number' || pod === undefined) return typeof target === 'number' ? target : port['port'];
	const named = podView(pod).spec.containers.flatMap((container) => listOf(fieldsOf(container)['ports']).map(fieldsOf));
	return named.find(({ name }) => name === target)?.['containerPort'] ?? port['port'];
};

/** Makes the slice of a Service say which pods are behind it (kubernetes/kubernetes pkg/controller/endpointslice), where it does not. */
export const putEndpointSlice = (world: World, service: KubeObject, among?: readonly KubeObject[]): void => {
	const selector = selectorOf(service);
	if (selector.length === 0) return;
	const { name, namespace } = service.metadata;
	const pods = (among ?? world.list('pods', namespace)).filter((pod) => {
		const { phase, podIP } = podView(pod).status;
		if (podIP === undefined || podIP === '' || phase === 'Succeeded' || phase === 'Failed') return false;
		const labels = labelsOf(pod);
		return selector.every(([key, value]) => labels[key] === value);
	});
	const publishesAll = valueAt(service, 'spec.publishNotReadyAddresses') === true;
	const endpoints = pods.map((pod) => endpointOf(pod, publishesAll));
	const ports = listOf(valueAt(service, 'spec.ports'))
		.map(fieldsOf)
		.map((port) => ({ name: port['name'] ?? '', port: targetPort(port, pods[0]), protocol: port['protocol'] ?? 'TCP' }));
	const slice = `${name}-${hashOf(`${namespace}/${name}`).toString(36).slice(0, 5)}`;
	const known = world.get(slices, namespace, slice);
	if (known !== undefined && sameJson(known['endpoints'], endpoints) && sameJson(known['ports'], ports)) return;
	if (known !== undefined) {
		world.put(slices, { ...known, endpoints, ports });
		return;
	}
	world.put(slices, {
		metadata: {
			name: slice,
			...(namespace === undefined ? {} : { namespace }),
			...(service.metadata.creationTimestamp === undefined ? {} : { creationTimestamp: service.metadata.creationTimestamp }),
			labels: { [serviceLabel]: name, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
			ownerReferences: [ownerReference(ownerOf(service, 'v1', 'Service'))],
		},
		addressType: 'IPv4',
		endpoints,
		ports,
	});
};

/** Keeps the endpoints of Services true while pods come, go and are ready or not. What goes with its Service is the garbage collector's. */
export const runEndpointSliceController = (world: World, simulation: Simulation): void => {
	const settle = soonAfter(simulation, settleMs);
	const soon = (namespace: string | undefined): void =>
		settle(namespace ?? '', () => {
			const services = world.list('services', namespace);
			if (services.length === 0) return;
			const pods = world.list('pods', namespace);
			for (const service of services) putEndpointSlice(world, service, pods);
		});
	simulation.onEnd(
		world.store.subscribe(resourceNamed('services'), ({ type, object }: StoreEvent) => {
			if (type !== 'DELETED') soon(object.metadata.namespace);
		}),
	);
	simulation.onEnd(
		world.store.subscribe(resourceNamed('pods'), ({ type, object, previous }: StoreEvent) => {
			const same =
				previous !== undefined &&
				isPodReady(previous) === isPodReady(object) &&
				isTerminating(previous) === isTerminating(object) &&
				podView(previous).status.podIP === podView(object).status.podIP &&
				podView(previous).status.phase === podView(object).status.phase;
			if (type !== 'MODIFIED' || !same) soon(object.metadata.namespace);
		}),
	);
};
