import type { Cell } from '../base/cell.ts';
import { cell } from '../base/cell.ts';
import { ageColumn, nameColumn, namespaceColumn, textColumn } from './columns.ts';
import { followDefined } from './defined-kinds.ts';
import { objectNameOf } from './resource-domain.ts';
import type { CellContext, Column, Domain, Following, Intern, Read, ResourceSpec, Row } from './types.ts';

/** One kind of a merged domain: its rows are known by their class. */
export interface Part<R extends Row> {
	readonly resource: ResourceSpec<R>;
	readonly row: new (object: never, intern: Intern) => R;
	/** What is said of this kind, in the words a person looks for: `ClusterIP 10.0.0.7 · 80, 443 · 3 ready`. */
	readonly details?: (row: R, context: CellContext) => string | Cell;
}

/** Remembers how the class of a row and what is said of it belong together, which a list of parts of different classes forgets. */
export const part = <R extends Row>(one: Part<R>): Part<Row> => one as unknown as Part<Row>;

/** In the version that the cluster has. */
const followParts = (parts: readonly Part<Row>[]): Following =>
	followDefined(({ group, plural, version }) => {
		const found = parts.find(({ resource: { gvr } }) => gvr.group === group && gvr.resource === plural)?.resource;
		return found === undefined ? undefined : { ...found, gvr: { ...found.gvr, version } };
	}, true);

interface MergedDomain<R extends Row> extends Pick<Domain, 'name'>, Partial<Omit<Domain<R>, 'name' | 'reads' | 'columns'>> {
	readonly parts: readonly Part<Row>[];
	/** Custom kinds that are of this view in clusters that have them. */
	readonly whereDefined?: readonly Part<Row>[];
	/** What is read beside them. */
	readonly joins?: readonly Read[];
	/** Columns of all of them, between the details and the age. */
	readonly more?: readonly Column<R>[];
	/** Details change without their row: they look something up. */
	readonly volatile?: boolean;
}

/** What a row says by itself: of what is joined to it nothing is known, and nothing to be said. */
const nothingBeside: CellContext = {
	now: 0,
	usage: () => '',
	history: () => undefined,
	namespaceUsage: () => '',
	usageOf: () => '',
	tally: () => '',
	lookup: () => '',
};

const textOf = (said: string | Cell): string => (typeof said === 'string' ? said : said.text);

/**
 * The view of kinds that belong together: what each row is, what it is called, and what matters of its kind, in one column.
 * Raw values: `details` is the text of the pane; `age` epoch seconds of the creation.
 */
export function mergedDomain<R extends Row = Row>({
	parts,
	whereDefined = [],
	joins = [],
	more = [],
	volatile = false,
	...own
}: MergedDomain<R>): Domain<R> {
	const byClass = new Map<unknown, Part<Row>>([...parts, ...whereDefined].map((one) => [one.row, one]));
	const partOf = (row: Row): Part<Row> => {
		const found = byClass.get(row.constructor);
		if (found === undefined) throw new Error(`${own.name} has a row of a class that none of its parts has`);
		return found;
	};
	const details = (row: Row, context: CellContext): string | Cell => partOf(row).details?.(row, context) ?? '';
	const width = Math.max(...[...parts, ...whereDefined].map(({ resource }) => resource.kind.length));
	const inNamespaces = parts.some(({ resource }) => resource.namespaced);
	const detailsColumn: Column = {
		id: 'details',
		title: 'DETAILS',
		worth: 3,
		min: 12,
		max: 80,
		sortKey: 'D',
		...(volatile && { volatile, steady: (row: Row) => textOf(details(row, nothingBeside)) }),
		value: (row, context) => textOf(details(row, context)),
		cell: (row, context) => {
			const said = details(row, context);
			return typeof said === 'string' ? cell(said, row.health === 'ok' ? undefined : row.health) : said;
		},
	};
	return {
		title: own.name.toUpperCase(),
		aliases: [],
		scope: inNamespaces ? 'namespaces' : 'cluster',
		reads: [...parts.map(({ resource }): Read => ({ role: 'rows', resource })), ...joins],
		...(whereDefined.length === 0 ? {} : { follows: followParts(whereDefined) }),
		columns: [
			textColumn({ id: 'kind', title: 'KIND', worth: 2, min: 6, max: width, sortKey: 'K', of: (row) => partOf(row).resource.kind }),
			nameColumn(),
			...(inNamespaces ? [namespaceColumn(4)] : []),
			...(parts.some((one) => one.details !== undefined) ? [detailsColumn] : []),
			...more,
			ageColumn(5),
		],
		sort: { column: 'name', descending: false },
		objectName: (row) => objectNameOf(partOf(row).resource),
		...own,
	};
}
