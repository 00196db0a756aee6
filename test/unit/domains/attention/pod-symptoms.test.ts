import { describe, expect, test } from 'vitest';
import {
	ago,
	attentionOf,
	condition,
	ended,
	event,
	linesOf,
	minute,
	notReady,
	now,
	type Part,
	pod,
	waiting,
} from '../../../support/ailing-objects.ts';

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
