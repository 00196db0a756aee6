import { expect } from 'vitest';
import type { DemoServer } from '../../../src/demo/server.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { bodyOf, recording } from '../recorded-http.ts';
import { recordedObjects } from '../recorded-objects.ts';
import type { Replays } from '../replay.ts';

const bodyIn = (name: string): KubeObject => JSON.parse(bodyOf(recording(name))) as KubeObject;

const namespace = (world: DemoServer['world'], name: string, version = '1'): void =>
	world.load('namespaces', [
		{ metadata: { name, uid: name, resourceVersion: version }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
	]);

/** The namespace lab at the version before the recorded one, and objects of it. */
const lab =
	(resource?: string, ...objects: readonly KubeObject[]) =>
	({ world }: DemoServer): void => {
		namespace(world, 'lab');
		if (resource !== undefined) world.load(resource, objects);
	};

/** The last version that was given out before: the next write gets the one after it. */
const atVersion = (version: number, given: (server: DemoServer) => void) => (server: DemoServer) => {
	given(server);
	namespace(server.world, 'clock', String(version));
};

const c1 = lab('configmaps', bodyIn('patch-unknown-field-warn'));
const ssa = lab('configmaps', bodyIn('apply-create-201'));

const lab7 = (): KubeObject => {
	const pages = ['list-pods-page-1', 'list-pods-page-2', 'list-pods-page-3'];
	const pods = pages.flatMap((name) => (bodyIn(name) as unknown as { readonly items: readonly KubeObject[] }).items);
	return pods.find(({ metadata }) => metadata.name === 'lab-7') as KubeObject;
};

const pod = (name: string, labels: object = {}): KubeObject =>
	({
		...lab7(),
		metadata: { ...lab7().metadata, name, uid: name, labels },
	}) as KubeObject;

const budget = (name: string, status: object, generation = 1): KubeObject => ({
	metadata: { name, namespace: 'lab', uid: name, resourceVersion: '2', generation },
	spec: { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } },
	status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, observedGeneration: 1, ...status },
});

const guarded =
	(...budgets: readonly KubeObject[]) =>
	(server: DemoServer): void => {
		lab('pods', pod('guarded', { app: 'guarded' }))(server);
		server.world.load('poddisruptionbudgets.policy', budgets);
	};

const node = (): KubeObject => recordedObjects('nodes').find(({ metadata }) => metadata.name.startsWith('ip-10-0-1-21')) as KubeObject;

/** shop/cart before it was restarted: what the answer has, without the annotation and its owner. */
const cart = (replicas: number, version: string, generation: number): KubeObject => {
	const after = bodyIn('rollout-restart-patch');
	const spec = after['spec'] as { readonly template: { readonly metadata: { readonly labels: object } } };
	const fields = (after.metadata['managedFields'] as readonly { readonly manager: string }[]).filter(
		({ manager }) => manager !== 'kyacht-recorder',
	);
	return {
		...after,
		metadata: { ...after.metadata, resourceVersion: version, generation, managedFields: fields },
		spec: { ...spec, replicas, template: { ...spec.template, metadata: { labels: spec.template.metadata.labels } } },
	};
};

const shop =
	(replicas: number, version: string, generation: number) =>
	({ world }: DemoServer): void => {
		namespace(world, 'shop');
		world.load('deployments.apps', [cart(replicas, version, generation)]);
	};

const doomed = ({ world }: DemoServer): void => {
	const ending = bodyIn('namespace-delete');
	const { deletionTimestamp: _gone, ...metadata } = ending.metadata;
	world.load('namespaces', [{ ...ending, metadata: { ...metadata, resourceVersion: '2655' }, status: { phase: 'Active' } }]);
};

const payments = ({ world }: DemoServer): void => {
	namespace(world, 'payments');
	world.load('resourcequotas', [
		{ metadata: { name: 'tiny', namespace: 'payments', uid: 'q', resourceVersion: '2' }, spec: { hard: { pods: '2' } } },
	]);
	world.load(
		'pods',
		['a', 'b'].map((name) => ({ ...pod(name), metadata: { ...pod(name).metadata, namespace: 'payments' } })),
	);
};

const madeUp = { 'metadata/uid': 'made up by the server' };

/** Exchanges that change something, or would. */
export const writes: Replays = {
	'apply-conflict-409': { given: ssa },
	'apply-create-201': { given: atVersion(2251, lab()), differs: madeUp },
	'apply-force-200': { given: ssa },
	'apply-no-manager-422': { given: lab() },
	'bad-json-400': { given: lab() },
	'cordon-patch': { given: atVersion(2249, ({ world }) => world.load('nodes', [node()])) },
	'create-exists-409': { given: c1 },
	'delete-configmap': { given: c1, afterwards: ({ world }) => expect(world.get('configmaps', 'lab', 'c1')).toBeUndefined() },
	'delete-dry-run': {
		given: lab('pods', lab7()),
		afterwards: ({ world }) => expect(world.get('pods', 'lab', 'lab-7')).toEqual(lab7()),
	},
	'delete-notfound-404': { given: lab() },
	'delete-pod-force': {
		given: atVersion(2244, lab('pods', bodyIn('delete-pod-graceful'))),
		afterwards: ({ world }) => expect(world.get('pods', 'lab', 'lab-7')).toBeUndefined(),
	},
	'delete-pod-graceful': {
		given: atVersion(2242, lab('pods', lab7())),
		afterwards: ({ world }) => expect(world.get('pods', 'lab', 'lab-7')?.metadata.deletionTimestamp).toBeDefined(),
	},
	'delete-uid-precondition-409': { given: lab('pods', lab7()) },
	'evict-allowed-201': { given: lab('pods', pod('lab-6')) },
	'evict-allowed-by-budget-201': {
		given: guarded(budget('guarded', { disruptionsAllowed: 1, currentHealthy: 2 })),
		afterwards: ({ world }) =>
			expect(world.get('poddisruptionbudgets.policy', 'lab', 'guarded')?.['status']).toMatchObject({ disruptionsAllowed: 0 }),
	},
	'evict-already-terminating': {
		given: (server) => {
			guarded(budget('guarded', {}))(server);
			server.world.patch('pods', 'lab', 'guarded', { metadata: { deletionTimestamp: '2026-11-22T01:33:00Z' } });
		},
	},
	'evict-blocked-429': { given: guarded(budget('guarded', {})) },
	'evict-blocked-unobserved-429': { given: guarded(budget('guarded', {}, 2)) },
	'evict-notfound-404': { given: lab() },
	'evict-two-budgets-500': { given: guarded(budget('guarded', {}), budget('second', {})) },
	'namespace-delete': { given: doomed },
	'namespace-gone-404': {},
	'namespace-terminating-create-403': { given: ({ world }) => world.load('namespaces', [bodyIn('namespace-delete')]) },
	'patch-immutable-422': { given: shop(4, '2247', 2) },
	'patch-invalid-422': { given: shop(4, '2247', 2) },
	'patch-unknown-field-strict-422': { given: c1 },
	'patch-unknown-field-warn': { given: c1 },
	'put-conflict-409': { given: c1 },
	'quota-exceeded-403': { given: payments },
	'rollout-restart-patch': { given: atVersion(2248, shop(3, '2248', 3)) },
	'scale-get': { given: shop(3, '1490', 1) },
	'scale-patch': { given: atVersion(2246, shop(3, '1490', 1)) },
	'scale-patch-forbidden-403': {},
	'uncordon-patch': { given: atVersion(2250, ({ world }) => world.load('nodes', [bodyIn('cordon-patch')])) },
	'unsupported-media-type-415': { given: lab() },
};
