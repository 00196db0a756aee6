import type { Clock } from '../base/clock.ts';
import { safeJson } from '../base/safe-text.ts';
import type { Row } from '../domains/types.ts';
import type { DomainFeed, StreamStatus } from '../sync/types.ts';
import { pollingWords } from '../views/stream-words.ts';
import { LookedUp } from './looked-up.ts';
import { notRead, notReadDocument } from './not-read.ts';
import type { PassingRows, PrintedChange } from './passing-rows.ts';
import { PrintedTable } from './printed-table.ts';
import { rowDocument, rowLeases } from './row-json.ts';
import { inPrintOrder } from './sort-rows.ts';

/** Where lines go. Throws when they can no longer be written. */
export type WriteText = (text: string) => void;

export interface WatchPrinter {
	/** Changes of rows, in the order of the stream; nothing is left out or put together. */
	changed(changes: readonly PrintedChange[]): void;
	/** Everything that the server holds has been told; of it these rows are printed. */
	synced(rows: readonly Row[]): void;
	stale(status: StreamStatus): void;
	live(): void;
	/** How the rows, which are live, are kept so is another way than it was: polled, watched; or what is not read is something else. */
	kept(status: StreamStatus): void;
}

/** The server's clock, epoch ms. */
export interface ServerTime {
	readonly now: () => number;
	/** A moment on our clock, on the server's. */
	readonly of: (at: number) => number;
}

/**
 * `--watch -o jsonl`: a JSON document a line. `added`, `modified`, `deleted` and `removed` carry the row; `synced` says that
 * folding the lines so far gives the server's set; `stale` and `live` say whether that still holds, `status` that it does otherwise
 * than by a watch, or no longer so, and both what is not read. `removed`: --filter no
 * longer lets the row through; or a selector is in force, where a watch tells the end of an object and its leaving alike.
 */
export function jsonLines(feed: DomainFeed, write: WriteText, time: ServerTime): WatchPrinter {
	const line = (document: object) => write(`${safeJson(document)}\n`);
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
					.map(({ type, row }) => `${safeJson({ event: type === 'deleted' ? gone : type, ...rowDocument(feed, row, context) })}\n`)
					.join(''),
			);
		},
		synced: (rows) => line({ event: 'synced', at: at(), rows: rows.length, ...notReadDocument(feed) }),
		stale: (status) =>
			line({
				event: 'stale',
				reason: status.reason,
				detail: status.detail,
				at: at(),
				asOf: status.asOf === undefined ? null : time.of(status.asOf) / 1000,
			}),
		live: () => line({ event: 'live', at: at() }),
		kept: ({ mode, level, reason, detail, polling }) =>
			line({
				event: 'status',
				mode,
				health: level,
				reason,
				detail,
				...(polling.kind === 'every' && { pollSeconds: polling.intervalMs / 1000 }),
				at: at(),
				...notReadDocument(feed),
			}),
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

/**
 * `--watch -o table`: the table, then each changed row as a line under it, a deleted one as it last was, as `kubectl get -w`
 * does. One that --filter lets go is printed once more, as it is now.
 */
export function tableLines(feed: DomainFeed, write: WriteText, options: TableLinesOptions): WatchPrinter {
	const table = new PrintedTable(feed.domain, feed.scope, options, () => feed.context());
	let isSynced = false;
	let isPolled = false;
	return {
		changed(changes) {
			// Pages of the first list come one by one; the table is one, so that its widths are.
			if (!isSynced) return;
			const rows = changes.map(({ row }) => row);
			write(table.lines(rows, options.serverNow()));
		},
		synced(rows) {
			if (isSynced) return;
			isSynced = true;
			write(table.lines(inPrintOrder(feed.domain, rows), options.serverNow()));
		},
		stale: (status) =>
			options.note(`These rows are no longer live: ${status.reason}${status.detail === '' ? '' : ` (${status.detail})`}; trying again.`),
		live: () => options.note('Live again.'),
		kept({ mode, reason, detail, polling }) {
			const wasPolled = isPolled;
			isPolled = mode === 'polling';
			const why = detail === '' ? reason : `${reason}, ${detail}`;
			if (isPolled) options.note(`These rows are polled ${pollingWords(polling, options.serverNow())}: ${why}.`);
			else if (wasPolled) options.note('These rows are watched again.');
		},
	};
}

/** What is to be said of rows that are live beside that they are. */
const keptBy = ({ mode, reason, detail }: Partial<StreamStatus>, feed: DomainFeed): string =>
	JSON.stringify([mode === 'polling' ? [reason, detail] : [], notRead(feed)]);

export interface PrintChangesOptions {
	/** Its rows may come to be of several lists. */
	readonly merged?: boolean;
	readonly rows: PassingRows;
	readonly clock: Clock;
	/** Tells of every change of a status, of samples and of sums; returns the way to stop. */
	readonly subscribe: (listener: () => void) => () => void;
	/** What cells show beside their rows has come, or will not; nothing is said to be whole before. Absent: it is not waited for. */
	readonly isJoined?: () => boolean;
}

/** How often rows are looked at that come and go with their ages, which are read in seconds. */
const ageMs = 1_000;

/** Joins a feed with a printer from now on; returns the way to stop. */
export function printChanges(
	feed: DomainFeed,
	printer: WatchPrinter,
	{ rows, clock, subscribe, merged, isJoined = () => true }: PrintChangesOptions,
): () => void {
	let wasSynced = false;
	let wasLive = true;
	let wasKeptBy = '';
	const order = new LookedUp(feed);
	const tell = (changes: readonly PrintedChange[]) => {
		// What is gone cannot be asked about any more.
		const shown = changes.flatMap(({ type, row }) => (type === 'deleted' ? [] : [row]));
		if (changes.length > 0) order.print(shown, () => printer.changed(changes));
	};
	const synced = () => {
		wasSynced = true;
		const shown = rows.rows();
		order.print(shown, () => printer.synced(shown));
		wasKeptBy = keptBy({}, feed);
	};
	const look = () => {
		const status = feed.status();
		order.look();
		tell(rows.look(clock.now()));
		if (!wasSynced && status.rows === 'complete' && isJoined()) synced();
		if (!wasSynced) return;
		if (status.live !== wasLive) {
			wasLive = status.live;
			order.print([], () => (status.live ? printer.live() : printer.stale(status)));
		}
		const isKeptBy = status.live ? keptBy(status, feed) : wasKeptBy;
		if (isKeptBy === wasKeptBy) return;
		wasKeptBy = isKeptBy;
		order.print([], () => printer.kept(status));
	};
	tell(rows.changed(Array.from(feed.rows.values(), (row) => ({ type: 'added', row }))));
	const isMerged = (): boolean => merged === true || rowLeases(feed).length > 1;
	const stopRows = feed.rows.observe({
		changed: (changes) => tell(rows.changed(changes)),
		// The store says it between the last row of a list and the first event after it. One of several lists is not all of them.
		synced: () => (isMerged() || !isJoined() ? look() : synced()),
	});
	const stopStatus = subscribe(look);
	let stopTime = () => {};
	const tick = () => {
		stopTime = clock.after(ageMs, tick);
		look();
	};
	if (rows.turnsWithTime) tick();
	look();
	return () => {
		stopRows();
		stopStatus();
		stopTime();
	};
}
