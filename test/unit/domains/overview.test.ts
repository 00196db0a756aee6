import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventRow, eventsResource } from '../../../src/domains/events.ts';
import { type NodeRow, nodesResource } from '../../../src/domains/node-row.ts';
import type { OverviewLine } from '../../../src/domains/overview-line.ts';
import { overviewLines } from '../../../src/domains/overview-lines.ts';
import { healthSum, lastHour, nodeSum, podSum, warningSum, whole } from '../../../src/domains/overview-tallies.ts';
import { type PodRow, podsResource } from '../../../src/domains/pod-row.ts';
import type { Row, Tally, WholeContext } from '../../../src/domains/types.ts';
import { kubeletSkew } from '../../../src/domains/version-skew.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';

const same = (text: string): string => text;
const now = Date.parse('2026-11-22T12:00:30Z');
let serial = 0;

const metadata = (namespace?: string) => {
	serial++;
	return { name: `o${serial}`, uid: `u${serial}`, resourceVersion: '1', ...(namespace === undefined ? {} : { namespace }) };
};

interface PodFields {
	readonly phase?: string;
	readonly node?: string;
	readonly cpu?: string;
	readonly limit?: string;
	readonly ready?: boolean;
	readonly waiting?: string;
}

function pod({ phase = 'Running', node = 'n1', cpu = '100m', limit, ready = true, waiting }: PodFields): PodRow {
	const resources = { requests: { cpu, memory: '64Mi' }, ...(limit === undefined ? {} : { limits: { cpu: limit, memory: limit } }) };
	const state = waiting === undefined ? { running: {} } : { waiting: { reason: waiting } };
	const object = {
		metadata: metadata('shop'),
		spec: { ...(node === '' ? {} : { nodeName: node }), containers: [{ name: 'c', resources }] },
		status: {
			phase,
			conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
			containerStatuses: [{ name: 'c', ready, state }],
		},
	};
	return podsResource.project(object as KubeObject, same);
}

interface NodeFields {
	readonly ready?: string;
	readonly pressure?: boolean;
	readonly cordoned?: boolean;
	readonly version?: string;
	readonly cpu?: string;
}

function node({ ready = 'True', pressure = false, cordoned = false, version = 'v1.36.3', cpu = '4' }: NodeFields): NodeRow {
	const object = {
		metadata: metadata(),
		spec: { unschedulable: cordoned },
		status: {
			conditions: [
				{ type: 'MemoryPressure', status: pressure ? 'True' : 'False' },
				{ type: 'Ready', status: ready },
			],
			capacity: { cpu, memory: '8Gi' },
			allocatable: { cpu, memory: '8Gi', pods: '110' },
			nodeInfo: { kubeletVersion: version },
		},
	};
	return nodesResource.project(object as unknown as KubeObject, same);
}

function event(type: string, reason: string, minutesAgo: number): EventRow {
	const lastTimestamp = new Date(now - minutesAgo * 60_000).toISOString();
	return eventsResource.project({ metadata: metadata('shop'), type, reason, lastTimestamp } as unknown as KubeObject, same);
}

const anyPod = fc
	.record({
		phase: fc.constantFrom('Running', 'Pending', 'Succeeded', 'Failed', 'Unknown', 'Odd'),
		node: fc.constantFrom('', 'n1'),
		cpu: fc.constantFrom('100m', '0.333', '7n'),
		ready: fc.boolean(),
		limit: fc.option(fc.constantFrom('1', '2Gi'), { nil: undefined }),
		waiting: fc.option(fc.constantFrom('CrashLoopBackOff', 'ErrImagePull'), { nil: undefined }),
	})
	.map((fields) => pod(fields as PodFields));

const anyNode = fc
	.record({
		ready: fc.constantFrom('True', 'False', 'Unknown'),
		pressure: fc.boolean(),
		cordoned: fc.boolean(),
		version: fc.constantFrom('', 'v1.35.0', 'v1.36.3'),
	})
	.map(node);

const anyEvent = fc
	.tuple(fc.constantFrom('Normal', 'Warning'), fc.constantFrom('BackOff', 'Unhealthy'), fc.nat({ max: 90 }))
	.map((fields) => event(...fields));

function summed<R extends Row, T>(tally: Tally<R, T>, rows: readonly R[]): T {
	const sum = tally.empty();
	for (const row of rows) if (tally.keyOf(row) !== undefined) tally.add(sum, row);
	return sum;
}

function promise<R extends Row, T>(tally: Tally<R, T>, anyRow: fc.Arbitrary<R>): void {
	fc.assert(
		fc.property(fc.array(anyRow, { maxLength: 20 }), fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (rows, gone) => {
			const sum = summed(tally, rows);
			for (const [at, row] of rows.entries()) if (gone[at] === true && tally.keyOf(row) !== undefined) tally.remove(sum, row);
			const left = rows.filter((_, at) => gone[at] !== true);
			expect(sum).toEqual(summed(tally, left));
		}),
	);
}

describe('what is taken out of a sum leaves what a recount gives', () => {
	test('pods', () => promise(podSum, anyPod));
	test('nodes', () => promise(nodeSum, anyNode));
	test('warnings', () => promise(warningSum, anyEvent));
	test('health', () => promise(healthSum('pods'), anyPod));
});

