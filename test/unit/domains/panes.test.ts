import { describe, expect, test } from 'vitest';
import { events, eventsResource } from '../../../src/domains/events.ts';
import { namespaces, namespacesResource } from '../../../src/domains/namespaces.ts';
import { nodesResource } from '../../../src/domains/node-row.ts';
import { nodes } from '../../../src/domains/nodes.ts';
import { podsResource } from '../../../src/domains/pod-row.ts';
import { pods } from '../../../src/domains/pods.ts';
import type { CellContext, Domain, Row } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;
const named = (resource: string, name: string): KubeObject => {
	const found = recordedObjects(resource).find(({ metadata }) => metadata.name === name);
	if (found === undefined) throw new Error(`no ${resource} ${name} was recorded`);
	return found;
};

const cells = <R extends Row>(domain: Domain<R>, row: R, context: CellContext) =>
	Object.fromEntries(domain.columns.map((column) => [column.id, column.cell(row, context)]));
const values = <R extends Row>(domain: Domain<R>, row: R, context: CellContext) =>
	Object.fromEntries(domain.columns.map((column) => [column.id, column.value(row, context)]));

describe('pods', () => {
	const row = podsResource.project(named('pods', 'kafka-1'), same);
	const context = cellContext({ usage: { cpuMilli: 12.4, memoryMiB: 250 } });

	test('use is shown against the request for CPU and against the limit for memory, and is worth a colour near a limit', () => {
		const shown = cells(pods, row, context);
		expect(shown.cpu?.text).toMatch(/^12m\/\d+m$/);
		expect(shown.memory).toEqual({ text: expect.stringMatching(/^250Mi\//), health: 'warning' });
	});

	test('values are raw: numbers, epoch seconds and bytes', () => {
		expect(values(pods, row, context)).toMatchObject({
			ready: '0/1',
			status: 'CrashLoopBackOff',
			restarts: 12,
			lastRestart: expect.any(Number),
			cpu: 12.4,
			memory: 250 * 1048576,
			owner: 'StatefulSet/kafka',
			age: row.created,
			nominatedNode: null,
			readinessGates: null,
		});
	});

	test('without a request or a limit the use stands alone', () => {
		const bare = podsResource.project({ metadata: { name: 'x', uid: 'u', resourceVersion: '1' } }, same);
		expect(cells(pods, bare, context)).toMatchObject({ cpu: { text: '12m' }, memory: { text: '250Mi' } });
	});

	test('the controller is the owner, else the first owner is', () => {
		const owned = (ownerReferences: unknown) =>
			podsResource.project({ metadata: { name: 'x', uid: 'u', resourceVersion: '1', ownerReferences } }, same).owner;
		expect(
			owned([
				{ kind: 'A', name: 'a' },
				{ kind: 'B', name: 'b', controller: true },
			]),
		).toBe('B/b');
		expect(
			owned([
				{ kind: 'A', name: 'a' },
				{ kind: 'B', name: 'b' },
			]),
		).toBe('A/a');
		expect(owned(null)).toBe('');
	});
});

describe('nodes', () => {
	const row = nodesResource.project(named('nodes', 'disk-pressure-node'), same);

	test('use and requests are told with their part of what can be allocated', () => {
		const context = cellContext({
			usage: { cpuMilli: 3955, memoryMiB: 31 * 1024 },
			tallies: { podsByNode: new Map([['disk-pressure-node', { pods: 108, cpuMilli: 791, memoryKiB: 8 * 1048576 }]]) },
		});
		expect(cells(nodes, row, context)).toMatchObject({
			status: { text: 'NotReady,SchedulingDisabled', health: 'failing' },
			pods: { text: '108/110', health: 'warning' },
			cpu: { text: '3955m 50%' },
			cpuRequests: { text: '791m 10%' },
			cpuAllocatable: { text: '7910m' },
			memory: { text: '31Gi 97%', health: 'warning' },
			memoryRequests: { text: '8Gi 25%' },
			memoryAllocatable: { text: '32Gi' },
			pressure: { text: 'DiskPressure', health: 'warning' },
		});
		expect(values(nodes, row, context)).toMatchObject({
			pods: 108,
			podsAllocatable: 110,
			cpu: 3955,
			cpuRequests: 791,
			memory: 31 * 2 ** 30,
			memoryRequests: 8 * 2 ** 30,
			memoryAllocatable: 32 * 2 ** 30,
			pressure: ['DiskPressure'],
			taints: expect.arrayContaining(['node.kubernetes.io/disk-pressure:NoSchedule']),
		});
	});

	test('a node without pods has none; pods that may not be read are not none', () => {
		const empty = cellContext({ tallies: { podsByNode: new Map() } });
		expect(cells(nodes, row, empty)).toMatchObject({ pods: { text: '0/110' }, cpuRequests: { text: '0m 0%' } });
		const forbidden = cellContext({ tallies: { podsByNode: 'pods: forbidden' } });
		expect(cells(nodes, row, forbidden)).toMatchObject({ pods: { text: '–', absent: 'pods: forbidden' }, status: { health: 'failing' } });
		expect(values(nodes, row, forbidden)).toMatchObject({ pods: null, cpuRequests: null, memoryRequests: null });
	});

	test('a taint tells its value where it has one', () => {
		const taints = [{ key: 'gpu', value: 'a100', effect: 'NoSchedule' }, { key: 'spot' }];
		const tainted = nodesResource.project({ metadata: { name: 'n', uid: 'u', resourceVersion: '1' }, spec: { taints } }, same);
		expect(tainted.taints).toBe('gpu=a100:NoSchedule,spot:');
	});

	test('what a kubelet has not reported is blank with a reason, never 0', () => {
		const silent = nodesResource.project({ metadata: { name: 'n', uid: 'u', resourceVersion: '1' } }, same);
		const shown = cells(nodes, silent, cellContext({ usage: { cpuMilli: 10, memoryMiB: 10 } }));
		expect(shown.cpuAllocatable).toEqual({ text: '–', absent: 'not reported by the kubelet' });
		expect(shown.cpu).toEqual({ text: '10m' });
	});

	test('pods of all namespaces are counted, whatever the nodes are selected by', () => {
		const joined = nodes.reads.find((read) => read.role === 'joined');
		expect(joined?.scope({ labelSelector: 'role=gpu' })).toEqual({});
	});
});

describe('namespaces', () => {
	const row = namespacesResource.project(named('namespaces', 'shop'), same);

	test('what is in a namespace is summed up beside it', () => {
		const context = cellContext({
			namespaceUsage: { cpuMilli: 1250, memoryMiB: 2048 },
			tallies: {
				podsByNamespace: new Map([['shop', { pods: 34, unhealthy: 3, failing: 0 }]]),
				warningsByNamespace: new Map([['shop', { warnings: 12 }]]),
				quotasByNamespace: new Map([
					[
						'shop',
						new Map([
							['a', { ratio: 0.5, resource: 'pods' }],
							['b', { ratio: 0.85, resource: 'requests.cpu' }],
						]),
					],
				]),
			},
		});
		expect(cells(namespaces, row, context)).toMatchObject({
			pods: { text: '34' },
			unhealthy: { text: '3', health: 'warning' },
			warnings: { text: '12', health: 'warning' },
			cpu: { text: '1250m' },
			memory: { text: '2Gi' },
			quota: { text: '85% requests.cpu', health: 'warning' },
		});
		expect(values(namespaces, row, context)).toMatchObject({ pods: 34, quota: 0.85, quotaResource: 'requests.cpu', memory: 2 ** 31 });
	});

	test('a full quota and failing pods are failures', () => {
		const context = cellContext({
			tallies: {
				podsByNamespace: new Map([['shop', { pods: 1, unhealthy: 1, failing: 1 }]]),
				quotasByNamespace: new Map([['shop', new Map([['a', { ratio: 1, resource: 'pods' }]])]]),
			},
		});
		expect(cells(namespaces, row, context)).toMatchObject({
			unhealthy: { text: '1', health: 'failing' },
			quota: { text: '100% pods', health: 'failing' },
			warnings: { absent: 'not read' },
		});
	});

	test('one stream that may not be read blanks its own columns and no others', () => {
		const context = cellContext({
			tallies: { podsByNamespace: new Map(), warningsByNamespace: 'events: forbidden', quotasByNamespace: new Map() },
		});
		expect(cells(namespaces, row, context)).toMatchObject({
			pods: { text: '0' },
			unhealthy: { text: '0' },
			warnings: { text: '–', absent: 'events: forbidden' },
			quota: { text: '–', absent: 'no quota' },
		});
	});
});

describe('events', () => {
	const seen = (fields: Record<string, unknown>) =>
		eventsResource.project(
			{ metadata: { name: 'e', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-22T01:00:01Z' }, ...fields } as KubeObject,
			same,
		).lastSeen -
		Date.parse('2026-11-22T01:00:00Z') / 1000;

	const times = {
		firstTimestamp: '2026-11-22T01:00:02Z',
		eventTime: '2026-11-22T01:00:03.500000Z',
		lastTimestamp: '2026-11-22T01:00:04Z',
		series: { count: 3, lastObservedTime: '2026-11-22T01:00:05.250000Z' },
	};

	test('last seen is the series, else the last, the event’s, the first time, else the creation', () => {
		const { series, lastTimestamp, eventTime, firstTimestamp } = times;
		expect(seen(times)).toBeCloseTo(5.25);
		expect(seen({ lastTimestamp, eventTime, firstTimestamp, series: { count: 2, lastObservedTime: null } })).toBeCloseTo(4);
		expect(seen({ lastTimestamp, eventTime, firstTimestamp, series: null })).toBeCloseTo(4);
		expect(seen({ eventTime, firstTimestamp })).toBeCloseTo(3.5);
		expect(seen({ firstTimestamp })).toBeCloseTo(2);
		expect(seen({})).toBeCloseTo(1);
		expect(series.count).toBe(3);
	});

	test('the newest 500 are kept by when they were last seen, and the newest is shown first', () => {
		const row = eventsResource.project({ metadata: { name: 'e', uid: 'u', resourceVersion: '1' }, ...times } as KubeObject, same);
		expect([events.newest?.count, events.newest?.by(row)]).toEqual([500, row.lastSeen]);
		expect(events.sort).toEqual({ column: 'lastSeen', descending: true });
	});
});
