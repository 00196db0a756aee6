import { describe, expect, test } from 'vitest';
import { disruptionBudgetsResource } from '../../../src/domains/disruption-budgets.ts';
import { limitRanges, limitRangesResource } from '../../../src/domains/limit-ranges.ts';
import { quotas } from '../../../src/domains/quotas.ts';
import { resourceQuotas, resourceQuotasResource } from '../../../src/domains/resource-quotas.ts';
import type { Domain, ResourceSpec, Row } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const rowOf = <R extends Row>(resource: ResourceSpec<R>, fields: object, metadata: object = {}): R =>
	resource.project({ metadata: { name: 'x', uid: 'u', resourceVersion: '1', ...metadata }, ...fields } as KubeObject, (text) => text);

const cells = <R extends Row>({ columns }: Domain<R>, row: R) =>
	Object.fromEntries(columns.map((column) => [column.id, column.cell(row, cellContext({}))]));
const printed = <R extends Row>(domain: Domain<R>, row: R) => domain.printed?.map(({ cell }) => cell(row, 0));

describe('a quota', () => {
	const hard = { pods: '2', 'requests.cpu': '4', 'limits.cpu': '8', limits: '1', 'limitsodd.x': '1' };

	test('is told by what is nearest to its end, and all of it by what kubectl calls requests and limits', () => {
		const row = rowOf(resourceQuotasResource, { status: { hard, used: { pods: '1', 'requests.cpu': '3', 'limits.cpu': '8' } } });
		expect(printed(resourceQuotas, row)?.slice(1, 3)).toEqual([
			'limits: 0/1, limitsodd.x: 0/1, pods: 1/2, requests.cpu: 3/4',
			'limits.cpu: 8/8',
		]);
		expect(cells(resourceQuotas, row)['quota']).toEqual({ text: '100% limits.cpu', health: 'warning' });
		expect(resourceQuotas.columns.find(({ id }) => id === 'requests')?.value(row, cellContext({}))).toEqual([
			'limits: 0/1',
			'limitsodd.x: 0/1',
			'pods: 1/2',
			'requests.cpu: 3/4',
		]);
	});

	test('that no controller has looked at limits nothing yet', () => {
		const row = rowOf(resourceQuotasResource, { status: {} });
		expect(cells(resourceQuotas, row)).toMatchObject({
			quota: { text: '–', absent: 'it limits nothing yet' },
			requests: { absent: 'it bounds none' },
		});
		expect(cells(quotas, row)['details']?.text).toBe('limits nothing yet');
	});
});

describe('a limit range', () => {
	test('says of each type what is given to who asks for nothing, and what is allowed', () => {
		const container = {
			type: 'Container',
			max: { memory: '2Gi' },
			min: { cpu: '10m' },
			default: { memory: '256Mi', cpu: '200m' },
			defaultRequest: { cpu: '50m' },
			maxLimitRequestRatio: { cpu: '4' },
		};
		const row = rowOf(limitRangesResource, { spec: { limits: [container, { type: 'Pod' }] } });
		expect(cells(limitRanges, row)['limits']?.text).toBe(
			'Container: limit cpu 200m memory 256Mi, request cpu 50m, min cpu 10m, max memory 2Gi, limit/request cpu 4 · Pod: no rule',
		);
		expect(cells(limitRanges, rowOf(limitRangesResource, { spec: { limits: null } }))['limits']?.text).toBe('limits nothing');
	});

	test('without a date of creation is printed with the first one there is in Go', () => {
		expect(printed(limitRanges, rowOf(limitRangesResource, {}))).toEqual(['x', '0001-01-01T00:00:00Z']);
	});
});

describe('a disruption budget', () => {
	const counts = (disruptionsAllowed: number, currentHealthy: number, desiredHealthy: number, expectedPods: number) => ({
		observedGeneration: 1,
		disruptionsAllowed,
		currentHealthy,
		desiredHealthy,
		expectedPods,
	});
	const failed = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'found no controller' };

	test.each([
		['that allows an eviction', counts(1, 3, 2, 3), 'ok', '3 of 3 healthy, 1 may be evicted'],
		['of which too few pods are healthy', counts(0, 2, 3, 3), 'warning', '2 of 3 healthy and 3 needed, none may be evicted'],
		['that needs all of its pods', counts(0, 3, 3, 3), 'warning', '3 of 3 healthy and 3 needed, none may be evicted'],
		['of no pods', counts(0, 0, 0, 0), 'ok', 'there is no pod that it counts'],
		[
			'whose pods cannot be counted',
			{ ...counts(0, 0, 0, 0), conditions: [failed] },
			'failing',
			'cannot be worked out: SyncFailed: found no controller',
		],
		[
			'of which an older version was looked at',
			{ ...counts(1, 3, 2, 3), observedGeneration: 0 },
			'progressing',
			'waiting for its controller to see the new spec',
		],
	] as const)('%s is told by its status', (_what, status, health, said) => {
		const row = rowOf(disruptionBudgetsResource, { status }, { generation: 1 });
		expect([row.health, row.status]).toEqual([health, said]);
	});
});

test('quotas, limits and budgets are one list, each with what matters of its kind', () => {
	const rows = quotas.reads.flatMap(({ resource }) =>
		recordedObjects(resource.gvr.resource).map((object) => resource.project(object, (text) => text)),
	);
	const said = rows.map((row) => [cells(quotas, row)['kind']?.text, row.name, cells(quotas, row)['details']]);
	expect(said).toContainEqual(['ResourceQuota', 'tiny', { text: '100% pods · pods: 2/2', health: 'warning' }]);
	expect(said).toContainEqual(['PodDisruptionBudget', 'checkout', { text: expect.stringMatching(/^\d of \d healthy, 1 may be evicted$/) }]);
	expect(said.map(([kind, name]) => `${kind}/${name}`)).toContain('LimitRange/defaults');
});
