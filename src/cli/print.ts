import { safeJson, safeText } from '../base/safe-text.ts';
import { SentenceError } from '../base/sentence-error.ts';
import type { CellContext, Domain, Row } from '../domains/types.ts';
import type { DomainFeed } from '../sync/types.ts';
import { groups } from '../views/grouped-digits.ts';
import { lookedAt, nothingFound } from '../views/looked-at.ts';
import { rowWords } from '../views/row-words.ts';
import { exitCodes } from './exit-codes.ts';
import { notReadDocument } from './not-read.ts';
import type { Output } from './options.ts';
import type { OutputStream } from './output-stream.ts';
import { PrintedTable } from './printed-table.ts';
import { type RowValue, rowDocument, rowKeys, rowLeases } from './row-json.ts';
import { inPrintOrder, sortColumn, sortRows } from './sort-rows.ts';

export interface PrintOptions {
	readonly output: Output;
	readonly headers: boolean;
	readonly sortBy?: string;
	/** As it was typed, and what it lets through. */
	readonly filter?: { readonly text: string; readonly matches: (row: Row, context: CellContext) => boolean };
	/** The one object that was named (`pod/cart`). */
	readonly object?: string;
	readonly context: string;
	/** What ages count to: the server's Date of the list, epoch ms. */
	readonly now: number;
	/** A moment on our clock, on the server's; epoch ms both. */
	readonly serverTime: (at: number) => number;
}

/** Rows are turned into text so many at a time, so that a large cluster does not become one string. */
const batch = 1_000;

/** Whether this output needs what is joined in and the metrics, or only the rows themselves. */
export const needsJoins = (domain: Domain, options: { readonly output: Output; readonly sortBy?: string }): boolean =>
	domain.printed === undefined ||
	options.sortBy !== undefined ||
	!(options.output === 'table' || options.output === 'wide' || options.output === 'name');

/** Prints what a feed holds, once. `tell` writes a line to stderr. Throws SentenceError when the one object that was named is not there. */
export async function printOnce(feed: DomainFeed, options: PrintOptions, out: OutputStream, tell: (line: string) => void): Promise<void> {
	const context = feed.context();
	const listed = [...feed.rows.values()].filter((row) => options.filter?.matches(row, context) ?? true);
	// Rows of the server come as it lists them; derived ones have no order but their own.
	const sortBy = options.sortBy ?? (feed.domain.derived === undefined ? undefined : feed.domain.sort.column);
	const rows = sortBy === undefined ? inPrintOrder(feed.domain, listed) : sortRows(listed, sortColumn(feed.domain, sortBy), context);
	const { namespace } = feed.scope;
	const place = namespace === undefined || feed.domain.scope === 'cluster' ? '' : ` in ${safeText(namespace)} namespace`;
	if (feed.rows.size === 0 && options.object !== undefined) throw notFound(feed, options.object);
	if (rows.length === 0 && (options.output === 'table' || options.output === 'wide')) tell(nothingWords(feed, options.filter?.text, place));
	for (const text of texts(feed, rows, options, context)) {
		out.write(text);
		await out.drained();
	}
}

/** kubectl's words for an empty list; where there is nothing that was to be found, what was looked at; what is merely hidden is there. */
function nothingWords(feed: DomainFeed, filter: string | undefined, place: string): string {
	const { size } = feed.rows;
	if (size > 0 && filter !== undefined) return hiddenWords(size, feed.domain, filter);
	const looked = lookedAt(feed);
	const known = rowLeases(feed).every((lease) => lease.status().rows === 'complete') ? '' : ' among those that may be read';
	if (looked === undefined) return `No resources found${place}${known}.`;
	const { head, tail } = nothingFound(looked, place === '' ? '' : ` in namespace ${safeText(feed.scope.namespace ?? '')}`);
	return `${head}${tail}.`;
}

const hiddenWords = (size: number, domain: Domain, filter: string): string =>
	`${size === 1 ? 'The one row is' : `All ${groups(size)} ${safeText(rowWords(domain))} are`} hidden by the filter "${safeText(filter)}".`;

/** kubectl's words for an object that is not there, and where to look. */
export function notFound({ domain, scope: { namespace } }: DomainFeed, object: string): SentenceError {
	const isNamespaced = domain.scope !== 'cluster';
	const place = !isNamespaced ? '' : namespace === undefined ? ' in any namespace' : ` in namespace ${safeText(namespace)}`;
	const flag = !isNamespaced ? '' : namespace === undefined ? ' -A' : ` -n ${safeText(namespace)}`;
	const sentence = `${domain.name} "${safeText(object)}" not found${place}; kyacht ${domain.name}${flag} lists those there are.`;
	return new SentenceError(sentence, exitCodes.failed);
}

