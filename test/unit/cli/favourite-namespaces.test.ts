import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { favouriteNamespacesIn } from '../../../src/cli/favourite-namespaces.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let path: string;

beforeEach(() => {
	path = join(temporaryDirectory(), 'state', 'kyacht', 'favourites.json');
});

const put = (text: string): void => {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
};

describe('the namespaces of the digits', () => {
	test('are there in the next run, in their order, each context with its own', () => {
		const first = favouriteNamespacesIn(path);
		expect(first.read('prod-eu')).toEqual([]);
		expect(first.keep('prod-eu', ['shop', 'bank'])).toBeUndefined();
		expect(first.keep('arn:aws:eks:eu-west-1:1234:cluster/Blue', ['default'])).toBeUndefined();
		expect(first.keep('prod-eu', ['shop', 'bank', 'till'])).toBeUndefined();
		const next = favouriteNamespacesIn(path);
		expect(next.read('prod-eu')).toEqual(['shop', 'bank', 'till']);
		expect(next.read('arn:aws:eks:eu-west-1:1234:cluster/Blue')).toEqual(['default']);
		expect(next.read('__proto__')).toEqual([]);
	});

	test('of two programs in two contexts are both kept', () => {
		const [one, other] = [favouriteNamespacesIn(path), favouriteNamespacesIn(path)];
		one.keep('prod-eu', ['shop']);
		other.keep('prod-us', ['bank']);
		one.keep('prod-eu', ['shop', 'till']);
		expect(favouriteNamespacesIn(path).read('prod-us')).toEqual(['bank']);
		expect(favouriteNamespacesIn(path).read('prod-eu')).toEqual(['shop', 'till']);
	});

	test('may be read by their owner alone, and are put in place whole', () => {
		favouriteNamespacesIn(path).keep('prod-eu', ['shop']);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
		expect(readdirSync(dirname(path))).toEqual(['favourites.json']);
	});

	test('are of two hundred contexts at most, the ones that were kept last', () => {
		const favourites = favouriteNamespacesIn(path);
		for (let index = 0; index < 230; index++) favourites.keep(`context-${index}`, ['shop']);
		expect(favourites.read('context-29')).toEqual([]);
		expect(favourites.read('context-30')).toEqual(['shop']);
		expect(favourites.read('context-229')).toEqual(['shop']);
	});

	test('that somebody else put there are taken as far as they can be names', () => {
		put(
			JSON.stringify({
				a: ['shop', 'shop', 'evil\x1b[2J', '../x', 7, 'bank'],
				b: 'shop',
				c: Array.from({ length: 20 }, (_, at) => `n${at}`),
			}),
		);
		const favourites = favouriteNamespacesIn(path);
		expect(favourites.read('a')).toEqual(['shop', 'bank']);
		expect(favourites.read('b')).toEqual([]);
		expect(favourites.read('c')).toHaveLength(9);
	});

	test.each([['not JSON'], ['[1, 2]'], ['null'], [' '.repeat(300_000)]])(
		'a file with something else in it (%.12j) is left as it is, and told of once',
		(text) => {
			put(text);
			const favourites = favouriteNamespacesIn(path);
			expect(favourites.read('prod-eu')).toEqual([]);
			expect(favourites.keep('prod-eu', ['shop'])).toBe(
				`The namespaces of the digits cannot be read from ${path} (it holds something else); they are forgotten at the end.`,
			);
			expect(favourites.keep('prod-eu', ['shop', 'bank'])).toBeUndefined();
			expect(readFileSync(path, 'utf8')).toBe(text);
		},
	);

	test('that cannot be kept are told of once, and throw nothing', () => {
		mkdirSync(join(path, '..', '..'), { recursive: true });
		writeFileSync(join(path, '..'), 'a file where the directory belongs');
		const favourites = favouriteNamespacesIn(path);
		expect(favourites.read('prod-eu')).toEqual([]);
		expect(favourites.keep('prod-eu', ['shop'])).toContain(path);
		expect(favourites.keep('prod-eu', ['bank'])).toBeUndefined();
	});

	test.skipIf(process.getuid?.() === 0)('in a file that may not be read are told of', () => {
		put('{}');
		chmodSync(path, 0);
		const favourites = favouriteNamespacesIn(path);
		expect(favourites.read('prod-eu')).toEqual([]);
		expect(favourites.keep('prod-eu', ['shop'])).toContain('EACCES');
	});
});
