import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { UserKey } from '../../src/demo/access.ts';
import type { Undo } from '../../src/demo/faults.ts';
import type { LoggedRequest } from '../../src/demo/request-log.ts';
import { resourceName } from '../../src/demo/resources.ts';
import { parseLabelSelector } from '../../src/demo/selectors.ts';
import type { DemoServer } from '../../src/demo/server.ts';
import { findDomain } from '../../src/domains/registry.ts';
import type { Domain, Row } from '../../src/domains/types.ts';
import { connect } from '../../src/kube/connect.ts';
import type { Connection } from '../../src/kube/connection.ts';
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts';
import type { ListerWatcher } from '../../src/kube/lister-watcher.ts';
import type { RequestEntry, Scope } from '../../src/kube/types.ts';
import type { RowChange } from '../../src/stores/types.ts';
import { openDomainFeed } from '../../src/sync/domain-feed.ts';
import { createEngine } from '../../src/sync/engine.ts';
import type { DomainFeed, Engine, StreamStatus, SyncObserver, TransitionEntry } from '../../src/sync/types.ts';
import { type FakeClock, settle } from './fake-clock.ts';
import { allHeard } from './loopback.ts';
import { secretsIn, Told } from './secrets.ts';
import type { TcpProxy } from './tcp-proxy.ts';
import { Bell, until } from './until.ts';

export interface WireOptions {
	readonly server: DemoServer;
	/** The server's too: what one waits for and what the other does come in one order. */
	readonly clock: FakeClock;
	readonly user?: UserKey;
	/** 0 ≤ dice < 1; default 0: the shortest waits. */
	readonly dice?: number | (() => number);
	/** Another kubeconfig than the server's, made of that. */
	readonly kubeconfig?: (text: string) => string;
	/** How the first rows are asked for; default: with a list. */
	readonly initial?: 'list' | 'stream';
	/** Instead of the address in the kubeconfig. */
	readonly address?: string;
	/** On the way to the server, in place of the address. */
	readonly proxy?: TcpProxy;
	/** Is told everything, too. */
	readonly observer?: SyncObserver;
}

/** A request that was sent and has not ended. */
export interface RequestUnderWay {
	/** When it was asked for, epoch ms. */
	readonly at: number;
	/** Absent: it belongs to no stream. */
	readonly streamId?: string;
}

/** An engine over a real connection to an embedded server, whose sockets are real and whose time is moved by hand. */
export class WireEngine {
	readonly server: DemoServer;
	readonly clock: FakeClock;
	readonly engine: Engine;
	readonly connection: Connection;
	/** Of the kubeconfig, which may be written anew. */
	readonly kubeconfig: string;
	/** Every transition, oldest first. */
	readonly journal: TransitionEntry[] = [];
	/** Every request that ended, as the client saw it; the server does not see those that it refuses. */
	readonly ended: RequestEntry[] = [];
	/** No secret may be in it at the end, whatever fault it was. */
	readonly told: Told;
	/** Rings at whatever an observer, a subscriber, the connection or the server's front door hears. */
	readonly bell = new Bell();
	readonly #proxy: TcpProxy | undefined;
	#inFlight = 0;
	readonly #underWay = new Set<RequestUnderWay>();

	constructor({ server, clock, user = 'admin', dice = 0, proxy, address = proxy?.url, initial = 'list', observer, ...more }: WireOptions) {
		this.server = server;
		this.clock = clock;
		this.#proxy = proxy;
		proxy?.onStuck(this.bell.ring);
		this.kubeconfig = kubeconfigFile((more.kubeconfig ?? String)(server.kubeconfig(user)));
		const before = secretsIn(server.kubeconfig(user));
		this.told = new Told(() => [...before, ...secretsIn(readFileSync(this.kubeconfig, 'utf8'))]);
		const kubeconfig = loadKubeconfig({ env: {}, home: '/nowhere', kubeconfig: this.kubeconfig });
		const connection = connect(kubeconfig, undefined, { version: '0.0.0', clock, ...(address !== undefined && { server: address }) });
		this.connection = this.#counted(connection);
		connection.onRequest((entry) => {
			this.ended.push(entry);
			this.told.observer.request?.(entry);
			this.bell.ring();
		});
		// A knob that never turns: every request passes it.
		server.faults.answer(
			() => {
				this.bell.ring();
				// Once more when it is known what became of it.
				setImmediate(this.bell.ring);
				return false;
			},
			{ status: 500 },
		);
		this.engine = createEngine({
			connection: this.connection,
			clock,
			dice: typeof dice === 'number' ? () => dice : dice,
			initial,
			schedule: queueMicrotask,
			observer: {
				transition: (entry) => {
					this.journal.push(entry);
					this.told.observer.transition?.(entry);
					observer?.transition?.(entry);
					this.bell.ring();
				},
				request: (entry) => observer?.request?.(entry),
				warned: (entry) => observer?.warned?.(entry),
				delivered: (...delivery) => {
					observer?.delivered?.(...delivery);
					this.bell.ring();
				},
				stopped: (...end) => {
					observer?.stopped?.(...end);
					this.bell.ring();
				},
			},
		});
		this.engine.subscribe(this.bell.ring);
		onTestFinished(() => this.engine.close());
	}

