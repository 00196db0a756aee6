import { describe, expect, test } from 'vitest';
import type { Domain, Row, Tally } from '../../../src/domains/types.ts';
import type { Scope } from '../../../src/kube/types.ts';
import { openDomainFeed } from '../../../src/sync/domain-feed.ts';
import type { DomainFeed, StreamStatus } from '../../../src/sync/types.ts';
import { delivering, FakeEngine, forbidden, loading, sampled } from '../../support/fake-engine.ts';
import { plainDomain } from '../../support/plain-domain.ts';
import { plainResource } from '../../support/plain-resource.ts';
import { plainRow } from '../../support/plain-rows.ts';

const podCount: Tally<Row, { pods: number }> = {
	name: 'podsByNode',
	keyOf: (row) => row.namespace,
	empty: () => ({ pods: 0 }),
	add: (sum) => {
		sum.pods += 1;
	},
	remove: (sum) => {
		sum.pods -= 1;
	},
};

const nodes = plainDomain({
	name: 'nodes',
	scope: 'cluster',
	reads: [
		{ role: 'rows', resource: plainResource('nodes', false) },
		{ role: 'joined', resource: plainResource('pods', true), tally: podCount as Tally, scope: () => ({}) },
	],
	metrics: 'nodes',
});

const options = { visible: true, firstPage: 40 };
const wide: Scope = { namespace: 'shop', labelSelector: 'app=web', fieldSelector: 'status.phase=Running' };

