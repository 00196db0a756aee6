import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell } from '../../../src/base/cell.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { CellContext, Column, Row } from '../../../src/domains/types.ts';
import { measureOf } from '../../../src/filter/amount.ts';
import { type Filter, type FilterFault, makeFilter } from '../../../src/filter/filter.ts';
import { joinSelectors, writtenFilter } from '../../../src/filter/syntax.ts';
import { cellContext } from '../../support/cell-context.ts';
import { shownRow, testDomains } from '../../support/fake-services.ts';

const columnsOf = (name: string): readonly Column[] => domains.find((domain) => domain.name === name)?.columns ?? [];
const pods = columnsOf('pods');
const shown = testDomains.find(({ name }) => name === 'pods')?.columns ?? [];

function filterOf(text: string, columns = shown, across = true): Filter {
	const { filter, fault } = makeFilter(text, columns, across);
	if (filter === undefined) throw new Error(`${text}: ${fault.sentence}`);
	return filter;
}

function faultOf(text: string, columns = pods): FilterFault {
	const { fault } = makeFilter(text, columns);
	if (fault === undefined) throw new Error(`${text} has nothing wrong in it`);
	return fault;
}

const now = Date.parse('2026-11-22T06:00:00Z');
const context = cellContext({ now, usage: (key) => (key.endsWith('cart-a') ? { cpuMilli: 249.7, memoryMiB: 64 } : 'no sample yet') });
const row = (name: string, over: Parameters<typeof shownRow>[1] = {}): Row => shownRow(name, { created: now / 1000 - 300, ...over });
const passes = (text: string, tested: Row, within: CellContext = context): boolean => filterOf(text).test?.(tested, within) ?? true;

describe('a word', () => {
	const crashing = row('cart-a', { status: 'CrashLoopBackOff', restarts: 41 });

	test.each([
		['', true],
		['   ', true],
		['crash', true],
		['crash cart', true],
		['cart running', false],
		['Crash', true],
		['CRASH', false],
		['running|crash', true],
		['running|pending', false],
		['!running', true],
		['!crash', false],
		['!!crash', true],
		['!running|crash', false],
		['status:crash', true],
		['name:crash', false],
		['status:running|crash', true],
		['status:running|name:cart', true],
		['status:!running', true],
		['!status:!crash', true],
		['status:=crashloopbackoff', true],
		['status:=crash', false],
		['status:/^crash/', true],
		['status:/back$/', false],
		['/^CART/', false],
		['/^CART/i', true],
		['/^cart-.$/ /loop/', true],
		['"cart-a"', true],
		["'cart-a'|x", true],
		['"cart-a CrashLoop"', false],
		['!ns:kube-', true],
		['NAMESPACE:shop', true],
		['stat:crash', true],
	])('%s: %s', (text, expected) => {
		expect(passes(text, crashing)).toBe(expected);
	});

	test('in quotes keeps its blanks, bars, colons, and a mark that would mean something', () => {
		const odd = row('x', { status: `!a | b: it's "so" /here/` });
		for (const text of ['"!a | b"', '"b: it\'s"', '\'"so"\'', '"\\"so\\""', 'status:"/here/"', "it's"])
			expect([text, passes(text, odd)]).toEqual([text, true]);
	});

	test('that is only begun hides nothing', () => {
		for (const text of ['status:', '!status:', 'a|', '/', 'status:""']) expect([text, passes(text, crashing)]).toEqual([text, true]);
	});

	test('looks at the namespace only where there are several', () => {
		expect(filterOf('shop', shown, true).test?.(crashing, context)).toBe(true);
		expect(filterOf('shop', shown, false).test?.(crashing, context)).toBe(false);
		expect(filterOf('ns:shop', shown, false).test?.(crashing, context)).toBe(true);
	});

	test('does not look at what turns by itself, unless it is named', () => {
		expect(passes('5m', crashing)).toBe(false);
		expect(passes('age:5m', crashing)).toBe(true);
	});

	test('finds what is read of a cell, not what a terminal was to be made to do', () => {
		expect(passes('^[[2j', row('evil\x1b[2Jname'))).toBe(true);
	});
});

