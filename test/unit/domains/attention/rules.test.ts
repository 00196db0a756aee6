import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/types.ts';
import { AttentionOf } from '../../../support/attention-of.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const now = Date.UTC(2026, 10, 22, 3, 0, 0);
const minute = 60_000;

/** RFC 3339, so many minutes before now. */
const ago = (minutes: number): string => `${new Date(now - minutes * minute).toISOString().slice(0, 19)}Z`;

type Part = Readonly<Record<string, unknown>>;

const object = (name: string, { metadata = {}, ...parts }: { readonly metadata?: Part } & Part): KubeObject =>
	({
		metadata: {
			name,
			namespace: 'shop',
			uid: `uid-${name}`,
			resourceVersion: '1',
			creationTimestamp: ago(600),
			...metadata,
		},
		...parts,
	}) as unknown as KubeObject;

const condition = (type: string, status: string, minutes: number, reason = '', message = ''): Part => ({
	type,
	status,
	reason,
	message,
	lastTransitionTime: ago(minutes),
});

const notReady = (minutes: number): readonly Part[] => [condition('PodScheduled', 'True', 600), condition('Ready', 'False', minutes)];

interface PodParts {
	readonly phase?: string;
	readonly conditions?: readonly Part[];
	readonly status?: Part;
	readonly more?: readonly Part[];
	readonly metadata?: Part;
	readonly limit?: string;
}

/** A pod of one container, `app`; `more` are statuses of others. */
const pod = (name: string, { phase = 'Running', conditions = notReady(20), status = {}, more = [], metadata = {}, limit }: PodParts) =>
	object(name, {
		metadata,
		spec: {
			containers: [
				{ name: 'app', ...(limit === undefined ? {} : { resources: { limits: { memory: limit } } }) },
				...more.map(({ name: other }) => ({ name: other })),
			],
		},
		status: { phase, conditions, containerStatuses: [{ name: 'app', ready: false, restartCount: 0, ...status }, ...more] },
	});

const ofCart = (hash = '7c9'): Part => ({
	labels: { 'pod-template-hash': hash },
	ownerReferences: [{ kind: 'ReplicaSet', name: `cart-${hash}`, controller: true }],
});

const waiting = (reason: string, message?: string): Part => ({
	state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
});

const ended = (exitCode: number, minutes: number, reason = 'Error'): Part => ({
	terminated: { exitCode, reason, finishedAt: ago(minutes) },
});

let events = 0;
const event = (kind: string, name: string, reason: string, message: string, minutes = 1, first = minutes): KubeObject =>
	object(`event-${++events}`, {
		type: 'Warning',
		reason,
		message,
		firstTimestamp: ago(first),
		lastTimestamp: ago(minutes),
		involvedObject: { kind, namespace: 'shop', name },
	});

const attentionOf = (objects: Readonly<Record<string, readonly KubeObject[]>>): AttentionOf => {
	const found = new AttentionOf(new FakeClock(now));
	for (const [kind, all] of Object.entries(objects)) found.put(kind, ...all);
	return found;
};

const linesOf = (objects: Readonly<Record<string, readonly KubeObject[]>>): readonly string[] => attentionOf(objects).lines();

