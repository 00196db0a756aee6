import { expect, test } from 'vitest';
import { CatalogRow } from '../../../src/domains/catalog.ts';
import { OverviewLine } from '../../../src/domains/overview-line.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { type FakeContext, type ShownRow, shownRow, testDomains } from '../../support/fake-services.ts';
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

test('a line of the overview is no fault to count, and faults alone are shown all the same', () => {
	const overview = on('overview', running, new OverviewLine({ card: 'pods', item: 'Error', value: 1, health: 'failing' }, 1));
	expect(overview.lines()[2]).not.toContain('fault');
	overview.press('ctrl-z');
	expect(overview.lines()[2]).toContain('faults only');
	expect(overview.text()).not.toContain('Running');
});

test('a line of the overview is no row to mark', () => {
	const overview = on('overview', running);
	overview.press('space');
	expect(status(overview)).toContain('There is no row to mark.');
	expect(overview.lines()[2]).not.toContain('marked');
});

test('revisions of a release are compared by their manifests, with the one before, with each other, and with the release of another context', async () => {
	const kept = (revision: number): ShownRow => {
		const row = {
			...shownRow(`sh.helm.release.v1.cart.v${revision}`, { uid: `r${revision}` }),
			store: 'secrets',
			release: 'cart',
			revision,
		};
		return row as ShownRow;
	};
	const manifest = (image: string, password: string) => ({
		manifest: `kind: Deployment\nimage: ${image}\n---\nkind: Secret\ndata:\n  same: c2FtZQ==\n  password: ${password}\n`,
	});
	const shown = showSession({
		size: { columns: 80, rows: 24 },
		namespace: 'shop',
		domains: [{ ...domain('pods'), releaseOf: domain('helm-history').releaseOf as NonNullable<Domain['releaseOf']> }],
		before: ({ context }) => {
			const { rows } = context.stream('pods', 'shop');
			for (const revision of [1, 2]) rows.upsert(kept(revision));
			context.releases.set('shop/cart@1', manifest('cart:1', 'aHVudGVyMQ=='));
			context.releases.set('shop/cart@2', manifest('cart:2', 'aHVudGVyMg=='));
		},
	});
	const other = (await shown.services.openContext('prod-us')) as FakeContext;
	other.releases.set('shop/cart@7', manifest('cart:2', 'aHVudGVyMg=='));
	shown.press('j', '=');
	await shown.settle();
	expect(shown.text()).toContain('- release shop/cart revision 1 (prod-eu)');
	expect(shown.text()).toContain('+ release shop/cart revision 2 (prod-eu)');
	expect(shown.text()).toMatch(/ - image: cart:1 *\n \+ image: cart:2/);
	expect(shown.text()).toMatch(/ - {3}password: <masked> *\n \+ {3}password: <masked> # value 2/);
	expect(shown.text()).not.toMatch(/[-+] +same:|aHVudGVy/);
	shown.press('esc', 'space', 'k', 'space', '=');
	await shown.settle();
	expect(shown.lines()[2]).toContain('DIFF  helm/cart:1 in shop and helm/cart:2 in shop');
	shown.press('esc', 'esc');
	shown.type(':diff @prod-us');
	shown.press('enter');
	await shown.settle();
	expect(shown.text()).toContain('+ release shop/cart revision 7 (prod-us)');
	shown.type(':diff helm/cart pod/a');
	shown.press('enter');
	await shown.settle();
	expect(shown.text()).toContain('A release is compared with a release alone');
});

test('of the first revision of a release, and of what names none, it is said that there is nothing to compare', async () => {
	const shown = showSession({ namespace: 'shop', before: ({ context }) => context.releases.set('shop/cart@1', {}) });
	for (const [line, sentence] of [
		['diff helm/cart', 'Revision 1 of release cart is its first one'],
		['diff helm/cart:x', '"cart:x" names no release; write helm/cart, or helm/cart:11.'],
	] as const) {
		shown.type(`:${line}`);
		shown.press('enter');
		await shown.settle();
		expect(shown.text()).toContain(sentence);
	}
});
