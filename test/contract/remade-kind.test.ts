import { expect, test } from 'vitest';
import { putDefinition } from '../../src/demo/build-custom.ts';
import { anyDomain } from '../../src/domains/erase.ts';
import { scopeOfObject, wholeObject } from '../../src/domains/whole-object.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import { demoServer } from '../support/demo-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ask } from '../support/wire.ts';
import { WireEngine } from '../support/wire-engine.ts';

test('one object whose kind was deleted and made again is there a moment after it, as a list of its kind is', async () => {
	const clock = new FakeClock();
	const server = await demoServer({ populated: false, clock });
	const make = (): string => {
		putDefinition(server.world, {
			group: 'lab.example.com',
			plural: 'widgets',
			kind: 'Widget',
			scope: 'Namespaced',
			version: 'v1',
			schema: {},
			columns: [],
			ageHours: 1,
		});
		return server.world.put('widgets.lab.example.com', { metadata: { name: 'a', namespace: 'default' } }).metadata.uid;
	};
	make();
	const wire = new WireEngine({ server, clock });
	const gvr = { group: 'lab.example.com', version: 'v1', resource: 'widgets' };
	const of = { gvr, kind: 'Widget', singular: 'widget', namespaced: true };
	const scope = scopeOfObject({ of, namespace: 'default', name: 'a' });
	const feed = openDomainFeed(wire.engine, anyDomain(wholeObject(of)), scope, { visible: true, firstPage: 1, clock });
	await wire.pass(1_000);
	expect(feed.rows.size).toBe(1);
	const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.lab.example.com';
	await ask(server.url, { method: 'DELETE', path, token: 'admin-token' });
	await wire.pass(5_000);
	expect([feed.rows.size, feed.status().reason]).toEqual([0, 'absent']);
	make();
	await wire.pass(4_000);
	expect(feed.rows.size).toBe(1);
	expect(feed.status().live).toBe(true);
	feed.close();
	await wire.pass(1_000);
	expect(server.openWatches()).toEqual([]);
});
