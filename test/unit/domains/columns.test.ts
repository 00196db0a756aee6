import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { age } from '../../../src/base/age.ts';
import { domains } from '../../../src/domains/registry.ts';
import type { CellContext, Domain, Read, Row, Usage } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { recordedFindings } from '../../support/attention-of.ts';
import { cellContext } from '../../support/cell-context.ts';
import { runs } from '../../support/property-runs.ts';
import { onRecordedCluster } from '../../support/recorded-kinds.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;

function recordedRows(domain: Domain): readonly Row[] {
	if (domain.derived !== undefined) return recordedFindings().findings();
	return rowsReads(domain).flatMap(({ resource, keep = () => true, group }) => {
		const rows = recordedObjects(recordedAs(resource.gvr))
			.filter((object) => isSelected(object, resource.only?.labelSelector))
			.map((object) => resource.project(object, same))
			.filter(keep);
		return group === undefined ? rows : Object.values(Object.groupBy(rows, group.keyOf)).flatMap((members = []) => group.rowOf(members));
	});
}

/** Of selectors that ask for one label only. */
function isSelected({ metadata: { labels } }: KubeObject, selector: string | undefined): boolean {
	const [name = '', value] = selector?.split('=') ?? [];
	return selector === undefined || (labels as Readonly<Record<string, string>> | undefined)?.[name] === value;
}

/** Two groups have events. */
const recordedAs = ({ group, resource }: Read['resource']['gvr']): string =>
	group === 'events.k8s.io' ? `${resource}.${group}` : resource;

const rowsReads = ({ reads }: Domain) => reads.filter((read) => read.role === 'rows');

const withMetrics = ['cpu', 'memory'];

/** A tally that has the same sum for every key. */
class OfEveryKey extends Map<string, unknown> {
	readonly #sum: unknown;

	constructor(sum: unknown) {
		super();
		this.#sum = sum;
	}

	override get(): unknown {
		return this.#sum;
	}
}

const restarted = { restarts: 3, lastRestart: 1_795_310_000, lastReason: 'OOMKilled', lastExitCode: 137 };
const owned = {
	replicaSetsByOwner: new OfEveryKey(new Map([['r', 'shop/ReplicaSet/cart-1']])),
	jobsByOwner: new OfEveryKey(new Map([['j', 'shop/Job/nightly-1']])),
	podsByOwner: new OfEveryKey({ keys: new Map([['p', 'shop/cart-1-a']]), restarts: 3, restarted: new Map([['p', restarted]]) }),
};

const whole = { noNaN: true, noDefaultInfinity: true } as const;
const sample = fc.record({ cpuMilli: fc.double({ min: 0, max: 1e6, ...whole }), memoryMiB: fc.double({ min: 0, max: 1e7, ...whole }) });
const sampleOrReason = fc.oneof(sample, fc.constantFrom('no sample yet', 'metrics: forbidden', 'no metrics API'));

const tallies: readonly Readonly<Record<string, ReadonlyMap<string, unknown> | string>>[] = [
	{},
	{ podsByNode: 'pods: forbidden', podsByNamespace: 'pods: forbidden', warningsByNamespace: 'loading', quotasByNamespace: 'loading' },
	{ podsByOwner: 'pods: forbidden', replicaSetsByOwner: new Map(), jobsByOwner: new Map() },
	{ podsByOwner: new Map(), replicaSetsByOwner: 'replicasets: forbidden', jobsByOwner: 'jobs: forbidden' },
	{ podsByNode: new Map(), podsByNamespace: new Map(), warningsByNamespace: new Map(), quotasByNamespace: new Map() },
	{ podsByOwner: new Map(), replicaSetsByOwner: new Map(), jobsByOwner: new Map() },
	owned,
	{
		podsByNode: new Map([['mem-pressure-node', { pods: 7, cpuMilli: 2500, memoryKiB: 4096 }]]),
		podsByNamespace: new Map([['shop', { pods: 30, unhealthy: 2, failing: 1 }]]),
		warningsByNamespace: new Map([['shop', { warnings: 12 }]]),
		quotasByNamespace: new Map([['shop', new Map([['u', { ratio: 0.9, resource: 'pods' }]])]]),
	},
];
const anyTallies = fc.constantFrom(...tallies);

/** Every column of a row, value and cell, except those named. */
const shown = (domain: Domain, row: Row, context: CellContext, except: (id: string) => boolean) =>
	domain.columns.filter(({ id }) => !except(id)).map((column) => [column.id, column.value(row, context), column.cell(row, context)]);

/** There are many views, and every one is asked. */
const each = { numRuns: runs(40) };

/** Lines over everything are no rows of objects: their own tests hold them. */
const ofObjects = domains.map(onRecordedCluster).filter(({ lines }) => lines === undefined);

