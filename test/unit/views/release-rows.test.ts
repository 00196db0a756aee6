import { expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import { parseCommand, viewNames } from '../../../src/views/command-line.ts';
import { relatedTo } from '../../../src/views/related.ts';
import { cellContext } from '../../support/cell-context.ts';
import { shownRow } from '../../support/fake-services.ts';

const names = { views: viewNames(domains), namespaces: ['shop'], listed: undefined, contexts: [] };

test('a release behind helm-history is the list of its revisions, whose rows are called otherwise', () => {
	expect(parseCommand('helm-history/cart shop', names)).toEqual({
		kind: 'view',
		view: 'helm-history',
		namespace: { name: 'shop' },
		filter: '-l name=cart',
	});
	expect(parseCommand('helm/cart', names)).toMatchObject({ view: 'helm', object: 'cart' });
});

test('a release has no owner, and it is said where what it is made of is found', () => {
	const domain = domains.find(({ name }) => name === 'helm');
	if (domain === undefined) throw new Error('no view of releases');
	const row = { ...shownRow('cart', { namespace: 'shop' }), store: 'secrets', record: 'sh.helm.release.v1.cart.v1' };
	expect(relatedTo('owner', { row, domain, context: cellContext({}), domains, namespace: 'shop' })).toEqual({
		why: 'A release of Helm has no owner; <i> lists its revisions, <enter> the objects that it made.',
	});
});
