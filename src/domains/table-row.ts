import { age, durationSeconds } from '../base/age.ts';
import type { ObjectHealth } from '../base/cell.ts';
import type { CellValue, KubeObject, TableColumn, TableObject } from '../kube/types.ts';
import { printedHealth } from './custom-health.ts';
import { ObjectRow } from './object-row.ts';
import type { Intern, Row } from './types.ts';

/**
 * Whether a column holds ages. The printers of Kubernetes' own kinds call theirs a string, and name it Age
 * (pkg/printers/internalversion/printers.go); those of custom resources say `date`.
 */
export const isDate = ({ name, type }: TableColumn): boolean => type === 'date' || name === 'Age';

/** The age of the object itself, by the description that the API's own documents have of it, or by its path in a definition. */
export const isCreation = (column: TableColumn): boolean => isDate(column) && /creationTimestamp/i.test(column.description);

/** An answer is on its way for a moment, and the Date header of the server that it is dated by has whole seconds. */
const slackMs = [0, -1_000, 1_000, -2_000, 2_000];

/**
 * When a date was that is printed as an age, in epoch seconds: the moment at which the object was made where that prints as the same,
 * else as long before the printing as it says, which is exact to the last unit that is printed. Text that is no age stays.
 */
function momentOf(column: TableColumn, cell: CellValue, created: number, printedAt: number): CellValue {
	if (typeof cell !== 'string') return cell;
	if (created !== 0 && isCreation(column)) return created;
	const seconds = durationSeconds(cell);
	if (seconds === undefined) return cell;
	if (created !== 0 && slackMs.some((slack) => age(created, printedAt + slack) === cell)) return created;
	return printedAt / 1000 - seconds;
}

/** By what is printed of its conditions, the worst first: nothing else of the object is known. */
function healthOf(columns: readonly TableColumn[], cells: readonly CellValue[]): ObjectHealth {
	const told = columns.flatMap(({ name }, at) => printedHealth(name, cells[at] ?? null) ?? []);
	return (['failing', 'progressing'] as const).find((health) => told.includes(health)) ?? 'ok';
}

/** A row of the server's own Table: what it is called, and cells as they were printed. Dates go on counting. */
export class TableRow extends ObjectRow {
	readonly columns: readonly TableColumn[];
	/** As many as columns. Of a date a number is its moment in epoch seconds. */
	readonly cells: readonly CellValue[];

	constructor({ metadata, columns, cells, printedAt }: TableObject, intern: Intern) {
		super(metadata, metadata.deletionTimestamp === undefined ? healthOf(columns, cells) : 'progressing', intern);
		this.columns = columns;
		this.cells = columns.map((column, at) => {
			const cell = cells[at] ?? null;
			if (isDate(column)) return momentOf(column, cell, this.created, printedAt);
			return typeof cell === 'string' ? intern(cell) : cell;
		});
	}

	/** Dates are left out: they were read off an age, which is another one each time. */
	readsAs(other: Row): boolean {
		return (
			other instanceof TableRow &&
			other.columns === this.columns &&
			this.columns.every((column, at) => isDate(column) || this.cells[at] === other.cells[at])
		);
	}
}

/** That the source of the resource prints its objects is said by `form` of the ResourceSpec beside this. */
export const tableRowOf = (object: KubeObject, intern: Intern): TableRow => new TableRow(object as TableObject, intern);
