import { describe, expect, test } from 'vitest';
import { type BudgetRow, disruptionBudgetsResource } from '../../../src/domains/disruption-budgets.ts';
import type { DrainRow } from '../../../src/domains/drain-row.ts';
import { type DrainedPod, drainOf, evictionOf } from '../../../src/domains/drain-rules.ts';
import { eventsResource } from '../../../src/domains/events.ts';
import { nodeMaintenance } from '../../../src/domains/node-maintenance.ts';
import { nodesResource } from '../../../src/domains/node-row.ts';
import type { CellContext, Row } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';

const same = (text: string): string => text;
const now = Date.parse('2026-11-22T12:00:00Z');

const plain: DrainedPod = {
	controllerKind: 'ReplicaSet',
	isMirror: false,
	hasEmptyDir: false,
	phase: 'Running',
	isReady: true,
	isDeleting: false,
};

describe('kubectl drain', () => {
	test.each<[string, Partial<DrainedPod>, boolean | undefined, string, readonly string[]]>([
		['evicts what a controller makes again', {}, undefined, 'evict', []],
		['loses an emptyDir only when it is told to', { hasEmptyDir: true }, undefined, 'evict', ['--delete-emptydir-data']],
		['asks for --force where nothing makes a pod again', { controllerKind: '' }, undefined, 'evict', ['--force']],
		['asks for both', { controllerKind: '', hasEmptyDir: true }, undefined, 'evict', ['--delete-emptydir-data', '--force']],
		['asks for nothing once a pod has ended', { controllerKind: '', hasEmptyDir: true, phase: 'Failed' }, undefined, 'evict', []],
		['leaves pods of a DaemonSet', { controllerKind: 'DaemonSet', hasEmptyDir: true }, true, 'stay', ['--ignore-daemonsets']],
		['takes a DaemonSet for granted that may not be read', { controllerKind: 'DaemonSet' }, undefined, 'stay', ['--ignore-daemonsets']],
		['evicts pods whose DaemonSet is gone, with --force', { controllerKind: 'DaemonSet' }, false, 'evict', ['--force']],
		['evicts ended pods of a DaemonSet', { controllerKind: 'DaemonSet', phase: 'Succeeded' }, true, 'evict', []],
		['leaves mirror pods, which are of their node', { controllerKind: 'Node', isMirror: true, hasEmptyDir: true }, undefined, 'stay', []],
	])('%s', (_, over, hasDaemonSet, action, flags) => {
		expect(drainOf({ ...plain, ...over }, hasDaemonSet)).toMatchObject({ action, flags });
	});
});

interface Budget {
	readonly name?: string;
	readonly allowed?: number;
	readonly healthy?: number;
	readonly needed?: number;
	readonly generation?: number;
	readonly policy?: string;
	readonly selector?: unknown;
}

const budget = ({
	name = 'db',
	allowed = 0,
	healthy = 2,
	needed = 2,
	generation = 1,
	policy,
	selector = { matchLabels: { app: 'db' } },
}: Budget): BudgetRow =>
	disruptionBudgetsResource.project(
		{
			metadata: { name, namespace: 'shop', uid: name, resourceVersion: '1', generation },
			spec: { minAvailable: 2, selector, ...(policy === undefined ? {} : { unhealthyPodEvictionPolicy: policy }) },
			status: { observedGeneration: 1, disruptionsAllowed: allowed, currentHealthy: healthy, desiredHealthy: needed, expectedPods: 3 },
		} as unknown as KubeObject,
		same,
	);

