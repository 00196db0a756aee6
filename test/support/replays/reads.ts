import { expect } from 'vitest';
import { resourceNamed } from '../../../src/demo/resources.ts';
import type { DemoServer } from '../../../src/demo/server.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { bodyOf, recording } from '../recorded-http.ts';
import type { Replays } from '../replay.ts';

interface ListBody {
	readonly items: readonly KubeObject[];
	readonly metadata: { readonly remainingItemCount?: number };
}

const listIn = (name: string): ListBody => JSON.parse(bodyOf(recording(name))) as ListBody;

/** The global version of the moment. Unlike a load it leaves the history as it is. */
export const reachVersion = ({ world }: DemoServer, version: number): void =>
	world.store.load(resourceNamed('namespaces'), {
		metadata: { name: 'clock', uid: 'clock', resourceVersion: String(version) },
		status: { phase: 'Active' },
	});

/** The pods lab-0 to lab-7 as they were listed at first. */
export const labPods = (): readonly KubeObject[] =>
	['list-pods-page-1', 'list-pods-page-2', 'list-pods-page-3'].flatMap((name) => listIn(name).items);

/** A pod of the recorded namespace with these parts of its own. */
export const labPod = (
	name: string,
	over: { readonly metadata?: object; readonly spec?: object; readonly status?: object } = {},
): KubeObject => {
	const model = labPods()[0] as KubeObject;
	return {
		...model,
		metadata: { ...model.metadata, name, uid: `uid-of-${name}`, ...over.metadata },
		spec: { ...(model['spec'] as object), ...over.spec },
		status: { ...(model['status'] as object), ...over.status },
	};
};

/** The recorded items, and as many more after them as remained. */
const itemsOf =
	(resource: string, name: string, version: number, before: readonly KubeObject[] = []) =>
	(server: DemoServer): void => {
		const { items, metadata } = listIn(name);
		const [model] = items;
		const more = Array.from({ length: metadata.remainingItemCount ?? 0 }, (_, index) => ({
			...(model as KubeObject),
			metadata: { ...(model as KubeObject).metadata, name: `more-${String(index).padStart(2, '0')}`, uid: `more-${index}` },
		}));
		server.world.load(resource, [...before, ...items, ...more]);
		reachVersion(server, version);
	};

const container = (name: string) => ({ name, image: 'app:1' });
const waiting = (name: string, reason: string) => ({ name, restartCount: 0, state: { waiting: { reason } } });

/** The pods whose logs were asked for. No time of theirs was recorded. */
export const logPods = ({ world }: DemoServer): void => {
	world.load('nodes', [
		{
			metadata: { name: 'node-1', uid: 'node-1', resourceVersion: '1' },
			status: {
				conditions: [{ type: 'Ready', status: 'True' }],
				addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
				daemonEndpoints: { kubeletEndpoint: { Port: 10_299 } },
			},
		},
	]);
	const started = world.timestamp(world.clock.now() - 60_000);
	world.load('pods', [
		labPod('logs-one', {
			spec: { nodeName: 'node-1', containers: [container('app')] },
			status: { containerStatuses: [{ name: 'app', restartCount: 0, state: { running: { startedAt: started } } }] },
		}),
		labPod('logs', {
			spec: {
				nodeName: 'node-1',
				initContainers: [container('setup')],
				containers: ['app', 'waiting-creating', 'waiting-pull'].map(container),
			},
			status: {
				containerStatuses: [
					{ name: 'app', restartCount: 0, state: { running: { startedAt: started } } },
					waiting('waiting-creating', 'ContainerCreating'),
					waiting('waiting-pull', 'ImagePullBackOff'),
				],
			},
		}),
		{ ...labPod('unscheduled'), spec: { containers: [container('app')] } },
	]);
};

