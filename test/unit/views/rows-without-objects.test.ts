import { expect, test } from 'vitest';
import { CatalogRow } from '../../../src/domains/catalog.ts';
import { OverviewLine } from '../../../src/domains/overview-line.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { type ShownRow, shownRow, testDomains } from '../../support/fake-services.ts';
import { status } from '../../support/session-parts.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

function on(view: 'overview' | 'catalog', ...rows: readonly Row[]): ShownSession {
	return showSession({
		size: { columns: 160, rows: 24 },
		view,
		domains,
		before: ({ context }) => {
			for (const row of rows) context.stream(view).rows.upsert(row as ShownRow);
		},
	});
}

const domain = (name: string): Domain => [...testDomains, ...domains].find((each) => each.name === name) as Domain;
const running = new OverviewLine({ card: 'pods', item: 'Running', value: 3 }, 0);
const object = { namespace: 'shop', name: 'cart-1' };
const consumer = new OverviewLine({ card: 'topCpu', item: 'shop/cart-1', place: { view: 'pods', filter: '', object } }, 1);

test('the hint of YAML is there where the row under the cursor is an object', () => {
	const overview = on('overview', running, consumer);
	expect(status(overview)).toContain('<enter> open');
	expect(status(overview)).not.toContain('yaml');
	overview.press('j');
	expect(status(overview)).toContain('<y> yaml');
	const offered = {
		gvr: { group: 'apps', version: 'v1', resource: 'deployments' },
		kind: 'Deployment',
		singular: 'deployment',
		shortNames: [],
		categories: [],
		namespaced: true,
		verbs: ['list'],
		preferred: true,
	};
	const kind = new CatalogRow({ metadata: { name: 'deployments.apps', uid: 'k', resourceVersion: '' }, offered }, (text) => text);
	expect(status(on('catalog', kind))).not.toContain('yaml');
	const pods = showSession({ before: ({ context }) => context.stream('pods').rows.upsert(shownRow('cart-1')) });
	expect(status(pods)).toContain('<y> yaml');
});

test('an overview of a namespace that does not exist says so instead of counting what is not there', () => {
	const shown = showSession({
		view: 'overview',
		namespace: 'nope',
		domains,
		before: ({ context }) => {
			context.stream('overview', 'nope').rows.upsert(running as Row as ShownRow);
			context.namespaces.set('nope', false);
		},
	});
	expect(shown.text()).toContain('There is no namespace nope');
});

test('a line of the overview is no row to mark', () => {
	const overview = on('overview', running);
	overview.press('space');
	expect(status(overview)).toContain('There is no row to mark.');
	expect(overview.lines()[2]).not.toContain('marked');
});

test('revisions of a release are not compared as what they are kept in, and what to do instead is said', () => {
	const kept = { store: 'secrets', release: 'cart', revision: 2, status: 'deployed' };
	const row = { ...shownRow('sh.helm.release.v1.cart.v2'), ...kept } as ShownRow;
	const shown = showSession({
		size: { columns: 160, rows: 24 },
		domains: [{ ...domain('pods'), releaseOf: domain('helm-history').releaseOf as NonNullable<Domain['releaseOf']> }],
		before: ({ context }) => context.stream('pods').rows.upsert(row),
	});
	shown.press('=');
	expect(status(shown)).toContain('Of releases no objects are compared: look at y on each revision');
});
