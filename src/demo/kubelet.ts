import type { KubeObject } from '../kube/types.ts';
import { finishDeletion } from './deletion.ts';
import { recordEvent } from './event-object.ts';
import { isNodeReady, withHeartbeat } from './node-object.ts';
import type { Scheduler } from './placement.ts';
import { atStage, isTerminating, podView } from './pod-object.ts';
import { between, randomFor } from './random.ts';
import { resourceNamed } from './resources.ts';
import type { Simulation } from './simulation.ts';
import type { StoreEvent } from './versioned-store.ts';
import type { World } from './world.ts';

/** A node reports its status this often while nothing changes on it; real kubelets take five minutes, which nobody would see. */
const heartbeatMs = 30_000;

const about = (pod: KubeObject) => ({
	kind: 'Pod',
	apiVersion: 'v1',
	name: pod.metadata.name,
	namespace: pod.metadata.namespace ?? '',
	uid: pod.metadata.uid,
});

/** Still the same pod, and not on its way out. */
const current = (world: World, pod: KubeObject): KubeObject | undefined => {
	const now = world.get('pods', pod.metadata.namespace, pod.metadata.name);
	return now !== undefined && now.metadata.uid === pod.metadata.uid ? now : undefined;
};

const note = (world: World, pod: KubeObject, reason: string, message: string): void => {
	const component = reason === 'Scheduled' ? 'default-scheduler' : 'kubelet';
	const host = podView(pod).spec.nodeName;
	recordEvent(world, { type: 'Normal', reason, message, component, object: about(pod), ...(host === undefined ? {} : { host }) });
};

/**
 * The scheduler and all kubelets: new pods find a node, pull, start and become ready; terminating ones are gone after some seconds.
 * On a node that is lost nothing of it happens until the node is back.
 */
export const runKubelets = (world: World, scheduler: Scheduler, simulation: Simulation): void => {
	const pods = resourceNamed('pods');
	const nodes = resourceNamed('nodes');

	const isOnLostNode = (pod: KubeObject): boolean => {
		const name = podView(pod).spec.nodeName;
		const node = name === undefined ? undefined : world.get('nodes', undefined, name);
		return node !== undefined && !isNodeReady(node);
	};

	const start = (pod: KubeObject): void => {
		const random = randomFor(world.seed, 'kubelet', pod.metadata.namespace ?? '', pod.metadata.name);
		const image = podView(pod).spec.containers[0]?.image ?? '';
		simulation.after(between(random, 900, 3_500), () => {
			const creating = current(world, pod);
			if (creating === undefined || isTerminating(creating) || isOnLostNode(creating)) return;
			const at = world.timestamp();
			note(world, creating, 'Pulled', `Container image "${image}" already present on machine`);
			note(world, creating, 'Started', `Started container ${podView(pod).spec.containers[0]?.name}`);
			const { nodeName = '' } = podView(creating).spec;
			const node = world.get('nodes', undefined, nodeName);
			const { hostIP = '', startTime: scheduledAt = at } = podView(creating).status;
			const place = node === undefined ? undefined : { node: nodeName, hostIP, podIP: scheduler.addressOn(node), scheduledAt };
			const started = world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) =>
				atStage(object, { stage: 'running', ready: false, startedAt: at, since: at, restarts: 0 }, place),
			);
			if (started === undefined) return;
			simulation.after(between(random, 800, 3_000), () => {
				const running = current(world, pod);
				if (running === undefined || isTerminating(running) || isOnLostNode(running)) return;
				world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) =>
					atStage(object, { stage: 'running', ready: true, startedAt: at, since: world.timestamp(), restarts: 0 }),
				);
			});
		});
	};

	const schedule = (pod: KubeObject): void => {
		const waiting = current(world, pod);
		if (waiting === undefined || isTerminating(waiting)) return;
		const placement = scheduler.place();
		if (placement === undefined) {
			simulation.after(5_000, () => schedule(pod));
			return;
		}
		const { namespace, name } = pod.metadata;
		const bound = world.patch('pods', namespace, name, (object) => atStage(object, { stage: 'creating' }, placement));
		if (bound === undefined) return;
		note(world, bound, 'Scheduled', `Successfully assigned ${namespace}/${name} to ${placement.node}`);
		start(bound);
	};

	const finish = (pod: KubeObject): void => {
		const random = randomFor(world.seed, 'end', pod.metadata.namespace ?? '', pod.metadata.name);
		note(world, pod, 'Killing', `Stopping container ${podView(pod).spec.containers[0]?.name}`);
		simulation.after(between(random, 1_500, 4_500), () => {
			const ending = current(world, pod);
			if (ending === undefined || isOnLostNode(ending)) return;
			finishDeletion(world, pods, ending);
		});
	};

	simulation.onEnd(
		world.store.subscribe(pods, ({ type, object, previous }: StoreEvent) => {
			if (type === 'DELETED') {
				scheduler.release(object);
				return;
			}
			if (type === 'ADDED' && podView(object).spec.nodeName === undefined) simulation.after(150, () => schedule(object));
			else if (type === 'ADDED' && podView(object).status.phase === 'Pending') start(object);
			else if (isTerminating(object) && previous !== undefined && !isTerminating(previous)) finish(object);
		}),
	);
	simulation.onEnd(
		world.store.subscribe(nodes, ({ type, object, previous }: StoreEvent) => {
			if (type !== 'MODIFIED' || previous === undefined || isNodeReady(previous) || !isNodeReady(object)) return;
			for (const pod of world.list('pods')) if (podView(pod).spec.nodeName === object.metadata.name && isTerminating(pod)) finish(pod);
		}),
	);

	const beat = (name: string): void => {
		simulation.after(heartbeatMs, () => {
			const node = world.get('nodes', undefined, name);
			if (node === undefined) return;
			if (isNodeReady(node)) {
				world.patch('nodes', undefined, name, (object) => withHeartbeat(object, world.timestamp()));
				world.patch('leases.coordination.k8s.io', 'kube-node-lease', name, {
					spec: { renewTime: `${world.timestamp().slice(0, -1)}.000000Z` },
				});
			}
			beat(name);
		});
	};
	for (const [index, node] of world.list('nodes').entries()) simulation.after((index * 977) % heartbeatMs, () => beat(node.metadata.name));
	world.kubelets = true;
	simulation.onEnd(() => {
		world.kubelets = false;
	});
};
