import { describe, expect, it, onTestFinished } from 'vitest';
import type { UserKey } from '../../src/demo/access.ts';
import type { DomainFeed } from '../../src/sync/types.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { WireEngine } from '../support/wire-engine.ts';

async function openHelm(user: UserKey = 'admin', namespace?: string) {
	const clock = new FakeClock();
	const server = await demoServer({ clock });
	const wire = new WireEngine({ server, clock, user });
	const { feed, batches } = wire.open('helm', namespace === undefined ? {} : { namespace });
	onTestFinished(() => feed.close());
	await wire.until('every store', () =>
		feed.leases.every((lease) => lease.status().rows === 'complete' || lease.status().error !== undefined),
	);
	await wire.quiet();
	return { clock, server, wire, feed, batches };
}

const rowOf = (feed: DomainFeed, name: string) => {
	const row = Array.from(feed.rows.values()).find((each) => each.name === name);
	if (row === undefined) throw new Error(`no release ${name}`);
	return row;
};

/** The cells of a release, by the ids of their columns. */
const cellsOf = (feed: DomainFeed, name: string, ...ids: readonly string[]): readonly string[] =>
	feed.domain.columns
		.filter(({ id }) => ids.includes(id))
		.map((column) => {
			const { text, absent } = column.cell(rowOf(feed, name), feed.context());
			return absent === undefined ? text : `${text} ${absent}`;
		});

const packedIn = (paths: readonly string[]): readonly string[] => paths.filter((path) => path.includes('sh.helm.release'));

describe('releases of Helm', () => {
	it('are a row each, that of the newest revision, out of Secrets and ConfigMaps; lists carry no release', async () => {
		const { wire, feed } = await openHelm();
		const shown = Array.from(feed.rows.values(), (row) => [
			row.namespace,
			row.name,
			...cellsOf(feed, row.name, 'status', 'revision', 'kept'),
		]);
		expect(shown.toSorted((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual([
			['batch', 'worker', 'deployed', '6', '1'],
			['kube-system', 'metrics-server', 'deployed', '2', '1'],
			['observability', 'grafana', 'deployed', '1', '1'],
			['payments', 'fraud', 'failed', '2', '2'],
			['shop', 'cart', 'deployed', '11', '3'],
			['shop', 'gateway', 'deployed', '4', '2'],
			['shop', 'sessions', 'pending-upgrade', '5', '2'],
		]);
		const lists = wire.ended.filter(({ verb }) => verb === 'list');
		expect(lists.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('labelSelector'))).toEqual(['owner=helm', 'owner=helm']);
		// Eleven records; packed, the smallest of them is larger than this all together is on average.
		for (const { bytes } of lists) expect(bytes).toBeLessThan(11 * 600);
	});

	it('are asked for their chart where somebody looks, once, and again when the record changes', async () => {
		const { wire, server, feed } = await openHelm();
		const asked = () => packedIn(wire.ended.map(({ path }) => path));
		expect(asked()).toEqual([]);
		expect(cellsOf(feed, 'cart', 'chart', 'appVersion')).toEqual(['… asking the server', '… asking the server']);
		const { joinsRevision } = feed;
		await wire.until('the chart', () => cellsOf(feed, 'cart', 'chart')[0] === 'cart-1.12.1');
		expect(feed.joinsRevision).toBeGreaterThan(joinsRevision);
		expect(cellsOf(feed, 'cart', 'appVersion', 'description')).toEqual(['4.17.2', 'Upgrade complete']);
		expect(asked()).toEqual(['/api/v1/namespaces/shop/secrets/sh.helm.release.v1.cart.v11']);
		const labels = { metadata: { labels: { status: 'uninstalling' } } };
		server.world.patch('secrets', 'shop', 'sh.helm.release.v1.cart.v11', labels);
		await wire.until('the change', () => cellsOf(feed, 'cart', 'status')[0] === 'uninstalling');
		expect(cellsOf(feed, 'cart', 'chart')).toEqual(['… asking the server']);
		await wire.until('the chart', () => cellsOf(feed, 'cart', 'chart')[0] === 'cart-1.12.1');
		expect(asked()).toHaveLength(2);
	});

	it('stay the same row through an upgrade, and go with their last revision', async () => {
		const { wire, server, feed, batches } = await openHelm('admin', 'shop');
		const { uid } = rowOf(feed, 'cart');
		const secret = server.world.get('secrets', 'shop', 'sh.helm.release.v1.cart.v11');
		batches.length = 0;
		server.world.put('secrets', {
			...secret,
			metadata: {
				name: 'sh.helm.release.v1.cart.v12',
				namespace: 'shop',
				labels: { owner: 'helm', name: 'cart', status: 'pending-upgrade', version: '12' },
			},
		});
		await wire.until('the upgrade', () => cellsOf(feed, 'cart', 'revision')[0] === '12');
		expect(rowOf(feed, 'cart')).toMatchObject({ uid, health: 'progressing', kept: 4 });
		for (const version of [9, 10, 11, 12]) server.world.remove('secrets', 'shop', `sh.helm.release.v1.cart.v${version}`);
		await wire.until('the end', () => feed.rows.get(uid) === undefined);
		const told = batches.flat().filter(({ row }) => row.name === 'cart');
		expect(told.map(({ type }) => type)).toEqual(['modified', 'modified', 'modified', 'modified', 'deleted']);
	});

	it('that cannot be read say why in their cells, and are asked again by hand', async () => {
		const { wire, server, feed } = await openHelm();
		const granted = server.faults.forbid({ verb: 'get', resource: 'secrets' });
		server.world.patch('configmaps', 'batch', 'sh.helm.release.v1.worker.v6', { data: { release: 'hunter2' } });
		await wire.until('the refusal', () => cellsOf(feed, 'cart', 'chart')[0] === '– 403 forbidden');
		const damaged = '– no Helm release can be read out of it: the release is broken JSON';
		await wire.until('the damage', () => cellsOf(feed, 'worker', 'chart')[0] === damaged);
		granted();
		expect(cellsOf(feed, 'cart', 'chart')).toEqual(['– 403 forbidden']);
		wire.engine.refresh();
		await wire.until('the chart', () => cellsOf(feed, 'cart', 'chart')[0] === 'cart-1.12.1');
	});

	it('name what may not be read: who may read ConfigMaps alone sees those, and that Secrets are forbidden', async () => {
		const { feed } = await openHelm('viewer');
		expect(feed.missing()).toEqual(['secrets: forbidden']);
		expect(Array.from(feed.rows.values(), ({ name }) => name)).toEqual(['worker']);
	});

	it('that nobody looks at any more are not asked for', async () => {
		const { wire, feed } = await openHelm();
		const names = Array.from(feed.rows.values(), ({ name }) => name);
		for (const name of names) cellsOf(feed, name, 'chart');
		feed.close();
		await wire.quiet();
		expect(packedIn(wire.ended.filter(({ status }) => status === 200).map(({ path }) => path)).length).toBeLessThan(names.length);
	});
});
