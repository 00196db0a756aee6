import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countDifferences, diffRows, foldRows, hunksOf, unifiedText } from '../../../src/objects/difference.ts';
import { runs } from '../../support/property-runs.ts';

const deployment = (image: string, replicas: number): readonly string[] =>
	`apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: cart
  template:
    spec:
      containers:
      - env:
        - name: A
          value: a
        image: ${image}
        name: app`.split('\n');

describe('two texts', () => {
	test('stand beside each other, with what is equal and far from every difference counted, and where it goes on', () => {
		const rows = diffRows(deployment('cart:1', 2), deployment('cart:2', 3));
		expect(countDifferences(rows)).toBe(2);
		expect(foldRows(rows).filter(({ kind }) => kind !== 'same')).toEqual([
			{ kind: 'fold', count: 2, path: '' },
			{ kind: 'changed', left: '  replicas: 2', right: '  replicas: 3' },
			{ kind: 'fold', count: 3, path: 'spec.template.spec.containers' },
			{ kind: 'changed', left: '        image: cart:1', right: '        image: cart:2' },
		]);
	});

	test('that are equal have no difference, and nothing is printed of them', () => {
		const rows = diffRows(deployment('cart:1', 2), deployment('cart:1', 2));
		expect([countDifferences(rows), hunksOf(rows), unifiedText(rows, 'a', 'b')]).toEqual([0, [], '']);
		expect(foldRows(rows)).toEqual([{ kind: 'fold', count: 17, path: '' }]);
	});

	test('that have nothing in common are told one after the other, however long they are', () => {
		const [left, right] = ['a', 'b'].map((word) => Array.from({ length: 20_000 }, (_, at) => `${word} ${at}`));
		const rows = diffRows(left ?? [], right ?? []);
		expect(rows).toHaveLength(20_000);
		expect(rows[0]).toEqual({ kind: 'changed', left: 'a 0', right: 'b 0' });
	});

	test('of whatever lines come back whole from their rows, and the one comes of the other by the patch that is printed', () => {
		const textArbitrary = fc.array(fc.constantFrom('a: 1', '  b: 2', '- c', '  - d: 3', '', 'e'), { maxLength: 40 });
		fc.assert(
			fc.property(textArbitrary, textArbitrary, (left, right) => {
				const rows = diffRows(left, right);
				expect(rows.flatMap((row) => row.left ?? [])).toEqual(left);
				expect(rows.flatMap((row) => row.right ?? [])).toEqual(right);
				const folded = foldRows(rows);
				const hidden = folded.reduce((sum, row) => sum + (row.kind === 'fold' ? row.count : 0), 0);
				expect(folded.filter(({ kind }) => kind !== 'fold').length + hidden).toBe(rows.length);
				const patch = unifiedText(rows, 'left', 'right');
				const [before, after] = [left, right].map((lines) => lines.map((line) => `${line}\n`).join(''));
				if (patch !== '') expect(applyPatch(before ?? '', `${patch}\n`)).toBe(after);
				else expect(left).toEqual(right);
			}),
			{ numRuns: runs(200) },
		);
	});
});
