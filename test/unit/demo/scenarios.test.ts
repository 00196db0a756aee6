import { describe, expect, test } from 'vitest';
import { isNodeReady } from '../../../src/demo/node-object.ts';
import { isPodReady, isTerminating } from '../../../src/demo/pod-object.ts';
import { type ScenarioName, scenarioNames, scenarios } from '../../../src/demo/scenarios.ts';
import type { DemoServer } from '../../../src/demo/server.ts';
import { deploymentView } from '../../../src/demo/workload-object.ts';
import { demoServer } from '../../support/demo-server.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ask } from '../../support/wire.ts';

const playing = async (scenario: ScenarioName, seed = 1): Promise<{ readonly server: DemoServer; readonly clock: FakeClock }> => {
	const clock = new FakeClock();
	return { clock, server: await demoServer({ scenario, seed, clock }) };
};

interface Ending {
	readonly reason: string;
	readonly containerID?: string;
}

interface ContainerView {
	readonly restartCount: number;
	readonly containerID?: string;
	readonly state: { readonly waiting?: Ending; readonly terminated?: Ending; readonly running?: object };
	readonly lastState: { readonly terminated?: Ending };
}

const containersOf = (pod: object): readonly ContainerView[] =>
	(pod as { readonly status: { readonly containerStatuses?: readonly ContainerView[] } }).status.containerStatuses ?? [];

/** By name, as the scenario takes the first of them. */
const promo = (server: DemoServer) =>
	server.world
		.list('pods', 'shop')
		.filter(({ metadata }) => metadata.name.startsWith('promo-'))
		.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));

describe('every scenario', () => {
	test.each(scenarioNames)('%s: is the same for the same seed and round, in order, and done before the next round', (name) => {
		const scenario = scenarios[name];
		for (const round of [0, 1, 2]) {
			const steps = scenario.steps(round, 7);
			expect(scenario.steps(round, 7)).toEqual(steps);
			const times = steps.map(({ atMs }) => atMs);
			expect(times).toEqual([...times].sort((a, b) => a - b));
			expect(Math.max(0, ...times)).toBeLessThan(scenario.periodMs);
		}
	});

	test('the tour changes something every few seconds, and first loses the API after five minutes', () => {
		const { steps, periodMs } = scenarios.tour;
		const first = [0, 1].flatMap((round) => steps(round, 1).map(({ atMs, action }) => ({ atMs: atMs + round * periodMs, action })));
		expect(first.find(({ action }) => action.do === 'refuse')?.atMs).toBeGreaterThan(300_000);
	});
});

