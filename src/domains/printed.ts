import { age } from '../base/age.ts';
import type { PrintedColumn } from './types.ts';

/** What the server's printers have in common (pkg/printers/internalversion/printers.go, 1.36). */

export const printedName: PrintedColumn = { name: 'Name', priority: 0, cell: (row) => row.name };

export const printedAge: PrintedColumn = { name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) };

/** What has no date is printed with Go's zero time. */
export const printedCreatedAt: PrintedColumn = {
	name: 'Created At',
	priority: 0,
	type: 'date',
	cell: ({ created }) => (created === 0 ? '0001-01-01T00:00:00Z' : `${new Date(created * 1000).toISOString().slice(0, 19)}Z`),
};

export const orNone = (text: string): string => (text === '' ? '<none>' : text);
