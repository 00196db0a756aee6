import { printedAt } from '../base/age.ts';
import type { Clock } from '../base/clock.ts';
import { SentenceError } from '../base/sentence-error.ts';
import { listedNames } from '../domains/table-domain.ts';
import type { Domain } from '../domains/types.ts';
import { namespaceExists } from '../kube/namespace-exists.ts';
import type { Scope } from '../kube/types.ts';
import { openDomainFeed } from '../sync/domain-feed.ts';
import type { DomainFeed, Engine } from '../sync/types.ts';
import type { OpenContext } from '../views/app-services.ts';
import { answered, isSettled, refusal, until } from './await-rows.ts';
import { exitCodes } from './exit-codes.ts';
import { readFilterFlag } from './filter-flag.ts';
import { deniedOr } from './find-release.ts';
import type { DatedConnection } from './list-dates.ts';
import { noNamespaceSentence } from './no-namespace.ts';
import type { Options, Output } from './options.ts';
import type { OutputStream } from './output-stream.ts';
import { PassingRows } from './passing-rows.ts';
import { needsJoins, notFound, type PrintOptions, printOnce } from './print.ts';
import { rowLeases } from './row-json.ts';
import { sortColumn } from './sort-rows.ts';
import { unreadReleases } from './unread-releases.ts';
import { jsonLines, printChanges, tableLines } from './watch-lines.ts';

export interface PrintRun {
	readonly domain: Domain;
	readonly scope: Scope;
	/** The one object that was named. */
	readonly object?: string;
	readonly output: Output;
	readonly options: Options;
	readonly context: OpenContext;
	/** The one that the engine was given. */
	readonly clock: Clock;
	readonly dates: DatedConnection;
	readonly out: OutputStream;
	/** A sentence of kyacht's for stderr. */
	readonly note: (sentence: string) => void;
	/** A line for stderr as it is: kubectl's words. */
	readonly tell: (line: string) => void;
}

/** Nobody waits for a screen: whole pages from the first on. */
const pageSize = 500;
/** Metrics that are there answer within this; what prints once does not wait longer for those that are not. */
const metricsWaitMs = 1_000;

/** Prints a view once, or with --watch until it is stopped. Resolves with the exit code; throws SentenceError. */
export async function runPrint(run: PrintRun): Promise<number> {
	const { domain, options, output, context } = run;
	if (options.sortBy !== undefined) sortColumn(domain, options.sortBy);
	const { readsJoins } = readFilterFlag(domain, options.filter, run.scope);
	// Lines are made of nothing else.
	const joined = readsJoins || domain.lines !== undefined || needsJoins(domain, { ...options, output });
	const read = joined ? domain : rowsOnly(domain);
	const feed = openDomainFeed(
		context.engine,
		output === 'name' && options.filter === undefined && options.sortBy === undefined ? listedNames(read) : read,
		run.scope,
		{
			visible: true,
			firstPage: pageSize,
			serverVersion: context.serverVersion,
			clock: run.clock,
		},
	);
	try {
		return await (options.watch === true ? watch(run, feed, joined) : once(run, feed, joined));
	} finally {
		feed.close();
	}
}

/** The domain without what only its pane shows: kubectl's columns need neither pods beside nodes nor metrics. */
const rowsOnly = ({ metrics: _, lookups, ...domain }: Domain): Domain => ({
	...domain,
	reads: domain.reads.filter(({ role }) => role === 'rows'),
	// Whose pane's columns are printed has no others.
	...(domain.printed === undefined && lookups !== undefined && { lookups }),
});

async function once(
	{ domain, options, output, context, clock, dates, out, note, tell, object }: PrintRun,
	feed: DomainFeed,
	joined: boolean,
): Promise<number> {
	const { engine } = context;
	const { refused } = await Promise.race([
		answered(feed, {
			subscribe: engine.subscribe,
			server: context.server,
			context: context.name,
			given: context.given,
			...(joined ? { joinsForMs: metricsWaitMs } : {}),
		}),
		out.failed,
	]);
	if (refused.length > 0) checkFound(feed, object, refused);
	for (const sentence of [...refused, ...(joined ? refusedBeside(feed, context) : [])]) note(sentence);
	if (domain.lines !== undefined) await until(() => context.serverVersion() !== undefined, engine.subscribe, metricsWaitMs);
	feed.settle();
	if (joined) checkThere(feed);
	if (joined && domain.heading !== undefined) note(`${domain.heading(feed.scope, feed.context(), feed.rows.values())}.`);
	if (joined && output !== 'name') {
		await Promise.race([lookedUp(feed, engine), out.failed]);
		for (const sentence of unreadReleases(feed)) note(sentence);
	}
	await noteNamespace(feed, dates, note);
	const filter = filterOf(feed, options.filter);
	await printOnce(
		feed,
		{
			output,
			headers: options.headers,
			context: context.name,
			now: listedAt(feed, dates, engine),
			serverTime: serverTimeOf(engine, clock),
			...(options.sortBy === undefined ? {} : { sortBy: options.sortBy }),
			...(filter === undefined ? {} : { filter }),
			...(object === undefined ? {} : { object }),
		},
		out,
		tell,
	);
	return exitCodes.ok;
}

