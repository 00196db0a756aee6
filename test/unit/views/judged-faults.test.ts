import { expect, test } from 'vitest';
import { anyTally } from '../../../src/domains/erase.ts';
import { openDomainFeed } from '../../../src/sync/domain-feed.ts';
import { DomainPane } from '../../../src/views/domain-pane.ts';
import { freshView } from '../../../src/views/ui-state.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { plainDomain } from '../../support/plain-domain.ts';
import { plainResource } from '../../support/plain-resource.ts';
import { plainRow } from '../../support/plain-rows.ts';

const inTheWay = { name: 'inTheWay', keyOf: () => 'all', empty: () => new Set<string>() };
const hindered = anyTally({
	...inTheWay,
	add: (names, { name }) => names.add(name),
	remove: (names, { name }) => names.delete(name),
});

const domain = plainDomain({
	reads: [
		{ role: 'rows', resource: plainResource('pods', true) },
		{ role: 'joined', resource: plainResource('budgets', true), tally: hindered, scope: () => ({}) },
	],
	isUnwell: ({ name }, context) => context.tally<ReadonlySet<string>>('inTheWay', 'all') !== undefined && name === 'b',
});

test('of many rows what is said of all of them is said anew once a second', async () => {
	const engine = new FakeEngine();
	let looked = 0;
	const many = { ...domain, heading: (_: unknown, __: unknown, rows: Iterable<unknown>) => `${++looked}: ${[...rows].length}` };
	const pane = new DomainPane(openDomainFeed(engine, many, {}, { visible: true, firstPage: 10 }), new FakeClock(), () => undefined);
	const look = (): readonly unknown[] => {
		pane.apply(freshView);
		return [pane.heading(), pane.faulty];
	};
	engine.stream('pods').rows.appendPage(Array.from({ length: 1_001 }, (_, at) => plainRow(`${at}`, '1', { name: at === 0 ? 'b' : 'a' })));
	expect(look()).toEqual(['1: 1001', 0]);
	engine.stream('budgets').rows.upsert(plainRow('x', '1'));
	engine.stream('pods').rows.upsert(plainRow('new', '1', { name: 'a' }));
	expect(look()).toEqual(['1: 1001', 0]);
	engine.now += 1_000;
	expect(look()).toEqual(['2: 1002', 1]);
	expect(look()).toEqual(['2: 1002', 1]);
});

test('faults are what the domain judges unwell, and are looked at again when what it judges by is another', () => {
	const engine = new FakeEngine();
	const pane = new DomainPane(openDomainFeed(engine, domain, {}, { visible: true, firstPage: 10 }), new FakeClock(), () => undefined);
	engine.stream('pods').rows.appendPage(['a', 'b'].map((name) => plainRow(name, '1', { name, health: 'failing' })));
	const look = (faults: boolean): readonly unknown[] => {
		pane.apply({ ...freshView, faults });
		return [pane.faulty, Array.from(pane.shownRows(), ({ name }) => name), pane.letThrough().faults];
	};
	expect(look(false)).toEqual([0, ['a', 'b'], 0]);
	expect(look(true)).toEqual([0, [], 0]);
	engine.stream('budgets').rows.upsert(plainRow('x', '1'));
	expect(look(true)).toEqual([1, ['b'], 1]);
	expect(look(false)).toEqual([1, ['a', 'b'], 1]);
	engine.stream('budgets').rows.remove('x');
	expect(look(false)).toEqual([0, ['a', 'b'], 0]);
});
