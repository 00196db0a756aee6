import { describe, expect, test } from 'vitest';
import { createInternPool } from '../../../src/stores/intern.ts';

describe('an intern pool', () => {
	test('answers every string with an equal one, whatever it has forgotten', () => {
		const { intern } = createInternPool(2);
		const words = ['a', 'b', 'a', 'c', 'd', 'e', 'a', 'b', '', 'constructor'];
		expect(words.map((word) => intern(word))).toEqual(words);
	});

	test('keeps one copy of equal strings', () => {
		const pool = createInternPool(10);
		for (let index = 0; index < 50; index++) pool.intern(`node-${index % 5}`);
		expect(pool.size()).toBe(5);
	});

	test('keeps a bounded number of strings, however many it is given', () => {
		const pool = createInternPool(100);
		for (let index = 0; index < 10_000; index++) pool.intern(`replicaset-${index}`);
		expect(pool.size()).toBeLessThanOrEqual(200);
	});

	test('keeps what is asked for again while everything else is forgotten', () => {
		const pool = createInternPool(10);
		for (let index = 0; index < 1000; index++) {
			pool.intern('node-1');
			pool.intern(`gone-${index}`);
			const before = pool.size();
			pool.intern('node-1');
			expect(pool.size()).toBe(before);
		}
	});
});
