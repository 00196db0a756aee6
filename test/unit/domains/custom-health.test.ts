import { expect, test } from 'vitest';
import { customHealth, printedHealth } from '../../../src/domains/custom-health.ts';
import { TableRow } from '../../../src/domains/table-row.ts';
import type { WorkloadConditions } from '../../../src/domains/workload-row.ts';

const metadata = { name: 'a', namespace: 'shop', uid: 'a', resourceVersion: '1' };

const of = (conditions: Readonly<Record<string, string>>, over: object = {}): string => {
	const given = Object.entries(conditions).map(([type, status]) => ({ type, status }));
	const { health, condition } = customHealth({ ...metadata, ...over }, given);
	return `${health} ${condition?.type ?? '-'}`;
};

test.each<[string, Readonly<Record<string, string>>]>([
	['ok Ready', { Synced: 'True', Ready: 'True' }],
	['failing Ready', { Available: 'True', Ready: 'False' }],
	['failing Available', { Available: 'False' }],
	['failing Degraded', { Available: 'True', Degraded: 'True' }],
	['failing Stalled', { Ready: 'False', Reconciling: 'True', Stalled: 'True' }],
	['ok Available', { Available: 'True', Degraded: 'False' }],
	['progressing Ready', { Ready: 'False', Reconciling: 'True' }],
	['progressing Ready', { Ready: 'Unknown' }],
	['progressing -', { Reconciling: 'True' }],
	['warning Synced', { Ready: 'True', Synced: 'False' }],
	['failing Succeeded', { Succeeded: 'False' }],
	['ok -', { Approved: 'False' }],
	['ok -', {}],
])('a custom object is %s by %j', (said, conditions) => {
	expect(of(conditions)).toBe(said);
});

test('one that is being deleted is on its way, and what is no list of conditions says nothing', () => {
	expect(of({ Ready: 'False' }, { deletionTimestamp: '2026-11-22T12:00:00Z' })).toBe('progressing Ready');
	for (const odd of [undefined, 'Ready', [null, 7, { type: 'Ready' }]] as unknown as readonly WorkloadConditions[])
		expect(customHealth(metadata, odd).health).not.toBe('failing');
});

test('of a Table only what is printed of a condition is judged', () => {
	const column = (name: string) => ({ name, type: 'string', description: '', priority: 0 });
	const row = (cells: Readonly<Record<string, string | number | null>>, over: object = {}) =>
		new TableRow(
			{ metadata: { ...metadata, ...over }, columns: Object.keys(cells).map(column), cells: Object.values(cells), printedAt: 0 },
			(text) => text,
		).health;
	expect(row({ Name: 'a', READY: 'False', Status: 'Certificate is up to date' })).toBe('failing');
	expect(row({ Name: 'a', Available: 'True', Degraded: 'True' })).toBe('failing');
	expect(row({ Name: 'a', Available: 'True', Degraded: 'Unknown' })).toBe('ok');
	expect(row({ Name: 'a', Ready: 'Unknown', Progressing: 'False' })).toBe('progressing');
	expect(row({ Name: 'a', Ready: '1/2', Failed: 3, Synced: null })).toBe('ok');
	expect(row({ Name: 'a', Ready: 'False' }, { deletionTimestamp: '2026-11-22T12:00:00Z' })).toBe('progressing');
	expect(printedHealth('False', 'False')).toBeUndefined();
});
