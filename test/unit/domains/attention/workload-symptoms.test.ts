import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/types.ts';
import {
	ago,
	attentionOf,
	condition,
	ended,
	event,
	linesOf,
	minute,
	now,
	object,
	ofCart,
	type Part,
	pod,
	waiting,
} from '../../../support/ailing-objects.ts';

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
			'critical Deployment/cart quota team refuses its pods: requests.cpu 900m asked for when 3200m of 4 were used; pods 1 asked for when 9 of 20 were used',
		]);
	});

	test('that is paused says so, with and without pods that say what is wrong', () => {
		const pausedWith = (...conditions: readonly Part[]): KubeObject =>
			object('cart', { spec: { replicas: 1, paused: true }, status: { conditions: [condition('Available', 'False', 20), ...conditions] } });
		const paused = pausedWith(condition('Progressing', 'Unknown', 20, 'DeploymentPaused'));
		expect(linesOf({ Deployment: [paused] })).toEqual(['critical Deployment/cart its rollout is paused, 0/1 ready']);
		expect(linesOf({ Deployment: [paused], Pod: [crashing('cart-7c9-a', 2)] })).toEqual([
			'critical Deployment/cart its rollout is paused, 0/1 ready: OOMKilled exit 137 (limit 64Mi), 2 restarts',
		]);
		expect(linesOf({ Deployment: [pausedWith(condition('Progressing', 'False', 20, 'ProgressDeadlineExceeded'))] })).toEqual([
			'critical Deployment/cart its rollout is paused, and was stuck, 0/1 updated and 0/1 ready',
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
		expect(found.lines()).toEqual(['failing Job/import quota tiny refuses its pods: pods 1 asked for when 1 of 1 were used']);
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
