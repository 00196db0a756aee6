import { age } from '../../src/base/age.ts';
import type { GivenFlag } from '../../src/base/api-error-sentences.ts';
import { type Cell, cell, type ObjectHealth } from '../../src/base/cell.ts';
import type { Clock } from '../../src/base/clock.ts';
import { NoneThere, SentenceError } from '../../src/base/sentence-error.ts';
import { createDiagnostics } from '../../src/diagnostics/report.ts';
import type { DomainDiagnostics, StreamDiagnostics } from '../../src/diagnostics/types.ts';
import type { ReleaseRef, ReleaseWish } from '../../src/domains/helm-records.ts';
import type { CellContext, Column, Domain, ResourceSpec, Row } from '../../src/domains/types.ts';
import type { LoginWait, Scope, WarningEntry } from '../../src/kube/types.ts';
import type { ReadObject, WantedObject } from '../../src/objects/compare-read.ts';
import type { ReadRelease } from '../../src/objects/release-text.ts';
import type { LogRequest, LogStream } from '../../src/sessions/types.ts';
import { RowStore } from '../../src/stores/row-store.ts';
import type { ReadableNamespaces } from '../../src/sync/readable-namespaces.ts';
import type { DomainFeed, Engine, StreamStatus, TransitionEntry } from '../../src/sync/types.ts';
import type { AppServices, FavouriteNamespaces, OpenContext, RecentCommands } from '../../src/views/app-services.ts';
import { selectorWords } from '../../src/views/filter-note.ts';
import { FakeLogSession } from './fake-log-session.ts';
import { FakeServedViews } from './fake-served-views.ts';
import { delivering } from './stream-status.ts';

/** A row of the test domains. */
export interface ShownRow extends Row {
	readonly status: string;
	readonly restarts: number;
}

let rowNumber = 0;

export const shownRow = (name: string, over: Partial<ShownRow> = {}): ShownRow => ({
	uid: over.uid ?? `uid-${name}-${++rowNumber}`,
	namespace: 'shop',
	name,
	resourceVersion: '1',
	created: 0,
	health: 'ok',
	status: 'Running',
	restarts: 0,
	...over,
});

const columns: readonly Column<ShownRow>[] = [
	{ id: 'name', title: 'NAME', worth: 1, min: 10, max: 60, sortKey: 'E', value: (row) => row.name, cell: (row) => cell(row.name) },
	{
		id: 'namespace',
		title: 'NAMESPACE',
		worth: 4,
		min: 9,
		acrossNamespaces: true,
		sortKey: 'P',
		value: (row) => row.namespace,
		cell: (row) => cell(row.namespace),
	},
	{
		id: 'status',
		title: 'STATUS',
		worth: 2,
		min: 8,
		max: 20,
		sortKey: 'S',
		value: (row) => row.status,
		cell: (row) => cell(row.status, row.health),
	},
	{
		id: 'restarts',
		title: 'RESTARTS',
		align: 'right',
		worth: 5,
		min: 8,
		sortKey: 'T',
		value: (row) => row.restarts,
		cell: (row) => cell(String(row.restarts)),
	},
	{
		id: 'cpu',
		title: 'CPU',
		align: 'right',
		worth: 6,
		min: 5,
		sortKey: 'C',
		unit: 'millicores',
		volatile: true,
		value: (row, context) => {
			const usage = context.usage(`${row.namespace}/${row.name}`);
			return typeof usage === 'string' ? null : usage.cpuMilli;
		},
		cell: (row, context): Cell => {
			const usage = context.usage(`${row.namespace}/${row.name}`);
			return typeof usage === 'string' ? { text: '–', absent: usage } : cell(`${usage.cpuMilli}m`);
		},
	},
	{ id: 'owner', title: 'OWNER', worth: 9, min: 8, wide: true, sortKey: 'W', value: () => 'nobody', cell: () => cell('nobody') },
	{
		id: 'age',
		title: 'AGE',
		align: 'right',
		worth: 3,
		min: 4,
		sortKey: 'A',
		printsAge: true,
		volatile: true,
		value: (row) => row.created,
		cell: (row, { now }) => cell(age(row.created, now)),
	},
];