const logs = { given: logPods };
const kubeletGone = {
	given: (server: DemoServer): void => {
		logPods(server);
		server.world.patch('nodes', undefined, 'node-1', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
	},
};

const throttled = { given: ({ faults }: DemoServer): void => void faults.throttle(() => true, 1) };

/** Reads that are answered at once, compared whole. Those of demo-recordings.test.ts are not here again. */
export const reads: Replays = {
	'log-both-since-422': logs,
	'log-negative-tail-422': logs,
	'log-no-container-400': logs,
	'log-notfound-404': logs,
	'log-previous-none-400': logs,
	'log-unscheduled-204': logs,
	'log-waiting-creating-400': logs,
	'log-waiting-pull-400': logs,
	'log-wrong-container-400': logs,
	'log-kubelet-unreachable-500': kubeletGone,
	'log-kubelet-unreachable-follow-500': kubeletGone,
	'log-forbidden-403': {
		given: (server) => {
			logPods(server);
			server.faults.forbid({ user: 'nowatch', verb: 'get', resource: 'pods/log' });
		},
	},
	'nowatch-get-403': { given: ({ faults }) => void faults.forbid({ user: 'nowatch', verb: 'get', resource: 'pods' }) },
	'nowatch-list-200': { given: itemsOf('pods', 'nowatch-list-200', 2240) },
	'rbac-revoked-list-403': {},
	'rbac-revoked-watch-403': {},
	'too-many-requests-429': throttled,
	'apiserver-start-list-viewer-429': throttled,
	'apiserver-start-readyz-200': {},
	'list-exact-after-compaction-pods': { given: itemsOf('pods', 'list-exact-after-compaction-pods', 2586) },
	'list-notolderthan-old-rv': { given: itemsOf('pods', 'list-notolderthan-old-rv', 2586) },
	'list-continue-after-compaction-pods': { given: itemsOf('pods', 'list-continue-after-compaction-pods', 2586, labPods().slice(0, 3)) },
	'list-continue-inconsistent-events': { given: itemsOf('events', 'list-continue-inconsistent-events', 2586) },
	'list-exact-after-compaction-events': {
		given: (server) => {
			reachVersion(server, 2586);
			server.faults.expireHistory();
		},
	},
	'crd-before-list-404': {},
	'crd-before-discovery-404': {},
	'crd-gap-list-404': {},
	'crd-gone-list-404': {},
	'notfound-cluster-scoped-crd-in-namespace-404': {},
	'discovery-api-plain': { differs: { 'serverAddressByClientCIDRs/*/serverAddress': 'each server has its own address' } },
};

const noCustomResources = 'the demo cluster has no custom resources';
const etcdStalled = 'there is no etcd behind the demo that could stall';
const readyAtOnce = 'the demo answers only when it is ready';
const ownGroups = 'the demo serves fewer groups; what it serves is compared with the recording by name, in the same file';
const noNamespaceController = 'nothing in the demo deletes what is in a namespace in steps';

/** Recorded reads that the demo server is not asked, each with the reason. */
export const readsNotReplayed: Readonly<Record<string, string>> = {
	'apiserver-start-crd-503': readyAtOnce,
	'apiserver-start-readyz-500': readyAtOnce,
	'apiserver-start-readyz-500-2': readyAtOnce,
	'apiservice-unavailable-resource-503': 'the one aggregated API of the demo is metrics.k8s.io, whose 503 is replayed',
	'crd-after-discovery': noCustomResources,
	'crd-deleted-while-watching': noCustomResources,
	'crd-gap-list-200': noCustomResources,
	'crd-gap-list-429': noCustomResources,
	'crd-list': noCustomResources,
	'crd-table': noCustomResources,
	'crd-watch-conditions': noCustomResources,
	'crd-watch-deletion': noCustomResources,
	'deprecated-version-warning': noCustomResources,
	'not-acceptable-406': `${noCustomResources}; not-acceptable-pods-406 is replayed`,
	'list-continue-expired-410-custom-resource': `${noCustomResources}; that of events is replayed`,
	'list-continue-inconsistent-custom-resource': `${noCustomResources}; that of events is replayed`,
	'watch-crd-bookmark-130s': noCustomResources,
	'watch-apiserver-shutdown-crd': noCustomResources,
	'watchlist-customresource': noCustomResources,
	'watch-not-supported-405': 'the demo does not serve componentstatuses, which no cluster should',
	'discovery-apis-plain': ownGroups,
	'discovery-apis-not-modified': 'its ETag is of the groups of another server; the 304 to the own one is tested',
	'etcd-stalled-events': etcdStalled,
	'etcd-stalled-get': etcdStalled,
	'etcd-stalled-list-default': etcdStalled,
	'etcd-stalled-list-rv0': etcdStalled,
	'etcd-stalled-list-timeout-8s': etcdStalled,
	'etcd-stalled-list-unpaged': etcdStalled,
	'etcd-stalled-readyz': etcdStalled,
	'namespace-deletion-namespaces': noNamespaceController,
	'namespace-deletion-pods': noNamespaceController,
	'watch-rbac-revoked': 'the rights of the demo are fixed; that an open watch goes on when its right is gone is tested with the knob',
	'watch-slow-reader': 'only a summary was recorded; what it says is fault row 34',
};

/** Compares status and headers, where the body is the demo’s own. */
export const sameFrame = (name: string, answer: { readonly status: number; readonly headers: Readonly<Record<string, unknown>> }): void => {
	const { response } = recording(name);
	const names = ['content-type', 'cache-control', 'content-encoding', 'vary', 'transfer-encoding', 'content-length'] as const;
	const head = (headers: Readonly<Record<string, unknown>>) => names.map((header) => [header, headers[header]]);
	expect([answer.status, head(answer.headers)]).toEqual([response.status, head(response.headers)]);
};
