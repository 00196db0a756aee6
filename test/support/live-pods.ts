import type { Asked } from '../../src/demo/faults.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import type { Scope } from '../../src/kube/types.ts';
import { demoServer } from './demo-server.ts';
import { FakeClock } from './fake-clock.ts';
import { changePods } from './pod-changes.ts';
import { WireEngine, type WireOptions, type Witness } from './wire-engine.ts';

export const podWatches: Asked = ({ verb, resource, group }) => verb === 'watch' && resource === 'pods' && group === '';

export interface LivePods {
	readonly clock: FakeClock;
	readonly server: DemoServer;
	readonly wire: WireEngine;
	readonly pods: Witness;
}

/** A server and its pods, listed, watched and equal; what is told of them counts from here on. */
export async function livePods(
	over: Omit<WireOptions, 'server' | 'clock'> & { readonly size?: number; readonly scope?: Scope } = {},
): Promise<LivePods> {
	const { size, scope = {}, ...options } = over;
	const clock = new FakeClock();
	const server = await demoServer({ clock, ...(size !== undefined && { size }) });
	const wire = new WireEngine({ server, clock, ...options });
	const pods = wire.open('pods', scope);
	await pods.isLive();
	// A watch that ends within its first second is a fault of its own.
	await wire.pass(2_000);
	pods.forget();
	return { clock, server, wire, pods };
}

/** Changes come while the watch is deaf, so that it cannot be what tells of them. */
export function changeUnseen(server: DemoServer): void {
	server.faults.silenceWatches(podWatches);
	changePods(server.world);
}
