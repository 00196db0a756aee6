import { shortCause } from '../base/api-error-sentences.ts';
import type { Clock } from '../base/clock.ts';
import { rethrowLater } from '../base/rethrow-later.ts';
import type { CellContext, Domain, Question, Read, ResourceSpec, Row, WholeContext } from '../domains/types.ts';
import type { Scope } from '../kube/types.ts';
import { GroupedRows } from '../stores/grouped-rows.ts';
import { KeptRows } from '../stores/kept-rows.ts';
import { LineRows } from '../stores/line-rows.ts';
import { MergedRows } from '../stores/merged-rows.ts';
import { TallyStore } from '../stores/tally-store.ts';
import type { ReadableRows } from '../stores/types.ts';
import { derivedRowsOf } from './derived-rows-of.ts';
import { FeedContext, type Join, unknownBecause } from './feed-context.ts';
import { FollowingFeed } from './following-feed.ts';
import { KindReturn } from './kind-return.ts';
import type { LookupLease } from './lookups.ts';
import { isMissing, refusalOf, refusedStatus, unreadWords } from './missing-kinds.ts';
import type { DomainFeed, Engine, Lease, MetricsLease, StreamStatus } from './types.ts';
import { statusOfRows, worsenedBy } from './worst-status.ts';

/** A joined stream is never painted from its first page: it begins with a whole one. */
const JOINED_FIRST_PAGE = 500;

export interface FeedOptions {
	/** Its LISTs go before those of panes that nobody looks at. */
	readonly visible: boolean;
	/** The height of the screen, in objects. */
	readonly firstPage: number;
	/** False: no namespace is known that could be read where the whole cluster may not be. Default: true. */
	readonly namespaceKnown?: boolean;
	/** `v1.36.3`, once the server told it; asking may ask the server. Absent: nobody knows. */
	readonly serverVersion?: () => string | undefined;
	/** For what is to be asked for again. Absent: a kind that is not served is asked for by its stream alone. */
	readonly clock?: Clock;
}

/** Namespaces do not narrow what is in none. */
function scopeOf({ namespaced }: ResourceSpec, { namespace, ...selectors }: Scope): Scope {
	return namespaced && namespace !== undefined ? { namespace, ...selectors } : selectors;
}

/**
 * Metrics are asked for no more than what is shown. Their objects have the labels of what they measure, but no fields to
 * select by; selectors that pick namespaces or Deployments pick no pods.
 */
function metricsScope(domain: Domain, rows: ResourceSpec, scope: Scope): Scope {
	const { fieldSelector: _, ...narrowed } = scopeOf(rows, scope);
	if (rows.gvr.resource === domain.metrics) return narrowed;
	return narrowed.namespace === undefined ? {} : { namespace: narrowed.namespace };
}

const namespaceOf = ({ namespace }: Scope): Scope => (namespace === undefined ? {} : { namespace });

/** Lines over a stretch of time up to now are as of this turn of the clock. */
const LINES_TURN_MS = 10_000;

type Joined = Extract<Read, { role: 'joined' }>;
type RowsRead = Extract<Read, { role: 'rows' }>;

/** The rows of a read, as they come or picked and put together; `made` gathers what is to be disposed of. */
function rowsOf({ rows }: Lease, { keep, group }: RowsRead, made: { dispose(): void }[]): ReadableRows {
	const kept = keep === undefined ? rows : new KeptRows(rows, keep);
	if (kept instanceof KeptRows) made.push(kept);
	if (group === undefined) return kept;
	const grouped = new GroupedRows(kept, group);
	made.push(grouped);
	return grouped;
}

/** What keeps new requests from the server is nobody's stream yet, and still not fine. */
function troubleStatus(engine: Engine, rows: StreamStatus): readonly StreamStatus[] {
	const trouble = engine.trouble();
	if (trouble === undefined) return [];
	const { error } = trouble;
	return [{ ...rows, level: 'unhealthy', reason: error.kind === 'network' ? 'disconnected' : 'errors', detail: shortCause(error), error }];
}

/** Opens a domain in one scope: takes a lease on everything it reads, and joins what came. Throws when the domain reads nothing to show. */
export function openDomainFeed<R extends Row>(engine: Engine, domain: Domain<R>, scope: Scope, options: FeedOptions): DomainFeed<R> {
	const { follows } = domain;
	if (follows === undefined) return new Feed(engine, domain, scope, options);
	const open = (of: Domain<R>, within: Scope): DomainFeed<R> => new Feed(engine, of, within, options);
	return new FollowingFeed(engine, { ...domain, follows }, scope, options, open, rethrowLater);
}

