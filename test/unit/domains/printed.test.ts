import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printedAt } from '../../../src/base/age.ts';
import { findDomain } from '../../../src/domains/registry.ts';
import type { Domain, Row } from '../../../src/domains/types.ts';
import type { KubeObject } from '../../../src/kube/types.ts';
import { masked, recordedObjects, recordedTable, tablePrintedAt } from '../../support/recorded-objects.ts';

const same = (text: string): string => text;

const workloads = ['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'cronjobs'];

const others = [
	'configmaps',
	'secrets',
	'horizontalpodautoscalers',
	'services',
	'endpointslices',
	'ingresses',
	'networkpolicies',
	'resourcequotas',
	'limitranges',
	'poddisruptionbudgets',
	'roles',
	'rolebindings',
	'serviceaccounts',
	'clusterroles',
	'clusterrolebindings',
];

const storage = ['persistentvolumeclaims', 'persistentvolumes', 'storageclasses', 'volumeattachments', 'csinodes', 'csidrivers'];

const clusterConfig = [
	'ingressclasses',
	'priorityclasses',
	'runtimeclasses',
	'validatingwebhookconfigurations',
	'mutatingwebhookconfigurations',
	'apiservices',
	'customresourcedefinitions',
	'controllerrevisions',
	'leases',
];

describe.each(['pods', 'nodes', 'namespaces', 'events', ...workloads, ...others, ...storage, ...clusterConfig])('%s', (resource) => {
	const domain = findDomain(resource) as Domain;
	const spec = domain.reads[0]?.resource;
	if (spec === undefined) throw new Error(`${resource} reads nothing`);
	const objects = recordedObjects(resource);
	const table = recordedTable(resource);
	const columns = domain.printed ?? [];
	const print = (row: Row, now: number) => columns.map((column) => column.cell(row, now));

	test('the headers, their types and their priorities are those of the server', () => {
		expect(columns.map(({ name, type = 'string', priority }) => ({ name, type, priority }))).toEqual(
			table.columnDefinitions.map(({ name, type, priority }) => ({ name, type, priority })),
		);
	});

	test('every cell is what the server printed, with nothing but the whole second of its Date header for a clock', () => {
		const date = Math.floor(tablePrintedAt(resource) / 1000) * 1000;
		const rows = objects.map((object) => spec.project(object, same));
		expect(rows.map((row) => print(row, printedAt(date)))).toEqual(table.rows.map((row) => row.cells));
	});

	test('a row made of the masked object is the row made of the whole one', () => {
		for (const object of objects) expect(spec.project(masked(object, spec.mask), same)).toEqual(spec.project(object, same));
	});
});

test('events of the newer API print as the server printed them, at its own moment: nearly all their times have a fraction', () => {
	const name = 'events.events.k8s.io';
	const { printed = [], reads } = findDomain(name) as Domain;
	const spec = reads[0]?.resource;
	if (spec === undefined) throw new Error('it reads nothing');
	const table = recordedTable(name);
	expect(printed.map((column) => [column.name, column.priority])).toEqual(
		table.columnDefinitions.map((column) => [column.name, column.priority]),
	);
	const objects = recordedObjects(name);
	const rows = objects.map((object) => spec.project(object, same));
	expect(rows.map((row) => printed.map(({ cell }) => cell(row, tablePrintedAt(name))))).toEqual(table.rows.map((row) => row.cells));
	expect(objects.map((object) => spec.project(masked(object, spec.mask), same))).toEqual(rows);
});

interface PrintedObject {
	readonly now: number;
	readonly cells: readonly unknown[];
	readonly object: KubeObject;
}

/** Odder than any cluster: every mix of states, init containers, conditions and times, printed by the server's own printers. */
const read = (file: string) =>
	JSON.parse(readFileSync(new URL(`../../fixtures/printed/${file}.json`, import.meta.url), 'utf8')) as Readonly<
		Record<string, readonly PrintedObject[]>
	>;
const generated = { ...read('generated'), ...read('workloads'), ...read('kinds') };
const made = Object.keys(generated).filter((resource) => resource !== 'made');

test.each(made)('generated %s print as the printers of Kubernetes 1.36.3 print them', (resource) => {
	const domain = findDomain(resource) as Domain;
	const spec = domain.reads[0]?.resource;
	if (spec === undefined) throw new Error(`${resource} reads nothing`);
	for (const { now, cells, object } of generated[resource] ?? []) {
		const row = spec.project(object, same);
		expect(domain.printed?.map((column) => column.cell(row, now))).toEqual(cells);
		expect(spec.project(masked(object, spec.mask), same)).toEqual(row);
	}
	expect(generated[resource]?.length).toBeGreaterThan(25);
});

test.each(['configmaps', 'secrets'])('a key of %s without bytes, null as Go writes it, is counted, and holds nothing', (resource) => {
	const { printed = [], reads } = findDomain(resource) as Domain;
	const object = { metadata: { name: 'a', uid: 'u' }, type: 'Opaque', data: { empty: null, full: 'YWJj' } } as unknown as KubeObject;
	const row = reads[0]?.resource.project(object, same) as Row;
	expect(printed.find(({ name }) => name === 'Data')?.cell(row, 0)).toBe(2);
});
