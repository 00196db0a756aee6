import type { Cancel } from '../base/clock.ts';
import { lookingUp } from '../domains/cells.ts';
import { countQuestion } from '../domains/object-counts.ts';
import type { CellContext, Domain, Following, Read, ResourceSpec, Row } from '../domains/types.ts';
import type { Scope } from '../kube/types.ts';
import { SwitchedRows } from '../stores/switched-rows.ts';
import type { ReadableRows } from '../stores/types.ts';
import type { LookupLease } from './lookups.ts';
import { refusalOf } from './missing-kinds.ts';
import type { DomainFeed, Engine, Lease, MetricsLease, StreamStatus } from './types.ts';
import { statusOfRows, worsenedBy } from './worst-status.ts';

/** Each watch is a connection of its own, for the server as for us: what is more is asked again and again. */
export const MOST_WATCHED = 24;
/** A definition is established a moment before what it defines is served (measured on 1.36: up to 60 ms). */
const SERVED_AFTER_MS = 1_000;
/** What may not be counted is asked about again after this, as refused streams are. */
const REFUSED_FOR_MS = 5 * 60_000;
const MOST_NAMED = 2;

export interface FollowingOptions {
	readonly visible: boolean;
	readonly firstPage: number;
}

interface Chosen {
	readonly resources: readonly ResourceSpec[];
	readonly watched: number;
	/** Names of kinds that may not even be counted. */
	readonly refused: readonly string[];
	/** Not all kinds that are there have said whether they have objects. */
	readonly isCounting: boolean;
}

const nameOf = ({ gvr: { group, resource } }: ResourceSpec): string => (group === '' ? resource : `${resource}.${group}`);
const idOf = ({ gvr }: ResourceSpec): string => `${gvr.group}/${gvr.version}/${gvr.resource}`;

const polledOf = (resource: ResourceSpec): ResourceSpec => ({
	...resource,
	reading: `${resource.reading ?? nameOf(resource)}, polled`,
	polled: { why: `no more than ${MOST_WATCHED} kinds are watched at once` },
});

const isRefused = ({ reason, rows }: StreamStatus): boolean => rows === 'none' && (reason === 'permissions' || reason === 'absent');

/**
 * A domain whose kinds come and go with their definitions: a feed of those that are there, and of others when they are others. Up to
 * so many kinds are all watched; of more those that have objects are shown, and others are counted once a minute.
 */
export class FollowingFeed<R extends Row> implements DomainFeed<R> {
	readonly scope: Scope;
	readonly rows: ReadableRows<R>;
	readonly metrics: MetricsLease | undefined = undefined;
	readonly nodeMetrics: MetricsLease | undefined = undefined;
	readonly #engine: Engine;
	readonly #declared: Domain<R>;
	readonly #following: Following;
	readonly #options: FollowingOptions;
	readonly #open: (domain: Domain<R>, scope: Scope) => DomainFeed<R>;
	readonly #switched: SwitchedRows<R>;
	readonly #kinds: Lease;
	readonly #counts: LookupLease;
	readonly #stops: (() => void)[] = [];
	/** Held where the kinds may not be read. */
	#otherwise: Lease | undefined;
	#stopOtherwise: (() => void) | undefined;
	#inner: DomainFeed<R>;
	#joinsBase = 0;
	#read = '';
	#chosen: Chosen = { resources: [], watched: 0, refused: [], isCounting: false };
	readonly #shown = new Set<string>();
	readonly #watched = new Set<string>();
	readonly #refusedAt = new Map<string, number>();
	/** Kinds that there are; false: it came while somebody looked, a moment ago. */
	readonly #readable = new Map<string, boolean>();
	readonly #wakes = new Set<Cancel>();
	#knewAll = false;
	#closed = false;

