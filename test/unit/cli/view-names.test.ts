import { describe, expect, it } from 'vitest';
import { checkView } from '../../../src/cli/check-usage.ts';
import { describeProgram } from '../../../src/cli/parse-command-line.ts';
import { sortColumn } from '../../../src/cli/sort-rows.ts';
import { builtInView, noView, splitName } from '../../../src/cli/view-names.ts';
import { domainNames, domains, findDomain } from '../../../src/domains/registry.ts';
import type { Domain } from '../../../src/domains/types.ts';

const names = domains.map(({ name }) => name);

describe('the name of a view', () => {
	it.each(domains.flatMap((domain) => domainNames(domain).map((typed) => [typed, domain.name])))('%s is %s', (typed, name) => {
		expect(builtInView(typed)).toMatchObject({ domain: { name } });
		expect(builtInView(typed.toUpperCase())).toMatchObject({ domain: { name } });
	});

	it('is in the help, every one', () => {
		const [view] = describeProgram().registeredArguments;
		for (const name of names) expect(view?.description).toContain(name);
	});

	it('may name one object', () => {
		expect(builtInView('pod/cart-1')).toMatchObject({ domain: { name: 'pods' }, object: 'cart-1' });
	});

	it.each([
		['podz', 'There is no view "podz"; did you mean pods, or one of those that kyacht --help and kyacht catalog list?'],
		['qqqqqq', 'There is no view "qqqqqq"; kyacht catalog lists what the server has, and kyacht --help the views.'],
		['describe', 'kyacht describes with object instead of describe; write kyacht object pods/NAME.'],
		['/cart', '"/cart" names no kind; write KIND/cart.'],
		[' ', 'The name of the view is empty; leave it out for attention'],
		['pod/', '"pod/" names no object; write pod/NAME.'],
		['pod/a/b', 'names no object'],
	])('%s is none, and what is near is named', (typed, words) => {
		expect(() => {
			const { name } = splitName(typed);
			if (builtInView(name) === undefined) throw noView(name);
		}).toThrow(words);
	});
});

it.each([
	['catalog/pods', {}],
	['catalog', { selector: 'app=cart' }],
	['kinds', { fieldSelector: 'metadata.name=pods' }],
])('%s %j is refused: of kinds a server selects none', (typed, given) => {
	const view = builtInView(typed);
	expect(() => view && checkView({ headers: true, color: true, ...given }, view)).toThrow(
		'catalog is of kinds, of which the server selects none',
	);
});

describe('--sort-by', () => {
	const domain = findDomain('pods') as Domain;

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
