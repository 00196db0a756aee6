import type { Container } from './pod-template.ts';
import { hashOf } from './random.ts';

/** Where a pod runs. */
export interface Placement {
	readonly node: string;
	readonly hostIP: string;
	readonly podIP: string;
	/** RFC 3339. */
	readonly scheduledAt: string;
}

export interface Ended {
	readonly exitCode: number;
	readonly reason: string;
	readonly startedAt: string;
	readonly finishedAt: string;
}

/** What a kubelet would report of a pod, as one choice. Times are RFC 3339. */
export type PodStage =
	| { readonly stage: 'unscheduled'; readonly message: string; readonly since: string }
	| { readonly stage: 'creating' }
	| {
			readonly stage: 'running';
			readonly ready: boolean;
			readonly startedAt: string;
			readonly since: string;
			readonly restarts: number;
			readonly last?: Ended;
	  }
	/** The first container waits; the others run. */
	| {
			readonly stage: 'waiting';
			readonly reason: string;
			readonly message: string;
			readonly since: string;
			readonly restarts: number;
			readonly last?: Ended;
	  }
	/** The first container has just ended and will be started again. */
	| { readonly stage: 'exited'; readonly ended: Ended; readonly restarts: number; readonly last?: Ended }
	/** All containers ended for good. */
	| { readonly stage: 'finished'; readonly ended: Ended };

const containerId = (podIP: string, name: string, restarts: number): string => {
	const part = (salt: number) => hashOf(`${podIP}/${name}/${restarts}/${salt}`).toString(16).padStart(8, '0');
	return `containerd://${[1, 2, 3, 4, 5, 6, 7, 8].map(part).join('')}`;
};

const terminated = (ended: Ended, id: string) => ({
	terminated: {
		exitCode: ended.exitCode,
		reason: ended.reason,
		startedAt: ended.startedAt,
		finishedAt: ended.finishedAt,
		containerID: id,
	},
});

const condition = (type: string, status: boolean, at: string, reason?: { readonly reason: string; readonly message: string }) => ({
	type,
	status: status ? 'True' : 'False',
	lastProbeTime: null,
	lastTransitionTime: at,
	...(reason ?? {}),
});

/** Only the first container is started again; the others run since the pod does. */
const startedAtOf = (first: boolean, stage: PodStage, placement: Placement): string =>
	first && stage.stage === 'running' ? stage.startedAt : placement.scheduledAt;

const containerStatus = (container: Container, first: boolean, stage: PodStage, placement: Placement) => {
	const restarts = first && 'restarts' in stage ? stage.restarts : 0;
	const id = containerId(placement.podIP, container.name, restarts);
	// While a container waits it is the one that ended; the restart is counted when the next one is made.
	const lastId = stage.stage === 'waiting' ? id : containerId(placement.podIP, container.name, restarts - 1);
	const last = first && 'last' in stage && stage.last !== undefined ? terminated(stage.last, lastId) : {};
	const running = { running: { startedAt: startedAtOf(first, stage, placement) } };
	let state: object = running;
	let ready = true;
	if (stage.stage === 'creating') state = { waiting: { reason: 'ContainerCreating' } };
	else if (stage.stage === 'finished') state = terminated(stage.ended, id);
	else if (first && stage.stage === 'waiting') state = { waiting: { reason: stage.reason, message: stage.message } };
	else if (first && stage.stage === 'exited') state = terminated(stage.ended, id);
	if (stage.stage === 'running') ready = stage.ready || !first;
	else ready = !first && (stage.stage === 'waiting' || stage.stage === 'exited');
	const up = state === running;
	return {
		name: container.name,
		state,
		lastState: last,
		ready,
		restartCount: restarts,
		image: container.image,
		imageID:
			up || restarts > 0
				? `${container.image.split(':')[0]}@sha256:${containerId('', container.image, 0).slice('containerd://'.length)}`
				: '',
		...(stage.stage === 'creating' ? {} : { containerID: id }),
		started: up,
	};
};

const notReady = (containers: readonly Container[], first: boolean) => ({
	reason: 'ContainersNotReady',
	message: `containers with unready status: [${(first ? containers.slice(0, 1) : containers).map((container) => container.name).join(' ')}]`,
});

const phaseOf = (stage: PodStage): string => {
	switch (stage.stage) {
		case 'unscheduled':
		case 'creating':
			return 'Pending';
		case 'waiting':
			return stage.restarts === 0 && stage.last === undefined ? 'Pending' : 'Running';
		case 'running':
		case 'exited':
			return 'Running';
		case 'finished':
			return stage.ended.exitCode === 0 ? 'Succeeded' : 'Failed';
	}
};

const readySince = (stage: PodStage, placement: Placement): string => {
	switch (stage.stage) {
		case 'running':
		case 'waiting':
		case 'unscheduled':
			return stage.since;
		case 'exited':
		case 'finished':
			return stage.ended.finishedAt;
		case 'creating':
			return placement.scheduledAt;
	}
};

/** The status of a pod at a stage, as its kubelet (or, without a node, the scheduler) would have written it. */
export const podStatus = (containers: readonly Container[], placement: Placement | undefined, stage: PodStage): object => {
	if (stage.stage === 'unscheduled' || placement === undefined) {
		const since = stage.stage === 'unscheduled' ? stage.since : '';
		const message = stage.stage === 'unscheduled' ? stage.message : '';
		return {
			phase: 'Pending',
			...(message === '' ? {} : { conditions: [condition('PodScheduled', false, since, { reason: 'Unschedulable', message })] }),
			qosClass: 'Burstable',
		};
	}
	const ready = stage.stage === 'running' && stage.ready;
	const since = readySince(stage, placement);
	const why =
		stage.stage === 'finished' && stage.ended.exitCode === 0
			? { reason: 'PodCompleted', message: '' }
			: notReady(containers, stage.stage !== 'creating');
	const created = stage.stage !== 'creating';
	return {
		phase: phaseOf(stage),
		conditions: [
			condition('PodReadyToStartContainers', created && stage.stage !== 'finished', placement.scheduledAt),
			condition('Initialized', true, placement.scheduledAt),
			condition('Ready', ready, since, ready ? undefined : why),
			condition('ContainersReady', ready, since, ready ? undefined : why),
			condition('PodScheduled', true, placement.scheduledAt),
		],
		hostIP: placement.hostIP,
		hostIPs: [{ ip: placement.hostIP }],
		...(created ? { podIP: placement.podIP, podIPs: [{ ip: placement.podIP }] } : {}),
		startTime: placement.scheduledAt,
		containerStatuses: containers.map((container, index) => containerStatus(container, index === 0, stage, placement)),
		qosClass: 'Burstable',
	};
};