describe('a container', () => {
	test('that is killed for its memory is told with its limit, its restarts and its container', () => {
		const killed = { restartCount: 41, ...waiting('CrashLoopBackOff', 'back-off 5m0s'), lastState: ended(137, 1, 'OOMKilled') };
		const found = attentionOf({
			Pod: [pod('web', { status: killed, limit: '64Mi', more: [{ name: 'proxy', ready: true, state: { running: {} } }] })],
		});
		expect(found.lines()).toEqual(['failing Pod/web app: OOMKilled exit 137 (limit 64Mi), 41 restarts']);
		expect(found.findings()[0]).toMatchObject({ last: now / 1000 - 60, since: now / 1000 - 1200, container: 'app', cause: 'crash' });
	});

	test('whose liveness probe failed is told with what the probe said', () => {
		const status = { restartCount: 3, ...waiting('CrashLoopBackOff'), lastState: ended(137, 1) };
		const Event = [event('Pod', 'web', 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', 2)];
		expect(linesOf({ Pod: [pod('web', { status })], Event })).toEqual([
			'failing Pod/web Liveness probe failed: HTTP probe failed with statuscode: 500; exit 137, 3 restarts',
		]);
	});

	test('that crashes, is started, runs and backs off in turn is one finding, until it has run for ten minutes', async () => {
		const found = attentionOf({});
		const uids = new Set<string>();
		const put = (status: Part, ready = false): void => {
			found.put('Pod', pod('web', { status, conditions: [condition('Ready', ready ? 'True' : 'False', 0)] }));
			for (const { uid } of found.findings()) uids.add(uid);
		};
		put({ restartCount: 0, state: ended(1, 0) });
		expect(found.findings()).toEqual([]);
		put({ restartCount: 1, state: { running: {} }, lastState: ended(1, 0) }, true);
		expect(found.findings()).toEqual([]);
		const added: string[] = [];
		found.rows.observe({ changed: (changes) => added.push(...changes.flatMap(({ type, row }) => (type === 'added' ? [row.uid] : []))) });
		put({ restartCount: 1, ...waiting('CrashLoopBackOff'), lastState: ended(1, 0) });
		put({ restartCount: 2, state: { running: {} }, lastState: ended(1, 0) }, true);
		put({ restartCount: 2, state: ended(1, 0), lastState: ended(1, 0) });
		put({ restartCount: 3, state: { running: {} }, lastState: ended(1, 0) }, true);
		expect(found.lines()).toEqual(['failing Pod/web exit 1, 3 restarts']);
		await found.clock.advance(10 * minute);
		expect(found.findings()).toEqual([]);
		expect(added).toHaveLength(1);
	});

	test('whose image is not there is told in the registry’s words, also while the kubelet only waits', () => {
		const why = 'rpc error: code = NotFound desc = failed to pull and unpack image "r/cart:9": not found';
		const backOff = pod('a', { phase: 'Pending', status: waiting('ImagePullBackOff', 'Back-off pulling image "r/cart:9"') });
		const failed = pod('b', { phase: 'Pending', status: waiting('ErrImagePull', why) });
		const newer = pod('c', {
			phase: 'Pending',
			status: waiting('ImagePullBackOff', 'Back-off pulling image "r/cart:9": ErrImagePull: 401 Unauthorized'),
		});
		const Event = [
			event('Pod', 'a', 'Failed', `Failed to pull image "r/cart:9": ${why}`),
			event('Pod', 'a', 'Failed', 'Error: ErrImagePull'),
		];
		expect(linesOf({ Pod: [backOff, failed, newer], Event })).toEqual([
			'failing Pod/a cannot pull r/cart:9: not found',
			'failing Pod/b cannot pull r/cart:9: not found',
			'failing Pod/c cannot pull r/cart:9: 401 Unauthorized',
		]);
	});
});

describe('a pod', () => {
	test('that is not ready is told after five minutes, with what its probe said', async () => {
		const Event = [event('Pod', 'web', 'Unhealthy', 'Readiness probe failed: dial tcp 10.0.0.7:8080: connect: connection refused')];
		const found = attentionOf({ Pod: [pod('web', { conditions: notReady(4), status: { state: { running: {} } } })], Event });
		expect(found.lines()).toEqual([]);
		await found.clock.advance(minute);
		expect(found.lines()).toEqual(['failing Pod/web Readiness probe failed: dial tcp 10.0.0.7:8080: connect: connection refused']);
		found.put('Pod', pod('web', { conditions: [condition('Ready', 'True', 0)], status: { ready: true, state: { running: {} } } }));
		expect(found.lines()).toEqual([]);
	});

	test('that no node takes for its volume says which, and nothing of preemption', () => {
		const unscheduled = (message: string) =>
			linesOf({ Pod: [pod('db', { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 9, 'Unschedulable', message)] })] })[0];
		expect(unscheduled('0/11 nodes are available: persistentvolumeclaim "data" not found. not found')).toBe(
			'failing Pod/db no node of 11 takes it: persistentvolumeclaim "data" not found',
		);
		expect(unscheduled('0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes')).toBe(
			'failing Pod/db no node of 3 takes it: pod has unbound immediate PersistentVolumeClaims',
		);
	});

	test('whose volume is not there is told at once, one whose volume comes late after its grace', async () => {
		const young = {
			phase: 'Pending',
			status: waiting('ContainerCreating'),
			conditions: [condition('PodScheduled', 'True', 2), condition('Ready', 'False', 2)],
		};
		const Event = [
			event('Pod', 'a', 'FailedMount', 'MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found'),
			event('Pod', 'b', 'FailedAttachVolume', 'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = DeadlineExceeded'),
		];
		const found = attentionOf({ Pod: [pod('a', young), pod('b', young)], Event });
		const mount = 'failing Pod/a FailedMount: MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found';
		expect(found.lines()).toEqual([mount]);
		await found.clock.advance(3 * minute);
		expect(found.lines()).toEqual([
			mount,
			'failing Pod/b FailedAttachVolume: AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = DeadlineExceeded',
		]);
	});

	test('whose node’s clock runs fast is told at once, as of now, and stays as of then', async () => {
		const status = { restartCount: 4, ...waiting('CrashLoopBackOff'), lastState: ended(1, -0.5) };
		const found = attentionOf({ Pod: [pod('web', { status, conditions: notReady(-0.5) })] });
		expect(found.findings()).toMatchObject([{ since: now / 1000, last: now / 1000 }]);
		await found.clock.advance(minute);
		found.put('Pod', pod('web', { status: { ...status, restartCount: 5 }, conditions: notReady(-0.5) }));
		expect(found.findings()).toMatchObject([{ restarts: 5, since: now / 1000, last: now / 1000 + 30 }]);
	});

	test('that is deleted has only that to say, and after its grace who keeps it', async () => {
		const metadata = { deletionTimestamp: ago(0), finalizers: ['example.com/drain', 'foregroundDeletion'] };
		const found = attentionOf({ Pod: [pod('web', { metadata, status: { restartCount: 9, ...waiting('CrashLoopBackOff') } })] });
		expect(found.lines()).toEqual([]);
		await found.clock.advance(5 * minute);
		expect(found.lines()).toEqual([
			'warning Pod/web deleted, and kept by example.com/drain (whoever runs example.com), foregroundDeletion (the garbage collector, until what it owns is gone)',
		]);
	});

	test('of the same name that was there before has left no events to this one', () => {
		const created = { metadata: { creationTimestamp: ago(10) } };
		const Event = [event('Pod', 'db-0', 'Unhealthy', 'Readiness probe failed: old', 30)];
		expect(linesOf({ Pod: [pod('db-0', { ...created, status: { state: { running: {} } } })], Event })).toEqual([
			'failing Pod/db-0 it runs, and is not ready',
		]);
	});
});