const resource = (name: string, kind: string, namespaced: boolean): ResourceSpec => ({
	gvr: { group: '', version: 'v1', resource: name },
	kind,
	singular: kind.toLowerCase(),
	shortNames: [name.slice(0, 2)],
	namespaced,
	mask: {},
	project: () => {
		throw new Error('The fake feeds are given rows, not objects.');
	},
	pollIntervalMs: 5000,
});

const domain = (name: string, kind: string, namespaced: boolean): Domain =>
	({
		name,
		title: name.toUpperCase(),
		aliases: [],
		scope: namespaced ? 'namespaces' : 'cluster',
		reads: [{ role: 'rows', resource: resource(name, kind, namespaced) }],
		columns: columns.filter(({ id }) => namespaced || id !== 'namespace'),
		sort: { column: 'name', descending: false },
		objectName: () => kind.toLowerCase(),
	}) as unknown as Domain;

/** `pods` (in namespaces) and `nodes` (of the cluster), with few columns. */
export const testDomains: readonly Domain[] = [domain('nodes', 'Node', false), domain('pods', 'Pod', true), domain('jobs', 'Job', true)];

export const liveStatus = (now: number): StreamStatus => ({ ...delivering, asOf: now });

/** What a test says of one stream: rows, status, samples. Shared by the feeds that are opened on it, and kept while none is. */
export class FakeStream {
	readonly rows = new RowStore<ShownRow>((error) => {
		throw error;
	});
	status: StreamStatus;
	/** Of rows, by their uids, that are of a stream of their own. */
	readonly statuses = new Map<string, StreamStatus>();
	light: StreamStatus | undefined;
	missing: readonly string[] = [];
	usage: CellContext['usage'] = () => 'no sample yet';
	joinsRevision = 0;

	constructor(status: StreamStatus) {
		this.status = status;
	}
}

export interface FakeFeed extends DomainFeed {
	readonly contextName: string;
	closed: boolean;
}

/** A context without a server: what its streams hold is said by the test. */
export class FakeContext implements OpenContext {
	readonly name: string;
	readonly cluster = 'test';
	readonly user = 'tester';
	readonly server = 'https://127.0.0.1:6443';
	readonly namespace: string | undefined;
	readonly engine: Engine;
	readonly served = new FakeServedViews();
	readonly streams = new Map<string, FakeStream>();
	readonly openFeeds = new Set<FakeFeed>();
	/** In the order in which they were opened. */
	readonly logs: FakeLogSession[] = [];
	readonly #clock: Clock;
	readonly #listeners = new Set<() => void>();
	refreshes = 0;
	closes = 0;
	version: string | undefined = 'v1.36.3';
	printed = '';
	skewMs: number | undefined;

	constructor(name: string, namespace: string | undefined, clock: Clock) {
		this.name = name;
		this.namespace = namespace;
		this.#clock = clock;
		const notUsed = (): never => {
			throw new Error('Views open feeds, not leases.');
		};
		const context = this;
		this.engine = {
			context: name,
			lease: notUsed,
			leaseMetrics: notUsed,
			leaseLookups: notUsed,
			refresh: () => {
				this.refreshes += 1;
			},
			reports: () =>
				Array.from(this.openFeeds, (feed) => ({
					id: streamId(feed),
					key: { context: name, gvr: { group: '', version: 'v1', resource: feed.domain.name }, scope: feed.scope },
					status: feed.status(),
					objects: feed.rows.size,
					leases: 1,
					resourceVersion: '7',
				})),
			trouble: () => undefined,
			namespaceExists: (namespace) => this.namespaces.get(namespace),
			readableNamespaces: () => context.readable,
			serverNow: () => clock.now(),
			wakeAt: (at, call) => clock.after(Math.max(0, at - clock.now()), call),
			get clockSkewMs() {
				return context.skewMs;
			},
			subscribe: (listener) => {
				this.#listeners.add(listener);
				return () => this.#listeners.delete(listener);
			},
			close: async () => {},
		};
	}