describe('a domain feed', () => {
	test('leases what its domain reads, the rows first, in the scope that fits each', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, wide, options);
		expect(engine.streams.map(({ request }) => request)).toMatchObject([
			{ resource: { kind: 'nodes' }, visible: true, firstPage: 40 },
			{ resource: { kind: 'pods' }, visible: false, firstPage: 500 },
		]);
		expect(engine.stream('nodes').request.scope).toEqual({ labelSelector: 'app=web', fieldSelector: 'status.phase=Running' });
		expect(engine.stream('pods').request.scope).toEqual({});
		expect(feed.leases.map(({ streamId }) => streamId)).toEqual(['test nodes', 'test pods']);
		expect(feed.scope).toBe(wide);
	});

	test('asks for its rows in their turns, and has them in their order', () => {
		const engine = new FakeEngine();
		const reads = (['a', 'b', 'c'] as const).map((name, at) => ({
			role: 'rows' as const,
			resource: plainResource(name, true),
			turn: [2, 1, 1][at] ?? 0,
		}));
		const feed = openDomainFeed(engine, plainDomain({ reads }), {}, options);
		expect(engine.streams.map(({ request }) => request.resource.kind)).toEqual(['b', 'c', 'a']);
		expect(feed.leases.map(({ resource }) => resource.kind)).toEqual(['a', 'b', 'c']);
	});

	test('asks metrics for no more than it shows, and never by fields', () => {
		const asked = (domain: Partial<Domain>, scope: Scope): unknown => {
			const engine = new FakeEngine();
			openDomainFeed(engine, plainDomain(domain), scope, options);
			return engine.metricsScopes;
		};
		expect(asked({ metrics: 'pods' }, wide)).toEqual([{ kind: 'pods', scope: { namespace: 'shop', labelSelector: 'app=web' } }]);
		expect(asked({ metrics: 'pods' }, {})).toEqual([{ kind: 'pods', scope: {} }]);
		expect(asked(nodes, wide)).toEqual([{ kind: 'nodes', scope: { labelSelector: 'app=web' } }]);
		const namespaces = { metrics: 'pods', reads: [{ role: 'rows', resource: plainResource('namespaces', false) }] } as const;
		expect(asked(namespaces, wide)).toEqual([{ kind: 'pods', scope: {} }]);
		const deployments = { metrics: 'pods', reads: [{ role: 'rows', resource: plainResource('deployments', true) }] } as const;
		expect(asked(deployments, wide)).toEqual([{ kind: 'pods', scope: { namespace: 'shop' } }]);
		expect(asked({}, wide)).toEqual([]);
	});

	test('reads the rows of its one stream as they are, and of several as one', () => {
		const engine = new FakeEngine();
		const one = openDomainFeed(engine, nodes, {}, options);
		expect(one.rows).toBe(engine.stream('nodes').rows);

		const merged = new FakeEngine();
		const reads = ['roles', 'rolebindings'].map((name) => ({ role: 'rows' as const, resource: plainResource(name, true) }));
		const several = openDomainFeed(merged, plainDomain({ reads }), {}, options);
		merged.stream('roles').rows.upsert(plainRow('a', '1'));
		merged.stream('rolebindings').rows.upsert(plainRow('b', '1'));
		expect(Array.from(several.rows.values(), ({ uid }) => uid)).toEqual(['a', 'b']);
		merged.stream('roles').status = loading;
		expect(several.status()).toMatchObject({ reason: 'awaiting first delivery', rows: 'partial', live: false });
	});

	test('shows of a stream the rows that its domain keeps, and follows it until it is closed', () => {
		const engine = new FakeEngine();
		const keep = (row: Row) => row.name !== 'owned';
		const feed = openDomainFeed(
			engine,
			plainDomain({ reads: [{ role: 'rows', resource: plainResource('pods', true), keep }] }),
			{},
			options,
		);
		const { rows } = engine.stream('pods');
		rows.upsert(plainRow('a', '1', { name: 'owned' }));
		rows.upsert(plainRow('b', '1'));
		expect(Array.from(feed.rows.values(), ({ uid }) => uid)).toEqual(['b']);
		feed.close();
		rows.upsert(plainRow('c', '1'));
		expect(feed.rows.size).toBe(1);
	});

	test('names a stream once that it reads for rows and for sums, and releases both leases', () => {
		const engine = new FakeEngine();
		const pods = plainResource('pods', true);
		const reads: Domain['reads'] = [
			{ role: 'rows', resource: pods },
			{ role: 'joined', resource: pods, tally: podCount as Tally, scope: (scope) => scope },
		];
		const feed = openDomainFeed(engine, plainDomain({ reads }), {}, options);
		expect(feed.leases.map(({ streamId }) => streamId)).toEqual(['test pods']);
		feed.close();
		expect(engine.streams.map(({ released }) => released)).toEqual([1, 1]);
	});

	test('goes on live without a row stream that is refused or not served, and names it', () => {
		const engine = new FakeEngine();
		const reads = ['roles', 'rolebindings', 'rules'].map((name) => ({ role: 'rows' as const, resource: plainResource(name, true) }));
		const feed = openDomainFeed(engine, plainDomain({ reads }), {}, options);
		expect(feed.missing()).toEqual([]);
		engine.stream('roles').status = forbidden;
		engine.stream('rules').status = { ...forbidden, reason: 'absent' };
		expect(feed.missing()).toEqual(['roles: forbidden', 'rules: not served']);
		expect(feed.status()).toBe(delivering);
		expect(feed.light()).toMatchObject({ level: 'unhealthy', reason: 'permissions', live: true, rows: 'complete' });
		engine.stream('rolebindings').status = loading;
		expect(feed.status()).toMatchObject({ reason: 'awaiting first delivery', rows: 'partial' });
		engine.stream('rolebindings').status = forbidden;
		expect(feed.missing()).toEqual([]);
		expect(feed.status()).toMatchObject({ reason: 'permissions', live: false, rows: 'none' });
		const refusedTo = (resource: string) => ({ kind: 'forbidden', message: '', verb: 'list', resource, scope: 'namespace shop' }) as const;
		for (const name of ['roles', 'rolebindings', 'rules']) engine.stream(name).status = { ...forbidden, error: refusedTo(name) };
		expect(feed.status()).toMatchObject({
			detail: 'list roles, rolebindings and 1 more in namespace shop',
			error: { resource: 'roles, rolebindings and 1 more', scope: 'namespace shop' },
		});
		engine.stream('rules').status = { ...forbidden, reason: 'absent' };
		// Rows that were had before are on the screen still, and are not live.
		engine.stream('rolebindings').status = delivering;
		engine.stream('roles').status = { ...forbidden, rows: 'complete' };
		expect(feed.missing()).toEqual(['rules: not served']);
		expect(feed.status()).toMatchObject({ reason: 'permissions', live: false });
	});

	test('tells how the stream is that a row comes from, and of a row of no stream how all of them are', () => {
		const engine = new FakeEngine();
		const reads = ['roles', 'rules'].map((name) => ({ role: 'rows' as const, resource: plainResource(name, true) }));
		const feed = openDomainFeed(engine, plainDomain({ reads }), {}, options);
		engine.stream('roles').rows.upsert(plainRow('a role', '1'));
		engine.stream('rules').rows.upsert(plainRow('a rule', '1'));
		engine.stream('rules').status = { ...forbidden, rows: 'complete' };
		expect(['a role', 'a rule', 'another'].map((uid) => feed.statusOf(uid).live)).toEqual([true, false, false]);
	});

	test('refuses a domain that reads no rows', () => {
		expect(() => openDomainFeed(new FakeEngine(), plainDomain({ reads: [] }), {}, options)).toThrow('reads no rows');
	});

	test('gives cells the sums of what is joined, the usage and the clock of the server', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, {}, options);
		engine.stream('pods').rows.upsert(plainRow('p', '1', { namespace: 'node-1' }));
		engine.answer = { cpuMilli: 5, memoryMiB: 6 };
		const context = feed.context();
		expect(context.now).toBe(12_345);
		expect(context.usage('node-1')).toEqual({ cpuMilli: 5, memoryMiB: 6 });
		expect(context.namespaceUsage('shop')).toEqual({ cpuMilli: 5, memoryMiB: 6 });
		expect(context.usageOf(['shop/a'])).toEqual({ cpuMilli: 5, memoryMiB: 6 });
		expect(context.tally('podsByNode', 'node-1')).toEqual({ pods: 1 });
		expect(context.tally('podsByNode', 'node-2')).toBeUndefined();
		expect(() => context.tally('podsByMoon', 'node-1')).toThrow('podsByMoon');
	});

	test('says that it reads no metrics where its domain has none', () => {
		const context = openDomainFeed(new FakeEngine(), plainDomain(), {}, options).context();
		const told = [context.usage('shop/a'), context.namespaceUsage('shop'), context.usageOf(['shop/a'])];
		expect(new Set(told)).toEqual(new Set(['metrics: not read here']));
	});

	test.each<[StreamStatus, string | undefined]>([
		[delivering, undefined],
		[{ ...delivering, level: 'unhealthy', reason: 'disconnected', live: false }, undefined],
		[forbidden, 'pods: forbidden'],
		[{ ...forbidden, rows: 'complete' }, 'pods: forbidden'],
		[{ ...forbidden, reason: 'absent' }, 'pods: not served'],
		[{ ...forbidden, reason: 'unauthorized' }, 'pods: not logged in'],
		[loading, 'pods: loading'],
		[{ ...loading, level: 'unhealthy', reason: 'disconnected' }, 'pods: disconnected'],
	])('says why a sum is not known: %j', (status, reason) => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, {}, options);
		engine.stream('pods').rows.upsert(plainRow('p', '1', { namespace: 'node-1' }));
		engine.stream('pods').status = status;
		expect(feed.context().tally('podsByNode', 'node-1')).toEqual(reason ?? { pods: 1 });
		expect(feed.context().tally('podsByNode', 'node-2')).toBe(reason);
	});

	test('keeps its rows well while what is joined to them is not, and says so by its light', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, {}, options);
		expect(feed.light()).toBe(feed.status());
		engine.metricsStatus = { ...sampled, level: 'degraded', reason: 'stale', live: false };
		expect(feed.light()).toMatchObject({ level: 'degraded', reason: 'stale', mode: 'metrics-only', live: true, rows: 'complete' });
		engine.stream('pods').status = forbidden;
		expect(feed.light()).toMatchObject({ level: 'unhealthy', reason: 'permissions', live: true, rows: 'complete', asOf: 1000 });
		expect(feed.status()).toBe(delivering);
	});

	test('worsens its light when the server takes no new requests, though its streams deliver', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, plainDomain(), {}, options);
		engine.troubled = { error: { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }, since: 1 };
		expect(feed.light()).toMatchObject({ level: 'unhealthy', reason: 'disconnected', detail: 'connection refused', live: true });
		engine.troubled = { error: { kind: 'server', status: 503, message: '' }, since: 1 };
		expect(feed.light()).toMatchObject({ level: 'unhealthy', reason: 'errors', detail: '503 unavailable', live: true });
		expect(feed.status()).toBe(delivering);
	});

	test('tells by its light first that rows are stale, then that the server takes no requests, then what is forbidden beside them', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, {}, options);
		engine.metricsStatus = { ...sampled, level: 'unhealthy', reason: 'permissions', live: false };
		expect(feed.light()).toMatchObject({ reason: 'permissions' });
		engine.troubled = { error: { kind: 'network', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }, since: 1 };
		expect(feed.light()).toMatchObject({ reason: 'disconnected' });
		engine.stream('nodes').status = { ...delivering, level: 'degraded', reason: 'unproven', live: false };
		expect(feed.light()).toMatchObject({ reason: 'unproven', live: false });
	});

	test('says that no scope is left where the cluster is forbidden and no namespace is known', () => {
		const reasonOf = (scope: Scope, over: object): string => {
			const engine = new FakeEngine();
			const feed = openDomainFeed(engine, plainDomain(), scope, { ...options, ...over });
			engine.stream('pods').status = forbidden;
			return feed.status().reason;
		};
		expect(reasonOf({}, { namespaceKnown: false })).toBe('no scope');
		expect(reasonOf({}, {})).toBe('permissions');
		expect(reasonOf({ namespace: 'shop' }, { namespaceKnown: false })).toBe('permissions');
	});

	test('has a revision that grows with every sum, every sample and every reason, and with no row', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, {}, options);
		const grown = (change: () => void): boolean => {
			const before = feed.joinsRevision;
			change();
			return feed.joinsRevision > before;
		};
		expect(grown(() => {})).toBe(false);
		expect(grown(() => engine.stream('nodes').rows.upsert(plainRow('n', '1')))).toBe(false);
		expect(grown(() => engine.stream('pods').rows.upsert(plainRow('p', '1')))).toBe(true);
		expect(
			grown(() => {
				engine.metricsRevision += 1;
			}),
		).toBe(true);
		expect(
			grown(() => {
				engine.stream('pods').status = forbidden;
			}),
		).toBe(true);
		expect(grown(() => {})).toBe(false);
	});

	test('releases everything once, and follows nothing any more', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, nodes, {}, options);
		feed.close();
		feed.close();
		expect(engine.streams.map(({ released }) => released)).toEqual([1, 1]);
		expect(engine.metricsReleased).toBe(1);
		engine.stream('pods').rows.upsert(plainRow('p', '1', { namespace: 'node-1' }));
		expect(feed.context().tally('podsByNode', 'node-1')).toBeUndefined();
		openDomainFeed(engine, plainDomain(), {}, options).close();
		expect(engine.metricsReleased).toBe(1);
	});
});