	/** Opens a domain and writes down what it is told. */
	open(domain: string | Domain, scope: Scope = {}, firstPage = 50): Witness {
		const found = typeof domain === 'string' ? findDomain(domain) : domain;
		if (found === undefined) throw new Error(`no domain ${domain}`);
		return new Witness(this, openDomainFeed(this.engine, found, scope, { visible: true, firstPage }));
	}

	/** Resolves when the condition holds. Time does not go on meanwhile. */
	until(what: string, condition: () => boolean, more: () => string = () => ''): Promise<void> {
		const line = ({ streamId, from, to, cause, did }: TransitionEntry) => `  ${streamId}: ${from} > ${to}: ${cause}: ${did}`;
		const seen = () => [...this.journal.map(line), more()].join('\n');
		return until(condition, { what, subscribe: this.bell.hear, seen });
	}

	/** What only time can end: stalled or left hanging by the server, lost on the way, or a watch whose headers are held back. */
	get #stuck(): number {
		const { requests, stalled } = this.server;
		const hanging = requests.slice(-200).filter(({ hangs, endedAt }) => hangs && endedAt === undefined).length;
		const held = this.server.openWatches().filter(({ headersSent }) => !headersSent).length;
		return (this.#proxy?.stuck ?? 0) + stalled + hanging + held;
	}

	/** The server's storage answers nobody until it is undone. */
	stallStorage(): Undo {
		return this.server.faults.stallStorage(this.bell.ring);
	}

	/** Every request is answered and every asked watch is open or was refused. */
	async quiet(): Promise<void> {
		do {
			await this.until('no request in flight', () => this.#inFlight <= this.#stuck);
			// What was answered may ask for more, and what a watch was sent may still lie in its socket.
			await allHeard();
			await settle();
		} while (this.#inFlight > this.#stuck);
	}

	/** Goes on by so much time, from timer to timer: whatever one of them asks is answered before time goes on. */
	async pass(ms: number): Promise<void> {
		const end = this.clock.now() + ms;
		await this.quiet();
		for (let now = this.clock.now(); now < end || this.#isDue(); now = this.clock.now()) {
			await this.clock.advance(Math.max(0, Math.min(end, this.clock.nextAt ?? end) - now));
			this.bell.ring();
			await this.quiet();
		}
	}

	/** An answer may have made something due at once. */
	#isDue(): boolean {
		return (this.clock.nextAt ?? Number.POSITIVE_INFINITY) <= this.clock.now();
	}

	/** What the server is asked of resources from now on. */
	mark(): Mark {
		return new Mark(this.server);
	}

	/** Open watches, and whatever waits for its answer. */
	get underWay(): readonly RequestUnderWay[] {
		return [...this.#underWay];
	}

	#counted(connection: Connection): Connection {
		const sent = (streamId?: string): (() => void) => {
			const request: RequestUnderWay = { at: this.clock.now(), ...(streamId !== undefined && { streamId }) };
			this.#underWay.add(request);
			return () => void this.#underWay.delete(request);
		};
		const count = async <T>(work: Promise<T>, streamId?: string): Promise<T> => {
			this.#inFlight += 1;
			const ended = sent(streamId);
			return await work.finally(() => {
				ended();
				this.#answered();
			});
		};
		return {
			...connection,
			get: (request) => count(connection.get(request)),
			listerWatcher: (target): ListerWatcher => {
				const source = connection.listerWatcher(target);
				return {
					list: (request) => count(source.list(request), target.streamId),
					watch: async (request) => {
						this.#inFlight += 1;
						const ended = sent(target.streamId);
						let opening = true;
						const opened = (): void => {
							if (opening) this.#answered();
							opening = false;
						};
						const onOpen = (): void => {
							opened();
							request.onOpen();
						};
						await source.watch({ ...request, onOpen }).finally(() => {
							ended();
							opened();
						});
					},
				};
			},
		};
	}

	#answered(): void {
		this.#inFlight -= 1;
		this.bell.ring();
	}
}

function kubeconfigFile(text: string): string {
	const directory = mkdtempSync(join(tmpdir(), 'kyacht-fault-'));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	const file = join(directory, 'config');
	writeFileSync(file, text);
	return file;
}

/** What the server was asked from one moment on, by its own log. */
export class Mark {
	readonly #server: DemoServer;
	readonly #from: number;

	constructor(server: DemoServer) {
		this.#server = server;
		this.#from = server.requests.length;
	}

	/** Of the API's own resources by name; metrics are `metrics` of it. */
	of(resource: string): readonly LoggedRequest[] {
		return this.#server.requests.slice(this.#from).filter((request) => nameOf(request) === resource);
	}

