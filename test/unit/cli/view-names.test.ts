import { describe, expect, it } from 'vitest';
import { sortColumn } from '../../../src/cli/sort-rows.ts';
import { findView } from '../../../src/cli/view-names.ts';

describe('the name of a view', () => {
	it.each([
		['pods', 'pods'],
		['po', 'pods'],
		['Pod', 'pods'],
		['no', 'nodes'],
		['ns', 'namespaces'],
		['ev', 'events'],
	])('%s is %s', (typed, name) => {
		expect(findView(typed)).toMatchObject({ domain: { name } });
	});

	it('may name one object', () => {
		expect(findView('pod/cart-1')).toMatchObject({ domain: { name: 'pods' }, object: 'cart-1' });
	});

	it.each([
		['podz', 'There is no view "podz"; did you mean pods?'],
		['qqqqqq', 'There is no view "qqqqqq"; there are nodes, pods, namespaces, events.'],
		['pod/', '"pod/" names no object; write pod/NAME.'],
		['pod/a/b', 'names no object'],
	])('%s is none, and what is near is named', (typed, words) => {
		expect(() => findView(typed)).toThrow(words);
	});
});

describe('--sort-by', () => {
	const { domain } = findView('pods');

	it.each([
		['restarts', 'restarts'],
		['RESTARTS', 'restarts'],
		['.metadata.name', 'name'],
		['{.metadata.creationTimestamp}', 'age'],
	])('%s is the column %s', (wanted, id) => {
		expect(sortColumn(domain, wanted).id).toBe(id);
	});

	it('names the nearest when there is none', () => {
		expect(() => sortColumn(domain, 'restart')).toThrow('--sort-by: pods has no column "restart"; did you mean restarts?');
	});
});