class Feed<R extends Row> implements DomainFeed<R> {
	readonly scope: Scope;
	readonly metrics: MetricsLease | undefined;
	readonly nodeMetrics: MetricsLease | undefined;
	readonly rows: ReadableRows<R>;
	readonly #declared: Domain<R>;
	/** With the columns of the rows that were there at this revision. */
	#domain: Domain<R>;
	#columnsRevision = -1;
	readonly #engine: Engine;
	readonly #options: FeedOptions;
	readonly #rowLeases: readonly [Lease, ...Lease[]];
	readonly #held: readonly Lease[];
	readonly #leases: readonly Lease[];
	readonly #return: KindReturn | undefined;
	/** Disposed of in this order's reverse: what is made of another store goes before it. */
	readonly #made: { dispose(): void }[] = [];
	readonly #lookups: LookupLease | undefined;
	readonly #lines: LineRows | undefined;
	readonly #serverVersion: () => string | undefined;
	readonly #stopSettling: () => void;
	/** What the lines were made of last. */
	#settled = '';
	readonly #joins: ReadonlyMap<string, Join>;
	readonly #ask = (name: string, row: Row): object | string => {
		const found = this.domain.lookups?.find((lookup) => lookup.name === name);
		if (found === undefined || this.#lookups === undefined) throw new Error(`The domain ${this.domain.name} looks up no ${name}.`);
		const question = found.question(row as R, this.scope);
		return typeof question === 'string' ? question : this.#lookups.ask(question);
	};
	#joinReasons = '';
	#joinReasonsRevision = 0;
	#closed: boolean = false;

