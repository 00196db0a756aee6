import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventRow } from '../../../src/domains/events.ts';
import { eventsResource } from '../../../src/domains/events.ts';
import type { PodRow } from '../../../src/domains/pod-row.ts';
import { podsResource } from '../../../src/domains/pod-row.ts';
import type { QuotaRow } from '../../../src/domains/resource-quotas.ts';
import { resourceQuotasResource } from '../../../src/domains/resource-quotas.ts';
import { podsByNamespace, podsByNode, quotasByNamespace, warningsByNamespace, worstQuota } from '../../../src/domains/tallies.ts';
import type { Row, Tally } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;
let serial = 0;

function pod(node: string, namespace: string, phase: string, cpu: string, memory: string, waiting?: string): PodRow {
	serial++;
	return podsResource.project(
		{
			metadata: { name: `p${serial}`, namespace, uid: `u${serial}`, resourceVersion: '1' },
			spec: { nodeName: node, containers: [{ resources: { requests: { cpu, memory } } }] },
			status: {
				phase,
				conditions: [{ type: 'Ready', status: 'True' }],
				containerStatuses: waiting === undefined ? [] : [{ name: 'c', state: { waiting: { reason: waiting } } }],
			},
		} as KubeObject,
		same,
	);
}

const anyPod = fc
	.tuple(
		fc.constantFrom('', 'n1', 'n2'),
		fc.constantFrom('shop', 'data'),
		fc.constantFrom('Running', 'Pending', 'Succeeded', 'Failed', 'Unknown'),
		fc.constantFrom('100m', '1', '0.333', '7n'),
		fc.constantFrom('64Mi', '1G', '100M', '3'),
		fc.constantFrom(undefined, 'CrashLoopBackOff'),
	)
	.map((fields) => pod(...fields));

const anyEvent = fc
	.tuple(fc.constantFrom('Normal', 'Warning', 'Odd'), fc.constantFrom('shop', 'data'))
	.map(([type, namespace]): EventRow => {
		serial++;
		return eventsResource.project(
			{ metadata: { name: `e${serial}`, namespace, uid: `u${serial}`, resourceVersion: '1' }, type } as KubeObject,
			same,
		);
	});

const amounts = fc.dictionary(
	fc.constantFrom('pods', 'requests.cpu', 'limits.memory'),
	fc.constantFrom('0', '1', '2', '500m', '4Gi', '10'),
);
const anyQuota = fc.tuple(fc.constantFrom('shop', 'data'), amounts, amounts).map(([namespace, hard, used]): QuotaRow => {
	serial++;
	return resourceQuotasResource.project(
		{ metadata: { name: `q${serial}`, namespace, uid: `u${serial}`, resourceVersion: '1' }, status: { hard, used } } as KubeObject,
		same,
	);
});

/** What a tally store does: a sum a key, made when it is first needed. */
function sums<R extends Row, T>(tally: Tally<R, T>, rows: readonly R[], into = new Map<string, T>()): Map<string, T> {
	for (const row of rows) {
		const key = tally.keyOf(row);
		if (key === undefined) continue;
		const sum = into.get(key) ?? tally.empty();
		into.set(key, sum);
		tally.add(sum, row);
	}
	return into;
}

function promise<R extends Row, T>(tally: Tally<R, T>, anyRow: fc.Arbitrary<R>, seen: (sum: T | undefined) => unknown): void {
	const coming = fc.array(anyRow, { maxLength: 30 });
	fc.assert(
		fc.property(coming, fc.array(fc.nat(), { maxLength: 30 }), (rows, picks) => {
			const running = sums(tally, rows);
			const left = [...rows];
			for (const pick of picks) {
				const [gone] = left.splice(pick % Math.max(1, left.length), 1);
				if (gone === undefined) break;
				const key = tally.keyOf(gone);
				const sum = key === undefined ? undefined : running.get(key);
				if (sum !== undefined) tally.remove(sum, gone);
			}
			const recount = sums(tally, left);
			for (const [key, sum] of running) expect(seen(sum)).toEqual(seen(recount.get(key) ?? tally.empty()));
			for (const key of recount.keys()) expect(running.has(key)).toBe(true);
		}),
	);
}

describe('after any additions and removals a tally is what a recount gives', () => {
	test('pods by node', () => promise(podsByNode, anyPod, (sum) => sum));
	test('pods by namespace', () => promise(podsByNamespace, anyPod, (sum) => sum));
	test('warnings by namespace', () => promise(warningsByNamespace, anyEvent, (sum) => sum));
	test('quotas by namespace, the worst of them included', () => promise(quotasByNamespace, anyQuota, worstQuota));
});

describe('what counts', () => {
	test('a finished pod holds nothing of its node, and a pod without a node is on none', () => {
		const rows = [
			pod('n1', 'shop', 'Running', '100m', '64Mi'),
			pod('n1', 'shop', 'Pending', '1', '1Gi'),
			pod('n1', 'shop', 'Succeeded', '4', '8Gi'),
			pod('n1', 'shop', 'Failed', '4', '8Gi'),
			pod('', 'shop', 'Pending', '4', '8Gi'),
		];
		expect(Object.fromEntries(sums(podsByNode, rows))).toEqual({ n1: { pods: 2, cpuMilli: 1100, memoryKiB: 1114112 } });
	});

	test('the pods of a namespace all count; unhealthy are those that fail, warn or are lost', () => {
		const rows = [
			pod('n1', 'shop', 'Running', '1', '1'),
			pod('n1', 'shop', 'Succeeded', '1', '1'),
			pod('n1', 'shop', 'Pending', '1', '1'),
			pod('n1', 'shop', 'Running', '1', '1', 'CrashLoopBackOff'),
			pod('n1', 'shop', 'Failed', '1', '1'),
			pod('n1', 'shop', 'Unknown', '1', '1'),
		];
		expect(sums(podsByNamespace, rows).get('shop')).toEqual({ pods: 6, unhealthy: 3, failing: 2 });
	});

	test('the recorded quotas: the full one is the worst of its namespace', () => {
		const rows = recordedObjects('resourcequotas').map((object) => resourceQuotasResource.project(object, same));
		const worst = [...sums(quotasByNamespace, rows)].map(([namespace, quotas]) => [namespace, worstQuota(quotas)]);
		expect(Object.fromEntries(worst)).toEqual({
			data: { ratio: 0, resource: 'pods' },
			payments: { ratio: 1, resource: 'pods' },
			shop: { ratio: 0.625, resource: 'limits.memory' },
		});
	});

	test('no quota at all, and a quota that limits nothing, are both nothing', () => {
		expect(worstQuota(undefined)).toBeUndefined();
		expect(worstQuota(new Map())).toBeUndefined();
		const [row] = [{ metadata: { name: 'q', uid: 'u', resourceVersion: '1' }, status: {} } as KubeObject].map((object) =>
			resourceQuotasResource.project(object, same),
		);
		expect(row === undefined ? 'none' : quotasByNamespace.keyOf(row)).toBeUndefined();
	});

	test('what is used of nothing is all of it', () => {
		const quota = resourceQuotasResource.project(
			{
				metadata: { name: 'q', namespace: 'shop', uid: 'u', resourceVersion: '1' },
				status: { hard: { pods: '0', secrets: '10' }, used: { pods: '1', secrets: '9' } },
			} as KubeObject,
			same,
		);
		expect([quota.worstResource, quota.worstRatio, quota.health]).toEqual(['pods', 1, 'warning']);
	});
});
