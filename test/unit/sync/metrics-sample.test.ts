import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kube/types.ts';
import { goSeconds, metricsGvr, metricsKey, sampleOf } from '../../../src/sync/metrics-sample.ts';

const object = (fields: Record<string, unknown>, namespace?: string): KubeObject => ({
	metadata: { name: 'web-0', uid: '', resourceVersion: '', ...(namespace !== undefined && { namespace }) },
	timestamp: '2026-11-22T03:00:00Z',
	window: '15.02s',
	...fields,
});

describe('a sample of metrics.k8s.io', () => {
	test('is read from a NodeMetrics', () => {
		expect(sampleOf('nodes', object({ usage: { cpu: '123456n', memory: '1024Ki' } }))).toEqual({
			cpuMilli: 0.123456,
			memoryMiB: 1,
			timestamp: Date.UTC(2026, 10, 22, 3),
			windowSeconds: 15.02,
		});
	});

	test('of a pod is the exact sum over its containers', () => {
		const containers = [
			{ name: 'a', usage: { cpu: '1000000n', memory: '1536Ki' } },
			{ name: 'b', usage: { cpu: '2m', memory: '1Mi' } },
			{ name: 'c', usage: { cpu: '300u', memory: '0' } },
		];
		expect(sampleOf('pods', object({ containers }))).toMatchObject({ cpuMilli: 3.3, memoryMiB: 2.5 });
	});

	test.each([
		['pods', { containers: [{ usage: { cpu: '1m', memory: '1Mi' } }, { usage: { cpu: '1m' } }] }],
		['pods', { containers: [{ usage: { cpu: '1m', memory: '1Mi' } }, null] }],
		['pods', { containers: [] }],
		['pods', {}],
		['nodes', {}],
		['nodes', { usage: null }],
		['nodes', { usage: { cpu: 'much', memory: '1Mi' } }],
		['nodes', { usage: { cpu: '1', memory: '1Mi' }, timestamp: 'yesterday' }],
		['nodes', { usage: { cpu: '1', memory: '1Mi' }, timestamp: null }],
	] as const)('is not made up: %s %j has none', (kind, fields) => {
		expect(sampleOf(kind, object(fields))).toBeUndefined();
	});

	test('is known by namespace and name, or by the name of a node', () => {
		expect(metricsKey(object({}, 'shop'))).toBe('shop/web-0');
		expect(metricsKey(object({}, ''))).toBe('web-0');
		expect(metricsKey(object({}))).toBe('web-0');
		expect(metricsGvr('nodes')).toEqual({ group: 'metrics.k8s.io', version: 'v1beta1', resource: 'nodes' });
	});

	test.each([
		['15.02s', 15.02],
		['1m0s', 60],
		['1h2m3.5s', 3723.5],
		['500ms', 0.5],
		['15', 0],
		['', 0],
		[null, 0],
	])('a window of %j is %d seconds', (text, seconds) => {
		expect(goSeconds(text)).toBeCloseTo(seconds, 9);
	});
});