	constructor(engine: Engine, domain: Domain<R>, scope: Scope, options: FeedOptions) {
		const { visible, firstPage, serverVersion = () => undefined } = options;
		this.#serverVersion = serverVersion;
		this.#engine = engine;
		this.#options = options;
		this.#declared = domain;
		this.#domain = domain;
		this.scope = scope;
		// Lines are over what is joined: for them that is what the rows of other domains are.
		const shown = domain.reads.filter((read): read is RowsRead => read.role === 'rows');
		const leaseRows = ({ resource }: RowsRead): Lease => engine.lease({ resource, scope: scopeOf(resource, scope), visible, firstPage });
		const asked = shown.toSorted(({ turn: one = 0 }, { turn: other = 0 }) => one - other);
		const leased = new Map(asked.map((read) => [read, leaseRows(read)]));
		const rowLeases = shown.map((read) => leased.get(read) as Lease);
		const joins = domain.reads
			.filter((read): read is Joined => read.role === 'joined')
			.map(({ resource, tally, scope: joinedScope }): Join => {
				const own = scopeOf(resource, joinedScope(scope));
				const isShown = domain.lines !== undefined && visible;
				const lease = engine.lease({ resource, scope: own, visible: isShown, firstPage: JOINED_FIRST_PAGE });
				return { name: tally.name, lease, tally: new TallyStore(tally, lease.rows) };
			});
		this.#joins = new Map(joins.map((join) => [join.name, join]));
		this.#held = [...rowLeases, ...joins.map(({ lease }) => lease)];
		const [first, ...others] = domain.lines === undefined ? rowLeases : this.#held;
		if (first === undefined) throw new Error(`The domain ${domain.name} reads no rows.`);
		this.#rowLeases = [first, ...others];
		// What is read for its rows and joined as well is one stream.
		this.#leases = this.#held.filter(({ streamId }, at) => this.#held.findIndex((lease) => lease.streamId === streamId) === at);
		const { definition } = domain;
		const { clock } = options;
		this.#return = definition && clock && new KindReturn({ engine, clock, of: first, definition });
		const sources = shown.map((read, at) => ({ kind: read.resource.kind, rows: rowsOf(rowLeases[at] as Lease, read, this.#made) }));
		const derived = derivedRowsOf(engine, domain as Domain, sources, rethrowLater);
		const asRead = sources.map(({ rows }) => rows);
		this.#made.push(...derived);
		this.#lines = domain.lines === undefined ? undefined : new LineRows(rethrowLater);
		// The domain's rows are those of the resources it says it reads, or made of them: its author is who knows their type.
		this.rows = (this.#lines ?? derived.at(-1) ?? (asRead.length === 1 ? asRead[0] : new MergedRows(asRead))) as ReadableRows<R>;
		this.#lookups = domain.lookups === undefined ? undefined : engine.leaseLookups();
		const measured = domain.lines === undefined ? metricsScope(domain as Domain, first.resource, scope) : namespaceOf(scope);
		this.metrics = domain.metrics === undefined ? undefined : engine.leaseMetrics(domain.metrics, measured);
		this.nodeMetrics = domain.nodeMetrics === undefined ? undefined : engine.leaseMetrics('nodes', {});
		// Before whoever shows them, who subscribes later.
		this.#stopSettling = this.#lines === undefined ? () => undefined : engine.subscribe(() => this.settle());
		this.settle();
	}

	settle(): void {
		const { lines } = this.domain;
		if (this.#lines === undefined || lines === undefined || this.#closed) return;
		const revision = `${this.joinsRevision} ${Math.floor(this.#engine.serverNow() / LINES_TURN_MS)} ${this.#serverVersion()}`;
		if (revision === this.#settled) return;
		this.#settled = revision;
		// Where nothing came there is nothing to have lines over: the status says why.
		this.#lines.settle(this.status().rows === 'none' ? [] : lines(this.#context()));
	}

	get domain(): Domain<R> {
		const { ofRow } = this.#declared;
		if (ofRow === undefined || this.rows.revision === this.#columnsRevision) return this.#domain;
		this.#columnsRevision = this.rows.revision;
		const { value: row } = this.rows.values().next();
		// Rows that are gone leave their columns, which are what the next ones will most likely have.
		if (row !== undefined) this.#domain = ofRow(row);
		return this.#domain;
	}

	get leases(): readonly Lease[] {
		const definition = this.#return?.lease;
		return definition === undefined ? this.#leases : [...this.#leases, definition];
	}

	get joinsRevision(): number {
		const reasons = Array.from(this.#joins.values(), (join) => unknownBecause(join) ?? '').join('\n');
		if (reasons !== this.#joinReasons) {
			this.#joinReasons = reasons;
			this.#joinReasonsRevision += 1;
		}
		let sum =
			this.#joinReasonsRevision + (this.metrics?.revision ?? 0) + (this.nodeMetrics?.revision ?? 0) + (this.#lookups?.revision ?? 0);
		for (const { tally } of this.#joins.values()) sum += tally.revision;
		return sum;
	}

	context(): CellContext {
		return this.#context();
	}

	#context(): WholeContext {
		return new FeedContext(this.#engine.serverNow(), this, this.#joins, this.#serverVersion, this.#ask);
	}

	deciding(): boolean {
		return false;
	}

	lookUp(row: R): boolean {
		return this.#questions(row).every((question) => {
			this.#lookups?.ask(question);
			return this.#lookups?.isSettled(question) !== false;
		});
	}

	#questions(row: R): readonly Question[] {
		const asked = this.domain.lookups?.map(({ question }) => question(row, this.scope)) ?? [];
		return asked.filter((question) => typeof question !== 'string');
	}

	status(): StreamStatus {
		const [lead, ...rest] = this.#rowLeases;
		const all = [lead.status(), ...rest.map((lease) => lease.status())] as const;
		const [first, ...others] = all.filter((status) => !isMissing(status));
		const status = first === undefined ? refusedStatus(statusOfRows(...all), all) : statusOfRows(first, ...others);
		const wholeCluster = this.#rowLeases.some(({ resource }) => resource.namespaced) && this.scope.namespace === undefined;
		const isLost = status.reason === 'permissions' && wholeCluster && this.#options.namespaceKnown === false;
		return isLost ? { ...status, reason: 'no scope' } : status;
	}

	statusOf(uid: string): StreamStatus {
		const { derived, lines } = this.#declared;
		const isOfObjects = derived === undefined && lines === undefined;
		const lease = isOfObjects ? this.#rowLeases.find(({ rows }) => rows.get(uid) !== undefined) : undefined;
		return (lease ?? this).status();
	}

	missing(): readonly string[] {
		const missing = this.#rowLeases.filter((lease) => isMissing(lease.status()));
		if (missing.length === this.#rowLeases.length) return [];
		return [...unreadWords(this.#rowLeases, this.status()), ...missing.map(refusalOf)];
	}

	light(): StreamStatus {
		const rows = this.status();
		// What cannot be believed comes before what is missing beside it: rows that are not live, then a server that takes
		// no new requests, then what is not among the rows, joined streams and metrics, which may be forbidden for good.
		if (!rows.live) return rows;
		const [trouble] = troubleStatus(this.#engine, rows);
		if (trouble !== undefined) return trouble;
		const beside = this.#held.map((lease) => lease.status()).filter((status, at) => at >= this.#rowLeases.length || isMissing(status));
		const metrics = [this.metrics, this.nodeMetrics].filter((lease) => lease !== undefined);
		return worsenedBy(rows, [...beside, ...metrics.map((lease) => lease.status())]);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#stopSettling();
		for (const { tally } of this.#joins.values()) tally.dispose();
		for (const made of this.#made.toReversed()) made.dispose();
		this.#lookups?.release();
		this.#return?.close();
		for (const lease of this.#held) lease.release();
		this.metrics?.release();
		this.nodeMetrics?.release();
	}
}
