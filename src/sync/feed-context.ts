import type { Consumer, MetricsKind, PastUsage, Row, Usage, UsageField, WholeContext } from '../domains/types.ts';
import type { TallyStore } from '../stores/tally-store.ts';
import { refusalOf } from './missing-kinds.ts';
import type { DomainFeed, Lease, MetricsLease } from './types.ts';

/** A stream that a domain reads for its sums. */
export interface Join {
	readonly name: string;
	readonly lease: Lease;
	readonly tally: TallyStore;
}

/** Why a joined stream's sums cannot be shown, in the few words that fit beside a dash; undefined: they can. */
export function unknownBecause({ lease }: Join): string | undefined {
	const { reason, rows } = lease.status();
	const what = lease.resource.gvr.resource;
	if (reason === 'permissions' || reason === 'absent') return refusalOf(lease);
	if (rows === 'complete') return undefined;
	if (reason === 'unauthorized') return `${what}: not logged in`;
	// A part of the pods would be a wrong number of pods.
	return reason === 'awaiting first delivery' ? `${what}: loading` : `${what}: ${reason}`;
}

const NO_METRICS = 'metrics: not read here';

/** What cells know beside their row. Made for each frame, and by some for each row: it costs one object until a joined sum is asked for. */
export class FeedContext implements WholeContext {
	readonly now: number;
	readonly namespace: string | undefined;
	readonly serverVersion: () => string | undefined;
	readonly #domain: string;
	readonly #joins: ReadonlyMap<string, Join>;
	readonly #metrics: MetricsLease | undefined;
	readonly #nodeMetrics: MetricsLease | undefined;
	readonly #ask: (name: string, row: Row) => object | string;
	/** Why the joins are not known, each looked at once: a column asks for every row. */
	#reasons: Map<string, string | undefined> | undefined;

	constructor(
		now: number,
		{
			domain,
			scope,
			metrics,
			nodeMetrics,
		}: Pick<DomainFeed, 'scope' | 'metrics' | 'nodeMetrics'> & { readonly domain: { readonly name: string } },
		joins: ReadonlyMap<string, Join>,
		serverVersion: () => string | undefined,
		ask: (name: string, row: Row) => object | string,
	) {
		this.now = now;
		this.namespace = scope.namespace;
		this.serverVersion = serverVersion;
		this.#domain = domain.name;
		this.#joins = joins;
		this.#metrics = metrics;
		this.#ask = ask;
		this.#nodeMetrics = nodeMetrics;
	}

	lookup<T extends object>(name: string, row: Row): T | string {
		// A lookup's name and type belong together in the domain that declares both.
		return this.#ask(name, row) as T | string;
	}

	totalUsage(kind: MetricsKind): { readonly usage: Usage; readonly samples: number } | string {
		const lease = kind === 'nodes' ? this.#nodeMetrics : this.#metrics;
		if (lease === undefined) return NO_METRICS;
		const usage = lease.totalUsage();
		return typeof usage === 'string' ? usage : { usage, samples: lease.samples };
	}

	heaviest(by: UsageField, count: number): readonly Consumer[] | string {
		const found = this.#metrics?.heaviest(by) ?? NO_METRICS;
		return typeof found === 'string' ? found : found.slice(0, count);
	}

	usage(key: string): Usage | string {
		return this.#metrics?.usage(key) ?? NO_METRICS;
	}

	history(key: string): PastUsage | undefined {
		return this.#metrics?.history(key);
	}

	namespaceUsage(namespace: string): Usage | string {
		return this.#metrics?.namespaceUsage(namespace) ?? NO_METRICS;
	}

	usageOf(keys: Iterable<string>): Usage | string {
		return this.#metrics?.usageOf(keys) ?? NO_METRICS;
	}

	tally<T>(name: string, key: string): T | undefined | string {
		const join = this.#joins.get(name);
		if (join === undefined) throw new Error(`The domain ${this.#domain} reads no stream that is tallied as ${name}.`);
		this.#reasons ??= new Map(Array.from(this.#joins, ([each, one]) => [each, unknownBecause(one)]));
		// A tally's name and type belong together in the domain that declares both.
		return this.#reasons.get(name) ?? (join.tally.get(key) as T | undefined);
	}
}
