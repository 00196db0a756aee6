import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kube/types.ts';
import { compareObjects, compareWithApplied, onlyApplied, withoutNoise } from '../../../src/objects/compared.ts';
import { runs } from '../../support/property-runs.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const quiet = { noise: false };

function object(change: object, metadata: object = {}): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: { name: 'one', namespace: 'shop', uid: 'u1', resourceVersion: '1', ...metadata },
		...change,
	};
}

const secret = (data: Readonly<Record<string, string>>, metadata: object = {}): KubeObject =>
	object(
		{ kind: 'Secret', data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])) },
		metadata,
	);

const joined = (lines: readonly string[]): string => lines.join('\n');

describe('noise', () => {
	test('is status, identity, counters, managed fields and what tools write of themselves; labels and what people wrote stay', () => {
		const metadata = {
			generation: 4,
			creationTimestamp: '2026-11-22T01:00:00Z',
			managedFields: [{ manager: 'kubectl' }],
			labels: { app: 'cart' },
			annotations: { [lastApplied]: '{}', 'deployment.kubernetes.io/revision': '3', owner: 'ada' },
			ownerReferences: [{ kind: 'ReplicaSet', name: 'cart-1', uid: 'r1' }],
		};
		expect(withoutNoise(object({ status: { phase: 'Running' }, spec: { replicas: 1 } }, metadata))).toEqual({
			apiVersion: 'v1',
			kind: 'ConfigMap',
			metadata: {
				name: 'one',
				namespace: 'shop',
				labels: { app: 'cart' },
				annotations: { owner: 'ada' },
				ownerReferences: [{ kind: 'ReplicaSet', name: 'cart-1' }],
			},
			spec: { replicas: 1 },
		});
	});

	test('is what two pods of one template differ in, but for their names and nodes', () => {
		const [one, other] = recordedObjects('pods').filter(({ metadata }) => /^cart-698948564b-[^o]/.test(metadata.name));
		if (one === undefined || other === undefined) throw new Error('two pods of cart were recorded');
		const { left, right } = compareObjects(one, other, quiet);
		const differing = left.filter((line, at) => line !== right[at]).map((line) => line.replace(/^[\s-]*/, '').split(':')[0]);
		expect(left).toHaveLength(right.length);
		expect(differing.every((key) => ['name', 'nodeName'].includes(key ?? ''))).toBe(true);
		const all = compareObjects(one, other, { noise: true });
		expect(joined(all.left)).toContain('resourceVersion:');
	});
});

describe('Secrets', () => {
	test('are said to be equal or other, key by key, and none of their values is in either text, with noise or without', () => {
		const applied = { [lastApplied]: '{"data":{"same":"c2Vzc2FtZQ=="}}' };
		const left = secret({ same: 'sesame', password: 'hunter2', gone: 'old' }, { annotations: applied });
		const right = secret({ same: 'sesame', password: 'tiger77' }, { annotations: applied });
		for (const noise of [false, true]) {
			const compared = compareObjects(left, right, { noise });
			expect(joined(compared.left)).toContain('  password: <masked, 7 bytes, one value>');
			expect(joined(compared.right)).toContain('  password: <masked, 7 bytes, another value>');
			expect(compared.left).toContain('  same: <masked, 6 bytes>');
			expect(compared.right).toContain('  same: <masked, 6 bytes>');
			expect(compared.left).toContain('  gone: <masked, 3 bytes>');
			for (const value of ['sesame', 'hunter2', 'tiger77', 'c2Vz', 'aHVudGVyMg', 'dGlnZXI3Nw']) {
				expect(joined([...compared.left, ...compared.right])).not.toContain(value);
			}
		}
	});

	test('of whatever keys and values never show a value', () => {
		const valuesArbitrary = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.stringMatching(/^v[A-Z]{8,12}$/), { maxKeys: 4 });
		fc.assert(
			fc.property(valuesArbitrary, valuesArbitrary, (one, other) => {
				const applied = { [lastApplied]: JSON.stringify(secret(other)) };
				const left = secret(one, { annotations: applied });
				for (const { left: before, right: after } of [
					compareObjects(left, secret(other), { noise: true }),
					compareWithApplied(left, { noise: true }) ?? { left: [], right: [] },
				]) {
					const text = joined([...before, ...after]);
					for (const value of [...Object.values(one), ...Object.values(other)]) {
						expect(text).not.toContain(value);
						expect(text).not.toContain(Buffer.from(value).toString('base64'));
					}
				}
			}),
			{ numRuns: runs(100) },
		);
	});

	test('that were applied as text are compared with what the server made of it', () => {
		const applied = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' }, stringData: { password: 'hunter2' } };
		const live = secret({ password: 'hunter2' }, { annotations: { [lastApplied]: JSON.stringify(applied) } });
		const compared = compareWithApplied(live, quiet);
		expect(compared?.left).toEqual(compared?.right);
	});
});

describe('what was applied last', () => {
	const applied = {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: { name: 'one', annotations: {}, labels: { app: 'cart' } },
		spec: {
			containers: [
				{ name: 'app', image: 'cart:1' },
				{ name: 'proxy', image: 'proxy:1' },
			],
			args: ['a', 'b'],
		},
	};
	const live = object(
		{
			spec: {
				paused: false,
				containers: [
					{ name: 'injected', image: 'mesh:1' },
					{ name: 'app', image: 'cart:2', terminationGracePeriod: 30 },
					{ name: 'proxy', image: 'proxy:1' },
				],
				args: ['a', 'c'],
			},
		},
		{ labels: { app: 'cart', injected: 'yes' }, annotations: { [lastApplied]: JSON.stringify(applied) } },
	);

	test('is compared with what is there of it: defaults are left out, what was added to a list is not', () => {
		const compared = compareWithApplied(live, quiet);
		expect(compared?.left).toContain('  - image: cart:1');
		expect(compared?.right).toContain('  - image: cart:2');
		expect(compared?.right).toContain('  - image: mesh:1');
		expect(joined(compared?.right ?? [])).not.toMatch(/paused|terminationGracePeriod|injected: yes/);
		expect(joined(compareWithApplied(live, { noise: true })?.right ?? [])).toMatch(/terminationGracePeriod[\s\S]*paused/);
	});

	test('is none where nobody applied it, and an error where it is no JSON', () => {
		expect(compareWithApplied(object({}), quiet)).toBeUndefined();
		expect(() => compareWithApplied(object({}, { annotations: { [lastApplied]: '{' } }), quiet)).toThrow(SyntaxError);
		expect(() => compareWithApplied(object({}, { annotations: { [lastApplied]: '[]' } }), quiet)).toThrow(SyntaxError);
	});

	test('leaves of an object nothing that was not applied, and all that was', () => {
		expect(onlyApplied({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 4 }, e: 5 })).toEqual({ b: { d: 3 } });
		expect(onlyApplied([1, 2, 3], [1])).toEqual([1, 2, 3]);
	});
});
