import { expect, test } from 'vitest';
import { domains } from '../../../src/domains/registry.ts';
import { servicesResource } from '../../../src/domains/services.ts';
import type { Column, Row } from '../../../src/domains/types.ts';
import { makeFilter } from '../../../src/filter/filter.ts';
import { foundBy } from '../../../src/filter/found-by.ts';
import { recordedFindings } from '../../support/attention-of.ts';
import { cellContext } from '../../support/cell-context.ts';
import { recordedObjects } from '../../support/recorded-objects.ts';

const context = cellContext({ now: Date.parse('2026-11-22T06:00:00Z') });
const columnsOf = (name: string): readonly Column[] => domains.find((domain) => domain.name === name)?.columns ?? [];
const passes = (text: string, columns: readonly Column[], row: Row): boolean | undefined =>
	makeFilter(text, columns).filter?.test?.(row, context);

/** Killed for its memory, some hours before the test's now. */
function killed(): Row {
	const found = [...recordedFindings().rows.values()].find(
		(row) => 'text' in row && String(row.text).startsWith('OOMKilled') && 'last' in row && row.last !== 0,
	);
	if (found === undefined) throw new Error('no pod was killed in the recordings');
	return found;
}

test('a plain word finds a finding by what it says, and not by how long ago that was', () => {
	const columns = columnsOf('attention');
	const row = killed();
	const written = columns.find(({ id }) => id === 'finding')?.cell(row, context).text;
	expect(written).toMatch(/^OOMKilled .* ago$/);
	expect(['OOM', 'oomkilled', 'ago', '/^OOMKilled/', 'finding:ago'].map((text) => passes(text, columns, row))).toEqual([
		true,
		true,
		false,
		true,
		true,
	]);
	const { syntax } = makeFilter('oomkilled', columns).filter ?? {};
	expect(syntax && foundBy(syntax, row, context, columns, true, ({ id }) => id === 'name')?.id).toBe('finding');
});

test('a plain word finds what a Service says of itself in the details of its view, and not how many of its endpoints are ready', () => {
	const columns = columnsOf('network');
	const [cart] = recordedObjects('services')
		.filter(({ metadata }) => metadata.name === 'cart')
		.map((object) => servicesResource.project(object, (text) => text));
	if (cart === undefined) throw new Error('no cart was recorded');
	expect(['clusterip', cart.clusterIp, 'ready'].map((text) => passes(text, columns, cart))).toEqual([true, true, false]);
});