describe('an eviction', () => {
	test.each<[string, Partial<DrainedPod>, readonly Budget[], string, string]>([
		['goes through where no budget selects the pod', {}, [], '', 'ok'],
		['goes through while its budget allows one', {}, [{ allowed: 1 }], 'budget db allows 1', 'ok'],
		['is blocked by a budget that allows none', {}, [{}], 'blocked by budget db: 2 healthy needed, 2 are', 'failing'],
		[
			'is refused where two budgets select the pod',
			{},
			[{ name: 'b', allowed: 9 }, { name: 'a' }],
			'refused: budgets a and b both select it',
			'failing',
		],
		['waits for a budget that has just changed', {}, [{ allowed: 3, generation: 2 }], 'waits until budget db is processed', 'warning'],
		[
			'of a pod that is not ready spares a budget that is kept without it',
			{ isReady: false },
			[{}],
			'budget db lets it go, as it is not ready',
			'ok',
		],
		[
			'of a pod that is not ready is blocked by a budget that is broken',
			{ isReady: false },
			[{ healthy: 1 }],
			'blocked by budget db: 2 healthy needed, 1 are',
			'failing',
		],
		[
			'of a pod that is not ready goes through where the budget says always',
			{ isReady: false },
			[{ healthy: 1, policy: 'AlwaysAllow' }],
			'budget db lets it go, as it is not ready',
			'ok',
		],
		['asks no budget for a pod that serves nobody', { phase: 'Pending' }, [{}], '', 'ok'],
		['nor for one that is on its way out', { isDeleting: true }, [{}], '', 'ok'],
	])('%s', (_, over, budgets, words, health) => {
		expect(evictionOf({ ...plain, ...over }, budgets.map(budget))).toMatchObject({ words, health });
	});
});

const resource = nodeMaintenance.reads.flatMap((read) => (read.role === 'rows' ? [read.resource] : []))[0];

function pod(name: string, { metadata = {}, spec = {}, status = {} }: Record<string, object>): DrainRow {
	const object = {
		metadata: {
			name,
			namespace: 'shop',
			uid: name,
			resourceVersion: '1',
			labels: { app: 'db' },
			ownerReferences: [{ kind: 'StatefulSet', name: 'db', controller: true }],
			...metadata,
		},
		spec: { nodeName: 'n1', ...spec },
		status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], ...status },
	};
	return resource?.project(object as unknown as KubeObject, same) as DrainRow;
}

const value = (row: DrainRow, id: string, context: CellContext) =>
	nodeMaintenance.columns.find((column) => column.id === id)?.value(row, context);

const node = nodesResource.project(
	{
		metadata: { name: 'n1', uid: 'n', resourceVersion: '1' },
		spec: { unschedulable: true },
		status: { conditions: [{ type: 'Ready', status: 'True' }] },
	} as unknown as KubeObject,
	same,
);

const kept = <R extends Row>(key: string, ...rows: readonly R[]) => new Map([[key, new Map(rows.map((row) => [row.uid, row]))]]);

const tallies = {
	budgetsByNamespace: kept(
		'shop',
		budget({}),
		budget({ name: 'other', selector: { matchLabels: { app: 'cart' } } }),
		budget({ name: 'none', selector: null }),
	),
	daemonSetsByName: new Map(),
	nodesByName: kept('n1', node),
	failedKills: new Map(),
};
const context = cellContext({ now, tallies });

