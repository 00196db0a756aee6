import { age } from '../base/age.ts';
import type { PrintedColumn } from './types.ts';

/** What the server's printers have in common (pkg/printers/internalversion/printers.go, 1.36). */

export const printedName: PrintedColumn = { name: 'Name', priority: 0, cell: (row) => row.name };

export const printedAge: PrintedColumn = { name: 'Age', priority: 0, cell: (row, now) => age(row.created, now) };

export const orNone = (text: string): string => (text === '' ? '<none>' : text);
