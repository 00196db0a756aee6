import { recordEvent } from './event-object.ts';
import type { Scheduler } from './placement.ts';
import { makePod, type Owner, ownerOf, ownerReference } from './pod-object.ts';
import type { PodStage } from './pod-status.ts';
import { type PodTemplate, templateOf } from './pod-template.ts';
import { nameSuffix, randomFor } from './random.ts';
import type { World } from './world.ts';

const minute = 60_000;

const template = (namespace: string, name: string, image: string, restartPolicy = 'Always'): PodTemplate => {
	const made = templateOf({ kind: 'Deployment', namespace, name, replicas: 1, image, cpu: '50m', memory: '64Mi', ageHours: 1 });
	return { ...made, spec: { ...made.spec, restartPolicy } };
};

interface OddPod {
	readonly namespace: string;
	readonly name: string;
	readonly template: PodTemplate;
	readonly minutes: number;
	readonly stage: (createdAt: string) => PodStage;
	readonly owner?: Owner;
	readonly labels?: Readonly<Record<string, string>>;
	readonly scheduled?: boolean;
}

const put = (world: World, scheduler: Scheduler, odd: OddPod): void => {
	const createdAt = world.timestamp(world.clock.now() - odd.minutes * minute);
	const placement = odd.scheduled === false ? undefined : scheduler.place();
	world.put(
		'pods',
		makePod({
			namespace: odd.namespace,
			name: odd.name,
			template: odd.template,
			createdAt,
			stage: odd.stage(createdAt),
			...(odd.owner === undefined ? {} : { owner: odd.owner }),
			...(odd.labels === undefined ? {} : { labels: odd.labels }),
			...(placement === undefined ? {} : { placement: { ...placement, scheduledAt: createdAt } }),
		}),
	);
};

const buildJobs = (world: World, scheduler: Scheduler): void => {
	const nightly = world.put('cronjobs.batch', {
		metadata: {
			name: 'nightly-report',
			namespace: 'batch',
			creationTimestamp: world.timestamp(world.clock.now() - 90_000 * minute),
			generation: 1,
		},
		spec: {
			schedule: '15 2 * * *',
			concurrencyPolicy: 'Forbid',
			suspend: false,
			jobTemplate: {
				metadata: {},
				spec: { template: template('batch', 'nightly-report', 'registry.example.com/batch/nightly-report:1.6.0', 'Never') },
			},
			successfulJobsHistoryLimit: 3,
			failedJobsHistoryLimit: 1,
		},
		status: {
			lastScheduleTime: world.timestamp(world.clock.now() - 410 * minute),
			lastSuccessfulTime: world.timestamp(world.clock.now() - 410 * minute + 92_000),
		},
	});
	for (const [name, minutes, exitCode] of [
		['nightly-report', 410, 0],
		['reindex-catalog', 95, 0],
		['import-prices', 42, 3],
	] as const) {
		const at = (offset: number) => world.timestamp(world.clock.now() - minutes * minute + offset);
		const spec = template('batch', name, `registry.example.com/batch/${name}:1.6.0`, 'Never');
		const succeeded = exitCode === 0;
		const job = world.put('jobs.batch', {
			metadata: {
				name,
				namespace: 'batch',
				creationTimestamp: at(0),
				generation: 1,
				labels: { 'job-name': name },
				...(name === nightly.metadata.name ? { ownerReferences: [ownerReference(ownerOf(nightly, 'batch/v1', 'CronJob'))] } : {}),
			},
			spec: {
				parallelism: 1,
				completions: 1,
				backoffLimit: 0,
				selector: { matchLabels: { 'job-name': name } },
				template: spec,
				completionMode: 'NonIndexed',
				suspend: false,
			},
			status: {
				startTime: at(0),
				...(succeeded ? { completionTime: at(93_000), succeeded: 1 } : { failed: 1 }),
				conditions: [
					{
						type: succeeded ? 'Complete' : 'Failed',
						status: 'True',
						lastProbeTime: at(93_000),
						lastTransitionTime: at(93_000),
						reason: succeeded ? 'CompletionsReached' : 'BackoffLimitExceeded',
						message: succeeded ? 'Reached expected number of succeeded pods' : 'Job has reached the specified backoff limit',
					},
				],
			},
		});
		put(world, scheduler, {
			namespace: 'batch',
			name: `${name}-${nameSuffix(randomFor(world.seed, 'job', name))}`,
			template: spec,
			minutes,
			owner: ownerOf(job, 'batch/v1', 'Job'),
			labels: { 'job-name': name },
			stage: () => ({
				stage: 'finished',
				ended: { exitCode, reason: succeeded ? 'Completed' : 'Error', startedAt: at(3_000), finishedAt: at(92_000) },
			}),
		});
	}
};

