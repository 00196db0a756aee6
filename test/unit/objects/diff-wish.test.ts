import { describe, expect, test } from 'vitest';
import { diffWish, namedWords } from '../../../src/objects/diff-wish.ts';

const about = { kind: 'deployment.apps', name: 'cart', namespace: 'shop' };

const said = (text: string, place = {}): string => {
	const wish = diffWish(text === '' ? [] : text.split(' '), place);
	if ('why' in wish) return wish.why;
	return [wish.left, wish.right].map((side) => (typeof side === 'string' ? side : namedWords(side))).join(' | ');
};

describe('what is to be compared', () => {
	test.each([
		['pod/a pod/b', 'pod/a | pod/b'],
		['pod/a b', 'pod/a | pod/b'],
		['deploy/cart@prod deploy/cart@prod-eu', 'deploy/cart, context prod | deploy/cart, context prod-eu'],
		['deploy/cart @prod-eu', 'deploy/cart | deploy/cart, context prod-eu'],
		['shop/deploy/cart stage/deploy/cart', 'deploy/cart in shop | deploy/cart in stage'],
		['deploy/cart -n shop', 'deploy/cart in shop | last-applied'],
		['deploy/cart', 'deploy/cart | last-applied'],
		['svc/a@arn:aws:eks:eu:1:cluster/x', 'svc/a, context arn:aws:eks:eu:1:cluster/x | last-applied'],
		['node/a@me@cluster/one node/b', 'node/a, context me@cluster/one | node/b, context me@cluster/one'],
	])('is said by "%s"', (text, meant) => {
		expect(said(text)).toBe(meant);
	});

	test('is the object that is looked at where nothing else is said, and in the namespace that is open where its kind is', () => {
		expect(said('', { about })).toBe('deployment.apps/cart in shop | last-applied');
		expect(said('@prod-eu', { about })).toBe('deployment.apps/cart in shop | deployment.apps/cart in shop, context prod-eu');
		expect(said('web', { about })).toBe('deployment.apps/web in shop | last-applied');
		expect(said('pod/a pod/b', { about, namespace: 'data' })).toBe('pod/a in data | pod/b in data');
	});

	test.each(['', 'a b', '@prod', 'pod/', 'a/b/c/d', 'pod/a@', '-x pod/a', 'pod/a pod/b pod/c', 'pod/a -n'])(
		'is told from nonsense: "%s"',
		(text) => {
			expect(said(text)).toMatch(/^(Say|"|Two|-n).*\.$/);
		},
	);
});
