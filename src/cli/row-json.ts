import type { CellContext, Column, Domain, Row } from '../domains/types.ts';
import type { DomainFeed } from '../sync/types.ts';

export type RowValue = string | number | boolean | null | readonly string[];

/**
 * A row as data, the contract of `-o json`, `-o jsonl` and csv: what every row has, then every column of the pane under its
 * camelCase id as a raw value (numbers, epoch seconds, bytes). Null: there is none. A row that is no object has an `id`, who it is from
 * one document to the next, and as `uid` that of the object that it is of.
 */
export type RowDocument = Readonly<Record<string, RowValue>>;

export function rowDocument(feed: DomainFeed, row: Row, context: CellContext): RowDocument {
	const { objectUid } = feed.domain;
	const document: Record<string, RowValue> = {
		kind: kindOf(feed, row) || null,
		namespace: row.namespace === '' ? null : row.namespace,
		name: row.name,
		...(objectUid === undefined ? { uid: row.uid } : { uid: objectUid(row) || null, id: row.uid }),
		resourceVersion: row.resourceVersion,
		health: row.health,
	};
	for (const column of feed.domain.columns) document[column.id] = columnValue(column, row, context);
	return document;
}

/** The keys of every row of a domain, in their order. */
export const rowKeys = (domain: Domain): readonly string[] => [
	...new Set([
		...['kind', 'namespace', 'name', 'uid', ...(domain.objectUid === undefined ? [] : ['id']), 'resourceVersion', 'health'],
		...domain.columns.map(({ id }) => id),
	]),
];

function columnValue(column: Column, row: Row, context: CellContext): RowValue {
	const value = column.value(row, context);
	return value === '' || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;
}

/** The streams whose rows are the domain's, which a feed names first; of lines all that they are over. */
export const rowLeases = (feed: DomainFeed): DomainFeed['leases'] =>
	feed.domain.lines === undefined ? feed.leases.slice(0, feed.domain.reads.filter(({ role }) => role === 'rows').length) : feed.leases;

function kindOf(feed: DomainFeed, row: Row): string {
	const [only, ...others] = rowLeases(feed);
	// A row of several objects is in no store of theirs: it is of the one kind that they all are.
	if (others.every(({ resource }) => resource.kind === only?.resource.kind)) return only?.resource.kind ?? '';
	return rowLeases(feed).find((lease) => lease.rows.get(row.uid) !== undefined)?.resource.kind ?? '';
}