describe('a comparison', () => {
	const quiet = row('cart-b', { restarts: 5 });
	const busy = row('cart-a', { restarts: 6 });

	test.each([
		['restarts:>5', quiet, false],
		['restarts:>5', busy, true],
		['restarts:>=5', quiet, true],
		['restarts:<6', quiet, true],
		['restarts:<=5', busy, false],
		['restarts:=6', busy, true],
		['restarts:>5|<2', busy, true],
		['cpu:>200m', busy, true],
		['cpu:>0.2', busy, true],
		['cpu:=250m', busy, true],
		['cpu:>200m', quiet, false],
		['!cpu:>200m', quiet, true],
		['cpu:<1', quiet, false],
		['age:<10m', quiet, true],
		['age:<5m', quiet, false],
		['age:>4m30s', quiet, true],
		['age:=5m', quiet, true],
	])('%s', (text, tested, expected) => {
		expect(passes(text, tested)).toBe(expected);
	});

	test.each([
		['mem:>1Gi', 1024 ** 3],
		['memory:>1.5gi', 1.5 * 1024 ** 3],
		['memory:>500M', 500e6],
		['cpu:>70m', 70],
		['cpu:>1.5', 1500],
		['cpuLimit:>2', 2000],
		['age:<2h30m', 9000],
		['lastRestart:<3d', 259_200],
	])('%s is read as %d in the unit of its column', (text, amount) => {
		const [word] = filterOf(text, pods).syntax.words;
		expect(word?.alternatives[0]?.match).toMatchObject({ kind: 'amount', amount });
	});

	test('a share is a percentage or its part of one', () => {
		const namespaces = columnsOf('namespaces');
		for (const text of ['quota:>80%', 'quota:>0.8']) {
			expect(filterOf(text, namespaces).syntax.words[0]?.alternatives[0]?.match).toMatchObject({ amount: 0.8 });
		}
	});

	test('every column of CPU and memory says so', () => {
		for (const domain of domains) {
			for (const column of domain.columns) {
				if (/^cpu/.test(column.id)) expect([domain.name, column.id, measureOf(column)]).toEqual([domain.name, column.id, 'millicores']);
				if (/^memory/.test(column.id)) expect([domain.name, column.id, measureOf(column)]).toEqual([domain.name, column.id, 'bytes']);
			}
		}
	});

	test('every column that counts has numbers for values, and every other has none', () => {
		const values = {
			now,
			usage: () => ({ cpuMilli: 1, memoryMiB: 1 }),
			history: () => undefined,
			namespaceUsage: () => ({ cpuMilli: 1, memoryMiB: 1 }),
			usageOf: () => ({ cpuMilli: 1, memoryMiB: 1 }),
			tally: () => undefined,
			lookup: () => 'not read',
		};
		for (const column of shown) {
			expect([column.id, typeof column.value(busy, values) === 'number']).toEqual([column.id, measureOf(column) !== undefined]);
		}
	});
});

describe('what is wrong is said', () => {
	test.each([
		['sttus:crash', 'no column "sttus"; near it: status'],
		['init:1/3', 'or quote "init:1/3"'],
		['!http://x', 'or quote "http://x"'],
		['label:app=x', 'labels are not kept: -l app=x asks the server'],
		['re:x', '"re:" may be ready or restarts'],
		['restarts:>many', '"many" is not a number; write it like 5'],
		['cpu:>200Mi', '"200Mi" is not an amount of CPU'],
		['memory:>500m', '"500m" is not an amount of memory; write it like 512Mi'],
		['age:<10', '"10" is not a duration; write it like 45s, 10m'],
		['status:>5', 'status is text, which has no >; write status:5'],
		['/a(/', '/a(/: a ( has no ) after it'],
		['/a)/', '/a)/: a ) has no ( before it'],
		['/var/log', 'after /var/ there is only i'],
		['a|!b', '! stands before a whole word'],
		['-l a=b=c', 'The label selector "a=b=c" cannot be read'],
		['-f status.phase', 'The field selector "status.phase" cannot be read'],
		['x'.repeat(2_000), 'longer than'],
	])('%s: %s', (text, words) => {
		expect(faultOf(text).sentence).toContain(words);
	});

	test.each(['restarts:>', 'status:=', '-l', '-f ', '-l a in (b,', '/a(', '/[a', '"', '"unclosed', "status:'a b"])(
		'%s is unfinished',
		(text) => {
			expect(faultOf(text).isUnfinished).toBe(true);
		},
	);

	test('a colon in what is no name belongs to the text', () => {
		expect(filterOf('cart-7:8080 10.0.0.1:80').syntax.words).toHaveLength(2);
	});
});

