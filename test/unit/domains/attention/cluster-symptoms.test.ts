import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/types.ts';
import { ago, attentionOf, condition, event, linesOf, minute, now, object, type Part } from '../../../support/ailing-objects.ts';

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
