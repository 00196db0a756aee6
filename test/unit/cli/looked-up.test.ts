import { expect, test } from 'vitest';
import { LookedUp } from '../../../src/cli/looked-up.ts';
import type { DomainFeed } from '../../../src/sync/types.ts';
import { plainRow } from '../../support/plain-rows.ts';

test('lines are printed in order, each when all of its rows are known, and every row is asked for at once', () => {
	const known = new Set<string>();
	const asked: string[] = [];
	const feed = {
		lookUp: ({ uid }: { readonly uid: string }) => {
			asked.push(uid);
			return known.has(uid);
		},
	} as unknown as DomainFeed;
	const printed: string[] = [];
	const order = new LookedUp(feed);
	order.print([plainRow('a', '1'), plainRow('b', '1')], () => printed.push('a b'));
	expect(asked).toEqual(['a', 'b']);
	order.print([], () => printed.push('nothing'));
	order.print([plainRow('c', '1')], () => printed.push('c'));
	known.add('b').add('c');
	order.look();
	expect(printed).toEqual([]);
	known.add('a');
	order.look();
	expect(printed).toEqual(['a b', 'nothing', 'c']);
	order.print([plainRow('a', '2')], () => printed.push('a again'));
	expect(printed.at(-1)).toBe('a again');
});