describe('selectors', () => {
	test.each([
		['-l app=x', { labelSelector: 'app=x' }],
		['-lapp=x', { labelSelector: 'app=x' }],
		['-l=app=x', { labelSelector: 'app=x' }],
		["-l 'a in (b,c)' crash", { labelSelector: 'a in (b,c)' }],
		['-l a in (b, c) crash', { labelSelector: 'a in (b, c)' }],
		['-l tier=y,a notin (b),!c in', { labelSelector: 'tier=y,a notin (b),!c' }],
		['-l in in (in) in', { labelSelector: 'in in (in)' }],
		['-l app=x --selector tier=y', { labelSelector: 'app=x,tier=y' }],
		['-f status.phase=Running', { fieldSelector: 'status.phase=Running' }],
		['--field-selector=status.phase=Running', { fieldSelector: 'status.phase=Running' }],
		['-live', {}],
	])('%s', (text, selectors) => {
		expect(filterOf(text).selectors).toEqual(selectors);
	});

	test('of two places are both asked for', () => {
		expect(joinSelectors({ labelSelector: 'a=b' }, { labelSelector: 'c=d', fieldSelector: 'x=y' })).toEqual({
			labelSelector: 'a=b,c=d',
			fieldSelector: 'x=y',
		});
		expect(joinSelectors({ labelSelector: 'a=b' }, { labelSelector: 'a=b' })).toEqual({ labelSelector: 'a=b' });
	});
});

describe('what a filter depends on', () => {
	test.each([
		['crash', false, false],
		['age:<10m', true, false],
		['cpu:>5m', false, true],
		['cpu:5m', true, true],
		['status:x', false, false],
	])('%s: the time %s, samples and sums %s', (text, readsTime, readsJoins) => {
		expect(filterOf(text)).toMatchObject({ readsTime, readsJoins });
	});
});

describe('whatever is typed', () => {
	const piece = fc.constantFrom(
		'cart',
		'status:',
		'restarts:',
		'cpu:',
		'age:',
		'>',
		'<=',
		'=',
		'5',
		'10m',
		'200m',
		'|',
		'!',
		' ',
		'"',
		"'",
		'/',
		'\\',
		'(',
		'[a',
		'-l ',
		'app=x',
		'é',
		'X',
	);
	const typed = fc.oneof(
		fc.string(),
		fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
	);
	const rows = [row('cart-a', { restarts: 9 }), row('x', { status: 'Cart 10m' }), row('till', { namespace: 'kube-system', restarts: 5 })];
	const passing = (filter: Filter): readonly boolean[] => rows.map((each) => filter.test?.(each, context) ?? true);

	test('nothing is thrown, neither by reading it nor by asking it', () => {
		fc.assert(
			fc.property(typed, (text) => {
				const { filter } = makeFilter(text, shown);
				if (filter !== undefined) passing(filter);
			}),
			{ numRuns: 1_000 },
		);
	});

	test('its plainest form is the same filter, and has itself for its plainest form', () => {
		fc.assert(
			fc.property(typed, (text) => {
				const { filter } = makeFilter(text, shown);
				if (filter === undefined) return;
				const again = filterOf(writtenFilter(filter.syntax));
				expect(passing(again)).toEqual(passing(filter));
				expect(again.selectors).toEqual(filter.selectors);
				expect(writtenFilter(again.syntax)).toBe(writtenFilter(filter.syntax));
			}),
			{ numRuns: 1_000 },
		);
	});

	test('two filters side by side let through what both let through', () => {
		fc.assert(
			fc.property(typed, typed, (one, other) => {
				const [first, second] = [makeFilter(one, shown).filter, makeFilter(other, shown).filter];
				if (first === undefined || second === undefined) return;
				const both = filterOf(`${writtenFilter(first.syntax)} ${writtenFilter(second.syntax)}`);
				expect(passing(both)).toEqual(passing(first).map((passed, at) => passed && passing(second)[at]));
			}),
		);
	});

	test('! before a word lets through exactly the others', () => {
		fc.assert(
			fc.property(typed, (text) => {
				const { filter } = makeFilter(text, shown);
				const [only, ...others] = filter?.syntax.words ?? [];
				if (filter === undefined || only === undefined || others.length > 0) return;
				const word = writtenFilter({ words: [only], selectors: {} });
				expect(passing(filterOf(`!${word}`))).toEqual(passing(filterOf(word)).map((passed) => !passed));
			}),
		);
	});

	test('without capitals the case of the cells does not matter, and with one it does', () => {
		const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ'), minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(letters, letters, (wanted, name) => {
				const hasCapital = /[A-Z]/.test(wanted);
				const expected = hasCapital ? name.includes(wanted) : name.toLowerCase().includes(wanted);
				expect(passes(`name:${wanted}`, row(name))).toBe(expected);
				expect(passes(`name:/${wanted}/`, row(name))).toBe(expected);
			}),
		);
	});
});

test('the cells of a row without text are never found', () => {
	const blank: Column = { id: 'node', title: 'NODE', worth: 1, min: 1, value: () => null, cell: () => ({ text: '–', absent: 'none' }) };
	const named: Column = { ...blank, id: 'name', cell: () => cell('x') };
	expect(filterOf('–', [blank, named]).test?.(row('x'), context)).toBe(false);
	expect(filterOf('node:=""', [blank, named]).test?.(row('x'), context)).toBe(true);
});