describe('a workload', () => {
	const deployment = (ready: number, conditions: readonly Part[] = []): KubeObject =>
		object('cart', {
			metadata: { generation: 3 },
			spec: { replicas: 3 },
			status: { readyReplicas: ready, updatedReplicas: 1, conditions },
		});
	const crashing = (name: string, restarts: number, hash?: string): KubeObject =>
		pod(name, {
			metadata: ofCart(hash),
			limit: '64Mi',
			status: { restartCount: restarts, ...waiting('CrashLoopBackOff'), lastState: ended(137, restarts, 'OOMKilled') },
		});

	test('is told once for all of its pods, with the worst of them and how many', () => {
		const found = attentionOf({ Deployment: [deployment(1)], Pod: [crashing('cart-7c9-a', 41), crashing('cart-7c9-b', 3)] });
		expect(found.lines()).toEqual(['failing Deployment/cart 1/3 ready: OOMKilled exit 137 (limit 64Mi), 44 restarts in 2 pods']);
		expect(found.findings()[0]).toMatchObject({
			aboutKind: 'Pod',
			aboutName: 'cart-7c9-a',
			container: 'app',
			pods: 2,
			restarts: 44,
			last: now / 1000 - 180,
		});
		found.put('Deployment', deployment(0));
		expect(found.findings()[0]?.severity).toBe('critical');
		found.remove('Pod', 'uid-cart-7c9-a');
		found.remove('Pod', 'uid-cart-7c9-b');
		expect(found.findings()).toEqual([]);
	});

	test('whose pods may be read and itself not is told by them', () => {
		expect(linesOf({ Pod: [crashing('cart-7c9-a', 2), crashing('cart-7c9-b', 2)] })).toEqual([
			'failing Deployment/cart OOMKilled exit 137 (limit 64Mi), 4 restarts in 2 pods',
		]);
	});

	test('stays one finding while its pods come, go and take turns in failing, and is another one to who ignored it with every rollout', () => {
		const found = attentionOf({ Deployment: [deployment(2)], Pod: [crashing('cart-7c9-a', 2)] });
		const [first] = found.findings();
		const added: string[] = [];
		found.rows.observe({ changed: (changes) => added.push(...changes.flatMap(({ type, row }) => (type === 'added' ? [row.uid] : []))) });
		found.put('Pod', crashing('cart-7c9-b', 3));
		found.remove('Pod', 'uid-cart-7c9-a');
		expect(found.findings()[0]?.version).toBe(first?.version);
		found.put(
			'Pod',
			pod('cart-8d1-c', { metadata: ofCart('8d1'), status: waiting('ImagePullBackOff', 'Back-off pulling image "r/cart:9"') }),
		);
		found.remove('Pod', 'uid-cart-7c9-b');
		expect(found.lines()).toEqual(['failing Deployment/cart 2/3 ready: cannot pull r/cart:9']);
		expect(found.findings()[0]?.version).not.toBe(first?.version);
		expect(added).toEqual([]);
	});

	test('whose rollout is stuck says how far it is and why, whose pods are refused says by which quota', () => {
		const stuck = condition('Progressing', 'False', 1, 'ProgressDeadlineExceeded');
		const Pod = [
			pod('cart-7c9-a', {
				metadata: ofCart(),
				phase: 'Pending',
				conditions: [
					condition(
						'PodScheduled',
						'False',
						1,
						'Unschedulable',
						'0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found.',
					),
				],
			}),
		];
		expect(linesOf({ Deployment: [deployment(2, [stuck])], Pod })).toEqual([
			'failing Deployment/cart its rollout is stuck, 1/3 updated and 2/3 ready: no node of 3 takes it: 2 Insufficient cpu, 1 were unschedulable',
		]);
		const message =
			'pods "cart-7c9-x" is forbidden: exceeded quota: team, requested: requests.cpu=900m,pods=1, used: requests.cpu=3200m,pods=9, limited: requests.cpu=4,pods=20';
		expect(linesOf({ Deployment: [deployment(0, [condition('ReplicaFailure', 'True', 2, 'FailedCreate', message)])] })).toEqual([
			'critical Deployment/cart quota team refuses its pods: requests.cpu 3200m of 4 used, 900m more asked for; pods 9 of 20 used, 1 more asked for',
		]);
	});

	test('whose pods are refused says in the server’s words why, without what its controller says before', () => {
		const refused = (message: string) =>
			linesOf({ Deployment: [deployment(1, [condition('ReplicaFailure', 'True', 2, 'FailedCreate', message)])] })[0];
		const noAccount = 'error looking up service account shop/ci: serviceaccount "ci" not found';
		expect(refused(`pods "cart-7c9-" is forbidden: ${noAccount}`)).toBe(`failing Deployment/cart no pod can be made: ${noAccount}`);
		expect(refused('Internal error occurred: failed calling webhook "guard.example.com": no endpoints')).toBe(
			'failing Deployment/cart no pod can be made: failed calling webhook "guard.example.com": no endpoints',
		);
		expect(refused('etcdserver: request timed out')).toBe('failing Deployment/cart FailedCreate: etcdserver: request timed out');
	});

	test('that has no conditions says by its events that its pods cannot be made, until those are old', async () => {
		const set = object('db', { spec: { replicas: 2 }, status: { readyReplicas: 0 } });
		const Event = [
			event(
				'StatefulSet',
				'db',
				'FailedCreate',
				'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: violates PodSecurity',
			),
		];
		const found = attentionOf({ StatefulSet: [set], Event });
		expect(found.lines()).toEqual(['critical StatefulSet/db no pod can be made: violates PodSecurity']);
		await found.clock.advance(30 * minute);
		expect(found.lines()).toEqual([]);
	});
});

