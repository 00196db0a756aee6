import type { KubeObject } from '../kube/types.ts';
import { deleteObject, plainDeletion } from './deletion.ts';
import { resourceName, resourceNamed } from './resources.ts';
import type { Simulation } from './simulation.ts';
import type { StoreEvent } from './versioned-store.ts';
import type { World } from './world.ts';

const delayMs = 500;
const againMs = 1_000;

/** A namespace begins with an account and a certificate, and ends only when nothing is left in it. */
export const runNamespaceController = (world: World, simulation: Simulation): void => {
	const namespaces = resourceNamed('namespaces');

	const furnish = ({ metadata: { name, uid } }: KubeObject): void => {
		if (world.get('namespaces', undefined, name)?.metadata.uid !== uid) return;
		if (world.get('serviceaccounts', name, 'default') === undefined)
			world.put('serviceaccounts', { metadata: { name: 'default', namespace: name } });
		if (world.get('configmaps', name, 'kube-root-ca.crt') === undefined)
			world.put('configmaps', {
				metadata: { name: 'kube-root-ca.crt', namespace: name },
				data: { 'ca.crt': 'not a certificate: this cluster is simulated' },
			});
	};

	const empty = (namespace: KubeObject): void => {
		const { name, uid } = namespace.metadata;
		const current = world.get('namespaces', undefined, name);
		if (current?.metadata.uid !== uid) return;
		let left = 0;
		// Workloads go before their pods, so that no controller gives back what is taken.
		for (const resource of [...world.resources()].reverse().filter(({ namespaced }) => namespaced))
			for (const object of world.list(resourceName(resource.gvr), name)) {
				if (object.metadata.deletionTimestamp === undefined) deleteObject(world, resource, object, plainDeletion);
				if (world.store.get(resource, name, object.metadata.name) !== undefined) left += 1;
			}
		if (left > 0) simulation.after(againMs, () => empty(namespace));
		else world.remove('namespaces', undefined, name);
	};

	simulation.onEnd(
		world.store.subscribe(namespaces, ({ type, object, previous }: StoreEvent) => {
			if (type === 'ADDED') simulation.after(delayMs, () => furnish(object));
			if (type === 'MODIFIED' && object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined)
				simulation.after(delayMs, () => empty(object));
		}),
	);
};