function* texts(feed: DomainFeed, rows: readonly Row[], options: PrintOptions, context: CellContext): Generator<string> {
	switch (options.output) {
		case 'table':
		case 'wide': {
			const layout = { wide: options.output === 'wide', headers: options.headers };
			// Widths are those of the whole table, so it is one text.
			yield new PrintedTable(feed.domain, feed.scope, layout, () => feed.context()).lines(rows, options.now);
			return;
		}
		case 'name':
			yield* inBatches(
				feed.domain.derived === undefined ? rows : ofObjects(feed.domain, rows),
				(row) => `${safeText(nameOf(feed.domain, row))}\n`,
			);
			return;
		case 'jsonl':
			yield* inBatches(rows, (row) => `${safeJson(rowDocument(feed, row, context))}\n`);
			return;
		case 'csv':
			yield* csv(feed, rows, options, context);
			return;
		case 'json':
			yield* json(feed, rows, options, context);
			return;
	}
}

/** What kubectl takes for the object: `pod/cart-1`; a kind is what kubectl api-resources calls it. */
const nameOf = ({ objectName, reads }: Domain, row: Row): string =>
	reads.some(({ resource }) => resource.form === 'discovery') ? row.name : `${objectName(row)}/${row.name}`;

/** Of several findings of one object the first. */
function ofObjects({ objectName }: Domain, rows: readonly Row[]): readonly Row[] {
	const first = new Map<string, Row>();
	for (const row of rows) {
		const key = `${row.namespace}/${objectName(row)}/${row.name}`;
		if (!first.has(key)) first.set(key, row);
	}
	return [...first.values()];
}

function* inBatches(rows: readonly Row[], line: (row: Row, index: number) => string): Generator<string> {
	for (let start = 0; start < rows.length; start += batch) {
		yield rows
			.slice(start, start + batch)
			.map((row, index) => line(row, start + index))
			.join('');
	}
}

/**
 * One document, a row a line: `{"domain","scope","context","mode","health","reason","asOf","resourceVersion","rows":[…]}`, and before
 * the rows `notRead` where something could not be read.
 */
function* json(feed: DomainFeed, rows: readonly Row[], options: PrintOptions, context: CellContext): Generator<string> {
	const status = feed.status();
	const versions = rowLeases(feed).map((lease) => lease.resourceVersion());
	const head = {
		domain: feed.domain.name,
		scope: scopeDocument(feed),
		context: options.context,
		mode: status.mode,
		health: status.level,
		reason: status.reason,
		asOf: status.asOf === undefined ? null : options.serverTime(status.asOf) / 1000,
		// Of the list; a merged domain reads several, each with a version of its own.
		resourceVersion: versions.length === 1 ? versions[0] : versions,
		...notReadDocument(feed),
	};
	yield `${safeJson(head).slice(0, -1)},"rows":[`;
	yield* inBatches(rows, (row, index) => `${index === 0 ? '\n' : ',\n'}${safeJson(rowDocument(feed, row, context))}`);
	yield rows.length === 0 ? ']}\n' : '\n]}\n';
}

/** Null namespace: all of them, or none for a cluster-scoped resource. */
export const scopeDocument = (feed: DomainFeed): Readonly<Record<string, string | null>> => ({
	namespace: feed.domain.scope === 'cluster' ? null : (feed.scope.namespace ?? null),
	...(feed.scope.labelSelector === undefined ? {} : { labelSelector: feed.scope.labelSelector }),
	...(feed.scope.fieldSelector === undefined ? {} : { fieldSelector: feed.scope.fieldSelector }),
});

/** RFC 4180, but for the line ends, which are those of the other formats. A list is joined by semicolons. */
function* csv(feed: DomainFeed, rows: readonly Row[], options: PrintOptions, context: CellContext): Generator<string> {
	const keys = rowKeys(feed.domain);
	if (options.headers) yield `${keys.map(csvField).join(',')}\n`;
	yield* inBatches(rows, (row) => {
		const document = rowDocument(feed, row, context);
		return `${keys.map((key) => csvField(document[key] ?? null)).join(',')}\n`;
	});
}

function csvField(value: RowValue): string {
	if (value === null) return '';
	const text = safeText(typeof value === 'object' ? value.join(';') : String(value));
	return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
