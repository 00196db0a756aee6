import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kube/types.ts';
import type { Link, Side } from '../../../src/relations/link.ts';
import { servedKind } from '../../../src/relations/linked-kinds.ts';
import type { LinkedRow } from '../../../src/relations/linked-row.ts';
import { type Answer, growTree, type TreeLine } from '../../../src/relations/tree.ts';
import { runs } from '../../support/property-runs.ts';
import { writtenLine } from '../../support/written-tree.ts';

const kind = { group: 'example.com', kind: 'Thing' };
const sides: readonly Side[] = ['above', 'below', 'beside'];

interface Named {
	readonly side: Side;
	readonly name: string;
}

/** An object of a kind of ours that names these others. */
function thing(name: string, named: readonly Named[]): LinkedRow {
	const links = named.map(
		({ side, name: to }): Link => ({ side, words: `is ${side} of`, kind, namespace: 'shop', meant: { by: 'name', name: to } }),
	);
	const { resource } = servedKind(
		{
			gvr: { group: 'example.com', version: 'v1', resource: 'things' },
			kind: 'Thing',
			singular: 'thing',
			shortNames: [],
			namespaced: true,
		},
		{ mask: {}, links: () => links },
	);
	const object: KubeObject = { metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1' } };
	return resource.project(object, (text) => text);
}

const found = (...rows: readonly LinkedRow[]): Answer => ({ state: 'rows', rows, complete: true });

const nameOf = ({ meant }: Link): string => (meant.by === 'name' ? meant.name : '');

describe('a tree', () => {
	test('ends where it comes back to an object that it has', () => {
		const things = new Map(
			[
				thing('a', [{ side: 'below', name: 'b' }]),
				thing('b', [{ side: 'below', name: 'c' }]),
				thing('c', [{ side: 'below', name: 'a' }]),
			].map((row) => [row.name, row]),
		);
		const lines = growTree(things.get('a') as LinkedRow, (link) => found(things.get(nameOf(link)) as LinkedRow));
		expect(lines.map(writtenLine)).toEqual([
			'Thing/a ok',
			'  is below of Thing/b ok',
			'    is below of Thing/c ok',
			'      is below of Thing/a ok, again',
		]);
	});

	test('says of each link whether it is read, refused, empty, old or cut', () => {
		const root = thing('a', [
			{ side: 'below', name: 'b' },
			{ side: 'below', name: 'c' },
			{ side: 'below', name: 'd' },
			{ side: 'beside', name: 'e' },
		]);
		const answers: Readonly<Record<string, Answer>> = {
			b: { state: 'loading' },
			c: { state: 'unknown', why: 'forbidden' },
			d: found(),
			e: { state: 'rows', rows: [thing('e', [])], complete: false, doubt: 'stale 43s' },
		};
		const lines = growTree(root, (link) => answers[nameOf(link)] as Answer);
		expect(lines.map(writtenLine)).toEqual([
			'Thing/a ok',
			'  is below of Thing: loading…',
			'  is below of Thing: forbidden',
			'  is below of Thing/d is missing',
			'  is beside of Thing/e ok',
			'  is beside of Thing: loading…',
		]);
		expect(lines[4]).toMatchObject({ doubt: 'stale 43s' });
	});

	test('of whatever objects ends, goes as deep as it may, opens each object once, and has a key of its own for each line', () => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f'];
		const namedArbitrary = fc.record({ side: fc.constantFrom(...sides), name: fc.constantFrom(...names, 'gone') });
		const graphArbitrary = fc.array(fc.array(namedArbitrary, { maxLength: 5 }), { minLength: names.length, maxLength: names.length });
		fc.assert(
			fc.property(graphArbitrary, fc.integer({ min: 1, max: 6 }), (graph, deepest) => {
				const things = new Map(names.map((name, at) => [name, thing(name, graph[at] ?? [])]));
				const ask = (link: Link): Answer => {
					const row = things.get(nameOf(link));
					return row === undefined ? found() : found(row);
				};
				const lines = growTree(things.get('a') as LinkedRow, ask, {
					depth: { above: deepest, below: deepest, beside: 1 },
					most: 3,
					mostIdle: 1,
				});
				const opened = lines.filter((line): line is Extract<TreeLine, { type: 'object' }> => line.type === 'object' && !line.again);
				expect(Math.max(...lines.map(({ depth }) => depth))).toBeLessThanOrEqual(deepest);
				expect(new Set(opened.map(({ row }) => row.uid)).size).toBe(opened.length);
				expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
				for (const [at, { depth }] of lines.entries()) expect(depth).toBeLessThanOrEqual((lines[at - 1]?.depth ?? -1) + 1);
			}),
			{ numRuns: runs(150) },
		);
	});
});
