import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileJsonPath } from '../../../src/base/json-path.ts';

const object = {
	metadata: { name: 'orders', annotations: { 'example.com/tier': 'gold' } },
	spec: { replicas: 3, hosts: ['a', 'b', 'c', 'd'], empty: null },
	status: {
		conditions: [
			{ type: 'Ready', status: 'True', count: 2 },
			{ type: 'Synced', status: 'False', count: 5, reason: "isn't" },
		],
	},
};

const found = (path: string): readonly unknown[] | undefined => compileJsonPath(path)?.(object);

describe('the JSONPath of a printer column', () => {
	it.each([
		['.spec.replicas', [3]],
		['{.spec.replicas}', [3]],
		['$.spec.replicas', [3]],
		['.metadata.annotations.example\\.com/tier', ['gold']],
		["['metadata']['name']", ['orders']],
		['.metadata["name"]', ['orders']],
		['.spec.hosts[0]', ['a']],
		['.spec.hosts[-1]', ['d']],
		['.spec.hosts[1:3]', ['b', 'c']],
		['.spec.hosts[::2]', ['a', 'c']],
		['.spec.hosts[*]', ['a', 'b', 'c', 'd']],
		['.spec.hosts[0,2]', ['a', 'c']],
		["['spec','metadata'].name", ['orders']],
		['.status.conditions[?(@.type=="Ready")].status', ['True']],
		[".status.conditions[?(@.type=='Synced')].reason", ["isn't"]],
		['.status.conditions[?(@.count>2)].type', ['Synced']],
		['.status.conditions[?(@.count<=2)].type', ['Ready']],
		['.status.conditions[?(@.type!="Ready")].type', ['Synced']],
		['.status.conditions[?(@.reason)].type', ['Synced']],
		['.status.conditions[?(@.reason=="isn\'t")].type', ['Synced']],
		['.status.conditions[*].type', ['Ready', 'Synced']],
		['.status..type', ['Ready', 'Synced']],
		['.spec.empty', [null]],
	])('%s finds %j', (path, values) => {
		expect(found(path)).toEqual(values);
	});

	it.each([
		['.spec.nothing.below', 'a key that is missing'],
		['.spec.hosts[9]', 'an index past the end'],
		['.spec.replicas[0]', 'an index of what is no list'],
		['.spec[?(@.a=="b")]', 'a filter of what is no list'],
		['.status.conditions[?(@.count=="2")].type', 'a number compared with a text'],
		['.spec.constructor', 'what every object of JavaScript has'],
	])('%s finds nothing: %s', (path) => {
		expect(found(path)).toEqual([]);
	});

	it.each(['.spec.hosts[', '.spec.hosts[x]', '.a b', '.status.conditions[?(@.type=>"R")]', '.spec}{.status'])('%s is no path', (path) => {
		expect(compileJsonPath(path)).toBeUndefined();
	});

	it('whatever is written and whatever is asked, nothing is thrown', () => {
		const path = fc.string({ unit: fc.constantFrom(...'.[]()?@*:,\'"\\=!<>-0a$ {}') });
		fc.assert(
			fc.property(path, fc.jsonValue(), (text, value) => {
				const ask = compileJsonPath(text);
				expect(ask === undefined || Array.isArray(ask(value))).toBe(true);
			}),
		);
	});
});