	logStreams(): readonly LogStream[] {
		return this.logs.filter(({ isClosed }) => !isClosed).flatMap((logs) => logs.streams());
	}

	openLogs(request: LogRequest): FakeLogSession {
		const logs = new FakeLogSession(request);
		this.logs.push(logs);
		return logs;
	}

	/** Objects to be read once, by `namespace/name`. */
	readonly objects = new Map<string, ReadObject>();

	async findRelease({ namespace, release, revision }: ReleaseWish): Promise<ReleaseRef> {
		const [found] = [...this.releases.keys()].filter((key) => key.startsWith(`${namespace}/${release}@${revision ?? ''}`));
		if (found === undefined) throw new SentenceError(`There is no release ${release}.`, 1);
		return { store: 'secrets', namespace, release, revision: Number(found.split('@')[1]), record: found };
	}

	async readRelease({ namespace, release, revision }: ReleaseRef): Promise<ReadRelease> {
		const read = this.releases.get(`${namespace}/${release}@${revision}`);
		if (read === undefined) throw new SentenceError(`There is no release ${release} any more.`, 1);
		return read;
	}

	/** By `shop/cart@11`. */
	readonly releases = new Map<string, ReadRelease>();

	async readObject({ kind, namespace = this.namespace ?? 'default', name }: WantedObject): Promise<ReadObject> {
		const found = this.objects.get(`${namespace}/${name}`);
		if (found !== undefined) return found;
		throw new NoneThere(`There is no ${typeof kind === 'string' ? kind : kind.singular} ${name} in namespace ${namespace}.`, 1);
	}

	serverVersion = (): string | undefined => this.version;
	credentialOutput = (): string => this.printed;
	waiting: LoginWait | undefined;
	/** Which exist, as far as it is known. */
	readonly namespaces = new Map<string, boolean>();
	/** Which may be read, as far as it was tried. */
	readable: ReadableNamespaces = { readable: [], forbidden: new Set(), left: 0 };
	loginWait = (): LoginWait | undefined => this.waiting;
	insecure = false;
	given: readonly GivenFlag[] = [];

	async close(): Promise<void> {
		this.closes += 1;
	}

