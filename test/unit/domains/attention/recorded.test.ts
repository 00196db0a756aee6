import { expect, test } from 'vitest';
import { noSymptoms } from '../../../../src/domains/attention/symptom.ts';
import { podsResource } from '../../../../src/domains/pod-row.ts';
import { recordedFindings } from '../../../support/attention-of.ts';
import { recordedObjects } from '../../../support/recorded-objects.ts';

test('everything that was wrong with a real cluster is said once, the worst and newest first, with its cause', () => {
	expect(recordedFindings().lines()).toMatchInlineSnapshot(`
		[
		  "critical APIService/v1beta1.custom.metrics.k8s.io it does not answer: ServiceNotFound: service/prometheus-adapter in "observability" is not present",
		  "critical Deployment/gateway quota tiny refuses its pods: pods 1 asked for when 2 of 2 were used",
		  "critical Deployment/gateway its rollout is stuck, 2/4 updated and 0/4 ready: no node of 10 takes it: 6 had untolerated taint(s), 2 didn't match Pod's node affinity/selector, 2 were unschedulable (2 pods)",
		  "critical PersistentVolumeClaim/uploads its volume is gone, and with it what was on it",
		  "critical Node/disk-pressure-node not ready: KubeletNotReady: [container runtime is down, PLEG is not healthy: pleg was last seen active 3m12s ago; threshold is 3m0s]",
		  "critical Node/ip-10-0-2-32.eu-west-1.compute.internal not ready: KubeletNotReady: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
		  "critical Deployment/search its rollout is stuck, 2/2 updated and 0/2 ready: cannot pull registry.example.com/shop/search:4.17.2: failed to resolve image: not found (2 pods)",
		  "critical Node/ip-10-0-2-33.eu-west-1.compute.internal it does not answer: Kubelet stopped posting node status.",
		  "failing PersistentVolume/pv-failed VolumeFailedDelete: rpc error: code = Internal desc = Could not delete volume ID "vol-0": VolumeInUse",
		  "failing Pod/err-image-pull cannot pull registry.example.com/shop/app:4.17.2: not found",
		  "failing Pod/init-image-pull migrate: cannot pull its image",
		  "failing DaemonSet/node-exporter 2/3 ready: cannot pull registry.example.com/shop/node-exporter:4.17.2: 429 Too Many Requests",
		  "failing Pod/run-container-error RunContainerError: failed to create containerd task: exec: "/bin/nope": stat /bin/nope: no such file or directory, 5 restarts",
		  "failing HorizontalPodAutoscaler/ghost cannot scale: FailedGetScale: the HPA controller was unable to get the target's current scale: deployments.apps "no-such-deployment" not found",
		  "failing Pod/create-container-config-error CreateContainerConfigError: secret "missing" not found",
		  "failing Node/disk-pressure-node short of disk space: kubelet has disk pressure",
		  "failing Pod/crashloop-error app: exit 1: panic: runtime error: invalid memory address or nil pointer dereference, 58 restarts",
		  "failing Node/mem-pressure-node short of memory: kubelet has insufficient memory available",
		  "failing Pod/sidecar-failing mesh: exit 137, 6 restarts",
		  "failing Pod/pending-nominated no node of 10 takes it: 10 Insufficient cpu",
		  "failing Pod/pending-unschedulable no node of 10 takes it: 7 Insufficient nvidia.com/gpu, 2 were unschedulable, 1 had untolerated taint {node-role.kubernetes.io/control-plane: }",
		  "failing Pod/running-not-ready Readiness probe failed: HTTP probe failed with statuscode: 503",
		  "failing Pod/image-pull-backoff app: cannot pull registry.example.com/shop/app:4.17.2",
		  "failing StatefulSet/postgres 2/3 ready: postgres: CreateContainerConfigError: secret "postgres-replication" not found",
		  "failing StatefulSet/kafka 2/3 ready: OOMKilled exit 137 (limit 256Mi), 12 restarts",
		  "failing Pod/init-crashloop migrate: exit 1, 9 restarts",
		  "failing Pod/readiness-gates corresponding condition of pod readiness gate "example.com/lb-registered" does not exist.",
		  "failing Pod/completed-but-running-notready app has completed, and is not started again",
		  "failing Node/pid-pressure-node short of process ids: kubelet has insufficient PID available",
		  "failing Job/import-failed BackoffLimitExceeded, 1 pod failed; exit 2",
		  "failing Job/deadline DeadlineExceeded: Job was active longer than specified deadline",
		  "failing Pod/sidecar-unready-main-ok mesh is not ready",
		  "failing Deployment/cart OOMKilled exit 137 (limit 256Mi), 17 restarts",
		  "failing PersistentVolumeClaim/cache storageclass.storage.k8s.io "no-such-class" not found",
		  "failing Pod/phase-unknown phase Unknown: its node has not said how it is",
		  "failing Pod/partially-ready proxy is not ready",
		  "warning PodDisruptionBudget/kafka no pod may be evicted, and so no node drained: 2 of 3 healthy, 3 needed",
		  "warning PersistentVolumeClaim/waiting no volume is bound to it: class gp3 may wait for a pod that uses it",
		  "warning Pod/error-exit-1 exit 1",
		  "warning Pod/deadline-exceeded DeadlineExceeded: Pod was active on the node longer than the specified deadline",
		  "warning Pod/signal-9 signal 9",
		  "warning Pod/exit-code-3 exit 3",
		  "warning Pod/node-affinity NodeAffinity: Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
		  "warning Pod/failed-no-reason it failed, and does not say why",
		  "warning Pod/evicted Evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 8Gi, available: 5Gi. Container app was using 21Gi, request is 0, has larger consumption of ephemeral-storage.",
		  "warning Pod/container-status-unknown ContainerStatusUnknown exit 137: The container could not be located when the pod was terminated",
		  "warning Pod/oomkilled-never OOMKilled exit 137",
		  "warning PersistentVolumeClaim/shared no volume is bound to it: class gp3 may wait for a pod that uses it",
		]
	`);
});

test('what may heal by itself is not told before its time, and then without anything having changed', async () => {
	const found = recordedFindings();
	const told = (name: string) => found.findings().filter((row) => row.name === name);
	expect(told('checkout')).toEqual([]);
	expect(told('terminating-finalizer')).toEqual([]);
	await found.clock.advance(5 * 60_000);
	expect(told('checkout').map(({ text }) => text)).toMatchInlineSnapshot(`
		[
		  "it does not start: its containers are still being made",
		]
	`);
	expect(told('terminating-finalizer').map(({ text }) => text)).toEqual([
		'deleted, and kept by example.com/drain (whoever runs example.com)',
	]);
});

test('objects that are well have no symptoms, and all of them the same none', () => {
	const alive = recordedObjects('pods').filter(({ metadata }) => metadata.deletionTimestamp === undefined);
	const found = alive.map((pod) => podsResource.project(pod, (text) => text));
	const well = found.filter(({ health, restarts }) => health === 'ok' && restarts === 0);
	expect(well.length).toBeGreaterThan(20);
	for (const { name, symptoms } of well) expect([name, symptoms === noSymptoms]).toEqual([name, true]);
});
