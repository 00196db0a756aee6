import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/parse-command-line.ts';
import { type LineOf, OverviewLine } from '../../../src/domains/overview-line.ts';
import { domains, findDomain } from '../../../src/domains/registry.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import { filterFor } from '../../../src/filter/filter.ts';
import { type CommandNames, parseCommand, viewNames } from '../../../src/views/command-line.ts';
import { relatedTo, subjectOfRow } from '../../../src/views/related.ts';
import { cellContext } from '../../support/cell-context.ts';
import { shownRow } from '../../support/fake-services.ts';

const names: CommandNames = { views: viewNames(domains), namespaces: [], listed: undefined, contexts: [] };
const domainOf = (name: string): Domain => findDomain(name) as Domain;
const context = cellContext({});

describe('a line of the overview', () => {
	const overview = domainOf('overview');
	const factsOf = (line: LineOf) => ({ row: new OverviewLine(line, 0), domain: overview, context, domains, namespace: 'shop' });

	test('leads to what it counts, in the namespace that is open', () => {
		const failing = factsOf({ card: 'pods', item: 'Error', place: { view: 'pods', filter: 'status:/^Error$/' } });
		expect(relatedTo('content', failing)).toEqual({ place: { view: 'pods', namespace: 'shop', filter: 'status:/^Error$/' } });
		const notReady = factsOf({ card: 'pods', item: 'not ready', place: { view: 'pods', filter: '', faults: true } });
		expect(relatedTo('content', notReady)).toMatchObject({ faults: true });
		expect(subjectOfRow(failing)).toBeUndefined();
		expect(relatedTo('content', factsOf({ card: 'versions', item: 'API server' }))).toHaveProperty('why');
		expect(relatedTo('owner', failing)).toHaveProperty('why');
	});

	test('is about the pod that it names', () => {
		const object = { namespace: 'data', name: 'kafka-0' };
		expect(subjectOfRow(factsOf({ card: 'topCpu', item: 'data/kafka-0', place: { view: 'pods', filter: '', object } }))).toMatchObject({
			of: { kind: 'Pod' },
			...object,
		});
	});

	test('is found by words, and by no selector of objects', () => {
		expect(filterFor(overview, 'crash').filter).toBeDefined();
		for (const typed of ['-l app=x', 'crash -f status.phase=Running'])
			expect(filterFor(overview, typed).fault?.sentence).toContain('pick objects');
	});
});

describe('the maintenance of a node', () => {
	const place = { view: 'node-maintenance', namespace: undefined, filter: '-f spec.nodeName=worker-1' };

	test('is opened from the node, from a pod on it, and not from what is on none', () => {
		const node: Row = { ...shownRow('worker-1'), namespace: '' };
		expect(relatedTo('maintenance', { row: node, domain: domainOf('nodes'), context, domains, namespace: undefined })).toEqual({ place });
		const of = (on: string) => ({ ...shownRow('cart-1'), node: on });
		const pods = { domain: domainOf('pods'), context, domains, namespace: undefined };
		expect(relatedTo('maintenance', { ...pods, row: of('worker-1') })).toEqual({ place });
		expect(relatedTo('maintenance', { ...pods, row: of('') })).toEqual({ why: 'cart-1 is on no node, so that there is none to drain.' });
	});

	test.each(['maint worker-1', 'node-maintenance worker-1', 'maintenance/worker-1'])('is opened by :%s', (line) => {
		const { namespace: _, ...there } = place;
		expect(parseCommand(line, names)).toEqual({ kind: 'view', ...there });
	});

	test('is asked for on the command line by the name of the node, which other views do not take', () => {
		expect(parseCommandLine(['node-maintenance', 'worker-1'])).toMatchObject({ kind: 'view', view: 'node-maintenance/worker-1' });
		expect(() => parseCommandLine(['nodes', 'worker-1'])).toThrow('one name too many');
	});
});