	/** `selectors` as they are typed: `-l app=x`; a stream of its own, as on a server. */
	stream(domainName: string, namespace?: string, selectors = ''): FakeStream {
		const key = `${domainName} ${namespace ?? ''} ${selectors}`;
		const known = this.streams.get(key) ?? new FakeStream(liveStatus(this.#clock.now()));
		this.streams.set(key, known);
		return known;
	}

	/** Something changed: what the engine does after rows, samples or a status. */
	notify(): void {
		for (const listener of this.#listeners) listener();
	}

	get listening(): number {
		return this.#listeners.size;
	}

	open(opened: Domain, scope: Scope): FakeFeed {
		const stream = this.stream(opened.name, scope.namespace, selectorWords(scope));
		const clock = this.#clock;
		const feed: FakeFeed = {
			contextName: this.name,
			domain: opened,
			scope,
			leases: [],
			metrics: undefined,
			nodeMetrics: undefined,
			settle: () => undefined,
			rows: stream.rows,
			context: () => ({
				now: clock.now(),
				usage: stream.usage,
				history: () => undefined,
				namespaceUsage: () => 'not read',
				usageOf: () => 'not read',
				tally: () => 'not read',
				lookup: () => 'not read',
			}),
			status: () => stream.status,
			statusOf: (uid) => stream.statuses.get(uid) ?? stream.status,
			light: () => stream.light ?? stream.status,
			missing: () => stream.missing,
			deciding: () => false,
			lookUp: () => true,
			get joinsRevision() {
				return stream.joinsRevision;
			},
			closed: false,
			close: () => {
				feed.closed = true;
				this.openFeeds.delete(feed);
			},
		};
		this.openFeeds.add(feed);
		return feed;
	}
}

const streamId = (feed: DomainFeed): string =>
	`${feed.domain.name}${feed.scope.namespace === undefined ? '' : ` ns=${feed.scope.namespace}`}`;

const diagnosticsOf = (feed: DomainFeed): StreamDiagnostics => ({
	streamId: streamId(feed),
	status: feed.status(),
	objects: feed.rows.size,
	deliveredAt: feed.status().asOf,
	eventsPerSecond: 3.1,
	relists: 0,
	errors: 0,
	requests: 2,
	probes: 0,
	resourceVersion: '7',
});

export interface FakeServices {
	readonly services: AppServices;
	readonly context: FakeContext;
	/** Contexts that were opened by name. */
	readonly contexts: Map<string, FakeContext>;
	readonly journal: TransitionEntry[];
	readonly warnings: WarningEntry[];
	/** What opening a context fails with. */
	failToOpen: Error | undefined;
}

export interface FakeOptions {
	readonly clock: Clock;
	readonly view?: string;
	readonly namespace?: string;
	readonly contextNamespace?: string;
	readonly demo?: boolean;
	readonly labelSelector?: string;
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	readonly env?: NodeJS.ProcessEnv;
	readonly domains?: readonly Domain[];
	readonly recentCommands?: RecentCommands;
	readonly favouriteNamespaces?: FavouriteNamespaces;
}

/** Everything the interface is given, with clusters that a test moves by hand. */
export function fakeServices(options: FakeOptions): FakeServices {
	const { clock } = options;
	const context = new FakeContext('prod-eu', options.contextNamespace, clock);
	const contexts = new Map<string, FakeContext>([[context.name, context]]);
	const journal: TransitionEntry[] = [];
	const warnings: WarningEntry[] = [];
	const ofLogs = createDiagnostics(clock);
	const fake: FakeServices = {
		context,
		contexts,
		journal,
		warnings,
		failToOpen: undefined,
		services: {
			clock,
			domains: options.domains ?? testDomains,
			context,
			contextNames: () => ['prod-eu', 'prod-us', 'staging'],
			openContext: async (name) => {
				await Promise.resolve();
				if (fake.failToOpen !== undefined) throw fake.failToOpen;
				const opened = contexts.get(name) ?? new FakeContext(name, 'shop', clock);
				contexts.set(name, opened);
				return opened;
			},
			openFeed: (opened, feedDomain, scope) => (contexts.get(opened.name) ?? context).open(feedDomain, scope),
			diagnostics: {
				observer: {},
				rows: (name, feeds, logs): readonly DomainDiagnostics[] => [
					...feeds.map((feed) => {
						const stream = diagnosticsOf(feed);
						const place = feed.scope.namespace === undefined ? name : `${name}/${feed.scope.namespace}`;
						return { domain: feed.domain.name, scope: place, worst: stream, missing: [], objects: stream.objects, streams: [stream] };
					}),
					...ofLogs.rows(name, [], logs),
				],
				warnings: (id) => warnings.filter((entry) => id === undefined || entry.streamId === id),
				journal: (id) => journal.filter((entry) => id === undefined || entry.streamId === id),
				requests: () => [],
				requestsPerMinute: () => 25,
			},
			initial: {
				view: options.view ?? 'pods',
				namespace: options.namespace,
				...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
			},
			...(options.recentCommands === undefined ? {} : { recentCommands: options.recentCommands }),
			...(options.favouriteNamespaces === undefined ? {} : { favouriteNamespaces: options.favouriteNamespaces }),
			demo: options.demo ?? false,
			stdin: options.stdin ?? process.stdin,
			stdout: options.stdout ?? process.stdout,
			env: options.env ?? {},
		},
	};
	return fake;
}

export const manyRows = (count: number, over: (index: number) => Partial<ShownRow> = () => ({})): ShownRow[] =>
	Array.from({ length: count }, (_, index) => shownRow(`cart-${String(index).padStart(4, '0')}`, over(index)));

export const unwell = (health: ObjectHealth, status: string): Partial<ShownRow> => ({ health, status });
