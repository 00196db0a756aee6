import type { KubeObject } from '../kube/types.ts';
import { recordEvent } from './event-object.ts';
import { asLost, asReady } from './node-object.ts';
import type { Scheduler } from './placement.ts';
import { atStage, controllerOf, isTerminating, makePod, ownerOf, podView } from './pod-object.ts';
import type { Ended, PodStage } from './pod-status.ts';
import { templateOf } from './pod-template.ts';
import { nameSuffix, randomFor } from './random.ts';
import type { Action, Scenario } from './scenarios.ts';
import { labelsOf } from './selectors.ts';
import type { Simulation } from './simulation.ts';
import { deploymentView } from './workload-object.ts';
import type { World } from './world.ts';

export interface Stage {
	readonly world: World;
	readonly scheduler: Scheduler;
	readonly simulation: Simulation;
	/** The API server goes away and comes back. */
	readonly refuse: () => void;
	readonly accept: () => void;
}

const firstPod = (world: World, namespace: string, app: string): KubeObject | undefined =>
	world
		.list('pods', namespace)
		.filter((pod) => labelsOf(pod)['app'] === app && !isTerminating(pod) && podView(pod).spec.nodeName !== undefined)
		.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))[0];

const restartsOf = (pod: KubeObject): number => podView(pod).status.containerStatuses?.[0]?.restartCount ?? 0;

const warn = (world: World, pod: KubeObject, reason: string, message: string): void =>
	recordEvent(world, {
		type: 'Warning',
		reason,
		message,
		component: 'kubelet',
		host: podView(pod).spec.nodeName ?? '',
		object: { kind: 'Pod', apiVersion: 'v1', name: pod.metadata.name, namespace: pod.metadata.namespace ?? '', uid: pod.metadata.uid },
	});

const setStage = (world: World, pod: KubeObject, stage: PodStage): void => {
	world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) => atStage(object, stage));
};

const startedAt = (world: World, pod: KubeObject): string =>
	podView(pod).status.containerStatuses?.[0]?.state?.running?.startedAt ?? podView(pod).status.startTime ?? world.timestamp();

/** How the first container ended last: just now, or before it was started again. */
const lastOf = (pod: KubeObject): { readonly last?: Ended } => {
	const status = podView(pod).status.containerStatuses?.[0];
	const last = status?.state?.terminated ?? status?.lastState?.terminated;
	return last === undefined ? {} : { last };
};

const podsOn = (world: World, node: string): KubeObject[] => world.list('pods').filter((pod) => podView(pod).spec.nodeName === node);

/** Pods that come back elsewhere; the others stay where they are until the node is back. */
const isReplaced = (pod: KubeObject): boolean => ['ReplicaSet', 'StatefulSet'].includes(controllerOf(pod)?.kind ?? '');

/** The node controller marks the pods of a lost node, whose kubelet cannot say so itself. */
const markUnready = (world: World, pod: KubeObject): void => {
	const now = world.timestamp();
	world.patch('pods', pod.metadata.namespace, pod.metadata.name, (object) => {
		const { status } = podView(object);
		const conditions = (status.conditions ?? []).map((condition) =>
			condition.type === 'Ready' && condition.status === 'True' ? { ...condition, status: 'False', lastTransitionTime: now } : condition,
		);
		return { ...object, status: { ...status, conditions } };
	});
};

const nodeEvent = (world: World, node: KubeObject, reason: string): void =>
	recordEvent(world, {
		type: 'Normal',
		reason,
		message: `Node ${node.metadata.name} status is now: ${reason}`,
		component: reason === 'NodeReady' ? 'kubelet' : 'node-controller',
		object: { kind: 'Node', apiVersion: 'v1', name: node.metadata.name, namespace: '', uid: node.metadata.uid },
	});

const runJob = ({ world, scheduler, simulation }: Stage, action: Extract<Action, { do: 'job' }>): void => {
	const { name } = action;
	const namespace = 'batch';
	const made = templateOf({
		kind: 'Deployment',
		namespace,
		name: 'send-mail',
		replicas: 1,
		image: 'registry.example.com/batch/send-mail:2.2.0',
		cpu: '50m',
		memory: '64Mi',
		ageHours: 0,
	});
	const template = { ...made, spec: { ...made.spec, restartPolicy: 'Never' } };
	const startTime = world.timestamp();
	const owner = world.put('jobs.batch', {
		metadata: { name, namespace, labels: { 'job-name': name }, generation: 1 },
		spec: { parallelism: 1, completions: 1, backoffLimit: 0, selector: { matchLabels: { 'job-name': name } }, template, suspend: false },
		status: { startTime, active: 1 },
	});
	const podName = `${name}-${nameSuffix(randomFor(world.seed, 'job', name))}`;
	const placement = scheduler.place();
	if (placement === undefined) return;
	world.put(
		'pods',
		makePod({
			namespace,
			name: podName,
			generateName: `${name}-`,
			template,
			labels: { 'job-name': name },
			owner: ownerOf(owner, 'batch/v1', 'Job'),
			createdAt: startTime,
			placement,
			stage: { stage: 'running', ready: true, startedAt: startTime, since: startTime, restarts: 0 },
		}),
	);
	simulation.after(action.seconds * 1000, () => {
		const finishedAt = world.timestamp();
		const exitCode = action.fails ? 1 : 0;
		const reason = action.fails ? 'Error' : 'Completed';
		world.patch('pods', namespace, podName, (object) =>
			atStage(object, { stage: 'finished', ended: { exitCode, reason, startedAt: startTime, finishedAt } }),
		);
		const condition = {
			type: action.fails ? 'Failed' : 'Complete',
			status: 'True',
			lastProbeTime: finishedAt,
			lastTransitionTime: finishedAt,
		};
		world.patch('jobs.batch', namespace, name, (object) => ({
			...object,
			status: { startTime, ...(action.fails ? { failed: 1 } : { completionTime: finishedAt, succeeded: 1 }), conditions: [condition] },
		}));
		// Ended jobs go after two minutes, as their ttlSecondsAfterFinished would have it.
		simulation.after(120_000, () => {
			world.remove('pods', namespace, podName);
			world.remove('jobs.batch', namespace, name);
		});
	});
};

