import type { KubeObject } from '../kube/types.ts';
import { internalIP, isSchedulable } from './node-object.ts';
import { podView } from './pod-object.ts';
import type { Placement } from './pod-status.ts';
import type { World } from './world.ts';

/** The scheduler: the schedulable node with the fewest pods, the first by name among equals. Addresses are never given twice. */
export class Scheduler {
	private readonly pods = new Map<string, number>();
	private readonly addresses = new Map<string, number>();
	private readonly world: World;

	constructor(world: World) {
		this.world = world;
		for (const pod of world.list('pods')) this.count(podView(pod).spec.nodeName, 1);
	}

	/** `undefined`: no node takes it now. */
	place(): Placement | undefined {
		let best: KubeObject | undefined;
		let least = Number.POSITIVE_INFINITY;
		for (const node of this.world.list('nodes')) {
			const pods = this.pods.get(node.metadata.name) ?? 0;
			if (isSchedulable(node) && pods < least) {
				best = node;
				least = pods;
			}
		}
		return best === undefined ? undefined : this.on(best);
	}

	/** A place on that very node, for pods that run on every one. */
	on(node: KubeObject, scheduledAt = this.world.timestamp()): Placement {
		const { name } = node.metadata;
		this.count(name, 1);
		return { node: name, hostIP: internalIP(node), podIP: this.addressOn(node), scheduledAt };
	}

	/** A pod has its address from the first start of a container, not from when it is bound. */
	addressOn(node: KubeObject): string {
		const { name } = node.metadata;
		const address = (this.addresses.get(name) ?? this.pods.get(name) ?? 0) + 1;
		this.addresses.set(name, address);
		const cidr = (node['spec'] as { readonly podCIDR?: string } | undefined)?.podCIDR ?? '10.42.0.0/24';
		const [first, second, third] = cidr.split('.');
		// The second octet moves on when a node has used up its 250 addresses.
		return `${first}.${Number(second) + Math.floor(address / 250)}.${third}.${1 + (address % 250)}`;
	}

	/** A pod left its node. */
	release(pod: KubeObject): void {
		this.count(podView(pod).spec.nodeName, -1);
	}

	private count(node: string | undefined, by: number): void {
		if (node !== undefined) this.pods.set(node, (this.pods.get(node) ?? 0) + by);
	}
}
