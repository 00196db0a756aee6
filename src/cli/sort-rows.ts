import { nearestNames } from '../base/nearest-name.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { CellContext, Column, Domain, Row } from '../domains/types.ts';
import { compareSortValues } from '../stores/row-order.ts';

/** What people bring from `kubectl get --sort-by` and `kubectl top`, by the column that has it. */
const brought: Readonly<Record<string, string>> = {
	'metadata.name': 'name',
	'metadata.namespace': 'namespace',
	'metadata.creationtimestamp': 'age',
	mem: 'memory',
};

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9/%]/g, '');

/** The column that --sort-by names: its id, its title, or kubectl's JSONPath of it. Throws SentenceError (2) with the nearest names. */
export function sortColumn(domain: Domain, wanted: string): Column {
	const path = /^\{?\.?(.+?)\}?$/.exec(wanted)?.[1] ?? wanted;
	const name = plain(brought[path.toLowerCase()] ?? wanted);
	const column = domain.columns.find(({ id, title }) => plain(id) === name || plain(title) === name);
	if (column !== undefined) return column;
	const ids = domain.columns.map(({ id }) => id);
	const near = nearestNames(wanted, ids);
	const next = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${ids.join(', ')}.`;
	throw new SentenceError(`--sort-by: ${domain.name} has no column "${wanted}"; ${next}`, 2);
}

/** The order in which a view prints its rows where no other is asked for: most have none but that of the list. */
export const inPrintOrder = ({ printOrder }: Domain, rows: readonly Row[]): readonly Row[] =>
	printOrder === undefined ? rows : rows.toSorted(printOrder);

/** Ascending, as kubectl sorts, rows with equal values in the order of the list. Ages ascend from the oldest. */
export const sortRows = (rows: readonly Row[], column: Column, context: CellContext): readonly Row[] =>
	rows
		.map((row) => ({ row, value: column.order?.(row) ?? column.value(row, context) }))
		.sort((a, b) => compareSortValues(a.value, b.value, false))
		.map(({ row }) => row);