/** Makes one change of a scenario. What it names may be gone by now: then nothing happens. */
export const perform = (stage: Stage, action: Action): void => {
	const { world } = stage;
	switch (action.do) {
		case 'refuse':
			stage.refuse();
			return;
		case 'accept':
			stage.accept();
			return;
		case 'job':
			runJob(stage, action);
			return;
		case 'node-lost':
		case 'node-evict':
		case 'node-back':
			changeNode(world, action);
			return;
		case 'rollout':
		case 'scale':
			changeDeployment(world, action);
			return;
		case 'exit':
		case 'back-off':
		case 'restart':
		case 'ready':
		case 'warning':
			changePod(world, action);
	}
};

const changeDeployment = (world: World, action: Extract<Action, { do: 'rollout' | 'scale' }>): void => {
	world.patch('deployments.apps', action.namespace, action.app, (object) => {
		const { spec, metadata } = deploymentView(object);
		const generation = Number(metadata.generation ?? 1) + 1;
		if (action.do === 'scale') return { ...object, metadata: { ...metadata, generation }, spec: { ...spec, replicas: action.replicas } };
		const [first, ...others] = spec.template.spec.containers;
		if (first === undefined) return object;
		const image = `${first.image.slice(0, first.image.lastIndexOf(':'))}:${action.tag}`;
		const labels = { ...spec.template.metadata.labels, 'app.kubernetes.io/version': action.tag };
		const template = {
			...spec.template,
			metadata: { ...spec.template.metadata, labels },
			spec: { ...spec.template.spec, containers: [{ ...first, image }, ...others] },
		};
		return { ...object, metadata: { ...metadata, generation }, spec: { ...spec, template } };
	});
};

const changeNode = (world: World, action: Extract<Action, { do: 'node-lost' | 'node-evict' | 'node-back' }>): void => {
	const node = world.get('nodes', undefined, action.node);
	if (node === undefined) return;
	if (action.do === 'node-evict') {
		for (const pod of podsOn(world, action.node)) if (isReplaced(pod)) world.terminate(pod);
		return;
	}
	if (action.do === 'node-lost') {
		world.patch('nodes', undefined, action.node, (object) => asLost(object, world.timestamp()));
		nodeEvent(world, node, 'NodeNotReady');
		for (const pod of podsOn(world, action.node)) markUnready(world, pod);
		return;
	}
	world.patch('nodes', undefined, action.node, (object) => asReady(object, world.timestamp()));
	nodeEvent(world, node, 'NodeReady');
	const now = world.timestamp();
	for (const pod of podsOn(world, action.node))
		if (!isTerminating(pod) && podView(pod).status.phase === 'Running')
			setStage(world, pod, {
				stage: 'running',
				ready: true,
				startedAt: startedAt(world, pod),
				since: now,
				restarts: restartsOf(pod),
				...lastOf(pod),
			});
};

const changePod = (world: World, action: Extract<Action, { do: 'exit' | 'back-off' | 'restart' | 'ready' | 'warning' }>): void => {
	const pod = firstPod(world, action.namespace, action.app);
	if (pod === undefined) return;
	const now = world.timestamp();
	const restarts = restartsOf(pod);
	const last = lastOf(pod);
	switch (action.do) {
		case 'warning':
			warn(world, pod, action.reason, action.message);
			return;
		case 'exit': {
			const { exitCode, reason } = action;
			const ended = { exitCode, reason, startedAt: startedAt(world, pod), finishedAt: now };
			setStage(world, pod, { stage: 'exited', restarts, ended, ...last });
			return;
		}
		case 'back-off': {
			const name = podView(pod).spec.containers[0]?.name;
			const message = `back-off restarting failed container=${name} pod=${pod.metadata.name}_${action.namespace}(${pod.metadata.uid})`;
			setStage(world, pod, { stage: 'waiting', reason: 'CrashLoopBackOff', message, since: now, restarts, ...last });
			warn(world, pod, 'BackOff', `Back-off restarting failed container ${name} in pod ${pod.metadata.name}_${action.namespace}`);
			return;
		}
		case 'restart':
			setStage(world, pod, { stage: 'running', ready: false, startedAt: now, since: now, restarts: restarts + 1, ...last });
			return;
		case 'ready':
			setStage(world, pod, { stage: 'running', ready: true, startedAt: startedAt(world, pod), since: now, restarts, ...last });
	}
};

/** Plays a scenario round after round until the simulation ends. */
export const playScenario = (stage: Stage, scenario: Scenario): void => {
	const play = (round: number): void => {
		for (const { atMs, action } of scenario.steps(round, stage.world.seed)) stage.simulation.after(atMs, () => perform(stage, action));
		stage.simulation.after(scenario.periodMs, () => play(round + 1));
	};
	play(0);
};