describe('a feed of lines', () => {
	const lineOf = (uid: string, name: string): Row => ({ uid, name, namespace: '', resourceVersion: '', created: 0, health: 'ok' });
	const overview = plainDomain({
		reads: [
			{
				role: 'joined',
				resource: plainResource('nodes', false),
				tally: { ...podCount, name: 'nodes', keyOf: () => '' } as Tally,
				scope: (scope) => scope,
			},
			{
				role: 'joined',
				resource: plainResource('pods', true),
				tally: { ...podCount, name: 'pods', keyOf: () => '' } as Tally,
				scope: (scope) => scope,
			},
		],
		metrics: 'pods',
		nodeMetrics: true,
		lines: (context) =>
			['nodes', 'pods'].map((name) => {
				const sum = context.tally<{ pods: number }>(name, '');
				return lineOf(name, typeof sum === 'string' ? sum : String(sum?.pods ?? 0));
			}),
	});
	const said = (feed: DomainFeed): readonly string[] => Array.from(feed.rows.values(), ({ name }) => name);

	test('makes them of all its streams, which are shown and not merely joined, anew when one has changed', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, overview, { namespace: 'shop' }, options);
		expect(engine.streams.map(({ request: { visible } }) => visible)).toEqual([true, true]);
		expect(engine.metricsScopes).toEqual([
			{ kind: 'pods', scope: { namespace: 'shop' } },
			{ kind: 'nodes', scope: {} },
		]);
		expect(said(feed)).toEqual(['0', '0']);
		engine.stream('pods').rows.upsert(plainRow('p', '1'));
		feed.settle();
		expect(said(feed)).toEqual(['0', '1']);
		const { revision } = feed.rows;
		feed.settle();
		expect(feed.rows.revision).toBe(revision);
		engine.stream('nodes').status = forbidden;
		feed.settle();
		expect(said(feed)).toEqual(['nodes: forbidden', '1']);
		expect([feed.status().live, feed.missing()]).toEqual([true, ['nodes: forbidden']]);
		feed.close();
		expect(engine.metricsReleased).toBe(2);
	});

	test('has none while nothing was read, so that the pane says why', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, overview, {}, options);
		for (const stream of engine.streams) stream.status = forbidden;
		feed.settle();
		expect(said(feed)).toEqual([]);
		expect(feed.status()).toMatchObject({ level: 'unhealthy', reason: 'permissions' });
	});
});