const controlPlaneParts = [
	['etcd', '3.6.6-0', '100m', '256Mi'],
	['kube-apiserver', 'v1.36.3', '250m', '512Mi'],
	['kube-controller-manager', 'v1.36.3', '200m', '128Mi'],
	['kube-scheduler', 'v1.36.3', '100m', '64Mi'],
] as const;

const buildControlPlane = (world: World, scheduler: Scheduler): void => {
	const node = world.get('nodes', undefined, 'control-1');
	if (node === undefined) return;
	const createdAt = node.metadata.creationTimestamp ?? world.timestamp();
	for (const [part, version, cpu, memory] of controlPlaneParts) {
		const plan = {
			kind: 'Deployment',
			namespace: 'kube-system',
			name: part,
			replicas: 1,
			image: `registry.k8s.io/${part}:${version}`,
			cpu,
			memory,
			ageHours: 1,
		} as const;
		world.put(
			'pods',
			makePod({
				namespace: 'kube-system',
				name: `${part}-control-1`,
				template: templateOf(plan),
				labels: { component: part, tier: 'control-plane' },
				owner: ownerOf(node, 'v1', 'Node'),
				createdAt,
				placement: { ...scheduler.on(node), scheduledAt: createdAt },
				stage: { stage: 'running', ready: true, startedAt: createdAt, since: createdAt, restarts: 0 },
			}),
		);
	}
};

const tooBig =
	'0/6 nodes are available: 1 node(s) had untolerated taint(s), 5 Insufficient cpu. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.';

/** Pods that are not simply running, so that every colour shows: finished and failed jobs, an image that is not there, one that fits nowhere. */
export const buildOddPods = (world: World, scheduler: Scheduler): void => {
	buildControlPlane(world, scheduler);
	buildJobs(world, scheduler);
	put(world, scheduler, {
		namespace: 'search',
		name: 'query-canary',
		template: template('search', 'query-canary', 'registry.example.com/search/query:9.4.0-rc1'),
		minutes: 33,
		stage: (createdAt) => ({
			stage: 'waiting',
			reason: 'ImagePullBackOff',
			message: 'Back-off pulling image "registry.example.com/search/query:9.4.0-rc1"',
			since: createdAt,
			restarts: 0,
		}),
	});
	put(world, scheduler, {
		namespace: 'data',
		name: 'train-model',
		template: template('data', 'train-model', 'registry.example.com/data/train:0.3.0', 'Never'),
		minutes: 12,
		scheduled: false,
		stage: (since) => ({ stage: 'unscheduled', since, message: tooBig }),
	});
	put(world, scheduler, {
		namespace: 'default',
		name: 'debug-shell',
		template: template('default', 'debug-shell', 'docker.io/library/busybox:1.37'),
		minutes: 190,
		stage: (createdAt) => ({ stage: 'running', ready: true, startedAt: createdAt, since: createdAt, restarts: 0 }),
	});
	for (const [namespace, name, reason, message, component] of [
		['search', 'query-canary', 'Failed', 'Failed to pull image "registry.example.com/search/query:9.4.0-rc1": not found', 'kubelet'],
		['data', 'train-model', 'FailedScheduling', tooBig, 'default-scheduler'],
	] as const) {
		const pod = world.get('pods', namespace, name);
		if (pod === undefined) continue;
		recordEvent(world, {
			type: 'Warning',
			reason,
			message,
			component,
			object: { kind: 'Pod', apiVersion: 'v1', name, namespace, uid: pod.metadata.uid },
			firstAt: world.clock.now() - 12 * minute,
			count: 9,
		});
	}
};
