import { describe, expect, test } from 'vitest';
import type { ObjectHealth } from '../../../src/base/cell.ts';
import { findDomain } from '../../../src/domains/registry.ts';
import type { WorkloadRow } from '../../../src/domains/workload-row.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

type Told = readonly [status: string, health: ObjectHealth];
type Case = readonly [what: string, told: Told, spec: object, status: object, metadata?: object];

const rowOf = (view: string, object: KubeObject): WorkloadRow => {
	const resource = findDomain(view)?.reads[0]?.resource;
	if (resource === undefined) throw new Error(`there is no view ${view}`);
	return resource.project(object, (text) => text) as WorkloadRow;
};
const told = ({ status, health }: WorkloadRow): Told => [status, health];

function check(view: string, cases: readonly Case[]): void {
	test.each(cases.map(([what, expected, spec, status, metadata]) => ({ what, expected, spec, status, metadata })))(
		'$what: $expected.0',
		({ expected, spec, status, metadata }) => {
			const object = { metadata: { name: 'x', uid: 'u', resourceVersion: '1', generation: 2, ...metadata }, spec, status };
			expect(told(rowOf(view, object))).toEqual(expected);
		},
	);

	test('on its way out says so, whatever its status says', () => {
		const metadata = { name: 'x', uid: 'u', resourceVersion: '1', deletionTimestamp: '2026-11-22T01:00:00Z' };
		expect(told(rowOf(view, { metadata }))).toEqual(['being deleted', 'progressing']);
	});
}

const unseen: Told = ['waiting for its controller to see the new spec', 'progressing'];
const holds = (type: string, reason = '', message = '') => ({ type, status: 'True', reason, message });
const seen = { observedGeneration: 2 };

describe('a Deployment', () => {
	const rolling = { ...seen, conditions: [holds('Progressing', 'ReplicaSetUpdated')] };
	const done = { ...seen, conditions: [holds('Progressing', 'NewReplicaSetAvailable')] };
	const overdue = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'has timed out' };
	const refused = holds('ReplicaFailure', 'FailedCreate', 'pods "x" is forbidden: exceeded quota: tiny');
	const five = { replicas: 5 };
	const counts = (replicas: number, updatedReplicas: number, readyReplicas: number, availableReplicas = readyReplicas) => ({
		replicas,
		updatedReplicas,
		readyReplicas,
		availableReplicas,
	});
	check('deployments', [
		['all of it is there', ['rolled out', 'ok'], five, { ...done, ...counts(5, 5, 5) }],
		['replicas still to be updated', ['2/5 updated, waiting for 3', 'progressing'], five, { ...rolling, ...counts(6, 2, 5) }],
		['old replicas still to end', ['5/5 updated, 1 old to end', 'progressing'], five, { ...rolling, ...counts(6, 5, 5) }],
		['updated replicas not yet available', ['3/5 available, waiting for 2', 'progressing'], five, { ...rolling, ...counts(5, 5, 5, 3) }],
		['some lost after the rollout', ['3/5 available, waiting for 2', 'warning'], five, { ...done, ...counts(5, 5, 3) }],
		['all lost after the rollout', ['0/5 available, waiting for 5', 'failing'], five, { ...done, ...counts(5, 5, 0) }],
		['a spec that was not looked at', unseen, five, { ...counts(5, 5, 5), observedGeneration: 1 }],
		['no status yet', unseen, five, {}],
		['scaled down', ['scaled to 0', 'ok'], { replicas: 0 }, { ...done, ...counts(0, 0, 0) }],
		[
			'a deadline that passed',
			['progress deadline exceeded: 2/5 updated, waiting for 3', 'failing'],
			five,
			{ ...seen, ...counts(6, 2, 4), conditions: [overdue] },
		],
		[
			'a deadline that passed, with what is in the way',
			['progress deadline exceeded: 2/5 updated, waiting for 3 (FailedCreate: pods "x" is forbidden: exceeded quota: tiny)', 'failing'],
			five,
			{ ...seen, ...counts(2, 2, 2), conditions: [overdue, refused] },
		],
		[
			'pods that cannot be created',
			['2/5 updated, waiting for 3 (FailedCreate: pods "x" is forbidden: exceeded quota: tiny)', 'failing'],
			five,
			{ ...seen, ...counts(2, 2, 2), conditions: [refused] },
		],
		['paused half way', ['paused: 2/5 updated', 'ok'], { ...five, paused: true }, { ...seen, ...counts(5, 2, 5) }],
		['paused with pods that are not ready', ['paused: 2/5 updated', 'warning'], { ...five, paused: true }, { ...seen, ...counts(5, 2, 3) }],
		['paused when all was done', ['paused', 'ok'], { ...five, paused: true }, { ...seen, ...counts(5, 5, 5) }],
	]);
});

