import { describe, expect, it } from 'vitest';
import { SentenceError } from '../../../src/base/sentence-error.ts';
import { deploymentsResource } from '../../../src/domains/deployments.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { type FakeContext, shownRow } from '../../support/fake-services.ts';
import { type ShownSession, showSession } from '../../support/session-screen.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function deployment(replicas: number, annotations: object = {}): KubeObject {
	const metadata = { name: 'cart', namespace: 'shop', uid: `u${replicas}`, resourceVersion: `${replicas}`, annotations };
	const env = Array.from({ length: 12 }, (_, at) => ({ name: `K${at}`, value: `v${at}` }));
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata,
		spec: { replicas, template: { spec: { containers: [{ name: 'app', env, image: `cart:${replicas}` }] } } },
	};
}

function put(context: FakeContext, name: string, object: KubeObject): void {
	context.objects.set(`shop/${name}`, { of: deploymentsResource, namespace: 'shop', context: context.name, object });
}

/** A session on the pods of shop, with a deployment cart in prod-eu and in prod-us. */
async function onShop(columns: number, applied?: object): Promise<ShownSession> {
	const shown = showSession({
		size: { columns, rows: 24 },
		namespace: 'shop',
		before: ({ context }) => {
			const { rows } = context.stream('pods', 'shop');
			for (const name of ['cart-1', 'cart-2', 'cart-3']) rows.upsert(shownRow(name, { uid: name }));
		},
	});
	const annotations = applied === undefined ? {} : { [lastApplied]: JSON.stringify(applied) };
	put(shown.context, 'cart', deployment(3, annotations));
	put(shown.context, 'cart-1', deployment(3));
	put(shown.context, 'cart-2', deployment(4));
	const other = (await shown.services.openContext('prod-us')) as FakeContext;
	put(other, 'cart', deployment(5));
	return shown;
}

async function run(shown: ShownSession, line: string): Promise<void> {
	shown.press(':');
	shown.type(line);
	shown.press('enter');
	await shown.settle();
}

describe('a diff', () => {
	it('of one object in two contexts stands below each other where it is narrow, and beside each other where it is wide', async () => {
		const shown = await onShop(80);
		await run(shown, 'diff deploy/cart @prod-us');
		expect(shown.text()).toContain('- deployment shop/cart (prod-eu)');
		expect(shown.text()).toContain('+ deployment shop/cart (prod-us)');
		expect(shown.text()).toMatch(/ - {3}replicas: 3 *\n \+ {3}replicas: 5/);
		expect(shown.text()).toMatch(/… \d+ equal lines, then in spec\.template\.spec\.containers/);
		shown.resize({ columns: 120, rows: 24 });
		expect(shown.text()).toMatch(/replicas: 3 +\| {3}replicas: 5/);
		expect(shown.text()).not.toMatch(/resourceVersion|uid/);
		shown.press('m');
		expect(shown.text()).toContain('resourceVersion: "3"');
	});

	it('goes from difference to difference, and says when it was read', async () => {
		const shown = await onShop(80);
		await run(shown, 'diff deploy/cart @prod-us');
		expect(shown.lines()[2]).toMatch(/read at \d\d:\d\d:\d\d/);
		shown.press('n');
		expect(shown.text()).toContain('1 of 2.');
		shown.press('n');
		expect(shown.text()).toContain('2 of 2.');
		shown.press('n');
		expect(shown.text()).toContain('1 of 2, from the beginning again.');
		shown.press('N');
		expect(shown.text()).toContain('2 of 2, from the end again.');
	});

	it('of two marked rows is in the order in which they were marked', async () => {
		const shown = await onShop(80);
		shown.press('j', 'space', 'k', 'space', '=');
		await shown.settle();
		expect(shown.text()).toMatch(/ - {3}replicas: 4 *\n \+ {3}replicas: 3/);
		shown.press('esc', 'j', 'j', 'space', '=');
		expect(shown.text()).toContain('Two objects can be compared, not 3; esc takes the marks away.');
	});

	it('of one object is that from what was applied of it last, or says that nothing was', async () => {
		const applied = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' }, spec: { replicas: 9 } };
		const shown = await onShop(80, applied);
		await run(shown, 'diff deploy/cart');
		expect(shown.text()).toContain('- deployment shop/cart (prod-eu), as it was applied last');
		expect(shown.text()).toMatch(/ - {3}replicas: 9 *\n \+ {3}replicas: 3/);
		shown.press('esc', '=');
		await shown.settle();
		expect(shown.text()).toContain('Of deployment cart nothing was applied with kubectl apply');
	});

	it('is opened from the panel of an object too, of what was applied of it last', async () => {
		const shown = await onShop(80);
		shown.press('j', 'enter', '=');
		await shown.settle();
		expect(shown.lines()[2]).toMatch(/DIFF {2}pod\/cart-2 in shop and what was/);
		expect(shown.text()).toContain('nothing was applied with kubectl apply');
		shown.press('esc');
		expect(shown.lines()[2]).toMatch(/POD {2}shop\/cart-2/);
		await run(shown, 'diff @prod-us');
		expect(shown.text()).toContain('There is no pod cart-2 in namespace shop.');
	});

	it('that cannot be had since nothing was applied or no such object is there leaves the light as it is, one that could not be read does not', async () => {
		const shown = await onShop(80);
		await run(shown, 'diff deploy/cart');
		expect(shown.text()).toContain('nothing was applied with kubectl apply');
		expect(shown.lines()[0]).toContain('● live');
		expect(shown.lines()[2]).not.toContain('errors');
		shown.press('esc');
		await run(shown, 'diff deploy/none deploy/cart');
		expect(shown.text()).toContain('There is no deploy none');
		expect(shown.lines()[0]).toContain('● live');
		shown.press('esc');
		shown.context.readObject = async () => {
			throw new SentenceError('The server of prod-eu answers 500.', 1);
		};
		await run(shown, 'diff deploy/cart');
		expect(shown.lines()[0]).toContain('○ errors');
	});

	it('of an object that is not there says so, and of words that name none stays in the bar', async () => {
		const shown = await onShop(80);
		await run(shown, 'diff deploy/none @prod-us');
		expect(shown.text()).toContain('There is no deploy none in namespace shop.');
		shown.press('esc');
		await run(shown, 'diff a/b/c/d');
		expect(shown.text()).toContain('"a/b/c/d" names no object');
	});
});
