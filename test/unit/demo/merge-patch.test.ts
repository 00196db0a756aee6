import { expect, test } from 'vitest';
import { mergePatch, strategicPatch } from '../../../src/demo/world.ts';

test('a merge patch merges objects, removes what is null, and replaces lists', () => {
	expect(mergePatch({ a: { b: 1, c: 2 }, list: [1, 2] }, { a: { b: null, d: 3 }, list: [3] })).toEqual({ a: { c: 2, d: 3 }, list: [3] });
});

test('a strategic patch merges lists of named things by name, and drops directives', () => {
	const target = {
		containers: [
			{ name: 'app', image: 'app:1', env: [] },
			{ name: 'proxy', image: 'proxy:1' },
		],
	};
	const patch = {
		'$setElementOrder/containers': [{ name: 'app' }],
		containers: [
			{ name: 'app', image: 'app:2' },
			{ name: 'new', image: 'new:1' },
		],
	};
	expect(strategicPatch(target, patch)).toEqual({
		containers: [
			{ name: 'app', image: 'app:2', env: [] },
			{ name: 'proxy', image: 'proxy:1' },
			{ name: 'new', image: 'new:1' },
		],
	});
});
