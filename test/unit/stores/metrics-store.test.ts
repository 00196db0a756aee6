import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MetricsSample, MetricsStore } from '../../../src/stores/metrics-store.ts';

const sample = (cpuMilli: number, over: Partial<MetricsSample> = {}): MetricsSample => ({
	cpuMilli,
	memoryMiB: 2 * cpuMilli,
	timestamp: 1000,
	windowSeconds: 15,
	...over,
});

describe('a metrics store', () => {
	test('holds the last tick and nothing of the ticks before it', () => {
		const store = new MetricsStore();
		expect([store.size, store.newest, store.get('shop/a')]).toEqual([0, undefined, undefined]);
		store.replace(
			new Map([
				['shop/a', sample(1)],
				['shop/b', sample(2, { timestamp: 3000 })],
			]),
		);
		expect([store.size, store.newest?.timestamp, store.get('shop/a')?.cpuMilli]).toEqual([2, 3000, 1]);
		store.replace(new Map([['shop/b', sample(5)]]));
		expect([store.size, store.newest?.timestamp, store.get('shop/a')]).toEqual([1, 1000, undefined]);
		expect(store.history('shop/b', 1000)?.cpuMilli).toHaveLength(1);
		store.clear();
		expect(store.history('shop/b', 1000)).toBeUndefined();
		expect([store.size, store.newest]).toEqual([0, undefined]);
	});

	test('adds up all samples, and knows which are the greatest', () => {
		const anySamples = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-d]{1,3}$/), fc.nat({ max: 9 })), {
			selector: ([key]) => key,
			maxLength: 30,
		});
		fc.assert(
			fc.property(anySamples, (drawn) => {
				const store = new MetricsStore();
				store.replace(new Map([['old', sample(100)]]));
				expect([store.total()?.cpuMilli, store.heaviest('cpuMilli').length]).toEqual([100, 1]);
				store.replace(new Map(drawn.map(([key, cpu]) => [key, sample(cpu, { memoryMiB: 9 - cpu })])));
				expect(store.total()?.cpuMilli).toBe(drawn.length === 0 ? undefined : drawn.reduce((sum, [, cpu]) => sum + cpu, 0));
				const ordered = (by: (cpu: number) => number) =>
					drawn.toSorted(([one, a], [other, b]) => by(b) - by(a) || (one < other ? -1 : 1)).slice(0, 10);
				expect(store.heaviest('cpuMilli').map(({ key }) => key)).toEqual(ordered((cpu) => cpu).map(([key]) => key));
				expect(store.heaviest('memoryMiB').map(({ key }) => key)).toEqual(ordered((cpu) => 9 - cpu).map(([key]) => key));
			}),
		);
	});

	test('sums up a namespace, and knows of none where no pod has a sample', () => {
		const anyKey = fc.tuple(fc.constantFrom('shop', 'bank', 'kube-system'), fc.constantFrom('a', 'b', 'c', 'd'));
		fc.assert(
			fc.property(fc.array(fc.tuple(anyKey, fc.nat({ max: 1000 })), { maxLength: 20, size: 'max' }), (drawn) => {
				const samples = new Map(drawn.map(([[namespace, name], cpu]) => [`${namespace}/${name}`, sample(cpu, { timestamp: cpu })]));
				const store = new MetricsStore();
				store.replace(new Map([['shop/old', sample(7)]]));
				store.ofNamespace('shop');
				store.replace(samples);
				for (const namespace of ['shop', 'bank', 'kube-system', '']) {
					const own = [...samples].filter(([key]) => key.startsWith(`${namespace}/`)).map(([, one]) => one.cpuMilli);
					const cpuMilli = own.reduce((sum, one) => sum + one, 0);
					expect(store.ofNamespace(namespace)).toEqual(
						own.length === 0 ? undefined : { cpuMilli, memoryMiB: 2 * cpuMilli, timestamp: Math.max(...own), windowSeconds: 15 },
					);
				}
			}),
		);
	});

	test('sums up the pods that it is asked for, as far as they have a sample', () => {
		const store = new MetricsStore();
		store.replace(
			new Map([
				['shop/a', sample(1.5)],
				['shop/b', sample(2, { timestamp: 3000, windowSeconds: 20 })],
				['shop/c', sample(4)],
			]),
		);
		expect(store.sumOf(['shop/a', 'shop/b', 'shop/new'])).toEqual({ cpuMilli: 3.5, memoryMiB: 7, timestamp: 3000, windowSeconds: 20 });
		expect(store.sumOf(['shop/new'])).toBeUndefined();
		expect(store.sumOf([])).toBeUndefined();
	});

	test('takes samples of nodes, which are in no namespace', () => {
		const store = new MetricsStore();
		store.replace(new Map([['node-1', sample(3)]]));
		expect(store.get('node-1')?.cpuMilli).toBe(3);
		expect(store.ofNamespace('node-1')).toBeUndefined();
	});
});
