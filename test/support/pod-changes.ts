import type { World } from '../../src/demo/world.ts';
import type { KubeObject } from '../../src/kube/types.ts';

/** A pod like one that runs already, under another name. */
export function addPod(world: World, name: string, namespace = 'shop'): KubeObject {
	const model = runningPods(world, namespace).at(-1);
	const { uid: _, ...metadata } = model?.metadata ?? { name };
	return world.put('pods', { ...model, metadata: { ...metadata, name, namespace, creationTimestamp: world.timestamp() } });
}

/** Changes what no view shows, so that only the resourceVersion tells. */
export function touchPod(world: World, name: string, namespace = 'shop'): KubeObject {
	const touched = world.patch('pods', namespace, name, { metadata: { annotations: { touched: `at ${world.store.version}` } } });
	if (touched === undefined) throw new Error(`no pod ${name} in ${namespace}`);
	return touched;
}

/** One pod is changed, another one goes, a third one comes. */
export function changePods(world: World, namespace = 'shop'): void {
	const [first, second] = runningPods(world, namespace);
	if (first === undefined || second === undefined) throw new Error(`too few pods in ${namespace}`);
	touchPod(world, first.metadata.name, namespace);
	world.remove('pods', namespace, second.metadata.name);
	addPod(world, `new-${world.store.version}`, namespace);
}

export function runningPods(world: World, namespace = 'shop'): readonly KubeObject[] {
	return world.list('pods', namespace).filter((pod) => (pod.status as { readonly phase?: string } | undefined)?.phase === 'Running');
}