describe.each(ofObjects.map((domain) => [domain.name, domain] as const))('%s', (_name, domain) => {
	const rows = recordedRows(domain);
	const anyRow = fc.constantFrom(...rows);

	test('no sample of metrics changes anything but the metric columns', () => {
		const metric = (id: string) => domain.metrics !== undefined && withMetrics.includes(id);
		fc.assert(
			fc.property(anyRow, anyTallies, sampleOrReason, sampleOrReason, (row, joined, first, second) => {
				const before = { ...row };
				const one = cellContext({ tallies: joined, usage: first, namespaceUsage: first });
				const other = cellContext({ tallies: joined, usage: second, namespaceUsage: second });
				expect(shown(domain, row, one, metric)).toEqual(shown(domain, row, other, metric));
				expect(row).toEqual(before);
			}),
			each,
		);
	});

	test('its metric columns do show a sample, and without one say why there is none', () => {
		for (const id of domain.metrics === undefined ? [] : withMetrics) {
			const column = domain.columns.find((candidate) => candidate.id === id);
			const usage = { cpuMilli: 125, memoryMiB: 31 };
			for (const row of rows) {
				const known = (sample: Usage | string) => cellContext({ usage: sample, namespaceUsage: sample, tallies: owned });
				const cell = column?.cell(row, known(usage));
				expect(cell?.text).toMatch(id === 'cpu' ? /^125m/ : /^31Mi/);
				expect(column?.value(row, known(usage))).toBe(id === 'cpu' ? 125 : 31 * 1048576);
				const blank = known('metrics: forbidden');
				expect(column?.cell(row, blank)).toEqual({ text: '–', absent: 'metrics: forbidden' });
				expect(column?.value(row, blank)).toBeNull();
				const old = { ...usage, aged: 'stale 68s' };
				const aged = column?.cell(row, known(old));
				expect(aged).toEqual({ text: cell?.text, aged: 'stale 68s' });
			}
		}
	});

	test('a column that is not marked volatile depends on its row alone', () => {
		const volatile = (id: string) => domain.columns.find((column) => column.id === id)?.volatile === true;
		const moment = fc.integer({ min: 1.7e12, max: 1.9e12 });
		fc.assert(
			fc.property(anyRow, anyTallies, anyTallies, sampleOrReason, moment, moment, (row, joined, others, usage, now, later) => {
				const one = cellContext({ now, tallies: joined });
				const other = cellContext({ now: later, tallies: others, usage, namespaceUsage: usage });
				expect(shown(domain, row, one, volatile)).toEqual(shown(domain, row, other, volatile));
			}),
			each,
		);
	});

	test('every blank cell says why it is blank, and has no value', () => {
		fc.assert(
			fc.property(anyRow, anyTallies, sampleOrReason, (row, joined, usage) => {
				const context = cellContext({ tallies: joined, usage, namespaceUsage: usage });
				for (const column of domain.columns) {
					const cell = column.cell(row, context);
					expect(cell.text).not.toBe('');
					expect(cell.text === '–').toBe(cell.absent !== undefined);
					if (cell.absent !== undefined) expect([null, '', 0]).toContainEqual(flat(column.value(row, context)));
				}
			}),
			each,
		);
	});

	test('a column says that it prints ages, and only then', () => {
		const context = cellContext({ tallies: owned });
		for (const column of domain.columns) {
			const timed = rows.filter((row) => Number(column.value(row, context)) > 1e9);
			const isAge = timed.some((row) => column.cell(row, context).text === age(Number(column.value(row, context)), context.now));
			expect([column.id, column.printsAge === true]).toEqual([column.id, isAge]);
		}
	});

	test('a number is shown whole or not at all, but for restarts, which begin with the number', () => {
		const usage = { cpuMilli: 1204, memoryMiB: 1204 };
		const context = cellContext({ usage, namespaceUsage: usage, tallies: owned });
		const numbers = domain.columns.filter(({ id, align }) => align === 'right' && id !== 'restarts');
		for (const { id, min, cell } of numbers) {
			const widest = Math.max(...rows.map((row) => cell(row, context).text).map((text) => (text.startsWith('<') ? 0 : text.length)));
			expect([id, Math.max(widest, min)]).toEqual([id, min]);
		}
	});

	test('no two columns share an id, a letter or a worth, and letters are where the eye finds them', () => {
		const { columns } = domain;
		const letters = columns.flatMap(({ sortKey }) => (sortKey === undefined ? [] : [sortKey]));
		expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
		expect(new Set(columns.map(({ worth }) => worth)).size).toBe(columns.length);
		expect(new Set(letters).size).toBe(letters.length);
		for (const { id, title, sortKey, min, max } of columns) {
			expect(id).toMatch(/^[a-z][A-Za-z]*$/);
			expect(max ?? min).toBeGreaterThanOrEqual(min);
			if (sortKey === undefined) continue;
			expect(sortKey).toMatch(/^[A-FH-MO-Z]$/);
			expect(title).toContain(sortKey);
		}
		expect(columns.map(({ id }) => id)).toContain(domain.sort.column);
	});

	test('every row can be kept, found and named', () => {
		expect(new Set(rows.map(({ uid }) => uid)).size).toBe(rows.length);
		for (const row of rows) {
			// What is made of several objects is no version of any of them, and discovery has none.
			expect(row.resourceVersion === '').toBe(domain.derived !== undefined || domain.name === 'catalog');
			expect(rowsReads(domain).map(nameOf)).toContain(domain.objectName(row));
		}
	});
});

/** As `kubectl get -o name` has it. */
const nameOf = ({ resource: { singular, gvr } }: Read): string => (gvr.group === '' ? singular : `${singular}.${gvr.group}`);

const flat = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? null : value);
