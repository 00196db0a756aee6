import { atStage, isTerminating, podView } from './pod-object.ts';
import { randomFor } from './random.ts';
import type { Simulation } from './simulation.ts';
import type { World } from './world.ts';

/** A real cluster's changes do not come all at once: each reader of this one is told of a few at a time. */
const tickMs = 20;
/** Of a machine that slept, no more than this is made up for. */
const mostOwedMs = 1_000;

/**
 * That many pod changes a second, spread evenly: the first container of a random running pod was restarted. Readiness stays, so that no
 * controller joins in and the rate is what was asked for.
 */
export const runChurn = (world: World, simulation: Simulation, perSecond: number): void => {
	const random = randomFor(world.seed, 'churn');
	let names: readonly { readonly namespace: string | undefined; readonly name: string }[] = [];
	let owed = 0;
	let owedSince = simulation.now();
	let ticks = 0;
	const restart = (): void => {
		const chosen = names[Math.floor(random() * names.length)];
		const pod = chosen === undefined ? undefined : world.get('pods', chosen.namespace, chosen.name);
		if (pod === undefined || isTerminating(pod) || podView(pod).status.phase !== 'Running') return;
		const status = podView(pod).status.containerStatuses?.[0];
		if (status?.ready !== true) return;
		const now = world.timestamp();
		const before = status.state?.running?.startedAt ?? now;
		world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) =>
			atStage(object, {
				stage: 'running',
				ready: true,
				startedAt: now,
				since: before,
				restarts: status.restartCount + 1,
				last: { exitCode: 1, reason: 'Error', startedAt: before, finishedAt: now },
			}),
		);
	};
	const tick = (): void => {
		if (ticks % (5_000 / tickMs) === 0)
			names = world.list('pods').map((pod) => ({ namespace: pod.metadata.namespace, name: pod.metadata.name }));
		ticks += 1;
		// By the time that has passed, not by the ticks that were meant to: a busy machine's are late.
		const now = simulation.now();
		owed += (perSecond * Math.min(mostOwedMs, now - owedSince)) / 1000;
		owedSince = now;
		for (; owed >= 1; owed -= 1) restart();
		simulation.after(tickMs, tick);
	};
	if (perSecond > 0) simulation.after(tickMs, tick);
};
