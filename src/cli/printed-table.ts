import { tableCell } from '../base/safe-text.ts';
import type { CellContext, Domain, Row } from '../domains/types.ts';
import type { Scope } from '../kube/types.ts';
import { TableWriter } from './table-writer.ts';

export interface TableLayout {
	readonly wide: boolean;
	readonly headers: boolean;
}

interface TableColumn {
	readonly name: string;
	readonly text: (row: Row, now: number) => string;
}

/**
 * Rows as `kubectl get` prints them: the server's columns, NAMESPACE first when more than one namespace is in scope, the
 * line of names once. A merged domain has no columns of kubectl's and prints its pane's.
 */
export class PrintedTable {
	readonly #columns: readonly TableColumn[];
	readonly #writer = new TableWriter();
	#headersDue: boolean;

	constructor(domain: Domain, scope: Scope, layout: TableLayout, context: () => CellContext) {
		this.#columns = columnsOf(domain, scope, layout.wide, context);
		this.#headersDue = layout.headers;
	}

	/** The lines of these rows; `now` in epoch ms on the server's clock is what ages count to. */
	lines(rows: readonly Row[], now: number): string {
		if (rows.length === 0) return '';
		const lines = rows.map((row) => this.#columns.map(({ text }) => text(row, now)));
		// A definition names its columns as it likes, and the server hands that on: a name is no safer than a cell.
		const headers = this.#headersDue ? [this.#columns.map(({ name }) => tableCell(name.toUpperCase()))] : [];
		this.#headersDue = false;
		return this.#writer.layOut([...headers, ...lines]);
	}
}

function columnsOf(domain: Domain, scope: Scope, wide: boolean, context: () => CellContext): readonly TableColumn[] {
	const across = domain.scope === 'namespaces' && scope.namespace === undefined;
	if (domain.printed === undefined) {
		return domain.columns
			.filter((column) => (wide || column.wide !== true) && (across || column.acrossNamespaces !== true))
			.map((column) => ({ name: column.title, text: (row) => tableCell(column.cell(row, context()).text) }));
	}
	const namespace: TableColumn = { name: 'Namespace', text: (row) => tableCell(row.namespace) };
	const printed = domain.printed
		.filter(({ priority }) => wide || priority === 0)
		.map(({ name, cell }): TableColumn => ({ name, text: (row, now) => tableCell(String(cell(row, now))) }));
	// Rows may be in no namespace although what they count is.
	return across && domain.reads.some(({ resource }) => resource.namespaced) ? [namespace, ...printed] : printed;
}