/** Says that there is no such namespace where the rows do not tell: what is said of the whole cluster is there whether it is or not. */
async function noteNamespace(feed: DomainFeed, { connection }: DatedConnection, note: PrintRun['note']): Promise<void> {
	const { domain, rows, scope } = feed;
	const mayBeEmpty = rows.size === 0 || domain.lines !== undefined || domain.derived !== undefined;
	if (!mayBeEmpty || scope.namespace === undefined) return;
	if ((await namespaceExists(connection, scope.namespace)) === false) note(noNamespaceSentence(scope.namespace));
}

/** A sentence for each resource without which columns are not known that are printed. */
function refusedBeside(feed: DomainFeed, { server, name, given }: OpenContext): readonly string[] {
	if (feed.domain.lines !== undefined) return [];
	const beside = feed.leases.slice(rowLeases(feed).length).filter((lease) => lease.status().rows !== 'complete');
	return beside.map((lease) => refusal(lease, feed, { server, context: name, given }).message);
}

/** Throws SentenceError where the one object that was named is not there. */
function checkFound(feed: DomainFeed, object: string | undefined, [refused]: readonly string[]): void {
	if (object === undefined || feed.rows.size > 0) return;
	// What is not where it may be looked for may be where it may not.
	throw refused === undefined ? notFound(feed, object) : new SentenceError(refused, deniedOr(feed));
}

/** Throws SentenceError where what was named, and the rows would be in, is not there. */
function checkThere(feed: DomainFeed): void {
	const sentence = feed.domain.notThere?.(feed.scope, feed.context());
	if (sentence !== undefined) throw new SentenceError(sentence, exitCodes.failed);
}

/** Resolves when all is known that the cells of the rows look up; in a pane that goes on while one reads. */
const lookedUp = (feed: DomainFeed, { subscribe }: Engine): Promise<void> => until(() => isLookedUp(feed), subscribe);

/** Each row is asked about, not only as many as the first that is not known. */
const isLookedUp = (feed: DomainFeed): boolean =>
	feed.domain.lookups === undefined || Array.from(feed.rows.values(), (row) => feed.lookUp(row)).every(Boolean);

/** What --filter lets through. */
function filterOf({ domain, scope }: DomainFeed, text: string | undefined): PrintOptions['filter'] {
	const { test } = readFilterFlag(domain, text, scope);
	return text === undefined || test === undefined ? undefined : { text, matches: test };
}

function listedAt(feed: DomainFeed, dates: DatedConnection, engine: Engine): number {
	const listed = rowLeases(feed).flatMap(({ streamId }) => dates.dateOf(streamId) ?? []);
	return listed.length === 0 ? engine.serverNow() : printedAt(Math.max(...listed));
}

/** A moment on our clock (epoch ms), as the server's clock had it: everything that is printed is on one clock. */
const serverTimeOf =
	(engine: Engine, clock: Clock) =>
	(at: number): number =>
		at + engine.serverNow() - clock.now();

async function watch(
	{ domain, options, output, context, clock, dates, out, note, object }: PrintRun,
	feed: DomainFeed,
	joined: boolean,
): Promise<number> {
	const { engine } = context;
	const isStopped = Promise.withResolvers<never>();
	const write = (text: string) => {
		try {
			if (text !== '') out.write(text);
		} catch (error) {
			// Thrown here it would only reach the store that tells its observers; the run is what has to end.
			isStopped.reject(error);
		}
	};
	const printer =
		output === 'jsonl'
			? jsonLines(feed, write, { now: () => engine.serverNow(), of: serverTimeOf(engine, clock) })
			: tableLines(feed, write, { wide: output === 'wide', headers: options.headers, serverNow: () => engine.serverNow(), note });
	const rows = new PassingRows(feed, readFilterFlag(feed.domain, options.filter, feed.scope));
	// A line of a table is not written over when what is joined in comes later; a document of it comes again.
	const areSettled = () => !joined || feed.leases.every((lease) => isSettled(lease.status()));
	const isJoined = () => output === 'jsonl' || areSettled();
	const stop = printChanges(feed, printer, {
		rows,
		clock,
		subscribe: engine.subscribe,
		merged: domain.follows !== undefined,
		isJoined,
	});
	try {
		const { refused } = await Promise.race([
			answered(feed, { subscribe: engine.subscribe, server: context.server, context: context.name, given: context.given }),
			isStopped.promise,
			out.failed,
		]);
		checkFound(feed, object, refused);
		for (const sentence of refused) note(sentence);
		await Promise.race([noteNamespace(feed, dates, note), isStopped.promise, out.failed]);
		await Promise.race([until(areSettled, engine.subscribe), isStopped.promise, out.failed]);
		if (joined) for (const sentence of refusedBeside(feed, context)) note(sentence);
		if (joined) checkThere(feed);
		if (output !== 'jsonl' && domain.heading !== undefined) note(`${domain.heading(feed.scope, feed.context(), feed.rows.values())}.`);
		const told = new Set<string>();
		const tellUnread = () => {
			if (domain.releaseOf !== undefined && isLookedUp(feed)) for (const sentence of unreadReleases(feed, told)) note(sentence);
			return false;
		};
		// From here on an outage is a line, not an end.
		await Promise.race([until(tellUnread, engine.subscribe), isStopped.promise, out.failed]);
		return exitCodes.ok;
	} finally {
		stop();
	}
}
