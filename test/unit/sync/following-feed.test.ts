import { describe, expect, test } from 'vitest';
import { countQuestion } from '../../../src/domains/object-counts.ts';
import type { Following, ResourceSpec } from '../../../src/domains/types.ts';
import { openDomainFeed } from '../../../src/sync/domain-feed.ts';
import { MOST_WATCHED } from '../../../src/sync/following-feed.ts';
import type { DomainFeed, StreamStatus } from '../../../src/sync/types.ts';
import { delivering, FakeEngine, forbidden } from '../../support/fake-engine.ts';
import { plainDomain } from '../../support/plain-domain.ts';
import { plainResource } from '../../support/plain-resource.ts';
import { plainRow } from '../../support/plain-rows.ts';

const group = 'lab.example.com';
const kindOf = (name: string): ResourceSpec => ({ ...plainResource(name), gvr: { group, version: 'v1', resource: name } });
const follows: Following = {
	kinds: plainResource('definitions', false),
	otherwise: plainResource('discovery', false),
	readOf: ({ name }) => kindOf(name),
};
const define = (engine: FakeEngine, name: string, source = 'definitions') =>
	engine.stream(source).rows.upsert(plainRow(`of ${name}`, '1', { name }));
const streams = (feed: DomainFeed) => feed.leases.map(({ streamId }) => streamId);
const counted = (name: string) => countQuestion({ group, version: 'v1', resource: name }, true, { namespace: 'shop' }).key;

/** A view that follows kinds; those of the names are there from the beginning. `before` hears of everything before the view does. */
function following(names: readonly string[], before: (feed: DomainFeed) => void = () => undefined) {
	const engine = new FakeEngine();
	// Another view has read which kinds there are.
	engine.lease({ resource: follows.kinds, scope: {}, visible: true, firstPage: 40 }).release();
	for (const name of names) define(engine, name);
	let opened: DomainFeed | undefined;
	engine.subscribe(() => opened !== undefined && before(opened));
	const feed = openDomainFeed(engine, plainDomain({ reads: [], follows }), { namespace: 'shop' }, { visible: true, firstPage: 40 });
	opened = feed;
	const become = (source: string, status: StreamStatus): void => {
		engine.stream(source).status = status;
		engine.notify();
	};
	return { engine, feed, become };
}

describe('a view of kinds that come and go', () => {
	test('asks another source which they are while the first may not be read, and goes back to the first as soon as it may', () => {
		const { engine, feed, become } = following(['widgets']);
		expect(streams(feed)).toEqual(['test widgets', 'test definitions']);
		engine.stream('definitions').rows.clear();
		become('definitions', forbidden);
		define(engine, 'gadgets', 'discovery');
		engine.pass(1_000);
		expect(streams(feed)).toEqual(['test gadgets', 'test definitions', 'test discovery']);
		expect(feed.missing()).toEqual(['definitions: forbidden']);
		define(engine, 'widgets');
		become('definitions', delivering);
		engine.pass(1_000);
		expect(streams(feed)).toEqual(['test widgets', 'test definitions']);
		expect([feed.missing(), engine.held]).toEqual([[], ['definitions', 'widgets']]);
	});

	test('lets go of everything when it is closed, once, and opens nothing for what it hears after', () => {
		const { engine, feed } = following(['widgets']);
		define(engine, 'gadgets');
		feed.close();
		feed.close();
		define(engine, 'gizmos');
		engine.pass(1_000);
		expect(engine.held).toEqual([]);
		expect(engine.streams.map(({ released }) => released)).toEqual(engine.streams.map(() => 1));
	});

	test('opens nothing where whoever heard of a change before it has closed it', () => {
		const { engine, become } = following(['widgets'], (feed) => feed.close());
		become('definitions', forbidden);
		expect(engine.held).toEqual([]);
	});
});

describe(`a view of more than ${MOST_WATCHED} kinds`, () => {
	const kinds = Array.from({ length: MOST_WATCHED + 4 }, (_, index) => `kind${index}s`);
	const [first = '', ...others] = kinds;
	const forbiddenAnswer = 'kinds is forbidden';
	const answer = (engine: FakeEngine, answers: Readonly<Record<string, object | string>>): void => {
		for (const [name, told] of Object.entries(answers)) engine.answers.set(counted(name), told);
		engine.notify();
	};
	const all = (names: readonly string[], told: object | string) => Object.fromEntries(names.map((name) => [name, told]));
	const shown = (feed: DomainFeed) => streams(feed).filter((id) => id.startsWith('test kind'));

	test('is deciding until every kind was counted, and shows those that have objects', () => {
		const { engine, feed } = following(kinds);
		expect([feed.deciding(), feed.status().rows, shown(feed)]).toEqual([true, 'partial', []]);
		answer(engine, { ...all(others, { count: 0 }), [first]: { count: 2 } });
		expect([feed.deciding(), feed.status().rows, shown(feed)]).toEqual([false, 'complete', [`test ${first}`]]);
	});

	test('names one or two kinds that may not be counted, and says of more how many they are', () => {
		const { engine, feed } = following(kinds);
		answer(engine, { ...all(kinds, { count: 1 }), kind1s: forbiddenAnswer, kind2s: forbiddenAnswer });
		expect(feed.missing()).toEqual([`kind1s.${group}, kind2s.${group}: forbidden`, `2 of ${kinds.length - 2} kinds are polled`]);
		const more = following(kinds);
		answer(more.engine, { ...all(kinds, { count: 0 }), ...all(['kind1s', 'kind2s', 'kind3s'], forbiddenAnswer) });
		expect(more.feed.missing()).toEqual(['3 kinds: forbidden']);
	});

	test('asks of a kind that may not be counted again after five minutes, and no sooner', () => {
		const { engine, feed } = following(kinds);
		answer(engine, { ...all(others, { count: 0 }), [first]: forbiddenAnswer });
		answer(engine, { [first]: { count: 1 } });
		engine.pass(5 * 60_000 - 1);
		expect([feed.missing(), shown(feed)]).toEqual([[`${first}.${group}: forbidden`], []]);
		engine.pass(1);
		expect([feed.missing(), shown(feed)]).toEqual([[], [`test ${first}`]]);
	});

	test('watches one that was polled when one that was watched is gone', () => {
		const { engine, feed } = following(kinds);
		answer(engine, { ...all(others, { count: 0 }), ...all(kinds.slice(0, MOST_WATCHED + 1), { count: 1 }) });
		const last = kinds[MOST_WATCHED];
		expect(shown(feed).at(-1)).toBe(`test ${last}.${group}, polled`);
		expect(feed.missing()).toEqual([`1 of ${MOST_WATCHED + 1} kinds are polled`]);
		engine.stream('definitions').rows.remove(`of ${first}`);
		expect(shown(feed)).toEqual(kinds.slice(1, MOST_WATCHED + 1).map((name) => `test ${name}`));
		expect(feed.missing()).toEqual([]);
	});
});