describe('the demo cluster by itself', () => {
	test('plays the tour the same way twice, and changes pods in nearly every ten seconds of it', async () => {
		const history = async (): Promise<readonly (readonly [number, number])[]> => {
			const { server, clock } = await playing('tour');
			const seen: (readonly [number, number])[] = [];
			for (let tens = 0; tens < 18; tens++) {
				await clock.advance(10_000);
				seen.push([server.world.store.version, server.world.list('pods').length]);
			}
			return seen;
		};
		const first = await history();
		expect(await history()).toEqual(first);
		const versions = first.map(([version]) => version);
		expect(versions.filter((version, index) => version - (versions[index - 1] ?? 0) > 2).length).toBeGreaterThanOrEqual(17);
	});

	test('rolls out to new pods of a new ReplicaSet, never with too few ready', async () => {
		const { server, clock } = await playing('rollout');
		const carts = () => server.world.list('pods', 'shop').filter(({ metadata }) => metadata.name.startsWith('cart-'));
		const before = new Set(carts().map(({ metadata }) => metadata.uid));
		let fewest = Number.POSITIVE_INFINITY;
		let most = 0;
		for (let second = 0; second < 60; second++) {
			await clock.advance(1_000);
			fewest = Math.min(fewest, carts().filter((pod) => isPodReady(pod) && !isTerminating(pod)).length);
			most = Math.max(most, carts().filter((pod) => !isTerminating(pod)).length);
		}
		expect(carts()).toHaveLength(4);
		expect(carts().every((pod) => isPodReady(pod) && !before.has(pod.metadata.uid))).toBe(true);
		expect([fewest, most]).toEqual([3, 5]);
		const deployment = server.world.get('deployments.apps', 'shop', 'cart');
		expect(deployment?.['status']).toMatchObject({ replicas: 4, updatedReplicas: 4, readyReplicas: 4, observedGeneration: 2 });
		expect(deployment?.metadata['annotations']).toMatchObject({ 'deployment.kubernetes.io/revision': '2' });
	});

	test('lets a container crash as a kubelet has it: started again at once, then after back-offs, each restart counted', async () => {
		const { server, clock } = await playing('crash-loop', 7);
		const seen: string[] = [];
		for (let half = 0; half < 140; half++) {
			await clock.advance(500);
			const [first] = promo(server);
			const container = containersOf(first ?? {})[0];
			const { waiting, terminated, running } = container?.state ?? {};
			const now = waiting?.reason ?? terminated?.reason ?? (running === undefined ? 'nothing' : 'running');
			const told = `${now} after ${container?.restartCount} restarts, last ${container?.lastState.terminated?.reason ?? 'nothing'}`;
			if (seen.at(-1) !== told) seen.push(told);
			if (waiting !== undefined) expect(container?.lastState.terminated?.containerID).toBe(container?.containerID);
		}
		expect(seen).toEqual([
			'running after 0 restarts, last nothing',
			'OOMKilled after 0 restarts, last nothing',
			'running after 1 restarts, last OOMKilled',
			'OOMKilled after 1 restarts, last OOMKilled',
			'CrashLoopBackOff after 1 restarts, last OOMKilled',
			'running after 2 restarts, last OOMKilled',
			'OOMKilled after 2 restarts, last OOMKilled',
			'CrashLoopBackOff after 2 restarts, last OOMKilled',
			'running after 3 restarts, last OOMKilled',
		]);
		expect(promo(server).every(isPodReady)).toBe(true);
		expect(server.world.list('events', 'shop').some((event) => event['reason'] === 'BackOff')).toBe(true);
	});

	test('loses a node: its pods terminate and are replaced elsewhere, and are gone only when it is back', async () => {
		const { server, clock } = await playing('node-not-ready');
		const node = () => server.world.get('nodes', undefined, 'worker-01');
		const onNode = () =>
			server.world.list('pods').filter((pod) => (pod['spec'] as { readonly nodeName?: string }).nodeName === 'worker-01');
		await clock.advance(4_000);
		expect(isNodeReady(node() as never)).toBe(false);
		expect(onNode().some(isPodReady)).toBe(false);
		await clock.advance(26_000);
		const stuck = onNode().filter(isTerminating);
		expect(stuck.length).toBeGreaterThan(3);
		for (const deployment of server.world.list('deployments.apps')) {
			const { spec, status } = deploymentView(deployment);
			expect([deployment.metadata.name, status['readyReplicas']]).toEqual([deployment.metadata.name, spec.replicas]);
		}
		await clock.advance(30_000);
		expect(isNodeReady(node() as never)).toBe(true);
		expect(onNode().filter(isTerminating)).toEqual([]);
		expect(onNode().filter(isPodReady).length).toBeGreaterThan(0);
	});

	test('bursts with events, and forgets them after an hour', async () => {
		const { server, clock } = await playing('event-burst');
		await clock.advance(12_000);
		const warnings = server.world.list('events').filter((event) => event['type'] === 'Warning');
		expect(warnings.reduce((sum, event) => sum + Number(event['count']), 0)).toBeGreaterThan(60);
		server.world.put('events', { metadata: { name: 'old', namespace: 'shop' }, lastTimestamp: server.world.timestamp() });
		await clock.advance(3_700_000);
		expect(server.world.get('events', 'shop', 'old')).toBeUndefined();
	});

	test('refuses connections in an outage and answers again after fifteen seconds', async () => {
		const { server, clock } = await playing('outage');
		const asks = () =>
			ask(server.url, { path: '/version' }).then(
				({ status }) => status,
				(error: NodeJS.ErrnoException) => error.code,
			);
		expect(await asks()).toBe(200);
		await clock.advance(10_500);
		expect(await asks()).toBe('ECONNREFUSED');
		await clock.advance(15_000);
		// Listening again takes the system a moment of its own.
		while ((await asks()) !== 200);
		expect(server.url).toContain(`:${server.port}`);
	});

	test('churns at the rate that was asked for, whatever the scenario', async () => {
		const clock = new FakeClock();
		const server = await demoServer({ churn: 50, clock, size: 300 });
		const before = server.world.store.version;
		await clock.advance(10_000);
		const made = server.world.store.version - before;
		expect(made).toBeGreaterThan(400);
		expect(made).toBeLessThanOrEqual(500);
	});

	test('gives a deleted pod back where a controller wants it, and ends the deleted one after its grace', async () => {
		const { server, clock } = await playing('rollout');
		const token = 'admin-token';
		const { status, json } = await ask(server.url, { path: '/api/v1/namespaces/data/pods/kafka-0', method: 'DELETE', token });
		expect([status, json]).toMatchObject([200, { kind: 'Pod', metadata: { deletionGracePeriodSeconds: 30 } }]);
		const uid = server.world.get('pods', 'data', 'kafka-0')?.metadata.uid;
		await clock.advance(15_000);
		const back = server.world.get('pods', 'data', 'kafka-0');
		expect(back?.metadata.uid).not.toBe(uid);
		expect(back === undefined ? false : isPodReady(back)).toBe(true);
		expect(server.world.get('statefulsets.apps', 'data', 'kafka')?.['status']).toMatchObject({ readyReplicas: 3 });
	});
});

describe('the size of the demo cluster', () => {
	test.each([30, 500, 2_000])('is about %i pods when that is asked', async (size) => {
		const server = await demoServer({ size, clock: new FakeClock() });
		const pods = server.world.list('pods');
		expect(pods.length).toBeGreaterThanOrEqual(size);
		expect(pods.length).toBeLessThan(size + 12);
		expect(new Set(pods.map((pod) => (pod as unknown as { readonly status: { readonly podIP: string } }).status.podIP)).size).toBe(
			pods.length,
		);
	});
});