describe('a job', () => {
	test('whose pods are refused is one finding since the first try, whatever its controller counts meanwhile', () => {
		const running = (active: number): KubeObject => object('import', { status: { active } });
		const refusal = 'Error creating: pods "import-x" is forbidden: exceeded quota: tiny, requested: pods=1, used: pods=1, limited: pods=1';
		const Event = [event('Job', 'import', 'FailedCreate', refusal, 9), event('Job', 'import', 'FailedCreate', refusal, 2)];
		const found = attentionOf({ Job: [running(0)], Event });
		const told: string[] = [];
		found.rows.observe({ changed: (changes) => told.push(...changes.map(({ type }) => type)) });
		for (const active of [1, 0, 1]) found.put('Job', running(active));
		expect(found.lines()).toEqual(['failing Job/import quota tiny refuses its pods: pods 1 of 1 used, 1 more asked for']);
		expect(found.findings()[0]?.since).toBe(now / 1000 - 9 * 60);
		expect(told).toEqual([]);
		const ending =
			'Error creating: pods "web-x" is forbidden: unable to create new content in namespace shop because it is being terminated';
		expect(linesOf({ Job: [running(0)], Event: [event('Job', 'import', 'FailedCreate', ending)] })).toEqual([]);
	});

	const failed = (name: string, minutes: number, owner?: string): KubeObject =>
		object(name, {
			metadata: owner === undefined ? {} : { ownerReferences: [{ kind: 'CronJob', name: owner, controller: true }] },
			status: { failed: 4, conditions: [condition('Failed', 'True', minutes, 'BackoffLimitExceeded')] },
		});

	test('that failed is told with how its pods ended, which are not told by themselves', () => {
		const metadata = { ownerReferences: [{ kind: 'Job', name: 'import', controller: true }] };
		const Pod = [pod('import-a', { phase: 'Failed', metadata, status: { state: ended(3, 40) } })];
		const found = attentionOf({ Job: [failed('import', 40)], Pod });
		expect(found.lines()).toEqual(['failing Job/import BackoffLimitExceeded, 4 pods failed; exit 3']);
		expect(found.findings()[0]).toMatchObject({ aboutKind: 'Pod', aboutName: 'import-a', container: 'app' });
		expect(linesOf({ Pod })).toEqual([]);
	});

	test('of a cron job is told to that, once for all, until one succeeds; runs that were missed are told, too', () => {
		const cron = (lastSuccess: number): KubeObject => object('report', { status: { lastSuccessfulTime: ago(lastSuccess) } });
		const found = attentionOf({ CronJob: [cron(600)], Job: [failed('report-1', 90, 'report'), failed('report-2', 30, 'report')] });
		expect(found.lines()).toEqual(['failing CronJob/report BackoffLimitExceeded, 4 pods failed (2 times)']);
		found.put('Event', event('CronJob', 'report', 'MissSchedule', 'Missed scheduled time to start a job: 02:00', 10));
		expect(found.lines()).toHaveLength(2);
		found.put('CronJob', cron(5));
		expect(found.lines()).toEqual([]);
	});
});

