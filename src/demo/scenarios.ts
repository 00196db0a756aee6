import { between, pick, randomFor } from './random.ts';

/** One change that a scenario makes. `app` is the name of a workload; its first pod by name is meant. */
export type Action =
	| { readonly do: 'rollout'; readonly namespace: string; readonly app: string; readonly tag: string }
	| { readonly do: 'scale'; readonly namespace: string; readonly app: string; readonly replicas: number }
	/** The first container of the pod ends. */
	| { readonly do: 'exit'; readonly namespace: string; readonly app: string; readonly exitCode: number; readonly reason: string }
	| { readonly do: 'back-off'; readonly namespace: string; readonly app: string }
	/** Its kubelet starts it again, which is counted; it is not ready yet. */
	| { readonly do: 'restart'; readonly namespace: string; readonly app: string }
	| { readonly do: 'ready'; readonly namespace: string; readonly app: string }
	| { readonly do: 'node-lost'; readonly node: string }
	/** Pods of a lost node are told to go, which nobody there hears. */
	| { readonly do: 'node-evict'; readonly node: string }
	| { readonly do: 'node-back'; readonly node: string }
	| { readonly do: 'warning'; readonly namespace: string; readonly app: string; readonly reason: string; readonly message: string }
	| { readonly do: 'job'; readonly name: string; readonly seconds: number; readonly fails: boolean }
	/** The API server is gone: connections are refused. */
	| { readonly do: 'refuse' }
	| { readonly do: 'accept' };

export interface Step {
	/** Milliseconds after the start of the round. */
	readonly atMs: number;
	readonly action: Action;
}

export interface Scenario {
	readonly title: string;
	/** A round is this long; then comes the next one. */
	readonly periodMs: number;
	/** The steps of one round, in order of time: the same for the same round and seed. */
	readonly steps: (round: number, seed: number) => readonly Step[];
}

const second = 1_000;

const shift = (steps: readonly Step[], byMs: number): Step[] => steps.map((step) => ({ ...step, atMs: step.atMs + byMs }));

const inOrder = (steps: readonly Step[]): readonly Step[] => [...steps].sort((a, b) => a.atMs - b.atMs);

const rollouts = [
	['shop', 'cart'],
	['shop', 'catalog'],
	['shop', 'checkout'],
	['payments', 'ledger'],
	['search', 'query'],
] as const;

const rollout = (round: number, index: number): Step[] => {
	const [namespace, app] = rollouts[index % rollouts.length] ?? rollouts[0];
	return [{ atMs: 0, action: { do: 'rollout', namespace, app, tag: `5.${round}.${index}` } }];
};

/**
 * Runs out of memory three times, then stays up. A kubelet starts it again at once after the first crash, and after 10 and 20
 * seconds of CrashLoopBackOff after the next ones (kubernetes/kubernetes pkg/kubelet/kubelet.go, doBackOff). Each round begins
 * anew, as after ten minutes without a crash.
 */
const crashLoop = (namespace: string, app: string): Step[] => {
	const steps: Step[] = [];
	const runsMs = 6 * second;
	let at = 0;
	for (const waitMs of [0, 10 * second, 20 * second]) {
		steps.push({ atMs: at, action: { do: 'exit', namespace, app, exitCode: 137, reason: 'OOMKilled' } });
		at += 1_500;
		if (waitMs > 0) steps.push({ atMs: at, action: { do: 'back-off', namespace, app } });
		at += waitMs;
		steps.push({ atMs: at, action: { do: 'restart', namespace, app } });
		at += runsMs;
	}
	steps.push({ atMs: at, action: { do: 'ready', namespace, app } });
	return steps;
};

const nodeLost = (node: string): Step[] => [
	{ atMs: 0, action: { do: 'node-lost', node } },
	{ atMs: 12 * second, action: { do: 'node-evict', node } },
	{ atMs: 38 * second, action: { do: 'node-back', node } },
];

