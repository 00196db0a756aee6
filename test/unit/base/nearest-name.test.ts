import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearestNames } from '../../../src/base/nearest-name.ts';

const views = ['pods', 'nodes', 'namespaces', 'events', 'workloads', 'storage'];

describe('nearestNames', () => {
	test.each([
		['pod', ['pods']],
		['podss', ['pods']],
		['opds', ['pods']],
		['nods', ['nodes', 'pods']],
		['NODES', ['nodes']],
		['namepsaces', ['namespaces']],
		['name', ['namespaces']],
		['evnets', ['events']],
		['kubernetes', []],
		['x', []],
		['', []],
	])('for %j it offers %j', (wanted, offered) => {
		expect(nearestNames(wanted, views)).toEqual(offered);
	});

	test('no more than asked for, each once, nearest first', () => {
		expect(nearestNames('prod', ['prod-a', 'prod-b', 'prod', 'prod', 'prod-c', 'pord'], 3)).toEqual(['prod', 'pord', 'prod-a']);
	});

	test('a known name is always its own nearest', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z-]{1,12}$/), { minLength: 1 }), (known) => {
				expect(nearestNames(known[0] ?? '', known)[0]).toBe(known[0]);
			}),
		);
	});
});

describe('editDistance', () => {
	const word = fc.stringMatching(/^[ab]{0,7}$/);

	test('is symmetric, zero only for equals, and bounded by the longer word', () => {
		fc.assert(
			fc.property(word, word, (a, b) => {
				const distance = editDistance(a, b);
				expect(distance).toBe(editDistance(b, a));
				expect(distance === 0).toBe(a === b);
				expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
				expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
			}),
		);
	});

	test('one swap of neighbours is one edit', () => {
		expect(editDistance('pods', 'opds')).toBe(1);
		expect(editDistance('pods', 'pdos')).toBe(1);
	});
});