describe('a StatefulSet', () => {
	const three = { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } };
	const held = { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
	const byHand = { replicas: 3, updateStrategy: { type: 'OnDelete' } };
	const one = { ...seen, currentRevision: 'a', updateRevision: 'a', replicas: 3, updatedReplicas: 3 };
	const two = { ...seen, currentRevision: 'a', updateRevision: 'b', replicas: 3 };
	check('statefulsets', [
		['all of it is there', ['rolled out', 'ok'], three, { ...one, readyReplicas: 3 }],
		[
			'replicas still to be updated',
			['1/3 updated, waiting for 2', 'progressing'],
			three,
			{ ...two, updatedReplicas: 1, readyReplicas: 2 },
		],
		[
			'the last one updated, not ready',
			['2/3 ready, waiting for 1', 'progressing'],
			three,
			{ ...two, updatedReplicas: 3, readyReplicas: 2 },
		],
		['one that is not ready, nothing rolled out', ['2/3 ready, waiting for 1', 'warning'], three, { ...one, readyReplicas: 2 }],
		['none is ready', ['0/3 ready, waiting for 3', 'failing'], three, { ...one, readyReplicas: 0 }],
		['the first one is stuck', ['0/3 ready, waiting for 3', 'warning'], three, { ...one, replicas: 1, readyReplicas: 0 }],
		['scaling down', ['2 more than asked for, waiting for them to end', 'progressing'], { replicas: 1 }, { ...one, readyReplicas: 3 }],
		['scaled down', ['scaled to 0', 'ok'], { replicas: 0 }, { ...one, replicas: 0 }],
		['not looked at', unseen, three, { ...one, observedGeneration: 1 }],
		['no status yet', unseen, three, {}],
		['a partition not done', ['0/1 updated, waiting for 1', 'progressing'], held, { ...two, updatedReplicas: 0, readyReplicas: 3 }],
		['a partition done', ['1/3 updated, 2 held back by the partition', 'ok'], held, { ...two, updatedReplicas: 1, readyReplicas: 3 }],
		[
			'a partition done and one of the others unwell',
			['2/3 ready, waiting for 1', 'warning'],
			held,
			{ ...two, updatedReplicas: 1, readyReplicas: 2 },
		],
		[
			'updated as pods are deleted',
			['1/3 updated, the others when they are deleted', 'ok'],
			byHand,
			{ ...two, updatedReplicas: 1, readyReplicas: 3 },
		],
		[
			'updated as pods are deleted, one not ready',
			['1/3 updated, the others when they are deleted', 'warning'],
			byHand,
			{ ...two, updatedReplicas: 1, readyReplicas: 2 },
		],
	]);
});

describe('a DaemonSet', () => {
	const rolling = { updateStrategy: { type: 'RollingUpdate' } };
	const counts = (updatedNumberScheduled: number, numberAvailable: number, numberMisscheduled = 0, desiredNumberScheduled = 5) => ({
		...seen,
		desiredNumberScheduled,
		currentNumberScheduled: desiredNumberScheduled,
		updatedNumberScheduled,
		numberAvailable,
		numberReady: numberAvailable,
		numberMisscheduled,
	});
	check('daemonsets', [
		['all of it is there', ['rolled out', 'ok'], rolling, counts(5, 5)],
		['nodes still to be updated', ['2/5 updated, waiting for 3', 'progressing'], rolling, counts(2, 5)],
		['one not available', ['4/5 available, waiting for 1', 'warning'], rolling, counts(5, 4)],
		['none available', ['0/5 available, waiting for 5', 'failing'], rolling, counts(5, 0)],
		['where it should not be', ['rolled out, and on 1 node it is not meant for', 'warning'], rolling, counts(5, 5, 1)],
		['where it should not be, twice', ['rolled out, and on 2 nodes it is not meant for', 'warning'], rolling, counts(5, 5, 2)],
		['no node', ['no node is meant for it', 'ok'], rolling, counts(0, 0, 0, 0)],
		['not looked at', unseen, rolling, { ...counts(5, 5), observedGeneration: 1 }],
		['no status yet', unseen, {}, {}],
		[
			'updated as pods are deleted',
			['2/5 updated, the others when they are deleted', 'ok'],
			{ updateStrategy: { type: 'OnDelete' } },
			counts(2, 5),
		],
		[
			'updated as pods are deleted, some down',
			['2/5 updated, the others when they are deleted', 'warning'],
			{ updateStrategy: { type: 'OnDelete' } },
			counts(2, 4),
		],
	]);
});

