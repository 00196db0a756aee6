import type { Domain, Row } from '../../src/domains/types.ts';
import type { KubeObject } from '../../src/kube/types.ts';

/** In the place of a pool that shares texts. */
export const same = (text: string): string => text;

/** An object of no kind, with these fields. */
export const object = (fields: Record<string, unknown>, metadata: Record<string, unknown> = {}): KubeObject => ({
	metadata: { name: 'x', uid: 'u', resourceVersion: '1', ...metadata },
	...fields,
});

export const deleted = { deletionTimestamp: '2026-11-22T01:00:00Z' };

/** The cells of kubectl's columns, but for the age. */
export const printed = <R extends Row>(domain: Domain<R>, row: R) =>
	Object.fromEntries((domain.printed ?? []).filter(({ name }) => name !== 'Age').map((column) => [column.name, column.cell(row, 0)]));