	/** `list`, `list limit=500`, `watch from 17`…, in order; what a query says beside that is left out. */
	asked(resource: string): readonly string[] {
		return this.of(resource).map(({ verb, path }) => {
			const query = new URLSearchParams(path.split('?')[1] ?? '');
			if (verb === 'watch') return `watch from ${query.get('resourceVersion')}`;
			const limit = query.get('limit');
			return [verb, ...(limit === null ? [] : [`limit=${limit}`]), ...(query.has('continue') ? ['continued'] : [])].join(' ');
		});
	}
}

const nameOf = ({ group, resource }: LoggedRequest): string => (group === 'metrics.k8s.io' ? `metrics of ${resource}` : resource);

const health = ({ level, reason }: Pick<StreamStatus, 'level' | 'reason'>): string => `${level} (${reason})`;

/** One open domain, and everything that it was told of health and rows since the last `forget`. */
export class Witness {
	readonly feed: DomainFeed;
	readonly streamId: string;
	/** Each batch of changes, as an observer of the rows gets it. */
	readonly batches: Array<readonly RowChange[]> = [];
	/** Each status that differs from the one before. */
	readonly statuses: StreamStatus[] = [];
	readonly #wire: WireEngine;
	readonly #lights: string[] = [];

	constructor(wire: WireEngine, feed: DomainFeed) {
		this.#wire = wire;
		this.feed = feed;
		const [lease] = feed.leases;
		if (lease === undefined) throw new Error(`the domain ${feed.domain.name} has no lease`);
		this.streamId = lease.streamId;
		feed.rows.observe({ changed: (changes) => this.batches.push(changes) });
		wire.bell.hear(() => this.#look());
		this.#look();
	}

	#look(): void {
		const status = this.feed.status();
		const last = this.statuses.at(-1);
		if (last === undefined || health(last) !== health(status) || last.live !== status.live || last.rows !== status.rows)
			this.statuses.push(status);
		this.#wire.told.status(status);
		const light = health(this.feed.light());
		if (this.#lights.at(-1) !== light) this.#lights.push(light);
	}

	/** The healths that were shown, in order, each one once in a row. */
	get told(): readonly string[] {
		return this.statuses.map(health).filter((each, index, all) => each !== all[index - 1]);
	}

	/** The header's lights likewise. */
	get lights(): readonly string[] {
		return this.#lights;
	}

	/** What the journal says of the stream that the rows come from. */
	get journal(): readonly TransitionEntry[] {
		return this.#wire.journal.filter((entry) => entry.streamId === this.streamId);
	}

	/** And of everything that the domain reads. */
	get everyJournal(): readonly TransitionEntry[] {
		const ids = [...this.feed.leases, ...(this.feed.metrics === undefined ? [] : [this.feed.metrics])].map(({ streamId }) => streamId);
		return this.#wire.journal.filter(({ streamId }) => ids.includes(streamId));
	}

	get status(): StreamStatus {
		return this.feed.status();
	}

	get health(): string {
		return health(this.status);
	}

	/** The version that the stream has reached. */
	get version(): string {
		return this.feed.leases[0]?.resourceVersion() ?? '';
	}

	/** From here on counts what is told. */
	forget(): void {
		this.batches.length = 0;
		this.statuses.length = 0;
		this.#lights.length = 0;
		this.#wire.journal.length = 0;
		this.#look();
	}

	/** uid → resourceVersion of what is shown. */
	shown(): ReadonlyMap<string, string> {
		return new Map([...this.feed.rows.values()].map((row) => [row.uid, row.resourceVersion]));
	}

	/** uid → resourceVersion of what the server holds in the same scope. */
	served(): ReadonlyMap<string, string> {
		const { resource } = this.feed.leases[0] ?? {};
		if (resource === undefined) throw new Error('nothing is read');
		const { server } = this.#wire;
		const objects = server.world.list(resourceName(resource.gvr), resource.namespaced ? this.feed.scope.namespace : undefined);
		const { labelSelector = '' } = this.feed.scope;
		const matches = labelSelector === '' ? () => true : parseLabelSelector(labelSelector);
		return new Map(objects.filter(matches).map(({ metadata }) => [metadata.uid, server.spelled(metadata.resourceVersion)]));
	}

	row(name: string): Row | undefined {
		return [...this.feed.rows.values()].find((row) => row.name === name);
	}

	equalsServer(): boolean {
		return sameEntries(this.shown(), this.served());
	}

	/** Resolves when this health is shown. */
	async shows(expected: string): Promise<void> {
		await this.#wire.until(
			`${this.streamId} shows ${expected}`,
			() => this.health === expected,
			() => this.told.join(', '),
		);
	}

	/** Resolves when the watch is healthy and the rows are exactly the server's. */
	async isLive(): Promise<void> {
		const live = () => this.status.level === 'healthy' && this.status.live && this.status.rows === 'complete';
		const state = () => `${this.told.join(', ')}; ${this.shown().size} rows shown, ${this.served().size} served`;
		await this.#wire.until(`${this.streamId} is live with the server's rows`, () => live() && this.equalsServer(), state);
		await this.#wire.quiet();
	}
}

function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
	return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
