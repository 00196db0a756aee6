import type { RowChange } from '../stores/types.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import { PrintedTable } from './printed-table.ts';
import { rowDocument, rowLeases } from './row-json.ts';

/** Where lines go. Throws when they can no longer be written. */
export type WriteText = (text: string) => void;

export interface WatchPrinter {
	/** Changes of rows, in the order of the stream; nothing is left out or put together. */
	changed(changes: readonly RowChange[]): void;
	/** Everything that the server holds has been told. */
	synced(): void;
	stale(status: StreamStatus): void;
	live(): void;
}

/** The server's clock, epoch ms. */
export interface ServerTime {
	readonly now: () => number;
	/** A moment on our clock, on the server's. */
	readonly of: (at: number) => number;
}

/**
 * `--watch -o jsonl`: a JSON document a line. `added`, `modified`, `deleted` and `removed` carry the row; `synced` says that
 * folding the lines so far gives the server's set; `stale` and `live` say whether that still holds. `removed`: with a selector
 * in force a watch tells the end of an object and its leaving the selector alike.
 */
export function jsonLines(feed: DomainFeed, write: WriteText, time: ServerTime): WatchPrinter {
	const line = (document: object) => write(`${JSON.stringify(document)}\n`);
	const gone = mayLeave(feed) ? 'removed' : 'deleted';
	let last = 0;
	// A server's clock is known to the second: after a restart it may seem to be behind, and time would go backwards.
	const at = (): number => {
		last = Math.max(last, time.now() / 1000);
		return last;
	};
	return {
		changed(changes) {
			const context = feed.context();
			write(
				changes
					.map(({ type, row }) => `${JSON.stringify({ event: type === 'deleted' ? gone : type, ...rowDocument(feed, row, context) })}\n`)
					.join(''),
			);
		},
		synced: () => line({ event: 'synced', at: at(), rows: feed.rows.size }),
		stale: (status) =>
			line({
				event: 'stale',
				reason: status.reason,
				detail: status.detail,
				at: at(),
				asOf: status.asOf === undefined ? null : time.of(status.asOf) / 1000,
			}),
		live: () => line({ event: 'live', at: at() }),
	};
}

/** A selector on the name alone is one that no object leaves. */
const mayLeave = ({ scope }: DomainFeed): boolean =>
	(scope.labelSelector ?? '') !== '' ||
	(scope.fieldSelector ?? '').split(',').some((term) => term !== '' && !/^metadata\.name(?:space)?==?[^=]/.test(term));

export interface TableLinesOptions {
	readonly wide: boolean;
	readonly headers: boolean;
	/** Ages count to it, epoch ms on the server's clock. */
	readonly serverNow: () => number;
	/** For what is no row: stderr. */
	readonly note: (sentence: string) => void;
}

/** `--watch -o table`: the table, then each changed row as a line under it, a deleted one as it last was, as `kubectl get -w` does. */
export function tableLines(feed: DomainFeed, write: WriteText, options: TableLinesOptions): WatchPrinter {
	const table = new PrintedTable(feed.domain, feed.scope, options, () => feed.context());
	let isSynced = false;
	return {
		changed(changes) {
			// Pages of the first list come one by one; the table is one, so that its widths are.
			if (!isSynced) return;
			const rows = changes.map(({ row }) => row);
			write(table.lines(rows, options.serverNow()));
		},
		synced() {
			if (isSynced) return;
			isSynced = true;
			write(table.lines([...feed.rows.values()], options.serverNow()));
		},
		stale: (status) =>
			options.note(`These rows are no longer live: ${status.reason}${status.detail === '' ? '' : ` (${status.detail})`}; trying again.`),
		live: () => options.note('Live again.'),
	};
}

/** Joins a feed with a printer from now on; returns the way to stop. `subscribe` tells of every change of a status. */
export function printChanges(feed: DomainFeed, printer: WatchPrinter, subscribe: (listener: () => void) => () => void): () => void {
	let wasSynced = false;
	let wasLive = true;
	const synced = () => {
		wasSynced = true;
		printer.synced();
	};
	const look = () => {
		const status = feed.status();
		if (!wasSynced && status.rows === 'complete') synced();
		if (!wasSynced || status.live === wasLive) return;
		wasLive = status.live;
		if (status.live) printer.live();
		else printer.stale(status);
	};
	const present = [...feed.rows.values()];
	if (present.length > 0) printer.changed(present.map((row) => ({ type: 'added', row })));
	const isMerged = rowLeases(feed).length > 1;
	const stopRows = feed.rows.observe({
		changed: (changes) => printer.changed(changes),
		// The store says it between the last row of a list and the first event after it. One of several lists is not all of them.
		signalled: () => (isMerged ? look() : synced()),
	});
	const stopStatus = subscribe(look);
	look();
	return () => {
		stopRows();
		stopStatus();
	};
}
