import type { KubeObject } from '../kube/types.ts';
import type { Ended } from './pod-status.ts';
import { resourceNamed } from './resources.ts';
import type { Simulation } from './simulation.ts';
import type { World } from './world.ts';

export interface ContainerStatus {
	readonly name: string;
	readonly restartCount?: number;
	readonly containerID?: string;
	readonly state?: ContainerState;
	readonly lastState?: ContainerState;
}

export interface ContainerState {
	readonly running?: { readonly startedAt?: string };
	readonly terminated?: Partial<Ended>;
	readonly waiting?: { readonly reason?: string };
}

/** A container from one start to its end. */
export interface ContainerRun {
	/** How often it was started before. */
	readonly restarts: number;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	readonly end?: RunEnd;
}

export interface RunEnd {
	/** Epoch milliseconds. */
	readonly at: number;
	readonly exitCode: number;
	readonly reason: string;
}

export const containerStatuses = (pod: KubeObject): readonly ContainerStatus[] => {
	const status = pod['status'] as Readonly<Record<string, readonly ContainerStatus[] | undefined>> | undefined;
	return ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'].flatMap((list) => status?.[list] ?? []);
};

/** What was seen of one run. */
interface Seen {
	readonly restarts: number;
	/** As the status has it. */
	readonly stamp: string | undefined;
	readonly startedAt: number;
	endedAt: number | undefined;
}

/** The present run, the one before it, and one more for who asks while it changes. */
const runsKept = 3;

/**
 * When containers started and ended, to the millisecond. Statuses have whole seconds, in which a container can write, end and be started
 * again; what was written in such a second would otherwise differ between who watched and who asks later.
 */
export class ContainerRuns {
	private readonly clock: World['clock'];
	private readonly seen = new Map<string, Seen[]>();

	constructor(world: World, simulation: Simulation) {
		this.clock = world.clock;
		simulation.onEnd(
			world.store.subscribe(resourceNamed('pods'), ({ type, object }) => {
				for (const status of containerStatuses(object)) {
					if (type === 'DELETED') this.seen.delete(keyOf(object, status.name));
					else this.note(keyOf(object, status.name), status);
				}
			}),
		);
	}

	/** The run that a `state` or `lastState` tells of, the container having been started that often before. */
	runOf(pod: KubeObject, name: string, { running, terminated }: ContainerState, restarts: number): ContainerRun {
		const stamp = (running ?? terminated)?.startedAt;
		const seen = this.seen.get(keyOf(pod, name))?.find((run) => run.restarts === restarts && run.stamp === stamp);
		const startedAt = seen?.startedAt ?? millisOf(stamp);
		if (terminated === undefined) return { restarts, startedAt };
		const at = Math.max(startedAt, seen?.endedAt ?? millisOf(terminated.finishedAt));
		return { restarts, startedAt, end: { at, exitCode: terminated.exitCode ?? 0, reason: terminated.reason ?? '' } };
	}

	private note(key: string, { restartCount = 0, state, lastState }: ContainerStatus): void {
		// The restart is counted when the next one starts.
		const last = state?.running === undefined && state?.terminated === undefined ? restartCount : restartCount - 1;
		this.noteEnd(key, last, lastState?.terminated);
		this.noteEnd(key, restartCount, state?.terminated);
		if (state?.running !== undefined) this.noteStart(key, restartCount, state.running.startedAt);
	}

	private noteStart(key: string, restarts: number, stamp: string | undefined): void {
		const runs = this.seen.get(key) ?? [];
		if (!this.isJust(stamp) || runs.some((run) => run.restarts === restarts && run.stamp === stamp)) return;
		// What the run before wrote last lies within the millisecond of its end.
		const startedAt = Math.max(this.clock.now(), (runs.at(-1)?.endedAt ?? 0) + 1);
		this.add(key, { restarts, stamp, startedAt, endedAt: undefined });
	}

	private noteEnd(key: string, restarts: number, ended: Partial<Ended> | undefined): void {
		if (ended === undefined || !this.isJust(ended.finishedAt)) return;
		const run = this.seen.get(key)?.find((candidate) => candidate.restarts === restarts && candidate.stamp === ended.startedAt);
		if (run === undefined)
			this.add(key, { restarts, stamp: ended.startedAt, startedAt: millisOf(ended.startedAt), endedAt: this.clock.now() });
		else run.endedAt ??= this.clock.now();
	}

	private add(key: string, run: Seen): void {
		this.seen.set(key, [...(this.seen.get(key) ?? []).slice(1 - runsKept), run]);
	}

	private isJust(stamp: string | undefined): boolean {
		const ago = this.clock.now() - millisOf(stamp);
		return ago >= 0 && ago < 1000;
	}
}

const keyOf = (pod: KubeObject, container: string): string => `${pod.metadata.uid}/${container}`;

const millisOf = (stamp: string | undefined): number => {
	const at = Date.parse(stamp ?? '');
	return Number.isNaN(at) ? 0 : at;
};