describe('the view', () => {
	test('joins each pod with the budgets that select it, and says when those are not known', () => {
		const row = pod('db-0', {});
		expect([value(row, 'action', context), value(row, 'result', context), value(row, 'allowed', context)]).toEqual([
			'evict',
			'blocked by budget db: 2 healthy needed, 2 are',
			0,
		]);
		const forbidden = cellContext({ now, tallies: { ...tallies, budgetsByNamespace: 'poddisruptionbudgets: forbidden' } });
		const unknown = 'unknown (poddisruptionbudgets: forbidden)';
		expect(['result', 'action', 'allowed'].map((id) => value(row, id, forbidden))).toEqual([unknown, 'evict', null]);
		expect(nodeMaintenance.columns.find(({ id }) => id === 'allowed')?.cell(row, forbidden).text).toBe('unknown');
		expect(nodeMaintenance.heading?.({}, forbidden, [row, pod('db-9', { status: { phase: 'Pending' } })])).toBe(
			'1 goes, 0 stay, 1 unknown (poddisruptionbudgets: forbidden): all nodes',
		);
	});

	test('counts as unwell what cannot go and what does not run, and nothing that only goes', () => {
		const isUnwell = (row: DrainRow, known = context) => nodeMaintenance.isUnwell?.(row, known);
		const free = { metadata: { labels: {} } };
		const waiting = { containerStatuses: [{ name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } } }] };
		const crashing = pod('cart-1', { ...free, status: waiting });
		expect([crashing.status, crashing.health, isUnwell(crashing)]).toEqual(['CrashLoopBackOff', 'failing', true]);
		expect(isUnwell(pod('db-0', {}))).toBe(true);
		expect(isUnwell(pod('cart-0', free))).toBe(false);
		const failed = pod('job-0', { ...free, status: { phase: 'Failed' } });
		expect([failed.health, isUnwell(failed)]).toEqual(['failing', false]);
		const gone = (deletionTimestamp: string) => pod('cart-2', { metadata: { labels: {}, deletionTimestamp } });
		expect([gone('2026-11-22T12:00:12Z'), gone('2026-11-22T11:50:00Z')].map((row) => isUnwell(row))).toEqual([false, true]);
		const blind = cellContext({ now, tallies: { ...tallies, budgetsByNamespace: 'poddisruptionbudgets: forbidden' } });
		expect(isUnwell(pod('cart-0', free), blind)).toBe(true);
	});

	test('tells of what is on its way by whom it goes, until when, and what holds it', () => {
		const evicted = pod('db-0', {
			metadata: { deletionTimestamp: '2026-11-22T12:00:12Z' },
			status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }] },
		});
		expect(value(evicted, 'result', context)).toBe('evicted, ends within 12s');
		const late = pod('db-1', { metadata: { deletionTimestamp: '2026-11-22T11:50:00Z', finalizers: ['example.com/keep'] } });
		expect(value(late, 'result', context)).toBe('deleted, overdue 10m, held by example.com/keep');
		const failure = eventsResource.project(
			{
				metadata: { name: 'e', namespace: 'shop', uid: 'e', resourceVersion: '1' },
				reason: 'FailedKillPod',
				message: 'container is stuck',
				involvedObject: { kind: 'Pod', name: 'db-1' },
			} as KubeObject,
			same,
		);
		const failing = cellContext({ now, tallies: { ...tallies, failedKills: kept('shop/db-1', failure) } });
		expect(value(late, 'result', failing)).toBe('deleted, overdue 10m: container is stuck');
		const failed = pod('db-2', {
			status: { phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }] },
		});
		expect(value(failed, 'result', context)).toBe('ended by its kubelet');
	});

	test('names the node, its state, how many go, stay and cannot, and the flags that are needed', () => {
		const rows = [
			pod('db-0', {}),
			pod('cart-0', { metadata: { labels: {} }, spec: { volumes: [{ name: 'tmp', emptyDir: {} }, { name: 'data' }] } }),
			pod('kube-apiserver-n1', {
				metadata: {
					annotations: { 'kubernetes.io/config.mirror': 'x' },
					ownerReferences: [{ kind: 'Node', name: 'n1', controller: true }],
				},
			}),
		];
		const heading = (fieldSelector?: string) =>
			nodeMaintenance.heading?.(fieldSelector === undefined ? {} : { fieldSelector }, context, rows);
		expect(heading('spec.nodeName=n1')).toBe('1 goes, 1 stays, 1 blocked: n1 Ready,SchedulingDisabled; needs --delete-emptydir-data');
		expect(heading('spec.nodeName=n2')).toContain('n2 is no node here');
		const blind = cellContext({ now, tallies: { ...tallies, nodesByName: 'nodes: forbidden' } });
		expect(nodeMaintenance.heading?.({ fieldSelector: 'spec.nodeName=n1' }, blind, [])).toBe(
			'0 go, 0 stay: n1, whose state is not known (nodes: forbidden)',
		);
		expect(heading()).toContain(': all nodes;');
		const read = nodeMaintenance.reads.find((each) => each.resource.kind === 'Node');
		expect(read?.role === 'joined' ? read.scope({ fieldSelector: 'spec.nodeName=n1' }) : undefined).toEqual({
			fieldSelector: 'metadata.name=n1',
		});
	});
});
