import { expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import { tableDomain } from '../../../src/domains/table-domain.ts';
import { TableRow } from '../../../src/domains/table-row.ts';
import { relatedTo } from '../../../src/views/related.ts';
import { cellContext } from '../../support/cell-context.ts';
import { shownRow } from '../../support/fake-services.ts';

const served = {
	gvr: { group: 'fleet.example.com', version: 'v1', resource: 'yachts' },
	kind: 'Yacht',
	singular: 'yacht',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ['list'],
	preferred: true,
};

test('the events of a custom object are those of its kind and uid, not of whatever has its name', () => {
	const metadata = { name: 'cart', namespace: 'shop', uid: 'u-1', resourceVersion: '1' };
	const row = new TableRow({ metadata, columns: [], cells: [], printedAt: 0 }, (text) => text);
	const domain = tableDomain(served, 'yachts.fleet.example.com');
	expect(relatedTo('events', { row, domain, context: cellContext({}), domains, namespace: 'shop' })).toEqual({
		place: {
			view: 'events',
			namespace: 'shop',
			filter: '-f involvedObject.name=cart,involvedObject.kind=Yacht,involvedObject.uid=u-1',
		},
	});
});

test('those of a kind that has a view of its own outlive the object, and are found by kind and name', () => {
	const domain = domains.find(({ name }) => name === 'services');
	if (domain === undefined) throw new Error('no view of services');
	const row = shownRow('cart', { namespace: 'shop' });
	expect(relatedTo('events', { row, domain, context: cellContext({}), domains, namespace: 'shop' })).toEqual({
		place: { view: 'events', namespace: 'shop', filter: '-f involvedObject.name=cart,involvedObject.kind=Service' },
	});
});
