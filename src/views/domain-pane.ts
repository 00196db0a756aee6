import type { CellContext, Column } from '../domains/types.ts';
import { RowView } from '../stores/row-view.ts';
import type { DomainFeed } from '../sync/types.ts';
import type { ListColumn, RowSource } from './row-source.ts';
import { textFilter } from './text-filter.ts';
import type { SortOrder, ViewState } from './ui-state.ts';

const faulty: ReadonlySet<string> = new Set(['warning', 'failing', 'unknown']);

/** A domain's feed while its pane is open, with its rows in the order and under the filter of the view. */
export class DomainPane {
	readonly feed: DomainFeed;
	readonly #rows: RowView;
	#filter: string | undefined;
	#faults = false;
	#sort: SortOrder | undefined;
	#joins: number;

	constructor(feed: DomainFeed) {
		this.feed = feed;
		this.#rows = new RowView(feed.rows, feed.domain.newest);
		this.#joins = feed.joinsRevision;
	}

	/** Rows of the store. */
	get total(): number {
		return this.#rows.total;
	}

	get shown(): number {
		return this.#rows.length;
	}

	/** Rows that the filter let through, more than are shown where only the newest are. */
	get matched(): number {
		return this.#rows.matched;
	}

	/** Makes the rows what the view asks for; what has not changed costs nothing. */
	apply(view: ViewState): void {
		const { domain } = this.feed;
		const sort = view.sort ?? domain.sort;
		if (sort.column !== this.#sort?.column || sort.descending !== this.#sort.descending) {
			this.#sort = sort;
			const column = domain.columns.find(({ id }) => id === sort.column);
			this.#rows.setOrder(column === undefined ? undefined : { by: (row) => column.value(row, this.feed.context()) }, sort.descending);
		}
		if (view.filter !== this.#filter || view.faults !== this.#faults) {
			this.#filter = view.filter;
			this.#faults = view.faults;
			this.#rows.setFilter(this.#rowTest(view));
		}
		if (this.feed.joinsRevision !== this.#joins) {
			this.#joins = this.feed.joinsRevision;
			if (domain.columns.find(({ id }) => id === sort.column)?.volatile === true) this.#rows.refreshVolatile();
		}
	}

	/** A filter reads the cells that change only with their row: a row does not come and go because its age turned. */
	#rowTest({ filter, faults }: ViewState): Parameters<RowView['setFilter']>[0] {
		const test = textFilter(filter);
		if (test === undefined) return faults ? (row) => faulty.has(row.health) : undefined;
		const columns = this.feed.domain.columns.filter(({ volatile }) => volatile !== true);
		const context = this.feed.context();
		return (row) => (!faults || faulty.has(row.health)) && test(columns.map((column) => column.cell(row, context).text).join(' '));
	}

	/** The columns that are shown now. */
	columns(wide: boolean): readonly Column[] {
		const across = this.feed.scope.namespace === undefined;
		return this.feed.domain.columns.filter((column) => (wide || column.wide !== true) && (across || column.acrossNamespaces !== true));
	}

	source(columns: readonly Column[], context: CellContext = this.feed.context()): RowSource {
		const rows = this.#rows;
		return {
			length: rows.length,
			keyAt: (index) => rows.at(index)?.uid,
			indexOf: (key) => rows.indexOf(key),
			at(index) {
				const row = rows.at(index);
				return row === undefined ? [] : columns.map((column) => column.cell(row, context));
			},
		};
	}

	/** Namespaces that rows are in, for completion. */
	namespaces(): ReadonlySet<string> {
		const names = new Set<string>();
		for (const { namespace } of this.feed.rows.values()) if (namespace !== '') names.add(namespace);
		return names;
	}

	close(): void {
		this.#rows.dispose();
		this.feed.close();
	}
}

export const listColumn = ({ id, title, align, worth, min, max, sortKey }: Column): ListColumn => ({
	id,
	title,
	align: align ?? 'left',
	worth,
	min,
	max,
	sortKey,
});