describe('a ReplicaSet', () => {
	const two = { replicas: 2 };
	check('replicasets', [
		['all ready', ['all ready', 'ok'], two, { ...seen, replicas: 2, readyReplicas: 2 }],
		['being created', ['1/2 created, waiting for 1', 'progressing'], two, { ...seen, replicas: 1 }],
		[
			'being scaled down',
			['1 more than asked for, waiting for them to end', 'progressing'],
			two,
			{ ...seen, replicas: 3, readyReplicas: 3 },
		],
		['one not ready', ['1/2 ready, waiting for 1', 'warning'], two, { ...seen, replicas: 2, readyReplicas: 1 }],
		['none ready', ['0/2 ready, waiting for 2', 'failing'], two, { ...seen, replicas: 2 }],
		['an old one of a Deployment', ['scaled to 0', 'ok'], { replicas: 0 }, seen],
		[
			'refused by a quota',
			['0/2 created (FailedCreate: exceeded quota)', 'failing'],
			two,
			{ ...seen, conditions: [holds('ReplicaFailure', 'FailedCreate', 'exceeded quota')] },
		],
		['not looked at', unseen, two, { replicas: 2, readyReplicas: 2 }],
	]);
});

describe('a Job', () => {
	const four = { completions: 4, parallelism: 2, backoffLimit: 3 };
	check('jobs', [
		['complete', ['complete', 'ok'], four, { succeeded: 4, conditions: [holds('Complete')] }],
		['running', ['1/4 complete, 2 running', 'progressing'], four, { succeeded: 1, active: 2 }],
		[
			'running after failures',
			['1/4 complete, 2 running, 2 failed (the limit is 3)', 'warning'],
			four,
			{ succeeded: 1, active: 2, failed: 2 },
		],
		[
			'out of tries',
			['failed: BackoffLimitExceeded (4 pods failed, the limit is 3)', 'failing'],
			four,
			{ failed: 4, conditions: [holds('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')] },
		],
		[
			'out of tries at once',
			['failed: BackoffLimitExceeded (1 pod failed, the limit is 0)', 'failing'],
			{ backoffLimit: 0 },
			{ failed: 1, conditions: [holds('Failed', 'BackoffLimitExceeded')] },
		],
		[
			'out of time',
			['failed: DeadlineExceeded: Job was active longer than specified deadline', 'failing'],
			four,
			{ conditions: [holds('Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline')] },
		],
		['about to fail', ['failing: FailedIndexes', 'failing'], four, { conditions: [holds('FailureTarget', 'FailedIndexes')] }],
		['failed without a word', ['failed', 'failing'], four, { conditions: [holds('Failed')] }],
		['suspended', ['suspended', 'ok'], { ...four, suspend: true }, {}],
		['suspended half way', ['suspended at 2/4 complete', 'ok'], four, { succeeded: 2, conditions: [holds('Suspended')] }],
		[
			'done early',
			['2/4 complete, enough: waiting for the others to end', 'progressing'],
			four,
			{ succeeded: 2, conditions: [holds('SuccessCriteriaMet')] },
		],
		[
			'a condition that does not hold',
			['0/4 complete, 1 running', 'progressing'],
			four,
			{ active: 1, conditions: [{ type: 'Failed', status: 'False' }] },
		],
	]);
});

describe('a CronJob', () => {
	const ran = (lastScheduleTime: string, lastSuccessfulTime?: string) => ({ lastScheduleTime, lastSuccessfulTime });
	check('cronjobs', [
		['new', ['waiting for its first run', 'ok'], {}, {}],
		['well', ['waiting for its next run', 'ok'], {}, ran('2026-11-22T01:00:00Z', '2026-11-22T01:00:09Z')],
		['running', ['2 running', 'progressing'], {}, { ...ran('2026-11-22T01:00:00Z'), active: [{ name: 'a' }, { name: 'b' }] }],
		['failed', ['its last run did not succeed', 'warning'], {}, ran('2026-11-22T01:00:00Z', '2026-11-21T01:00:09Z')],
		['never succeeded', ['its last run did not succeed', 'warning'], {}, ran('2026-11-22T01:00:00Z')],
		['suspended', ['suspended', 'ok'], { suspend: true }, {}],
		['suspended while it runs', ['suspended, 1 running', 'progressing'], { suspend: true }, { active: [{ name: 'a' }] }],
		['suspended after a failure', ['suspended', 'warning'], { suspend: true }, ran('2026-11-22T01:00:00Z')],
	]);
});

test.each([
	['deployments', 'gateway', 'failing', /^progress deadline exceeded: 2\/4 updated, waiting for 2 \(FailedCreate: .*exceeded quota: tiny/],
	['deployments', 'checkout', 'progressing', /^1\/2 updated, waiting for 1$/],
	['deployments', 'promo', 'ok', /^paused: 0\/2 updated$/],
	['statefulsets', 'postgres', 'warning', /^2\/3 ready, waiting for 1$/],
	['daemonsets', 'gpu-agent', 'ok', /^no node is meant for it$/],
	['jobs', 'import-failed', 'failing', /^failed: BackoffLimitExceeded/],
	['cronjobs', 'heartbeat', 'progressing', /^1 running$/],
] as const)('of what a real server recorded, %s %s is %s', (view, name, health, status) => {
	const object = recordedObjects(view).find(({ metadata }) => metadata.name === name);
	if (object === undefined) throw new Error(`no ${name} was recorded`);
	expect(told(rowOf(view, object))).toEqual([expect.stringMatching(status), health]);
});
