import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiFailure } from '../../../src/base/api-error.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { Column, PrintedColumn, Read } from '../../../src/domains/types.ts';
import { makeFilter } from '../../../src/filter/filter.ts';
import { project } from '../../../src/kube/compiled-mask.ts';
import { asKubeObject, compileObjectMask } from '../../../src/kube/object-reader.ts';
import { createInternPool } from '../../../src/stores/intern.ts';
import { rowOf } from '../../../src/sync/row-of.ts';
import { cellContext } from '../../support/cell-context.ts';
import { runs } from '../../support/property-runs.ts';
import { onRecordedCluster } from '../../support/recorded-kinds.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const odd: readonly unknown[] = [
	...[null, 0, 5, -1, 1e300, true, '', 'x', '日本', '\u001b[2J'],
	...[[], [null], [5], ['x'], [[]], [{}], {}, { a: 1 }, { toString: 1, valueOf: 1 }, JSON.parse('{"__proto__":{"name":1}}')],
];

type Path = readonly string[];

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
	yield path;
	if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, key]);
}

/** A copy with another value at this place. */
function withAt(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
	if (key === undefined || typeof value !== 'object' || value === null) return other;
	const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
	copy[key] = withAt(copy[key], rest, other);
	return copy;
}

const context = cellContext({});

/** Everything that is made of a row, on the screen and in the output. */
function look(row: never, columns: readonly Column[], printed: readonly PrintedColumn[] = []): void {
	for (const column of columns) {
		expect(typeof column.cell(row, context).text, column.id).toBe('string');
		const value = column.value(row, context);
		expect(value === null || Array.isArray(value) || typeof value !== 'object', column.id).toBe(true);
	}
	for (const { cell } of printed) expect(typeof String(cell(row, 0))).toBe('string');
	makeFilter('x !y /z/', columns).filter?.test?.(row, context);
}

const every = domains
	.map(onRecordedCluster)
	.flatMap((domain) => domain.reads.map((read): readonly [string, Read, typeof domain] => [domain.name, read, domain]));
/** What a view shows as it was read, and whatever is read for another purpose alone, once. */
const shown = every.filter(([, { role }, { derived }]) => role === 'rows' && derived === undefined);
const others = new Map(every.map((read) => [read[1].resource, read]));
for (const [, { resource }] of shown) others.delete(resource);
const reads = [...shown, ...others.values()];

describe('an object that is not what its kind says', () => {
	test.each(reads)('of %s is a row that can be shown, or a protocol error that names it', (_, { role, resource }, domain) => {
		const mask = compileObjectMask(resource.mask);
		const objects = recordedObjects(resource.gvr.resource).map((object) => project(object, mask));
		const intern = createInternPool().intern;
		fc.assert(
			fc.property(
				fc.constantFrom(...objects),
				fc.array(fc.tuple(fc.nat(), fc.constantFrom(...odd)), { minLength: 1, maxLength: 3 }),
				(object, changes) => {
					let changed = object;
					for (const [share, other] of changes) {
						const paths = [...pathsOf(changed)].filter(([first, second]) => second !== 'name' && first !== undefined);
						changed = withAt(changed, paths[share % paths.length] ?? [], other);
					}
					try {
						const row = rowOf(resource, asKubeObject(project(changed, mask)), intern);
						expect(typeof row.namespace).toBe('string');
						if (role === 'rows' && domain.derived === undefined) look(row as never, domain.columns, domain.printed);
					} catch (error) {
						if (!(error instanceof ApiFailure)) throw error;
						expect(error.error.kind).toBe('protocol');
					}
				},
			),
			{ numRuns: runs(60) },
		);
	});

	test('is named with its kind', () => {
		const resource = reads.find(([name]) => name === 'pods')?.[1].resource;
		const pod = { metadata: { name: 'cart-1', namespace: 'shop', uid: 'u', resourceVersion: '1' }, status: { podIP: { a: 1 } } };
		expect(() => resource !== undefined && rowOf(resource, pod, (text) => text)).toThrow('the server sent a Pod that is none: shop/cart-1');
	});
});