type Known = Partial<Pick<WholeContext, 'totalUsage' | 'heaviest' | 'serverVersion' | 'namespace'>>;

function contextOf(sums: Readonly<Record<string, unknown>>, known: Known = {}): WholeContext {
	const tallies = Object.fromEntries(
		Object.entries(sums).map(([name, sum]) => [name, typeof sum === 'string' ? sum : new Map([[whole, sum]])]),
	);
	return {
		...cellContext({ now, tallies }),
		namespace: undefined,
		totalUsage: () => 'no metrics API',
		heaviest: () => 'no metrics API',
		serverVersion: () => 'v1.36.3',
		...known,
	};
}

const none = healthSum('none').empty();
const calm = {
	nodeSum: summed(nodeSum, [node({})]),
	podSum: summed(podSum, [pod({})]),
	warningSum: new Map(),
	...Object.fromEntries(
		['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'namespaces'].map((name) => [`${name}Health`, none]),
	),
};

const lineOf = (context: WholeContext, uid: string): OverviewLine | undefined => overviewLines(context).find((line) => line.uid === uid);

describe('lines', () => {
	test('one stream that cannot be read is named in its card, and silences nothing else', () => {
		for (const name of Object.keys(calm)) {
			const all = overviewLines(contextOf(calm));
			const lines = overviewLines(contextOf({ ...calm, [name]: 'forbidden here' }));
			const named = lines.filter(({ why }) => why === 'forbidden here');
			expect(named.length, name).toBeGreaterThan(0);
			expect(named.every(({ value }) => value === null)).toBe(true);
			// Only cards that are about it change; pods and CPU are still counted without nodes.
			const cards = new Set(named.map(({ card }) => card));
			const others = (some: readonly OverviewLine[]) => some.filter(({ card }) => !cards.has(card)).map(({ uid, value }) => [uid, value]);
			expect(others(lines)).toEqual(others(all));
		}
	});

	test('what cannot be read is named once, by the line or by the reason', () => {
		const unread = (tally: keyof typeof calm, uid: string) => {
			const line = lineOf(contextOf({ ...calm, [tally]: 'nodes: forbidden' }), uid);
			return `${line?.name} – ${line?.why}`;
		};
		expect(unread('nodeSum', 'nodes/nodes')).toBe('nodes – forbidden');
		expect(unread('nodeSum', 'versions/kubelets')).toBe('kubelets – nodes: forbidden');
		expect(unread('podSum', 'cpu/requests')).toBe('requests – nodes: forbidden');
	});

	test('every line has a uid of its own, and stands in the order of the cards', () => {
		const failing = ['Pending', 'Failed', 'Unknown'].map((waiting) => pod({ waiting }));
		const lines = overviewLines(
			contextOf({ ...calm, podSum: summed(podSum, [...failing, pod({ phase: 'Failed' }), pod({ phase: 'Unknown' })]) }),
		);
		expect(new Set(lines.map(({ uid }) => uid)).size).toBe(lines.length);
		expect(lines.map(({ order }) => order)).toEqual(lines.map((_, at) => at));
	});

	test('pods are told by phase, by what is not ready, and by the status of those that fail', () => {
		const rows = [
			pod({ limit: '1' }),
			pod({ ready: false }),
			pod({ ready: false, waiting: 'CrashLoopBackOff' }),
			pod({ ready: false, waiting: 'CrashLoopBackOff' }),
			pod({ phase: 'Pending', node: '' }),
			pod({ phase: 'Succeeded', cpu: '9' }),
		];
		const context = contextOf({ ...calm, podSum: summed(podSum, rows) });
		const values = (card: string) =>
			Object.fromEntries(
				overviewLines(context)
					.filter((line) => line.card === card)
					.map(({ name, value }) => [name, value]),
			);
		expect(values('pods')).toEqual({ 'on nodes': 4, Running: 4, Pending: 1, Succeeded: 1, 'not ready': 1, CrashLoopBackOff: 2 });
		expect(lineOf(context, 'pods/on nodes')).toMatchObject({ total: 110, detail: '1 on none' });
		expect(lineOf(context, 'pods/status CrashLoopBackOff')).toMatchObject({ view: 'pods', filter: 'status:/^CrashLoopBackOff$/' });
		expect(lineOf(context, 'pods/not ready')).toMatchObject({ faults: true, health: 'warning' });
		// What has ended requests nothing any more.
		expect(lineOf(context, 'cpu/requests')).toMatchObject({ value: 400, total: 4000 });
		expect(lineOf(context, 'cpu/limits')).toMatchObject({ value: 1000, detail: '3 pods have none' });
	});

	test('nodes that are not ready are named, and what else is true of nodes is counted', () => {
		const rows = [node({}), node({ ready: 'Unknown' }), node({ cordoned: true, pressure: true })];
		const context = contextOf({ ...calm, nodeSum: summed(nodeSum, rows) });
		expect(lineOf(context, 'nodes/ready')).toMatchObject({ value: 2, total: 3, health: 'failing', detail: rows[1]?.name });
		expect(lineOf(context, 'nodes/SchedulingDisabled')).toMatchObject({ value: 1, filter: 'status:SchedulingDisabled' });
		expect(lineOf(context, 'nodes/MemoryPressure')).toMatchObject({ value: 1, filter: 'pressure:MemoryPressure' });
	});

	test('the use of the cluster is that of its nodes, and of a namespace that of its pods against all nodes', () => {
		const totalUsage: WholeContext['totalUsage'] = (kind) => ({
			usage: { cpuMilli: kind === 'nodes' ? 3800 : 250, memoryMiB: 1024 },
			samples: kind === 'nodes' ? 1 : 7,
		});
		const nodes = summed(nodeSum, [node({}), node({ ready: 'False' })]);
		const cluster = contextOf({ ...calm, nodeSum: nodes }, { totalUsage });
		expect(lineOf(cluster, 'cpu/use')).toMatchObject({ value: 3800, total: 8000, detail: '1 node not measured', view: 'nodes' });
		const shop = contextOf({ ...calm, nodeSum: nodes }, { totalUsage, namespace: 'shop' });
		expect(lineOf(shop, 'cpu/use')).toMatchObject({ value: 250, total: 8000, detail: '', view: 'pods' });
		expect(lineOf(shop, 'memory/use')).toMatchObject({ value: 1024 * 1024 });
		expect(lineOf(shop, 'pods/on nodes')?.total).toBeNull();
		const full = contextOf(calm, { totalUsage });
		expect(lineOf(full, 'cpu/use')?.health).toBe('warning');
	});

	test('the pods that use most lead to themselves', () => {
		const heaviest: WholeContext['heaviest'] = () => [{ key: 'shop/cart-1', usage: { cpuMilli: 900, memoryMiB: 2, aged: 'stale 70s' } }];
		const line = lineOf(contextOf(calm, { heaviest }), 'topCpu/shop/cart-1');
		expect(line).toMatchObject({ value: 900, aged: 'stale 70s', view: 'pods', objectNamespace: 'shop', objectName: 'cart-1' });
		expect(lineOf(contextOf(calm, { heaviest, namespace: 'shop' }), 'topMemory/cart-1')).toMatchObject({ value: 2048 });
	});

	test('warnings of the last hour are counted by the minute and by reason, and older ones not at all', () => {
		const rows = [
			event('Warning', 'BackOff', 0),
			event('Warning', 'BackOff', 59),
			event('Warning', 'Failed', 61),
			event('Normal', 'Pulled', 1),
		];
		const context = contextOf({ ...calm, warningSum: summed(warningSum, rows) });
		const line = lineOf(context, 'warnings/last hour');
		expect(line).toMatchObject({ value: 2, view: 'events', filter: 'type:Warning' });
		expect(line?.minutes).toEqual([1, ...Array.from({ length: 58 }, () => 0), 1]);
		expect(lineOf(context, 'warnings/BackOff')).toMatchObject({ value: 2, filter: 'type:Warning reason:/^BackOff$/' });
		expect(lineOf(context, 'warnings/Failed')).toBeUndefined();
		// A minute later the oldest has left the hour; one that a fast clock dated ahead is of now.
		expect(lastHour(summed(warningSum, rows), now + 60_000).total).toBe(1);
		expect(lastHour(summed(warningSum, [event('Warning', 'BackOff', -5)]), now).minutes.at(-1)).toBe(1);
	});

	test('a kubelet stands to the API server as the skew policy has it', () => {
		const versions = [node({}), node({ version: 'v1.32.9' }), node({ version: '' })];
		const context = contextOf({ ...calm, nodeSum: summed(nodeSum, versions) });
		expect(lineOf(context, 'versions/kubelet v1.32.9')).toMatchObject({
			value: 1,
			total: 3,
			health: 'failing',
			filter: 'version:/^v1\\.32\\.9$/',
		});
		expect(lineOf(context, 'versions/kubelet not reported')?.view).toBe('');
		expect(lineOf(contextOf(calm, { serverVersion: () => undefined }), 'versions/API server')?.why).toBe('not known yet');
	});
});

test.each([
	['v1.36.3', 'v1.36.1', 'as the API server', 'ok'],
	['v1.35.0', 'v1.36.1', '1 minor version older', 'ok'],
	['v1.33.0-eks-1', 'v1.36.1+k3s1', '3 minor versions older, the oldest supported', 'warning'],
	['v1.32.0', 'v1.36.1', '4 minor versions older: not supported', 'failing'],
	['v1.24.0', 'v1.27.0', '3 minor versions older: not supported', 'failing'],
	['v1.24.0', 'v1.26.0', '2 minor versions older, the oldest supported', 'warning'],
	['v1.37.0', 'v1.36.9', '1 minor version newer: not supported', 'failing'],
	['v2.0.0', 'v1.36.9', 'another major version: not supported', 'failing'],
	['fake', 'v1.36.9', '', 'unknown'],
])('a kubelet %s under an API server %s is %s', (kubelet, server, words, health) => {
	expect(kubeletSkew(kubelet, server)).toEqual({ words, health });
});