describe('the cluster', () => {
	const cluster = { metadata: { namespace: undefined } };

	test('a node tells at once that it does not answer, and after an hour that it was never opened again', async () => {
		const cordoned = (minutes: number, conditions: readonly Part[]): KubeObject =>
			object('n', {
				...cluster,
				spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', timeAdded: ago(minutes) }] },
				status: { conditions },
			});
		const found = attentionOf({ Node: [cordoned(59, [condition('Ready', 'True', 900)])] });
		expect(found.lines()).toEqual([]);
		await found.clock.advance(minute);
		expect(found.lines()).toEqual(['warning Node/n closed for new pods, and never opened again']);
		found.put('Node', cordoned(59, [condition('Ready', 'Unknown', 1, 'NodeStatusUnknown', 'Kubelet stopped posting node status.')]));
		expect(found.lines()).toEqual(['critical Node/n it does not answer: Kubelet stopped posting node status.']);
	});

	test('a namespace that does not go, a claim that nobody provisions, a budget that blocks, an autoscaler that is blind', () => {
		const found = attentionOf({
			Namespace: [
				object('old', {
					metadata: { namespace: undefined, deletionTimestamp: ago(20) },
					status: {
						conditions: [
							condition(
								'NamespaceContentRemaining',
								'True',
								9,
								'SomeResourcesRemain',
								'Some resources are remaining: databases.data.example.com has 1 resource instances',
							),
						],
					},
				}),
			],
			PersistentVolumeClaim: [object('data', { status: { phase: 'Pending' } })],
			PodDisruptionBudget: [
				object('cart', {
					status: {
						disruptionsAllowed: 0,
						currentHealthy: 1,
						desiredHealthy: 2,
						expectedPods: 3,
						conditions: [condition('DisruptionAllowed', 'False', 7)],
					},
				}),
			],
			HorizontalPodAutoscaler: [
				object('cart', {
					status: {
						conditions: [
							condition('AbleToScale', 'True', 90),
							condition('ScalingActive', 'False', 8, 'FailedGetResourceMetric', 'no metrics known for pods'),
						],
					},
				}),
			],
			Event: [event('PersistentVolumeClaim', 'data', 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found')],
		});
		expect(found.lines()).toEqual([
			'failing HorizontalPodAutoscaler/cart cannot scale: FailedGetResourceMetric: no metrics known for pods',
			'failing PersistentVolumeClaim/data storageclass.storage.k8s.io "fast" not found',
			'warning PodDisruptionBudget/cart no pod may be evicted, and so no node drained: 1 of 3 healthy, 2 needed',
			'warning Namespace/old deleted, and kept: Some resources are remaining: databases.data.example.com has 1 resource instances',
		]);
	});

	test('a claim that no volume is bound to says what it waits for, and none that waits for its first pod is told before its grace', () => {
		const claim = (annotations: Part, storageClassName?: string, minutes = 6) =>
			linesOf({
				PersistentVolumeClaim: [
					object('data', {
						metadata: { annotations, creationTimestamp: ago(minutes) },
						spec: storageClassName === undefined ? {} : { storageClassName },
						status: { phase: 'Pending' },
					}),
				],
			});
		const unbound = 'warning PersistentVolumeClaim/data no volume is bound to it';
		expect(claim({})).toEqual([`${unbound}: it names no class, and no volume that is there fits`]);
		expect(claim({}, 'gp3')).toEqual([`${unbound}: class gp3 may wait for a pod that uses it`]);
		expect(claim({ 'volume.kubernetes.io/storage-provisioner': 'ebs.csi.aws.com' }, 'gp3')).toEqual([
			`${unbound}: it waits for ebs.csi.aws.com to make one`,
		]);
		expect(claim({}, 'gp3', 4)).toEqual([]);
	});

	test('a webhook that does not answer is told by whoever could not make an object', async () => {
		const message =
			'Error creating: Internal error occurred: failed calling webhook "pods.policy.example.com": failed to call webhook: Post "https://policy.security.svc:443/v1": connection refused';
		const found = attentionOf({ Event: [event('ReplicaSet', 'cart-7c9', 'FailedCreate', message, 1, 12)] });
		expect(found.lines()).toEqual([
			'critical Webhook/pods.policy.example.com it does not answer, and nothing that it guards can be made: failed to call webhook: Post "https://policy.security.svc:443/v1": connection refused',
		]);
		expect(found.findings()).toMatchObject([{ since: now / 1000 - 720, last: now / 1000 - 60, aboutKind: 'Webhook' }]);
		const configuration = object('policy', { metadata: { namespace: undefined }, webhooks: [{ name: 'pods.policy.example.com' }, {}] });
		found.put('MutatingWebhookConfiguration', configuration);
		expect(found.findings()).toMatchObject([
			{ kind: 'Webhook', name: 'pods.policy.example.com', aboutKind: 'MutatingWebhookConfiguration', aboutName: 'policy' },
		]);
		found.remove('MutatingWebhookConfiguration', 'uid-policy');
		expect(found.lines()).toEqual([]);
		found.put('MutatingWebhookConfiguration', configuration);
		found.put('Event', event('ReplicaSet', 'cart-8d1', 'FailedCreate', message, 2));
		expect(found.lines()).toEqual([]);
		found.put('Event', event('ReplicaSet', 'cart-8d1', 'FailedCreate', message, 0));
		expect(found.lines()).toHaveLength(1);
		await found.clock.advance(30 * minute);
		expect(found.lines()).toEqual([]);
	});
});