	constructor(
		engine: Engine,
		domain: Domain<R> & { readonly follows: Following },
		scope: Scope,
		options: FollowingOptions,
		open: (domain: Domain<R>, scope: Scope) => DomainFeed<R>,
		onError: (error: unknown) => void,
	) {
		const { follows, ...declared } = domain;
		this.#engine = engine;
		this.#declared = declared;
		this.#following = follows;
		this.#options = options;
		this.#open = open;
		this.scope = scope;
		this.#kinds = this.#lease(follows.kinds);
		this.#counts = engine.leaseLookups();
		this.#inner = this.#opened([]);
		this.#switched = new SwitchedRows(this.#inner.rows, onError);
		this.rows = this.#switched;
		// With the rows themselves: what is told of them is told of their kinds, before anybody asks whether all is there.
		this.#stops.push(this.#kinds.rows.observe({ changed: () => this.#plan() }));
		this.#stops.push(engine.subscribe(() => this.#plan()));
		this.#plan();
	}

	get domain(): Domain<R> {
		return this.#inner.domain;
	}

	get leases(): readonly Lease[] {
		const beside = [this.#kinds, ...(this.#otherwise === undefined ? [] : [this.#otherwise])];
		const known = new Set(this.#inner.leases.map(({ streamId }) => streamId));
		return [...this.#inner.leases, ...beside.filter(({ streamId }) => !known.has(streamId))];
	}

	get joinsRevision(): number {
		return this.#joinsBase + this.#inner.joinsRevision;
	}

	context(): CellContext {
		return this.#inner.context();
	}

	lookUp(row: R): boolean {
		return this.#inner.lookUp(row);
	}

	settle(): void {
		this.#inner.settle();
	}

	deciding(): boolean {
		const { rows, level } = this.#source().status();
		return this.#chosen.isCounting || rows === 'partial' || (rows === 'none' && level !== 'unhealthy');
	}

	status(): StreamStatus {
		if (this.#following.isQuiet === true) return this.#inner.status();
		const status = statusOfRows(this.#inner.status(), this.#source().status());
		return this.deciding() && status.rows === 'complete' ? { ...status, rows: 'partial' } : status;
	}

	statusOf(uid: string): StreamStatus {
		return this.#inner.statusOf(uid);
	}

	missing(): readonly string[] {
		if (this.#following.isQuiet === true) return this.#inner.missing();
		const { resources, watched, refused } = this.#chosen;
		const instead = this.#otherwise === undefined ? [] : [refusalOf(this.#kinds)];
		const names = refused.length <= MOST_NAMED ? refused.join(', ') : `${refused.length} kinds`;
		return [
			...instead,
			...this.#inner.missing(),
			...(refused.length === 0 ? [] : [`${names}: forbidden`]),
			...(watched === resources.length ? [] : [`${resources.length - watched} of ${resources.length} kinds are polled`]),
		];
	}

	light(): StreamStatus {
		if (this.#following.isQuiet === true) return this.#inner.light();
		const rows = this.status();
		if (!rows.live) return rows;
		return worsenedBy(rows, [this.#inner.light(), ...(this.#otherwise === undefined ? [] : [this.#kinds.status()])]);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const stop of this.#stops) stop();
		for (const cancel of this.#wakes) cancel();
		this.#stopOtherwise?.();
		this.#switched.dispose();
		this.#inner.close();
		this.#counts.release();
		this.#otherwise?.release();
		this.#kinds.release();
	}

	/** Who says which kinds there are. */
	#source(): Lease {
		return this.#otherwise ?? this.#kinds;
	}

	/** All of them, whatever is selected of their objects. */
	#lease(resource: ResourceSpec): Lease {
		return this.#engine.lease({ resource, scope: {}, ...this.#options });
	}

	#followKinds(): void {
		const refused = isRefused(this.#kinds.status());
		if (refused === (this.#otherwise !== undefined)) return;
		if (refused) {
			this.#otherwise = this.#lease(this.#following.otherwise);
			this.#stopOtherwise = this.#otherwise.rows.observe({ changed: () => this.#plan() });
			return;
		}
		this.#stopOtherwise?.();
		this.#otherwise?.release();
		this.#otherwise = undefined;
	}

	#plan(): void {
		this.#followKinds();
		const source = this.#source();
		const all = [...source.rows.values()].flatMap((row) => this.#following.readOf(row) ?? []);
		const there = new Set(all.map(idOf));
		for (const id of this.#readable.keys()) if (!there.has(id)) this.#readable.delete(id);
		this.#chosen = this.#choose(all.filter((resource) => this.#isReadable(resource)));
		// A kind is new when it came after all that were there at first were known.
		this.#knewAll ||= source.status().rows === 'complete';
		const read = `${source.streamId}\n${this.#chosen.resources.map(({ reading, ...resource }) => `${idOf(resource)} ${reading}`).join('\n')}`;
		if (read === this.#read) return;
		this.#read = read;
		this.#switchTo(this.#opened(this.#chosen.resources));
	}

	/** What came a moment ago is not asked for yet: the answer would be that there is no such thing. */
	#isReadable(resource: ResourceSpec): boolean {
		const id = idOf(resource);
		const known = this.#readable.get(id);
		if (known !== undefined) return known;
		this.#readable.set(id, !this.#knewAll);
		if (!this.#knewAll) return true;
		const cancel = this.#engine.wakeAt(this.#engine.serverNow() + SERVED_AFTER_MS, () => {
			this.#wakes.delete(cancel);
			this.#readable.set(id, true);
			this.#plan();
		});
		this.#wakes.add(cancel);
		return false;
	}

	#choose(kinds: readonly ResourceSpec[]): Chosen {
		const known = new Set(kinds.map(idOf));
		for (const set of [this.#shown, this.#watched]) for (const id of set) if (!known.has(id)) set.delete(id);
		if (kinds.length <= MOST_WATCHED) return { resources: kinds, watched: kinds.length, refused: [], isCounting: false };
		const counted = kinds.map((resource) => ({ resource, objects: this.#shown.has(idOf(resource)) ? 'some' : this.#count(resource) }));
		const some = counted.filter(({ objects }) => objects === 'some').map(({ resource }) => resource);
		for (const resource of some) this.#shown.add(idOf(resource));
		for (const resource of some) if (this.#watched.size < MOST_WATCHED) this.#watched.add(idOf(resource));
		return {
			resources: some.map((resource) => (this.#watched.has(idOf(resource)) ? resource : polledOf(resource))),
			watched: some.filter((resource) => this.#watched.has(idOf(resource))).length,
			refused: counted.filter(({ objects }) => objects === 'refused').map(({ resource }) => nameOf(resource)),
			isCounting: counted.some(({ objects }) => objects === 'unknown'),
		};
	}

	#count(resource: ResourceSpec): 'some' | 'none' | 'refused' | 'unknown' {
		const id = idOf(resource);
		const now = this.#engine.serverNow();
		if (now - (this.#refusedAt.get(id) ?? Number.NEGATIVE_INFINITY) < REFUSED_FOR_MS) return 'refused';
		const answer = this.#counts.ask(countQuestion(resource.gvr, resource.namespaced, this.scope));
		if (answer === lookingUp) return 'unknown';
		if (typeof answer !== 'string') return (answer as { readonly count: number }).count > 0 ? 'some' : 'none';
		this.#refusedAt.set(id, now);
		return 'refused';
	}

	/** A feed of these; of none one that is as whoever tells the kinds is, and has no row. */
	#opened(resources: readonly ResourceSpec[]): DomainFeed<R> {
		const none: Read = { role: 'rows', resource: this.#source().resource, keep: () => false };
		const own = this.#declared.reads;
		if (own.length === 0 && resources.length === 0) return this.#open({ ...this.#declared, reads: [none] }, {});
		return this.#open(
			{ ...this.#declared, reads: [...own, ...resources.map((resource): Read => ({ role: 'rows', resource }))] },
			this.scope,
		);
	}

	#switchTo(next: DomainFeed<R>): void {
		const before = this.#inner;
		this.#joinsBase += before.joinsRevision + 1 - next.joinsRevision;
		this.#inner = next;
		this.#switched.switchTo(next.rows);
		before.close();
	}
}
