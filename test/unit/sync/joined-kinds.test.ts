import { describe, expect, test } from 'vitest';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { openDomainFeed } from '../../../src/sync/domain-feed.ts';
import type { StreamStatus } from '../../../src/sync/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { delivering, FakeEngine, forbidden, loading } from '../../support/fake-engine.ts';
import { plainDomain } from '../../support/plain-domain.ts';
import { plainResource } from '../../support/plain-resource.ts';
import { plainRow } from '../../support/plain-rows.ts';

const options = { visible: true, firstPage: 40 };

describe('a view of several kinds', () => {
	const kinds = ['roles', 'rolebindings', 'clusterroles', 'rules'];
	const unread: StreamStatus = { ...delivering, level: 'unhealthy', reason: 'disconnected', live: false, rows: 'none' };
	const missing = (statuses: Readonly<Record<string, StreamStatus>>, of = kinds): readonly string[] => {
		const engine = new FakeEngine();
		const reads = of.map((name) => ({ role: 'rows' as const, resource: plainResource(name) }));
		const feed = openDomainFeed(engine, plainDomain({ reads }), {}, options);
		for (const [name, status] of Object.entries(statuses)) engine.stream(name).status = status;
		return feed.missing();
	};

	test('names the kinds that could not be read yet, beside those that may not be', () => {
		expect(missing({ roles: unread })).toEqual(['roles not read yet']);
		expect(missing({ roles: unread, rules: unread, clusterroles: forbidden })).toEqual([
			'roles, rules not read yet',
			'clusterroles: forbidden',
		]);
	});

	test('says first how many they are where they are more than two', () => {
		expect(missing({ roles: unread, rolebindings: unread, rules: unread })).toEqual([
			'3 of 4 kinds (roles, rolebindings, rules) not read yet',
		]);
	});

	test('names none while a first list is merely under way, which heals by itself in a moment', () => {
		const { asOf: _, ...first } = loading;
		expect(missing({ roles: first, rolebindings: first, clusterroles: first, rules: first })).toEqual([]);
	});

	test('names one whose list is under way where the others are shown already, as of a moment', () => {
		expect(missing({ roles: loading })).toEqual(['roles not read yet']);
		expect(missing({ roles: loading }, ['roles'])).toEqual([]);
	});
});

test('rows that belong together are one row of the view, until it is closed', () => {
	const engine = new FakeEngine();
	const group = {
		keyOf: (row: Row) => row.namespace,
		rowOf: (rows: readonly Row[]) => plainRow(`all of ${rows[0]?.namespace}`, '1', { count: rows.length }),
	};
	const feed = openDomainFeed(engine, plainDomain({ reads: [{ role: 'rows', resource: plainResource(), group }] }), {}, options);
	const { rows } = engine.stream('pods');
	rows.upsert(plainRow('a', '1'));
	rows.upsert(plainRow('b', '1'));
	rows.upsert(plainRow('c', '1', { namespace: 'bank' }));
	const shown = () => Array.from(feed.rows.values(), (row) => [row.uid, 'count' in row ? row.count : 0]);
	expect(shown()).toEqual([
		['all of shop', 2],
		['all of bank', 1],
	]);
	feed.close();
	rows.remove('c');
	expect(shown()).toHaveLength(2);
});

test('the columns are those of the rows that are there, and stay when the rows go', () => {
	const engine = new FakeEngine();
	let made = 0;
	const ofRow = (row: Row): Domain => {
		made += 1;
		return plainDomain({ title: `Things as of ${row.resourceVersion}` });
	};
	const feed = openDomainFeed(engine, plainDomain({ ofRow }), {}, options);
	const { rows } = engine.stream('pods');
	expect(feed.domain.title).toBe('Things');
	rows.upsert(plainRow('a', '7'));
	expect([feed.domain.title, feed.domain.title, made]).toEqual(['Things as of 7', 'Things as of 7', 1]);
	rows.upsert(plainRow('a', '8'));
	expect(feed.domain.title).toBe('Things as of 8');
	rows.remove('a');
	expect(feed.domain.title).toBe('Things as of 8');
});

test('a kind that the server does not serve is read again when its definition is there, and the definition is named while it is watched', async () => {
	const engine = new FakeEngine();
	const clock = new FakeClock();
	const definition = { resource: plainResource('definitions', false), name: 'pods', serves: () => true };
	const feed = openDomainFeed(engine, plainDomain({ definition }), {}, { ...options, clock });
	const named = () => feed.leases.map(({ streamId }) => streamId);
	expect(named()).toEqual(['test pods']);
	engine.stream('pods').status = { ...forbidden, reason: 'absent' };
	engine.notify();
	expect(named()).toEqual(['test pods', 'test definitions']);
	engine.stream('definitions').rows.upsert(plainRow('d', '1'));
	engine.notify();
	await clock.advance(0);
	expect(engine.stream('pods').asked).toBe(1);
	feed.close();
	expect(engine.held).toEqual([]);
});

test('without a clock nothing but its own stream asks for such a kind', () => {
	const engine = new FakeEngine();
	const definition = { resource: plainResource('definitions', false), name: 'pods', serves: () => true };
	const feed = openDomainFeed(engine, plainDomain({ definition }), {}, options);
	engine.stream('pods').status = { ...forbidden, reason: 'absent' };
	engine.notify();
	expect(feed.leases.map(({ streamId }) => streamId)).toEqual(['test pods']);
});
