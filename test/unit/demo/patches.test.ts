import { describe, expect, test } from 'vitest';
import { jsonPatch } from '../../../src/demo/json-patch.ts';
import { structNamed, type ValueType } from '../../../src/demo/kind-schema.ts';
import { strategicMerge } from '../../../src/demo/strategic-merge.ts';
import { mergePatch } from '../../../src/demo/world.ts';

const podSpec: ValueType = { is: 'struct', name: structNamed('core.v1.PodSpec').name, atomic: false };

test('a merge patch merges objects, removes what is null, and replaces lists', () => {
	expect(mergePatch({ a: { b: 1, c: 2 }, list: [1, 2] }, { a: { b: null, d: 3 }, list: [3] })).toEqual({ a: { c: 2, d: 3 }, list: [3] });
});

describe('a strategic merge patch', () => {
	test('merges lists by the merge key of their kind, and keeps the order that the client has them in', () => {
		const target = {
			containers: [
				{ name: 'app', image: 'app:1', env: [] },
				{ name: 'proxy', image: 'proxy:1' },
			],
		};
		const patch = {
			'$setElementOrder/containers': [{ name: 'new' }, { name: 'app' }],
			containers: [
				{ name: 'app', image: 'app:2' },
				{ name: 'new', image: 'new:1' },
			],
		};
		expect(strategicMerge(target, patch, podSpec)).toEqual({
			containers: [
				{ name: 'new', image: 'new:1' },
				{ name: 'proxy', image: 'proxy:1' },
				{ name: 'app', image: 'app:2', env: [] },
			],
		});
	});

	test('knows ports by their number and mounts by their path, not by a name', () => {
		const target = {
			containers: [{ name: 'a', ports: [{ name: 'http', containerPort: 80 }], volumeMounts: [{ name: 'v', mountPath: '/a' }] }],
		};
		const patch = {
			containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'web' }], volumeMounts: [{ name: 'v', mountPath: '/b' }] }],
		};
		expect(strategicMerge(target, patch, podSpec)).toEqual({
			containers: [
				{
					name: 'a',
					ports: [{ name: 'web', containerPort: 80 }],
					volumeMounts: [
						{ name: 'v', mountPath: '/a' },
						{ name: 'v', mountPath: '/b' },
					],
				},
			],
		});
	});

	test('removes an entry by its key, replaces lists without one, and keeps of a volume only what is named', () => {
		const target = {
			containers: [{ name: 'a', args: ['1'] }, { name: 'b' }],
			tolerations: [{ key: 'x' }],
			volumes: [{ name: 'v', emptyDir: {} }],
		};
		const patch = {
			containers: [
				{ name: 'b', $patch: 'delete' },
				{ name: 'a', args: ['2'] },
			],
			tolerations: [{ key: 'y' }],
			volumes: [{ $retainKeys: ['name', 'configMap'], name: 'v', configMap: { name: 'c' } }],
		};
		expect(strategicMerge(target, patch, podSpec)).toEqual({
			containers: [{ name: 'a', args: ['2'] }],
			tolerations: [{ key: 'y' }],
			volumes: [{ name: 'v', configMap: { name: 'c' } }],
		});
	});

	test('merges a list of plain values, and takes values out of it', () => {
		const metadata: ValueType = { is: 'struct', name: structNamed('meta.v1.ObjectMeta').name, atomic: false };
		expect(
			strategicMerge({ finalizers: ['a', 'b'] }, { finalizers: ['c'], '$deleteFromPrimitiveList/finalizers': ['a'] }, metadata),
		).toEqual({
			finalizers: ['b', 'c'],
		});
	});
});

describe('a JSON patch', () => {
	test('does its operations in order, with escaped pointers and places in lists', () => {
		const document = { a: { 'x/y': 1, 'm~n': 2 }, list: [1, 2, 3] };
		expect(
			jsonPatch(document, [
				{ op: 'replace', path: '/a/x~1y', value: 9 },
				{ op: 'remove', path: '/a/m~0n' },
				{ op: 'add', path: '/list/1', value: 'in' },
				{ op: 'add', path: '/list/-', value: 'end' },
				{ op: 'move', from: '/list/0', path: '/first' },
				{ op: 'copy', from: '/first', path: '/again' },
				{ op: 'test', path: '/again', value: 1 },
			]),
		).toEqual({ a: { 'x/y': 9 }, list: ['in', 2, 3, 'end'], first: 1, again: 1 });
		expect(document).toEqual({ a: { 'x/y': 1, 'm~n': 2 }, list: [1, 2, 3] });
	});

	test.each([
		[{ op: 'remove', path: '/nothing' }],
		[{ op: 'replace', path: '/a/b/c', value: 1 }],
		[{ op: 'test', path: '/a', value: { b: 2 } }],
		[{ op: 'add', path: '/list/9', value: 1 }],
		[{ op: 'frobnicate', path: '/a' }],
	])('is refused whole when %j cannot be done', (operation) => {
		expect(() => jsonPatch({ a: { b: 1 }, list: [] }, [operation])).toThrow(
			'the server rejected our request due to an error in our request',
		);
	});
});
