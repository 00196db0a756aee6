import { describe, expect, test } from 'vitest';
import { lookingUp } from '../../../src/domains/cells.ts';
import { countQuestion } from '../../../src/domains/object-counts.ts';
import type { Lookup, WholeContext } from '../../../src/domains/types.ts';
import { openDomainFeed } from '../../../src/sync/domain-feed.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { plainDomain } from '../../support/plain-domain.ts';
import { plainResource } from '../../support/plain-resource.ts';
import { plainRow } from '../../support/plain-rows.ts';

const options = { visible: true, firstPage: 40 };

describe('what lines over everything know of usage', () => {
	/** What the lines of an open view are given. */
	const contextOf = (engine: FakeEngine, reads: { readonly metrics?: 'pods'; readonly nodeMetrics?: true }): WholeContext => {
		let given: WholeContext | undefined;
		const lines = (context: WholeContext) => {
			given = context;
			return [];
		};
		const tally = { name: 'pods', keyOf: () => '', empty: () => 0, add: () => undefined, remove: () => undefined };
		const joined = { role: 'joined' as const, resource: plainResource(), tally, scope: () => ({}) };
		openDomainFeed(engine, plainDomain({ reads: [joined], lines, ...reads }), {}, options);
		if (given === undefined) throw new Error('the lines were not asked for');
		return given;
	};
	const heavy = [
		{ key: 'shop/a', usage: { cpuMilli: 9, memoryMiB: 1 } },
		{ key: 'shop/b', usage: { cpuMilli: 5, memoryMiB: 1 } },
		{ key: 'shop/c', usage: { cpuMilli: 1, memoryMiB: 1 } },
	];

	test('is the sum with how many samples it is of, and as many of the heaviest pods as are asked for', () => {
		const engine = new FakeEngine();
		engine.answer = { cpuMilli: 15, memoryMiB: 3 };
		engine.samples = 3;
		engine.consumers = heavy;
		const context = contextOf(engine, { metrics: 'pods', nodeMetrics: true });
		expect(context.totalUsage('pods')).toEqual({ usage: { cpuMilli: 15, memoryMiB: 3 }, samples: 3 });
		expect(context.totalUsage('nodes')).toEqual({ usage: { cpuMilli: 15, memoryMiB: 3 }, samples: 3 });
		expect(context.heaviest('cpuMilli', 2)).toEqual(heavy.slice(0, 2));
	});

	test('is the reason where there is no sample', () => {
		const engine = new FakeEngine();
		engine.consumers = 'metrics: forbidden';
		engine.answer = 'metrics: forbidden';
		const context = contextOf(engine, { metrics: 'pods' });
		expect([context.totalUsage('pods'), context.heaviest('cpuMilli', 2)]).toEqual(['metrics: forbidden', 'metrics: forbidden']);
	});

	test('is that no metrics are read, of pods and of nodes each by itself', () => {
		const engine = new FakeEngine();
		engine.answer = { cpuMilli: 15, memoryMiB: 3 };
		const ofNodes = contextOf(engine, { nodeMetrics: true });
		expect([ofNodes.totalUsage('pods'), ofNodes.heaviest('memoryMiB', 1)]).toEqual(['metrics: not read here', 'metrics: not read here']);
		expect(contextOf(engine, { metrics: 'pods' }).totalUsage('nodes')).toBe('metrics: not read here');
	});
});

describe('what a view looks up of a row', () => {
	const question = countQuestion({ group: '', version: 'v1', resource: 'pods' }, true, { namespace: 'shop' });
	const lookup: Lookup = { name: 'objects', question: (row) => (row.name === 'abstract' ? 'it has no objects' : question) };
	const row = plainRow('a', '1');
	const abstract = plainRow('b', '1', { name: 'abstract' });

	test('is being looked up once it was asked for, then the answer, and the joins are others with it', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, plainDomain({ lookups: [lookup] }), {}, options);
		const before = feed.joinsRevision;
		expect(feed.context().lookup('objects', row)).toBe(lookingUp);
		expect(engine.questions).toEqual([question]);
		engine.answers.set(question.key, { count: 7 });
		expect(feed.context().lookup('objects', row)).toEqual({ count: 7 });
		expect(feed.joinsRevision).toBeGreaterThan(before);
		feed.close();
		expect(engine.lookupsReleased).toBe(1);
	});

	test('is why there is nothing to ask, and the server is not asked', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, plainDomain({ lookups: [lookup] }), {}, options);
		expect(feed.context().lookup('objects', abstract)).toBe('it has no objects');
		expect(feed.lookUp(abstract)).toBe(true);
		expect(engine.questions).toEqual([]);
	});

	test('is known, for who needs it of rows on no screen, when every answer is', () => {
		const engine = new FakeEngine();
		const feed = openDomainFeed(engine, plainDomain({ lookups: [lookup] }), {}, options);
		expect(feed.lookUp(row)).toBe(false);
		expect(engine.questions).toEqual([question]);
		engine.answers.set(question.key, 'forbidden');
		expect(feed.lookUp(row)).toBe(true);
		expect(openDomainFeed(engine, plainDomain(), {}, options).lookUp(row)).toBe(true);
	});

	test('is a mistake of the domain where it declares no such thing', () => {
		const context = openDomainFeed(new FakeEngine(), plainDomain({ lookups: [lookup] }), {}, options).context();
		expect(() => context.lookup('moons', row)).toThrow('The domain things looks up no moons.');
	});
});