const troubles = [
	['Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
	['BackOff', 'Back-off restarting failed container'],
	['FailedMount', 'MountVolume.SetUp failed for volume "config": configmap not found'],
	['NetworkNotReady', 'network is not ready: container runtime network not ready'],
] as const;

const apps = [...rollouts, ['shop', 'gateway'], ['payments', 'fraud'], ['batch', 'worker'], ['data', 'etl']] as const;

/** Sixty warnings within ten seconds, over many pods. */
const eventBurst = (round: number, seed: number): Step[] => {
	const random = randomFor(seed, 'burst', round);
	return Array.from({ length: 60 }, () => {
		const [namespace, app] = pick(random, apps);
		const [reason, message] = pick(random, troubles);
		return { atMs: between(random, 0, 10_000), action: { do: 'warning', namespace, app, reason, message } };
	});
};

const outage: readonly Step[] = [
	{ atMs: 0, action: { do: 'refuse' } },
	{ atMs: 15 * second, action: { do: 'accept' } },
];

const scaling: readonly Step[] = [
	{ atMs: 0, action: { do: 'scale', namespace: 'batch', app: 'worker', replicas: 6 } },
	{ atMs: 32 * second, action: { do: 'scale', namespace: 'batch', app: 'worker', replicas: 3 } },
];

const job = (round: number, index: number): Step[] => [
	{ atMs: 0, action: { do: 'job', name: `send-mail-${round}-${index}`, seconds: 9 + index * 3, fails: index === 2 } },
];

/** Something happens every few seconds; the API itself goes away only at the end of every second round of three minutes. */
const tour = (round: number, seed: number): readonly Step[] => {
	const random = randomFor(seed, 'tour', round);
	const worker = `worker-0${1 + between(random, 0, 5)}`;
	return inOrder([
		...shift(rollout(round, 0), 3 * second),
		...shift(job(round, 0), 9 * second),
		...shift(crashLoop('shop', 'promo'), 14 * second),
		...shift(scaling, 24 * second),
		...shift(rollout(round, 1), 40 * second),
		...shift(job(round, 1), 62 * second),
		...shift(eventBurst(round, seed), 70 * second),
		...shift(rollout(round, 2), 84 * second),
		...shift(nodeLost(worker), 98 * second),
		...shift(job(round, 2), 120 * second),
		...shift(rollout(round, 3), 140 * second),
		...(round % 2 === 1 ? shift(outage, 160 * second) : shift(rollout(round, 4), 160 * second)),
	]);
};

/** What `--scenario` takes. `tour` is the default, `none` leaves everything as it is. */
export const scenarioNames = ['tour', 'rollout', 'crash-loop', 'node-not-ready', 'event-burst', 'outage', 'none'] as const;

export type ScenarioName = (typeof scenarioNames)[number];

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
	tour: { title: 'rollouts, crashes, jobs, a lost node, and at times an API outage', periodMs: 180 * second, steps: tour },
	rollout: {
		title: 'one Deployment after another is rolled out',
		periodMs: 100 * second,
		steps: (round) => inOrder(rollouts.flatMap((_, index) => shift(rollout(round, index), 2 * second + index * 20 * second))),
	},
	'crash-loop': {
		title: 'a container runs out of memory again and again',
		periodMs: 75 * second,
		steps: () => shift(crashLoop('shop', 'promo'), 2 * second),
	},
	'node-not-ready': {
		title: 'a node is lost, its pods are replaced, and it comes back',
		periodMs: 90 * second,
		steps: (round) => shift(nodeLost(`worker-0${1 + (round % 5)}`), 3 * second),
	},
	'event-burst': {
		title: 'sixty warnings in ten seconds',
		periodMs: 30 * second,
		steps: (round, seed) => inOrder(shift(eventBurst(round, seed), second)),
	},
	outage: {
		title: 'the API server refuses connections for 15 seconds, every minute',
		periodMs: 60 * second,
		steps: () => shift(outage, 10 * second),
	},
	none: { title: 'nothing happens', periodMs: 3_600 * second, steps: () => [] },
};
